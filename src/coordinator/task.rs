//! A request that waits for KV: where it stands.

use std::collections::VecDeque;
use std::rc::Rc;

use super::request::{AskId, Outcome, Request, TaskId};
use crate::words::{Cause, Instant, Key, Record, ServiceList, WorkerId, WorkerState};

/// What a step of a task may know.
#[derive(Debug)]
pub(super) struct Turn<'a, R> {
    pub(super) task: TaskId,
    pub(super) request: &'a Request,
    /// When the request reached the coordinator.
    pub(super) arrived: Instant,
    /// The present.
    pub(super) now: Instant,
    pub(super) roster: &'a R,
}

impl<R> Turn<'_, R> {
    /// The name of the task's operation in this slot.
    pub(super) fn ask_id(&self, slot: usize) -> AskId {
        AskId { task: self.task, slot: slot as u32 }
    }

    /// The worker that a heartbeat, registration or deregistration is about.
    pub(super) fn worker(&self) -> WorkerId {
        match self.request {
            Request::Heartbeat { worker, .. }
            | Request::Register { worker, .. }
            | Request::Deregister { worker } => *worker,
            request => panic!("{} is about no worker", request.kind()),
        }
    }

    /// What a heartbeat or registration says.
    pub(super) fn state(&self) -> WorkerState {
        match self.request {
            Request::Heartbeat { state, .. } | Request::Register { state, .. } => *state,
            request => panic!("{} says nothing", request.kind()),
        }
    }
}

/// A request in flight.
#[derive(Clone, Debug)]
pub(super) struct Task {
    pub(super) request: Request,
    /// When the request reached the coordinator.
    pub(super) arrived: Instant,
    pub(super) stage: Stage,
}

impl Task {
    /// The key that the operation in this slot looks up for a cache; `None` where it is not a lookup
    /// or goes past the caches, and for a heartbeat, which replaces the entry by its own at once.
    pub(super) fn cached_key(&self, slot: u32, admin_uses_cache: bool) -> Option<Key> {
        match (&self.stage, &self.request) {
            (Stage::LeaveRead, Request::Deregister { worker }) => Some(Key::Worker(*worker)),
            (Stage::RouteIndex, Request::Route { service }) => Some(Key::Index(*service)),
            (Stage::Walk { walk, purpose } | Stage::Drain { walk, purpose }, _) => {
                let uses_cache = *purpose != WalkPurpose::Admin || admin_uses_cache;
                uses_cache.then(|| Key::Worker(walk.ids[slot as usize]))
            }
            _ => None,
        }
    }
}

/// What a task waits for.
#[derive(Clone, Debug)]
pub(super) enum Stage {
    /// The worker's record, to compare a heartbeat with.
    BeatRead,
    /// The write of a heartbeat.
    BeatWrite { record: Record, cause: Cause },
    /// The index of a route's service.
    RouteIndex,
    /// The ids of all workers, page by page.
    Enumerate { ids: Vec<WorkerId>, page: u32, then: WalkPurpose },
    /// The records of many workers.
    Walk { walk: Box<Walk>, purpose: WalkPurpose },
    /// The write of a registration's record.
    JoinRecord { record: Record },
    /// The index of the registration's service at this place.
    JoinIndex { record: Record, at: usize, step: IndexStep },
    /// The record of a worker that leaves.
    LeaveRead,
    /// The delete of that record.
    LeaveDelete { services: ServiceList },
    /// The index of the leaving worker's service at this place.
    LeaveIndex { services: ServiceList, at: usize, step: IndexStep },
    /// Nothing any more: it has failed, and reads that it began are still in flight.
    Drain { walk: Box<Walk>, purpose: WalkPurpose },
}

/// Which half of reading and writing an index.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum IndexStep {
    Read,
    Write,
}

/// What the records are looked up for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum WalkPurpose {
    Route,
    Admin,
    /// To warm a cold isolate; the request itself begins afterwards.
    Prewarm,
}

/// Looking up many workers in order. Boxed, so that the tasks of heartbeats stay small.
#[derive(Clone, Debug)]
pub(super) struct Walk {
    pub(super) ids: Rc<Vec<WorkerId>>,
    /// What was found for each id; `None`: no record, or not looked up yet.
    pub(super) found: Vec<Option<Record>>,
    /// Sequential: the next id to look up. Parallel: all have been looked up.
    pub(super) next: usize,
    /// Lookups that missed and whose reads have not been issued: the place and the cause.
    pub(super) missed: VecDeque<(usize, Cause)>,
    pub(super) in_flight: usize,
}

impl Walk {
    pub(super) fn new(ids: Rc<Vec<WorkerId>>) -> Box<Self> {
        let found = vec![None; ids.len()];
        Box::new(Self { ids, found, next: 0, missed: VecDeque::new(), in_flight: 0 })
    }
}

/// Where a task stands after a step.
#[derive(Debug)]
pub(super) enum Step {
    Wait(Stage),
    /// It is over, and nothing of it is in flight.
    Done(Outcome),
    /// It is over, but reads of this walk are still in flight.
    DoneEarly(Outcome, Box<Walk>, WalkPurpose),
}
