//! The coordinator of one isolate: its caches, and how a request goes on from step to step.
//!
//! Nothing here performs an operation or knows when it will return.

use super::cache::Cache;
use super::entry::{FleetEntry, ServiceEntry, WorkerEntry};
use super::policy::Policy;
use super::reply::fleet_of;
use super::slab::Slab;
use super::stage::{Purpose, Stage, Token, Walk};
use super::task::Tasks;
use crate::program::{
    Ask, AskId, Axes, Birth, Coupling, Deployed, Outcome, Program, Reply, Request, Roster, Skip,
    Stats, Step, TaskId,
};
use crate::words::{
    Cause, Fleet, IdList, Instant, Interned, Layout, Record, Refusal, RequestKind, ServicesId,
};

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
    cold: bool,
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
        Self {
            workers: Cache::new(cache.worker_ttl, cache.max_entries),
            capabilities: Cache::new(policy.capabilities_ttl, cache.max_entries),
            fleets: Cache::new(cache.worker_ttl, None),
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

    /// Begins the first request of a cold isolate, or one whose read others may share.
    #[inline(never)]
    fn begin_otherwise(
        &mut self,
        request: &Request,
        (now, roster): (Instant, &impl Roster),
    ) -> Step<Token> {
        let was_cold = std::mem::replace(&mut self.cold, false);
        let step = if was_cold && self.policy.cache.prewarm {
            self.enumerate(Purpose::Prewarm(*request, now), (now, roster))
        } else {
            self.start(request, now, (now, roster))
        };
        self.shared(step)
    }

    /// Goes on with a request whose reply may be kept as it is, or with one whose next read others may
    /// share.
    #[inline(never)]
    fn resume_otherwise(
        &mut self,
        token: Token,
        reply: Reply,
        at: (Instant, &impl Roster),
    ) -> Step<Token> {
        if let Some(key) = self.cached_key(&token) {
            self.keep(key, &reply, at.0);
        }
        let step = self.proceed(token, reply, at);
        self.shared(step)
    }

    /// Begins the request itself.
    #[inline(always)]
    pub(super) fn start(
        &mut self,
        request: &Request,
        arrived: Instant,
        (now, roster): (Instant, &impl Roster),
    ) -> Step<Token> {
        match *request {
            Request::Heartbeat { worker, state } if self.policy.layout == Layout::PerWorker => {
                let services = ServicesId::NONE;
                let said = Record { last_heartbeat: arrived, services, state };
                self.beat(worker, said, (now, roster))
            }
            _ => self.start_otherwise(request, arrived, (now, roster)),
        }
    }

    /// As [`Self::start`], for whatever is no heartbeat of a worker with one key.
    #[inline(never)]
    fn start_otherwise(
        &mut self,
        request: &Request,
        arrived: Instant,
        (now, roster): (Instant, &impl Roster),
    ) -> Step<Token> {
        match *request {
            Request::Heartbeat { worker, state } => {
                let services = ServicesId::NONE;
                let said = Record { last_heartbeat: arrived, services, state };
                match self.policy.layout {
                    Layout::PerWorker => self.beat(worker, said, (now, roster)),
                    Layout::Tiered => self.beat_in_two(worker, said, (now, roster)),
                    Layout::OneKey => self.beat_in_fleet(worker, said, now),
                }
            }
            Request::Register { worker, services, state } => {
                self.register(worker, Record { last_heartbeat: arrived, services, state })
            }
            Request::Route { service } => self.route(service, (now, roster)),
            Request::Admin => self.enumerate(Purpose::Admin, (now, roster)),
            Request::Deregister { worker } => self.deregister(worker, now),
            Request::Stats => Step::Done(Outcome::Stats(Box::new(self.stats()))),
        }
    }

    /// Goes on with a request that waited.
    #[inline(always)]
    pub(super) fn proceed(
        &mut self,
        token: Token,
        reply: Reply,
        at: (Instant, &impl Roster),
    ) -> Step<Token> {
        match (token.stage, &reply) {
            (Stage::BeatWrite, Reply::Refused(_)) if self.policy.write.best_effort => {
                Step::Done(Outcome::Skipped(Skip::Dropped))
            }
            (Stage::BeatRead | Stage::BeatWrite, Reply::Refused(refusal)) => {
                Step::Done(Outcome::Failed(*refusal))
            }
            (Stage::BeatRead, _) => self.beat_was_read(&token, &reply, at.0),
            (Stage::BeatWrite, _) => self.beat_was_written(&token),
            _ => self.proceed_otherwise(token, reply, at),
        }
    }

    /// As [`Self::proceed`], for whatever is no heartbeat.
    #[inline(never)]
    fn proceed_otherwise(
        &mut self,
        token: Token,
        reply: Reply,
        at: (Instant, &impl Roster),
    ) -> Step<Token> {
        if let Reply::Refused(refusal) = reply {
            return self.was_refused(token, refusal, at.0);
        }
        match token.stage {
            Stage::BeatRead | Stage::BeatWrite => self.proceed(token, reply, at),
            Stage::BeatCapabilities => self.capabilities_were_read(token, reply, at.0),
            Stage::BeatLoad => self.load_was_read(token, &reply, at.0),
            Stage::BeatLoadWrite => self.load_was_written(token, true, at.0),
            Stage::BeatCapabilitiesWrite => self.capabilities_were_written(token),
            Stage::BeatFleet => self.beat_was_found(&token, Some(fleet_of(reply)), at.0),
            Stage::BeatFleetWrite => self.fleet_was_written(&token, at.0),
            Stage::WalkFleet => self.fleet_was_read(token.number, reply, at),
            Stage::RegisterFleet => self.register_was_read(token, reply),
            Stage::DeregisterFleet => self.leave_fleet(token, fleet_of(reply)),
            Stage::RegisterFleetWrite | Stage::DeregisterFleetWrite => {
                self.roster_was_written(&token, at.0)
            }
            Stage::RouteIndex => self.index_was_read(token.service(), reply, at),
            Stage::Ids => self.ids_were_read(token.number, reply, at),
            Stage::Walk => self.walk_on(token.number, reply, at),
            Stage::RegisterWrite => self.record_was_written(token, at.0),
            Stage::RegisterCapabilitiesWrite => self.register_next(token, 0, at.0),
            Stage::RegisterIndexRead => self.register_in_index(token, reply, at.0),
            Stage::RegisterIndexWrite => self.register_next(token, token.place + 1, at.0),
            Stage::DeregisterRead => Self::deregister_was_read(token, reply),
            Stage::DeregisterDelete => self.record_was_deleted(token),
            Stage::DeregisterCapabilitiesDelete => self.deregister_next(token, 0),
            Stage::DeregisterIndexRead => self.deregister_from_index(token, reply),
            Stage::DeregisterIndexWrite => self.deregister_next(token, token.place + 1),
        }
    }

    /// A request other than the heartbeat of a worker with one key has been refused an operation.
    fn was_refused(&mut self, token: Token, refusal: Refusal, now: Instant) -> Step<Token> {
        match token.stage {
            Stage::Ids | Stage::Walk | Stage::WalkFleet => drop(self.walks.take(token.number)),
            Stage::BeatFleetWrite | Stage::RegisterFleetWrite | Stage::DeregisterFleetWrite => {
                drop(self.written.take(token.number));
            }
            _ => {}
        }
        match token.stage {
            Stage::BeatLoadWrite if self.policy.write.best_effort => {
                self.load_was_written(token, false, now)
            }
            Stage::BeatCapabilitiesWrite if self.policy.write.best_effort => {
                Self::end_in_two(&token)
            }
            Stage::BeatFleetWrite if self.policy.write.best_effort => {
                Step::Done(Outcome::Skipped(Skip::Dropped))
            }
            _ => Step::Done(Outcome::Failed(refusal)),
        }
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
