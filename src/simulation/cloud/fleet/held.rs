//! What the isolates that live hold in memory, and what they have looked up.

use super::{Fleet, add_lookups};
use crate::platform::Sizes;
use crate::program::{Deployed, Program};
use crate::simulation::cloud::isolate::Isolate;
use crate::simulation::ledger::{CacheCounts, Ledger};
use crate::words::CacheName;

impl<D: Deployed> Fleet<'_, D> {
    /// Looks at the memory of all living isolates.
    pub(in crate::simulation) fn weigh(&self, sizes: &Sizes, ledger: &mut Ledger) {
        let mut held = [CacheCounts::default(); CacheName::COUNT];
        for isolate in self.living() {
            for (sum, cache) in held.iter_mut().zip(self.counts(isolate, sizes)) {
                sum.entries += cache.entries;
                sum.bytes += cache.bytes;
            }
        }
        for (cache, held) in ledger.caches.iter_mut().zip(held) {
            cache.entries = cache.entries.max(held.entries);
            cache.bytes = cache.bytes.max(held.bytes);
        }
        ledger.memory_bytes = ledger.memory_bytes.max(held.iter().map(|it| it.bytes).sum());
    }

    /// The end of the run: what the living isolates have looked up.
    pub(in crate::simulation) fn finish(&self, sizes: &Sizes, ledger: &mut Ledger) {
        for isolate in self.living() {
            add_lookups(ledger, &isolate.program);
            let mut all = CacheCounts::default();
            for cache in self.counts(isolate, sizes) {
                all.hits += cache.hits;
                all.lookups += cache.lookups;
                all.entries += cache.entries;
                all.bytes += cache.bytes;
            }
            if all.lookups > 0 {
                ledger.living.push(all);
            }
        }
    }

    /// What each cache of an isolate says of itself, in the order of [`CacheName::ALL`].
    fn counts(
        &self,
        isolate: &Isolate<D::Program>,
        sizes: &Sizes,
    ) -> impl Iterator<Item = CacheCounts> {
        let layout = self.deployed.layout();
        let bytes = CacheName::ALL.map(|name| u64::from(sizes.entry(name, layout)));
        isolate.program.stats().caches.into_iter().zip(bytes).map(|(cache, bytes)| CacheCounts {
            hits: cache.hits,
            lookups: cache.lookups(),
            entries: cache.entries,
            bytes: cache.entries * bytes,
        })
    }
}
