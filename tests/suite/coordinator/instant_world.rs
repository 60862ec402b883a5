//! The smallest world that can drive a coordinator: one KV, no latency, no limits, nothing expires.

use std::collections::BTreeMap;
use std::rc::Rc;

use kvplan::coordinator::{Ask, Begun, Call, Coordinator, Outcome, Reply, Request, Roster};
use kvplan::words::{
    Instant, Key, Op, Record, RequestKind, ServiceId, ServiceList, Value, WorkerId,
};

/// A KV that answers at once.
#[derive(Default, Clone, Debug)]
pub struct InstantKv {
    pub records: BTreeMap<WorkerId, Record>,
    /// Ids in the order in which their records came.
    pub order: Vec<WorkerId>,
    pub indexes: BTreeMap<ServiceId, Rc<Vec<WorkerId>>>,
}

impl Roster for InstantKv {
    fn everyone(&self) -> Rc<Vec<WorkerId>> {
        Rc::new(self.order.clone())
    }

    fn members(&self, service: ServiceId) -> Rc<Vec<WorkerId>> {
        self.indexes.get(&service).cloned().unwrap_or_default()
    }

    fn services(&self, worker: WorkerId) -> ServiceList {
        self.records.get(&worker).map(|record| record.services.clone()).unwrap_or_default()
    }
}

impl InstantKv {
    pub fn put(&mut self, worker: WorkerId, record: Record) {
        if self.records.insert(worker, record).is_none() {
            self.order.push(worker);
        }
    }

    pub fn join(&mut self, worker: WorkerId, service: ServiceId) {
        let ids = Rc::make_mut(self.indexes.entry(service).or_default());
        if !ids.contains(&worker) {
            ids.push(worker);
        }
    }

    /// A record that is there before anything happens, with its index entries.
    pub fn existing(&mut self, worker: WorkerId, record: Record) {
        for &service in record.services.as_slice() {
            self.join(worker, service);
        }
        self.put(worker, record);
    }

    pub fn perform(&mut self, call: Call) -> (Op, Reply) {
        match call {
            Call::Get(Key::Worker(worker)) => {
                let record = self.records.get(&worker).cloned();
                (Op::Read, Reply::Value(record.map(Value::Record)))
            }
            Call::Get(Key::Index(service)) => {
                (Op::Read, Reply::Value(self.indexes.get(&service).cloned().map(Value::Ids)))
            }
            Call::Get(Key::Everyone) => (Op::Read, Reply::Value(Some(Value::Ids(self.everyone())))),
            Call::Put(Key::Worker(worker), Value::Record(record), _) => {
                self.put(worker, record);
                (Op::Write, Reply::Done)
            }
            Call::Put(Key::Index(service), Value::Ids(ids), _) => {
                self.indexes.insert(service, ids);
                (Op::Write, Reply::Done)
            }
            Call::Delete(Key::Worker(worker)) => {
                if self.records.remove(&worker).is_some() {
                    self.order.retain(|id| *id != worker);
                }
                (Op::Delete, Reply::Done)
            }
            Call::List { page } => {
                let ids: Vec<_> =
                    self.order.iter().skip(page as usize * 1_000).take(1_000).copied().collect();
                let complete = self.order.len() <= (page as usize + 1) * 1_000;
                (Op::List, Reply::Page { ids, complete })
            }
            call => panic!("not a call of this coordinator: {call:?}"),
        }
    }
}

/// The key that a call is about.
pub fn key(call: &Call) -> Option<Key> {
    match call {
        Call::Get(key) | Call::Put(key, ..) | Call::Delete(key) => Some(*key),
        Call::List { .. } => None,
    }
}

/// Operations by kind of request.
pub type Counts = BTreeMap<(RequestKind, Op), u64>;

/// Runs one request to its end, in no time.
pub fn run(
    coordinator: &mut Coordinator,
    kv: &mut InstantKv,
    (request, now): (&Request, Instant),
    counts: &mut Counts,
) -> Outcome {
    run_and_tell(coordinator, kv, (request, now), |ask, op| {
        *counts.entry((ask.request, op)).or_default() += 1;
    })
}

/// Runs one request to its end, in no time, and tells of each operation.
pub fn run_and_tell(
    coordinator: &mut Coordinator,
    kv: &mut InstantKv,
    (request, now): (&Request, Instant),
    mut tell: impl FnMut(&Ask, Op),
) -> Outcome {
    let task = match coordinator.begin(request, now, kv) {
        Begun::Done(outcome) => {
            assert!(coordinator.next_ask().is_none(), "asks after its end");
            assert!(coordinator.next_done().is_none(), "ends twice");
            return outcome;
        }
        Begun::Pending(task) => task,
    };
    loop {
        if let Some((done, outcome)) = coordinator.next_done() {
            assert_eq!(done, task);
            assert!(coordinator.next_ask().is_none(), "asks after its end");
            return outcome;
        }
        let ask = coordinator.next_ask().expect("a task that has not ended asks");
        let (op, reply) = kv.perform(ask.call.clone());
        tell(&ask, op);
        coordinator.answer(ask.id, reply, now, kv);
    }
}
