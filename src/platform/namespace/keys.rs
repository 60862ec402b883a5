//! What the central store keeps of each key.

use std::collections::BTreeMap;
use std::rc::Rc;

use super::edge::Stored;
use crate::words::{Instant, Key, Record, Span, Value};

/// What is kept about a key beside its value.
#[derive(Clone, Copy, Debug)]
pub(super) struct KeyState {
    /// When it may be written again.
    pub(super) writable_from: Instant,
    /// One colo: when its edge cache fetched its copy, and for how long at most that serves; nobody
    /// runs a longer time than fits.
    fetched: Instant,
    serves_ms: u32,
    /// Its place in the order in which records came.
    pub(super) came: u32,
}

impl KeyState {
    pub(super) const NEW: Self =
        Self { writable_from: Instant::START, fetched: Instant::START, serves_ms: 0, came: 0 };

    /// Does the colo's copy serve a read that takes none older than this? Such a read shortens how
    /// long it serves from now on.
    #[inline(always)]
    pub(super) fn serves(&mut self, at_most: Span, now: Instant) -> bool {
        self.serves_ms = self.serves_ms.min(saturated(at_most));
        now.since(self.fetched).ms() < u64::from(self.serves_ms)
    }

    /// The colo has a new copy.
    #[inline(always)]
    pub(super) fn fetch(&mut self, serves: Span, now: Instant) {
        (self.fetched, self.serves_ms) = (now, saturated(serves));
    }
}

fn saturated(span: Span) -> u32 {
    u32::try_from(span.ms()).unwrap_or(u32::MAX)
}

/// A worker's key: 64 bytes.
#[derive(Clone, Debug)]
pub(super) struct WorkerKey {
    pub(super) record: Option<Record>,
    pub(super) expires: Instant,
    pub(super) state: KeyState,
}

impl WorkerKey {
    pub(super) const NEW: Self =
        Self { record: None, expires: Instant::NEVER, state: KeyState::NEW };
}

/// Any other key.
#[derive(Clone, Debug)]
pub(super) struct PlainKey {
    pub(super) value: Option<Value>,
    pub(super) expires: Instant,
    pub(super) state: KeyState,
}

impl PlainKey {
    pub(super) const NEW: Self =
        Self { value: None, expires: Instant::NEVER, state: KeyState::NEW };

    /// What it holds by now, and until when.
    pub(super) fn stored(&self, now: Instant) -> Option<Stored> {
        let value = self.value.clone().filter(|_| now < self.expires)?;
        Some(Stored { value, expires: self.expires })
    }

    pub(super) fn hold(&mut self, value: Value, expires: Instant) {
        (self.value, self.expires) = (Some(value), expires);
    }
}

/// The keys that a list can find, by the bytes of their names.
#[derive(Clone, Debug, Default)]
pub(super) struct ByName(BTreeMap<Rc<str>, Key>);

impl ByName {
    pub(super) fn add(&mut self, name: Rc<str>, key: Key) {
        self.0.insert(name, key);
    }

    pub(super) fn remove(&mut self, name: &str) {
        self.0.remove(name);
    }

    /// The keys whose names begin so, after a name.
    pub(super) fn after<'a>(
        &'a self,
        prefix: &'a str,
        cursor: Option<&str>,
    ) -> impl Iterator<Item = (&'a Rc<str>, Key)> {
        use std::ops::Bound::{Excluded, Included, Unbounded};
        let from = match cursor {
            Some(cursor) if cursor >= prefix => Excluded(cursor),
            _ => Included(prefix),
        };
        let range = self.0.range::<str, _>((from, Unbounded));
        range.take_while(move |(name, _)| name.starts_with(prefix)).map(|(name, key)| (name, *key))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_worker_key_fits_one_cache_line() {
        assert_eq!(size_of::<WorkerKey>(), 64);
    }

    #[test]
    fn a_shorter_time_holds_for_a_copy_that_is_there_already() {
        let mut state = KeyState::NEW;
        let (long, short) = (Span::from_secs(300), Span::from_secs(30));
        let second = |seconds| Instant::START.plus(Span::from_secs(seconds));
        assert!(!state.serves(long, second(0)), "nobody has fetched it");
        state.fetch(long, second(0));
        assert!(state.serves(long, second(299)));
        assert!(!state.clone().serves(long, second(300)));
        assert!(state.serves(short, second(29)));
        assert!(!state.serves(long, second(31)), "shortened by the read before");
    }
}
