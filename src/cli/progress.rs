//! How far is it?
//!
//! The only file that knows indicatif. A bar on a terminal; off one, where it is asked for, a line
//! for each tenth. Nothing in the first half second: most studies are done by then.

use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use super::arguments::When;
use super::interrupt;
use super::output::Output;
use super::stopwatch::Stopwatch;
use crate::report::count;
use crate::study::Watch;

const QUIET_FOR_SECONDS: f64 = 0.5;
const TEMPLATE: &str = "  {bar:30} {pos} of {len} days, {eta} left";

/// The days done so far.
pub(super) struct Progress {
    bar: ProgressBar,
    mode: Mode,
    output: Output,
    total: AtomicU64,
    done: AtomicU64,
    is_shown: AtomicBool,
    stopwatch: Stopwatch,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Mode {
    Hidden,
    Bar,
    Lines,
}

impl Progress {
    /// Nothing of `total` days is done yet.
    pub(super) fn new(when: When, total: u64, output: &Output) -> Self {
        let mode = match when {
            When::Never => Mode::Hidden,
            When::Always if output.stderr_is_terminal => Mode::Bar,
            When::Always => Mode::Lines,
            When::Auto if output.may_animate => Mode::Bar,
            When::Auto => Mode::Hidden,
        };
        let bar = ProgressBar::with_draw_target(Some(total), ProgressDrawTarget::hidden());
        if let Ok(style) = ProgressStyle::with_template(TEMPLATE) {
            bar.set_style(style.progress_chars("━╸ "));
        }
        Self {
            bar,
            mode,
            output: *output,
            total: AtomicU64::new(total),
            done: AtomicU64::new(0),
            is_shown: AtomicBool::new(false),
            stopwatch: Stopwatch::start(),
        }
    }

    /// Leaves no trace of a bar.
    pub(super) fn finish(&self) {
        self.bar.finish_and_clear();
    }

    fn show(&self, before: u64, after: u64) {
        let total = self.total.load(Ordering::Relaxed);
        match self.mode {
            Mode::Hidden => {}
            Mode::Bar => {
                if !self.is_shown.swap(true, Ordering::Relaxed) {
                    self.bar.set_draw_target(ProgressDrawTarget::stderr());
                }
                self.bar.set_position(after.min(total));
            }
            Mode::Lines => {
                let tenth = |days: u64| days.saturating_mul(10) / total.max(1);
                if tenth(before) != tenth(after) {
                    let (done, total) = (count(after.min(total)), count(total));
                    self.output.say(&format!("  {done} of {total} days\n"));
                }
            }
        }
    }
}

impl Watch for Progress {
    fn expect(&self, days: u64) {
        let total = self.total.fetch_add(days, Ordering::Relaxed).saturating_add(days);
        self.bar.set_length(total);
    }

    fn advance(&self, done_days: u64) {
        let before = self.done.fetch_add(done_days, Ordering::Relaxed);
        if self.mode != Mode::Hidden && self.stopwatch.seconds() >= QUIET_FOR_SECONDS {
            self.show(before, before.saturating_add(done_days));
        }
    }

    fn stopped(&self) -> bool {
        interrupt::is_stopped()
    }
}
