//! What becomes of a request that has ended: a reply goes back, a failed one is sent once more, and
//! where a client was sent to is noted.

use super::colo_counts::RoutingCounts;
use super::fleet::{InFlight, Origin, Visit};
use super::observer::Observer;
use super::program::Program;
use super::under_way::Pending;
use super::world::World;
use crate::coordinator::{Outcome, Pick, Skip};
use crate::words::{Instant, RequestKind, WorkerId};

impl<P: Program, N: Fn() -> P, O: Observer> World<P, N, O> {
    /// A request has ended in the Worker.
    pub(super) fn end(&mut self, request: InFlight, outcome: Outcome, now: Instant) {
        let latency = now.since(request.arrived);
        self.ledger.end(request.kind, request.operations, latency.ms());
        match (request.visit.origin, outcome) {
            (_, Outcome::Failed(_)) => self.fail(&request, now),
            (Origin::Worker { id, awaited }, outcome) => {
                let worker = id as usize;
                self.ledger.end_beat(&outcome);
                if outcome == Outcome::Unknown {
                    self.is_unknown(&request, worker, awaited, now);
                } else {
                    self.is_back(worker, awaited, now.plus(self.crowd.network(worker)));
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
    pub(super) fn end_skipped(
        &mut self,
        kind: RequestKind,
        visit: Visit,
        skip: Skip,
        now: Instant,
    ) {
        self.ledger.end(kind, 0, 0);
        self.ledger.skip(skip);
        if let Origin::Worker { id, awaited: true } = visit.origin {
            let worker = id as usize;
            self.is_back(worker, true, now.plus(self.crowd.network(worker)));
        }
    }

    /// A request has failed: it is sent once more, or its sender gives up.
    #[cold]
    pub(super) fn fail(&mut self, request: &InFlight, now: Instant) {
        let InFlight { visit, kind, arrived, .. } = *request;
        self.ledger.fail(kind);
        let again = Visit { attempt: visit.attempt + 1, ..visit };
        match visit.origin {
            Origin::Worker { id, awaited } => {
                let worker = id as usize;
                let back = now.plus(self.crowd.network(worker));
                let Some(wait) = self.crowd.retry(worker).wait_after(visit.attempt) else {
                    return self.is_back(worker, awaited, back);
                };
                let departs = back.plus(wait);
                if self.crowd.is_up_through(worker, self.sent(worker, arrived), departs) {
                    self.set_out(departs, Pending::Departure { visit: again, kind });
                } else if awaited {
                    let next = self.crowd.goes_down(worker, back);
                    self.sources.wake(worker, next);
                }
            }
            Origin::Client(client) => {
                match self.clients[client as usize].retry.wait_after(visit.attempt) {
                    Some(wait) => {
                        self.set_out(now.plus(wait), Pending::Departure { visit: again, kind });
                    }
                    None => self.give_up(visit, kind),
                }
            }
            // Who sent it once more stands in the trace.
            Origin::Recorded(_) => self.give_up(visit, kind),
        }
    }

    /// No attempt is left.
    fn give_up(&mut self, visit: Visit, kind: RequestKind) {
        if kind == RequestKind::Route {
            let failed = RoutingCounts { failed: 1, ..RoutingCounts::default() };
            self.ledger.route(visit.colo as usize, &failed);
        }
    }

    /// When a worker's message was sent that has arrived then.
    fn sent(&self, worker: usize, arrived: Instant) -> Instant {
        Instant::from_ms(arrived.ms().saturating_sub(self.crowd.network(worker).ms()))
    }

    /// A worker is told that it is unknown: it registers, where it is still the one that asked.
    fn is_unknown(&mut self, request: &InFlight, worker: usize, awaited: bool, now: Instant) {
        let back = now.plus(self.crowd.network(worker));
        let sent = self.sent(worker, request.arrived);
        if self.crowd.reregisters(worker) && self.crowd.is_up_through(worker, sent, back) {
            let visit = Visit { attempt: 1, ..request.visit };
            self.set_out(back, Pending::Departure { visit, kind: RequestKind::Register });
        } else {
            self.is_back(worker, awaited, back);
        }
    }

    /// A reply is back at a worker, which may have waited for it.
    #[inline(always)]
    fn is_back(&mut self, worker: usize, awaited: bool, back: Instant) {
        if awaited {
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
