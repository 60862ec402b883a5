//! What sets out: messages of workers, requests of clients, loads of the admin page.

use super::pending::Pending;
use super::{TokenOf, World};
use crate::program::{Deployed, Request};
use crate::simulation::cloud::{Origin, Visit};
use crate::simulation::due::SourceId;
use crate::simulation::observer::Observer;
use crate::simulation::senders::Sender;
use crate::words::{Instant, RequestKind, Span, WorkerId, WorkerState};
use crate::workload::NextMessage;

impl<D: Deployed, O: Observer> World<'_, D, O> {
    /// A source sends what is due.
    #[inline(always)]
    pub(super) fn send(&mut self, source: SourceId, now: Instant) {
        match self.senders.who(source) {
            Sender::Worker(worker) => self.send_message(worker, now),
            Sender::Client(client) => self.send_client(client, now),
        }
    }

    #[inline(always)]
    fn send_message(&mut self, worker: WorkerId, now: Instant) {
        if let Some((state, next)) = self.senders.crowd.beat(worker) {
            let visit = self.expect_next(worker, next);
            self.handle(visit, &Request::Heartbeat { worker, state }, now);
        } else {
            self.send_planned(worker, now);
        }
    }

    /// A worker has sent: it goes on to its next message, or waits for the reply.
    #[inline(always)]
    pub(super) fn expect_next(&mut self, worker: WorkerId, next: NextMessage) -> Visit {
        let (at, awaited) = next.known();
        self.due.sources.move_on(self.senders.worker(worker), at);
        self.first_visit(worker, awaited)
    }

    /// The first attempt of what a worker sends.
    #[inline(always)]
    pub(super) fn first_visit(&self, worker: WorkerId, awaited: bool) -> Visit {
        let (crowd, source) = (&self.senders.crowd, self.senders.worker(worker));
        let origin = Origin::Worker { id: worker, awaited };
        Visit::first((origin, source), crowd.colo(worker), crowd.name(worker))
    }

    #[inline(never)]
    fn send_planned(&mut self, worker: WorkerId, now: Instant) {
        let (message, next) = self.senders.crowd.send(worker);
        let visit = self.expect_next(worker, next);
        let kind =
            if message.is_registration { RequestKind::Register } else { RequestKind::Heartbeat };
        let request = self.request_of(worker, kind, message.state);
        self.handle(visit, &request, now);
    }

    /// A worker's registration or heartbeat.
    fn request_of(&self, worker: WorkerId, kind: RequestKind, state: WorkerState) -> Request {
        match kind {
            RequestKind::Register => {
                let services = self.senders.crowd.services(worker);
                Request::Register { worker, services, state }
            }
            _ => Request::Heartbeat { worker, state },
        }
    }

    #[inline(never)]
    fn send_client(&mut self, client: u32, now: Instant) {
        let source = self.senders.source_of(client);
        let sender = self.senders.client(client);
        let (next, colo) = (sender.next_arrival(), sender.next_colo());
        let (request, name) = (sender.request(), sender.next_name());
        self.due.sources.move_on(source, next);
        if request == Request::Admin
            && let Some(refresh) = &self.senders.refresh
        {
            let until = now.plus(refresh.during);
            self.refresh_later(colo, now, until);
        }
        let visit = Visit::first((Origin::Client(client), source), colo, name);
        self.handle(visit, &request, now);
    }

    fn refresh_later(&mut self, colo: usize, now: Instant, until: Instant) {
        let Some(refresh) = &self.senders.refresh else { return };
        let next = now.plus(refresh.every);
        if next <= until {
            let page = self.senders.source_of(self.senders.page());
            self.set_out(next, (now, page), Pending::Refresh { colo, until });
        }
    }

    /// Something sets out now for a source, and arrives at `at`.
    #[inline]
    pub(super) fn set_out(
        &mut self,
        at: Instant,
        (now, source): (Instant, SourceId),
        what: Pending<TokenOf<D>>,
    ) {
        let under_way =
            if self.alone.goes { &mut self.alone.under_way } else { &mut self.due.under_way };
        under_way.push(at, (now, source), what);
    }

    /// What was under way arrives.
    pub(super) fn arrive(&mut self, what: Pending<TokenOf<D>>, now: Instant) {
        match what {
            Pending::Reply { isolate, waiting, reply } => {
                self.cloud.fleet.isolate(isolate).busy -= 1;
                self.resume(isolate, waiting, reply, now);
                self.cloud.fleet.release(isolate);
            }
            Pending::Answer { isolate, ask, reply } => {
                self.cloud.fleet.isolate(isolate).busy -= 1;
                self.answer(isolate, ask, reply, now);
                self.pump(isolate, now);
                self.cloud.fleet.release(isolate);
            }
            Pending::Refresh { colo, until } => {
                self.refresh_later(colo, now, until);
                let page = self.senders.page();
                let source = self.senders.source_of(page);
                let name = self.senders.client(page).next_name();
                let visit = Visit::first((Origin::Client(page), source), colo, name);
                self.handle(visit, &Request::Admin, now);
            }
            Pending::Departure { visit, kind } => self.depart(visit, kind, now),
            Pending::Arrival { visit, request } => self.arrive_once_more(visit, &request, now),
        }
    }

    /// A request beside the planned ones is sent; a worker says what is true now.
    fn depart(&mut self, visit: Visit, kind: RequestKind, now: Instant) {
        let (request, network) = match self.senders.who(visit.source) {
            Sender::Worker(worker) => {
                let state = self.senders.crowd.state(worker, now);
                (self.request_of(worker, kind, state), self.senders.crowd.network(worker))
            }
            Sender::Client(client) => (self.senders.client(client).request(), Span::ZERO),
        };
        if network.is_zero() {
            self.arrive_once_more(visit, &request, now);
        } else {
            let what = Pending::Arrival { visit, request };
            self.set_out(now.plus(network), (now, visit.source), what);
        }
    }

    fn arrive_once_more(&mut self, visit: Visit, request: &Request, now: Instant) {
        if visit.attempt > 1 {
            self.ledger.retry(request.kind());
        }
        self.handle(visit, request, now);
    }
}
