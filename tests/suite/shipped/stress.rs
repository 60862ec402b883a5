//! What the stress scenarios claim, and the two intuitions that are false.

use crate::support::shipped::AllRuns;
use kvplan::words::{Meter, Op, RequestKind};

#[test]
fn a_router_far_away_sees_older_heartbeats_and_each_colo_reads_for_itself() {
    let apart = AllRuns::measured("many-colos.yaml", &[]);
    let home = AllRuns::measured("many-colos.yaml", &["traffic[0].colo=LHR"]);
    let bound = 330_500 + 60_000 + 1_000 + 30_000;
    assert!((bound - 10_000..=bound + 1_000).contains(&apart.stalest_ms()), "and some latency");
    // A list that is made while a write is on its way may still show what was written before.
    let at_home = 330_500 + 30_000 + 30_000;
    assert!(home.stalest_ms() < at_home, "its own edge cache has its own writes");
    assert!(apart.meter(Meter::Reads) > 4.0 * home.meter(Meter::Reads));
    assert!((apart.meter(Meter::Writes) - home.meter(Meter::Writes)).abs() < 2.0);
}

#[test]
fn a_deploy_costs_cold_reads_or_cold_writes_and_what_it_seeds() {
    let cold = |set: &[&str], op| AllRuns::measured("deploy-day.yaml", set).cold(op);
    let none = "isolates.deploys_at=[]";
    let throttled = "policy=module-throttle";
    assert_eq!(cold(&[], Op::Write), 0.0, "the record in KV is as good as memory");
    assert!(cold(&[], Op::Read) > 20.0 * cold(&[none], Op::Read));
    // Two workers, four isolates, eight deploys: 64 first beats, fewer where an isolate is not met
    // by a worker between two deploys.
    let written = cold(&[throttled], Op::Write);
    assert!((50.0..=65.0).contains(&written), "{written}");
    assert!(cold(&[throttled, none], Op::Write) < 2.0);
    let over = |other: &str| {
        let runs = AllRuns::measured("deploy-day.yaml", &[other]);
        runs.passed_at(Meter::Writes).is_some()
    };
    assert!(over("account.other.writes=600") && !over("account.other.writes=0"));
}

#[test]
fn a_sweep_through_many_colos_misses_and_writes_nothing() {
    let sweep = AllRuns::measured("crawler.yaml", &[]);
    let one = AllRuns::measured("crawler.yaml", &["traffic[0].colo=AMS"]);
    assert!(sweep.route_hits() < 0.06, "{}", sweep.route_hits());
    assert!((0.49..0.51).contains(&one.route_hits()), "20 s apart, every other within 30 s");
    let written = sweep.per_day(|ledger| ledger.operations_of(RequestKind::Route, Op::Write));
    assert_eq!(written, 0.0, "a write-through is what the model lacks");
}

#[test]
fn of_ten_that_register_at_once_one_gets_into_the_index() {
    // Without latency, by hand: nine of ten writes of the index are refused at the start. At noon
    // of the first day nine write it, one being in it already, and eight are refused; then seven.
    let runs = AllRuns::measured("thundering-restart.yaml", &["kv.latency=none"]);
    assert!(runs.0.iter().all(|ledger| ledger.refused.iter().sum::<u64>() == 9 + 8 + 7));
    let refused = |set: &[&str]| AllRuns::measured("thundering-restart.yaml", set).refused_writes();
    let retry = ["workers[0].retry.attempts=5", "workers[1].retry.attempts=5"];
    let random = ["workers[0].heartbeat.phase=random", "workers[1].heartbeat.phase=random"];
    assert!(refused(&retry) > refused(&[]), "they meet again");
    assert!(refused(&random) < 0.7 * refused(&[]), "they meet less");
}

#[test]
fn an_index_that_several_colos_read_and_write_loses_entries() {
    let lost = |set: &[&str]| {
        let runs = AllRuns::measured("thundering-restart.yaml", set);
        runs.per_day(|ledger| ledger.lost_updates)
    };
    let random = ["workers[0].heartbeat.phase=random", "workers[1].heartbeat.phase=random"];
    assert!(lost(&random) > 1.0, "from copies in the edge cache");
    assert!(lost(&[&random[..], &["workers[1].colo=IAD"]].concat()) < 0.5 * lost(&random));
}

#[test]
fn more_isolates_can_make_fewer_writes_and_fewer_reads() {
    let of = |set: &[&str]| AllRuns::measured("intuition-more-isolates.yaml", set);
    let (one, two) = (of(&[]), of(&["isolates.colos[0].isolates=2"]));
    for meter in [Meter::Reads, Meter::Writes] {
        assert!(two.meter(meter) < 0.75 * one.meter(meter), "{meter}");
    }
    assert!(one.passed_at(Meter::Writes).is_some(), "one isolate is over the limit");
    // The beat of the first minute of a run is no change from the record at its start.
    assert!(one.0.iter().all(|ledger| ledger.total(Meter::Writes) >= 3 * 1_440 - 4));
}

#[test]
fn a_longer_ttl_of_one_of_two_levels_can_add_reads() {
    // By hand. A request each 10 s, three workers whose records serve for 60 s. A list of 50 s is
    // made each 50 s, with records that are 50 s old the first time and 100 s the second.
    // A list of 70 s is made each 70 s, and finds no record fresh.
    let reads =
        |set: &[&str]| AllRuns::measured("intuition-longer-ttl.yaml", set).meter(Meter::Reads);
    let by_hand = |list_s: f64, record_s: f64| 86_400.0 / list_s + 3.0 * 86_400.0 / record_s;
    let (short, long) = (reads(&[]), reads(&["policy.cache.service_ttl=70s"]));
    // Within what the start and the heartbeats' own first reads add in seven days.
    assert!((short - by_hand(50.0, 100.0)).abs() < 2.0, "{short}");
    assert!((long - by_hand(70.0, 70.0)).abs() < 2.0, "{long}");
    assert!(long > 1.1 * short);
}
