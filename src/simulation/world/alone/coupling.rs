//! Do workers leave one another alone?

use crate::platform::{Affinity, Mode};
use crate::program::{Coupling, Deployed};
use crate::scenario::Scenario;
use crate::simulation::observer::Observer;
use crate::simulation::world::RunId;
use crate::words::{DAY_MS, Layout};
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
    if scenario.plan.rules.same_namespace_write_interval.is_some() {
        return Some(Coupling::Namespace);
    }
    if deployed.layout() == Layout::Tiered && scenario.workers.iter().any(|it| !it.registered) {
        return Some(Coupling::TwoWrites);
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
    let stretches = idle_stretches(scenario);
    // At the end of a stretch all isolates are looked at too.
    let looks = shared_events(scenario) * workers + stretches * (workers + places(scenario));
    looks <= LOOKS_PER_BEAT * scenario.beats_per_day()
}

fn places(scenario: &Scenario) -> f64 {
    scenario.isolates.colos.iter().map(|colo| f64::from(colo.isolates)).sum()
}

/// About how many stretches of a day end because some isolate may be idle for too long by then: the one
/// that was used least lately decides.
fn idle_stretches(scenario: &Scenario) -> f64 {
    let Some(timeout) = scenario.isolates.idle_timeout else { return 0.0 };
    let timeout = timeout.ms() as f64;
    let workers = scenario.worker_count() as f64;
    let used = places(scenario).min(workers).max(1.0);
    let between = |it: &WorkerGroup| (it.heartbeat.every.ms() + it.heartbeat.jitter.ms()) as f64;
    // Between two requests of a place that several workers share.
    let longest =
        scenario.workers.iter().map(between).fold(0.0, f64::max) * used / workers.max(1.0);
    let lasts = if timeout > longest { timeout - longest } else { timeout / used };
    (DAY_MS as f64 / lasts.max(1.0)).min(scenario.beats_per_day())
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
    24.0 + waits * (scenario.visits_per_day() + registrations)
}
