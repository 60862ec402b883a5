//! Totals that can be worked out by hand, or were measured by independent implementations.
//!
//! Two workers, 100 requests and 20 admin loads a day, evenly spread; one isolate, no latency, beats
//! on an exact grid of 30 s: k × 30 s for k = 1 … 28,799 in ten days, 57,598 heartbeats in all.

use crate::support::simulated::{measure, scenario};
use kvplan::words::{Cause, Meter, Op, Refusal, RequestKind};

const EXACT: &str = "
days: 10
runs: 1
workers:
  - { name: gpu, count: 2, services: [rag], heartbeat: { every: 30s } }
traffic:
  - { service: rag, requests_per_day: 100, arrivals: even }
admin: { loads_per_day: 20, arrivals: even }
kv: { latency: none }
";

/// (writes, reads) in ten days.
fn totals(set: &[&str]) -> (u64, u64) {
    let ledger = measure(&scenario(EXACT, set));
    (ledger.total(Meter::Writes), ledger.total(Meter::Reads))
}

#[test]
fn naive_writes_each_heartbeat_and_reads_each_worker_for_each_request() {
    // 999 requests and 199 admin loads come before the horizon, two reads each.
    assert_eq!(totals(&["policy=naive"]), (57_598, 2 * 999 + 2 * 199));
}

#[test]
fn optimized_writes_each_eleventh_beat() {
    // `>` is strict: 300 s are not more than 5 minutes, so 330 s pass; 28,799 / 11 = 2,618 each.
    assert_eq!(totals(&["policy=optimized"]), (5_236, 58_597));
}

#[test]
fn a_beat_within_the_ttl_keeps_the_cache_warm() {
    let beat = "workers[0].heartbeat.every=25s";
    // Each thirteenth beat: 325 s are the first multiple of 25 s above 300 s; 34,559 / 13 = 2,658.
    assert_eq!(totals(&["policy=optimized", beat]), (5_316, 1_001));
    // What the last heartbeat said never differs: KV is never written again.
    assert_eq!(totals(&["policy.write.baseline=cached", beat]), (0, 1_001));
}

#[test]
fn as_published_saves_nothing() {
    assert_eq!(totals(&["policy=as-published"]), (57_598, 58_597));
}

#[test]
fn two_keys_cost_an_optimized_worker_one_read_more() {
    // Each beat reads the load anew and writes it as ever; what a worker can do is read once and then
    // replaced by each beat. Requests come 864 s apart, and find no index of 2 minutes.
    assert_eq!(totals(&["policy=tiered"]), (5_236, 57_598 + 2 + 999));
}

#[test]
fn in_one_key_those_who_are_due_take_turns() {
    // All `n` are due at their 11th beat. One write is granted a second, so that each beat brings one
    // of them in and refuses who comes after; the last one's write holds what all others have said by
    // then. So `n` writes and `n (n - 1) / 2` refusals come in `n + 10` beats. Each beat reads the key once.
    for (workers, writes, refused) in [
        // 28,799 = 2,399 × 12 + 11: the last round has its first write alone.
        (2, 2_399 * 2 + 1, 2_400),
        // 28,799 = 1,151 × 25 + 24: the last round lacks its last write, which refuses nobody.
        (15, 1_151 * 15 + 14, 1_152 * 105),
    ] {
        let count = format!("workers[0].count={workers}");
        let ledger = measure(&scenario(EXACT, &["policy=one-key", &count]));
        assert_eq!(ledger.total(Meter::Writes), writes, "writes of {workers}");
        assert_eq!(ledger.total(Meter::Reads), 28_799, "reads of {workers}");
        assert_eq!(ledger.refused[Refusal::SameKeyRate.index()], refused, "refused of {workers}");
    }
}

#[test]
fn three_workers_fit_and_four_do_not() {
    for (workers, writes) in [(3_u64, 7_854_u64), (4, 10_472), (15, 39_270)] {
        let count = format!("workers[0].count={workers}");
        let scenario = scenario(EXACT, &["policy=optimized", &count]);
        let ledger = measure(&scenario);
        assert_eq!(ledger.total(Meter::Writes), writes, "{workers} workers");
        let over = ledger.days.iter().filter(|day| day.count(Meter::Writes) > 1_000).count();
        assert_eq!(over > 0, workers > 3, "{workers} workers pass the limit on {over} days");
    }
}

#[test]
fn causes_and_hours_add_up_to_the_meters() {
    let ledger = measure(&scenario(EXACT, &[]));
    for op in Op::ALL {
        let meter = op.meter();
        assert_eq!(ledger.operations(op), ledger.total(meter), "{op} by cause");
        let by_hour: u64 = ledger.hours.iter().map(|hour| hour[meter.index()]).sum();
        assert_eq!(by_hour, ledger.total(meter), "{op} by hour");
    }
    let causes = |cause: Cause| ledger.causes.of(RequestKind::Heartbeat.into(), cause.into());
    assert_eq!(causes(Cause::Interval)[Op::Write.index()], 5_236);
    assert_eq!(causes(Cause::Cold)[Op::Read.index()], 2, "one for each worker");
    assert_eq!(causes(Cause::Expired)[Op::Read.index()], 57_598 - 2);
}

/// (reads, writes) a day with 5 ms to read and 40 ms to write.
fn rates(heartbeat: &str) -> (f64, f64) {
    let heartbeat = format!("workers[0].heartbeat={heartbeat}");
    let latency = "kv.latency={ hot: 5ms, cold: 5ms, write: 40ms }";
    let days = "days=40";
    let ledger = measure(&scenario(EXACT, &["policy=optimized", latency, days, &heartbeat]));
    let per_day = |meter| ledger.total(meter) as f64 / 40.0;
    (per_day(Meter::Reads), per_day(Meter::Writes))
}

fn within_two_percent(found: (f64, f64), expected: (f64, f64)) {
    for (found, expected) in [(found.0, expected.0), (found.1, expected.1)] {
        assert!((found / expected - 1.0).abs() < 0.02, "{found} where {expected} was measured");
    }
}

#[test]
fn on_an_exact_grid_every_second_beat_hits() {
    // The entry is stamped when the read returns, 5 ms after the beat: the next beat finds it fresh.
    within_two_percent(rates("{ every: 30s }"), (3_000.0, 523.6));
}

#[test]
fn on_a_grid_with_jitter_about_half_of_the_beats_hit() {
    within_two_percent(rates("{ every: 30s, jitter: 500ms }"), (2_960.0, 545.0));
}

#[test]
fn gaps_that_add_up_miss_nearly_always() {
    let heartbeat = "{ every: 30s, jitter: 500ms, timing: accumulate }";
    within_two_percent(rates(heartbeat), (5_750.0, 571.0));
}

#[test]
fn a_loop_that_sleeps_after_each_reply_misses_always() {
    let heartbeat = "{ every: 30s, timing: after_reply, network: 20ms }";
    within_two_percent(rates(heartbeat), (5_855.0, 575.0));
}
