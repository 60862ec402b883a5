//! The namespace as the roster of policies that take something to be known for nothing.

use crate::platform::Namespace;
use crate::program::Roster;
use crate::words::{IdList, Instant, ServiceId, ServicesId, WorkerId};

/// What the policies that assume something to be known for nothing are told: what is in KV.
impl Roster for Namespace {
    fn everyone(&self, now: Instant) -> IdList {
        self.everyone(now)
    }

    fn members(&self, service: ServiceId, now: Instant) -> IdList {
        self.members(service, now)
    }

    fn services(&self, worker: WorkerId, now: Instant) -> ServicesId {
        self.services(worker, now)
    }
}
