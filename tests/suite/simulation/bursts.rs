//! The published verification: ten requests in a row touch KV once. One after another they do; at
//! once, on a cold cache, they do not, unless concurrent misses share a read.

use crate::support::simulated::{run, scenario};
use kvplan::platform::Mode;
use kvplan::words::{Op, RequestKind};

/// One burst of ten in the first day, two workers, 5 ms to read.
const BURST: &str = "
policy: optimized
days: 1
workers:
  - { name: gpu, count: 2, services: [rag], heartbeat: { every: 1h } }
traffic:
  - { service: rag, requests_per_day: 10, arrivals: { bursts: { size: 10, spacing: 100ms } } }
kv: { latency: { hot: 5ms, cold: 5ms, write: 40ms } }
";

/// (requests, reads that they made, requests that made none), in a run with one whole burst.
fn burst(set: &[&str]) -> (u64, u64, u64) {
    let scenario = scenario(BURST, set);
    let ledgers = (0..50).map(|number| run(&scenario, number, Mode::Measure));
    let mut ledgers = ledgers.map(|ledger| {
        let requests = &ledger.requests[RequestKind::Route.index()];
        let reads = ledger.operations_of(RequestKind::Route, Op::Read);
        (requests.count, reads, requests.hits)
    });
    ledgers.find(|(count, ..)| *count == 10).expect("a day with one burst among fifty")
}

#[test]
fn ten_in_a_row_touch_kv_once() {
    // The first reads the index and two records; nine are served from the list.
    assert_eq!(burst(&[]), (10, 3, 9));
}

#[test]
fn ten_at_once_all_read() {
    assert_eq!(burst(&["traffic[0].arrivals.bursts.spacing=0s"]), (10, 30, 0));
}

#[test]
fn ten_at_once_share_the_reads_where_misses_coalesce() {
    let at_once = "traffic[0].arrivals.bursts.spacing=0s";
    // Those that wait for a read of the first make none of their own.
    assert_eq!(burst(&[at_once, "policy.reads.coalesce=yes"]), (10, 3, 9));
}
