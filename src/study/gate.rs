//! May this be merged? Budgets, held against what was found.
//!
//! `scenarios, summaries → suites → [`judge`] → a [`Check`] a budget`: plain data, no layout. It runs
//! nothing: the summaries come from the one engine. Nothing counts as passed that was not measured:
//! a metric without a sample is a verdict of its own.

mod baseline;
mod budget;
mod check;
mod loose;
mod sum;
mod update;
mod verdict;
mod worlds;

use serde::Serialize;

use super::summary::Summary;
use super::worlds::Explored;
use crate::scenario::Scenario;

pub use super::suite::{DayOfRun, Member, Missing, Suite};
pub use baseline::{Baseline, Change, ChangeKind, Key, Recorded};
pub use check::{Bound, BoundCheck, Check, Direction, Finding, InWorlds, Judged};
pub use sum::{NoSum, check_sum};
pub use update::{Note, Recording, Update, Updated, judge_and_update};
pub use verdict::{GateVerdict, OnStale, OnWarning};
pub use worlds::SuiteWorlds;

/// What is judged together?
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Grouping {
    /// Each scenario is judged by itself.
    Each,
    /// All of them share an account.
    Sum,
}

impl Grouping {
    fn of<T>(self, all: Vec<T>) -> Vec<Vec<T>> {
        match self {
            Self::Each => all.into_iter().map(|one| vec![one]).collect(),
            Self::Sum if all.is_empty() => Vec::new(),
            Self::Sum => vec![all],
        }
    }

    /// The suites of these scenarios.
    pub fn suites<'a>(self, scenarios: &'a [Scenario], found: &'a [Summary]) -> Vec<Suite<'a>> {
        let members = scenarios.iter().zip(found);
        let members = members.map(|(scenario, summary)| Member { scenario, summary }).collect();
        self.of(members).into_iter().map(|members| Suite { members }).collect()
    }

    /// The worlds of each suite.
    pub fn in_worlds<'a>(self, explored: &'a [Explored<'a>]) -> Vec<SuiteWorlds<'a>> {
        self.of(explored.iter().collect()).iter().map(|it| SuiteWorlds::of(it)).collect()
    }
}

/// Two scenarios of one name: a baseline knows them by it.
pub fn same_name(scenarios: &[Scenario]) -> Option<[&Scenario; 2]> {
    scenarios.iter().enumerate().find_map(|(place, scenario)| {
        let other = scenarios[..place].iter().find(|other| other.name == scenario.name)?;
        Some([other, scenario])
    })
}

/// How strictly is judged.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Strictness {
    /// The share of all days that may lie above a bound on the worst day, from 0 to 1.
    pub tolerate: f64,
    /// Does a warning break the gate?
    pub on_warning: OnWarning,
    /// Is a baseline in order that is missing, outdated or holds other figures than the budgets?
    pub on_stale: OnStale,
}

/// Everything that the gate found.
#[derive(Clone, PartialEq, Debug)]
pub struct Gate<'a> {
    /// What was judged together, in the order of the command line.
    pub suites: Vec<(Suite<'a>, Vec<Check>)>,
    /// How strictly.
    pub strictness: Strictness,
    /// What the user should look at, beside the checks.
    pub notes: Vec<Note>,
    /// The worlds in which each budget was judged; `None`: as written alone.
    pub worlds: Option<usize>,
}

/// The three ways in which a gate ends.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Outcome {
    /// Every budget holds.
    Passed,
    /// At least one does not.
    Broken,
    /// There was nothing to check, a budget has no sample, or the baseline is not in order where it
    /// has to be; whatever the others say.
    NothingToCheck,
}

/// Judges every budget of every suite, growth against `baseline`.
pub fn judge<'a>(
    suites: Vec<Suite<'a>>,
    baseline: Option<&Baseline>,
    strictness: Strictness,
) -> Gate<'a> {
    let mut notes = Vec::new();
    let judged = suites.into_iter().map(|suite| {
        notes.extend(baseline.into_iter().flat_map(|it| it.notes(&suite)));
        let checks = budget::checks(&suite, baseline, strictness.tolerate);
        (suite, checks)
    });
    let suites = judged.collect();
    let mut gate = Gate { suites, strictness, notes, worlds: None };
    gate.notes.extend(baseline.map_or_else(Vec::new, |it| gate.stale(it)));
    gate
}

impl Gate<'_> {
    /// How many checks have that verdict.
    pub fn count(&self, verdict: GateVerdict) -> usize {
        let checks = self.suites.iter().flat_map(|(_, checks)| checks);
        checks.filter(|check| check.verdict() == verdict).count()
    }

    /// How it ends.
    pub fn outcome(&self) -> Outcome {
        let is_unchecked = |(_, checks): &(Suite<'_>, Vec<Check>)| checks.is_empty();
        let nothing = self.suites.is_empty() || self.suites.iter().any(is_unchecked);
        let checks = || self.suites.iter().flat_map(|(_, checks)| checks);
        if nothing || self.is_stale() || checks().any(Check::lacks_a_sample) {
            return Outcome::NothingToCheck;
        }
        let warned = match self.strictness.on_warning {
            OnWarning::Passes => 0,
            OnWarning::Fails => self.count(GateVerdict::Warned),
        };
        if self.count(GateVerdict::Broken) + warned > 0 { Outcome::Broken } else { Outcome::Passed }
    }

    /// True where the baseline has to be in order (`--check`), and is not.
    pub fn is_stale(&self) -> bool {
        self.strictness.on_stale == OnStale::Fails && self.notes.iter().any(Note::is_stale)
    }

    /// True where a growth is above what its budget lets pass.
    pub fn growth_is_broken(&self) -> bool {
        let checks = self.suites.iter().flat_map(|(_, checks)| checks);
        let mut bounds = checks.flat_map(|check| &check.bounds);
        bounds.any(|it| it.bound == Bound::Growth && it.verdict() == GateVerdict::Broken)
    }
}
