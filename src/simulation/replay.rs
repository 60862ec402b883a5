//! Recorded traffic in the place of sources: the same namespace, quota, isolates and ledger.
//!
//! A row reaches its isolate when the clock stands at its time. Nobody waits for replies and nothing
//! is invented: a worker that is refused as unknown does not register, and isolates end where the
//! trace says so and nowhere else.

use std::io::BufRead;

use super::cloud::{Origin, Visit};
use super::due::SourceId;
use super::ledger::Ledger;
use super::naming::TraceNames;
use super::observer::Observer;
use super::world::{RunId, Watch, World};
use crate::platform::Latency;
use crate::program::{Deployed, Request};
use crate::scenario::Scenario;
use crate::trace::{Event, IsolateId, Reader, Row, TraceError};
use crate::words::{Instant, Interned, Record, Span, WorkerId};

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
    ideal.plan.rules.same_namespace_write_interval = None;
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
    /// The name of a worker that a row named.
    fn worker_name(&self, worker: u32) -> &str;
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

    fn worker_name(&self, worker: u32) -> &str {
        self.known().workers.get(worker).unwrap_or_default()
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

    fn worker_name(&self, worker: u32) -> &str {
        (**self).worker_name(worker)
    }
}

/// Replays rows against the platform and the policy of a scenario, whose own workload stays out.
///
/// The horizon is the end of the last row's day: what is on its way by then is dropped, as in a
/// simulation. `Ok(None)`: stopped.
///
/// # Errors
/// What the rows say.
pub fn replay<D: Deployed, R: Rows>(
    scenario: &Scenario,
    id: RunId,
    (deployed, mut rows): (&D, R),
    watch: &impl Watch,
) -> Result<Option<Ledger>, R::Error> {
    let mut places = Places::new(scenario);
    let tables = (places.interned.clone(), places.names.naming());
    let silent = without_workload(scenario);
    let mut world = World::new((&silent, id), deployed, (), tables);
    let mut last = None;
    while let Some(row) = rows.next()? {
        if !world.go_in_order(row.at.plus(Span::from_ms(1)), watch) || !world.advance(row.at, watch)
        {
            return Ok(None);
        }
        last = Some(row.at);
        places.learn(&row.event, &rows);
        world.happen(row, &mut places);
    }
    let horizon = last.map_or(Instant::START, |at| Instant::of_day(at.day() + 1));
    if !world.go_in_order(horizon, watch) {
        return Ok(None);
    }
    Ok(world.finish(horizon, watch))
}

impl<D: Deployed, O: Observer> World<'_, D, O> {
    /// What a row tells happens now; `places` knows the colo of each isolate.
    #[inline]
    fn happen(&mut self, Row { at, event }: Row, places: &mut Places) {
        let (isolate, worker, request) = match event {
            Event::Heartbeat(isolate, worker, state) => {
                (isolate, Some(worker), Request::Heartbeat { worker, state })
            }
            Event::Existing { worker, services, state } => {
                let services = places.interned.services(&services);
                let record = Record { last_heartbeat: at, services, state };
                return self.cloud.seed(worker, record);
            }
            Event::ColdStart(isolate) => {
                return self.cloud.fleet.empty(isolate.0 as usize, &mut self.ledger);
            }
            Event::Register { isolate, worker, services, state } => {
                let services = places.interned.services(&services);
                (isolate, Some(worker), Request::Register { worker, services, state })
            }
            Event::Deregister(isolate, worker) => {
                (isolate, Some(worker), Request::Deregister { worker })
            }
            Event::Route(isolate, service) => (isolate, None, Request::Route { service }),
            Event::Admin(isolate) => (isolate, None, Request::Admin),
            Event::Stats(isolate) => (isolate, None, Request::Stats),
        };
        self.handle(places.visit(isolate, worker), &request, at);
    }
}

/// The colo that an isolate's name says: `LHR` of `LHR/0`.
pub fn colo_in(isolate: &str) -> Option<&str> {
    isolate.rsplit_once('/').map(|(colo, _)| colo)
}

/// In which colo the isolates of a trace are: `COLO/n` is in the colo of that name, any other in the
/// first. And what else is to be known of what a trace names.
struct Places {
    colo_names: Vec<String>,
    /// By isolate.
    colos: Vec<usize>,
    names: TraceNames,
    interned: Interned,
    /// Requests so far; each has delays of its own.
    requests: u64,
}

impl Places {
    fn new(scenario: &Scenario) -> Self {
        Self {
            colo_names: scenario.isolates.colos.iter().map(|colo| colo.name.clone()).collect(),
            colos: Vec::new(),
            names: TraceNames::new(scenario),
            interned: Interned::default(),
            requests: 0,
        }
    }

    /// Looks at the names that it does not know yet.
    #[inline]
    fn learn(&mut self, event: &Event, rows: &impl Rows) {
        if let Some(IsolateId(isolate)) = event.isolate() {
            while self.colos.len() <= isolate as usize {
                self.colos.push(self.colo_of(rows.isolate_name(self.colos.len() as u32)));
            }
        }
        // A heartbeat too may leave a record of a worker that never registered.
        if let Event::Existing { worker, .. }
        | Event::Register { worker, .. }
        | Event::Heartbeat(_, worker, _) = event
        {
            self.names.learn(*worker, |worker| rows.worker_name(worker).to_owned());
        }
    }

    fn colo_of(&self, isolate: &str) -> usize {
        let colo = colo_in(isolate);
        self.colo_names.iter().position(|name| Some(name.as_str()) == colo).unwrap_or(0)
    }

    #[inline]
    fn visit(&mut self, isolate: IsolateId, worker: Option<WorkerId>) -> Visit {
        self.requests += 1;
        let sender = (Origin::Recorded(worker), SourceId(isolate.0));
        Visit::first(sender, self.colos[isolate.0 as usize], self.requests)
    }
}
