//! The coordinator of one isolate: its caches, and how a request goes on from step to step.
//!
//! Nothing here performs an operation or knows when it will return.

use super::cache::Cache;
use super::entry::{FleetEntry, ServiceEntry, WorkerEntry};
use super::policy::{Baseline, Policy};
use super::slab::Slab;
use super::stage::{Token, Walk};
use super::task::Tasks;
use crate::program::{
    Ask, AskId, Axes, Birth, Coupling, Deployed, Outcome, Program, Reply, Request, Roster, Stats,
    Step, TaskId,
};
use crate::words::{Cause, Fleet, IdList, Instant, Interned, Layout, RequestKind};

/// The coordinator of one isolate.
#[derive(Clone, Debug)]
pub struct Coordinator {
    pub(super) policy: Policy,
    pub(super) interned: Interned,
    pub(super) workers: Cache<WorkerEntry>,
    /// Where what workers can do has a key of its own.
    pub(super) capabilities: Cache<WorkerEntry>,
    /// Where one key holds all workers: at place 0.
    pub(super) fleets: Cache<FleetEntry>,
    pub(super) services: Cache<ServiceEntry>,
    pub(super) index: Cache<IdList>,
    /// Has no request come since the isolate was born?
    pub(super) cold: bool,
    /// Writes of heartbeats, and the day that they are of.
    pub(super) spent: (u64, u32),
    /// Does a heartbeat look its worker up in the cache?
    pub(super) beats_look_up: bool,
    /// Of requests that look one worker up after another.
    pub(super) walks: Slab<Box<Walk>>,
    pub(super) tasks: Tasks,
    /// What is being written to the key that holds all workers.
    pub(super) written: Slab<Fleet>,
}

impl Coordinator {
    /// A new isolate with empty caches; `interned` keeps the lists of services.
    pub fn new(policy: Policy, interned: Interned) -> Self {
        let cache = &policy.cache;
        let in_memory = policy.write.baseline == Baseline::Memory;
        let of_workers = |ttl, most| Cache::new(ttl, most).for_any_age(in_memory);
        Self {
            workers: of_workers(cache.worker_ttl, cache.max_entries),
            capabilities: of_workers(policy.capabilities_ttl, cache.max_entries),
            fleets: Cache::new(cache.worker_ttl, None).for_any_age(in_memory),
            services: Cache::new(cache.service_ttl, cache.max_entries),
            index: Cache::new(cache.index_ttl, cache.max_entries),
            cold: true,
            spent: (0, 0),
            beats_look_up: policy.beats_look_up(),
            walks: Slab::new(),
            tasks: Tasks::new(),
            written: Slab::new(),
            interned,
            policy,
        }
    }

    /// Empties the caches, as the birth of a new isolate in its place does. Requests go on: to end
    /// them too, make a new coordinator.
    pub fn cold_start(&mut self) {
        self.workers.reset();
        self.capabilities.reset();
        self.fleets.reset();
        self.services.reset();
        self.index.reset();
        self.cold = true;
        self.spent = (0, 0);
    }

    /// Does nothing wait in it? Then it keeps nothing but its caches: no walk, no task, no shared read.
    /// A request that waits for one reply may be its token alone, which the caller holds.
    pub fn is_idle(&self) -> bool {
        self.walks.is_empty() && self.tasks.is_idle() && self.written.is_empty()
    }

    /// Counts everything anew and compares.
    ///
    /// # Panics
    /// Where a count and what it counts have drifted apart, or a task waits for nothing: a bug.
    pub fn validate(&self) {
        self.workers.validate();
        self.capabilities.validate();
        self.fleets.validate();
        self.services.validate();
        self.index.validate();
        self.walks.validate();
        self.written.validate();
        self.tasks.validate();
    }
}

impl Program for Coordinator {
    type Token = Token;

    #[inline(always)]
    fn begin(&mut self, request: &Request, now: Instant, roster: &impl Roster) -> Step<Token> {
        if self.cold || self.policy.reads.coalesce {
            return self.begin_otherwise(request, (now, roster));
        }
        self.start(request, now, (now, roster))
    }

    #[inline(always)]
    fn resume(&mut self, token: Token, reply: Reply, at: (Instant, &impl Roster)) -> Step<Token> {
        if token.stage.is_kept() || self.policy.reads.coalesce {
            return self.resume_otherwise(token, reply, at);
        }
        self.proceed(token, reply, at)
    }

    fn next_ask(&mut self) -> Option<Ask> {
        self.tasks.next_ask()
    }

    fn answer(&mut self, ask: AskId, reply: Reply, at: (Instant, &impl Roster)) {
        self.answer_task(ask, &reply, at);
    }

    fn next_done(&mut self) -> Option<(TaskId, Outcome)> {
        self.tasks.next_done()
    }

    fn stats(&self) -> Stats {
        self.cache_stats()
    }
}

impl Deployed for Policy {
    type Program = Coordinator;

    fn born(&self, birth: Birth) -> Coordinator {
        Coordinator::new(self.clone(), birth.interned)
    }

    fn axes(&self) -> Axes<'_> {
        let cold = Some(Cause::Cold.into());
        Axes { requests: &RequestKind::NAMES, causes: &Cause::NAMES, cold }
    }

    fn layout(&self) -> Layout {
        self.layout
    }

    fn coupling(&self) -> Option<Coupling> {
        if self.layout == Layout::OneKey {
            return Some(Coupling::OneKey);
        }
        if self.cache.max_entries.is_some() {
            return Some(Coupling::MaxEntries);
        }
        if self.write.max_per_day.is_some() {
            return Some(Coupling::MaxPerDay);
        }
        if self.reads.coalesce {
            return Some(Coupling::Coalesce);
        }
        if self.write.record_ttl.is_some() {
            return Some(Coupling::RecordTtl);
        }
        self.cache.prewarm.then_some(Coupling::Prewarm)
    }
}
