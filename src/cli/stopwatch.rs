//! How long did it take?
//!
//! The only place that reads a clock. What it says goes to stderr alone, so that equal input gives
//! equal results.

use std::time::{Duration, Instant};

/// Started when it was made.
#[derive(Clone, Copy, Debug)]
pub(super) struct Stopwatch(Instant);

impl Stopwatch {
    /// Starts.
    pub(super) fn start() -> Self {
        Self(Instant::now())
    }

    /// The time since.
    pub(super) fn elapsed(self) -> Duration {
        self.0.elapsed()
    }
}
