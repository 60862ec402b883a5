//! One at a time may replace a file.
//!
//! The file itself is replaced by a new one, so that a lock on it would be lost with it: its folder is
//! locked, which leaves nothing behind.

use std::fs::File;
use std::path::Path;

use crate::cli::process::Failure;

/// Held until it is dropped.
pub(crate) struct Lock(#[allow(dead_code, reason = "closing it unlocks")] Option<File>);

/// The lock on the folder of a file. A file system without locks has none.
#[cfg(unix)]
pub(crate) fn of(path: &Path) -> Result<Lock, Failure> {
    use crate::cli::process::{MOMENT, shown};
    use rustix::fs::{FlockOperation, flock};
    use rustix::io::Errno;

    // Ten seconds in all.
    const TRIES: u32 = 500;
    let whole = path.canonicalize().unwrap_or_else(|_| path.to_owned());
    let folder = whole.parent().filter(|it| !it.as_os_str().is_empty());
    let Ok(folder) = File::open(folder.unwrap_or(Path::new("."))) else { return Ok(Lock(None)) };
    for _ in 0..TRIES {
        match flock(&folder, FlockOperation::NonBlockingLockExclusive) {
            Ok(()) => return Ok(Lock(Some(folder))),
            Err(Errno::WOULDBLOCK | Errno::INTR) => std::thread::sleep(MOMENT),
            Err(_) => return Ok(Lock(None)),
        }
    }
    let path = shown(path);
    Err(Failure::could_not(format!("cannot write {path}: another program holds its folder")))
}

/// Elsewhere a folder cannot be locked: what changed meanwhile is found out alone.
#[cfg(not(unix))]
pub(crate) fn of(_: &Path) -> Result<Lock, Failure> {
    Ok(Lock(None))
}
