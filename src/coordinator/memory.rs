//! What the coordinator keeps in the isolate's memory: what goes in, what is found, what is dropped.

use super::cache::Lookups;
use super::core::Coordinator;
use super::entry::WorkerEntry;
use super::policy::Invalidate;
use super::stage::{Purpose, Stage, Token};
use crate::program::{CacheStats, Reply, Stats};
use crate::words::{Cause, IdList, Instant, Key, Layout, Record, ServicesId, Value};

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
                self.workers.put(worker.0 as usize, WorkerEntry::of(*record), now);
            }
            (Key::Capabilities(worker), Reply::Value(Some(Value::Record(record)))) => {
                self.capabilities.put(worker.0 as usize, WorkerEntry::of(*record), now);
            }
            (Key::Fleet, Reply::Value(Some(Value::Fleet(fleet)))) => {
                self.keep_fleet(fleet.clone(), now);
            }
            (Key::Index(service), Reply::Value(value)) => {
                let ids = match value {
                    Some(Value::Ids(ids)) => ids.clone(),
                    _ => IdList::default(),
                };
                self.index.put(service.0.into(), ids, now);
            }
            _ => {}
        }
    }

    /// What a worker's key holds by a fresh entry, or the cause of the read that is needed.
    pub(super) fn look_worker(&mut self, key: Key, now: Instant) -> Result<Record, Cause> {
        let (cache, worker) = match key {
            Key::Worker(worker) => (&mut self.workers, worker),
            Key::Capabilities(worker) => (&mut self.capabilities, worker),
            key => panic!("{key:?} is of no one worker"),
        };
        cache.find(worker.0 as usize, now).map(|fresh| fresh.value.record)
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
