//! Which program runs in the isolates, and on how many threads?

use std::num::NonZeroUsize;
use std::thread;

use crate::coordinator::Coordinator;
use crate::scenario::Scenario;
use crate::simulation::{self, Ledger, RunId};
use crate::study::Days;

/// The threads that were asked for, or one for each core.
pub(super) fn threads(asked: Option<NonZeroUsize>) -> usize {
    let all_cores = || thread::available_parallelism().map_or(1, NonZeroUsize::get);
    asked.map_or_else(all_cores, NonZeroUsize::get)
}

/// One run of the coordinator of this crate.
pub(super) fn run_coordinator(scenario: &Scenario, id: RunId, days: &Days<'_>) -> Option<Ledger> {
    simulation::run(scenario, id, || Coordinator::new(scenario.policy.clone()), days)
}
