//! The central store of a namespace: what each key holds, and which keys there are.
//!
//! Keys are dense integers, so that it is plain vectors. It knows nothing of colos.

use std::collections::BTreeMap;
use std::rc::Rc;

use super::edge::Stored;
use super::keys::{ByName, KeyState, PlainKey, WorkerKey};
use crate::words::{
    Fleet, IdList, Instant, Interned, Key, Record, ServiceId, ServicesId, Value, WorkerId,
};

/// The name of a worker's or an index's key; `None`: no list needs to find it.
pub type Naming = Box<dyn Fn(Key) -> Option<Rc<str>>>;

/// The central store.
pub(super) struct Central {
    interned: Interned,
    naming: Naming,
    workers: Vec<WorkerKey>,
    indexes: Vec<PlainKey>,
    capabilities: Vec<PlainKey>,
    fleet: PlainKey,
    named: Vec<PlainKey>,
    everyone: KeyState,
    /// Keys that have a value, expired or not.
    by_name: ByName,
    /// Workers that have a record, expired or not, in the order in which they came.
    order: BTreeMap<u32, WorkerId>,
    arrivals: u32,
}

impl Central {
    pub(super) fn new(interned: Interned, naming: Naming) -> Self {
        Self {
            interned,
            naming,
            workers: Vec::new(),
            indexes: Vec::new(),
            capabilities: Vec::new(),
            fleet: PlainKey::NEW,
            named: Vec::new(),
            everyone: KeyState::NEW,
            by_name: ByName::default(),
            order: BTreeMap::new(),
            arrivals: 0,
        }
    }

    /// What a key holds by now.
    pub(super) fn value(&self, key: Key, now: Instant) -> Option<Value> {
        self.stored(key, now).map(|stored| stored.value)
    }

    /// What a key holds by now, and until when.
    pub(super) fn stored(&self, key: Key, now: Instant) -> Option<Stored> {
        let plain = |keys: &[PlainKey], at: usize| keys.get(at)?.stored(now);
        match key {
            Key::Worker(worker) => {
                let expires = self.workers.get(worker.0 as usize)?.expires;
                let record = self.record(worker, now)?;
                Some(Stored { value: Value::Record(*record), expires })
            }
            Key::Index(service) => plain(&self.indexes, usize::from(service.0)),
            Key::Capabilities(worker) => plain(&self.capabilities, worker.0 as usize),
            Key::Fleet => self.fleet.stored(now),
            Key::Named(name) => plain(&self.named, name.index()),
            Key::Everyone => {
                Some(Stored { value: Value::Ids(self.everyone(now)), expires: Instant::NEVER })
            }
        }
    }

    /// Writes a worker's record, whose state was asked for.
    #[inline(always)]
    pub(super) fn write(
        &mut self,
        worker: WorkerId,
        record: Record,
        (now, expires): (Instant, Instant),
    ) {
        if self.record(worker, now).is_none() {
            self.come(worker);
        }
        let slot = &mut self.workers[worker.0 as usize];
        (slot.record, slot.expires) = (Some(record), expires);
    }

    /// Writes a key, whose state was asked for.
    ///
    /// # Panics
    /// Where a value does not fit its key: a bug of the caller.
    pub(super) fn put(&mut self, key: Key, value: Value, (now, expires): (Instant, Instant)) {
        match (key, value) {
            (Key::Worker(worker), Value::Record(record)) => {
                self.write(worker, record, (now, expires));
            }
            (Key::Index(service), Value::Ids(ids)) => {
                let ids = Value::Ids(ids.settled());
                self.indexes[usize::from(service.0)].hold(ids, expires);
                self.list_as_named(key);
            }
            (Key::Capabilities(worker), value @ Value::Record(_)) => {
                self.capabilities[worker.0 as usize].hold(value, expires);
            }
            (Key::Fleet, value @ Value::Fleet(_)) => self.fleet.hold(value, expires),
            (Key::Named(name), value @ Value::Bytes(_)) => {
                self.named[name.index()].hold(value, expires);
                self.list_as_named(key);
            }
            (key, value) => panic!("{value:?} is no value for {key:?}"),
        }
    }

    /// Deletes a key.
    pub(super) fn delete(&mut self, key: Key) {
        self.state(key);
        match key {
            Key::Worker(worker) => self.leave(worker),
            Key::Index(service) => self.indexes[usize::from(service.0)].value = None,
            Key::Capabilities(worker) => self.capabilities[worker.0 as usize].value = None,
            Key::Fleet => self.fleet.value = None,
            Key::Named(name) => self.named[name.index()].value = None,
            Key::Everyone => {}
        }
        if let Some(name) = self.name(key) {
            self.by_name.remove(&name);
        }
    }

    /// The keys whose names begin so, after a name, in the order of their bytes.
    pub(super) fn keys<'a>(
        &'a self,
        prefix: &'a str,
        cursor: Option<&str>,
        now: Instant,
    ) -> impl Iterator<Item = (&'a Rc<str>, Key)> {
        let is_there = move |key| match key {
            Key::Worker(worker) => self.record(worker, now).is_some(),
            key => self.stored(key, now).is_some(),
        };
        self.by_name.after(prefix, cursor).filter(move |(_, key)| is_there(*key))
    }

    /// The records of all workers, where one key holds them.
    pub(super) fn fleet(&self, now: Instant) -> Option<&Fleet> {
        match &self.fleet.value {
            Some(Value::Fleet(fleet)) if now < self.fleet.expires => Some(fleet),
            _ => None,
        }
    }

    /// Puts a record in among those of all workers, as if it had always stood there.
    pub(super) fn enlist(&mut self, worker: WorkerId, record: Record) {
        let mut fleet = self.fleet.value.take().and_then(Value::fleet).unwrap_or_default();
        fleet.set(worker, record);
        self.fleet.hold(Value::Fleet(fleet), Instant::NEVER);
    }

    /// How many workers' keys have a value, expired or not.
    pub(super) fn workers(&self) -> u64 {
        self.order.len() as u64
    }

    /// What the other keys hold, expired or not.
    pub(super) fn values(&self) -> impl Iterator<Item = &Value> {
        let plain = self.indexes.iter().chain(&self.capabilities).chain(&self.named);
        plain.chain([&self.fleet]).filter_map(|key| key.value.as_ref())
    }

    /// Every worker that has a record, in the order in which they came.
    pub(super) fn everyone(&self, now: Instant) -> IdList {
        if let Some(fleet) = self.fleet(now) {
            return fleet.iter().map(|(worker, _)| worker).collect();
        }
        let present = |id: &&WorkerId| self.record(**id, now).is_some();
        self.order.values().filter(present).copied().collect()
    }

    /// The ids of a service's index, or of its workers where one key holds all.
    pub(super) fn members(&self, service: ServiceId, now: Instant) -> IdList {
        if let Some(fleet) = self.fleet(now) {
            let offers = |record: &Record| self.list(record.services).contains(&service);
            let offering = fleet.iter().filter(|(_, record)| offers(record));
            return offering.map(|(worker, _)| worker).collect();
        }
        match self.indexes.get(usize::from(service.0)).map(|index| &index.value) {
            Some(Some(Value::Ids(ids))) => ids.clone(),
            _ => IdList::default(),
        }
    }

    /// The services of a worker's record.
    pub(super) fn services(&self, worker: WorkerId, now: Instant) -> ServicesId {
        let among_all = || self.fleet(now)?.get(worker);
        let record = self.record(worker, now).or_else(among_all);
        record.map(|record| record.services).unwrap_or_default()
    }

    pub(super) fn list(&self, services: ServicesId) -> Rc<[ServiceId]> {
        self.interned.list(services)
    }

    /// What is kept about a key beside its value.
    #[inline(always)]
    pub(super) fn state(&mut self, key: Key) -> &mut KeyState {
        match key {
            Key::Worker(worker) => {
                let at = worker.0 as usize;
                if at >= self.workers.len() {
                    self.grow(at);
                }
                &mut self.workers[at].state
            }
            Key::Index(service) => plain_state(&mut self.indexes, usize::from(service.0)),
            Key::Capabilities(worker) => plain_state(&mut self.capabilities, worker.0 as usize),
            Key::Fleet => &mut self.fleet.state,
            Key::Named(name) => plain_state(&mut self.named, name.index()),
            Key::Everyone => &mut self.everyone,
        }
    }

    #[cold]
    fn grow(&mut self, at: usize) {
        self.workers.resize(at + 1, WorkerKey::NEW);
    }

    #[inline(always)]
    pub(super) fn record(&self, worker: WorkerId, now: Instant) -> Option<&Record> {
        let slot = self.workers.get(worker.0 as usize)?;
        slot.record.as_ref().filter(|_| now < slot.expires)
    }

    fn name(&self, key: Key) -> Option<Rc<str>> {
        match key {
            Key::Named(name) => Some(self.interned.text(name)),
            Key::Everyone | Key::Fleet | Key::Capabilities(_) => None,
            key => (self.naming)(key),
        }
    }

    fn list_as_named(&mut self, key: Key) {
        if let Some(name) = self.name(key) {
            self.by_name.add(name, key);
        }
    }

    /// A worker gets a record that had none, or one that has expired.
    #[cold]
    fn come(&mut self, worker: WorkerId) {
        self.leave(worker);
        self.workers[worker.0 as usize].state.came = self.arrivals;
        self.order.insert(self.arrivals, worker);
        self.arrivals += 1;
        self.list_as_named(Key::Worker(worker));
    }

    fn leave(&mut self, worker: WorkerId) {
        let slot = &mut self.workers[worker.0 as usize];
        if slot.record.take().is_some() {
            self.order.remove(&slot.state.came);
        }
    }
}

fn plain_state(keys: &mut Vec<PlainKey>, at: usize) -> &mut KeyState {
    if at >= keys.len() {
        keys.resize(at + 1, PlainKey::NEW);
    }
    &mut keys[at].state
}
