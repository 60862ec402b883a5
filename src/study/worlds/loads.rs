//! What does a scenario use under other loads than its own? Shown, and never judged.

use crate::scenario::{OtherLoad, Quantity, Scenario};
use crate::study::headroom::{Headroom, Question, Trying, headroom_like};
use crate::study::simulate::{Options, Watched, simulate_all};
use crate::study::summary::Summary;

/// What is run beside the scenario as written?
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Beside {
    /// Every other world.
    Worlds,
    /// And the scenario as written under other loads.
    WorldsAndLoads,
}

/// Another load, and what the scenario uses under it.
pub type Loaded = (OtherLoad, Summary);

/// How far a setting goes under each other load, by its name; `written` is the answer as written.
/// `None`: it was stopped.
pub(in crate::study) fn headroom_under_loads(
    (question, written): (&Question, &Headroom),
    trying: Trying<'_>,
) -> Option<Vec<(&'static str, Headroom)>> {
    let under = |(at, name): (usize, &'static str)| {
        let loaded = |value: Quantity| -> Result<Scenario, String> {
            (trying.vary)(value).map(|scenario| OtherLoad::of(&scenario)[at].scenario.clone())
        };
        let trying = Trying { vary: &loaded, ..trying };
        Some((name, headroom_like(question, written, &[], trying)?))
    };
    OtherLoad::NAMES.into_iter().enumerate().map(under).collect()
}

/// Runs each scenario under each other load; the days of the runs are not kept. `None`: stopped.
pub(super) fn study(
    scenarios: &[Scenario],
    options: Options,
    (runner, watch): Watched<'_>,
) -> Option<Vec<Vec<Loaded>>> {
    let loads: Vec<_> = scenarios.iter().map(OtherLoad::of).collect();
    let all: Vec<Scenario> = loads.iter().flatten().map(|it| it.scenario.clone()).collect();
    watch.expect(options.days_of(&all));
    let mut found = Vec::new();
    let mut take = |_, summary| found.push(Summary { runs_detail: Vec::new(), ..summary });
    simulate_all(&all, options, (runner, watch), &mut take).then_some(())?;
    let mut found = found.into_iter();
    Some(loads.into_iter().map(|it| it.into_iter().zip(found.by_ref()).collect()).collect())
}
