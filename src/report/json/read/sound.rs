//! Can a simulation have found these figures?
//!
//! Whoever edits a saved result, or writes one, is told before a figure of it is shown.

use crate::report::figures::count;
use crate::scenario::caps;
use crate::study::{Side, Summary};
use crate::words::{Figure, Meter, Unit};

/// Every count a day, every latency and every price is within this.
const MOST: f64 = 1e15;

/// A figure that was read, for a message; without end the huge ones.
pub(in crate::report) fn number(value: f64) -> String {
    if value.abs() < MOST { value.to_string() } else { format!("{value:e}") }
}

/// What is wrong with the frame of a result: days, runs, meters.
pub(super) fn summary(found: &Summary) -> Result<(), String> {
    for (name, value, range) in [("days", found.days, caps::DAYS), ("runs", found.runs, caps::RUNS)]
    {
        if !range.contains(&u64::from(value)) {
            let (least, most) = (range.start(), count(*range.end()));
            return Err(format!("{name} is {value}, not {least} to {most}"));
        }
    }
    if !found.meters.iter().map(|row| row.meter).eq(Meter::ALL) {
        let names = Meter::ALL.map(Meter::name).join(", ");
        return Err(format!("its meters are not {names}, each once"));
    }
    let mut days = found.runs_detail.iter().map(|run| run.days.len());
    match days.find(|days| *days != found.days as usize) {
        Some(days) => Err(format!("a run has {days} days, not {}", found.days)),
        None => Ok(()),
    }
}

/// What is wrong with the first figure that no simulation finds.
pub(super) fn figures(found: &Side) -> Result<(), String> {
    for it in &found.figures {
        let (name, most) = (it.figure.to_string(), most(&it.figure));
        let used = it.used_ratio.map(|used| (format!("used_ratio of {name}"), used, MOST));
        let sample = it.sample.map(|sample| (format!("the sample of {name}"), sample, MOST));
        for (name, value, most) in [(name, it.value, most)].into_iter().chain(used).chain(sample) {
            if !(0.0..=most).contains(&value) {
                return Err(format!("{name} is {}, not 0 to {}", number(value), number(most)));
            }
        }
    }
    Ok(())
}

/// The most that a figure can be.
pub(in crate::report) fn most(figure: &Figure) -> f64 {
    if figure.measure.unit() == Unit::Ratio { 1.0 } else { MOST }
}
