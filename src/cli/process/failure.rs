//! What is said where a command ends early?

use std::fmt::Display;
use std::path::{Path, PathBuf};

use super::exit::ExitCode;
use crate::report::clean;

/// Why a command ended early, with the code for the shell.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Failure {
    /// How it ends.
    pub(crate) code: ExitCode,
    /// What is said on stderr, whole lines.
    pub(crate) text: String,
}

impl Failure {
    /// The command line must be changed.
    pub(crate) fn wrong(message: impl Display) -> Self {
        Self { code: ExitCode::Wrong, text: format!("error: {message}\n") }
    }

    /// Something outside did not work.
    pub(crate) fn could_not(message: impl Display) -> Self {
        Self { code: ExitCode::CouldNotRun, text: format!("error: {message}\n") }
    }

    /// The user ended it.
    pub(crate) fn interrupted() -> Self {
        let text = "interrupted: nothing was written\n".to_owned();
        Self { code: ExitCode::Interrupted, text }
    }

    /// The user ended it when so many answers of so many were printed, and no file was in place.
    pub(crate) fn interrupted_amid((done, total): (usize, usize)) -> Self {
        let text =
            format!("interrupted: {done} of {total} answers stand above, no file was written\n");
        Self { code: ExitCode::Interrupted, text }
    }

    /// The user ended it when some of it was done, which these files hold.
    pub(crate) fn interrupted_after((done, total): (usize, usize), files: &[PathBuf]) -> Self {
        let files: Vec<String> = files.iter().map(|path| shown(path)).collect();
        let place = match files.as_slice() {
            [] => String::new(),
            files => format!("; in place, with these points alone: {}", files.join(", ")),
        };
        let text = format!("interrupted: {done} of {total} points are complete and kept{place}\n");
        Self { code: ExitCode::Interrupted, text }
    }
}

/// A path for a message.
pub(crate) fn shown(path: &Path) -> String {
    clean(&path.to_string_lossy())
}
