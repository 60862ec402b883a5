//! Requests that wait for several replies, or for one that others wait for too.
//!
//! What waits for one reply needs nothing of this: its token is all there is to it.

use std::collections::VecDeque;

use super::core::Coordinator;
use super::policy::PARALLEL_READS;
use super::reply::{read, record_of};
use super::stage::{Token, Walk};
use super::task::{Fan, SharedRead, Task};
use crate::program::{AskId, Call, Label, Outcome, Reply, Roster, Step, TaskId};
use crate::words::{Instant, Key};

impl Coordinator {
    /// Makes a task of a request that waits for a read which others may share.
    pub(super) fn shared(&mut self, step: Step<Token>) -> Step<Token> {
        match step {
            Step::Call(call, cause, token)
                if self.policy.reads.coalesce && token.stage.is_shareable() =>
            {
                let number = self.tasks.waiting.reserve();
                self.wait(number, (call, cause), token);
                Step::Task(TaskId(number))
            }
            step => step,
        }
    }

    /// Lets a task wait for the reply to one call.
    fn wait(&mut self, number: u32, (call, cause): (Call, Label), token: Token) {
        self.tasks.waiting.fill(number, Task::One(token));
        let id = AskId { task: TaskId(number), slot: 0 };
        if token.stage.is_shareable() {
            self.ask_shared(id, call, cause);
        } else {
            self.tasks.ask(id, call, cause);
        }
    }

    /// Asks for a read that concurrent misses of the same key may share.
    fn ask_shared(&mut self, id: AskId, call: Call, cause: Label) {
        if self.policy.reads.coalesce {
            if let Some(read) = self.tasks.shared.iter_mut().find(|read| read.call == call) {
                read.waiters.push(id);
                return;
            }
            let read = SharedRead { call: call.clone(), leader: id, waiters: Vec::new() };
            self.tasks.shared.push(read);
        }
        self.tasks.ask(id, call, cause);
    }

    /// Resumes the task that asked, and those that share the read.
    pub(super) fn answer_task(&mut self, ask: AskId, reply: &Reply, at: (Instant, &impl Roster)) {
        let waiters = self.tasks.waiters_of(ask);
        // Kept once, however many wait. Who issued a shared read may go past the caches while one who
        // waits for it does not.
        if let Some(key) = waiters.iter().find_map(|ask| self.key_of_ask(*ask)) {
            self.keep(key, reply, at.0);
        }
        for waiter in waiters {
            self.go_on(waiter, reply.clone(), at);
        }
    }

    /// The key whose value is to be cached when this ask is answered.
    fn key_of_ask(&self, ask: AskId) -> Option<Key> {
        match self.tasks.waiting.get(ask.task.0)? {
            Task::One(token) => self.cached_key(token),
            Task::Fan(fan) => fan.walk.key(ask.slot as usize),
        }
    }

    fn go_on(&mut self, ask: AskId, reply: Reply, at: (Instant, &impl Roster)) {
        let number = ask.task.0;
        let (step, told) = match self.tasks.waiting.lift(number) {
            Task::One(token) => {
                self.tasks.goes_on = Some(number);
                let step = self.proceed(token, reply, at);
                self.tasks.goes_on = None;
                (step, false)
            }
            Task::Fan(fan) => {
                let told = fan.told;
                (self.fan_on(ask, fan, (reply, at.0)), told)
            }
        };
        match step {
            Step::Task(_) => {}
            Step::Call(call, cause, token) => self.wait(number, (call, cause), token),
            Step::Done(outcome) => {
                self.tasks.waiting.release(number);
                if !told {
                    self.tasks.done.push_back((ask.task, outcome));
                }
            }
        }
    }

    /// Looks all workers of a route up, and reads those that missed, as many at once as may be: as the
    /// task that goes on now, or as a new one.
    #[inline(never)]
    pub(super) fn fan_out(&mut self, mut walk: Box<Walk>, now: Instant) -> Step<Token> {
        let mut missed = VecDeque::new();
        while let Some(key) = walk.key(walk.next) {
            match self.look_for(walk.purpose, key, now) {
                Ok(record) => walk.found[walk.next] = Some(record),
                Err(cause) => missed.push_back((walk.next, cause)),
            }
            walk.next += 1;
        }
        if missed.is_empty() {
            return Step::Done(self.end_of_walk(&walk, now));
        }
        let number = self.tasks.goes_on.unwrap_or_else(|| self.tasks.waiting.reserve());
        let fan = Fan { walk, missed, in_flight: 0, failed: None, told: false };
        self.issue(number, fan, now)
    }

    /// One of the reads has returned.
    fn fan_on(&mut self, ask: AskId, mut fan: Fan, (reply, now): (Reply, Instant)) -> Step<Token> {
        fan.in_flight -= 1;
        match reply {
            Reply::Refused(refusal) => fan.failed = fan.failed.or(Some(refusal)),
            reply => fan.walk.found[ask.slot as usize] = record_of(reply),
        }
        self.issue(ask.task.0, fan, now)
    }

    /// Issues reads of lookups that missed, as many as may be in flight. It is over where none is.
    fn issue(&mut self, number: u32, mut fan: Fan, now: Instant) -> Step<Token> {
        while fan.in_flight < PARALLEL_READS
            && let Some((place, cause)) = fan.missed.pop_front()
        {
            let Some(key) = fan.walk.key(place) else { continue };
            fan.in_flight += 1;
            let id = AskId { task: TaskId(number), slot: place as u32 };
            self.ask_shared(id, read(key), cause.into());
        }
        let failed = fan.failed.map(Outcome::Failed);
        if fan.in_flight == 0 {
            return Step::Done(failed.unwrap_or_else(|| self.end_of_walk(&fan.walk, now)));
        }
        if let Some(failed) = failed.filter(|_| !fan.told) {
            fan.told = true;
            self.tasks.done.push_back((TaskId(number), failed));
        }
        self.tasks.waiting.fill(number, Task::Fan(fan));
        Step::Task(TaskId(number))
    }
}
