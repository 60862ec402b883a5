//! The namespace as the roster of policies that take something to be known for nothing.

use std::rc::Rc;

use crate::coordinator::Roster;
use crate::platform::Namespace;
use crate::words::{ServiceId, ServiceList, WorkerId};

/// What the policies that assume something to be known for nothing are told: what is in KV.
impl Roster for Namespace {
    fn everyone(&self) -> Rc<Vec<WorkerId>> {
        self.everyone()
    }

    fn members(&self, service: ServiceId) -> Rc<Vec<WorkerId>> {
        self.members(service)
    }

    fn services(&self, worker: WorkerId) -> ServiceList {
        self.services(worker)
    }
}
