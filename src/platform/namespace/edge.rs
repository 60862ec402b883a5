//! What several colos see of one namespace: a copy of each key that they read, and what they cannot
//! see yet.
//!
//! A write is seen at once in the colo that made it. Any other colo goes on with its copy until that
//! expires, and then reads the newest value that has had time to reach it. That a key is missing is
//! kept as a value is. Source: <https://developers.cloudflare.com/kv/concepts/how-kv-works/>; how
//! long a write takes to be readable elsewhere is not documented.

use std::collections::{BTreeMap, VecDeque};

use crate::words::{Instant, Key, Span, Value};

/// A value as the central store holds it.
#[derive(Clone, PartialEq, Debug)]
pub(super) struct Stored {
    pub(super) value: Value,
    /// From then on there is no such key, in any cache.
    pub(super) expires: Instant,
}

/// A copy that a colo keeps of a key, or of its absence.
#[derive(Clone, Debug)]
struct Copied {
    fetched: Instant,
    /// For how long it serves at most.
    serves: Span,
    stored: Option<Stored>,
}

/// A write or delete that some colo may not see yet.
#[derive(Clone, Debug)]
struct Recent {
    at: Instant,
    colo: usize,
    /// What the key held before.
    before: Option<Stored>,
}

/// The edge caches of all colos.
#[derive(Clone, Debug)]
pub(super) struct EdgeCaches {
    cache_ttl: Span,
    propagation: Span,
    copies: Vec<BTreeMap<Key, Copied>>,
    recent: BTreeMap<Key, VecDeque<Recent>>,
}

impl EdgeCaches {
    pub(super) fn new(colos: usize, cache_ttl: Span, propagation: Span) -> Self {
        Self {
            cache_ttl,
            propagation,
            copies: vec![BTreeMap::new(); colos],
            recent: BTreeMap::new(),
        }
    }

    /// The copy that a colo still keeps, for a read that takes none older than this; `None`: it keeps
    /// none and has to ask the central store. A read shortens for how long the copy serves.
    pub(super) fn copy(
        &mut self,
        (colo, key): (usize, Key),
        (at_most, now): (Span, Instant),
    ) -> Option<Option<Value>> {
        let copied = self.copies[colo].get_mut(&key)?;
        copied.serves = copied.serves.min(at_most);
        let serves = now.since(copied.fetched) < copied.serves;
        serves.then(|| alive(copied.stored.as_ref(), now))
    }

    /// Reads the central store, which holds `current`, from a colo, and keeps a copy there.
    pub(super) fn fetch(
        &mut self,
        (colo, key): (usize, Key),
        current: Option<Stored>,
        (serves, now): (Span, Instant),
    ) -> Option<Value> {
        let stored = self.as_seen_from(colo, key, current, now);
        let value = alive(stored.as_ref(), now);
        self.copies[colo].insert(key, Copied { fetched: now, serves, stored });
        value
    }

    /// The newest value that this colo can see by now.
    fn as_seen_from(
        &self,
        colo: usize,
        key: Key,
        current: Option<Stored>,
        now: Instant,
    ) -> Option<Stored> {
        let mut seen = current;
        for write in self.recent.get(&key).into_iter().flatten().rev() {
            if write.colo == colo || self.is_everywhere(write, now) {
                break;
            }
            seen.clone_from(&write.before);
        }
        seen
    }

    /// A colo has written a key, or deleted it: its own copy is the new one.
    pub(super) fn wrote(
        &mut self,
        (colo, key): (usize, Key),
        (before, after): (Option<Stored>, Option<Stored>),
        now: Instant,
    ) {
        let copied = Copied { fetched: now, serves: self.cache_ttl, stored: after };
        self.copies[colo].insert(key, copied);
        if self.propagation.is_zero() {
            return;
        }
        let mut recent = self.recent.remove(&key).unwrap_or_default();
        // What came before a write that is seen everywhere nobody asks for any more.
        while recent.front().is_some_and(|write| self.is_everywhere(write, now)) {
            recent.pop_front();
        }
        recent.push_back(Recent { at: now, colo, before });
        self.recent.insert(key, recent);
    }

    fn is_everywhere(&self, write: &Recent, now: Instant) -> bool {
        write.at.plus(self.propagation) <= now
    }
}

fn alive(stored: Option<&Stored>, now: Instant) -> Option<Value> {
    stored.filter(|stored| now < stored.expires).map(|stored| stored.value.clone())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::words::{ServiceId, WorkerId};

    const KEY: Key = Key::Index(ServiceId(0));
    const TTL: Span = Span::from_secs(60);

    fn ids(id: u32) -> Value {
        Value::Ids([WorkerId(id)].into_iter().collect())
    }

    fn stored(id: u32) -> Option<Stored> {
        Some(Stored { value: ids(id), expires: Instant::NEVER })
    }

    fn seconds(seconds: u64) -> Instant {
        Instant::START.plus(Span::from_secs(seconds))
    }

    #[test]
    fn a_write_is_seen_at_once_at_home_and_elsewhere_when_the_copy_expires() {
        let mut edges = EdgeCaches::new(2, Span::from_secs(60), Span::ZERO);
        assert_eq!(edges.fetch((0, KEY), stored(1), (TTL, seconds(0))), Some(ids(1)));
        assert_eq!(edges.fetch((1, KEY), stored(1), (TTL, seconds(0))), Some(ids(1)));
        edges.wrote((0, KEY), (stored(1), stored(2)), seconds(10));
        assert_eq!(edges.copy((0, KEY), (TTL, seconds(10))), Some(Some(ids(2))));
        assert_eq!(edges.copy((1, KEY), (TTL, seconds(59))), Some(Some(ids(1))), "its old copy");
        assert_eq!(edges.copy((1, KEY), (TTL, seconds(60))), None, "expired");
        assert_eq!(edges.fetch((1, KEY), stored(2), (TTL, seconds(60))), Some(ids(2)));
    }

    #[test]
    fn what_has_not_arrived_is_not_read() {
        let mut edges = EdgeCaches::new(3, Span::from_secs(30), Span::from_secs(5));
        edges.wrote((0, KEY), (stored(1), stored(2)), seconds(100));
        edges.wrote((1, KEY), (stored(2), stored(3)), seconds(103));
        let seen = |colo, at| edges.clone().fetch((colo, KEY), stored(3), (TTL, seconds(at)));
        assert_eq!(seen(2, 104), Some(ids(1)), "neither has arrived");
        assert_eq!(seen(2, 105), Some(ids(2)), "the first has");
        assert_eq!(seen(2, 108), Some(ids(3)), "both have");
        assert_eq!(seen(1, 104), Some(ids(3)), "its own, whatever else is under way");
        assert_eq!(seen(0, 104), Some(ids(2)), "its own until the later one arrives");
    }

    #[test]
    fn that_a_key_is_missing_is_kept_too_and_an_expired_value_is_missing() {
        let mut edges = EdgeCaches::new(2, Span::from_secs(60), Span::ZERO);
        assert_eq!(edges.fetch((1, KEY), None, (TTL, seconds(0))), None);
        edges.wrote((0, KEY), (None, stored(1)), seconds(1));
        assert_eq!(
            edges.copy((1, KEY), (TTL, seconds(59))),
            Some(None),
            "not there, as far as it knows"
        );
        let short = Some(Stored { value: ids(1), expires: seconds(70) });
        assert_eq!(edges.fetch((1, KEY), short, (TTL, seconds(60))), Some(ids(1)));
        assert_eq!(edges.copy((1, KEY), (TTL, seconds(69))), Some(Some(ids(1))));
        assert_eq!(
            edges.copy((1, KEY), (TTL, seconds(70))),
            Some(None),
            "expiry beats the edge cache"
        );
    }
}
