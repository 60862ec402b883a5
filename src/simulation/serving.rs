//! What happens to a request: it reaches an isolate, its operations are performed, its end is noted.

use super::colo_counts::RoutingCounts;
use super::fleet::{InFlight, Origin, Visit};

use super::observer::Observer;
use super::program::Program;
use super::under_way::Pending;
use super::world::World;
use crate::coordinator::{Ask, Begun, Call, Outcome, Pick, Reply, Request, Skip, TaskId};
use crate::platform::Warmth;
use crate::words::{Instant, Key, Meter, Op, Refusal, RequestKind, Span, Value, WorkerId};
use crate::workload::Retry;

impl<P: Program, N: Fn() -> P, O: Observer> World<P, N, O> {
    /// A request reaches the Worker.
    #[inline(never)]
    pub(super) fn request(&mut self, source: usize, visit: Visit, request: &Request, now: Instant) {
        self.handle(source, visit, request, now);
    }

    /// A request reaches the Worker, or is refused at its door. Each heartbeat goes this way, and most
    /// end here: it pays to have it all in one piece.
    #[inline(always)]
    pub(super) fn handle(&mut self, source: usize, visit: Visit, request: &Request, now: Instant) {
        let kind = request.kind();
        if !self.quota.take(Meter::Requests, now) {
            self.ledger.refuse(Refusal::DailyLimit);
            self.fail(visit, kind, now);
            return;
        }
        let colo = visit.colo as usize;
        self.ledger.arrive(kind, colo, self.hour);
        self.namespace.set_now(now);
        let births = (&mut self.ledger, &self.new);
        let reached = match visit.origin {
            Origin::Recorded(_) => self.fleet.reach_place((source, colo), births),
            Origin::Worker { .. } | Origin::Client(_) => {
                self.fleet.reach((source, colo), now, births)
            }
        };
        self.observer.request(reached, request, now);
        let isolate = reached.isolate;
        let living = self.fleet.isolate(isolate);
        match living.program.begin(request, now, &self.namespace) {
            Begun::Done(Outcome::Skipped(skip)) => self.end_skipped(kind, visit, skip, now),
            Begun::Done(outcome) => {
                let request = InFlight { visit, kind, arrived: now, operations: 0 };
                self.end(request, outcome, now);
            }
            Begun::Pending(task) => {
                let request = InFlight { visit, kind, arrived: now, operations: 0 };
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
        let visit = request.visit;
        let colo = visit.colo as usize;
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
                let (value, warmth) = self.namespace.get(key, colo, now);
                let delay = match warmth {
                    Warmth::Hot => {
                        self.ledger.colos[colo].hot_reads += 1;
                        self.latency.hot()
                    }
                    Warmth::Cold => self.latency.cold(),
                };
                (delay, Reply::Value(value))
            }
            Call::Put(key, value, ttl) => {
                let delay = self.latency.write();
                let lost = self.lost_updates(key, &value, visit);
                if self.namespace.put(key, value, ttl, (colo, now)) {
                    self.ledger.lost_updates += lost;
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
                self.namespace.delete(key, (colo, now));
                (self.latency.write(), Reply::Done)
            }
            Call::List { page } => {
                let (ids, complete) = self.namespace.list(page, now);
                (self.latency.cold(), Reply::Page { ids, complete })
            }
        };
        self.quota.count(op.meter(), now);
        self.ledger.operate(op, (ask.request, ask.cause), (colo, self.hour));
        (delay, reply)
    }

    /// Refused; what the Worker itself refuses takes no time.
    fn refuse(&mut self, refusal: Refusal) -> (Span, Reply) {
        self.ledger.refuse(refusal);
        (Span::ZERO, Reply::Refused(refusal))
    }

    /// Entries of an index that a write undoes: it is made from a list that another write has changed
    /// since, and puts back or takes out whom it knows nothing of.
    fn lost_updates(&self, key: Key, value: &Value, visit: Visit) -> u64 {
        let (Key::Index(service), Value::Ids(new)) = (key, value) else { return 0 };
        let old = self.namespace.members(service);
        let writer = match visit.origin {
            Origin::Worker { id, .. } => Some(WorkerId(id)),
            Origin::Client(_) => None,
            Origin::Recorded(worker) => worker,
        };
        let missing = |from: &[WorkerId], of: &[WorkerId]| {
            of.iter().filter(|id| Some(**id) != writer && !from.contains(id)).count()
        };
        (missing(&old, new) + missing(new, &old)) as u64
    }

    /// A request has ended in the Worker.
    fn end(&mut self, request: InFlight, outcome: Outcome, now: Instant) {
        let latency = now.since(request.arrived);
        self.ledger.end(request.kind, request.operations, latency.ms());
        match (request.visit.origin, outcome) {
            (_, Outcome::Failed(_)) => self.fail(request.visit, request.kind, now),
            (Origin::Worker { id, awaited }, outcome) => {
                self.ledger.end_beat(&outcome);
                if awaited || outcome == Outcome::Unknown {
                    self.reply(id as usize, awaited, &outcome, now);
                }
            }
            (Origin::Client(_), Outcome::Routed { to, left_out }) => {
                self.routed(request.visit.colo as usize, to, &left_out, now);
            }
            (Origin::Client(_), _) => {}
            (Origin::Recorded(_), Outcome::Routed { to, .. }) => {
                self.routed_on_record(request.visit.colo as usize, to, now);
            }
            (Origin::Recorded(_), outcome) => self.ledger.end_beat(&outcome),
        }
    }

    /// As [`Self::end`], for a heartbeat that a cache answered.
    #[inline(always)]
    fn end_skipped(&mut self, kind: RequestKind, visit: Visit, skip: Skip, now: Instant) {
        self.ledger.end(kind, 0, 0);
        self.ledger.skip(skip);
        if let Origin::Worker { id, awaited: true } = visit.origin {
            self.reply(id as usize, true, &Outcome::Skipped(skip), now);
        }
    }

    /// A request has failed: it is sent once more, or its sender gives up.
    #[cold]
    fn fail(&mut self, visit: Visit, kind: RequestKind, now: Instant) {
        self.ledger.fail(kind);
        let (retry, network) = match visit.origin {
            Origin::Worker { id, .. } => {
                (self.crowd.retry(id as usize), self.crowd.network(id as usize))
            }
            Origin::Client(client) => (self.clients[client as usize].retry, Span::ZERO),
            // Who sent it once more stands in the trace.
            Origin::Recorded(_) => (Retry::NONE, Span::ZERO),
        };
        if let Some(wait) = retry.wait_after(visit.attempt) {
            let again = Visit { attempt: visit.attempt + 1, ..visit };
            let arrives = now.plus(network).plus(wait).plus(network);
            self.set_out(arrives, Pending::Retry { visit: again, kind });
            return;
        }
        match visit.origin {
            Origin::Worker { id, awaited: true } => {
                self.reply(id as usize, true, &Outcome::Failed(Refusal::DailyLimit), now);
            }
            Origin::Client(_) | Origin::Recorded(_) if kind == RequestKind::Route => {
                let failed = RoutingCounts { failed: 1, ..RoutingCounts::default() };
                self.ledger.route(visit.colo as usize, &failed);
            }
            Origin::Worker { .. } | Origin::Client(_) | Origin::Recorded(_) => {}
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
    fn routed(&mut self, colo: usize, to: Option<Pick>, left_out: &[WorkerId], now: Instant) {
        let is_up = |worker: &WorkerId| self.crowd.is_up(worker.0 as usize, now);
        let mut counts = RoutingCounts::default();
        match to {
            None => counts.unroutable = 1,
            Some(pick) if is_up(&pick.worker) => counts.ok = 1,
            Some(_) => counts.misrouted = 1,
        }
        counts.false_dead = left_out.iter().filter(|id| is_up(id)).count() as u64;
        self.finish_route(colo, to, &counts, now);
    }

    /// Nobody knows who was up: whoever was sent to any worker counts as served.
    fn routed_on_record(&mut self, colo: usize, to: Option<Pick>, now: Instant) {
        let (ok, unroutable) = (u64::from(to.is_some()), u64::from(to.is_none()));
        let counts = RoutingCounts { ok, unroutable, ..RoutingCounts::default() };
        self.finish_route(colo, to, &counts, now);
    }

    fn finish_route(
        &mut self,
        colo: usize,
        to: Option<Pick>,
        counts: &RoutingCounts,
        now: Instant,
    ) {
        self.ledger.route(colo, counts);
        if let Some(pick) = to {
            self.ledger.choose(colo, now.since(pick.last_heartbeat).ms());
        }
    }
}
