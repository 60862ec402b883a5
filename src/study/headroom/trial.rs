//! One value, and what is known of it.

use super::Standing;
use super::runs::{Beginning, Runs};
use crate::scenario::{Quantity, Scenario};
use crate::study::search::Barred;

/// A value that was tried, or is to be.
pub(super) struct Trial {
    pub(super) value: Quantity,
    pub(super) scenario: Scenario,
    /// The whole runs that were made, until all are told together.
    pub(super) runs: Runs,
    /// So many of the witnesses were asked.
    pub(super) asked: usize,
    /// The mean share of what may not be passed in all days of the first run, where that is made.
    pub(super) first_run: Option<Vec<f64>>,
    /// How it went in what was tried; of several witnesses the one that came nearest to a limit.
    pub(super) standing: Option<Standing>,
    pub(super) told: Told,
}

/// By what is it known how a value goes?
#[derive(Clone, PartialEq, Debug)]
pub(super) enum Told {
    /// By the days of some runs: where one breaks it breaks, and it holds until one does.
    BySome,
    /// By some runs, from which the others follow.
    ByPaired,
    /// By all runs.
    ByAll,
    /// It cannot be tried.
    Barred(Barred),
}

impl Trial {
    pub(super) fn new(value: Quantity, scenario: Scenario) -> Self {
        let runs = Runs::none(scenario.days);
        Self {
            value,
            scenario,
            runs,
            asked: 0,
            first_run: None,
            standing: None,
            told: Told::BySome,
        }
    }

    /// Does it hold, as far as is known?
    pub(super) fn holds(&self) -> Option<bool> {
        self.standing.as_ref().map(|it| it.holds)
    }

    /// Is nothing left to be asked?
    pub(super) fn is_settled(&self) -> bool {
        self.told != Told::BySome || self.holds() == Some(false)
    }

    /// The nearest limit's share, the rest of the account with it.
    pub(super) fn nearness(&self) -> f64 {
        let nearest = self.standing.as_ref().and_then(Standing::nearest);
        nearest.map_or(0.0, |it| it.used_ratio)
    }

    /// Keeps the standing that is nearer to a limit.
    pub(super) fn note(&mut self, seen: Standing) {
        let share = |it: &Standing| it.nearest().map_or(0.0, |limit| limit.used_ratio);
        let is_nearer = |kept: &Standing| !seen.holds || share(&seen) > share(kept);
        if self.standing.as_ref().is_none_or(is_nearer) {
            self.standing = Some(seen);
        }
    }

    /// The part of it that a witness saw; `None`: it has no such run.
    pub(super) fn beginning(&self, witness: Beginning) -> Option<Scenario> {
        let days = witness.days.min(self.scenario.days);
        (witness.run < self.scenario.runs).then(|| Scenario { days, ..self.scenario.clone() })
    }
}
