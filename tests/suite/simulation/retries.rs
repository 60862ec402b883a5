//! Workers that go down and come back, and requests that are sent once more.

use crate::support::simulated::{measure, run, scenario};
use kvplan::platform::Mode;
use kvplan::simulation::{Ledger, Unlisted};
use kvplan::words::{Meter, RequestKind};

#[test]
fn a_fleet_that_starts_at_once_meets_the_rate_of_one_key_and_retries_mend_it() {
    // Five register at the same instant: the index takes one write a second.
    let yaml = "
policy: optimized
days: 1
workers:
  - { name: gpu, count: 5, services: [rag], registered: no, heartbeat: { every: 1m } }
traffic: [ { service: rag, requests_per_day: 1440, arrivals: even } ]
kv: { latency: none }
";
    let register = RequestKind::Register.index();
    let none = measure(&scenario(yaml, &[]));
    assert_eq!((none.requests[register].count, none.requests[register].failed), (5, 4));
    // Four have a record, beat on, and are found by nobody: at each of the 23 full hours after 0.
    assert_eq!(none.unlisted, Unlisted { looks: 23, workers: 4 * 23, most: 4 });
    // With waits of 1, 2, 4, … s they meet again each time: at 0 s the first is taken, at 1, 3, 7 and
    // 15 s one more each. 5 + 4 + 3 + 2 + 1 attempts.
    let retry = ["workers[0].retry={attempts: 5, backoff: 1s}"];
    let five = measure(&scenario(yaml, &retry));
    assert_eq!((five.requests[register].count, five.requests[register].failed), (15, 10));
    assert_eq!(five.requests[register].retried, 10);
    assert_eq!(five.unlisted.workers, 0, "an hour later all are found");
    let apart = ["workers[0].heartbeat.phase=random", "workers[0].heartbeat.every=1h"];
    let random = measure(&scenario(yaml, &apart));
    assert_eq!(random.requests[register].failed, 0, "apart from one another nothing is refused");
}

#[test]
fn a_client_gives_up_after_its_last_attempt() {
    // Reads are used up from the start; each route is tried three times, 2 and 4 s apart.
    let yaml = "
policy: naive
days: 1
workers: [ { name: gpu, services: [rag] } ]
traffic:
  - { service: rag, requests_per_day: 100, arrivals: even, retry: { attempts: 3, backoff: 2s } }
account: { other: { reads: 1000000000 } }
kv: { latency: none }
";
    let ledger = run(&scenario(yaml, &[]), 0, Mode::Enforce);
    let route = &ledger.requests[RequestKind::Route.index()];
    assert_eq!((route.count, route.failed, route.retried), (297, 297, 198));
    assert_eq!(ledger.routing.failed, 99, "requests given up");
}

#[test]
fn restarts_take_the_whole_group_down_each_day() {
    let yaml = "
policy: optimized
days: 3
workers:
  - { name: gpu, count: 4, services: [rag], outages: { restarts_at: [\"06:00\", \"18:00\"], duration: 5m } }
traffic: [ { service: rag, requests_per_day: 288, arrivals: even } ]
kv: { latency: none }
";
    let ledger = measure(&scenario(yaml, &[]));
    assert_eq!(ledger.requests[RequestKind::Register.index()].count, 4 * 2 * 3);
    // Down from 06:00 to 06:05: of each worker the beats of 06:00:00, …, 06:04:30 are missing; the
    // registration at 06:05:00 stands in the place of that beat.
    let beats = 4 * (3 * 2_880 - 1 - 3 * 2 * 11);
    assert_eq!(ledger.requests[RequestKind::Heartbeat.index()].count, beats);
    // A request each 5 minutes: the one at 06:00 comes while they are down, that of 06:05 after it.
    assert_eq!(ledger.routing.misrouted, 3 * 2);
}

/// Requests by the hour of the day.
fn by_hour(ledger: &Ledger) -> Vec<u64> {
    ledger.hours.iter().map(|hour| hour[Meter::Requests.index()]).collect()
}

#[test]
fn a_beat_of_the_grid_that_comes_after_a_short_outage_is_sent() {
    // Beats at 7, 14 and 21 h; down from 13:00 to 13:10, so that the beat of 14 h still lies ahead.
    let yaml = "
days: 1
workers:
  - { name: g, heartbeat: { every: 7h }, outages: { restarts_at: [\"13:00\"], duration: 10m } }
kv: { latency: none }
";
    let mut hours = vec![0; 24];
    for hour in [7, 13, 14, 21] {
        hours[hour] = 1;
    }
    assert_eq!(by_hour(&measure(&scenario(yaml, &[]))), hours);
    // A long outage swallows the beat of 14 h.
    let long = scenario(yaml, &["workers[0].outages.duration=90m"]);
    (hours[13], hours[14]) = (0, 1);
    assert_eq!(by_hour(&measure(&long)), hours, "14:30 is the registration");
}

#[test]
fn a_retry_is_forgotten_when_its_worker_restarts() {
    // Both register at 0 s; the second one's index write is refused. Its retry would leave at 60 s, but
    // all restart at 30 s and register anew at 40 s, where again one is refused; that retry leaves at
    // 100 s. 2 + 2 + 1 registrations, one of them a retry.
    let yaml = "
policy: naive
days: 1
workers:
  - name: g
    count: 2
    services: [rag]
    registered: no
    heartbeat: { every: 1h }
    retry: { attempts: 2, backoff: 1m }
    outages: { restarts_at: [\"00:00:30\"], duration: 10s }
kv: { latency: none }
";
    let register = RequestKind::Register.index();
    let counts = &measure(&scenario(yaml, &[])).requests[register];
    // After the restart the first one is in the index already, so that the second one's write is the
    // only one, and nothing is refused.
    assert_eq!((counts.count, counts.failed, counts.retried), (4, 1, 0));
    let slow = ["workers[0].heartbeat.network=500ms", "workers[0].retry.backoff=28s"];
    // With half a second each way the retry leaves at 29 s, before the restart, and arrives.
    let counts = &measure(&scenario(yaml, &slow)).requests[register];
    assert_eq!((counts.count, counts.failed, counts.retried), (5, 1, 1));
    let late = ["workers[0].heartbeat.network=500ms", "workers[0].retry.backoff=28900ms"];
    let counts = &measure(&scenario(yaml, &late)).requests[register];
    assert_eq!(counts.retried, 1, "it left at 29.9 s and arrives while its worker is down");
}

#[test]
fn a_worker_that_waits_for_a_retry_and_restarts_registers_when_it_is_back() {
    // `after_reply`: nothing else would wake it. Writes are used up, so each registration fails.
    let yaml = "
policy: naive
days: 1
workers:
  - name: g
    services: [rag]
    heartbeat: { every: 6h, timing: after_reply }
    retry: { attempts: 2, backoff: 30m }
    outages: { restarts_at: [\"06:10\"], duration: 10s }
account: { other: { writes: 1000000000 } }
kv: { latency: none }
";
    let ledger = run(&scenario(yaml, &[]), 0, Mode::Enforce);
    let mut hours = vec![0; 24];
    // 06:00 fails, its retry of 06:30 is forgotten; 06:10:10 registers and fails, 06:40:10 again; then
    // 12:40:10 and 13:10:10, 19:10:10 and 19:40:10.
    for (hour, count) in [(6, 3), (12, 1), (13, 1), (19, 2)] {
        hours[hour] = count;
    }
    assert_eq!(by_hour(&ledger), hours);
}
