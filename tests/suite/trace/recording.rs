//! A recorded run, replayed under its own policy, gives exactly the operations of the run.

use crate::support::simulated::{Unwatched, measure, scenario};
use kvplan::coordinator::Preset;
use kvplan::platform::Mode;
use kvplan::scenario::{Scenario, caps};
use kvplan::simulation::{self, Ledger, Recorder, RunId, ideal};
use kvplan::trace::Reader;
use kvplan::words::{Refusal, Span};
use proptest::prelude::*;
use proptest::sample::select;
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};

const RUN_0: RunId = RunId { run: 0, mode: Mode::Measure };

/// Run 0, and its trace.
fn record(scenario: &Scenario) -> (Ledger, Vec<u8>) {
    let mut recorder = Recorder::new(scenario, 0, Vec::new()).expect("written to memory");
    let ledger =
        simulation::run_observed(scenario, RUN_0, (&scenario.policy, &mut recorder), &Unwatched);
    (ledger.expect("nobody stops it"), recorder.finish().expect("written to memory"))
}

/// The trace under the policy of a scenario, on no platform at all.
fn replay(scenario: &Scenario, trace: &[u8]) -> Ledger {
    let reader = Reader::new(trace, caps::TRACE).expect("a trace");
    let ledger =
        simulation::replay(&ideal(scenario), RUN_0, (&scenario.policy, reader), &Unwatched);
    ledger.expect("sound rows").expect("nobody stops it")
}

/// Words for a part of a scenario; each stands for one random choice.
fn one_of(texts: &'static [&'static str]) -> impl Strategy<Value = &'static str> {
    select(texts)
}

/// A group of workers.
fn group(name: &'static str, services: &'static [&'static str]) -> impl Strategy<Value = String> {
    let timing = ["grid", "accumulate", "after_reply"];
    let phase = ["random", "7s", "aligned"];
    let load = [
        "{ constant: 0.3 }",
        "{ walk: { start: 0.5, step: 0.15 } }",
        "{ flap: { low: 0.1, high: 0.9, every: 3m } }",
        "{ diurnal: { low: 0.1, high: 0.95, peak_hour: 14 } }",
        "{ steps: [{ at: 0s, load: 0.1 }, { at: 7h, load: 0.7 }, { at: 19h, load: 0.123456789 }] }",
    ];
    let outages = [
        "{}",
        "{ crashes_per_day: 6, duration: 20m }",
        "{ graceful_per_day: 8, duration: 5m }",
        "{ crashes_per_day: 3, graceful_per_day: 3, duration: 12m }",
    ];
    let who = (1..=4_u32, select(services), any::<bool>(), any::<bool>());
    let when =
        (20..=90_u32, select(timing.to_vec()), 0..4_000_u32, select(phase.to_vec()), 0..80_u32);
    let what = (select(load.to_vec()), 0..4_u32, 0..30_u32, select(outages.to_vec()));
    (who, when, what).prop_map(move |(who, when, what)| {
        let (count, services, registered, reregisters) = who;
        let (every, timing, jitter, phase, network) = when;
        let (load, loaded, changes, outages) = what;
        format!(
            "  - {{ name: {name}, count: {count}, services: {services}, registered: {registered}, \
             reregisters: {reregisters}, load: {load}, outages: {outages}, \
             models: {{ loaded: {loaded}, changes_per_day: {changes} }}, \
             heartbeat: {{ every: {every}s, timing: {timing}, jitter: {jitter}ms, phase: {phase}, \
             network: {network}ms }} }}\n"
        )
    })
}

/// A policy: a preset with some settings changed, none of them `record_ttl`.
fn policy() -> impl Strategy<Value = String> {
    // One key for all workers meets the rate of one key nearly always.
    let preset = prop_oneof![
        5 => select(Preset::NAMES[..5].to_vec()),
        1 => Just(Preset::OneKey.name()),
    ];
    let write = one_of(&[
        "{}",
        "{ baseline: cached }",
        "{ baseline: memory, load_delta: 0.05 }",
        "{ load_delta: 0, max_interval: 1m }",
        "{ models_compare: identity }",
        "{ when: always }",
        "{ when: changed, max_interval: 11m, baseline: persisted }",
    ]);
    let ttl = one_of(&["0s", "10s", "30s", "45s", "5m"]);
    let service_ttl = one_of(&["0s", "10s", "30s", "5m"]);
    let index_ttl = one_of(&["0s", "0s", "20s", "10m"]);
    let more = one_of(&[
        "",
        ", max_entries: 2",
        ", invalidate: affected",
        ", invalidate: none, prewarm: true",
        ", admin: false",
        ", prewarm: true",
    ]);
    let reads = one_of(&["{}", "{ fanout: parallel }", "{ coalesce: true }"]);
    let enumerate = one_of(&["known", "index", "list"]);
    let health = one_of(&["10m", "45s", "2m"]);
    let cache = (ttl, service_ttl, index_ttl, more);
    (preset, write, cache, reads, enumerate, health).prop_map(
        |(preset, write, (ttl, service_ttl, index_ttl, more), reads, enumerate, health)| {
            format!(
                "{{ extends: {preset}, write: {write}, cache: {{ worker_ttl: {ttl}, service_ttl: \
                 {service_ttl}, index_ttl: {index_ttl}{more} }}, reads: {reads}, enumerate: \
                 {enumerate}, health_timeout: {health} }}"
            )
        },
    )
}

/// One colo without latencies; several isolates that come and go.
fn scenarios() -> impl Strategy<Value = String> {
    let isolates = (1..=3_u32, one_of(&["sticky", "random"])).prop_flat_map(|(count, affinity)| {
        let ends = one_of(&[
            "",
            ", deploys_per_day: 12",
            ", idle_timeout: 90s",
            ", idle_timeout: 20m, deploys_at: [3h, 17h]",
            ", lifetime: { mean: 2h }",
        ]);
        ends.prop_map(move |ends| {
            format!("{{ colos: [{{ name: AMS, isolates: {count} }}], affinity: {affinity}{ends} }}")
        })
    });
    let plain = one_of(&Preset::NAMES[..5]);
    let policy = prop_oneof![1 => plain.prop_map(str::to_owned), 3 => policy()];
    let clients = (0..600_u32, 0..200_u32, 0..80_u32, 0..1_000_u64);
    // Between them they offer what the clients ask for.
    let groups = (
        group("gpu", &["[rag, img]", "[img, tts, rag]"]),
        group("old gpu", &["[rag]", "[rag, img]", "[img]", "[tts, rag]"]),
    );
    (policy, groups, isolates, clients).prop_map(|(policy, groups, isolates, clients)| {
        let (rag, img, admin, seed) = clients;
        format!(
            "name: any\npolicy: {policy}\ndays: 1\nruns: 1\nseed: {seed}\nkv: {{ latency: none }}\n\
             workers:\n{}{}traffic:\n  - {{ service: rag, requests_per_day: {rag}, arrivals: \
             poisson }}\n  - {{ service: img, requests_per_day: {img}, arrivals: {{ bursts: {{ \
             size: 5, spacing: 2s }} }} }}\nadmin: {{ loads_per_day: {admin} }}\n\
             isolates: {isolates}\n",
            groups.0, groups.1,
        )
    })
}

/// Proptest's own generator, seeded, so that everyone tries the same scenarios.
fn runner(cases: u32) -> TestRunner {
    let config = Config { cases, failure_persistence: None, ..Config::default() };
    TestRunner::new_with_rng(config, TestRng::from_seed(RngAlgorithm::ChaCha, &[7; 32]))
}

#[test]
fn a_recorded_run_replayed_under_its_own_policy_counts_the_same() {
    const CASES: u32 = 160;
    const COMPARED_AT_LEAST: u32 = 60;
    let compared = std::cell::Cell::new(0_u32);
    let skipped = std::cell::Cell::new(0_u32);
    let cold_starts = std::cell::Cell::new(0);
    let tried = runner(CASES).run(&scenarios(), |yaml| {
        let mut scenario = scenario(&yaml, &[]);
        let (mut recorded, mut trace) = record(&scenario);
        let refused: u64 = recorded.refused.iter().sum();
        prop_assert_eq!(refused, recorded.refused[Refusal::SameKeyRate.index()]);
        if refused > 0 {
            // A replay without a scenario knows no rate of one key. The same run on a platform
            // without that rate is compared instead.
            skipped.set(skipped.get() + 1);
            scenario.plan.rules.same_key_write_interval.value = Span::ZERO;
            (recorded, trace) = record(&scenario);
        } else {
            compared.set(compared.get() + 1);
        }
        let replayed = replay(&scenario, &trace);
        let counts = |ledger: &Ledger| ledger.requests.clone().map(|it| (it.count, it.hits));
        prop_assert_eq!(counts(&replayed), counts(&recorded));
        prop_assert_eq!(&replayed.causes, &recorded.causes);
        prop_assert_eq!(replayed.skipped, recorded.skipped);
        prop_assert_eq!(&replayed.days, &recorded.days);
        prop_assert_eq!(replayed.cold_starts(), recorded.cold_starts());
        prop_assert_eq!(replayed.hours, recorded.hours);
        cold_starts.set(cold_starts.get() + recorded.cold_starts());
        Ok(())
    });
    tried.unwrap_or_else(|failure| panic!("{failure}"));
    let (compared, skipped) = (compared.get(), skipped.get());
    println!("{compared} runs compared as they are, {skipped} without the rate of one key");
    println!("{} isolates born", cold_starts.get());
    assert!(compared >= COMPARED_AT_LEAST, "only {compared} of {CASES} could be compared");
    assert!(cold_starts.get() > u64::from(compared + skipped) * 10, "isolates come and go");
}

#[test]
fn with_its_scenario_a_replay_gives_the_run_with_latencies_and_several_colos() {
    let yaml = "name: two colos\npolicy: optimized\ndays: 2\nruns: 1\nkv: { latency: { hot: 5ms, \
                cold: 50ms, write: 40ms } }\nworkers:\n  - { name: a, count: 2, services: [rag], \
                colo: LHR, heartbeat: { every: 30s, phase: random } }\n  - { name: b, count: 1, \
                services: [rag], colo: SIN, heartbeat: { every: 40s, phase: random } }\n\
                traffic:\n  - { service: rag, requests_per_day: 900, arrivals: poisson }\n\
                isolates: { colos: [{ name: LHR, isolates: 2 }, { name: SIN, isolates: 1 }] }\n";
    let scenario = scenario(yaml, &[]);
    let (recorded, trace) = record(&scenario);
    let text = std::str::from_utf8(&trace).expect("text");
    for isolate in ["LHR/0", "LHR/1", "SIN/0"] {
        assert!(text.contains(&format!(",{isolate},")), "{isolate} is used");
    }
    let reader = Reader::new(trace.as_slice(), caps::TRACE).expect("a trace");
    let replayed = simulation::replay(&scenario, RUN_0, (&scenario.policy, reader), &Unwatched);
    let replayed = replayed.expect("sound rows").expect("nobody stops it");
    assert_eq!(replayed.causes, recorded.causes);
    assert_eq!(replayed.days, recorded.days);
    for (replayed, recorded) in replayed.colos.iter().zip(&recorded.colos) {
        assert_eq!(replayed.operations, recorded.operations);
        assert_eq!(replayed.hot_reads, recorded.hot_reads);
    }
    let latencies = |ledger: &Ledger| ledger.requests.clone().map(|it| it.latency);
    assert_eq!(latencies(&replayed), latencies(&recorded));
}

#[test]
fn what_a_recorder_sees_changes_nothing() {
    let yaml = "name: any\npolicy: optimized\ndays: 2\nworkers: [{ name: a, count: 3, services: \
                [rag], heartbeat: { every: 30s } }]\nisolates: { deploys_per_day: 5 }\n";
    let scenario = scenario(yaml, &[]);
    assert_eq!(record(&scenario).0, measure(&scenario));
}
