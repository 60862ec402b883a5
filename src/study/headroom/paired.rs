//! What do a few runs of another world say of all of them?
//!
//! Run k draws the same workload in every world. Where all runs were made in one, a few runs of
//! another show what that world changes, and how evenly it does; the others follow.

use super::limits::Goal;
use crate::platform::DayCounts;
use crate::scenario::Scenario;
use crate::study::summary::RunDetail;

/// All runs at the answer as written, or in a world whose answer is known.
#[derive(Clone, PartialEq, Debug)]
pub(super) struct Held {
    /// The scenario with the answer.
    pub(super) scenario: Scenario,
    /// Its runs, in order.
    pub(super) runs: Vec<RunDetail>,
}

/// So many days show what a world changes.
const DAYS: u32 = 7;

impl Held {
    /// How many runs of another world are made first; `None`: all of them are few.
    pub(super) fn few(&self, scenario: &Scenario) -> Option<u32> {
        let few = DAYS.div_ceil(scenario.days.max(1));
        (few < scenario.runs && self.runs.len() == scenario.runs as usize).then_some(few)
    }

    /// Do these runs of another world say that no day of any run misses the goal? That world would
    /// have to change the worst day by more than any that was seen, and that by the span of them all.
    pub(super) fn tells(&self, goal: &Goal, (scenario, few): (&Scenario, &[RunDetail])) -> bool {
        if self.few(scenario).is_none() {
            return false;
        }
        let then = goal.shares(&self.scenario);
        let now = goal.shares(scenario);
        (0..now.len()).all(|limit| {
            let share_then = |day: &DayCounts| then[limit].of(day);
            let pairs =
                few.iter().flat_map(|it| self.runs[it.run as usize].days.iter().zip(&it.days));
            let changes = pairs.map(|(was, is)| now[limit].of(is) - share_then(was));
            let (least, most) = changes
                .fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), it| {
                    (low.min(it), high.max(it))
                });
            let days = self.runs.iter().flat_map(|it| &it.days);
            let worst = days.map(share_then).fold(0.0, f64::max);
            worst + most + (most - least) <= 1.0
        })
    }
}
