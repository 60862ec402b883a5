//! What does a change do? Two sides, figure by figure.
//!
//! Run k draws the same workload on both sides, so the difference of the two is taken run by run,
//! and its interval (Student's) is much narrower than those of the sides. Where the runs are not
//! the same ones the interval says less (Welch's), and it is said so.

mod side;
mod sides;

pub use side::{Measured, Side};
pub use sides::{NoSides, join_sides, shared_assumptions, sides_of};

use serde::Serialize;

use super::figures::catalogue;
use super::limit::Nearness;
use super::statistics::{mean_interval, student_975};
use crate::scenario::Setting;
use crate::words::{Figure, Measure, Scope};

/// Figures this near to one another are the same: a saved result may lose the last bit of one.
const SAME_WITHIN: f64 = 1e-12;

/// A p99 of fewer requests hangs on ten of them at most.
const FEW: f64 = 1_000.0;

/// What a change does.
#[derive(Clone, PartialEq, Debug)]
pub struct Comparison {
    /// What the intervals rest on.
    pub pairing: Pairing,
    /// The settings that differ; `None` where a side is a saved result, which holds none.
    pub settings: Option<Vec<Difference>>,
    /// Each figure that a side has, in the order of every report.
    pub rows: Vec<Row>,
}

/// What the intervals of the changes rest on.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Pairing {
    /// The same runs on both sides.
    Paired,
    /// Runs that have nothing to do with one another.
    Unpaired(Mismatch),
    /// A side is a saved result without the figures of its runs: no interval.
    Unknown,
    /// There is but one run: no interval.
    OneRun,
}

/// Why runs are not paired.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Mismatch {
    /// They have other random streams.
    Seeds,
    /// They have not equally many days.
    Days,
    /// They are not equally many, or not the same ones.
    Runs,
}

/// A setting that differs.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Difference {
    /// Its path, `workers[0].count`.
    pub path: String,
    /// Its value before; `None`: added.
    pub before: Option<String>,
    /// Its value after; `None`: removed.
    pub after: Option<String>,
}

/// One figure on both sides.
#[derive(Clone, PartialEq, Debug)]
pub struct Row {
    /// Which.
    pub figure: Figure,
    /// Before; `None` where that side has no such figure.
    pub before: Option<f64>,
    /// After.
    pub after: Option<f64>,
    /// Half the width of the change's 95 % interval.
    pub ci95_half_width: Option<f64>,
    /// The daily limit after the change.
    pub limit: Option<u64>,
    /// The worst day after the change, as a share of that limit.
    pub used_ratio: Option<f64>,
    /// What became of the limit.
    pub verdict: Verdict,
    /// A percentile of fewer than 1,000 requests on a side: mostly noise.
    pub is_few: bool,
}

impl Row {
    /// After less before.
    pub fn change(&self) -> Option<f64> {
        Some(self.after? - self.before?)
    }

    /// The change as a share of what was before; `None` where that was nothing.
    pub fn relative(&self) -> Option<f64> {
        let before = self.before.filter(|before| *before != 0.0)?;
        Some(self.change()? / before)
    }

    /// True where both sides have the same figure.
    pub fn is_unchanged(&self) -> bool {
        match (self.before, self.after) {
            (Some(before), Some(after)) => {
                (after - before).abs() <= SAME_WITHIN * before.abs().max(after.abs())
            }
            (before, after) => before.is_some() == after.is_some(),
        }
    }
}

/// What became of a limit, on the worst day.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Verdict {
    /// There is no limit after the change.
    Unlimited,
    /// Within it, before and after.
    Fine,
    /// Within it, but near after the change.
    Near,
    /// Passed before, kept after.
    Fixed,
    /// Kept before, passed after.
    Broken,
    /// Passed before and after.
    Over,
}

impl Verdict {
    /// Its one name, in tables and results.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Unlimited => "unlimited",
            Self::Fine => "fine",
            Self::Near => "near",
            Self::Fixed => "fixed",
            Self::Broken => "broken",
            Self::Over => "over",
        }
    }

    /// What the worst days before and after say, as shares of their limits.
    fn of(before: Option<f64>, after: Option<f64>) -> Self {
        match (Nearness::of(before), Nearness::of(after)) {
            (Nearness::Over, Nearness::Over) => Self::Over,
            (Nearness::Over, _) => Self::Fixed,
            (_, Nearness::Over) => Self::Broken,
            (_, Nearness::Unlimited) => Self::Unlimited,
            (_, Nearness::Near) => Self::Near,
            (_, Nearness::Fine) => Self::Fine,
        }
    }
}

/// Holds one side against the other.
pub fn compare(before: &Side, after: &Side) -> Comparison {
    let pairing = pairing(before, after);
    let settings = before.settings.as_deref().zip(after.settings.as_deref());
    let settings = settings.map(|(before, after)| differences(before, after));
    // Prices in two currencies say nothing about one another.
    let is_priced = before.currency == after.currency;
    let is_shown = |it: &Figure| it.measure != Measure::CostPerMonth || is_priced;
    let rows = catalogue().into_iter().filter(is_shown).filter_map(|figure| {
        let sides = (before.measured(&figure), after.measured(&figure));
        (sides != (None, None)).then(|| row(figure, sides, pairing))
    });
    Comparison { pairing, settings, rows: rows.collect() }
}

fn pairing(before: &Side, after: &Side) -> Pairing {
    if before.run_numbers.is_empty() || after.run_numbers.is_empty() {
        return Pairing::Unknown;
    }
    if before.seed != after.seed {
        return unpaired(before, after, Mismatch::Seeds);
    }
    if before.days != after.days {
        return unpaired(before, after, Mismatch::Days);
    }
    if before.run_numbers != after.run_numbers {
        return unpaired(before, after, Mismatch::Runs);
    }
    if before.run_numbers.len() < 2 { Pairing::OneRun } else { Pairing::Paired }
}

fn unpaired(before: &Side, after: &Side, mismatch: Mismatch) -> Pairing {
    let fewest = before.run_numbers.len().min(after.run_numbers.len());
    if fewest < 2 { Pairing::OneRun } else { Pairing::Unpaired(mismatch) }
}

fn row(
    figure: Figure,
    (before, after): (Option<&Measured>, Option<&Measured>),
    pairing: Pairing,
) -> Row {
    let used = |side: Option<&Measured>| side.and_then(|it| it.used_ratio);
    let runs = |side: Option<&Measured>| side.map(|it| it.by_run.clone()).unwrap_or_default();
    let (of_before, of_after) = (runs(before), runs(after));
    let ci95_half_width = match pairing {
        Pairing::Paired => paired_half_width(&of_before, &of_after),
        Pairing::Unpaired(_) => unpaired_half_width(&of_before, &of_after),
        Pairing::Unknown | Pairing::OneRun => None,
    };
    Row {
        before: value(before, &figure),
        after: value(after, &figure),
        ci95_half_width,
        limit: after.and_then(|it| it.limit),
        used_ratio: used(after),
        verdict: Verdict::of(used(before), used(after)),
        is_few: [before, after].into_iter().flatten().any(is_few),
        figure,
    }
}

/// Of a side that has it; what a cause did not lead to is nothing.
fn value(side: Option<&Measured>, figure: &Figure) -> Option<f64> {
    let is_cause = matches!(figure.scope, Scope::Cause(..));
    side.map(|it| it.value).or(is_cause.then_some(0.0))
}

fn is_few(measured: &Measured) -> bool {
    measured.sample.is_some_and(|it| it < FEW)
}

/// Half the width of the 95 % Student interval of the mean difference.
fn paired_half_width(before: &[f64], after: &[f64]) -> Option<f64> {
    let differences: Vec<f64> =
        before.iter().zip(after).map(|(before, after)| after - before).collect();
    mean_interval(&differences).1
}

/// The same where the runs have nothing to do with one another (Welch 1947, with the degrees of
/// freedom of Satterthwaite 1946).
fn unpaired_half_width(before: &[f64], after: &[f64]) -> Option<f64> {
    let (one, other) = (error_squared(before)?, error_squared(after)?);
    if one + other == 0.0 {
        return Some(0.0);
    }
    let freedom = |error: f64, runs: usize| error * error / (runs as f64 - 1.0);
    let degrees =
        (one + other) * (one + other) / (freedom(one, before.len()) + freedom(other, after.len()));
    Some(student_975(degrees) * (one + other).sqrt())
}

/// The squared standard error of the mean.
fn error_squared(values: &[f64]) -> Option<f64> {
    let (_, half_width) = mean_interval(values);
    let error = half_width? / student_975(values.len() as f64 - 1.0);
    Some(error * error)
}

/// Changed and removed settings in the order before, then the added ones.
fn differences(before: &[Setting], after: &[Setting]) -> Vec<Difference> {
    let value = |settings: &[Setting], path: &str| {
        settings.iter().find(|it| it.path == path).map(|it| it.value.clone())
    };
    let mut all = Vec::new();
    for setting in before {
        let now = value(after, &setting.path);
        if now.as_ref() != Some(&setting.value) {
            let (path, before) = (setting.path.clone(), Some(setting.value.clone()));
            all.push(Difference { path, before, after: now });
        }
    }
    for setting in after.iter().filter(|it| value(before, &it.path).is_none()) {
        let (path, after) = (setting.path.clone(), Some(setting.value.clone()));
        all.push(Difference { path, before: None, after });
    }
    all
}
