//! Recorded traffic in the place of sources: the same namespace, quota, isolates and ledger.
//!
//! A row reaches its isolate when the clock stands at its time. Nobody waits for replies and nothing
//! is invented: a worker that is refused as unknown does not register, and isolates end where the
//! trace says so and nowhere else.

use std::cmp::Reverse;
use std::io::BufRead;

use super::fleet::{Origin, Visit};
use super::ledger::Ledger;
use super::observer::Observer;
use super::program::Program;
use super::world::{RunId, Watch, World};
use crate::coordinator::Request;
use crate::platform::Latency;
use crate::scenario::Scenario;
use crate::trace::{Event, IsolateId, Reader, Row, TraceError};
use crate::words::{Instant, Record, Span, WorkerId};

/// The same scenario without workers, clients and admin page: what is left is the platform.
#[must_use]
pub fn without_workload(scenario: &Scenario) -> Scenario {
    let mut silent = scenario.clone();
    silent.workers.clear();
    silent.traffic.clear();
    silent.admin.loads_per_day = 0.0;
    silent.admin.refresh = None;
    silent
}

/// The same scenario on a platform without latency, limits, a rate of one key or expiry, in one
/// data centre: what a replay assumes where no scenario is given. The plan's daily limits stay, to
/// be measured against; [`crate::platform::Mode::Measure`] refuses nothing.
#[must_use]
pub fn ideal(scenario: &Scenario) -> Scenario {
    let mut ideal = without_workload(scenario);
    ideal.kv.latency = Latency::NONE;
    ideal.plan.rules.same_key_write_interval.value = Span::ZERO;
    ideal.plan.rules.ops_per_invocation.value = u32::MAX;
    ideal.policy.write.record_ttl = None;
    ideal.isolates.colos.truncate(1);
    ideal
}

/// The rows of a trace, in the order of their times.
pub trait Rows {
    /// What may be wrong with them.
    type Error;
    /// The next row; `None` at the end.
    ///
    /// # Errors
    /// There is no sound next row.
    fn next(&mut self) -> Result<Option<Row>, Self::Error>;
    /// The name of an isolate that a row named.
    fn isolate_name(&self, isolate: u32) -> &str;
}

impl<R: BufRead> Rows for Reader<R> {
    type Error = TraceError;

    #[inline]
    fn next(&mut self) -> Result<Option<Row>, TraceError> {
        self.read()
    }

    fn isolate_name(&self, isolate: u32) -> &str {
        self.known().isolates.get(isolate).unwrap_or_default()
    }
}

impl<R: Rows> Rows for &mut R {
    type Error = R::Error;

    #[inline]
    fn next(&mut self) -> Result<Option<Row>, R::Error> {
        (**self).next()
    }

    fn isolate_name(&self, isolate: u32) -> &str {
        (**self).isolate_name(isolate)
    }
}

/// Replays rows against the platform and the policy of a scenario, whose own workload stays out.
///
/// The horizon is the end of the last row's day: what is on its way by then is dropped, as in a
/// simulation. `Ok(None)`: stopped.
///
/// # Errors
/// What the rows say.
pub fn replay<P: Program, R: Rows>(
    scenario: &Scenario,
    id: RunId,
    (new, mut rows): (impl Fn() -> P, R),
    watch: &impl Watch,
) -> Result<Option<Ledger>, R::Error> {
    let mut world = World::new(&without_workload(scenario), id, new, ());
    let mut places = Places::new(scenario);
    let mut last = None;
    while let Some(row) = rows.next()? {
        if !world.catch_up(row.at, watch) || !world.advance(row.at, watch) {
            return Ok(None);
        }
        last = Some(row.at);
        places.learn(&row.event, &rows);
        world.happen(row, &places);
    }
    let horizon = last.map_or(Instant::START, |at| Instant::of_day(at.day() + 1));
    let before_it = Instant::from_ms(horizon.ms().saturating_sub(1));
    if !world.catch_up(before_it, watch) {
        return Ok(None);
    }
    Ok(world.finish(horizon, watch))
}

impl<P: Program, N: Fn() -> P, O: Observer> World<P, N, O> {
    /// Lets arrive what is under way up to and including an instant. `false`: stopped.
    #[inline]
    fn catch_up(&mut self, until: Instant, watch: &impl Watch) -> bool {
        while let Some(Reverse(first)) = self.under_way.peek()
            && first.at <= until
        {
            let at = first.at;
            if !self.advance(at, watch) {
                return false;
            }
            self.arrive_under_way(at);
        }
        true
    }

    /// What a row tells happens now; `places` knows the colo of each isolate.
    #[inline]
    fn happen(&mut self, Row { at, event }: Row, places: &Places) {
        match event {
            Event::Heartbeat(isolate, worker, state) => {
                let request = Request::Heartbeat { worker, state };
                let visit = places.visit(isolate, Some(worker));
                self.handle(isolate.0 as usize, visit, &request, at);
            }
            Event::Existing { worker, services, state } => {
                let record = Record { last_heartbeat: at, services, state };
                self.namespace.seed(worker, record);
            }
            Event::ColdStart(isolate) => self.fleet.empty(isolate.0 as usize, &mut self.ledger),
            Event::Register { isolate, worker, services, state } => {
                let request = Request::Register { worker, services, state };
                let visit = places.visit(isolate, Some(worker));
                self.request(isolate.0 as usize, visit, &request, at);
            }
            Event::Deregister(isolate, worker) => {
                let visit = places.visit(isolate, Some(worker));
                self.request(isolate.0 as usize, visit, &Request::Deregister { worker }, at);
            }
            Event::Route(isolate, service) => {
                let visit = places.visit(isolate, None);
                self.request(isolate.0 as usize, visit, &Request::Route { service }, at);
            }
            Event::Admin(isolate) => {
                let visit = places.visit(isolate, None);
                self.request(isolate.0 as usize, visit, &Request::Admin, at);
            }
            Event::Stats(isolate) => {
                let visit = places.visit(isolate, None);
                self.request(isolate.0 as usize, visit, &Request::Stats, at);
            }
        }
    }
}

/// The colo that an isolate's name says: `LHR` of `LHR/0`.
pub fn colo_in(isolate: &str) -> Option<&str> {
    isolate.rsplit_once('/').map(|(colo, _)| colo)
}

/// In which colo the isolates of a trace are: `COLO/n` is in the colo of that name, any other in the
/// first.
struct Places {
    names: Vec<String>,
    /// By isolate.
    colos: Vec<usize>,
}

impl Places {
    fn new(scenario: &Scenario) -> Self {
        let names = scenario.isolates.colos.iter().map(|colo| colo.name.clone()).collect();
        Self { names, colos: Vec::new() }
    }

    /// Looks at the names of isolates that it does not know yet.
    #[inline]
    fn learn(&mut self, event: &Event, rows: &impl Rows) {
        if let Some(IsolateId(isolate)) = event.isolate() {
            while self.colos.len() <= isolate as usize {
                self.colos.push(self.colo_of(rows.isolate_name(self.colos.len() as u32)));
            }
        }
    }

    fn colo_of(&self, isolate: &str) -> usize {
        let colo = colo_in(isolate);
        self.names.iter().position(|name| Some(name.as_str()) == colo).unwrap_or(0)
    }

    #[inline]
    fn visit(&self, isolate: IsolateId, worker: Option<WorkerId>) -> Visit {
        Visit::first(Origin::Recorded(worker), self.colos[isolate.0 as usize])
    }
}
