//! A request that waits: what for, and all that it needs to go on.

use crate::program::Request;
use crate::words::{
    Cause, IdList, Instant, ModelsId, Record, ServiceId, ServicesId, Status, WorkerId, WorkerState,
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
    /// The place of a service in the list of a worker's services.
    pub(super) place: u16,
    /// A walk, or the service of a route.
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
    /// The index of a route's service.
    RouteIndex,
    /// The ids that a walk is to look up.
    Ids,
    /// The record that a walk has asked for last.
    Walk,
    /// The write of a registration's record.
    RegisterWrite,
    /// The index of the service at this place, which a worker that registers may have to be put into.
    RegisterIndexRead,
    /// The write of that index.
    RegisterIndexWrite,
    /// The record of a worker that deregisters.
    DeregisterRead,
    /// The delete of that record.
    DeregisterDelete,
    /// The index of the service at this place, which a worker that deregisters may have to be taken out of.
    DeregisterIndexRead,
    /// The write of that index.
    DeregisterIndexWrite,
}

impl Stage {
    /// May what it waits for be cached as it is? Not for a heartbeat, which replaces the entry by its
    /// own at once.
    #[inline(always)]
    pub(super) const fn is_kept(self) -> bool {
        matches!(self, Self::DeregisterRead | Self::RouteIndex | Self::Walk)
    }

    /// May others share the read that it waits for? Not one that is made in order to write.
    #[inline(always)]
    pub(super) const fn is_shareable(self) -> bool {
        self.is_kept() || matches!(self, Self::BeatRead)
    }
}

impl Token {
    /// A worker's message.
    #[inline(always)]
    pub(super) const fn of(stage: Stage, worker: WorkerId, record: Record) -> Self {
        Self { stage, cause: Cause::Registration, place: 0, number: 0, worker, record }
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
    /// What was found for each id; `None`: no record, or not looked up yet.
    pub(super) found: Vec<Option<Record>>,
    /// The next id to look up.
    pub(super) next: usize,
}

impl Walk {
    pub(super) fn new(purpose: Purpose, ids: IdList) -> Box<Self> {
        let found = vec![None; ids.len()];
        Box::new(Self { purpose, ids, found, next: 0 })
    }

    /// Each id and its record, of those that have one.
    pub(super) fn found(&self) -> impl Iterator<Item = (WorkerId, &Record)> {
        let found = self.found.iter().enumerate();
        found.filter_map(|(place, record)| Some((self.ids.get(place)?, record.as_ref()?)))
    }
}
