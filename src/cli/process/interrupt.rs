//! Did the user ask to stop?
//!
//! The first Ctrl-C (or SIGTERM, SIGHUP) sets a flag that the study looks at between two days, so
//! that everything is put away in order; the second ends the program at once.

use std::io;
use std::sync::atomic::{AtomicBool, Ordering};

use super::exit::ExitCode;

static IS_STOPPED: AtomicBool = AtomicBool::new(false);

/// From here on a signal sets the flag, also in a shell's background job, which ignores Ctrl-C.
pub(crate) fn watch() {
    let set = ctrlc::set_handler(|| {
        if IS_STOPPED.swap(true, Ordering::SeqCst) {
            std::process::exit(i32::from(ExitCode::Interrupted.number()));
        }
    });
    // Without a handler a signal ends the program as it does any other.
    drop(set);
}

/// What a reader says that stops because of a signal.
pub(crate) fn error() -> io::Error {
    io::Error::other("interrupted")
}

/// True after a signal.
pub(crate) fn is_stopped() -> bool {
    IS_STOPPED.load(Ordering::SeqCst)
}
