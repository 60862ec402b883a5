//! Do workers leave one another alone?

use crate::platform::{Affinity, IsolateSettings, Latency, Mode};
use crate::program::{Coupling, Deployed};
use crate::scenario::Scenario;
use crate::simulation::observer::Observer;
use crate::simulation::world::RunId;
use crate::words::Span;
use crate::workload::{Phase, WorkerGroup};

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
    if may_idle(scenario) {
        return Some(Coupling::Idle);
    }
    (!goes_far(scenario)).then_some(Coupling::Crowded)
}

/// May an isolate that workers reach end because all of them are silent?
fn may_idle(scenario: &Scenario) -> bool {
    let Some(timeout) = scenario.isolates.idle_timeout else { return false };
    let mut places = Places::new(&scenario.isolates);
    let mut source = 0;
    for group in &scenario.workers {
        let keeps = longest_silence(group, &scenario.kv.latency) <= timeout;
        for _ in 0..group.count {
            places.reach(group.colo, source, keeps);
            source += 1;
        }
    }
    !places.are_kept()
}

/// The longest time, from the start on, in which no message of a worker reaches its isolate.
fn longest_silence(group: &WorkerGroup, latency: &Latency) -> Span {
    if group.outages.happen() {
        // Outages may follow one another.
        return Span::from_ms(u64::MAX);
    }
    let beat = &group.heartbeat;
    // A heartbeat reads once and writes once, a registration writes a record, and reads and writes the
    // index of each service; where the reply is waited for, the next message comes later.
    let operations = if group.registered { 2 } else { 1 + 2 * group.services.len().max(1) as u64 };
    let reply = operations * latency.longest().ms() + 2 * beat.network.ms();
    let first = if let Phase::At(phase) = beat.phase { phase } else { Span::ZERO };
    let attempts = 1..=group.retry.attempts;
    let waits = attempts.filter_map(|attempt| group.retry.wait_after(attempt));
    let wait = waits.max().map_or(0, Span::ms);
    let planned = first.max(beat.every).ms() + beat.jitter.ms();
    Span::from_ms(planned.max(wait).saturating_add(reply))
}

/// The places of isolates.
struct Places {
    /// By colo and place: do workers reach it, and does one of them keep it?
    used: Vec<Vec<(bool, bool)>>,
}

impl Places {
    fn new(isolates: &IsolateSettings) -> Self {
        let places = isolates.colos.iter().map(|colo| vec![(false, false); colo.isolates as usize]);
        Self { used: places.collect() }
    }

    fn reach(&mut self, colo: usize, source: usize, keeps: bool) {
        let places = &mut self.used[colo];
        let at = source % places.len();
        places[at] = (true, places[at].1 || keeps);
    }

    fn are_kept(&self) -> bool {
        self.used.iter().flatten().all(|(is_reached, is_kept)| !is_reached || *is_kept)
    }
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
    24.0 + waits * (scenario.visits_per_day() + registrations)
}
