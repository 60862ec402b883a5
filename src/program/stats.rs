//! A program's own figures: of what it keeps in the isolate's memory.

use crate::words::{CacheName, Cause};

/// Why a lookup missed: the one reason without which it would have hit.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Miss {
    /// This isolate never held it.
    Cold,
    /// It was held too long ago.
    Expired,
    /// It was dropped because something changed.
    Invalidated,
    /// It was pushed out of a full cache.
    Evicted,
}

impl Miss {
    /// All reasons, in the order of every report.
    pub const ALL: [Self; 4] = [Self::Cold, Self::Expired, Self::Invalidated, Self::Evicted];
    /// How many there are.
    pub const COUNT: usize = Self::ALL.len();

    /// The cause of the read that follows.
    pub const fn cause(self) -> Cause {
        match self {
            Self::Cold => Cause::Cold,
            Self::Expired => Cause::Expired,
            Self::Invalidated => Cause::Invalidated,
            Self::Evicted => Cause::Evicted,
        }
    }
}

/// Figures of one isolate since it was born.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Stats {
    /// One for each cache, in the order of [`CacheName::ALL`].
    pub caches: [CacheStats; CacheName::COUNT],
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
}

impl CacheStats {
    /// All lookups.
    pub fn lookups(&self) -> u64 {
        self.hits + self.misses.iter().sum::<u64>()
    }
}
