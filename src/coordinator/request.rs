//! What goes into the coordinator and what comes out: requests, asks, replies, outcomes.
//!
//! Plain data. A [`Request`] either is answered at once or becomes a task; a task asks for one KV
//! operation after another ([`Ask`]), is resumed with a [`Reply`] each, and ends in an [`Outcome`].

use std::rc::Rc;

use super::stats::Stats;
use crate::words::{
    Cause, Instant, Key, Refusal, RequestKind, ServiceId, ServiceList, Span, Value, WorkerId,
    WorkerState,
};

/// What reaches the coordinator.
#[derive(Clone, PartialEq, Debug)]
pub enum Request {
    /// A worker says that it lives.
    Heartbeat {
        /// Which worker.
        worker: WorkerId,
        /// What it says.
        state: WorkerState,
    },
    /// A client asks for a service.
    Route {
        /// Which service.
        service: ServiceId,
    },
    /// The admin page.
    Admin,
    /// A worker joins, with these services and no others.
    Register {
        /// Which worker.
        worker: WorkerId,
        /// The services it offers.
        services: ServiceList,
        /// What it says.
        state: WorkerState,
    },
    /// A worker leaves.
    Deregister {
        /// Which worker.
        worker: WorkerId,
    },
    /// The coordinator's own figures.
    Stats,
}

impl Request {
    /// Its kind.
    pub const fn kind(&self) -> RequestKind {
        match self {
            Self::Heartbeat { .. } => RequestKind::Heartbeat,
            Self::Route { .. } => RequestKind::Route,
            Self::Admin => RequestKind::Admin,
            Self::Register { .. } => RequestKind::Register,
            Self::Deregister { .. } => RequestKind::Deregister,
            Self::Stats => RequestKind::Stats,
        }
    }
}

/// A request that waits for KV. Numbers are used again once a task has ended.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct TaskId(pub u32);

/// One operation of one task.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct AskId {
    /// The task that waits for it.
    pub task: TaskId,
    /// Its place among the task's operations in flight.
    pub slot: u32,
}

/// One KV operation that the coordinator wants done.
#[derive(Clone, PartialEq, Debug)]
pub struct Ask {
    /// To be given back with the reply.
    pub id: AskId,
    /// The kind of request that it serves.
    pub request: RequestKind,
    /// What is to be done.
    pub call: Call,
    /// Why.
    pub cause: Cause,
}

/// A KV call.
#[derive(Clone, PartialEq, Debug)]
pub enum Call {
    /// Look a key up.
    Get(Key),
    /// Write a key, with an expiry where one is given.
    Put(Key, Value, Option<Span>),
    /// Delete a key.
    Delete(Key),
    /// One page of the workers' keys; page 0 is the first.
    List {
        /// Which page.
        page: u32,
    },
}

/// What KV says.
#[derive(Clone, PartialEq, Debug)]
pub enum Reply {
    /// To a get: the value, or that there is none.
    Value(Option<Value>),
    /// To a list.
    Page {
        /// The ids on this page.
        ids: Vec<WorkerId>,
        /// Is it the last page?
        complete: bool,
    },
    /// To a put or delete.
    Done,
    /// The operation was refused.
    Refused(Refusal),
}

/// How a request begins.
#[derive(Clone, PartialEq, Debug)]
pub enum Begun {
    /// It is over already.
    Done(Outcome),
    /// It waits for KV.
    Pending(TaskId),
}

/// How a request ended.
#[derive(Clone, PartialEq, Debug)]
pub enum Outcome {
    /// Nothing had changed enough: the heartbeat wrote nothing.
    Skipped(Skip),
    /// The heartbeat wrote its record, and why.
    Written(Cause),
    /// The heartbeat of a worker that KV does not know: refused.
    Unknown,
    /// A client request.
    Routed {
        /// The worker it goes to; `None`: no healthy worker is known.
        to: Option<Pick>,
        /// Workers with a record that were left out as not healthy; empty where a cached list served.
        left_out: Vec<WorkerId>,
    },
    /// The admin page, with so many workers on it.
    Listed(u32),
    /// The worker has joined.
    Registered,
    /// The worker has left, or was not there.
    Deregistered {
        /// Was there a record?
        found: bool,
    },
    /// The coordinator's own figures.
    Stats(Box<Stats>),
    /// An operation was refused, and the request with it.
    Failed(Refusal),
}

/// The worker that a route chose, and how it knew of it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Pick {
    /// Which worker.
    pub worker: WorkerId,
    /// Its last heartbeat as the record says that the choice was made by.
    pub last_heartbeat: Instant,
}

/// Why a heartbeat wrote nothing.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Skip {
    /// It said what the baseline says.
    Unchanged,
    /// The load moved, by no more than `load_delta`.
    SmallLoadChange,
}

/// What a policy assumes to be known for nothing.
///
/// The world that drives the coordinator implements it; what is taken from it costs no operation and
/// is listed among the assumptions of a result.
pub trait Roster {
    /// Every worker that has a record, in the order in which they came.
    fn everyone(&self) -> Rc<Vec<WorkerId>>;
    /// The ids in a service's index, in index order.
    fn members(&self, service: ServiceId) -> Rc<Vec<WorkerId>>;
    /// The services of a worker's record; none where it has no record.
    fn services(&self, worker: WorkerId) -> ServiceList;
}
