//! What sets out: messages of workers, requests of clients, loads of the admin page.

use std::cmp::Reverse;

use super::fleet::Origin;
use super::observer::Observer;
use super::program::Program;
use super::under_way::{Pending, UnderWay};
use super::world::World;
use crate::coordinator::Request;
use crate::words::{Instant, ModelsId, Status, WorkerId, WorkerState};
use crate::workload::Next;

impl<P: Program, N: Fn() -> P, O: Observer> World<P, N, O> {
    /// A source sends what is due.
    #[inline(always)]
    pub(super) fn send(&mut self, source: usize, now: Instant) {
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
}
