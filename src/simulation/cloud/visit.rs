//! One sending of a request, and what is to be known of it until it has ended.

use crate::simulation::due::SourceId;
use crate::words::{Instant, RequestKind, WorkerId};

/// Who sent a request.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(in crate::simulation) enum Origin {
    /// A worker; `awaited`: its next message comes after the reply.
    Worker { id: WorkerId, awaited: bool },
    /// A client, by its place in the traffic, or the admin page after them.
    Client(u32),
    /// A row of a trace, about this worker where it is about one: nobody waits for the reply.
    Recorded(Option<WorkerId>),
}

/// One sending of a request.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(in crate::simulation) struct Visit {
    pub(in crate::simulation) origin: Origin,
    /// Its place among the sources.
    pub(in crate::simulation) source: SourceId,
    /// The colo that it reaches.
    pub(in crate::simulation) colo: u32,
    /// The how many-th attempt it is, from 1.
    pub(in crate::simulation) attempt: u32,
    /// Names it where delays are drawn.
    pub(in crate::simulation) drawn_for: u64,
}

impl Visit {
    /// The first attempt.
    #[inline]
    pub(in crate::simulation) fn first(
        (origin, source): (Origin, SourceId),
        colo: usize,
        drawn_for: u64,
    ) -> Self {
        Self { origin, source, colo: colo as u32, attempt: 1, drawn_for }
    }

    /// The next attempt.
    pub(in crate::simulation) fn again(self) -> Self {
        Self { attempt: self.attempt + 1, ..self }
    }
}

/// A request that has reached the Worker and has not ended, as the world sees it.
#[derive(Clone, Copy, Debug)]
pub(in crate::simulation) struct InFlight {
    pub(in crate::simulation) visit: Visit,
    pub(in crate::simulation) kind: RequestKind,
    pub(in crate::simulation) arrived: Instant,
    /// Operations that it has made, refused ones among them.
    pub(in crate::simulation) operations: u32,
}

impl InFlight {
    #[inline]
    pub(in crate::simulation) fn new(visit: Visit, kind: RequestKind, arrived: Instant) -> Self {
        Self { visit, kind, arrived, operations: 0 }
    }
}
