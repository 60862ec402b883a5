//! What becomes of a change: is it enough, and if not, how far does it come?

use super::Advisor;
use super::levers::Change;
use crate::scenario::{Quantity, Scenario};
use crate::study::headroom::{Goal, Limit};

/// A setting that alone is not enough.
#[derive(Clone, PartialEq, Debug)]
pub struct FallsShort {
    /// What people call it.
    pub name: String,
    /// The change after which nothing is gained any more.
    pub changes: Vec<Change>,
    /// What is then furthest above its bound.
    pub nearest: Limit,
    /// How much less of the nearest bound is used than as written, as a share of it.
    pub gain: f64,
}

/// What became of a lever.
pub(super) enum Pulled {
    /// It is enough.
    Enough(Vec<Change>, Option<(Quantity, Limit)>),
    /// It is not.
    Short(FallsShort),
    /// It changes nothing, or there is no one answer.
    Nothing,
}

impl Advisor<'_> {
    /// What becomes of these changes as they are.
    pub(super) fn set(&self, name: &str, changes: Vec<Change>, goal: &Goal) -> Option<Pulled> {
        let Ok(scenario) = self.with(&changes) else { return Some(Pulled::Nothing) };
        self.tries(&changes.iter().map(Change::to_string).collect::<Vec<_>>().join(", "));
        let summary = self.study(&scenario)?;
        let Ok(limits) = goal.limits(&scenario, &summary) else { return Some(Pulled::Nothing) };
        if !Limit::any_passed(&limits) {
            return Some(Pulled::Enough(changes, None));
        }
        let Some(nearest) = Limit::nearest(&limits).cloned() else { return Some(Pulled::Nothing) };
        let (name, gain) = (name.to_owned(), self.gain(&nearest));
        Some(Pulled::Short(FallsShort { name, changes, nearest, gain }))
    }

    /// Does everything hold with these changes? A first day that says no is enough.
    pub(super) fn suffices(&self, changes: &[Change], goal: &Goal) -> Option<bool> {
        let Ok(scenario) = self.with(changes) else { return Some(false) };
        let holds = |scenario: &Scenario| -> Option<bool> {
            let summary = self.study(scenario)?;
            Some(goal.limits(scenario, &summary).is_ok_and(|all| !Limit::any_passed(&all)))
        };
        let first_day = Scenario { days: 1, runs: 1, ..scenario.clone() };
        if goal.is_told_by_days() && !holds(&first_day)? {
            return Some(false);
        }
        holds(&scenario)
    }

    /// What comes nearest to its bound with these changes, in all runs.
    pub(super) fn nearest_with(&self, changes: &[Change], goal: &Goal) -> Option<Option<Limit>> {
        let Ok(scenario) = self.with(changes) else { return Some(None) };
        let limits = goal.limits(&scenario, &self.study(&scenario)?).unwrap_or_default();
        Some(Limit::nearest(&limits).cloned())
    }

    /// How much less is used of what comes nearest than as written.
    pub(super) fn gain(&self, now: &Limit) -> f64 {
        Limit::nearest(&self.case.limits()).map_or(0.0, |it| it.used_ratio) - now.used_ratio
    }
}
