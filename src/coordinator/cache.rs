//! One in-memory cache: strict TTL, optional bound with the least recently used going first.
//!
//! It is given the time and never asks for it. A lookup says `Fresh` or why it missed; the lookups
//! are tallied for the `stats` request only. Ids are small integers, so entries lie in a plain
//! vector, in the order of their ids.

use std::collections::BTreeMap;

use crate::program::Miss;
use crate::words::{Cause, Instant, Span};

/// How lookups went.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub(super) struct Lookups {
    pub(super) hits: u64,
    pub(super) misses: [u64; Miss::COUNT],
}

#[derive(Clone, Debug)]
enum Slot<V> {
    Never,
    Dropped { cached_at: Instant, miss: Miss },
    Held { value: V, cached_at: Instant },
}

/// A fresh entry: its value, and when it was put in, which the holder may move on.
#[derive(PartialEq, Debug)]
pub(super) struct Fresh<'a, V> {
    pub(super) value: &'a mut V,
    pub(super) cached_at: &'a mut Instant,
}

/// The cache. Entries stay until they are dropped or evicted, fresh or not.
#[derive(Clone, Debug)]
pub(super) struct Cache<V> {
    ttl: Span,
    /// Is anything put in at all?
    keeps: bool,
    slots: Vec<Slot<V>>,
    held: usize,
    recency: Option<Recency>,
    lookups: Lookups,
}

impl<V> Cache<V> {
    /// An empty cache. `max_entries` of zero counts as one.
    pub(super) fn new(ttl: Span, max_entries: Option<u32>) -> Self {
        Self {
            ttl,
            keeps: !ttl.is_zero(),
            slots: Vec::new(),
            held: 0,
            recency: max_entries.map(Recency::new),
            lookups: Lookups::default(),
        }
    }

    /// Forgets everything, as a new isolate would.
    pub(super) fn reset(&mut self) {
        self.slots.clear();
        self.held = 0;
        self.lookups = Lookups::default();
        if let Some(recency) = &mut self.recency {
            recency.clear();
        }
    }

    /// The same, which keeps what is put in even where it is switched off (a TTL of zero): for whoever
    /// takes entries of any age.
    pub(super) fn for_any_age(self, keeps: bool) -> Self {
        Self { keeps: self.keeps || keeps, ..self }
    }

    /// The entry, if it is fresh, or the cause of the read that is needed.
    #[inline(always)]
    pub(super) fn find(&mut self, id: usize, now: Instant) -> Result<Fresh<'_, V>, Cause> {
        if self.ttl.is_zero() {
            return Err(Cause::Uncached);
        }
        self.look(id, now).map_err(Miss::cause)
    }

    /// The entry, if it is fresh: `now - cached_at < ttl`, strictly.
    #[inline(always)]
    fn look(&mut self, id: usize, now: Instant) -> Result<Fresh<'_, V>, Miss> {
        let miss = match self.slots.get_mut(id) {
            None | Some(Slot::Never) => Miss::Cold,
            Some(Slot::Held { value, cached_at }) => {
                if now.since(*cached_at) < self.ttl {
                    self.lookups.hits += 1;
                    if let Some(recency) = &mut self.recency {
                        recency.touch(id);
                    }
                    return Ok(Fresh { value, cached_at });
                }
                Miss::Expired
            }
            Some(Slot::Dropped { cached_at, miss }) => {
                if now.since(*cached_at) < self.ttl {
                    *miss
                } else {
                    Miss::Expired
                }
            }
        };
        self.lookups.misses[miss as usize] += 1;
        Err(miss)
    }

    /// The entry of any age. Neither a lookup nor a use.
    pub(super) fn peek(&mut self, id: usize) -> Option<&mut V> {
        match self.slots.get_mut(id) {
            Some(Slot::Held { value, .. }) => Some(value),
            _ => None,
        }
    }

    /// Puts an entry in where any is kept, and pushes the least recently used one out where there is no
    /// room.
    #[inline(always)]
    pub(super) fn put(&mut self, id: usize, value: V, now: Instant) {
        if !self.keeps {
            return;
        }
        if id >= self.slots.len() {
            self.grow(id);
        }
        if !matches!(self.slots[id], Slot::Held { .. }) {
            self.held += 1;
        }
        self.slots[id] = Slot::Held { value, cached_at: now };
        if self.recency.is_some() {
            self.use_and_evict(id);
        }
    }

    #[cold]
    fn grow(&mut self, id: usize) {
        self.slots.resize_with(id + 1, || Slot::Never);
    }

    #[inline(never)]
    fn use_and_evict(&mut self, id: usize) {
        let Some(recency) = &mut self.recency else { return };
        recency.touch(id);
        if let Some(oldest) = recency.overflow() {
            self.remove(oldest, Miss::Evicted);
        }
    }

    /// Drops one entry because something changed.
    pub(super) fn invalidate(&mut self, id: usize) {
        self.remove(id, Miss::Invalidated);
    }

    /// Drops every entry because something changed.
    pub(super) fn invalidate_all(&mut self) {
        let mut id = 0;
        while self.held > 0 {
            self.remove(id, Miss::Invalidated);
            id += 1;
        }
    }

    fn remove(&mut self, id: usize, miss: Miss) {
        if let Some(Slot::Held { cached_at, .. }) = self.slots.get(id) {
            self.slots[id] = Slot::Dropped { cached_at: *cached_at, miss };
            self.held -= 1;
            if let Some(recency) = &mut self.recency {
                recency.forget(id);
            }
        }
    }

    pub(super) fn lookups(&self) -> Lookups {
        self.lookups
    }

    /// The entry at a place, of any age.
    pub(super) fn held_at(&self, id: usize) -> Option<&V> {
        match self.slots.get(id) {
            Some(Slot::Held { value, .. }) => Some(value),
            _ => None,
        }
    }

    pub(super) fn held(&self) -> usize {
        self.held
    }

    /// Counts everything anew and compares.
    ///
    /// # Panics
    /// Where a count and what it counts have drifted apart: a bug.
    pub(super) fn validate(&self) {
        let held: Vec<usize> = (0..self.slots.len())
            .filter(|&id| matches!(self.slots[id], Slot::Held { .. }))
            .collect();
        assert_eq!(held.len(), self.held, "entries held, counted anew");
        if let Some(recency) = &self.recency {
            recency.validate(&held);
        }
    }
}

/// The order in which the entries of a bounded cache were last used.
#[derive(Clone, Debug)]
struct Recency {
    bound: usize,
    tick: u64,
    used_at: BTreeMap<usize, u64>,
    by_use: BTreeMap<u64, usize>,
}

impl Recency {
    fn new(bound: u32) -> Self {
        let bound = (bound as usize).max(1);
        Self { bound, tick: 0, used_at: BTreeMap::new(), by_use: BTreeMap::new() }
    }

    fn clear(&mut self) {
        self.used_at.clear();
        self.by_use.clear();
    }

    fn touch(&mut self, id: usize) {
        self.forget(id);
        self.tick += 1;
        self.used_at.insert(id, self.tick);
        self.by_use.insert(self.tick, id);
    }

    fn forget(&mut self, id: usize) {
        if let Some(used_at) = self.used_at.remove(&id) {
            self.by_use.remove(&used_at);
        }
    }

    /// The least recently used entry, where there are more than fit.
    fn overflow(&self) -> Option<usize> {
        if self.by_use.len() <= self.bound {
            return None;
        }
        self.by_use.first_key_value().map(|(_, id)| *id)
    }

    fn validate(&self, held: &[usize]) {
        assert!(held.len() <= self.bound, "{} entries in {} places", held.len(), self.bound);
        assert_eq!(self.by_use.len(), self.used_at.len(), "uses and their times");
        assert!(held.iter().eq(self.used_at.keys()), "entries held and entries in order of use");
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::coordinator::entry::WorkerEntry;

    #[test]
    fn a_worker_entry_fits_one_cache_line() {
        assert!(size_of::<Slot<WorkerEntry>>() <= 64, "{}", size_of::<Slot<WorkerEntry>>());
    }

    #[test]
    fn an_entry_is_stale_exactly_at_its_ttl() {
        let mut cache = Cache::new(Span::from_secs(30), None);
        cache.put(0, (), Instant::START);
        assert!(cache.look(0, Instant::from_ms(29_999)).is_ok());
        assert_eq!(cache.look(0, Instant::from_ms(30_000)), Err(Miss::Expired));
    }

    #[test]
    fn a_miss_names_the_reason_without_which_it_would_have_hit() {
        let mut cache = Cache::new(Span::from_secs(30), Some(1));
        assert_eq!(cache.look(0, Instant::START), Err(Miss::Cold));
        cache.put(0, (), Instant::START);
        cache.put(1, (), Instant::START);
        assert_eq!(cache.look(0, Instant::from_ms(1)), Err(Miss::Evicted));
        cache.invalidate_all();
        assert_eq!(cache.look(1, Instant::from_ms(1)), Err(Miss::Invalidated));
        assert_eq!(cache.look(1, Instant::from_ms(30_000)), Err(Miss::Expired));
        cache.validate();
    }

    #[test]
    fn a_lookup_that_hits_counts_as_use() {
        let mut cache = Cache::new(Span::from_secs(30), Some(2));
        cache.put(0, (), Instant::START);
        cache.put(1, (), Instant::START);
        assert!(cache.look(0, Instant::START).is_ok());
        cache.put(2, (), Instant::START);
        assert!(cache.look(0, Instant::START).is_ok(), "used last");
        assert_eq!(cache.look(1, Instant::START), Err(Miss::Evicted));
    }
}
