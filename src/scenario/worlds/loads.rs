//! The loads that workers may have beside their own.
//!
//! A load that never changes is the mildest case for writes, and what a fleet's load does nobody
//! knows before it runs. These are no worlds: one worker whose load flaps writes 1,440 times a day,
//! so that to judge by them would fail every coordinator on the free plan.

use crate::scenario::{Scenario, Setting};
use crate::words::Span;
use crate::workload::LoadShape;

/// How far a walk goes at a beat, at most.
const STEP: f64 = 0.05;
/// Two loads that differ by more than any preset's `load_delta`, in turns.
const FLAP: (f64, f64) = (0.2, 0.6);

/// A scenario with another load.
#[derive(Clone, Debug)]
pub struct OtherLoad {
    /// What the load of every worker does: `walking`.
    pub name: &'static str,
    /// The scenario with it.
    pub scenario: Scenario,
    /// What leads to it from the scenario as written.
    pub settings: Vec<Setting>,
}

impl OtherLoad {
    /// What they are called, in their order.
    pub const NAMES: [&'static str; 2] = ["walking", "flapping"];

    /// The scenario with every load walking from where it begins, and with every load flapping each
    /// minute.
    pub fn of(scenario: &Scenario) -> [Self; 2] {
        let walk = |own: &LoadShape| {
            let start = own.first();
            let said = format!("{{ walk: {{ start: {start}, step: {STEP} }} }}");
            (LoadShape::Walk { start, step: STEP }, said)
        };
        let flap = |_: &LoadShape| {
            let ((low, high), every) = (FLAP, Span::from_secs(60));
            let said = format!("{{ flap: {{ low: {low}, high: {high}, every: {every} }} }}");
            (LoadShape::Flap { low, high, every }, said)
        };
        let [walking, flapping] = Self::NAMES;
        [Self::with(walking, scenario, walk), Self::with(flapping, scenario, flap)]
    }

    fn with(
        name: &'static str,
        scenario: &Scenario,
        change: impl Fn(&LoadShape) -> (LoadShape, String),
    ) -> Self {
        let mut changed = scenario.clone();
        let mut settings = Vec::new();
        for (at, group) in changed.workers.iter_mut().enumerate() {
            let (load, value) = change(&group.load);
            group.load = load;
            settings.push(Setting { path: format!("workers[{at}].load"), value });
        }
        changed.overrides.extend(settings.iter().map(|it| format!("{}={}", it.path, it.value)));
        Self { name, scenario: changed, settings }
    }
}
