//! What happens at a limit: counted by hand for two naive workers on an exact 30 s grid.

use crate::support::simulated::{measure, run, scenario};
use kvplan::platform::Mode;
use kvplan::simulation::Ledger;
use kvplan::words::{Instant, Meter, Op, Refusal, RequestKind};

const NAIVE: &str = "
policy: naive
days: 3
workers:
  - { name: gpu, count: 2, services: [rag], heartbeat: { every: 30s } }
traffic:
  - { service: rag, requests_per_day: 96, arrivals: even }
kv: { latency: none }
";

fn enforce(yaml: &str, set: &[&str]) -> Ledger {
    run(&scenario(yaml, set), 0, Mode::Enforce)
}

#[test]
fn writes_end_with_the_thousandth_and_begin_anew_at_midnight() {
    let ledger = enforce(NAIVE, &[]);
    let granted: Vec<u64> = ledger.days.iter().map(|day| day.count(Meter::Writes)).collect();
    assert_eq!(granted, [1_000, 1_000, 1_000]);
    // Day 0 has no beat at 00:00: the 1,001st write is asked for at beat 501, 15,030 s. Later days
    // begin with one, so it is 30 s sooner.
    let passed: Vec<_> = ledger.days.iter().map(|day| day.passed_at(Meter::Writes)).collect();
    assert_eq!(passed, [Some(15_030_000), Some(15_000_000), Some(15_000_000)]);
    let refused = &ledger.refused_days[Meter::Writes.index()];
    assert_eq!((refused.least, refused.most, refused.days), (2 * 2_879 - 1_000, 4_760, 3));
    assert_eq!(refused.total, 4_758 + 4_760 + 4_760);
    assert_eq!(refused.first, Some(Instant::from_ms(15_030_000)));
    assert_eq!(refused.without_ms, (86_400_000 - 15_030_000) + 2 * (86_400_000 - 15_000_000));
}

#[test]
fn the_other_operations_go_on_when_writes_are_gone() {
    let (measured, enforced) = (measure(&scenario(NAIVE, &[])), enforce(NAIVE, &[]));
    // 96 a day come each 900 s: 287 in three days, two reads each.
    assert_eq!(enforced.total(Meter::Reads), 2 * 287);
    assert_eq!(measured.total(Meter::Reads), 2 * 287);
    assert_eq!(enforced.refused[Refusal::DailyLimit.index()], 4_758 + 4_760 + 4_760);
    // Demand is counted whole where nothing is refused.
    assert_eq!(measured.total(Meter::Writes), 2 * (3 * 2_880 - 1));
    assert_eq!(measured.days[0].passed_at(Meter::Writes), Some(15_030_000));
}

#[test]
fn without_writes_live_workers_look_dead_after_the_health_timeout() {
    let ledger = enforce(NAIVE, &[]);
    // Day 0: the last write is granted at 15,000 s; records are too old from 15,600 s on, exactly
    // 600 s still pass. Requests come at k × 900 s: 16,200 … 85,500 s are 78. At 86,400 s the
    // heartbeats come first and are written. The other days: 14,970 s, so the same 78.
    assert_eq!(ledger.routing.unroutable, 3 * 78);
    assert_eq!(ledger.routing.false_dead, 2 * 3 * 78);
    assert_eq!(ledger.routing.ok, 287 - 3 * 78);
}

#[test]
fn nothing_is_refused_where_no_limit_is_passed() {
    for policy in ["optimized", "module-throttle"] {
        let scenario = scenario(NAIVE, &[&format!("policy={policy}")]);
        assert_eq!(run(&scenario, 0, Mode::Enforce), run(&scenario, 0, Mode::Measure));
    }
}

#[test]
fn requests_are_a_meter_of_their_own() {
    // 36 workers send 103,680 heartbeats a day, 3,680 more than the free plan takes.
    let ledger = enforce(NAIVE, &["workers[0].count=36", "policy=optimized", "traffic=[]"]);
    assert_eq!(ledger.days[1].count(Meter::Requests), 100_000);
    assert_eq!(ledger.refused_days[Meter::Requests.index()].most, 3_680);
}

#[test]
fn the_rest_of_the_account_brings_the_limit_nearer() {
    let other = "account={ other: { writes: 864 } }";
    let ledger = measure(&scenario(NAIVE, &[other]));
    // Own writes: two each 30 s; the others': one each 100 s. After 13,045 s they are 868 + 130,
    // after 13,050 s 870 + 130 = 1,000: the write after that, at 13,080 s, is one too many.
    assert_eq!(ledger.days[0].passed_at(Meter::Writes), Some(13_080_000));
}

#[test]
fn one_key_takes_one_write_a_second() {
    // Two workers that are not in KV register at 00:00:00.000 for one service. Both read its index,
    // which is empty, before either has written it; the second write comes within the same second.
    let yaml = NAIVE.replace("services: [rag],", "services: [rag], registered: no,");
    let latency = "kv={ latency: { hot: 5ms, cold: 5ms, write: 40ms } }";
    let ledger = enforce(&yaml, &[latency, "traffic=[]", "days=1"]);
    assert_eq!(ledger.refused[Refusal::SameKeyRate.index()], 1);
    assert_eq!(ledger.requests[RequestKind::Register.index()].failed, 1);
    // Two records and one index: the refused write does not count.
    assert_eq!(ledger.operations_of(RequestKind::Register, Op::Write), 3);
    let counted = enforce(&yaml, &[latency, "traffic=[]", "days=1", "quota.refused_ops_count=yes"]);
    assert_eq!(counted.operations_of(RequestKind::Register, Op::Write), 4);
}

#[test]
fn an_invocation_makes_at_most_a_thousand_operations() {
    let one_request = "traffic[0].requests_per_day=2";
    let ledger = measure(&scenario(NAIVE, &["workers[0].count=1001", one_request, "days=1"]));
    // One route at noon needs 1,001 reads; the last is refused, and the request with it.
    assert_eq!(ledger.operations_of(RequestKind::Route, Op::Read), 1_000);
    assert_eq!(ledger.refused[Refusal::TooManyOps.index()], 1);
    assert_eq!(ledger.routing.failed, 1);
}

#[test]
fn the_rest_of_the_account_can_pass_a_limit_alone() {
    // 1,200 writes of the others, evenly over the day, one each 72 s; 1,000 are allowed.
    let quiet = ["policy=optimized", "workers[0].count=1", "policy.write.max_interval=20d"];
    let other = "account={ other: { writes: 1200 } }";
    let ledger = measure(&scenario(NAIVE, &[&quiet[..], &[other, "days=2"]].concat()));
    let passed: Vec<_> = ledger.days.iter().map(|day| day.passed_at(Meter::Writes)).collect();
    // Nothing of its own is written here, so it is the others' 1,001st: 20:01:12.
    assert_eq!(ledger.total(Meter::Writes), 0);
    assert_eq!(passed, [Some(72_072_000); 2]);
}

#[test]
fn a_write_that_its_key_refuses_passes_no_limit() {
    // Three writes are granted on day 0, and the limit is three: the fourth attempt, refused because
    // its key was written in the same second, does not pass it.
    let yaml = NAIVE.replace("services: [rag],", "services: [rag], registered: no,");
    let mut scenario = scenario(
        &yaml,
        &[
            "kv={ latency: { hot: 5ms, cold: 5ms, write: 40ms } }",
            "traffic=[]",
            "days=1",
            "policy=optimized",
            "policy.write.max_interval=20d",
        ],
    );
    let writes = scenario.plan.limits[Meter::Writes.index()].as_mut().expect("a limit");
    writes.per_day = 3;
    let ledger = measure(&scenario);
    assert_eq!(ledger.refused[Refusal::SameKeyRate.index()], 1);
    assert_eq!(ledger.days[0].count(Meter::Writes), 3);
    assert_eq!(ledger.days[0].passed_at(Meter::Writes), None);
}

#[test]
fn an_isolate_drops_what_it_may_not_write_and_each_isolate_counts_by_itself() {
    // Two workers beat 2,880 times a day each, from 00:00:30 on, and each beat would write.
    let set = ["policy.write.max_per_day=500", "traffic=[]", "days=2"];
    let ledger = measure(&scenario(NAIVE, &set));
    let writes: Vec<u64> = ledger.days.iter().map(|day| day.count(Meter::Writes)).collect();
    assert_eq!(writes, [500, 500]);
    // The beat that would fall on the end of the run is dropped with it.
    assert_eq!(ledger.skipped.dropped, 2 * 2 * 2_880 - 2 - 1_000);
    assert_eq!(ledger.requests[RequestKind::Heartbeat.index()].failed, 0);
    // A deploy at noon makes isolates that know nothing of the morning's writes.
    let deployed = [&set[..], &["isolates.deploys_at=[\"12:00\"]"]].concat();
    let ledger = measure(&scenario(NAIVE, &deployed));
    let writes: Vec<u64> = ledger.days.iter().map(|day| day.count(Meter::Writes)).collect();
    assert_eq!(writes, [1_000, 1_000]);
}

#[test]
fn a_best_effort_write_beyond_the_limit_fails_no_heartbeat() {
    let failed = |set: &[&str]| {
        let ledger = enforce(NAIVE, &[&["traffic=[]", "days=1"], set].concat());
        let beats = &ledger.requests[RequestKind::Heartbeat.index()];
        (beats.count, beats.failed, ledger.skipped.dropped)
    };
    // 5,758 beats, of which the limit lets a thousand write.
    assert_eq!(failed(&[]), (5_758, 4_758, 0));
    assert_eq!(failed(&["policy.write.best_effort=yes"]), (5_758, 0, 4_758));
}
