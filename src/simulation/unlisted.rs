//! Which live workers can no route find? Whose entry an index has lost, or never got, hears nothing of
//! it: its record is there, its heartbeats are accepted, and no request ever reaches it.

use std::collections::BTreeMap;

use super::observer::Observer;
use super::program::Program;
use super::world::World;
use crate::words::{Instant, RequestKind, ServiceId, WorkerId};

impl<P: Program, N: Fn() -> P, O: Observer> World<P, N, O> {
    /// Looks at all indexes in the central store. Before the first registration nobody has changed
    /// any, and there is nothing to look for.
    pub(super) fn look_for_unlisted(&mut self, now: Instant) {
        if self.ledger.requests[RequestKind::Register.index()].count == 0 {
            return;
        }
        let mut indexes: BTreeMap<ServiceId, Vec<WorkerId>> = BTreeMap::new();
        let mut unlisted = 0;
        for worker in 0..self.crowd.len() {
            let services = self.crowd.services(worker).as_slice();
            if services.is_empty() || !self.crowd.is_up(worker, now) {
                continue;
            }
            let id = WorkerId(worker as u32);
            let missing = services.iter().any(|&service| {
                let ids = indexes.entry(service).or_insert_with(|| {
                    let mut ids = self.namespace.members(service).to_vec();
                    ids.sort_unstable();
                    ids
                });
                ids.binary_search(&id).is_err()
            });
            unlisted += u64::from(missing);
        }
        self.ledger.unlisted.look(unlisted);
    }
}
