//! What the caches of an isolate of the second model say of themselves.

use kvplan::program::{CacheStats, Stats};
use kvplan::words::Layout;

use super::SimpleModel;

impl SimpleModel {
    /// The figures of an isolate's caches since it was born.
    pub fn stats(&self, isolate: usize) -> Stats {
        let isolate = &self.isolates[isolate];
        let figures =
            |hits, misses, entries: usize| CacheStats { hits, misses, entries: entries as u64 };
        let (lists, indexes) = (&isolate.services, &isolate.indexes);
        let (fleet, workers, abilities) = (&isolate.fleet, &isolate.workers, &isolate.capabilities);
        let rows = fleet.peek(0, u64::MAX).map_or(0, |(held, _)| held.said.len());
        Stats {
            caches: [
                if self.policy.layout == Layout::OneKey {
                    figures(fleet.hits, fleet.misses, rows)
                } else {
                    figures(workers.hits, workers.misses, workers.len())
                },
                figures(lists.hits, lists.misses, lists.len()),
                figures(indexes.hits, indexes.misses, indexes.len()),
                figures(abilities.hits, abilities.misses, abilities.len()),
            ],
        }
    }
}
