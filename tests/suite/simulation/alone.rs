//! Workers that go on alone count what they count when everything happens in order.

use std::cell::Cell;
use std::collections::BTreeSet;

use kvplan::platform::{Basis, Limit, Mode};
use kvplan::program::{Coupling, Request};
use kvplan::scenario::Scenario;
use kvplan::simulation::{self, Ledger, Observer, Reached, RunId, Watch, coupling};
use kvplan::words::{Instant, Meter};

use super::second_program::Counters;
use crate::support::drawn::{each, with};
use crate::support::simulated::{Unwatched, run, scenario};

/// Somebody who looks on, so that everything happens in order.
struct Onlooker;

impl Observer for Onlooker {
    fn request(&mut self, _: Reached, _: &Request, _: Instant) {}
}

#[test]
fn workers_that_go_on_alone_count_what_they_count_in_order() {
    let (mut alone, mut runs, mut reasons) = (0, 0, BTreeSet::new());
    each(|drawn| {
        let id = RunId { run: 0, mode: Mode::Measure };
        for scenario in &drawn.made {
            runs += 1;
            if let Some(reason) = coupling::<_, ()>(scenario, id, &scenario.policy) {
                reasons.insert(reason);
                continue;
            }
            alone += 1;
            let ledger = in_order(scenario);
            assert_eq!(run(scenario, 0, Mode::Measure), ledger);
            // A limit is passed at the very moment.
            let tight = tight(scenario, &ledger);
            assert_eq!(run(&tight, 0, Mode::Measure), in_order(&tight));
        }
    });
    for (id, reason) in reasons_of_a_run() {
        reasons.insert(reason);
        assert_eq!(id, Some(reason));
    }
    println!("{alone} of {runs} runs go alone; the others, because of {reasons:?}");
    assert!(alone * 2 > runs, "{alone} of {runs} runs go alone");
    assert!(reasons.into_iter().eq(Coupling::ALL), "each reason was one");
}

#[test]
fn a_limit_is_passed_at_the_same_moment_where_a_heartbeat_makes_two_operations_of_a_kind() {
    // Each beat reads both keys of its worker and writes both.
    let all = "policy={ extends: tiered, cache: { worker_ttl: 0s }, capabilities_ttl: 0s, \
               write: { models_compare: identity, load_delta: 0 } }";
    for every in ["20s", "1m", "3m"] {
        for seed in 0..8 {
            let beats = format!("workers[0].heartbeat={{ every: {every}, phase: random }}");
            let seed = format!("seed={seed}");
            let walks = "workers[0].load={ walk: { start: 0.5, step: 0.1 } }";
            let edits = [all, &beats, walks, &seed, "workers[0].count=5"].map(str::to_owned);
            let scenario = with(&edits).expect("sound");
            let id = RunId { run: 0, mode: Mode::Measure };
            assert_eq!(coupling::<_, ()>(&scenario, id, &scenario.policy), None, "they go alone");
            let tight = tight(&scenario, &in_order(&scenario));
            assert_eq!(run(&tight, 0, Mode::Measure).days, in_order(&tight).days);
        }
    }
}

/// The same with a limit on each meter of which a day uses twice as much.
fn tight(scenario: &Scenario, ledger: &Ledger) -> Scenario {
    let mut tight = scenario.clone();
    for meter in Meter::ALL {
        let basis = Basis { as_of: "2026-11-25".into(), source: "a test".into() };
        let per_day = ledger.days[0].count(meter) / 2;
        tight.plan.limits[meter.index()] = Some(Limit { per_day, basis });
    }
    tight
}

/// What is counted where one thing happens after another.
fn in_order(scenario: &Scenario) -> Ledger {
    let id = RunId { run: 0, mode: Mode::Measure };
    let looked_at = (&scenario.policy, &mut Onlooker);
    let ledger = simulation::run_observed(scenario, id, looked_at, &Unwatched);
    ledger.expect("nobody stops it")
}

/// The reasons that lie in how a run is made, and which one each such run has.
fn reasons_of_a_run() -> [(Option<Coupling>, Coupling); 3] {
    let scenario = with(&[]).expect("the base is sound");
    let of = |mode| RunId { run: 0, mode };
    let (measured, enforced) = (of(Mode::Measure), of(Mode::Enforce));
    let other = Counters::default();
    [
        (coupling::<_, ()>(&scenario, enforced, &scenario.policy), Coupling::Enforced),
        (coupling::<_, Onlooker>(&scenario, measured, &scenario.policy), Coupling::Observed),
        (coupling::<_, ()>(&scenario, measured, &other), Coupling::Program),
    ]
}

#[test]
fn the_model_says_for_which_reasons_workers_do_not_go_on_alone() {
    let model = include_str!("../../../MODEL.md");
    let listed = model.split_once("<!-- couplings -->").expect("the list").1;
    let listed = listed.split_once("<!-- end of the couplings -->").expect("its end").0;
    let said: Vec<&str> = listed.lines().filter_map(|line| line.strip_prefix("* ")).collect();
    for (said, reason) in said.iter().zip(Coupling::ALL) {
        assert!(said.starts_with(reason.reason()), "{reason:?}: {said}");
    }
    assert_eq!(said.len(), Coupling::ALL.len());
}

/// Stops a run when it is asked so often.
struct Patience(Cell<u32>);

impl Watch for Patience {
    fn day_is_done(&self) {}

    fn goes_on(&self) -> bool {
        self.0.set(self.0.get().saturating_sub(1));
        self.0.get() > 0
    }
}

#[test]
fn a_run_is_heard_between_the_workers_that_go_on_alone() {
    // Three million beats in half an hour, and nothing that looks at several workers.
    let many = scenario("workers: [{ count: 50000 }]\nkv: { latency: none }\n", &[]);
    let id = RunId { run: 0, mode: Mode::Measure };
    assert_eq!(coupling::<_, ()>(&many, id, &many.policy), None);
    let until = (id, Instant::from_ms(1_800_000));
    let patience = Patience(Cell::new(5));
    let stopped = simulation::run_until(&many, until, &many.policy, &patience);
    assert!(stopped.is_none() && patience.0.get() == 0, "it stops when it is told to");
    let patience = Patience(Cell::new(1_000));
    let ledger = simulation::run_until(&many, until, &many.policy, &patience).expect("not stopped");
    let asked = 1_000 - patience.0.get();
    assert!(u64::from(asked) > ledger.events / 500_000, "asked {asked} times");
}

#[test]
fn two_replies_of_one_worker_may_come_at_once() {
    // KV takes as long as lies between two heartbeats, and the network longer. When the record of a
    // registration is written its index is read, at the instant at which the first heartbeat writes:
    // both replies stand at one place of the order, and others look at one of them alone.
    let yaml = "\
days: 1
policy: naive
workers: [{ count: 3, services: [rag], registered: false, heartbeat: { every: 30s, network: 1m } }]
kv: { latency: { hot: 30s, cold: 30s, write: 30s } }
";
    let scenario = scenario(yaml, &[]);
    let id = RunId { run: 0, mode: Mode::Measure };
    assert_eq!(coupling::<_, ()>(&scenario, id, &scenario.policy), None);
    assert_eq!(run(&scenario, 0, Mode::Measure), in_order(&scenario));
}

/// Does a run count the same in both ways? `Some`: yes, and the isolates that were born.
fn same_in_order(yaml: &str) -> Option<u64> {
    let scenario = scenario(yaml, &[]);
    let ledger = in_order(&scenario);
    (run(&scenario, 0, Mode::Measure) == ledger).then_some(ledger.cold_starts())
}

#[test]
fn an_isolate_may_end_before_its_workers_first_beat() {
    // Requests at 3:00, 6:00, … 21:00; each of the first three finds the isolate of the one before
    // ended. At 12:00 another is born, which the workers' beats keep from then on.
    let yaml = "\
policy: { extends: optimized, cache: { worker_ttl: 1d, service_ttl: 30s } }
days: 1
workers: [{ count: 2, services: [rag], heartbeat: { every: 30s, phase: 12h } }]
traffic: [{ service: rag, requests_per_day: 8, arrivals: even }]
kv: { latency: none }
isolates: { idle_timeout: 30m }
";
    assert_eq!(same_in_order(yaml), Some(4));
}

#[test]
fn however_long_workers_are_silent_an_isolate_ends_as_in_order() {
    let mut alone = 0;
    let mut all = 0;
    for phase in ["random", "2m", "9m", "3h"] {
        for registered in ["yes", "no"] {
            for timing in ["grid", "accumulate", "after_reply"] {
                for latency in ["none", "{ hot: 1m, cold: 1m, write: 1m }"] {
                    for services in ["[a]", "[a, b, c, d, e]"] {
                        for (timeout, crashes) in [("100s", 0), ("5m", 20), ("30m", 0), ("30m", 20)]
                        {
                            let yaml = format!(
                                "days: 1
policy: {{ extends: optimized, cache: {{ worker_ttl: 1d }} }}
workers:
  - registered: {registered}
    services: {services}
    heartbeat: {{ every: 1m, timing: {timing}, phase: {phase}, network: 1s }}
    outages: {{ crashes_per_day: {crashes}, duration: 40m }}
traffic: [{{ service: a, requests_per_day: 40 }}]
kv: {{ latency: {latency} }}
isolates: {{ idle_timeout: {timeout} }}
"
                            );
                            assert!(same_in_order(&yaml).is_some(), "{yaml}");
                            let made = scenario(&yaml, &[]);
                            let id = RunId { run: 0, mode: Mode::Measure };
                            alone +=
                                u32::from(coupling::<_, ()>(&made, id, &made.policy).is_none());
                            all += 1;
                        }
                    }
                }
            }
        }
    }
    assert_eq!(alone, all);
}

#[test]
fn a_reply_to_who_has_gone_down_meanwhile_is_counted_in_its_turn() {
    // Writes take seconds, and each worker goes down twenty times a day with one under way: the limit
    // is passed by the 1,001st write, in whatever order the two go on.
    for seed in 0..10 {
        let yaml = format!(
            "seed: {seed}
days: 3
policy: {{ extends: optimized, write: {{ max_interval: 0s }} }}
workers:
  - {{ count: 1 }}
  - {{ count: 1, heartbeat: {{ every: 3s, timing: after_reply }}, outages: {{ crashes_per_day: 20 }} }}
kv: {{ latency: {{ write: {{ median: 1s, p99: 30s }} }} }}
"
        );
        assert!(same_in_order(&yaml).is_some(), "{yaml}");
    }
}

#[test]
fn who_goes_on_first_is_not_the_only_one_who_keeps_an_isolate() {
    // The first beats each hour, the second each minute. All requests are looked at one by one, since
    // the limit on them is passed: the first one's must not be taken for the only ones.
    let yaml = "\
days: 1
workers:
  - { count: 1, services: [a], heartbeat: { every: 1h, phase: 30m } }
  - { count: 1, services: [a], heartbeat: { every: 1m, phase: aligned } }
kv: { latency: none }
isolates: { idle_timeout: 5m }
account: { other: { requests: 99000 } }
";
    let ordered = same_in_order(yaml);
    assert_eq!(ordered, Some(1), "one cold start");
    let (id, made) = (RunId { run: 0, mode: Mode::Measure }, scenario(yaml, &[]));
    assert_eq!(coupling::<_, ()>(&made, id, &made.policy), None);
}

#[test]
fn isolates_that_are_drawn_are_drawn_in_order() {
    let yaml = "\
days: 1
workers: [{ count: 3, services: [rag], heartbeat: { every: 30s, phase: random } }]
traffic: [{ service: rag, requests_per_day: 40 }]
kv: { latency: none }
isolates: { colos: [{ name: LHR, isolates: 3 }], affinity: random }
";
    assert!(same_in_order(yaml).is_some());
    let (id, made) = (RunId { run: 0, mode: Mode::Measure }, scenario(yaml, &[]));
    assert_eq!(coupling::<_, ()>(&made, id, &made.policy), Some(Coupling::Affinity));
}
