//! How long did it take?
//!
//! The only place that reads a clock. What it says goes to stderr alone, so that equal input gives
//! equal results.

use std::time::{Duration, Instant};

/// How long one may wait without a look at what the user wants: nobody notices it.
pub(crate) const MOMENT: Duration = Duration::from_millis(20);

/// Started when it was made.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Stopwatch(Instant);

impl Stopwatch {
    /// Starts.
    pub(crate) fn start() -> Self {
        Self(Instant::now())
    }

    /// The time since, in seconds.
    pub(crate) fn seconds(self) -> f64 {
        self.0.elapsed().as_secs_f64()
    }
}
