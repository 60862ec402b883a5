//! Do workers leave one another alone?

use crate::platform::{Affinity, Mode};
use crate::program::{Coupling, Deployed};
use crate::scenario::Scenario;
use crate::simulation::observer::Observer;
use crate::simulation::world::RunId;
use crate::words::{DAY_MS, Span};
use crate::workload::WorkerGroup;

/// The first reason for which workers do not go on alone in a run; `None`: they do.
pub fn coupling<D: Deployed, O: Observer>(
    scenario: &Scenario,
    id: RunId,
    deployed: &D,
) -> Option<Coupling> {
    if id.mode == Mode::Enforce {
        return Some(Coupling::Enforced);
    }
    if !O::IS_DEAF {
        return Some(Coupling::Observed);
    }
    if let Some(coupling) = deployed.coupling() {
        return Some(coupling);
    }
    let isolates = &scenario.isolates;
    let is_drawn = isolates.colos.iter().any(|colo| colo.isolates > 1);
    if isolates.affinity == Affinity::Random && is_drawn {
        return Some(Coupling::Affinity);
    }
    if isolates.lifetime.is_some() {
        return Some(Coupling::Lifetime);
    }
    (!goes_far(scenario)).then_some(Coupling::Crowded)
}

/// So many looks at a worker are worth it for each of its heartbeats.
const LOOKS_PER_BEAT: f64 = 8.0;

/// Do workers go far between two events that look at all of them? Each such event costs a look at each
/// worker, so that it would take longer than a queue where it is seldom that one has anything to do.
fn goes_far(scenario: &Scenario) -> bool {
    let workers = scenario.worker_count() as f64;
    shared_events(scenario) * workers <= LOOKS_PER_BEAT * scenario.beats_per_day()
}

/// About how many events a day look at several workers.
fn shared_events(scenario: &Scenario) -> f64 {
    let registrations = |group: &WorkerGroup| {
        let first = if group.registered { 0.0 } else { 1.0 };
        let again = group.outages.per_day() + group.outages.restarts_at.len() as f64;
        f64::from(group.count) * (first + again)
    };
    let registrations: f64 = scenario.workers.iter().map(registrations).sum();
    // With latencies each of them waits some times.
    let waits = if scenario.kv.latency.is_none() { 1.0 } else { 4.0 };
    // No stretch is longer than an isolate may be idle.
    let idle = scenario.isolates.idle_timeout.map_or(0, Span::ms);
    let stretches = if idle == 0 { 0.0 } else { DAY_MS as f64 / idle as f64 };
    24.0 + stretches + waits * (scenario.visits_per_day() + registrations)
}
