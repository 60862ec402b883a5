//! The coordinator does, operation for operation and cause for cause, what a second and much
//! simpler implementation of the same rules does, whatever the policy and the traffic.

use std::cell::RefCell;
use std::collections::BTreeMap;

use crate::coordinator::instant_world::{Counts, InstantKv, key, run_and_tell};
use crate::coordinator::simple_model::{Rec, Rows, SimpleModel};
use crate::support::random_traffic::{ISOLATES, Step, Traffic, interned, policy, runner, traffic};
use crate::support::trace_rows::{self, Event};
use kvplan::coordinator::{Coordinator, Enumerate, Policy, Preset};
use kvplan::program::{Call, Program as _, Request};
use kvplan::words::{
    Fleet, Instant, Key, Layout, ModelsId, Record, ServicesId, Status, WorkerId, WorkerState,
};
use proptest::prelude::*;

/// Cases for each policy, and steps in each case at least.
const CASES: u32 = 300;
const STEPS: usize = 200;

/// Every rule that the simple model counts.
const RULES: [&str; 74] = [
    "a dropped first write is tried again",
    "a fresh entry serves a deregistration of what is gone",
    "a hit saves the entry that was to go next",
    "a list comes in another order",
    "a list evicted",
    "a list serves",
    "a load moved by exactly load_delta is no change",
    "a missing record is skipped",
    "a naive heartbeat keeps the services it overwrites",
    "a naive heartbeat of an unknown worker",
    "a stale entry revives services",
    "a worker evicted",
    "a write drops every list",
    "a write drops its own lists",
    "a write drops no list",
    "a write keeps the lists of others",
    "a write too many is dropped",
    "admin past the cache",
    "admin through the cache",
    "already in the index",
    "an empty list serves",
    "an entry exactly as old as its TTL is stale",
    "an index entry serves",
    "an index evicted",
    "an index that is not in KV is empty",
    "cold",
    "cold write",
    "delete",
    "deregister of an unknown worker",
    "every-heartbeat",
    "everyone is known",
    "evicted",
    "evicted, and too old anyway",
    "expired",
    "index",
    "interval",
    "invalidated",
    "invalidated, and too old anyway",
    "list",
    "load",
    "max_interval itself has not passed yet",
    "memory keeps an entry of any age",
    "memory keeps entries though the worker cache is off",
    "models",
    "no longer in the index",
    "of equals the first",
    "offline left out",
    "one key: a worker that is not in it",
    "one key: a worker that is not in it leaves",
    "one key: memory keeps it at any age",
    "one key: not written",
    "one key: updates of others are lost",
    "one key: what others said is written too",
    "prewarm",
    "quiet for exactly health_timeout is healthy",
    "quiet too long left out",
    "registration",
    "several reads at once",
    "several reasons at once",
    "skipped",
    "small load change",
    "status",
    "the index is known",
    "two keys: both are to be written",
    "two keys: its load is unknown",
    "two keys: neither is written",
    "two keys: one of them is missing, skipped",
    "two keys: the load alone is to be written",
    "two keys: the second write is dropped",
    "two keys: what it can do alone is to be written",
    "two keys: what it can do is unknown",
    "uncached",
    "unknown",
    "unroutable",
];

fn plain(record: &Record) -> Rec {
    Rec {
        beat: record.last_heartbeat.ms(),
        services: interned().list(record.services).iter().map(|service| service.0).collect(),
        state: record.state,
    }
}

fn rows(records: &BTreeMap<WorkerId, Record>) -> BTreeMap<u32, Rec> {
    records.iter().map(|(worker, record)| (worker.0, plain(record))).collect()
}

fn all(fleet: &Fleet) -> Rows {
    fleet.iter().map(|(worker, record)| (worker.0, plain(record))).collect()
}

/// The same in both KVs?
fn same_kv(kv: &InstantKv, model: &SimpleModel) -> bool {
    kv.order.iter().map(|worker| worker.0).eq(model.kv.order.iter().copied())
        && kv.records.len() == model.kv.records.len()
        && kv
            .records
            .iter()
            .zip(&model.kv.records)
            .all(|((worker, record), (id, rec))| worker.0 == *id && plain(record) == *rec)
        && kv.indexes.len() == model.kv.indexes.len()
        && kv.indexes.iter().zip(&model.kv.indexes).all(|((service, ids), (name, members))| {
            service.0 == *name && ids.to_vec().iter().map(|id| id.0).eq(members.iter().copied())
        })
        && rows(&kv.capabilities) == model.kv.capabilities
        && kv.fleet.as_ref().map(all) == model.kv.fleet
}

/// Runs both side by side; gives the rules that the simple one went by.
fn compare(
    policy: &Policy,
    traffic: &Traffic,
) -> Result<BTreeMap<&'static str, u64>, TestCaseError> {
    let mut kv = InstantKv::default();
    let mut model = SimpleModel::new(policy, ISOLATES);
    let mut isolates: Vec<_> =
        (0..ISOLATES).map(|_| Coordinator::new(policy.clone(), interned())).collect();
    for (worker, record) in &traffic.existing {
        kv.existing(*worker, *record, policy.layout);
        model.kv.existing(worker.0, plain(record), policy.layout);
    }
    for (place, (now, step)) in traffic.steps.iter().enumerate() {
        let (isolate, request) = match step {
            Step::ColdStart { isolate } => {
                isolates[*isolate].cold_start();
                model.cold_start(*isolate);
                continue;
            }
            Step::Request { isolate, request } => (*isolate, request),
        };
        let mut lines = Vec::new();
        let outcome =
            run_and_tell(&mut isolates[isolate], &mut kv, (request, *now), |call, op, cause| {
                lines.push((request.kind(), op, key(call), cause));
                match call {
                    Call::Write(_, _, expiry) | Call::Put(Key::Fleet, _, expiry) => {
                        assert_eq!(*expiry, policy.write.record_ttl);
                    }
                    Call::Put(key, _, expiry) => assert_eq!(*expiry, None, "{key:?} is no record"),
                    _ => {}
                }
            });
        isolates[isolate].validate();
        model.log.clear();
        let expected = model.request(isolate, request, now.ms());
        prop_assert_eq!(&lines, &model.log, "operations of step {}: {:?}", place, request);
        prop_assert_eq!(outcome, expected, "outcome of step {}: {:?}", place, request);
        prop_assert_eq!(isolates[isolate].stats(), model.stats(isolate), "after step {}", place);
        prop_assert!(same_kv(&kv, &model), "KV after step {place}: {request:?}");
    }
    Ok(model.rules)
}

/// Compares over many cases; gives how often each rule was gone by in all of them.
fn compare_all(policies: impl Strategy<Value = Policy>, seed: u64) -> BTreeMap<&'static str, u64> {
    let fired = RefCell::new(BTreeMap::new());
    let result = runner(CASES, seed).run(&(policies, traffic(STEPS)), |(policy, traffic)| {
        for (rule, times) in compare(&policy, &traffic)? {
            *fired.borrow_mut().entry(rule).or_default() += times;
        }
        Ok(())
    });
    if let Err(failure) = result {
        panic!("{failure}");
    }
    fired.into_inner()
}

fn compare_preset(preset: Preset) {
    compare_all(Just(Policy::preset(preset)), 1);
}

#[test]
fn naive_does_what_the_simple_model_does() {
    compare_preset(Preset::Naive);
}

#[test]
fn optimized_does_what_the_simple_model_does() {
    compare_preset(Preset::Optimized);
}

#[test]
fn as_published_does_what_the_simple_model_does() {
    compare_preset(Preset::AsPublished);
}

#[test]
fn module_throttle_does_what_the_simple_model_does() {
    compare_preset(Preset::ModuleThrottle);
}

#[test]
fn tiered_does_what_the_simple_model_does() {
    compare_preset(Preset::Tiered);
}

#[test]
fn one_key_does_what_the_simple_model_does() {
    compare_preset(Preset::OneKey);
}

#[test]
fn every_policy_does_what_the_simple_model_does_and_every_rule_was_tried() {
    let fired = compare_all(policy(), 2);
    assert!(fired.keys().copied().eq(RULES), "rules gone by: {fired:#?}");
    let rare: Vec<_> = fired.iter().filter(|(_, times)| **times < 3).collect();
    assert!(rare.is_empty(), "rules hardly tried: {rare:?}");
}

#[test]
fn a_list_of_workers_costs_one_operation_a_thousand() {
    for (workers, pages) in [(0, 1), (1, 1), (1_000, 1), (1_001, 2), (2_300, 3)] {
        let state = WorkerState { load: 0.0, models: ModelsId(0), status: Status::Online };
        let services = ServicesId::NONE;
        let record = Record { last_heartbeat: Instant::START, services, state };
        let traffic = Traffic {
            existing: (0..workers).map(|id| (WorkerId(id), record)).collect(),
            steps: vec![(Instant::START, Step::Request { isolate: 0, request: Request::Admin })],
        };
        let mut policy = Policy::preset(Preset::Optimized);
        policy.enumerate = Enumerate::List;
        let fired = compare(&policy, &traffic).expect("the same operations");
        assert_eq!(fired["list"], pages, "lists for {workers} workers");
        assert_eq!(fired.get("cold").unwrap_or(&0), &u64::from(workers), "reads");
    }
}

/// The simple model's own counts on recorded traffic, against those that a third implementation
/// worked out.
fn check_model(trace: &str) {
    let (rows, expected) = (trace_rows::read(trace), trace_rows::expected(trace));
    let isolates = rows.iter().map(|row| row.isolate + 1).max().expect("rows");
    for preset in trace_rows::COUNTED {
        let mut model = SimpleModel::new(&Policy::preset(preset), isolates);
        let (mut operations, mut requests) = (Counts::new(), BTreeMap::new());
        for row in &rows {
            match &row.event {
                Event::Existing(worker, record) => {
                    model.kv.existing(worker.0, plain(record), Layout::PerWorker);
                }
                Event::ColdStart => model.cold_start(row.isolate),
                Event::Request(request) => {
                    model.request(row.isolate, request, row.now.ms());
                    *requests.entry(request.kind()).or_default() += 1;
                }
            }
        }
        for (request, op, ..) in &model.log {
            *operations.entry((*request, *op)).or_default() += 1;
        }
        println!("under {}:", preset.name());
        trace_rows::check(&expected[preset.name()], &requests, &operations);
    }
}

#[test]
fn the_simple_model_gives_the_counts_beside_the_traces() {
    check_model("random-101");
    check_model("random-102");
}
