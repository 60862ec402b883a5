//! The smallest world that can drive a coordinator: one KV, no latency, no limits, nothing expires.

use std::collections::BTreeMap;

use kvplan::coordinator::{Coordinator, Token};
use kvplan::program::{Call, Label, Outcome, Page, Program, Reply, Request, Roster, Step, TaskId};
use kvplan::words::{
    Cause, Fleet, IdList, Instant, Key, Layout, Op, Record, RequestKind, ServiceId, ServicesId,
    Value, WorkerId,
};

use crate::support::random_traffic::interned;

/// The most keys on a page of a list.
const PAGE: usize = 1_000;

/// A KV that answers at once.
#[derive(Default, Clone, Debug)]
pub struct InstantKv {
    pub records: BTreeMap<WorkerId, Record>,
    /// Ids in the order in which their records came.
    pub order: Vec<WorkerId>,
    pub indexes: BTreeMap<ServiceId, IdList>,
    /// What workers can do, where that has a key of its own.
    pub capabilities: BTreeMap<WorkerId, Record>,
    /// All workers, where one key holds them.
    pub fleet: Option<Fleet>,
    /// What workers are called, where that is not their number.
    pub names: Vec<String>,
}

impl Roster for InstantKv {
    fn everyone(&self, _: Instant) -> IdList {
        self.order.iter().copied().collect()
    }

    fn members(&self, service: ServiceId, _: Instant) -> IdList {
        self.indexes.get(&service).cloned().unwrap_or_default()
    }

    fn services(&self, worker: WorkerId, _: Instant) -> ServicesId {
        self.records.get(&worker).map(|record| record.services).unwrap_or_default()
    }
}

impl InstantKv {
    pub fn put(&mut self, worker: WorkerId, record: Record) {
        if self.records.insert(worker, record).is_none() {
            self.order.push(worker);
        }
    }

    pub fn join(&mut self, worker: WorkerId, service: ServiceId) {
        let ids = self.indexes.entry(service).or_default();
        *ids = ids.with(worker);
    }

    /// A record that is there before anything happens, with its index entries.
    pub fn existing(&mut self, worker: WorkerId, record: Record, layout: Layout) {
        match layout {
            Layout::PerWorker => {}
            Layout::Tiered => drop(self.capabilities.insert(worker, record)),
            Layout::OneKey => return self.fleet.get_or_insert_default().set(worker, record),
        }
        for &service in interned().list(record.services).iter() {
            self.join(worker, service);
        }
        self.put(worker, record);
    }

    pub fn perform(&mut self, call: Call) -> (Op, Reply) {
        match call {
            Call::Read(worker) => (Op::Read, Reply::Record(self.records.get(&worker).copied())),
            Call::Get(Key::Index(service), None) => {
                (Op::Read, Reply::Value(self.indexes.get(&service).cloned().map(Value::Ids)))
            }
            Call::Get(Key::Capabilities(worker), None) => {
                let record = self.capabilities.get(&worker).copied();
                (Op::Read, Reply::Value(record.map(Value::Record)))
            }
            Call::Get(Key::Fleet, None) => {
                (Op::Read, Reply::Value(self.fleet.clone().map(Value::Fleet)))
            }
            Call::Put(Key::Capabilities(worker), Value::Record(record), None) => {
                self.capabilities.insert(worker, record);
                (Op::Write, Reply::Done)
            }
            Call::Put(Key::Fleet, Value::Fleet(fleet), _) => {
                self.fleet = Some(fleet);
                (Op::Write, Reply::Done)
            }
            Call::Delete(Key::Capabilities(worker)) => {
                self.capabilities.remove(&worker);
                (Op::Delete, Reply::Done)
            }
            Call::Get(Key::Everyone, None) => {
                (Op::Read, Reply::Value(Some(Value::Ids(self.order.iter().copied().collect()))))
            }
            Call::Write(worker, record, _) => {
                self.put(worker, record);
                (Op::Write, Reply::Done)
            }
            Call::Put(Key::Index(service), Value::Ids(ids), None) => {
                self.indexes.insert(service, ids);
                (Op::Write, Reply::Done)
            }
            Call::Delete(Key::Worker(worker)) => {
                if self.records.remove(&worker).is_some() {
                    self.order.retain(|id| *id != worker);
                }
                (Op::Delete, Reply::Done)
            }
            Call::List(page) => (Op::List, self.list(&page)),
            call => panic!("not a call of this coordinator: {call:?}"),
        }
    }

    /// A page of keys by the bytes of their names; it ends at the name that its cursor says.
    fn list(&self, page: &Page) -> Reply {
        let workers = self.order.iter().map(|worker| (self.name(*worker), Key::Worker(*worker)));
        let indexes = self.indexes.keys();
        let indexes = indexes.map(|it| (format!("service:{}", it.0), Key::Index(*it)));
        let all: BTreeMap<String, Key> = workers.chain(indexes).collect();
        let mut left = all.into_iter().filter(|(name, _)| {
            name.starts_with(&*page.prefix) && page.cursor.as_ref().is_none_or(|it| **it < **name)
        });
        let most = page.limit.map_or(PAGE, |limit| PAGE.min(limit as usize));
        let given: Vec<_> = left.by_ref().take(most).collect();
        let end = given.last().filter(|_| left.next().is_some());
        let cursor = end.map(|(name, _)| name.as_str().into());
        Reply::Page { keys: given.into_iter().map(|(_, key)| key).collect(), cursor }
    }

    fn name(&self, WorkerId(worker): WorkerId) -> String {
        let number = || worker.to_string();
        let name = self.names.get(worker as usize).cloned().unwrap_or_else(number);
        format!("worker:{name}")
    }
}

/// The key that a call is about.
pub fn key(call: &Call) -> Option<Key> {
    match call {
        Call::Read(worker) | Call::Write(worker, ..) => Some(Key::Worker(*worker)),
        Call::Get(key, _) | Call::Put(key, ..) | Call::Delete(key) => Some(*key),
        Call::List(_) | Call::Wait(_) => None,
    }
}

/// The cause that a label of a coordinator stands for.
pub fn cause(Label(number): Label) -> Cause {
    Cause::ALL[usize::from(number)]
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
    run_and_tell(coordinator, kv, (request, now), |_, op, _| {
        *counts.entry((request.kind(), op)).or_default() += 1;
    })
}

/// Runs one request to its end, in no time, and tells of each operation.
pub fn run_and_tell(
    coordinator: &mut Coordinator,
    kv: &mut InstantKv,
    (request, now): (&Request, Instant),
    mut tell: impl FnMut(&Call, Op, Cause),
) -> Outcome {
    let mut step: Step<Token> = coordinator.begin(request, now, kv);
    loop {
        match step {
            Step::Done(outcome) => {
                assert!(coordinator.is_idle(), "{request:?} has ended and waits: {coordinator:?}");
                return outcome;
            }
            Step::Call(call, why, token) => {
                let (op, reply) = kv.perform(call.clone());
                tell(&call, op, cause(why));
                step = coordinator.resume(token, reply, (now, kv));
            }
            Step::Task(task) => {
                step = Step::Done(end(coordinator, kv, (task, now), &mut tell));
            }
        }
    }
}

/// Answers what a task asks for until it has ended.
fn end(
    coordinator: &mut Coordinator,
    kv: &mut InstantKv,
    (task, now): (TaskId, Instant),
    tell: &mut impl FnMut(&Call, Op, Cause),
) -> Outcome {
    loop {
        if let Some((done, outcome)) = coordinator.next_done() {
            assert_eq!(done, task);
            return outcome;
        }
        let ask = coordinator.next_ask().expect("a task that has not ended asks");
        let (op, reply) = kv.perform(ask.call.clone());
        tell(&ask.call, op, cause(ask.cause));
        coordinator.answer(ask.id, reply, (now, kv));
    }
}
