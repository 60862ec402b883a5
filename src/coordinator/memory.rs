//! What the coordinator keeps in the isolate's memory: what goes in, what is found, what is dropped.

use std::rc::Rc;

use super::cache::Miss;
use super::core::Coordinator;
use super::entry::WorkerEntry;
use super::policy::{Baseline, Invalidate};
use super::request::{AskId, Reply};
use super::stats::{CacheStats, LIST_ENTRY_BYTES, Stats, WORKER_ENTRY_BYTES};
use crate::words::{Cause, Instant, Key, Record, ServiceList, Value, WorkerId};

impl Coordinator {
    /// The key that an operation looks up for a cache.
    pub(super) fn cached_key(&self, ask: AskId) -> Option<Key> {
        let task = self.tasks.get(ask.task.0 as usize)?.as_ref()?;
        task.cached_key(ask.slot, self.policy.cache.admin)
    }

    /// Puts what a cached lookup has read into its cache, once, however many wait for it.
    pub(super) fn keep(&mut self, key: Key, reply: &Reply, now: Instant) {
        match (key, reply) {
            (Key::Worker(worker), Reply::Value(Some(Value::Record(record)))) => {
                self.keep_worker(worker, WorkerEntry::of(record.clone()), now);
            }
            (Key::Index(service), Reply::Value(value)) if !self.index.is_off() => {
                let ids = match value {
                    Some(Value::Ids(ids)) => ids.clone(),
                    _ => Rc::default(),
                };
                self.index.put(service.0.into(), ids, now);
            }
            _ => {}
        }
    }

    /// Caches a worker, where this policy keeps workers in memory at all.
    pub(super) fn keep_worker(&mut self, worker: WorkerId, entry: WorkerEntry, now: Instant) {
        if !self.workers.is_off() || self.policy.write.baseline == Baseline::Memory {
            self.workers.put(worker.0 as usize, entry, now);
        }
    }

    /// A worker's record from the cache, or the cause of the read that is needed.
    pub(super) fn look_worker(&mut self, worker: WorkerId, now: Instant) -> Result<Record, Cause> {
        if self.workers.is_off() {
            return Err(Cause::Uncached);
        }
        let fresh = self.workers.look(worker.0 as usize, now).map_err(Miss::cause)?;
        Ok(fresh.value.record.clone())
    }

    /// Drops service lists after a record with these services was written.
    pub(super) fn invalidate_lists(&mut self, services: &ServiceList) {
        match self.policy.cache.invalidate {
            Invalidate::All => self.services.invalidate_all(),
            Invalidate::Affected => {
                for service in services.as_slice() {
                    self.services.invalidate(service.0.into());
                }
            }
            Invalidate::None => {}
        }
    }

    /// The figures of its caches since the isolate was born.
    pub fn stats(&self) -> Stats {
        let (workers, lists) = (WORKER_ENTRY_BYTES, LIST_ENTRY_BYTES);
        Stats {
            caches: [
                CacheStats::new(self.workers.lookups(), self.workers.held(), workers),
                CacheStats::new(self.services.lookups(), self.services.held(), lists),
                CacheStats::new(self.index.lookups(), self.index.held(), lists),
            ],
        }
    }
}
