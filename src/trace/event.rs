//! What a row says, with small integers for names.

use crate::words::{Instant, ServiceId, ServiceList, WorkerId, WorkerState};

/// An isolate of a trace, numbered in the order of first use.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct IsolateId(pub u32);

/// One row.
#[derive(Clone, PartialEq, Debug)]
pub struct Row {
    /// When.
    pub at: Instant,
    /// What.
    pub event: Event,
}

/// What happened.
#[derive(Clone, PartialEq, Debug)]
pub enum Event {
    /// A record is in KV before the trace begins; its `last_heartbeat` is the row's time.
    Existing {
        /// Whose.
        worker: WorkerId,
        /// Its services, in whose indexes it stands.
        services: ServiceList,
        /// What it holds.
        state: WorkerState,
    },
    /// An isolate loses its caches.
    ColdStart(IsolateId),
    /// A worker says that it lives.
    Heartbeat(IsolateId, WorkerId, WorkerState),
    /// A worker joins.
    Register {
        /// Where.
        isolate: IsolateId,
        /// Who.
        worker: WorkerId,
        /// The services that it offers.
        services: ServiceList,
        /// What it says.
        state: WorkerState,
    },
    /// A worker leaves.
    Deregister(IsolateId, WorkerId),
    /// A client asks for a service.
    Route(IsolateId, ServiceId),
    /// The admin page.
    Admin(IsolateId),
    /// The coordinator's own figures.
    Stats(IsolateId),
}

impl Event {
    /// The isolate that it is about; `existing` is about none.
    #[inline]
    pub fn isolate(&self) -> Option<IsolateId> {
        match self {
            Self::Existing { .. } => None,
            Self::ColdStart(isolate)
            | Self::Heartbeat(isolate, ..)
            | Self::Register { isolate, .. }
            | Self::Deregister(isolate, _)
            | Self::Route(isolate, _)
            | Self::Admin(isolate)
            | Self::Stats(isolate) => Some(*isolate),
        }
    }
}
