//! What becomes of a request that has ended: a reply goes back, or a failed one is sent once more.

use super::World;
use super::pending::Pending;
use crate::program::{Deployed, Outcome};
use crate::simulation::cloud::{InFlight, Origin, Visit};
use crate::simulation::observer::Observer;
use crate::words::{Instant, RequestKind, WorkerId};

impl<D: Deployed, O: Observer> World<'_, D, O> {
    /// A request has ended in the Worker.
    #[inline(always)]
    pub(super) fn end(&mut self, request: &InFlight, outcome: &Outcome, now: Instant) {
        let InFlight { visit, kind, arrived, operations } = *request;
        self.ledger.end(kind, operations, now.since(arrived).ms());
        if let Outcome::Failed(_) = outcome {
            return self.fail(request, now);
        }
        self.ledger.note_skip(outcome);
        self.registry.ended((visit, outcome), (&self.senders.crowd, now), &mut self.ledger);
        if let Origin::Worker { id, awaited } = visit.origin {
            if *outcome == Outcome::Unknown {
                self.is_unknown(request, (id, awaited), now);
            } else {
                self.is_back(id, awaited, now);
            }
        }
    }

    /// A request has failed: it is sent once more, or its sender gives up.
    #[cold]
    pub(super) fn fail(&mut self, request: &InFlight, now: Instant) {
        let InFlight { visit, kind, .. } = *request;
        self.ledger.fail(kind);
        match visit.origin {
            Origin::Worker { id, awaited } => self.beat_failed(request, (id, awaited), now),
            Origin::Client(client) => {
                match self.senders.client(client).retry.wait_after(visit.attempt) {
                    Some(wait) => {
                        let what = Pending::Departure { visit: visit.again(), kind };
                        self.set_out(now.plus(wait), (now, visit.source), what);
                    }
                    None => self.registry.given_up(visit, kind, &mut self.ledger),
                }
            }
            // Who sent it once more stands in the trace.
            Origin::Recorded(_) => self.registry.given_up(visit, kind, &mut self.ledger),
        }
    }

    /// A worker's message has failed: it is sent once more, unless that was the last attempt, or the
    /// worker goes down before.
    fn beat_failed(
        &mut self,
        request: &InFlight,
        (worker, awaited): (WorkerId, bool),
        now: Instant,
    ) {
        let InFlight { visit, kind, .. } = *request;
        let crowd = &mut self.senders.crowd;
        let back = now.plus(crowd.network(worker));
        let Some(wait) = crowd.retry(worker).wait_after(visit.attempt) else {
            return self.is_back(worker, awaited, now);
        };
        let departs = back.plus(wait);
        let sent = request.arrived.minus(crowd.network(worker));
        if crowd.is_up_through(worker, sent, departs) {
            self.set_out(
                departs,
                (now, visit.source),
                Pending::Departure { visit: visit.again(), kind },
            );
        } else if awaited {
            let next = crowd.goes_down(worker, back);
            self.due.sources.wake(visit.source, next);
        }
    }

    /// A worker is told that it is unknown: it registers, where it is still the one that asked.
    #[cold]
    fn is_unknown(
        &mut self,
        request: &InFlight,
        (worker, awaited): (WorkerId, bool),
        now: Instant,
    ) {
        // Others look at a registration, so that it could not come in a step of its worker alone. Where
        // workers go alone, records stay, and who sends heartbeats has one.
        assert!(!self.alone.goes, "{worker:?}, which goes alone, is known");
        let crowd = &self.senders.crowd;
        let back = now.plus(crowd.network(worker));
        let sent = request.arrived.minus(crowd.network(worker));
        if crowd.reregisters(worker) && crowd.is_up_through(worker, sent, back) {
            let visit = Visit { attempt: 1, ..request.visit };
            let what = Pending::Departure { visit, kind: RequestKind::Register };
            self.set_out(back, (now, visit.source), what);
        } else {
            self.is_back(worker, awaited, now);
        }
    }

    /// A reply goes back to a worker, which may have waited for it.
    #[inline(always)]
    fn is_back(&mut self, worker: WorkerId, awaited: bool, now: Instant) {
        if awaited {
            let crowd = &mut self.senders.crowd;
            let back = now.plus(crowd.network(worker));
            let next = crowd.replied(worker, back);
            self.due.sources.wake(self.senders.worker(worker), next);
        }
    }
}
