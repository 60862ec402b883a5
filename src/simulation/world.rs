//! One run: the event loop and the world around the program.
//!
//! Two things can happen: a source sends what is due (a worker, a client, the admin page), or
//! something that is under way arrives (a result of KV, a registration, a page that loads itself
//! again). They are handled in the order of their times; at equal times what is under way comes
//! first, in the order in which it set out, then the sources in the order of the scenario file.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use super::fleet::{Fleet, InFlight, Origin};
use super::ledger::Ledger;
use super::program::Program;
use super::queue::SourceQueue;
use crate::coordinator::{Ask, AskId, Begun, Call, Outcome, Reply, Request, Roster, Skip, TaskId};
use crate::platform::{ClosedDay, IsolateFate, LatencySampler, Mode, Namespace, Quota, Warmth};
use crate::scenario::Scenario;
use crate::words::{
    Instant, Meter, ModelsId, Op, Refusal, RequestKind, ServiceId, ServiceList, Span, Status,
    WorkerId, WorkerState, source_of,
};
use crate::workload::{AdminRefresh, ArrivalSource, Crowd, Next};

/// Which run of a scenario, and how the limits are treated.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct RunId {
    /// The number of the run, from 0.
    pub run: u32,
    /// Are the daily limits enforced?
    pub mode: Mode,
}

/// Is told of each day that has been simulated, and may stop the run.
pub trait Watch {
    /// One more day is done. `false` stops the run.
    fn day_is_done(&self) -> bool;
}

/// Simulates one run. `new` makes the program of an isolate that is born. `None`: stopped.
pub fn run<P: Program>(
    scenario: &Scenario,
    id: RunId,
    new: impl Fn() -> P,
    watch: &impl Watch,
) -> Option<Ledger> {
    run_until(scenario, (id, Instant::of_day(scenario.days)), new, watch)
}

/// As [`run`], up to but not including an instant that need not be the end of a day; the day that it
/// cuts off is closed as it stands.
pub fn run_until<P: Program>(
    scenario: &Scenario,
    (id, horizon): (RunId, Instant),
    new: impl Fn() -> P,
    watch: &impl Watch,
) -> Option<Ledger> {
    World::new(scenario, id, new).run(horizon, watch)
}

/// Something under way.
#[derive(Clone, PartialEq, Debug)]
enum Pending {
    /// A result of KV.
    Answer { isolate: usize, ask: AskId, reply: Reply },
    /// A worker that the coordinator did not know registers.
    Registration { worker: usize, awaited: bool },
    /// An open admin page loads itself again.
    Refresh { until: Instant },
}

#[derive(Clone, PartialEq, Debug)]
struct UnderWay {
    at: Instant,
    /// In the order in which they set out.
    number: u64,
    what: Pending,
}

impl Eq for UnderWay {}

impl Ord for UnderWay {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        (self.at, self.number).cmp(&(other.at, other.number))
    }
}

impl PartialOrd for UnderWay {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

struct World<P, N> {
    sources: SourceQueue,
    under_way: BinaryHeap<Reverse<UnderWay>>,
    set_out: u64,
    crowd: Crowd,
    /// The clients' services, in the order of the file; the admin page comes after them.
    clients: Vec<(ServiceId, ArrivalSource)>,
    admin: ArrivalSource,
    refresh: Option<AdminRefresh>,
    fleet: Fleet<P>,
    new: N,
    namespace: Namespace,
    latency: LatencySampler,
    quota: Quota,
    ops_per_invocation: u32,
    ledger: Ledger,
    /// The hour of the day.
    hour: usize,
    hour_ends: Instant,
}

impl<P: Program, N: Fn() -> P> World<P, N> {
    fn new(scenario: &Scenario, id: RunId, new: N) -> Self {
        let (seed, run) = (scenario.seed, id.run);
        let rules = &scenario.plan.rules;
        let mut crowd = Crowd::new(&scenario.workers, seed, run);
        let mut namespace = Namespace::new(
            scenario.kv.cache_ttl,
            rules.same_key_write_interval.value,
            rules.list_page.value,
        );
        for (worker, record) in crowd.first_records() {
            namespace.seed(worker, record);
        }
        let mut clients = Vec::new();
        for (number, traffic) in scenario.traffic.iter().enumerate() {
            let before = &scenario.traffic[..number];
            let twins = before.iter().filter(|other| other.service == traffic.service).count();
            let source = source_of(scenario.service_name(traffic.service), twins as u32);
            let rate = traffic.requests_per_day;
            let arrivals = ArrivalSource::new(&traffic.arrivals, rate, (seed, run, source));
            clients.push((traffic.service, arrivals));
        }
        let admin = &scenario.admin;
        let source = source_of("the admin page", 0);
        let mut admin_source =
            ArrivalSource::new(&admin.arrivals, admin.loads_per_day, (seed, run, source));
        let mut first = crowd.first_arrivals();
        first.extend(clients.iter_mut().map(|(_, arrivals)| arrivals.next_arrival()));
        first.push(admin_source.next_arrival());
        let quota = Quota::new(id.mode, &scenario.plan, &scenario.account, &scenario.quota);
        Self {
            sources: SourceQueue::new(&first),
            under_way: BinaryHeap::new(),
            set_out: 0,
            crowd,
            clients,
            admin: admin_source,
            refresh: admin.refresh.clone(),
            fleet: Fleet::new(&scenario.isolates, IsolateFate::new(&scenario.isolates, seed, run)),
            new,
            namespace,
            latency: LatencySampler::new(&scenario.kv.latency, seed, run),
            quota,
            ops_per_invocation: rules.ops_per_invocation.value,
            ledger: Ledger::new(scenario.days),
            hour: 0,
            hour_ends: Instant::START,
        }
    }

    fn run(mut self, horizon: Instant, watch: &impl Watch) -> Option<Ledger> {
        loop {
            let source = self.sources.first().filter(|(at, _)| *at < horizon);
            let pending = self.under_way.peek().map(|Reverse(first)| first.at);
            let pending = pending.filter(|at| *at < horizon);
            match (source, pending) {
                (None, None) => break,
                (Some((at, source)), pending) if pending.is_none_or(|pending| at < pending) => {
                    if !self.advance(at, watch) {
                        return None;
                    }
                    self.send(source, at);
                }
                (_, Some(at)) => {
                    if !self.advance(at, watch) {
                        return None;
                    }
                    self.arrive_under_way(at);
                }
                (Some(_), None) => unreachable!("a source that goes before nothing"),
            }
        }
        let whole_days = self.close_days(horizon, watch);
        let closed = whole_days && (horizon.ms_of_day() == 0 || self.close_day_cut_off(watch));
        closed.then(|| {
            self.fleet.finish(&mut self.ledger);
            self.ledger
        })
    }

    /// Moves the clock. `false`: somebody asked to stop.
    #[inline]
    fn advance(&mut self, now: Instant, watch: &impl Watch) -> bool {
        now < self.hour_ends || self.turn_hour(now, watch)
    }

    #[cold]
    fn turn_hour(&mut self, now: Instant, watch: &impl Watch) -> bool {
        self.hour = now.hour_of_day();
        let into = u64::from(now.ms_of_day()) % crate::words::HOUR_MS;
        self.hour_ends = Instant::from_ms(now.ms() - into + crate::words::HOUR_MS);
        self.close_days(now, watch)
    }

    /// Closes the days that have ended by `now`.
    fn close_days(&mut self, now: Instant, watch: &impl Watch) -> bool {
        while let Some(day) = self.quota.close_day(now) {
            if !self.book(&day, watch) {
                return false;
            }
        }
        true
    }

    fn close_day_cut_off(&mut self, watch: &impl Watch) -> bool {
        let day = self.quota.close_today();
        self.book(&day, watch)
    }

    fn book(&mut self, day: &ClosedDay, watch: &impl Watch) -> bool {
        self.fleet.weigh(&mut self.ledger);
        self.ledger.close_day(day);
        watch.day_is_done()
    }

    /// A source sends what is due.
    #[inline(always)]
    fn send(&mut self, source: usize, now: Instant) {
        if source >= self.crowd.len() {
            self.send_client(source, now);
        } else if let Some((load, next)) = self.crowd.beat(source) {
            let origin = self.expect_next(source, next);
            let state = WorkerState { load, models: ModelsId(0), status: Status::Online };
            let worker = WorkerId(source as u32);
            self.handle(source, origin, &Request::Heartbeat { worker, state }, now);
        } else {
            self.send_message(source, now);
        }
    }

    /// A worker has sent: it goes on to its next message, or waits for the reply.
    #[inline(always)]
    fn expect_next(&mut self, source: usize, next: Next) -> Origin {
        let (at, awaited) = match next {
            Next::At(at) => (at, false),
            Next::AfterReply => (Instant::NEVER, true),
        };
        self.sources.move_on(source, at);
        Origin::Worker { id: source as u32, awaited }
    }

    #[inline(never)]
    fn send_message(&mut self, source: usize, now: Instant) {
        let (message, next) = self.crowd.send(source);
        let origin = self.expect_next(source, next);
        let worker = WorkerId(source as u32);
        let request = if message.is_registration {
            let services = self.crowd.services(source).clone();
            Request::Register { worker, services, state: message.state }
        } else {
            Request::Heartbeat { worker, state: message.state }
        };
        self.request(source, origin, &request, now);
    }

    #[inline(never)]
    fn send_client(&mut self, source: usize, now: Instant) {
        let client = source - self.crowd.len();
        let request = if let Some((service, arrivals)) = self.clients.get_mut(client) {
            let (service, next) = (*service, arrivals.next_arrival());
            self.sources.move_on(source, next);
            Request::Route { service }
        } else {
            let next = self.admin.next_arrival();
            self.sources.move_on(source, next);
            if let Some(refresh) = &self.refresh {
                let until = now.plus(refresh.during);
                self.refresh_later(now, until);
            }
            Request::Admin
        };
        self.request(source, Origin::Client, &request, now);
    }

    fn refresh_later(&mut self, now: Instant, until: Instant) {
        let Some(refresh) = &self.refresh else { return };
        let next = now.plus(refresh.every);
        if next <= until {
            self.set_out(next, Pending::Refresh { until });
        }
    }

    fn set_out(&mut self, at: Instant, what: Pending) {
        self.set_out += 1;
        self.under_way.push(Reverse(UnderWay { at, number: self.set_out, what }));
    }

    fn arrive_under_way(&mut self, now: Instant) {
        let Some(Reverse(UnderWay { what, .. })) = self.under_way.pop() else { return };
        match what {
            Pending::Answer { isolate, ask, reply } => {
                self.ledger.events += 1;
                let living = self.fleet.isolate(isolate);
                living.busy -= 1;
                living.program.answer(ask, reply, now, &self.namespace);
                self.pump(isolate, now);
                self.fleet.release(isolate);
            }
            Pending::Registration { worker, awaited } => {
                if !self.crowd.is_up(worker, now) {
                    return;
                }
                let services = self.crowd.services(worker).clone();
                let state = self.crowd.registration(worker, now);
                let id = WorkerId(worker as u32);
                let request = Request::Register { worker: id, services, state };
                self.request(worker, Origin::Worker { id: id.0, awaited }, &request, now);
            }
            Pending::Refresh { until } => {
                self.refresh_later(now, until);
                let source = self.crowd.len() + self.clients.len();
                self.request(source, Origin::Client, &Request::Admin, now);
            }
        }
    }

    /// A request reaches the Worker.
    #[inline(never)]
    fn request(&mut self, source: usize, origin: Origin, request: &Request, now: Instant) {
        self.handle(source, origin, request, now);
    }

    /// A request reaches the Worker, or is refused at its door. Each heartbeat goes this way, and most
    /// end here: it pays to have it all in one piece.
    #[inline(always)]
    fn handle(&mut self, source: usize, origin: Origin, request: &Request, now: Instant) {
        let kind = request.kind();
        if !self.quota.take(Meter::Requests, now) {
            self.ledger.refuse(Refusal::DailyLimit);
            self.fail(origin, kind, now);
            return;
        }
        self.ledger.arrive(kind, self.hour);
        self.namespace.set_now(now);
        let isolate = self.fleet.reach(source, now, (&mut self.ledger, &self.new));
        let living = self.fleet.isolate(isolate);
        match living.program.begin(request, now, &self.namespace) {
            Begun::Done(Outcome::Skipped(skip)) => self.end_skipped(kind, origin, skip, now),
            Begun::Done(outcome) => {
                let request = InFlight { origin, kind, arrived: now, operations: 0 };
                self.end(request, outcome, now);
            }
            Begun::Pending(task) => {
                let request = InFlight { origin, kind, arrived: now, operations: 0 };
                let place = task.0 as usize;
                if place == living.requests.len() {
                    living.requests.push(request);
                } else {
                    living.requests[place] = request;
                }
                living.busy += 1;
                self.pump(isolate, now);
            }
        }
    }

    /// Performs what the program asks for, until it waits.
    #[inline(never)]
    fn pump(&mut self, isolate: usize, now: Instant) {
        loop {
            while let Some(ask) = self.fleet.isolate(isolate).program.next_ask() {
                let id = ask.id;
                let (delay, reply) = self.perform(isolate, ask, now);
                let living = self.fleet.isolate(isolate);
                if delay.is_zero() {
                    living.program.answer(id, reply, now, &self.namespace);
                } else {
                    living.busy += 1;
                    self.set_out(now.plus(delay), Pending::Answer { isolate, ask: id, reply });
                }
            }
            let Some((task, outcome)) = self.fleet.isolate(isolate).program.next_done() else {
                return;
            };
            let TaskId(place) = task;
            let living = self.fleet.isolate(isolate);
            living.busy -= 1;
            let request = living.requests[place as usize];
            self.end(request, outcome, now);
        }
    }

    /// Performs one operation: how long it takes, and its result.
    fn perform(&mut self, isolate: usize, ask: Ask, now: Instant) -> (Span, Reply) {
        let request = &mut self.fleet.isolate(isolate).requests[ask.id.task.0 as usize];
        request.operations += 1;
        if request.operations > self.ops_per_invocation {
            return self.refuse(Refusal::TooManyOps);
        }
        let op = match &ask.call {
            Call::Get(_) => Op::Read,
            Call::Put(..) => Op::Write,
            Call::Delete(_) => Op::Delete,
            Call::List { .. } => Op::List,
        };
        if !self.quota.take(op.meter(), now) {
            return self.refuse(Refusal::DailyLimit);
        }
        let (delay, reply) = match ask.call {
            Call::Get(key) => {
                let (value, warmth) = self.namespace.get(key, now);
                let delay = match warmth {
                    Warmth::Hot => self.latency.hot(),
                    Warmth::Cold => self.latency.cold(),
                };
                (delay, Reply::Value(value))
            }
            Call::Put(key, value, ttl) => {
                let delay = self.latency.write();
                if !self.namespace.put(key, value, ttl, now) {
                    self.ledger.refuse(Refusal::SameKeyRate);
                    if self.quota.give_back(Meter::Writes) {
                        return (delay, Reply::Refused(Refusal::SameKeyRate));
                    }
                    self.ledger.operate(op, (ask.request, ask.cause), self.hour);
                    return (delay, Reply::Refused(Refusal::SameKeyRate));
                }
                (delay, Reply::Done)
            }
            Call::Delete(key) => {
                self.namespace.delete(key, now);
                (self.latency.write(), Reply::Done)
            }
            Call::List { page } => {
                let (ids, complete) = self.namespace.list(page, now);
                (self.latency.cold(), Reply::Page { ids, complete })
            }
        };
        self.ledger.operate(op, (ask.request, ask.cause), self.hour);
        (delay, reply)
    }

    /// Refused in the Worker itself, before anything goes over a network.
    fn refuse(&mut self, refusal: Refusal) -> (Span, Reply) {
        self.ledger.refuse(refusal);
        (Span::ZERO, Reply::Refused(refusal))
    }

    /// A request has ended in the Worker.
    fn end(&mut self, request: InFlight, outcome: Outcome, now: Instant) {
        let latency = now.since(request.arrived);
        self.ledger.end(request.kind, request.operations, latency.ms());
        match (request.origin, outcome) {
            (origin, Outcome::Failed(_)) => self.fail(origin, request.kind, now),
            (Origin::Worker { id, awaited }, outcome) => {
                self.ledger.end_beat(&outcome);
                if awaited || outcome == Outcome::Unknown {
                    self.reply(id as usize, awaited, &outcome, now);
                }
            }
            (Origin::Client, Outcome::Routed { to, left_out }) => self.routed(to, &left_out, now),
            (Origin::Client, _) => {}
        }
    }

    /// As [`Self::end`], for a heartbeat that a cache answered.
    #[inline(always)]
    fn end_skipped(&mut self, kind: RequestKind, origin: Origin, skip: Skip, now: Instant) {
        self.ledger.end(kind, 0, 0);
        self.ledger.skip(skip);
        if let Origin::Worker { id, awaited: true } = origin {
            self.reply(id as usize, true, &Outcome::Skipped(skip), now);
        }
    }

    #[cold]
    fn fail(&mut self, origin: Origin, kind: RequestKind, now: Instant) {
        self.ledger.fail(kind);
        match origin {
            Origin::Worker { id, awaited: true } => {
                self.reply(id as usize, true, &Outcome::Failed(Refusal::DailyLimit), now);
            }
            Origin::Worker { .. } => {}
            Origin::Client if kind == RequestKind::Route => self.ledger.routing.failed += 1,
            Origin::Client => {}
        }
    }

    /// A reply goes back to a worker that acts on it.
    fn reply(&mut self, worker: usize, awaited: bool, outcome: &Outcome, now: Instant) {
        let network = self.crowd.network(worker);
        let back = now.plus(network);
        // Who has gone down meanwhile does not register.
        if *outcome == Outcome::Unknown && self.crowd.reregisters(worker, now) {
            self.set_out(back.plus(network), Pending::Registration { worker, awaited });
        } else if awaited {
            let next = self.crowd.replied(worker, back);
            self.sources.wake(worker, next);
        }
    }

    #[inline(never)]
    fn routed(&mut self, to: Option<WorkerId>, left_out: &[WorkerId], now: Instant) {
        let routing = &mut self.ledger.routing;
        match to {
            None => routing.unroutable += 1,
            Some(worker) if self.crowd.is_up(worker.0 as usize, now) => routing.ok += 1,
            Some(_) => routing.misrouted += 1,
        }
        let alive = left_out.iter().filter(|id| self.crowd.is_up(id.0 as usize, now)).count();
        routing.false_dead += alive as u64;
    }
}

/// What the policies that assume something to be known for nothing are told: what is in KV.
impl Roster for Namespace {
    fn everyone(&self) -> std::sync::Arc<Vec<WorkerId>> {
        self.everyone()
    }

    fn members(&self, service: ServiceId) -> std::sync::Arc<Vec<WorkerId>> {
        self.members(service)
    }

    fn services(&self, worker: WorkerId) -> ServiceList {
        self.services(worker)
    }
}
