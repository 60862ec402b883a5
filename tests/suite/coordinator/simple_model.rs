//! A second, deliberately simple implementation of the coordinator's rules, to compare the first
//! with. It was written from the rules alone.
//!
//! Each request runs to its end before the next one begins, KV answers at once, and every operation
//! is written down with its cause. It also counts which rules it went by, so that a test can tell
//! that none was left untried.

mod cache;
mod heartbeat;
mod kv;
mod one_key;
mod reads;
mod registration;
mod stats;
mod tiered;

use std::collections::BTreeMap;

use kvplan::coordinator::{Baseline, Invalidate, Policy};
use kvplan::program::{Outcome, Request};
use kvplan::words::{Cause, Key, Layout, Op, RequestKind, WorkerState};

use crate::support::random_traffic::interned;
use cache::SimpleCache;
use kv::SimpleKv;
use one_key::HeldRows;
pub use one_key::Rows;

/// A record, in plain numbers.
#[derive(Clone, PartialEq, Debug)]
pub struct Rec {
    pub beat: u64,
    pub services: Vec<u16>,
    pub state: WorkerState,
}

/// One operation; a page of a list has no key.
pub type Line = (RequestKind, Op, Option<Key>, Cause);

/// What an isolate holds of a worker.
#[derive(Clone)]
struct Held {
    record: Rec,
    /// What this isolate last read from or wrote to KV; nothing where its first write was dropped.
    persisted: Option<Rec>,
}

impl Held {
    fn of(record: Rec) -> Self {
        Self { persisted: Some(record.clone()), record }
    }
}

struct Isolate {
    cold: bool,
    /// The day of each write of a heartbeat.
    written_on: Vec<u64>,
    workers: SimpleCache<Held>,
    capabilities: SimpleCache<Held>,
    /// Of the one key: at 0.
    fleet: SimpleCache<HeldRows>,
    services: SimpleCache<Vec<(u32, f64, u64)>>,
    indexes: SimpleCache<Vec<u32>>,
}

impl Isolate {
    fn new(policy: &Policy) -> Self {
        let (cache, most) = (&policy.cache, policy.cache.max_entries);
        Self {
            cold: true,
            written_on: Vec::new(),
            workers: SimpleCache::new(cache.worker_ttl.ms(), most),
            capabilities: SimpleCache::new(policy.capabilities_ttl.ms(), most),
            fleet: SimpleCache::new(cache.worker_ttl.ms(), None),
            services: SimpleCache::new(cache.service_ttl.ms(), most),
            indexes: SimpleCache::new(cache.index_ttl.ms(), most),
        }
    }
}

/// Several isolates around one KV, and the request in hand.
pub struct SimpleModel {
    policy: Policy,
    pub kv: SimpleKv,
    isolates: Vec<Isolate>,
    /// Every operation so far, in order.
    pub log: Vec<Line>,
    /// How often each rule was gone by.
    pub rules: BTreeMap<&'static str, u64>,
    now: u64,
    kind: RequestKind,
    at: usize,
}

impl SimpleModel {
    pub fn new(policy: &Policy, isolates: usize) -> Self {
        Self {
            policy: policy.clone(),
            kv: SimpleKv::default(),
            isolates: (0..isolates).map(|_| Isolate::new(policy)).collect(),
            log: Vec::new(),
            rules: BTreeMap::new(),
            now: 0,
            kind: RequestKind::Stats,
            at: 0,
        }
    }

    pub fn cold_start(&mut self, isolate: usize) {
        self.isolates[isolate] = Isolate::new(&self.policy);
    }

    pub fn request(&mut self, isolate: usize, request: &Request, now: u64) -> Outcome {
        (self.at, self.kind, self.now) = (isolate, request.kind(), now);
        if std::mem::take(&mut self.isolates[isolate].cold) && self.policy.cache.prewarm {
            self.rule("prewarm");
            self.walk_everyone(true);
        }
        match request {
            Request::Heartbeat { worker, state } => match self.policy.layout {
                Layout::PerWorker => self.heartbeat(worker.0, *state),
                Layout::Tiered => self.heartbeat_in_two(worker.0, *state),
                Layout::OneKey => self.heartbeat_in_rows(worker.0, *state),
            },
            Request::Route { service } => self.route(service.0),
            Request::Admin => {
                let cached = self.policy.cache.admin;
                self.rule(if cached { "admin through the cache" } else { "admin past the cache" });
                Outcome::Listed(self.walk_everyone(cached) as u32)
            }
            Request::Register { worker, services, state } => {
                let services = interned().list(*services).iter().map(|service| service.0).collect();
                let record = Rec { beat: now, services, state: *state };
                match self.policy.layout {
                    Layout::OneKey => self.register_in_rows(worker.0, record),
                    _ => self.register(worker.0, record),
                }
            }
            Request::Deregister { worker } => match self.policy.layout {
                Layout::OneKey => self.deregister_in_rows(worker.0),
                _ => self.deregister(worker.0),
            },
            Request::Stats => Outcome::Stats(Box::new(self.stats(isolate))),
        }
    }

    fn rule(&mut self, name: &'static str) {
        *self.rules.entry(name).or_default() += 1;
    }

    fn here(&mut self) -> &mut Isolate {
        &mut self.isolates[self.at]
    }

    fn operation(&mut self, op: Op, key: Option<Key>, cause: Cause) {
        self.rule(match op {
            Op::Read => cause.name(),
            Op::Write if cause == Cause::Cold => "cold write",
            Op::Write => cause.name(),
            Op::Delete => "delete",
            Op::List => "list",
        });
        self.log.push((self.kind, op, key, cause));
    }

    /// May this isolate write once more today? Then it does.
    fn spends(&mut self) -> bool {
        let today = self.now / 86_400_000;
        let written_on = &mut self.here().written_on;
        let written = written_on.iter().filter(|day| **day == today).count();
        if self.policy.write.max_per_day.is_some_and(|most| written >= most as usize) {
            self.rule("a write too many is dropped");
            return false;
        }
        self.here().written_on.push(today);
        true
    }

    /// What a written record drops from the cache of lists.
    fn invalidate(&mut self, services: &[u16]) {
        let how = self.policy.cache.invalidate;
        let lists = &mut self.here().services;
        let before = lists.len();
        match how {
            Invalidate::All => lists.invalidate_all(),
            Invalidate::Affected => {
                services.iter().for_each(|service| lists.invalidate(u32::from(*service)));
            }
            Invalidate::None => {}
        }
        let after = lists.len();
        match how {
            Invalidate::All if before > 0 => self.rule("a write drops every list"),
            Invalidate::Affected if after < before => self.rule("a write drops its own lists"),
            Invalidate::Affected if after > 0 => self.rule("a write keeps the lists of others"),
            Invalidate::None if after > 0 => self.rule("a write drops no list"),
            _ => {}
        }
    }
}
