//! What was the process given, and how does it end?
//!
//! The streams and how they look, the bar, Ctrl-C, the clock, the runner of CI, the exit codes.

mod exit;
mod failure;
mod github;
pub(crate) mod interrupt;
mod output;
mod progress;
mod stopwatch;

pub use self::exit::ExitCode;
pub(crate) use self::failure::{Failure, shown};
pub(crate) use self::github::{in_repository, step_summary};
pub(crate) use self::output::{Environment, Output, Shown, When};
pub(crate) use self::output::{ask_for_reports_of_panics, say_instead};
pub(crate) use self::progress::Progress;
pub(crate) use self::stopwatch::{MOMENT, Stopwatch};
