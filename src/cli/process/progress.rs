//! How far is it?
//!
//! The only file that knows indicatif. A bar on a terminal; off one, where it is asked for, a line
//! for each tenth. Nothing in the first half second: most studies are done by then.

use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use super::interrupt;
use super::output::{Output, When};
use super::stopwatch::Stopwatch;
use crate::study::Watch;
use crate::words::of;

const QUIET_FOR_SECONDS: f64 = 0.5;
const DAYS: &str = "  {bar:30} {pos} of {len} days, {eta} left{msg}";
const BYTES: &str = "  {bar:30} {bytes} of {total_bytes}, {eta} left";

/// What is done so far: days, or bytes of a file.
pub(crate) struct Progress {
    bar: ProgressBar,
    mode: Mode,
    unit: Unit,
    output: Output,
    total: AtomicU64,
    done: AtomicU64,
    is_shown: AtomicBool,
    stopwatch: Stopwatch,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Unit {
    Days,
    Bytes,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Mode {
    Hidden,
    Bar,
    Lines,
}

impl Progress {
    /// Of days, none of which is expected yet.
    pub(crate) fn of_days(when: When, output: &Output) -> Self {
        Self::of(when, (0, Unit::Days), output)
    }

    /// Nothing of so many bytes is read yet; nothing is shown where their number is not known.
    pub(crate) fn of_bytes(when: When, total: Option<u64>, output: &Output) -> Self {
        let when = if total.is_some() { when } else { When::Never };
        Self::of(when, (total.unwrap_or(0), Unit::Bytes), output)
    }

    fn of(when: When, (total, unit): (u64, Unit), output: &Output) -> Self {
        let mode = match when {
            When::Never => Mode::Hidden,
            When::Always if output.stderr_is_terminal => Mode::Bar,
            When::Always => Mode::Lines,
            When::Auto if output.may_animate => Mode::Bar,
            When::Auto => Mode::Hidden,
        };
        let bar = ProgressBar::with_draw_target(Some(total), ProgressDrawTarget::hidden());
        if let Ok(style) = ProgressStyle::with_template(match unit {
            Unit::Days => DAYS,
            Unit::Bytes => BYTES,
        }) {
            bar.set_style(style.progress_chars("━╸ "));
        }
        Self {
            bar,
            mode,
            unit,
            output: *output,
            total: AtomicU64::new(total),
            done: AtomicU64::new(0),
            is_shown: AtomicBool::new(false),
            stopwatch: Stopwatch::start(),
        }
    }

    /// Leaves no trace of a bar.
    pub(crate) fn finish(&self) {
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
                    let line = match self.unit {
                        Unit::Days => format!("  {}\n", of(after.min(total), total, "day")),
                        Unit::Bytes => format!("  {}0 % of the trace\n", tenth(after)),
                    };
                    self.output.say(&line);
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

    fn tries(&self, what: &str) {
        self.bar.set_message(format!(": {what}"));
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
