//! What has set out and has not arrived yet: results of KV, registrations, pages that load again,
//! requests that are sent once more.

use std::cmp::Ordering;

use super::fleet::Visit;
use crate::coordinator::{AskId, Reply, Request};
use crate::words::{Instant, RequestKind};

/// Something under way.
#[derive(Clone, PartialEq, Debug)]
pub(super) enum Pending {
    /// A result of KV.
    Answer { isolate: usize, ask: AskId, reply: Reply },
    /// An open admin page loads itself again.
    Refresh { colo: usize, until: Instant },
    /// A request beside the planned ones is sent: once more after it failed, or the registration of a
    /// worker that the coordinator did not know.
    Departure { visit: Visit, kind: RequestKind },
    /// It arrives.
    Arrival { visit: Visit, request: Request },
}

#[derive(Clone, PartialEq, Debug)]
pub(super) struct UnderWay {
    pub(super) at: Instant,
    /// In the order in which they set out.
    pub(super) number: u64,
    pub(super) what: Pending,
}

impl Eq for UnderWay {}

impl Ord for UnderWay {
    fn cmp(&self, other: &Self) -> Ordering {
        (self.at, self.number).cmp(&(other.at, other.number))
    }
}

impl PartialOrd for UnderWay {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}
