//! What is said of one budget: its bounds, each with what was found.

use serde::Serialize;

use super::verdict::GateVerdict;
use crate::scenario::{Budget, BudgetMax, Setting};
use crate::study::suite::{DayOfRun, Missing};
use crate::study::worlds::Region;

/// A budget with the verdict on each of its bounds.
#[derive(Clone, PartialEq, Debug)]
pub struct Check {
    /// Which of the suite's members has the budget.
    pub member: usize,
    /// The budget.
    pub budget: Budget,
    /// Its bounds, one at least: `max`, `min`, `growth`, those that it has.
    pub bounds: Vec<BoundCheck>,
    /// Where it is far too loose: what `max` can come down to.
    pub loose: Option<BudgetMax>,
}

/// A kind of bound.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Bound {
    /// The most that passes.
    Max,
    /// The least that passes.
    Min,
    /// The growth against the baseline that passes; where more is better, the fall.
    Growth,
}

impl Bound {
    /// Its name in the scenario file and in every format.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Max => "max",
            Self::Min => "min",
            Self::Growth => "growth",
        }
    }
}

/// One bound with what was found.
#[derive(Clone, PartialEq, Debug)]
pub struct BoundCheck {
    /// Which.
    pub bound: Bound,
    /// What was found.
    pub finding: Finding,
    /// How it goes in all worlds; `None`: it was judged as written alone.
    pub in_worlds: Option<InWorlds>,
}

/// What was found of a bound.
#[derive(Clone, Copy, PartialEq, Debug)]
pub enum Finding {
    /// There is a figure.
    Judged(Judged),
    /// There is none, and why.
    Missing(Missing),
}

/// A figure against a bound, both in its unit.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Judged {
    /// What is said of it.
    pub verdict: GateVerdict,
    /// The figure, the rest of the account with it.
    pub value: f64,
    /// Half the width of its 95 % interval over the runs, where it can be known.
    pub half_width: Option<f64>,
    /// The last value that passes.
    pub allowed: f64,
    /// On which side of it values pass.
    pub direction: Direction,
    /// From here on it warns.
    pub warn_from: Option<f64>,
    /// What the baseline holds, for a growth.
    pub baseline: Option<f64>,
    /// The day on which the figure was seen, where it is one day's.
    pub at: Option<DayOfRun>,
    /// So many worse days were tolerated before this one.
    pub set_aside: u64,
    /// Days above the bound, where it bounds days.
    pub days_above: Option<u64>,
}

/// Where the values lie that pass.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Direction {
    /// At the bound and below.
    AtMost,
    /// At the bound and above.
    AtLeast,
}

impl Judged {
    /// What is left up to the bound; below zero where it is broken.
    pub fn spare(&self) -> f64 {
        match self.direction {
            Direction::AtMost => self.allowed - self.value,
            Direction::AtLeast => self.value - self.allowed,
        }
    }

    /// The figure as a share of the bound; `None` where the bound is zero.
    pub fn used_ratio(&self) -> Option<f64> {
        (self.allowed != 0.0).then(|| self.value / self.allowed)
    }
}

impl BoundCheck {
    /// What is said of it.
    pub fn verdict(&self) -> GateVerdict {
        self.finding.verdict()
    }
}

impl Finding {
    /// What is said of it.
    pub fn verdict(&self) -> GateVerdict {
        match self {
            Self::Judged(judged) => judged.verdict,
            Self::Missing(_) => GateVerdict::NoSample,
        }
    }
}

impl Check {
    /// The bound that decides: the first of the worst verdict.
    pub fn deciding(&self) -> &BoundCheck {
        let worst = self.bounds.iter().min_by_key(|it| it.verdict());
        worst.expect("the loader refuses a budget without a bound")
    }

    /// Could one of its bounds not be judged?
    pub fn lacks_a_sample(&self) -> bool {
        self.bounds.iter().any(|it| it.verdict() == GateVerdict::NoSample)
    }

    /// The verdict on the whole budget.
    pub fn verdict(&self) -> GateVerdict {
        self.deciding().verdict()
    }
}

/// How a bound went in all worlds. Its finding is the one of the world named here.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct InWorlds {
    /// The world in which it does worst: `after_reply, sticky, typical`.
    pub world: String,
    /// What leads to it from the scenario as written; `None`: it takes other settings for each
    /// scenario of a sum.
    pub settings: Option<Vec<Setting>>,
    /// Worlds that there are.
    #[serde(rename = "worlds")]
    pub all: usize,
    /// Worlds in which it was judged.
    #[serde(rename = "worlds_judged")]
    pub judged: usize,
    /// Worlds with the verdict of the worst.
    #[serde(rename = "worlds_alike")]
    pub alike: usize,
    /// Which these are.
    pub which: Region,
}
