//! Numbers on the command line: what fits, said in the words of whoever typed it.

use std::num::NonZeroUsize;
use std::ops::RangeInclusive;

use crate::report::count;
use crate::scenario::caps;

/// More threads than this are a slip of the finger.
const JOBS: RangeInclusive<u64> = 1..=4_096;

/// A whole number within a range; `what` names the things that it counts.
fn whole(text: &str, what: &str, range: RangeInclusive<u64>) -> Result<u64, String> {
    let number = text.trim().replace(['_', ','], "");
    match number.parse() {
        Ok(number) if range.contains(&number) => Ok(number),
        _ => {
            let (low, high) = (count(*range.start()), count(*range.end()));
            Err(format!("{what}: a whole number from {low} to {high}"))
        }
    }
}

/// `--days`.
pub(crate) fn days(text: &str) -> Result<u32, String> {
    whole(text, "days of each run", caps::DAYS).map(|number| number as u32)
}

/// `--runs` without `auto`.
pub(crate) fn runs(text: &str) -> Result<u32, String> {
    let runs = whole(text, "runs", caps::RUNS).map(|number| number as u32);
    runs.map_err(|message| format!("{message}, or auto"))
}

/// `--run`.
pub(crate) fn run(text: &str) -> Result<u32, String> {
    let last = *caps::RUNS.end() - 1;
    whole(text, "the number of a run, counted from 0", 0..=last).map(|number| number as u32)
}

/// `--seed`.
pub(crate) fn seed(text: &str) -> Result<u64, String> {
    whole(text, "a seed", 0..=u64::MAX)
}

/// `--points`.
pub(crate) fn points(text: &str) -> Result<usize, String> {
    whole(text, "values of a range", 2..=caps::SWEEP_POINTS as u64).map(|number| number as usize)
}

/// `--jobs`.
pub(crate) fn jobs(text: &str) -> Result<NonZeroUsize, String> {
    let jobs = whole(text, "threads", JOBS)?;
    NonZeroUsize::new(jobs as usize).ok_or_else(|| "threads: 1 at least".to_owned())
}

/// A share in percent, `2%` or `2`, up to `most` percent.
pub(crate) fn share(text: &str, most: u32) -> Result<f64, String> {
    let number = text.trim();
    let number = number.strip_suffix('%').unwrap_or(number).trim_end();
    match number.parse::<f64>() {
        Ok(percent) if (0.0..=f64::from(most)).contains(&percent) => Ok(percent / 100.0),
        _ => Err(format!("a share in percent, from 0% to {most}%, such as 1%")),
    }
}

/// `--under` of `advise`: more than nothing.
pub(crate) fn some_percent(text: &str) -> Result<f64, String> {
    match percent(text)? {
        share if share > 0.0 => Ok(share),
        _ => Err("more than 0%, since nothing uses nothing".to_owned()),
    }
}

/// `--threshold`, and `--tolerate` of `headroom`.
pub(crate) fn percent(text: &str) -> Result<f64, String> {
    share(text, 100)
}
