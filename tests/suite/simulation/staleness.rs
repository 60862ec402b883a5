//! How old what a router sees may be: the write interval, and after it the edge cache of its colo,
//! the way of a write to it, and the caches in the isolate's memory. No more, where nothing fails.

use std::cell::Cell;

use crate::support::random_traffic::runner;
use crate::support::simulated::{measure, scenario};
use kvplan::simulation::Ledger;
use proptest::prelude::*;

/// Workers in one colo, clients in another. They come at random and to several isolates: one isolate
/// alone asks again 30 s after it asked, and so never late in the 60 s of the edge cache's copy.
const APART: &str = "
policy: optimized
days: 30
workers:
  - { name: gpu, services: [rag], colo: HOME }
traffic: [ { service: rag, requests_per_day: 17280 } ]
kv: { latency: none }
isolates: { colos: [ { name: HOME, share: 0 }, { name: AWAY, isolates: 5 } ], affinity: random }
";

/// The oldest choice, which nears its bound, in seconds, to 6 s and does not pass it.
#[track_caller]
fn nears(bound: f64, set: &[&str]) {
    let ledger = measure(&scenario(APART, set));
    assert_eq!(ledger.routing.misrouted + ledger.routing.unroutable, 0, "nothing fails");
    let stalest = stalest_ms(&ledger) as f64 / 1_000.0;
    assert!((bound - 6.0..=bound).contains(&stalest), "{stalest} s of {bound} s");
}

fn stalest_ms(ledger: &Ledger) -> u64 {
    ledger.colos.iter().map(|colo| colo.stalest_ms).max().unwrap_or(0)
}

#[test]
fn a_router_far_away_sees_heartbeats_of_six_and_a_half_minutes_ago_and_no_older() {
    // Heartbeats each second write every 301 s, the first time that is more than 5 minutes. Then 60 s
    // in the edge cache, 1 s on the way, 30 s in the isolate.
    nears(301.0 + 60.0 + 1.0 + 30.0, &["workers[0].heartbeat.every=1s"]);
    // Every 30 s the first heartbeat after more than 5 minutes is the eleventh: 330 s, not 300.
    nears(330.0 + 60.0 + 1.0 + 30.0, &[]);
}

#[test]
fn each_part_of_the_way_adds_its_own() {
    nears(90.0 + 60.0 + 1.0 + 30.0, &["policy.write.max_interval=1m"]);
    nears(330.0 + 30.0 + 1.0 + 30.0, &["kv.cache_ttl=30s"]);
    nears(330.0 + 60.0 + 40.0 + 30.0, &["kv.propagation=40s"]);
    nears(330.0 + 60.0 + 1.0 + 90.0, &["policy.cache.service_ttl=90s"]);
    nears(330.0 + 60.0 + 1.0, &["policy.cache.service_ttl=0s", "policy.cache.worker_ttl=0s"]);
}

#[test]
fn at_home_the_edge_cache_adds_nothing() {
    // One isolate sees each heartbeat itself: its entry is of the last one, the list 30 s older.
    nears(30.0 + 30.0, &["traffic[0].colo=HOME"]);
    // Two isolates, the worker in one and its clients in the other.
    let colo = "traffic[0].colo=HOME";
    let two = [colo, "isolates.colos[0].isolates=2", "isolates.affinity=sticky"];
    nears(330.0 + 30.0, &two);
}

/// Beats, spans of the caches in seconds, latency and isolates, invalidation and seed.
type Case = (
    (&'static str, u64, u64, u32),
    (u64, u64, u64, u64, u64),
    (&'static str, u32),
    (&'static str, u32),
);

#[test]
fn no_choice_is_older_than_the_sum_of_its_parts() {
    let spans = || prop_oneof![Just(0_u64), 1..90_u64];
    let timing = prop_oneof![Just("grid"), Just("accumulate"), Just("after_reply")];
    let cases = (
        (timing, 1..90_u64, 0..600_u64, 1..4_u32),
        (spans(), spans(), spans(), 30..120_u64, 0..20_u64),
        (prop_oneof![Just("none"), Just("{ hot: 5ms, cold: 400ms, write: 900ms }")], 1..4_u32),
        (prop_oneof![Just("all"), Just("affected"), Just("none")], 0..400_u32),
    );
    let seen = Cell::new(0);
    let law = |(beat, caches, (latency, isolates), (invalidate, seed)): Case| {
        let (timing, every, interval, count) = beat;
        let (worker_ttl, service_ttl, index_ttl, cache_ttl, propagation) = caches;
        let yaml = format!(
            "
policy:
  extends: optimized
  write: {{ max_interval: {interval}s }}
  cache: {{ worker_ttl: {worker_ttl}s, service_ttl: {service_ttl}s, index_ttl: {index_ttl}s,
            invalidate: {invalidate} }}
  health_timeout: 1h
days: 1
seed: {seed}
workers:
  - {{ name: a, count: {count}, services: [rag, img], colo: HOME,
       heartbeat: {{ every: {every}s, timing: {timing}, phase: random, network: 20ms }} }}
  - {{ name: b, services: [img], colo: AWAY, load: {{ walk: {{ start: 0.3, step: 0.1 }} }} }}
traffic:
  - {{ service: rag, requests_per_day: 5000 }}
  - {{ service: img, requests_per_day: 2000 }}
admin: {{ loads_per_day: 300 }}
kv: {{ latency: {latency}, cache_ttl: {cache_ttl}s, propagation: {propagation}s }}
isolates:
  colos: [ {{ name: HOME, isolates: {isolates} }}, {{ name: AWAY }}, {{ name: FAR, share: 3 }} ]
  affinity: random
  deploys_per_day: 2
"
        );
        // The slowest group writes no later than at its first beat after the interval; the beats of
        // `after_reply` are late by the reply. An operation issued is seen, an answer awaited.
        let slack = if latency == "none" { 1 } else { 30 };
        let every = every.max(30);
        let write_interval = interval.max(300) + every + slack;
        let memory = worker_ttl + service_ttl;
        let bound = (write_interval + cache_ttl + propagation + memory + slack) * 1_000;
        let ledger = measure(&scenario(&yaml, &[]));
        let stalest = stalest_ms(&ledger);
        prop_assert!(stalest <= bound, "{stalest} ms of at most {bound}\n{yaml}");
        seen.set(seen.get() + ledger.routing.ok);
        Ok(())
    };
    runner(40, 7).run(&cases, law).unwrap();
    assert!(seen.get() > 100_000, "{} choices were looked at", seen.get());
}
