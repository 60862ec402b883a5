//! What happens to a request: it reaches an isolate, its operations are performed, its end is noted.

use std::collections::BTreeSet;

use super::fleet::{InFlight, Origin, Visit};
use super::observer::Observer;
use super::program::Program;
use super::under_way::Pending;
use super::world::World;
use crate::coordinator::{Ask, Begun, Call, Outcome, Reply, Request, TaskId};
use crate::platform::Warmth;
use crate::words::{Instant, Key, Meter, Op, Refusal, Span, Value, WorkerId};

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
            self.fail(&InFlight { visit, kind, arrived: now, operations: 0 }, now);
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
        let (old, new) = where_they_differ(&old, new);
        let sorted = |ids: &[WorkerId]| ids.iter().copied().collect::<BTreeSet<_>>();
        let (old, new) = (sorted(old), sorted(new));
        old.symmetric_difference(&new).filter(|id| Some(**id) != writer).count() as u64
    }
}

/// Two lists without what they begin and end with alike: as a rule one entry is left, however long
/// the lists are.
fn where_they_differ<'a>(
    one: &'a [WorkerId],
    two: &'a [WorkerId],
) -> (&'a [WorkerId], &'a [WorkerId]) {
    let alike = one.iter().zip(two).take_while(|(one, two)| one == two).count();
    let (one, two) = (&one[alike..], &two[alike..]);
    let alike = one.iter().rev().zip(two.iter().rev()).take_while(|(one, two)| one == two).count();
    (&one[..one.len() - alike], &two[..two.len() - alike])
}
