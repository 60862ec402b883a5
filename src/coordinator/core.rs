//! The coordinator of one isolate: its caches, its tasks, and the four calls that drive it.
//!
//! `begin` takes a request, `next_ask` gives the KV operations that it wants, `answer` resumes a task
//! with a result, `next_done` gives what has ended. Nothing here performs an operation or knows when
//! it will return.

use std::collections::VecDeque;
use std::rc::Rc;

use super::cache::Cache;
use super::entry::{ServiceEntry, WorkerEntry};
use super::policy::{Baseline, Policy, When};
use super::request::{Ask, AskId, Begun, Call, Outcome, Reply, Request, Roster, TaskId};
use super::task::{Stage, Step, Task, Turn, WalkPurpose};
use crate::words::{Cause, Instant, Key, WorkerId};

/// The coordinator of one isolate.
#[derive(Clone, Debug)]
pub struct Coordinator {
    pub(super) policy: Policy,
    pub(super) workers: Cache<WorkerEntry>,
    pub(super) services: Cache<ServiceEntry>,
    pub(super) index: Cache<Rc<Vec<WorkerId>>>,
    /// Has no request come since the isolate was born?
    cold: bool,
    /// Do heartbeats take the way that needs no task?
    compares_cached: bool,
    pub(super) tasks: Vec<Option<Task>>,
    free: Vec<u32>,
    asks: VecDeque<Ask>,
    done: VecDeque<(TaskId, Outcome)>,
    shared: Vec<SharedRead>,
}

/// A read in flight that several tasks wait for (`reads.coalesce`).
#[derive(Clone, Debug)]
struct SharedRead {
    key: Key,
    leader: AskId,
    waiters: Vec<AskId>,
}

impl Coordinator {
    /// A new isolate with empty caches.
    pub fn new(policy: Policy) -> Self {
        let cache = &policy.cache;
        let compares_cached =
            policy.write.when == When::Changed && policy.write.baseline != Baseline::Memory;
        Self {
            workers: Cache::new(cache.worker_ttl, cache.max_entries),
            services: Cache::new(cache.service_ttl, cache.max_entries),
            index: Cache::new(cache.index_ttl, cache.max_entries),
            cold: true,
            compares_cached,
            tasks: Vec::new(),
            free: Vec::new(),
            asks: VecDeque::new(),
            done: VecDeque::new(),
            shared: Vec::new(),
            policy,
        }
    }

    /// Empties the caches, as the birth of a new isolate in its place does. Tasks go on: to end them
    /// too, make a new coordinator.
    pub fn cold_start(&mut self) {
        self.workers.reset();
        self.services.reset();
        self.index.reset();
        self.cold = true;
    }

    /// Takes a request that arrives at `now`. What a cache answers is over at once.
    #[inline(always)]
    pub fn begin(&mut self, request: &Request, now: Instant, roster: &impl Roster) -> Begun {
        if let Request::Heartbeat { worker, state } = request
            && self.compares_cached
            && !(self.cold && self.policy.cache.prewarm)
        {
            self.cold = false;
            return match self.compare_with_cache(*worker, state, now, now) {
                Ok(skip) => Begun::Done(Outcome::Skipped(skip)),
                Err(needed) => {
                    self.enter(request, now, roster, |this, turn| this.provide(turn, needed))
                }
            };
        }
        self.enter(request, now, roster, |this, turn| {
            let cold = std::mem::replace(&mut this.cold, false);
            if cold && this.policy.cache.prewarm {
                this.enumerate(turn, WalkPurpose::Prewarm)
            } else {
                this.start(turn)
            }
        })
    }

    /// Makes the first step of a request, and a task of it where it then waits for something.
    #[inline(never)]
    fn enter<R: Roster>(
        &mut self,
        request: &Request,
        now: Instant,
        roster: &R,
        first_step: impl FnOnce(&mut Self, &Turn<'_, R>) -> Step,
    ) -> Begun {
        // The number that a task would have; nothing is kept where none is needed.
        let task = TaskId(self.free.last().copied().unwrap_or(self.tasks.len() as u32));
        let turn = Turn { task, request, arrived: now, now, roster };
        let step = first_step(self, &turn);
        let stage = match step {
            Step::Done(outcome) => return Begun::Done(outcome),
            Step::Wait(stage) => stage,
            Step::DoneEarly(..) => unreachable!("nothing fails before it was asked for"),
        };
        let waiting = Some(Task { request: request.clone(), arrived: now, stage });
        match self.free.pop() {
            Some(place) => self.tasks[place as usize] = waiting,
            None => self.tasks.push(waiting),
        }
        Begun::Pending(task)
    }

    /// Begins the request itself.
    pub(super) fn start<R: Roster>(&mut self, turn: &Turn<'_, R>) -> Step {
        match turn.request {
            Request::Heartbeat { worker, state } => self.beat(turn, *worker, state),
            Request::Route { service } => self.route(turn, *service),
            Request::Admin => self.enumerate(turn, WalkPurpose::Admin),
            Request::Register { worker, services, state } => {
                self.join(turn, *worker, services, state)
            }
            Request::Deregister { worker } => self.leave(turn, *worker),
            Request::Stats => Step::Done(Outcome::Stats(Box::new(self.stats()))),
        }
    }

    /// The next operation that a task wants done.
    #[inline]
    pub fn next_ask(&mut self) -> Option<Ask> {
        self.asks.pop_front()
    }

    /// The next task that has ended, and how.
    #[inline]
    pub fn next_done(&mut self) -> Option<(TaskId, Outcome)> {
        self.done.pop_front()
    }

    /// Resumes the task that asked, and those that share the read, with what KV said at `now`.
    ///
    /// # Panics
    /// Where nobody waits for this ask: a bug of the caller.
    pub fn answer(&mut self, ask: AskId, reply: Reply, now: Instant, roster: &impl Roster) {
        let Some(at) = self.shared.iter().position(|read| read.leader == ask) else {
            if let Some(key) = self.cached_key(ask) {
                self.keep(key, &reply, now);
            }
            return self.resume(ask, reply, now, roster);
        };
        let waiters = self.shared.swap_remove(at).waiters;
        // Who issued a shared read may go past the caches while one who waits for it does not.
        let mut asks = [ask].into_iter().chain(waiters.iter().copied());
        if let Some(key) = asks.find_map(|ask| self.cached_key(ask)) {
            self.keep(key, &reply, now);
        }
        let copies: Vec<_> = waiters.iter().map(|waiter| (*waiter, reply.clone())).collect();
        self.resume(ask, reply, now, roster);
        for (waiter, reply) in copies {
            self.resume(waiter, reply, now, roster);
        }
    }

    fn resume(&mut self, ask: AskId, reply: Reply, now: Instant, roster: &impl Roster) {
        let place = ask.task.0 as usize;
        let Some(Task { request, arrived, stage }) =
            self.tasks.get_mut(place).and_then(Option::take)
        else {
            panic!("task {} waits for nothing", ask.task.0);
        };
        // A task that failed early has told its end already.
        let told = matches!(stage, Stage::Drain { .. });
        let turn = Turn { task: ask.task, request: &request, arrived, now, roster };
        let (stage, outcome) = match self.proceed(&turn, stage, ask.slot, reply) {
            Step::Wait(stage) => (Some(stage), None),
            Step::DoneEarly(outcome, walk, purpose) => {
                (Some(Stage::Drain { walk, purpose }), Some(outcome))
            }
            Step::Done(outcome) => (None, Some(outcome)),
        };
        match stage {
            Some(stage) => self.tasks[place] = Some(Task { request, arrived, stage }),
            None => self.free.push(ask.task.0),
        }
        if let Some(outcome) = outcome.filter(|_| !told) {
            self.done.push_back((ask.task, outcome));
        }
    }

    /// Goes on with a task that waited in `stage`.
    fn proceed<R: Roster>(
        &mut self,
        turn: &Turn<'_, R>,
        stage: Stage,
        slot: u32,
        reply: Reply,
    ) -> Step {
        if let Stage::Walk { walk, purpose } = stage {
            return self.walk_on(turn, (walk, purpose), slot, reply);
        }
        if let Stage::Drain { walk, purpose } = stage {
            return self.drain(turn, walk, purpose);
        }
        if let Reply::Refused(refusal) = reply {
            return Step::Done(Outcome::Failed(refusal));
        }
        match stage {
            Stage::BeatRead => self.beat_was_read(turn, reply),
            Stage::BeatWrite { record, cause } => self.beat_was_written(turn, &record, cause),
            Stage::RouteIndex => self.index_was_read(turn, reply),
            Stage::Enumerate { ids, page, then } => {
                self.page_was_read(turn, (ids, page, then), reply)
            }
            Stage::JoinRecord { record } => self.join_next(turn, record, 0),
            Stage::JoinIndex { record, at, step } => {
                self.join_index(turn, (record, at, step), reply)
            }
            Stage::LeaveRead => self.leave_was_read(turn, reply),
            Stage::LeaveDelete { services } => self.leave_next(turn, services, 0),
            Stage::LeaveIndex { services, at, step } => {
                self.leave_index(turn, (services, at, step), reply)
            }
            Stage::Walk { .. } | Stage::Drain { .. } => unreachable!("handled above"),
        }
    }

    /// Asks for an operation on behalf of a task.
    pub(super) fn ask<R>(&mut self, turn: &Turn<'_, R>, slot: usize, call: Call, cause: Cause) {
        let request = turn.request.kind();
        self.asks.push_back(Ask { id: turn.ask_id(slot), request, call, cause });
    }

    /// Asks for a read that concurrent misses of the same key may share.
    pub(super) fn ask_read<R>(&mut self, turn: &Turn<'_, R>, slot: usize, key: Key, cause: Cause) {
        if self.policy.reads.coalesce {
            let id = turn.ask_id(slot);
            if let Some(read) = self.shared.iter_mut().find(|read| read.key == key) {
                read.waiters.push(id);
                return;
            }
            self.shared.push(SharedRead { key, leader: id, waiters: Vec::new() });
        }
        self.ask(turn, slot, Call::Get(key), cause);
    }

    /// Counts everything anew and compares.
    ///
    /// # Panics
    /// Where a count and what it counts have drifted apart, or a task waits for nothing: a bug.
    pub fn validate(&self) {
        self.workers.validate();
        self.services.validate();
        self.index.validate();
        let waiting = self.tasks.iter().flatten().count();
        assert_eq!(waiting + self.free.len(), self.tasks.len(), "tasks waiting and places free");
        for read in &self.shared {
            for ask in read.waiters.iter().chain([&read.leader]) {
                assert!(self.tasks[ask.task.0 as usize].is_some(), "{ask:?} shares a read");
            }
        }
    }
}
