//! Several colos: what each of them sees, and what does not change where there is only one.

use crate::support::random_traffic::runner;
use crate::support::simulated::{measure, scenario};
use kvplan::simulation::Ledger;
use kvplan::words::{Meter, Op, RequestKind};
use proptest::prelude::*;

/// Two colos that both have clients and workers.
const TWO: &str = "
policy: optimized
days: 3
workers:
  - { name: east, count: 2, services: [rag], colo: EWR }
  - { name: west, count: 2, services: [rag], colo: SJC }
traffic: [ { service: rag, requests_per_day: 500 } ]
admin: { loads_per_day: 50, arrivals: poisson }
isolates: { colos: [ { name: EWR }, { name: SJC, share: 3 } ] }
";

/// A scenario with one colo, and the same beside colos that nobody reaches.
fn alone_and_beside_empty_ones(yaml: &str, set: &[&str]) -> (Ledger, Ledger) {
    let one = "isolates.colos=[{name: LHR, isolates: 2}]";
    let many =
        "isolates.colos=[{name: LHR, isolates: 2}, {name: A, share: 0}, {name: B, share: 0}]";
    let with = |colos| scenario(yaml, &[&[colos], set].concat());
    (measure(&with(one)), measure(&with(many)))
}

#[test]
fn colos_that_nobody_reaches_change_nothing() {
    let timing = prop_oneof![Just("grid"), Just("accumulate"), Just("after_reply")];
    let policy = prop_oneof![
        Just("naive"),
        Just("optimized"),
        Just("as-published"),
        Just("module-throttle"),
        Just("tiered"),
        Just("one-key"),
        Just("{ extends: optimized, write: { record_ttl: 60s }, enumerate: index }"),
        Just("{ extends: optimized, cache: { prewarm: yes }, enumerate: list }"),
    ];
    let latency = prop_oneof![Just("none"), Just("typical")];
    let cases = (timing, policy, latency, any::<bool>(), 0..1_000_u32);
    let law = |(timing, policy, latency, registered, seed)| {
        let yaml = format!(
            "
policy: {policy}
days: 1
seed: {seed}
workers:
  - {{ name: gpu, count: 3, services: [rag, img], registered: {registered},
       heartbeat: {{ every: 37s, timing: {timing}, phase: random, jitter: 400ms }},
       load: {{ walk: {{ start: 0.5, step: 0.1 }} }}, models: {{ changes_per_day: 20 }},
       outages: {{ crashes_per_day: 4, graceful_per_day: 4, restarts_at: [\"13:00\"] }} }}
traffic: [ {{ service: rag, requests_per_day: 900 }}, {{ service: img, requests_per_day: 90 }} ]
admin: {{ loads_per_day: 30 }}
kv: {{ latency: {latency} }}
isolates: {{ colos: [ {{ name: LHR }} ], affinity: random, idle_timeout: 20m, deploys_per_day: 3 }}
"
        );
        let (alone, mut beside) = alone_and_beside_empty_ones(&yaml, &[]);
        prop_assert!(alone.total(Meter::Reads) > 0);
        prop_assert_eq!(beside.colos.len(), 3);
        beside.colos.truncate(1);
        prop_assert!(alone == beside, "under {} with {}", policy, latency);
        Ok(())
    };
    runner(30, 11).run(&cases, law).unwrap();
}

#[test]
fn the_colos_add_up_to_the_totals() {
    for set in [&["policy=optimized"][..], &["policy=naive"], &["isolates.deploys_per_day=5"]] {
        let ledger = measure(&scenario(TWO, set));
        let sum = |of: &dyn Fn(usize) -> u64| -> u64 { (0..2).map(of).sum() };
        let requests: u64 = ledger.requests.iter().map(|request| request.count).sum();
        assert_eq!(sum(&|colo| ledger.colos[colo].requests), requests);
        for op in Op::ALL {
            let found = sum(&|colo| ledger.colos[colo].operations[op.index()]);
            assert_eq!(found, ledger.operations(op), "{op}");
        }
        assert_eq!(sum(&|colo| ledger.colos[colo].routing.ok), ledger.routing.ok);
        let reads = |colo: usize| ledger.colos[colo].operations[Op::Read.index()];
        assert!((0..2).all(|colo| (1..reads(colo)).contains(&ledger.colos[colo].hot_reads)));
    }
}

#[test]
fn clients_reach_colos_by_their_shares_and_workers_their_own() {
    let ledger = measure(&scenario(TWO, &["traffic[0].requests_per_day=40000"]));
    // Two workers with 2,880 beats a day in each; the first beat comes after 30 s.
    let beats = 3 * 2 * 2_880 - 2;
    let clients = |colo: usize| (ledger.colos[colo].requests - beats) as f64;
    let share = clients(1) / (clients(0) + clients(1));
    // 120,150 draws: five standard deviations are 0.0063.
    assert!((share - 0.75).abs() < 0.0063, "{share}");
}

#[test]
fn a_new_worker_is_not_found_where_somebody_has_just_looked_for_it() {
    // The client looks at 10 s: there is no index yet, and AWAY keeps that for 60 s. The worker comes
    // at 30 s; at 40, 50 and 60 s AWAY still knows of none, at 70 s it asks again.
    let yaml = "
policy: { extends: optimized, cache: { worker_ttl: 0s, service_ttl: 0s } }
days: 1
workers:
  - { name: gpu, services: [rag], colo: HOME, registered: no, heartbeat: { phase: 30s } }
traffic: [ { service: rag, requests_per_day: 8640, arrivals: even } ]
kv: { latency: none }
isolates: { colos: [ { name: HOME, share: 0 }, { name: AWAY } ] }
";
    assert_eq!(measure(&scenario(yaml, &[])).routing.unroutable, 6, "10, 20, … 60 s");
    let home = measure(&scenario(yaml, &["traffic[0].colo=HOME"]));
    assert_eq!(home.routing.unroutable, 2, "10 and 20 s: at home it is seen at once");
    let slow = measure(&scenario(yaml, &["kv.propagation=45s"]));
    // At 70 s the entry, written at 30 s, is on its way for 5 s more: none is kept until 130 s.
    assert_eq!(slow.routing.unroutable, 12, "10, 20, … 120 s");
}

#[test]
fn of_two_that_join_from_an_old_list_one_is_lost() {
    // Both register in their own colo. The second one's colo still keeps that there is no index: its
    // write undoes the first one's entry.
    let yaml = "
policy: optimized
days: 1
workers:
  - { name: a, services: [rag], colo: A, registered: no, heartbeat: { phase: 30s } }
  - { name: b, services: [rag], colo: B, registered: no, heartbeat: { phase: 40s } }
traffic: [ { service: rag, requests_per_day: 8640, arrivals: even, colo: B } ]
kv: { latency: none }
isolates: { colos: [ { name: A, share: 0 }, { name: B } ] }
";
    let ledger = measure(&scenario(yaml, &[]));
    assert_eq!(ledger.lost_updates, 1);
    assert_eq!(ledger.unlisted.most, 1);
    // Nobody is told: both have a record and beat on.
    assert_eq!(ledger.requests[RequestKind::Register.index()].failed, 0);
    assert_eq!(ledger.skipped.unknown, 0);
    let later = scenario(yaml, &["workers[1].heartbeat.phase=100s"]);
    assert_eq!(measure(&later).lost_updates, 0, "its colo asked again in between");
}

#[test]
fn a_list_that_is_read_and_written_in_one_colo_can_lose_entries_too() {
    // A reads the index at 30.0 s and writes it at 32.0 s; B reads it at 31.5 s and writes at 33.5 s.
    let yaml = "
policy: optimized
days: 1
workers:
  - { name: a, services: [rag], registered: no, heartbeat: { phase: 30s } }
  - { name: b, services: [rag], registered: no, heartbeat: { phase: 31500ms } }
kv: { latency: { hot: 2s, cold: 2s, write: 0ms } }
";
    assert_eq!(measure(&scenario(yaml, &[])).lost_updates, 1);
    let apart = scenario(yaml, &["workers[1].heartbeat.phase=32100ms"]);
    assert_eq!(measure(&apart).lost_updates, 0);
}

#[test]
fn an_update_of_the_runtime_ends_the_isolates_of_its_colo_alone() {
    let set = ["isolates.runtime_updates_per_day=3", "days=400", "workers[1].colo=EWR"];
    let none_in_sjc = ["traffic[0].colo=EWR", "admin.colo=EWR"];
    let ledger = measure(&scenario(TWO, &[&set[..], &none_in_sjc].concat()));
    let born = ledger.colos[0].cold_starts as f64;
    // 1,200 expected and the first one; four standard deviations are 139.
    assert!((born - 1_201.0).abs() < 139.0, "{born}");
    assert_eq!(ledger.colos[1].cold_starts, 0, "nobody reaches it");
    // A deploy ends both at once.
    let deploys = ["isolates.deploys_at=[\"12:00\"]", "days=10"];
    let ledger = measure(&scenario(TWO, &deploys));
    assert_eq!(ledger.colos.iter().map(|colo| colo.cold_starts).collect::<Vec<_>>(), [11, 11]);
}
