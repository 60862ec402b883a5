//! One KV namespace: the central store, expiry, the rate of one key, and the edge cache of each colo.
//!
//! Operations take effect at the instant at which they are issued; how long the caller waits for
//! the result is drawn elsewhere. Keys are dense integers, so the store is two plain vectors. A
//! single colo never sees anything but the newest value, so that until when it keeps a copy is all
//! there is to know; several colos have their copies in [`EdgeCaches`].

use std::collections::BTreeMap;
use std::rc::Rc;

use super::edge::{EdgeCaches, Stored};
use super::keys::{IndexKey, KeyState, WorkerKey};
use crate::words::{Instant, Key, Record, ServiceId, ServiceList, Span, Value, WorkerId};

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
    /// How long an edge cache keeps what it read.
    pub cache_ttl: Span,
    /// How long a write takes until other colos can read it.
    pub propagation: Span,
    /// The least time between two writes of one key.
    pub same_key_write_interval: Span,
    /// Keys on a page of a list.
    pub list_page: u32,
}

/// The namespace.
#[derive(Clone, Debug)]
pub struct Namespace {
    cache_ttl: Span,
    same_key_write_interval: Span,
    list_page: usize,
    workers: Vec<WorkerKey>,
    indexes: Vec<IndexKey>,
    everyone: KeyState,
    /// Where there are several colos.
    edges: Option<EdgeCaches>,
    /// Workers that have a record, expired or not, in the order in which they came.
    order: BTreeMap<u64, WorkerId>,
    arrivals: u64,
    /// The present, for a look past the operations ([`Namespace::everyone`] and its like).
    now: Instant,
}

impl Namespace {
    /// An empty namespace.
    pub fn new(rules: NamespaceRules) -> Self {
        let NamespaceRules { colos, cache_ttl, propagation, .. } = rules;
        Self {
            cache_ttl,
            same_key_write_interval: rules.same_key_write_interval,
            list_page: rules.list_page.max(1) as usize,
            edges: (colos > 1).then(|| EdgeCaches::new(colos, cache_ttl, propagation)),
            workers: Vec::new(),
            indexes: Vec::new(),
            everyone: KeyState::NEW,
            order: BTreeMap::new(),
            arrivals: 0,
            now: Instant::START,
        }
    }

    /// Reads a key from a colo.
    pub fn get(&mut self, key: Key, colo: usize, now: Instant) -> (Option<Value>, Warmth) {
        self.now = now;
        if self.edges.is_some() {
            return self.get_from(colo, key, now);
        }
        let until = now.plus(self.cache_ttl);
        let state = self.state(key);
        let warmth = if now < state.cached_until { Warmth::Hot } else { Warmth::Cold };
        if warmth == Warmth::Cold {
            state.cached_until = until;
        }
        (self.stored(key).map(|stored| stored.value), warmth)
    }

    /// As [`Self::get`], where each colo has its own view.
    fn get_from(&mut self, colo: usize, key: Key, now: Instant) -> (Option<Value>, Warmth) {
        let current = self.stored(key);
        let Some(edges) = &mut self.edges else { unreachable!("asked for with several colos") };
        match edges.copy(colo, key, now) {
            Some(copy) => (copy, Warmth::Hot),
            None => (edges.fetch(colo, key, current, now), Warmth::Cold),
        }
    }

    /// What the central store holds by now.
    fn stored(&self, key: Key) -> Option<Stored> {
        let for_ever = |value| Stored { value, expires: Instant::NEVER };
        match key {
            Key::Worker(worker) => {
                let expires = self.workers.get(worker.0 as usize)?.expires;
                let record = self.record(worker, self.now)?.clone();
                Some(Stored { value: Value::Record(record), expires })
            }
            Key::Index(service) => {
                let ids = self.indexes.get(usize::from(service.0))?.ids.clone()?;
                Some(for_ever(Value::Ids(ids)))
            }
            Key::Everyone => Some(for_ever(Value::Ids(self.everyone()))),
        }
    }

    /// Writes a key from a colo. `false`: refused, the same key was written less than the interval
    /// before, from whatever colo.
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
        self.now = now;
        let before = self.edges.is_some().then(|| self.stored(key));
        let (interval, until) = (self.same_key_write_interval, now.plus(self.cache_ttl));
        let state = self.state(key);
        if now < state.writable_from {
            return false;
        }
        state.writable_from = now.plus(interval);
        // Seen at once in its own colo: the copy there is the new one.
        state.cached_until = until;
        match (key, value) {
            (Key::Worker(worker), Value::Record(record)) => {
                if self.record(worker, now).is_none() {
                    self.leave(worker);
                    self.workers[worker.0 as usize].came = self.arrivals;
                    self.order.insert(self.arrivals, worker);
                    self.arrivals += 1;
                }
                let slot = &mut self.workers[worker.0 as usize];
                slot.record = Some(record);
                slot.expires = ttl.map_or(Instant::NEVER, |ttl| now.plus(ttl));
            }
            (Key::Index(service), Value::Ids(ids)) => {
                self.indexes[usize::from(service.0)].ids = Some(ids);
            }
            (key, value) => panic!("{value:?} is no value for {key:?}"),
        }
        self.note_write(key, before, (colo, now));
        true
    }

    /// Tells the edge caches of several colos what a key held before it was changed.
    #[inline]
    fn note_write(
        &mut self,
        key: Key,
        before: Option<Option<Stored>>,
        (colo, now): (usize, Instant),
    ) {
        if let Some(before) = before {
            let after = self.stored(key);
            if let Some(edges) = &mut self.edges {
                edges.wrote(colo, key, (before, after), now);
            }
        }
    }

    /// Deletes a key from a colo.
    pub fn delete(&mut self, key: Key, (colo, now): (usize, Instant)) {
        self.now = now;
        let before = self.edges.is_some().then(|| self.stored(key));
        let until = now.plus(self.cache_ttl);
        self.state(key).cached_until = until;
        match key {
            Key::Worker(worker) => self.leave(worker),
            Key::Index(service) => self.indexes[usize::from(service.0)].ids = None,
            Key::Everyone => {}
        }
        self.note_write(key, before, (colo, now));
    }

    /// One page of the workers' keys, and whether it is the last.
    pub fn list(&mut self, page: u32, now: Instant) -> (Vec<WorkerId>, bool) {
        self.now = now;
        let first = page as usize * self.list_page;
        let everyone = self.everyone();
        let ids: Vec<_> = everyone.iter().skip(first).take(self.list_page).copied().collect();
        let complete = everyone.len() <= first + self.list_page;
        (ids, complete)
    }

    /// Puts a record and its index entries in before the simulation begins: no operation.
    pub fn seed(&mut self, worker: WorkerId, record: Record) {
        let services = record.services.clone();
        // Everybody has seen it long since.
        let edges = self.edges.take();
        self.put(Key::Worker(worker), Value::Record(record), None, (0, Instant::START));
        self.edges = edges;
        for &service in services.as_slice() {
            self.state(Key::Index(service));
            let ids = &mut self.indexes[usize::from(service.0)].ids;
            let ids = Rc::make_mut(ids.get_or_insert_default());
            ids.push(worker);
        }
        *self.state(Key::Worker(worker)) = KeyState::NEW;
    }

    /// Every worker that has a record, in the order in which they came.
    pub fn everyone(&self) -> Rc<Vec<WorkerId>> {
        let present = |id: &&WorkerId| self.record(**id, self.now).is_some();
        Rc::new(self.order.values().filter(present).copied().collect())
    }

    /// The ids of a service's index.
    pub fn members(&self, service: ServiceId) -> Rc<Vec<WorkerId>> {
        let index = self.indexes.get(usize::from(service.0));
        index.and_then(|index| index.ids.clone()).unwrap_or_default()
    }

    /// The services of a worker's record.
    pub fn services(&self, worker: WorkerId) -> ServiceList {
        self.record(worker, self.now).map(|record| record.services.clone()).unwrap_or_default()
    }

    /// Tells the namespace what time it is, for a look past the operations.
    #[inline]
    pub fn set_now(&mut self, now: Instant) {
        self.now = now;
    }

    fn record(&self, worker: WorkerId, now: Instant) -> Option<&Record> {
        let slot = self.workers.get(worker.0 as usize)?;
        slot.record.as_ref().filter(|_| now < slot.expires)
    }

    fn leave(&mut self, worker: WorkerId) {
        let slot = &mut self.workers[worker.0 as usize];
        if slot.record.take().is_some() {
            self.order.remove(&slot.came);
        }
    }

    fn state(&mut self, key: Key) -> &mut KeyState {
        match key {
            Key::Worker(worker) => {
                let at = worker.0 as usize;
                if at >= self.workers.len() {
                    let empty = WorkerKey {
                        record: None,
                        expires: Instant::NEVER,
                        came: 0,
                        state: KeyState::NEW,
                    };
                    self.workers.resize(at + 1, empty);
                }
                &mut self.workers[at].state
            }
            Key::Index(service) => {
                let at = usize::from(service.0);
                if at >= self.indexes.len() {
                    self.indexes.resize(at + 1, IndexKey { ids: None, state: KeyState::NEW });
                }
                &mut self.indexes[at].state
            }
            Key::Everyone => &mut self.everyone,
        }
    }
}
