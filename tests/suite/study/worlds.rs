//! Worlds: what they are, what is run for them, and how they are told apart.

mod headroom;
mod region;
mod spans;

use std::sync::atomic::{AtomicUsize, Ordering};

use crate::support::simulated::{Unwatched, scenario};
use kvplan::scenario::{Scenario, Worlds};
use kvplan::simulation::{self, Ledger, RunId};
use kvplan::study::{Consequences, Days, Explored, Options, Summary, explore, simulate};
use kvplan::words::{Meter, RequestKind};

/// Two workers on an exact grid, evenly spread requests, one isolate, no latency.
const EXACT: &str = "
days: 10
runs: 1
workers:
  - { name: gpu, count: 2, services: [rag], heartbeat: { every: 30s } }
traffic:
  - { service: rag, requests_per_day: 100, arrivals: even }
admin: { loads_per_day: 20, arrivals: even }
kv: { latency: none }
isolates: { colos: [{ name: LHR, isolates: 1 }] }
";
const BY_HAND: &str = "kv.latency={ hot: 5ms, cold: 5ms, write: 40ms }";
const OPTIONS: Options =
    Options { threads: 2, only_run: None, consequences: Consequences::Skipped };

fn coordinator(scenario: &Scenario, id: RunId, days: &Days<'_>) -> Option<Ledger> {
    simulation::run(scenario, id, &scenario.policy, days)
}

/// The summary as written, those of the other worlds, and how many runs the latter took.
fn study(scenario: &Scenario, worlds: &Worlds) -> (Summary, Vec<Summary>, usize) {
    let own = simulate(scenario, OPTIONS, &coordinator, &Unwatched).expect("not stopped");
    let made = AtomicUsize::new(0);
    let runner = |scenario: &Scenario, id: RunId, days: &Days<'_>| {
        made.fetch_add(1, Ordering::Relaxed);
        coordinator(scenario, id, days)
    };
    let found = explore(worlds, OPTIONS, (&runner, &Unwatched)).expect("not stopped");
    (own, found, made.into_inner())
}

fn place(worlds: &Worlds, name: &str) -> usize {
    let names = worlds.worlds.iter().map(|it| it.name.as_str());
    names
        .clone()
        .position(|it| it == name)
        .unwrap_or_else(|| panic!("{:?}", names.collect::<Vec<_>>()))
}

#[test]
fn beat_timing_and_latency_move_reads_as_was_measured() {
    // The same two workers, by independent implementations (a day): exact grid without latency
    // 5,860 reads and 523.6 writes, exactly; with 5 ms to read every second heartbeat hits, about
    // 3,000 and 523.6; gaps that add up about 5,750 and 571; after each reply about 5,855 and 575.
    let base = scenario(EXACT, &[BY_HAND]);
    let worlds = Worlds::of(&base);
    let (own, found, _) = study(&base, &worlds);
    let explored = Explored::new(&worlds, &own, &found);
    let total = |name: &str, meter: Meter| {
        let days = &explored.summaries[place(&worlds, name)].runs_detail[0].days;
        days.iter().map(|day| day.count(meter)).sum::<u64>()
    };
    assert_eq!(total("grid, sticky, none", Meter::Reads), 58_597);
    assert_eq!(total("grid, sticky, none", Meter::Writes), 5_236);
    for (name, reads, writes) in [
        ("grid, sticky, by hand", 3_000.0, 523.6),
        ("accumulate, sticky, by hand", 5_750.0, 571.0),
        ("after_reply, sticky, by hand", 5_855.0, 575.0),
    ] {
        for (meter, expected) in [(Meter::Reads, reads), (Meter::Writes, writes)] {
            let a_day = total(name, meter) as f64 / 10.0;
            assert!((a_day / expected - 1.0).abs() < 0.02, "{name}: {a_day} {meter}");
        }
    }
    let reads = &explored.ranges()[Meter::Reads.index()];
    assert_eq!(reads.mean_per_day.least_in, worlds.own, "the least where every second beat hits");
    assert!((reads.mean_per_day.most - 5_859.7).abs() < 5.0, "{reads:?}");
    // On its own, timing moves reads from the grid's to those after each reply.
    let timing = reads.moves[0].mean_per_day;
    assert_eq!(timing.least_in, worlds.own);
    assert_eq!(worlds.worlds[timing.most_in].name, "after_reply, sticky, by hand");
}

#[test]
fn ranges_are_the_least_and_the_most_of_all_worlds() {
    let base = scenario(EXACT, &["days=2", "runs=2", "isolates.colos[0].isolates=2"]);
    let worlds = Worlds::of(&base);
    let (own, found, _) = study(&base, &worlds);
    let explored = Explored::new(&worlds, &own, &found);
    for range in explored.ranges() {
        let rows: Vec<_> = (0..12).map(|place| explored.meter(place, range.meter)).collect();
        let means = || rows.iter().map(|it| it.mean_per_day);
        assert_eq!(range.mean_per_day.least, means().fold(f64::MAX, f64::min));
        assert_eq!(range.mean_per_day.most, means().fold(0.0, f64::max));
        let most = rows.iter().map(|it| it.max_per_day).max().expect("worlds");
        assert_eq!(range.max_per_day.most, most as f64);
        let over: Vec<usize> = (0..12).filter(|&place| rows[place].days_over > 0).collect();
        assert_eq!(range.over, over, "{}", range.meter);
    }
}

#[test]
fn with_one_isolate_a_colo_affinity_makes_no_difference_and_is_not_run() {
    for colos in ["[{ name: LHR }]", "[{ name: LHR }, { name: EWR, share: 2 }]"] {
        let colos = format!("isolates.colos={colos}");
        let base = scenario(EXACT, &["days=1", "runs=2", "kv.latency=typical", &colos]);
        let worlds = Worlds::of(&base);
        let idle: Vec<bool> = (0..3).map(|unknown| worlds.is_without_effect(unknown)).collect();
        assert_eq!(idle, [false, true, false]);
        let (own, found, made) = study(&base, &worlds);
        // 3 timings × 2 latencies, of which one is as written; two runs each.
        assert_eq!((worlds.distinct().len(), found.len(), made), (6, 5, 10));
        let explored = Explored::new(&worlds, &own, &found);
        // And it is true: run for itself, each of them is what its twin was.
        for (world, shared) in worlds.worlds.iter().zip(&explored.summaries) {
            let alone = simulate(&world.scenario, OPTIONS, &coordinator, &Unwatched);
            assert_eq!(alone.as_ref(), Some(*shared), "{colos} {}", world.name);
        }
    }
    let three = Worlds::of(&scenario(EXACT, &["isolates.colos[0].isolates=3"]));
    assert!(!three.is_without_effect(1));
    assert_eq!(three.distinct().len(), 12);
}

#[test]
fn a_run_draws_the_same_clients_in_every_world() {
    let poisson = EXACT.replace("100, arrivals: even", "500, arrivals: poisson");
    let base = scenario(&poisson, &["days=1", "runs=3", "isolates.colos[0].isolates=2"]);
    let worlds = Worlds::of(&base);
    let (own, found, _) = study(&base, &worlds);
    let explored = Explored::new(&worlds, &own, &found);
    let routes = |summary: &Summary| {
        let found = summary.requests.iter().find(|it| it.request == RequestKind::Route);
        found.expect("routes").count_per_day
    };
    let counts: Vec<f64> = explored.summaries.iter().map(|it| routes(it)).collect();
    assert!(counts.iter().all(|count| *count == counts[0]), "{counts:?}");
}
