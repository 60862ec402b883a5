//! What sets out: messages of workers, requests of clients, loads of the admin page.

use std::cmp::Reverse;

use super::fleet::{Origin, Visit};
use super::observer::Observer;
use super::program::Program;
use super::under_way::{Pending, UnderWay};
use super::world::World;
use crate::coordinator::Request;
use crate::words::{Instant, ModelsId, RequestKind, Status, WorkerId, WorkerState};
use crate::workload::Next;

impl<P: Program, N: Fn() -> P, O: Observer> World<P, N, O> {
    /// A source sends what is due.
    #[inline(always)]
    pub(super) fn send(&mut self, source: usize, now: Instant) {
        if source >= self.crowd.len() {
            self.send_client(source, now);
        } else if let Some((load, next)) = self.crowd.beat(source) {
            let visit = self.expect_next(source, next);
            let state = WorkerState { load, models: ModelsId(0), status: Status::Online };
            let worker = WorkerId(source as u32);
            self.handle(source, visit, &Request::Heartbeat { worker, state }, now);
        } else {
            self.send_message(source, now);
        }
    }

    /// A worker has sent: it goes on to its next message, or waits for the reply.
    #[inline(always)]
    fn expect_next(&mut self, source: usize, next: Next) -> Visit {
        let (at, awaited) = match next {
            Next::At(at) => (at, false),
            Next::AfterReply => (Instant::NEVER, true),
        };
        self.sources.move_on(source, at);
        let origin = Origin::Worker { id: source as u32, awaited };
        Visit::first(origin, self.crowd.colo(source))
    }

    #[inline(never)]
    fn send_message(&mut self, source: usize, now: Instant) {
        let (message, next) = self.crowd.send(source);
        let visit = self.expect_next(source, next);
        let kind =
            if message.is_registration { RequestKind::Register } else { RequestKind::Heartbeat };
        let request = self.request_of(source, kind, message.state);
        self.request(source, visit, &request, now);
    }

    /// A worker's registration or heartbeat.
    fn request_of(&self, worker: usize, kind: RequestKind, state: WorkerState) -> Request {
        let services = self.crowd.services(worker);
        let worker = WorkerId(worker as u32);
        match kind {
            RequestKind::Register => {
                Request::Register { worker, services: services.clone(), state }
            }
            _ => Request::Heartbeat { worker, state },
        }
    }

    #[inline(never)]
    fn send_client(&mut self, source: usize, now: Instant) {
        let client = source - self.crowd.len();
        let sender = &mut self.clients[client];
        let (next, colo) = (sender.arrivals.next_arrival(), sender.colos.next_colo());
        self.sources.move_on(source, next);
        let request = self.clients[client].request();
        if request == Request::Admin
            && let Some(refresh) = &self.refresh
        {
            let until = now.plus(refresh.during);
            self.refresh_later(colo, now, until);
        }
        let visit = Visit::first(Origin::Client(client as u32), colo);
        self.request(source, visit, &request, now);
    }

    fn refresh_later(&mut self, colo: usize, now: Instant, until: Instant) {
        let Some(refresh) = &self.refresh else { return };
        let next = now.plus(refresh.every);
        if next <= until {
            self.set_out(next, Pending::Refresh { colo, until });
        }
    }

    pub(super) fn set_out(&mut self, at: Instant, what: Pending) {
        self.set_out += 1;
        self.under_way.push(Reverse(UnderWay { at, number: self.set_out, what }));
    }

    pub(super) fn arrive_under_way(&mut self, now: Instant) {
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
            Pending::Refresh { colo, until } => {
                self.refresh_later(colo, now, until);
                let page = self.clients.len() - 1;
                let visit = Visit::first(Origin::Client(page as u32), colo);
                self.request(self.crowd.len() + page, visit, &Request::Admin, now);
            }
            Pending::Departure { visit, kind } => self.depart(visit, kind, now),
            Pending::Arrival { visit, request } => self.arrive(visit, &request, now),
        }
    }

    /// A request beside the planned ones is sent; a worker says what is true now.
    fn depart(&mut self, visit: Visit, kind: RequestKind, now: Instant) {
        match visit.origin {
            Origin::Worker { id, .. } => {
                let worker = id as usize;
                let state = self.crowd.state(worker, now);
                let request = self.request_of(worker, kind, state);
                let network = self.crowd.network(worker);
                if network.is_zero() {
                    self.arrive(visit, &request, now);
                } else {
                    self.set_out(now.plus(network), Pending::Arrival { visit, request });
                }
            }
            Origin::Client(client) => {
                let request = self.clients[client as usize].request();
                self.arrive(visit, &request, now);
            }
            Origin::Recorded(_) => unreachable!("a replay sends nothing of its own"),
        }
    }

    fn arrive(&mut self, visit: Visit, request: &Request, now: Instant) {
        if visit.attempt > 1 {
            self.ledger.retry(request.kind());
        }
        let source = match visit.origin {
            Origin::Worker { id, .. } => id as usize,
            Origin::Client(client) => self.crowd.len() + client as usize,
            Origin::Recorded(_) => unreachable!("a replay sends nothing of its own"),
        };
        self.request(source, visit, request, now);
    }
}
