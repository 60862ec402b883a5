//! What a month costs, worked out by hand: each figure with its formula, inputs and exact integers.

use crate::support::shipped::shipped;
use crate::support::simulated::{run, scenario, summary};
use kvplan::platform::{Charged, Mode};
use kvplan::scenario::Scenario;
use kvplan::study::{CostLine, CostSummary};
use kvplan::words::{Meter, RequestKind};

const PAID: &str = "plan=cloudflare-paid@2026-10";

/// Workers that beat each `every` from the first instant on, so that each day has the same beats.
fn fleet(count: u32, every: &str, policy: &str, set: &[&str]) -> Scenario {
    let text = format!(
        "policy: {policy}\ndays: 11\nruns: 1\nkv: {{ latency: none }}\n\
         workers: [{{ count: {count}, heartbeat: {{ every: {every}, phase: 0s }} }}]\n"
    );
    scenario(&text, set)
}

fn cost(scenario: &Scenario) -> CostSummary {
    summary(scenario).cost
}

fn line<'c>(cost: &'c CostSummary, item: &str) -> &'c CostLine {
    cost.lines.iter().find(|it| it.item == item).expect(item)
}

#[test]
fn the_free_requests_carry_34_workers_that_beat_each_30_seconds() {
    // 86,400 s / 30 s = 2,880 beats a day and worker. 34 × 2,880 = 97,920; 35 × 2,880 = 100,800.
    let a_day = |workers| {
        let ledger = run(&fleet(workers, "30s", "optimized", &[]), 0, Mode::Measure);
        let last = ledger.days.last().expect("a day");
        (last.count(Meter::Requests), last.passed_at(Meter::Requests).is_some())
    };
    assert_eq!(a_day(34), (97_920, false));
    assert_eq!(100_000 - a_day(34).0, 2_080);
    assert_eq!(a_day(35), (100_800, true));
}

#[test]
fn a_hundred_workers_that_write_each_beat_cost_43_20_dollars() {
    // 100 × 2,880 × 30 = 8,640,000 writes: 7,640,000 beyond the included million, at 5 USD a million.
    let cost = cost(&fleet(100, "30s", "naive", &[PAID]));
    let writes = line(&cost, "writes");
    assert_eq!((writes.used_per_month, writes.beyond_per_month()), (8_640_000.0, 7_640_000.0));
    assert_eq!(cents(writes.per_month), "38.20");
    // As many requests are within the ten millions.
    assert_eq!(line(&cost, "requests").per_month, 0.0);
    assert_eq!((cost.base_per_month, cents(cost.per_month)), (5.0, "43.20".to_owned()));
}

#[test]
fn the_included_requests_carry_115_workers_and_the_included_writes_127() {
    // 115 × 2,880 × 30 = 9,936,000 of 10,000,000 requests; 116 come to 10,022,400.
    let requests = |workers| {
        let cost = cost(&fleet(workers, "30s", "optimized", &[PAID]));
        let line = line(&cost, "requests");
        (line.used_per_month, line.beyond_per_month())
    };
    assert_eq!(requests(115), (9_936_000.0, 0.0));
    assert_eq!(requests(116), (10_022_400.0, 22_400.0));
    // One write each 330 s: 11 days have 2,880 of them, the last at the very end, which is dropped.
    let writes = |workers: u32| {
        let cost = cost(&fleet(workers, "30s", "optimized", &[PAID]));
        let line = line(&cost, "writes");
        assert_eq!((line.used_per_month * 11.0 / 30.0).round() as u32, workers * 2_879);
        line.beyond_per_month() == 0.0
    };
    assert!(writes(127) && !writes(128), "127 × 2,880 / 11 × 30 = 997,527; 128: 1,005,382");
}

#[test]
fn kv_instant_costs_785_45_dollars_a_worker_that_writes_each_330_seconds() {
    // 86,400 / 330 × 30 = 7,854.5 writes a month, 0.10 USD each.
    let instant = "plan=cloudflare-kv-instant@2026-10";
    let cost = cost(&fleet(1, "330s", "naive", &[instant]));
    assert_eq!(cents(line(&cost, "writes").per_month), "785.45");
    assert_eq!(cents(line(&cost, "stored_bytes").per_month), "0.50", "5 kB at 100 USD a MB");
    assert_eq!(cents(cost.per_month), "790.95", "and the base price");
}

#[test]
fn cpu_time_costs_what_lies_beyond_thirty_million_milliseconds() {
    // 1,000 × 2,880 × 30 = 86,400,000 requests × 2.2 ms = 190,080,000 ms: 160.08 millions at 0.02.
    let known = cost(&fleet(1_000, "30s", "optimized", &[PAID, "cpu_ms_per_request=2.2"]));
    assert_eq!(cents(line(&known, "cpu_ms").per_month), "3.20");
    let unknown = cost(&fleet(1_000, "30s", "optimized", &[PAID]));
    assert!(unknown.leaves_out_cpu && !known.leaves_out_cpu);
    assert!(unknown.lines.iter().all(|it| it.item != Charged::CpuMs.name()));
    assert_eq!(cents(known.per_month - unknown.per_month), "3.20");
}

#[test]
fn the_rest_of_the_account_takes_of_the_included_amounts_first() {
    // It takes 20,000 × 30 = 600,000 writes and leaves 400,000; 10 × 2,880 × 30 = 864,000 are ours.
    let rest = [PAID, "account.other.writes=20000"];
    let cost = cost(&fleet(10, "30s", "naive", &rest));
    let writes = line(&cost, "writes");
    assert_eq!((writes.included_per_month, writes.beyond_per_month()), (400_000.0, 464_000.0));
    assert_eq!(cents(writes.per_month), "2.32");
    // What it takes beyond them is not ours to pay.
    let more = [PAID, "account.other.writes=200000"];
    let cost = self::cost(&fleet(10, "30s", "naive", &more));
    assert_eq!(cents(line(&cost, "writes").per_month), "4.32");
}

#[test]
fn five_ten_and_twenty_dollars_carry_115_199_and_352_workers() {
    let set = [PAID, "policy.cache.worker_ttl=45s"];
    for (money, holds, breaks) in [(5, 115, 116), (10, 199, 200), (20, 352, 353)] {
        let within = |count: u32| {
            let count = format!("workers[0].count={count}");
            let scenario = shipped("15-workers.yaml", &[set[0], set[1], &count]);
            cost(&scenario).per_month <= f64::from(money)
        };
        assert!(within(holds) && !within(breaks), "{money}");
    }
}

#[test]
fn kv_instant_takes_one_write_a_second_of_the_whole_namespace() {
    // Three workers write at the same instants: one of them is served, whichever comes first.
    let refused = |plan: &str| {
        let ledger = run(&fleet(3, "30s", "naive", &[plan]), 0, Mode::Measure);
        let refused: u64 = ledger.refused.iter().sum();
        (ledger.requests[RequestKind::Heartbeat.index()].count, refused)
    };
    let beats = 3 * 2_880 * 11;
    assert_eq!(refused(PAID), (beats, 0));
    assert_eq!(refused("plan=cloudflare-kv-instant@2026-10"), (beats, beats / 3 * 2));
}

/// To the hundredth.
fn cents(money: f64) -> String {
    format!("{money:.2}")
}
