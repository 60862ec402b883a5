//! One KV namespace: the central store, expiry, the rate of one key, and the edge cache of each colo.
//!
//! Operations take effect at the instant at which they are issued; how long the caller waits for
//! the result is drawn elsewhere. A single colo never sees anything but the newest value, so that how
//! long its copy serves is all there is to know; several colos have their copies in [`EdgeCaches`].

mod central;
mod edge;
mod keys;

use std::rc::Rc;

use self::central::Central;
pub use self::central::Naming;
use self::edge::{EdgeCaches, Stored};
use crate::words::{
    Fleet, IdList, Instant, Interned, Key, Layout, Record, ServiceId, ServicesId, Span, Value,
    WorkerId,
};

/// Was a read answered by the colo's edge cache?
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Warmth {
    /// By the edge cache.
    Hot,
    /// By the central store.
    Cold,
}

/// What a namespace goes by.
#[derive(Clone, Copy, Debug)]
pub struct NamespaceRules {
    /// How many colos there are, one at least.
    pub colos: usize,
    /// How long an edge cache keeps what it read, where the read says nothing else.
    pub cache_ttl: Span,
    /// How long a write takes until other colos can read it.
    pub propagation: Span,
    /// The least time between two writes of one key.
    pub same_key_write_interval: Span,
    /// The least time between two writes of whatever keys; `None`: keys alone count.
    pub same_namespace_write_interval: Option<Span>,
    /// The most keys on a page of a list.
    pub list_page: u32,
}

/// The namespace.
pub struct Namespace {
    cache_ttl: Span,
    same_key_write_interval: Span,
    same_namespace_write_interval: Option<Span>,
    /// Where that is: the next write of any key may be made from then on.
    writable_from: Instant,
    list_page: usize,
    central: Central,
    /// Where there are several colos.
    edges: Option<EdgeCaches>,
}

impl Namespace {
    /// An empty namespace.
    pub fn new(rules: NamespaceRules, interned: Interned, naming: Naming) -> Self {
        let NamespaceRules { colos, cache_ttl, propagation, .. } = rules;
        Self {
            cache_ttl,
            same_key_write_interval: rules.same_key_write_interval,
            same_namespace_write_interval: rules.same_namespace_write_interval,
            writable_from: Instant::START,
            list_page: rules.list_page.max(1) as usize,
            central: Central::new(interned, naming),
            edges: (colos > 1).then(|| EdgeCaches::new(colos, cache_ttl, propagation)),
        }
    }

    /// Reads a worker's record from a colo.
    #[inline(always)]
    pub fn read(
        &mut self,
        worker: WorkerId,
        (colo, now): (usize, Instant),
    ) -> (Option<Record>, Warmth) {
        if self.edges.is_some() {
            let (value, warmth) = self.get(Key::Worker(worker), None, (colo, now));
            return (value.and_then(Value::record), warmth);
        }
        let serves = self.cache_ttl;
        (self.central.record(worker, now).copied(), self.warmth(Key::Worker(worker), (serves, now)))
    }

    /// Reads a key from a colo, which is to keep what it fetches for so long; a copy that is older
    /// serves no more (<https://developers.cloudflare.com/kv/api/read-key-value-pairs/>, 2026-04-21).
    pub fn get(
        &mut self,
        key: Key,
        cache_ttl: Option<Span>,
        (colo, now): (usize, Instant),
    ) -> (Option<Value>, Warmth) {
        let serves = cache_ttl.unwrap_or(self.cache_ttl);
        if self.edges.is_some() {
            return self.get_from(colo, key, (serves, now));
        }
        let warmth = self.warmth(key, (serves, now));
        (self.central.value(key, now), warmth)
    }

    /// Is a read of a single colo answered by its copy? Where not, it has one now.
    #[inline(always)]
    fn warmth(&mut self, key: Key, (serves, now): (Span, Instant)) -> Warmth {
        let state = self.central.state(key);
        if state.serves(serves, now) {
            Warmth::Hot
        } else {
            state.fetch(serves, now);
            Warmth::Cold
        }
    }

    /// As [`Self::get`], where each colo has its own view.
    #[inline(never)]
    fn get_from(
        &mut self,
        colo: usize,
        key: Key,
        (serves, now): (Span, Instant),
    ) -> (Option<Value>, Warmth) {
        let Some(edges) = &mut self.edges else { return (None, Warmth::Cold) };
        if let Some(copy) = edges.copy((colo, key), (serves, now)) {
            return (copy, Warmth::Hot);
        }
        let current = self.central.stored(key, now);
        (edges.fetch((colo, key), current, (serves, now)), Warmth::Cold)
    }

    /// Writes a worker's record from a colo; see [`Self::put`].
    #[inline(always)]
    pub fn write(
        &mut self,
        worker: WorkerId,
        record: Record,
        ttl: Option<Span>,
        (colo, now): (usize, Instant),
    ) -> bool {
        let key = Key::Worker(worker);
        if self.edges.is_some() {
            return self.put(key, Value::Record(record), ttl, (colo, now));
        }
        let granted = self.may_write(key, now);
        if granted {
            self.central.write(worker, record, (now, expiry(ttl, now)));
        }
        granted
    }

    /// Writes a key from a colo. `false`: refused, the same key, or where the plan says so any key,
    /// was written less than the interval before, from whatever colo.
    ///
    /// # Panics
    /// Where a value does not fit its key: a bug of the caller.
    pub fn put(
        &mut self,
        key: Key,
        value: Value,
        ttl: Option<Span>,
        (colo, now): (usize, Instant),
    ) -> bool {
        let before = self.edges.is_some().then(|| self.central.stored(key, now));
        let granted = self.may_write(key, now);
        if granted {
            self.central.put(key, value, (now, expiry(ttl, now)));
            if let Some(before) = before {
                self.note_write((colo, key), before, now);
            }
        }
        granted
    }

    /// May a key be written now? Then it, or all, may not again for an interval, and it is seen at once
    /// in its own colo: the copy there is the new one.
    #[inline(always)]
    fn may_write(&mut self, key: Key, now: Instant) -> bool {
        let (interval, serves) = (self.same_key_write_interval, self.cache_ttl);
        let state = self.central.state(key);
        let granted = now >= state.writable_from && now >= self.writable_from;
        if granted {
            state.writable_from = now.plus(interval);
            if let Some(interval) = self.same_namespace_write_interval {
                self.writable_from = now.plus(interval);
            }
            state.fetch(serves, now);
        }
        granted
    }

    /// Tells the edge caches of several colos what a key held before it was changed.
    fn note_write(&mut self, at: (usize, Key), before: Option<Stored>, now: Instant) {
        let after = self.central.stored(at.1, now);
        if let Some(edges) = &mut self.edges {
            edges.wrote(at, (before, after), now);
        }
    }

    /// Deletes a key from a colo.
    pub fn delete(&mut self, key: Key, (colo, now): (usize, Instant)) {
        let before = self.edges.is_some().then(|| self.central.stored(key, now));
        let serves = self.cache_ttl;
        self.central.state(key).fetch(serves, now);
        self.central.delete(key);
        if let Some(before) = before {
            self.note_write((colo, key), before, now);
        }
    }

    /// A page of the keys whose names begin so, by the bytes of their names, after the one at which
    /// the page before ended; and where this one ends, unless it is the last
    /// (<https://developers.cloudflare.com/kv/api/list-keys/>, 2025).
    pub fn list(
        &mut self,
        (prefix, cursor): (&str, Option<&str>),
        limit: Option<u32>,
        now: Instant,
    ) -> (Vec<Key>, Option<Rc<str>>) {
        let limit = limit.map_or(self.list_page, |limit| self.list_page.min(limit as usize)).max(1);
        let keys = self.central.keys(prefix, cursor, now);
        let mut page: Vec<(&Rc<str>, Key)> = keys.take(limit + 1).collect();
        let is_last = page.len() <= limit;
        page.truncate(limit);
        let end = page.last().filter(|_| !is_last).map(|(name, _)| Rc::clone(name));
        (page.into_iter().map(|(_, key)| key).collect(), end)
    }

    /// Puts a worker's data in before the simulation begins, in the keys that the layout says: no
    /// operation, and everybody has seen it long since.
    pub fn seed(&mut self, worker: WorkerId, record: Record, layout: Layout) {
        let written = (Instant::START, Instant::NEVER);
        let keys: &[Key] = match layout {
            Layout::OneKey => return self.central.enlist(worker, record),
            Layout::PerWorker => &[Key::Worker(worker)],
            Layout::Tiered => &[Key::Worker(worker), Key::Capabilities(worker)],
        };
        for key in keys {
            self.central.state(*key);
            self.central.put(*key, Value::Record(record), written);
        }
        for &service in self.central.list(record.services).iter() {
            let ids = self.central.members(service, Instant::START).with(worker);
            self.central.state(Key::Index(service));
            self.central.put(Key::Index(service), Value::Ids(ids), written);
        }
    }

    /// How many bytes the values take, expired ones too: so many of a worker's key, and of the others what
    /// is said of each.
    pub fn bytes(&self, worker: u32, other: impl Fn(&Value) -> u64) -> u64 {
        self.central.workers() * u64::from(worker) + self.central.values().map(other).sum::<u64>()
    }

    /// Every worker that has a record by now, in the order in which they came.
    pub fn everyone(&self, now: Instant) -> IdList {
        self.central.everyone(now)
    }

    /// The records of all workers by now, where one key holds them.
    pub fn fleet(&self, now: Instant) -> Option<&Fleet> {
        self.central.fleet(now)
    }

    /// The ids of a service's index, or of its workers where one key holds all.
    pub fn members(&self, service: ServiceId, now: Instant) -> IdList {
        self.central.members(service, now)
    }

    /// The services of a worker's record by now.
    pub fn services(&self, worker: WorkerId, now: Instant) -> ServicesId {
        self.central.services(worker, now)
    }
}

/// When a key is gone that is written now.
#[inline(always)]
fn expiry(ttl: Option<Span>, now: Instant) -> Instant {
    ttl.map_or(Instant::NEVER, |ttl| now.plus(ttl))
}
