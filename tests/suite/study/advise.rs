//! What `advise` proposes, against figures worked out by hand and against scans of every value.

use crate::support::shipped::{names, text};
use crate::support::simulated::{Unwatched, scenario, summary};
use kvplan::scenario::{File, Overrides, Scenario, Source, Until};
use kvplan::simulation::{self, RunId};
use kvplan::study::{
    Advisor, Case, Change, Days, Fix, Fixes, Goal, Limit, MAY_NOT_WORSEN, Options, Pay, Subject,
    UNDER, Unknowns, View, simulate, value, wanted,
};
use kvplan::words::{Measure, Meter};

/// Four workers in exact order: 86,400 / 330 = 261.8 writes each a day, 1,047 in all.
const FOUR: &str = "\
days: 2
runs: 1
kv: { latency: none }
workers: [{ count: 4, services: [rag], heartbeat: { every: 30s } }]
traffic: [{ service: rag, requests_per_day: 400, arrivals: even }]
";

fn run(scenario: &Scenario, id: RunId, days: &Days<'_>) -> Option<simulation::Ledger> {
    simulation::run(scenario, id, &scenario.policy, days)
}

/// What is found of a file with some values set, where all limits are to stay under that share and
/// these bounds are to be kept.
fn advised<T>(
    yaml: &str,
    overrides: &Overrides,
    (under, keep): (f64, &[&str]),
    ask: impl Fn(Case<'_>, &Advisor<'_>) -> Option<T>,
) -> T {
    let source = Source { path: "test.yaml".into(), bytes: yaml.into() };
    let file = File::parse(&source).expect("YAML");
    let read = |path: &str| panic!("reads {path}");
    let base = file.load(overrides, &read).expect("a sound scenario");
    let subject = Subject { file: &file, overrides, base: &base, read: &read };
    let typed: Vec<String> = keep.iter().map(|it| (*it).to_owned()).collect();
    let until =
        if typed.is_empty() { Vec::new() } else { Until::of(&typed, &base).expect("bounds") };
    let (goal, keep) = (wanted(&base, under, Vec::new()), Goal { until, tolerated: 0.0 });
    let options = Options::demand(2);
    let written = simulate(&base, options, &run, &Unwatched).expect("nobody stops it");
    let case = Case { subject, written: &written, goal: &goal, keep: &keep, options };
    ask(case, &case.watched((&run, &Unwatched))).expect("nobody stops it")
}

fn set(changes: &[&str]) -> Overrides {
    let set = changes.iter().map(|it| (*it).to_owned()).collect();
    Overrides { set, ..Overrides::default() }
}

fn fixes(yaml: &str, changes: &[&str]) -> Fixes {
    advised(yaml, &set(changes), (UNDER, &[]), |_, it| it.fixes())
}

fn found<'f>(fixes: &'f Fixes, name: &str) -> &'f Fix {
    fixes.enough.iter().find(|it| it.name == name).unwrap_or_else(|| panic!("{name}: {fixes:#?}"))
}

fn changes(fix: &Fix) -> Vec<String> {
    fix.all_changes().map(ToString::to_string).collect()
}

fn worst(yaml: &str, changes: &[&str]) -> u64 {
    summary(&scenario(yaml, changes)).meters[Meter::Writes.index()].max_per_day
}

#[test]
fn the_mildest_write_interval_is_that_of_a_scan_by_whole_seconds() {
    // 800 writes of four workers are 200 each, one in 432 s. Beats come each 30 s, and a write with the
    // first of them that is later than the interval: each 450 s from 420 s on (768 a day), each 420 s
    // just before (823).
    let fixes = fixes(FOUR, &[]);
    let fix = found(&fixes, "write interval");
    assert_eq!(changes(fix), ["policy.write.max_interval=7m"]);
    assert_eq!(fix.nearest.value, 768.0);
    let (milder, left) = fix.milder.as_ref().expect("a next milder value");
    assert_eq!((milder.to_string().as_str(), left.value), ("419s", 824.0));
    for seconds in 300..=425 {
        let holds = worst(FOUR, &[&format!("policy.write.max_interval={seconds}s")]) <= 800;
        assert_eq!(holds, seconds >= 420, "{seconds} s");
    }
}

#[test]
fn the_mildest_heartbeat_interval_is_that_of_a_scan_though_more_may_be_harder() {
    // A write each 432 s at most. Of beats each 144 s the third is the first later than 300 s: 432 s. Of
    // those each 151 s it is the second, 302 s, which is too often again.
    let fixes = fixes(FOUR, &[]);
    let fix = found(&fixes, "heartbeat interval");
    assert_eq!(changes(fix), ["workers[0].heartbeat.every=144s"]);
    let holds =
        |seconds: u64| worst(FOUR, &[&format!("workers[0].heartbeat.every={seconds}s")]) <= 800;
    for seconds in (30..144).step_by(3).chain(136..144) {
        assert!(!holds(seconds), "{seconds} s");
    }
    assert!(holds(144) && !holds(151));
}

#[test]
fn the_timeout_that_it_forces_outlasts_the_oldest_record_that_may_be() {
    // A record is 450 s old by then, and 541 s through a second colo: the edge cache keeps it 60 s, its
    // isolate 30 s, and a write takes a second to get there. Few requests ever meet one that old.
    let short = ["policy.health_timeout=8m"];
    let often = "traffic[0]={ service: rag, requests_per_day: 20000 }";
    let fixes = fixes(FOUR, &[short[0], often]);
    let fix = found(&fixes, "write interval");
    let said = changes(fix);
    assert_eq!(said, ["policy.write.max_interval=7m", "policy.health_timeout=541s"]);
    let two = "isolates.colos=[{ name: LHR }, { name: LHR-2 }]";
    let harm = |seconds: u64| -> f64 {
        let at = format!("policy.health_timeout={seconds}s");
        let summary = summary(&scenario(FOUR, &[two, often, said[0].as_str(), &at]));
        MAY_NOT_WORSEN.iter().filter_map(|it| value(&summary, &it.of_all())).sum()
    };
    assert!(harm(480) > 0.0 && harm(541) == 0.0, "{} {}", harm(480), harm(541));
    // What it costs stands beside it: crashed workers get requests for longer.
    let outages = fix.judged.iter().find(|it| matches!(it.view, View::Outages { .. }));
    let figures = &outages.expect("a view with outages").figures;
    assert!(figures.iter().any(|(measure, ..)| *measure == Measure::Misrouted));
}

#[test]
fn what_is_not_enough_says_how_far_it_comes_and_two_together_may_be() {
    // Half of the workers flap each minute: 1,440 writes each a day, and 262 for their interval else.
    let flapping = "\
days: 2
runs: 1
kv: { latency: none }
workers:
  - { count: 2, heartbeat: { every: 30s }, load: { flap: { low: 0.2, high: 0.6, every: 1m } } }
  - { count: 2, heartbeat: { every: 30s } }
";
    let fixes = fixes(flapping, &[]);
    let alone: Vec<&str> = fixes.short.iter().map(|it| it.name.as_str()).collect();
    assert!(alone.contains(&"load delta") && alone.contains(&"write interval"), "{alone:?}");
    let delta = fixes.short.iter().find(|it| it.name == "load delta").expect("it");
    assert_eq!(delta.changes[0].to_string(), "policy.write.load_delta=0.4");
    assert_eq!(delta.nearest.value, 1_048.0, "as four that do not flap");
    let pair = fixes.pairs.first().expect("a pair");
    assert!(pair.name.contains("load delta") && pair.name.contains("write interval"), "{pair:#?}");
    let all = changes(pair);
    let all: Vec<&str> = all.iter().map(String::as_str).collect();
    assert!(worst(flapping, &all) <= 800);
}

#[test]
fn a_bound_that_is_to_be_kept_rules_a_change_out() {
    // Written each 450 s, a choice rests on heartbeats of up to that age and the caches.
    let keep = ["staleness_p99<=6m"];
    let two = "isolates.colos=[{ name: LHR }, { name: EWR }]";
    let kept = advised(FOUR, &set(&[two]), (UNDER, &keep), |_, it| it.fixes());
    let free = advised(FOUR, &set(&[two]), (UNDER, &[]), |_, it| it.fixes());
    assert!(found(&free, "write interval").is_sound());
    let spoils = found(&kept, "write interval");
    assert!(!spoils.is_sound() && spoils.not_kept.len() == 1, "{spoils:#?}");
    assert!(spoils.not_kept[0].value > 360_000.0, "{spoils:#?}");
}

#[test]
fn every_proposal_for_a_shipped_scenario_gives_what_it_promised() {
    let few = Overrides { days: Some(2), runs: Some(2), ..Overrides::default() };
    let mut proposed = 0;
    for name in names() {
        let yaml = text(&name);
        let fixes = advised(&yaml, &few, (UNDER, &[]), |case, it| {
            if Limit::any_passed(&case.limits()) { it.fixes() } else { Some(Fixes::default()) }
        });
        for fix in fixes.enough.iter().chain(&fixes.pairs) {
            let all = changes(fix);
            let all = [&all[..], &["days=2".to_owned(), "runs=2".to_owned()]].concat();
            let all: Vec<&str> = all.iter().map(String::as_str).collect();
            let summary = summary(&scenario(&yaml, &all));
            let meter = fix.nearest.figure.meter().expect("a meter");
            let row = &summary.meters[meter.index()];
            let found = row.max_per_day + row.other_per_day;
            assert_eq!(found as f64, fix.nearest.value, "{name}: {all:?}");
            assert!(found as f64 <= fix.nearest.allowed, "{name}: {all:?}");
            proposed += 1;
        }
    }
    assert!(proposed >= 10, "{proposed}");
}

#[test]
fn one_thing_otherwise_may_change_the_verdict() {
    // Three quiet workers write 785 times a day, three that flap 4,320 times.
    let three = FOUR.replace("count: 4", "count: 3");
    let unknowns: Unknowns = advised(&three, &set(&[]), (UNDER, &[]), |_, it| it.unknowns());
    assert!(unknowns.held);
    let flips: Vec<&str> = unknowns.flips().map(|it| it.name.as_str()).collect();
    assert!(flips.contains(&"every load flapping"), "{flips:?}");
    let colo = unknowns.all.iter().find(|it| it.name.contains("second colo")).expect("it");
    assert!(colo.holds, "another colo writes nothing");
}

#[test]
fn the_rungs_multiply_the_workers_and_price_each_plan() {
    let pay: Pay = advised(FOUR, &set(&[]), (UNDER, &[]), |_, it| {
        it.pay(Some(&[Change::new("policy.write.max_interval", "659s")]))
    });
    let workers: Vec<u64> = pay.rungs.iter().map(|it| it.workers).collect();
    assert_eq!(workers, [4, 12, 40, 120, 400]);
    let writes = |at: usize| {
        let limits = &pay.rungs[at].limits;
        limits.iter().find(|it| it.figure.meter() == Some(Meter::Writes)).expect("writes").value
    };
    assert_eq!(writes(1), 3.0 * writes(0));
    // 400 workers write 104,727 times a day: 3,141,818 a month, 2,141,818 beyond the included million
    // at 5 USD. They beat 34,560,000 times: 24,560,000 beyond ten millions at 0.30. Their reads: each
    // beat at the edge of the cache, 24.6 millions beyond at 0.50.
    let paid = &pay.rungs[4].costs[0];
    assert_eq!(paid.plan, "cloudflare-paid@2026-10");
    let by_hand = 5.0 + 2.141_818 * 5.0 + 24.56 * 0.3 + 24.56 * 0.5;
    assert!((paid.per_month - by_hand).abs() < 0.2, "{} {by_hand}", paid.per_month);
    // With a write each 660 s half as many: 1,570,909 a month.
    let advised = &pay.advised[4].costs[0];
    let saved = paid.per_month - advised.per_month;
    assert!((saved - (3.141_818 - 1.570_909) * 5.0).abs() < 0.2, "{saved}");
    assert_eq!(pay.advised.iter().map(|it| it.workers).collect::<Vec<_>>(), workers);
}
