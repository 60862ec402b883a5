//! What the coordinator keeps in the isolate's memory: what goes in, what is found, what is dropped.

use super::cache::Lookups;
use super::core::Coordinator;
use super::entry::WorkerEntry;
use super::policy::{Baseline, Invalidate};
use super::stage::{Purpose, Stage, Token};
use crate::program::{CacheStats, Miss, Reply, Stats};
use crate::words::{Cause, IdList, Instant, Key, Layout, Record, ServicesId, Value, WorkerId};

impl Coordinator {
    /// The key whose value is to be cached when a request that waits so has read it; none for what
    /// goes past the caches.
    pub(super) fn cached_key(&self, token: &Token) -> Option<Key> {
        match token.stage {
            Stage::DeregisterRead if self.policy.layout == Layout::Tiered => {
                Some(Key::Capabilities(token.worker))
            }
            Stage::DeregisterRead => Some(Key::Worker(token.worker)),
            Stage::BeatFleet | Stage::DeregisterFleet => Some(Key::Fleet),
            Stage::WalkFleet => {
                let walk = self.walks.get(token.number)?;
                self.uses_cache(walk.purpose).then_some(Key::Fleet)
            }
            Stage::RouteIndex => Some(Key::Index(token.service())),
            Stage::Walk => {
                let walk = self.walks.get(token.number)?;
                let place = walk.next.checked_sub(1)?;
                if self.uses_cache(walk.purpose) { walk.key(place) } else { None }
            }
            _ => None,
        }
    }

    /// Does a walk look into the worker cache?
    pub(super) fn uses_cache(&self, purpose: Purpose) -> bool {
        purpose != Purpose::Admin || self.policy.cache.admin
    }

    /// Puts what a cached lookup has read into its cache, once, however many wait for it.
    pub(super) fn keep(&mut self, key: Key, reply: &Reply, now: Instant) {
        match (key, reply) {
            (Key::Worker(worker), Reply::Record(Some(record))) => {
                self.keep_worker(worker, WorkerEntry::of(*record), now);
            }
            (Key::Capabilities(worker), Reply::Value(Some(Value::Record(record)))) => {
                self.keep_capabilities(worker, WorkerEntry::of(*record), now);
            }
            (Key::Fleet, Reply::Value(Some(Value::Fleet(fleet)))) => {
                self.keep_fleet(fleet.clone(), now);
            }
            (Key::Index(service), Reply::Value(value)) if !self.index.is_off() => {
                let ids = match value {
                    Some(Value::Ids(ids)) => ids.clone(),
                    _ => IdList::default(),
                };
                self.index.put(service.0.into(), ids, now);
            }
            _ => {}
        }
    }

    /// Caches a worker, where this policy keeps workers in memory at all.
    #[inline(always)]
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
        Ok(fresh.value.record)
    }

    /// Drops service lists after a record with these services was written.
    pub(super) fn invalidate_lists(&mut self, services: ServicesId) {
        match self.policy.cache.invalidate {
            Invalidate::All => self.services.invalidate_all(),
            Invalidate::Affected => {
                for service in self.interned.list(services).iter() {
                    self.services.invalidate(service.0.into());
                }
            }
            Invalidate::None => {}
        }
    }

    /// What its caches did since the isolate was born.
    pub(super) fn cache_stats(&self) -> Stats {
        let stats_of = |lookups: Lookups, entries: usize| {
            let Lookups { hits, misses } = lookups;
            CacheStats { hits, misses, entries: entries as u64 }
        };
        let workers = match self.policy.layout {
            Layout::OneKey => stats_of(self.fleets.lookups(), self.fleet_size()),
            Layout::PerWorker | Layout::Tiered => {
                stats_of(self.workers.lookups(), self.workers.held())
            }
        };
        Stats {
            caches: [
                workers,
                stats_of(self.services.lookups(), self.services.held()),
                stats_of(self.index.lookups(), self.index.held()),
                stats_of(self.capabilities.lookups(), self.capabilities.held()),
            ],
        }
    }
}
