//! What is under way: results of operations, registrations, pages that load again, requests that are
//! sent once more.

use crate::program::{AskId, Reply, Request};
use crate::simulation::cloud::{InFlight, Visit};
use crate::words::{Instant, RequestKind};

/// Something under way.
#[derive(Clone, Debug)]
pub(super) enum Pending<T> {
    /// What the world says to the one call that a request waits for.
    Reply { isolate: usize, waiting: Waiting<T>, reply: Reply },
    /// What it says to one call of a task.
    Answer { isolate: usize, ask: AskId, reply: Reply },
    /// An open admin page loads itself again.
    Refresh { colo: usize, until: Instant },
    /// A request beside the planned ones is sent: once more after it failed, or the registration of a
    /// worker that the coordinator did not know.
    Departure { visit: Visit, kind: RequestKind },
    /// It arrives.
    Arrival { visit: Visit, request: Request },
}

/// A request that waits for one reply.
#[derive(Clone, Copy, Debug)]
pub(super) struct Waiting<T> {
    pub(super) request: InFlight,
    pub(super) token: T,
}
