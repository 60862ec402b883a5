//! What reaches a program, and how that ends. Plain data.

use super::stats::Stats;
use crate::words::{
    Cause, Instant, Refusal, RequestKind, ServiceId, ServicesId, WorkerId, WorkerState,
};

/// What reaches a program.
#[derive(Clone, Copy, PartialEq, Debug)]
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
    /// A worker registers, with these services and no others.
    Register {
        /// Which worker.
        worker: WorkerId,
        /// The services it offers.
        services: ServicesId,
        /// What it says.
        state: WorkerState,
    },
    /// A worker deregisters.
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
    /// Another program's request was answered, and there is no more to say of it.
    Answered,
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
    /// There was something to write, and it was left out: as too many of a day, or because a refusal is
    /// borne.
    Dropped,
}
