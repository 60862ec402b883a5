//! A request that waits: what for, and all that it needs to go on.

use crate::program::Request;
use crate::words::{
    Cause, IdList, Instant, Key, Layout, ModelsId, Record, ServiceId, ServicesId, Status, WorkerId,
    WorkerState,
};

/// A request that waits for one reply. It means something to its coordinator alone.
///
/// Each stage needs some of it. It is one plain struct all the same: it is moved about with each
/// operation, and what has fields at fixed places stays in registers.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Token {
    pub(super) stage: Stage,
    /// Why a heartbeat writes.
    pub(super) cause: Cause,
    /// Why it also writes what the worker can do, where that has a key of its own.
    pub(super) also: Option<Cause>,
    /// The place of a service in the list of a worker's services.
    pub(super) place: u16,
    /// A walk, the service of a route, what is being written of all workers, or how often a heartbeat has
    /// written.
    pub(super) number: u32,
    /// Whose message it is.
    pub(super) worker: WorkerId,
    /// What it says, as a record. A heartbeat that reads does not know the services yet.
    pub(super) record: Record,
}

/// What a request waits for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Stage {
    /// The worker's record, to compare a heartbeat with.
    BeatRead,
    /// The write of a heartbeat.
    BeatWrite,
    /// What the worker of a heartbeat can do, where that has a key of its own.
    BeatCapabilities,
    /// Its load, then.
    BeatLoad,
    /// The write of its load.
    BeatLoadWrite,
    /// The write of what it can do.
    BeatCapabilitiesWrite,
    /// All workers, for a heartbeat.
    BeatFleet,
    /// The write of all workers for a heartbeat.
    BeatFleetWrite,
    /// All workers, for a walk.
    WalkFleet,
    /// The index of a route's service.
    RouteIndex,
    /// The ids that a walk is to look up.
    Ids,
    /// The record that a walk has asked for last.
    Walk,
    /// The write of a registration's record.
    RegisterWrite,
    /// The write of what it can do, where that has a key of its own.
    RegisterCapabilitiesWrite,
    /// The index of the service at this place, which a worker that registers may have to be put into.
    RegisterIndexRead,
    /// The write of that index.
    RegisterIndexWrite,
    /// The record of a worker that deregisters.
    DeregisterRead,
    /// The delete of that record.
    DeregisterDelete,
    /// The delete of what it could do, where that has a key of its own.
    DeregisterCapabilitiesDelete,
    /// The index of the service at this place, which a worker that deregisters may have to be taken out of.
    DeregisterIndexRead,
    /// The write of that index.
    DeregisterIndexWrite,
    /// All workers, to put one in.
    RegisterFleet,
    /// The write of all workers with the new one.
    RegisterFleetWrite,
    /// All workers, to take one out.
    DeregisterFleet,
    /// The write of all workers without it.
    DeregisterFleetWrite,
}

impl Stage {
    /// May what it waits for be cached as it is? Not for a heartbeat of a worker with a key of its own,
    /// which replaces the entry at once.
    #[inline(always)]
    pub(super) const fn is_kept(self) -> bool {
        matches!(
            self,
            Self::DeregisterRead
                | Self::RouteIndex
                | Self::Walk
                | Self::BeatFleet
                | Self::WalkFleet
                | Self::DeregisterFleet
        )
    }

    /// May others share the read that it waits for? Not one that is made in order to write.
    #[inline(always)]
    pub(super) const fn is_shareable(self) -> bool {
        self.is_kept() || matches!(self, Self::BeatRead | Self::BeatCapabilities | Self::BeatLoad)
    }
}

impl Token {
    /// A worker's message.
    #[inline(always)]
    pub(super) const fn of(stage: Stage, worker: WorkerId, record: Record) -> Self {
        let cause = Cause::Registration;
        Self { stage, cause, also: None, place: 0, number: 0, worker, record }
    }

    /// A request that is about no worker.
    pub(super) const fn numbered(stage: Stage, number: u32) -> Self {
        let state = WorkerState { load: 0.0, models: ModelsId(0), status: Status::Online };
        let record = Record { last_heartbeat: Instant::START, services: ServicesId::NONE, state };
        Self { number, ..Self::of(stage, WorkerId(0), record) }
    }

    /// The same message, waiting for the service at a place.
    pub(super) const fn at(self, stage: Stage, place: u16) -> Self {
        Self { stage, place, ..self }
    }

    pub(super) const fn service(&self) -> ServiceId {
        ServiceId(self.number as u16)
    }
}

/// What the records are looked up for.
#[derive(Clone, Copy, PartialEq, Debug)]
pub(super) enum Purpose {
    Route(ServiceId),
    Admin,
    /// To warm a cold isolate; this request, which arrived then, begins afterwards.
    Prewarm(Request, Instant),
}

/// Looking up many workers in order.
#[derive(Clone, Debug)]
pub(super) struct Walk {
    pub(super) purpose: Purpose,
    pub(super) ids: IdList,
    /// The keys of each worker: one, or two.
    parts: usize,
    /// What was found at each step; `None`: no record, or not looked up yet.
    pub(super) found: Vec<Option<Record>>,
    /// The next step: the next key to look up.
    pub(super) next: usize,
}

impl Walk {
    pub(super) fn new(purpose: Purpose, ids: IdList, layout: Layout) -> Box<Self> {
        let parts = if layout == Layout::Tiered { 2 } else { 1 };
        let found = vec![None; ids.len() * parts];
        Box::new(Self { purpose, ids, parts, found, next: 0 })
    }

    /// One that does not know yet whom to look up.
    pub(super) fn empty(purpose: Purpose) -> Box<Self> {
        Self::new(purpose, IdList::default(), Layout::PerWorker)
    }

    /// One that has found all it looks for.
    pub(super) fn through(purpose: Purpose, rows: Vec<(WorkerId, Record)>) -> Box<Self> {
        let ids: IdList = rows.iter().map(|(worker, _)| *worker).collect();
        let found = rows.into_iter().map(|(_, record)| Some(record)).collect();
        Box::new(Self { purpose, next: ids.len(), ids, parts: 1, found })
    }

    /// Learns of more workers.
    pub(super) fn learn(&mut self, more: impl Iterator<Item = WorkerId>) {
        self.ids = self.ids.to_vec().into_iter().chain(more).collect();
    }

    /// The key to look up at a step. What a worker can do comes before its load.
    pub(super) fn key(&self, step: usize) -> Option<Key> {
        let worker = self.ids.get(step / self.parts)?;
        let is_first_of_two = self.parts == 2 && step.is_multiple_of(2);
        Some(if is_first_of_two { Key::Capabilities(worker) } else { Key::Worker(worker) })
    }

    /// Is it known before a step that its worker has no record?
    pub(super) fn is_in_vain(&self, step: usize) -> bool {
        self.parts == 2 && step % 2 == 1 && self.found[step - 1].is_none()
    }

    /// Each id and its record, of those that have one.
    pub(super) fn found(&self) -> impl Iterator<Item = (WorkerId, Record)> {
        let found = self.found.chunks_exact(self.parts).enumerate();
        found.filter_map(|(place, parts)| Some((self.ids.get(place)?, whole(parts)?)))
    }
}

/// A worker's record, from what its keys hold.
fn whole(parts: &[Option<Record>]) -> Option<Record> {
    match parts {
        [record] => *record,
        [Some(abilities), Some(load)] => {
            let state = WorkerState { models: abilities.state.models, ..load.state };
            Some(Record { services: abilities.services, state, ..*load })
        }
        _ => None,
    }
}
