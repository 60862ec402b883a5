//! The coordinator's own figures, as its `stats` request returns them.

use super::cache::{Lookups, Miss};
use crate::words::CacheName;

/// Estimated memory of one cached worker entry, in bytes (as published for this design).
pub const WORKER_ENTRY_BYTES: u64 = 5_000;
/// Estimated memory of one cached list of a service, in bytes (as published for this design).
pub const LIST_ENTRY_BYTES: u64 = 10_000;

/// Figures of one isolate since it was born.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Stats {
    /// One for each cache, in the order of [`CacheName::ALL`].
    pub caches: [CacheStats; CacheName::COUNT],
}

impl Stats {
    /// Estimated memory of all caches, in bytes.
    pub fn bytes(&self) -> u64 {
        self.caches.iter().map(|cache| cache.bytes).sum()
    }
}

/// Figures of one cache.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct CacheStats {
    /// Lookups that a fresh entry answered.
    pub hits: u64,
    /// Lookups that missed, by reason, in the order of [`Miss::ALL`].
    pub misses: [u64; Miss::COUNT],
    /// Entries held now, stale ones among them.
    pub entries: u64,
    /// Their estimated memory, in bytes.
    pub bytes: u64,
}

impl CacheStats {
    pub(super) fn new(lookups: Lookups, entries: usize, entry_bytes: u64) -> Self {
        let entries = entries as u64;
        Self { hits: lookups.hits, misses: lookups.misses, entries, bytes: entries * entry_bytes }
    }

    /// All lookups.
    pub fn lookups(&self) -> u64 {
        self.hits + self.misses.iter().sum::<u64>()
    }
}
