//! Which program runs in the isolates?

use crate::coordinator::Coordinator;
use crate::scenario::Scenario;
use crate::simulation::{self, Ledger, RunId};
use crate::study::Days;

/// One run of the coordinator of this crate.
pub(super) fn run_coordinator(scenario: &Scenario, id: RunId, days: &Days<'_>) -> Option<Ledger> {
    simulation::run(scenario, id, || Coordinator::new(scenario.policy.clone()), days)
}
