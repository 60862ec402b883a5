//! Did the user ask to stop?
//!
//! The first Ctrl-C (or SIGTERM, SIGHUP) sets a flag that the study looks at every few milliseconds,
//! so that everything is put away in order; the second removes what is not complete and ends the
//! program at once.

use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, PoisonError};
use std::{fs, io, process};

use ctrlc::Error;
use tempfile::NamedTempFile;

use super::exit::ExitCode;
use super::failure::Failure;

static IS_STOPPED: AtomicBool = AtomicBool::new(false);

/// The paths of all temporary files that were made. None is made while somebody holds it.
static TEMPORARY: Mutex<Vec<PathBuf>> = Mutex::new(Vec::new());

/// From here on a signal sets the flag, also in a shell's background job, which ignores Ctrl-C.
pub(crate) fn watch() -> Result<(), Failure> {
    match ctrlc::set_handler(hear) {
        // Signals would be caught and never heard.
        Err(Error::System(error)) => {
            Err(Failure::could_not(format!("no thread is to be had that hears Ctrl-C: {error}")))
        }
        // It is there, or a signal ends the program as it does any other.
        _ => Ok(()),
    }
}

fn hear() {
    if IS_STOPPED.swap(true, Ordering::SeqCst) {
        let made = TEMPORARY.lock().unwrap_or_else(PoisonError::into_inner);
        // Those that are in place by now have another name.
        made.iter().for_each(|path| drop(fs::remove_file(path)));
        process::exit(i32::from(ExitCode::Interrupted.number()));
    }
}

/// A temporary file that no signal leaves behind.
pub(crate) fn temporary(
    make: impl FnOnce() -> io::Result<NamedTempFile>,
) -> io::Result<NamedTempFile> {
    let mut made = TEMPORARY.lock().unwrap_or_else(PoisonError::into_inner);
    let file = make()?;
    made.push(file.path().to_owned());
    Ok(file)
}

/// What a reader says that stops because of a signal.
pub(crate) fn error() -> io::Error {
    io::Error::other("interrupted")
}

/// True after a signal.
pub(crate) fn is_stopped() -> bool {
    IS_STOPPED.load(Ordering::SeqCst)
}
