//! What happens to a request: it reaches an isolate, its operations are performed, its end is noted.

use std::rc::Rc;

use super::fleet::{InFlight, Origin};
use super::observer::Observer;
use super::program::Program;
use super::under_way::Pending;
use super::world::World;
use crate::coordinator::{Ask, Begun, Call, Outcome, Reply, Request, Roster, Skip, TaskId};
use crate::platform::{Namespace, Warmth};
use crate::words::{
    Instant, Meter, Op, Refusal, RequestKind, ServiceId, ServiceList, Span, WorkerId,
};

impl<P: Program, N: Fn() -> P, O: Observer> World<P, N, O> {
    /// A request reaches the Worker.
    #[inline(never)]
    pub(super) fn request(
        &mut self,
        source: usize,
        origin: Origin,
        request: &Request,
        now: Instant,
    ) {
        self.handle(source, origin, request, now);
    }

    /// A request reaches the Worker, or is refused at its door. Each heartbeat goes this way, and most
    /// end here: it pays to have it all in one piece.
    #[inline(always)]
    pub(super) fn handle(
        &mut self,
        source: usize,
        origin: Origin,
        request: &Request,
        now: Instant,
    ) {
        let kind = request.kind();
        if !self.quota.take(Meter::Requests, now) {
            self.ledger.refuse(Refusal::DailyLimit);
            self.fail(origin, kind, now);
            return;
        }
        self.ledger.arrive(kind, self.hour);
        self.namespace.set_now(now);
        let births = (&mut self.ledger, &self.new);
        let reached = match origin {
            Origin::Recorded => self.fleet.reach_place(source, births),
            Origin::Worker { .. } | Origin::Client => self.fleet.reach(source, now, births),
        };
        let isolate = reached.isolate;
        self.observer.request(reached, request, now);
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
    pub(super) fn pump(&mut self, isolate: usize, now: Instant) {
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
        if self.quota.refuses(op.meter(), now) {
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
                if self.namespace.put(key, value, ttl, now) {
                    (delay, Reply::Done)
                } else {
                    // Refused by KV itself, so it takes its time.
                    let (_, reply) = self.refuse(Refusal::SameKeyRate);
                    if !self.quota.counts_refused() {
                        return (delay, reply);
                    }
                    (delay, reply)
                }
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
        self.quota.count(op.meter(), now);
        self.ledger.operate(op, (ask.request, ask.cause), self.hour);
        (delay, reply)
    }

    /// Refused; what the Worker itself refuses takes no time.
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
            (Origin::Recorded, outcome) => {
                self.ledger.end_beat(&outcome);
                self.ledger.route_recorded(&outcome);
            }
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
            Origin::Client | Origin::Recorded if kind == RequestKind::Route => {
                self.ledger.routing.failed += 1;
            }
            Origin::Client | Origin::Recorded => {}
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
    fn everyone(&self) -> Rc<Vec<WorkerId>> {
        self.everyone()
    }

    fn members(&self, service: ServiceId) -> Rc<Vec<WorkerId>> {
        self.members(service)
    }

    fn services(&self, worker: WorkerId) -> ServiceList {
        self.services(worker)
    }
}
