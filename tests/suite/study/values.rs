//! How much KV holds, how much goes to and fro, and what compression changes of it: by hand.

use kvplan::study::Summary;

use crate::support::simulated::{scenario, summary as summed};

/// Two workers, a beat each half hour, one request an hour; one isolate, nothing takes time.
const SCENARIO: &str = "
days: 2
runs: 1
policy: { extends: naive, reads: { index: read } }
workers:
  - { name: gpu, count: 2, services: [rag], heartbeat: { every: 30m } }
traffic:
  - { service: rag, requests_per_day: 24, arrivals: even }
kv: { latency: none, sizes: { record: 1000, load: 50, list: 300 } }
";

fn summary(set: &[&str]) -> Summary {
    summed(&scenario(SCENARIO, set))
}

/// (stored, moved in two days, memory), in bytes.
fn bytes(set: &[&str]) -> (f64, f64, u64) {
    let summary = summary(set);
    (summary.stored_bytes, summary.moved_bytes_per_day * 2.0, summary.memory_bytes)
}

/// Beats at 0:30, 1:00 and so on: the one at the end of the second day is not of it.
const BEATS: f64 = 95.0;
/// Requests at 1:00, 2:00 and so on.
const ROUTES: f64 = 47.0;

#[test]
fn each_value_that_is_read_or_written_counts_with_its_size() {
    // Naive: each beat writes a record, each request reads an index and two records.
    let moved = BEATS * 2.0 * 1_000.0 + ROUTES * (300.0 + 2.0 * 1_000.0);
    assert_eq!(bytes(&[]), (2.0 * 1_000.0 + 300.0, moved, 0));
    // Two keys: each beat writes what the worker can do and its load, each request reads both.
    let each = 1_000.0 + 50.0;
    let moved = BEATS * 2.0 * each + ROUTES * (300.0 + 2.0 * each);
    assert_eq!(bytes(&["policy.layout=tiered"]), (2.0 * each + 300.0, moved, 0));
    // One key: each beat reads and writes both records, each request reads them. Of two beats at the
    // same time the second is refused: what is refused moves nothing, and the read before it does.
    let moved = BEATS * (2.0 * 2_000.0 + 2_000.0) + ROUTES * 2_000.0;
    assert_eq!(bytes(&["policy.layout=one-key"]), (2_000.0, moved, 0));
}

#[test]
fn what_is_not_there_moves_nothing_and_is_not_stored() {
    let unknown = ["workers[0].registered=no", "workers[0].heartbeat.phase=1d"];
    let (stored, moved, _) =
        bytes(&[&unknown[..], &["days=1", "traffic[0].requests_per_day=4"]].concat());
    assert_eq!((stored, moved), (0.0, 0.0), "nobody has registered");
}

#[test]
fn compression_shrinks_what_lies_in_kv_and_goes_to_and_fro_and_nothing_else() {
    let optimized = "policy=optimized";
    let (plain, small) = (summary(&[optimized]), summary(&[optimized, "kv.sizes.compression=4"]));
    assert_eq!(small.stored_bytes * 4.0, plain.stored_bytes);
    assert_eq!(small.moved_bytes_per_day * 4.0, plain.moved_bytes_per_day);
    // Two records as they are used: a list is dropped by the next beat, before anybody looks.
    assert_eq!((small.memory_bytes, plain.memory_bytes), (2_000, 2_000));
    let counts = |it: &Summary| it.meters.iter().map(|it| it.mean_per_day).collect::<Vec<_>>();
    assert_eq!(counts(&small), counts(&plain), "no operation is saved");
}

#[test]
fn what_is_stored_costs_beyond_what_is_included() {
    // 1,000 records of 2,000,000 bytes are 2 GB, of which 1 GB is included: 0.50 USD. Half the size: none.
    let large = [
        "plan=cloudflare-paid@2026-10",
        "days=1",
        "workers[0].count=1000",
        "workers[0].services=[]",
    ];
    let large = [&large[..], &["traffic=[]", "kv.sizes.record=2000000"]].concat();
    let cost = |set: &[&str]| {
        let cost = summary(&[&large[..], set].concat()).cost;
        let line = cost.lines.iter().find(|it| it.item == "stored_bytes").expect("it has a price");
        (line.used_per_month, (line.per_month * 1e6).round() / 1e6)
    };
    assert_eq!(cost(&[]), (2e9, 0.5));
    assert_eq!(cost(&["kv.sizes.compression=2"]), (1e9, 0.0));
    // KV Instant: 100 USD a MB.
    assert_eq!(cost(&["plan=cloudflare-kv-instant@2026-10", "workers[0].count=1"]), (2e6, 200.0));
}

#[test]
fn the_stats_of_one_isolate_are_not_the_service_s() {
    // London sees the beats of one worker, each 25 s after the one before, so that all but the first find
    // it fresh. Newark sees a request an hour, which finds neither a list nor the worker.
    let apart = [
        "policy={ extends: optimized, cache: { service_ttl: 0s } }",
        "workers[0].count=1",
        "workers[0].heartbeat={ every: 25s }",
        "isolates.colos=[{ name: LHR, share: 0 }, { name: EWR }]",
        "runs=3",
    ];
    let stats = summary(&apart).living.expect("isolates that looked something up");
    let beats = (2 * 86_400 / 25 - 1) as f64;
    assert_eq!((stats.isolates, stats.hit_ratio_min), (2, 0.0));
    assert_eq!(stats.hit_ratio_max, (beats - 1.0) / beats);
    assert_eq!(stats.hit_ratio, (beats - 1.0) / (beats + ROUTES), "of one run, not of three");
    assert_eq!((stats.bytes_min, stats.bytes_max, stats.bytes), (1_000, 1_000, 2_000));
}
