//! What happens to a request: it reaches an isolate, its calls are performed, its end is noted.

use super::pending::{Pending, Waiting};
use super::{TokenOf, World};
use crate::program::{AskId, Call, Deployed, Label, Program, Reply, Request, Step, TaskId};
use crate::simulation::cloud::{InFlight, Origin, Visit};
use crate::simulation::due::SourceId;
use crate::simulation::observer::Observer;
use crate::words::{Instant, Meter, Refusal, Span};

impl<D: Deployed, O: Observer> World<'_, D, O> {
    /// A request reaches the Worker, or is refused at its door.
    pub(in crate::simulation) fn handle(&mut self, visit: Visit, request: &Request, now: Instant) {
        let kind = request.kind();
        if !self.cloud.quota.take(Meter::Requests, now) {
            self.ledger.refuse(Refusal::DailyLimit);
            self.fail(&InFlight::new(visit, kind, now), now);
            return;
        }
        let colo = visit.colo as usize;
        self.ledger.arrive(kind, colo, self.clock.hour);
        let fleet = &mut self.cloud.fleet;
        let reached = match visit.origin {
            Origin::Recorded(_) => {
                fleet.reach_place((visit.source.index(), colo), &mut self.ledger)
            }
            Origin::Worker { .. } | Origin::Client(_) => {
                fleet.reach((visit.source, colo), (now, self.alone.goes), &mut self.ledger)
            }
        };
        self.observer.request(reached, request, now);
        let isolate = reached.isolate;
        let program = &mut self.cloud.fleet.isolate(isolate).program;
        let step = program.begin(request, now, &self.cloud.namespace);
        self.settle(isolate, InFlight::new(visit, kind, now), &step, now);
    }

    /// Performs what a request waits for, until that takes time or the request is over. Most wait for
    /// one call, and each heartbeat that touches KV goes this way: it pays to have that in one piece.
    #[inline(always)]
    pub(super) fn settle(
        &mut self,
        isolate: usize,
        mut request: InFlight,
        step: &Step<TokenOf<D>>,
        now: Instant,
    ) {
        match step {
            Step::Done(outcome) => self.end(&request, outcome, now),
            Step::Task(task) => self.become_task(isolate, request, *task, now),
            Step::Call(call, cause, token) => {
                let mut reply = Reply::Done;
                let asked = (call, *cause, token);
                if let Some(now) = self.ask((isolate, &mut request), asked, now, &mut reply) {
                    let next = self.go_on(isolate, *token, reply, now);
                    match &next {
                        Step::Done(outcome) => self.end(&request, outcome, now),
                        _ => self.settle_rest(isolate, request, next, now),
                    }
                }
            }
        }
        self.bury_the_dead(isolate);
    }

    /// A program that has died of what it did ends its isolate. Asked when what it still waits for is
    /// noted: until that has come, no other isolate gets its number.
    #[inline(always)]
    fn bury_the_dead(&mut self, isolate: usize) {
        if self.cloud.fleet.isolate(isolate).program.is_dead() {
            self.cloud.fleet.bury(isolate, &mut self.ledger);
        }
    }

    /// As [`Self::settle`], however many calls are still to come.
    #[inline(never)]
    fn settle_rest(
        &mut self,
        isolate: usize,
        mut request: InFlight,
        mut step: Step<TokenOf<D>>,
        mut now: Instant,
    ) {
        loop {
            let mut reply = Reply::Done;
            let (token, back) = match &step {
                Step::Done(outcome) => return self.end(&request, outcome, now),
                Step::Task(task) => return self.become_task(isolate, request, *task, now),
                Step::Call(call, cause, token) => {
                    let asked = (call, *cause, token);
                    (*token, self.ask((isolate, &mut request), asked, now, &mut reply))
                }
            };
            let Some(back) = back else { return };
            (step, now) = (self.go_on(isolate, token, reply, back), back);
        }
    }

    /// Performs a call. `None`: its reply is under way; else when it is there, at once, or before
    /// anything else happens, and what it is, written in place.
    #[inline(always)]
    fn ask(
        &mut self,
        (isolate, request): (usize, &mut InFlight),
        (call, cause, token): (&Call, Label, &TokenOf<D>),
        now: Instant,
        reply: &mut Reply,
    ) -> Option<Instant> {
        let delay = self.perform(request, (call, cause), now, reply);
        let back = now.plus(delay);
        if !delay.is_zero() {
            let who = (now, request.visit.source);
            if !self.comes_next(back, who) {
                let reply = std::mem::replace(reply, Reply::Done);
                self.wait((isolate, *request), *token, reply, (now, back));
                return None;
            }
        }
        Some(back)
    }

    /// Is the reply that a source waits for the next thing that happens to whoever is looked at?
    #[inline(always)]
    fn comes_next(&mut self, back: Instant, who: (Instant, SourceId)) -> bool {
        if self.alone.is_chosen {
            return self.alone.waits_for(back, who, &mut self.due);
        }
        back < self.clock.look_up_at.min(self.clock.ends)
            && self.due.sources.rests_through(back)
            && self.due.under_way.first().is_none_or(|first| first.at > back)
    }

    /// A request waits for a reply that comes later.
    fn wait(
        &mut self,
        (isolate, request): (usize, InFlight),
        token: TokenOf<D>,
        reply: Reply,
        (now, back): (Instant, Instant),
    ) {
        self.cloud.fleet.isolate(isolate).busy += 1;
        let waiting = Waiting { request, token };
        let what = Pending::Reply { isolate, waiting, reply };
        self.set_out(back, (now, request.visit.source), what);
    }

    /// Goes on with a request whose reply has come.
    #[inline(never)]
    pub(super) fn resume(
        &mut self,
        isolate: usize,
        Waiting { request, token }: Waiting<TokenOf<D>>,
        reply: Reply,
        now: Instant,
    ) {
        let step = self.go_on(isolate, token, reply, now);
        self.settle(isolate, request, &step, now);
    }

    #[inline(always)]
    fn go_on(
        &mut self,
        isolate: usize,
        token: TokenOf<D>,
        reply: Reply,
        now: Instant,
    ) -> Step<TokenOf<D>> {
        self.ledger.events += 1;
        let program = &mut self.cloud.fleet.isolate(isolate).program;
        program.resume(token, reply, (now, &self.cloud.namespace))
    }

    /// A request waits for several replies, or for one that others wait for too.
    #[inline(never)]
    fn become_task(
        &mut self,
        isolate: usize,
        request: InFlight,
        TaskId(task): TaskId,
        now: Instant,
    ) {
        let living = self.cloud.fleet.isolate(isolate);
        let place = task as usize;
        if place >= living.requests.len() {
            living.requests.resize(place + 1, request);
        }
        living.requests[place] = request;
        living.busy += 1;
        self.pump(isolate, now);
    }

    /// Tells a task what the world says to one of its calls.
    pub(super) fn answer(&mut self, isolate: usize, ask: AskId, reply: Reply, now: Instant) {
        self.ledger.events += 1;
        let program = &mut self.cloud.fleet.isolate(isolate).program;
        program.answer(ask, reply, (now, &self.cloud.namespace));
    }

    /// Performs what the tasks of an isolate ask for, until all of them wait.
    #[inline(never)]
    pub(super) fn pump(&mut self, isolate: usize, now: Instant) {
        loop {
            while let Some(ask) = self.cloud.fleet.isolate(isolate).program.next_ask() {
                let place = ask.id.task.0 as usize;
                let mut request = self.cloud.fleet.isolate(isolate).requests[place];
                let mut reply = Reply::Done;
                let delay = self.perform(&mut request, (&ask.call, ask.cause), now, &mut reply);
                let living = self.cloud.fleet.isolate(isolate);
                living.requests[place] = request;
                if delay.is_zero() {
                    self.answer(isolate, ask.id, reply, now);
                } else {
                    living.busy += 1;
                    let what = Pending::Answer { isolate, ask: ask.id, reply };
                    self.set_out(now.plus(delay), (now, request.visit.source), what);
                }
            }
            let living = self.cloud.fleet.isolate(isolate);
            let Some((TaskId(task), outcome)) = living.program.next_done() else {
                return self.bury_the_dead(isolate);
            };
            living.busy -= 1;
            let request = living.requests[task as usize];
            self.end(&request, &outcome, now);
        }
    }

    /// Performs one call: how long it takes, and what is said to it, which is written in place.
    #[inline(always)]
    fn perform(
        &mut self,
        request: &mut InFlight,
        (call, cause): (&Call, Label),
        now: Instant,
        reply: &mut Reply,
    ) -> Span {
        let undone = self.registry.would_undo(call, (request.visit, now), &self.cloud.namespace);
        let at = (now, self.clock.hour);
        let delay = self.cloud.perform(request, (call, cause), at, (&mut self.ledger, &mut *reply));
        if undone > 0 && *reply == Reply::Done {
            self.ledger.lost_updates += undone;
        }
        delay
    }
}
