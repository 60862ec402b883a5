//! Each shipped scenario opens with a comment that says what it shows, and shows it.

use crate::support::shipped::{names, shipped, text};
use crate::support::simulated::run;
use kvplan::platform::Mode;
use kvplan::simulation::Ledger;
use kvplan::words::{Meter, Op, RequestKind};

fn measure(name: &str, set: &[&str]) -> Ledger {
    run(&shipped(name, set), 0, Mode::Measure)
}

fn writes(name: &str, set: &[&str]) -> u64 {
    measure(name, set).total(Meter::Writes)
}

fn worst_day(ledger: &Ledger, meter: Meter) -> u64 {
    ledger.days.iter().map(|day| day.count(meter)).max().expect("a day")
}

#[test]
fn each_file_opens_with_a_comment_and_loads() {
    assert!(names().len() >= 9, "{:?}", names());
    for name in names() {
        let text = text(&name);
        let comment = text.lines().take_while(|line| line.starts_with('#')).count();
        assert!(comment >= 2, "{name} does not say what it shows");
        shipped(&name, &[]);
    }
}

#[test]
fn two_workers_use_about_half_of_the_writes() {
    let ledger = measure("2-workers.yaml", &[]);
    let worst = worst_day(&ledger, Meter::Writes);
    assert!((500..600).contains(&worst), "{worst}");
}

#[test]
fn the_naive_policy_passes_the_limit_before_ten_past_four() {
    let ledger = measure("2-workers-naive.yaml", &[]);
    assert_eq!(ledger.total(Meter::Writes), 57_598);
    let passed = ledger.days.iter().map(|day| day.passed_at(Meter::Writes).expect("each day"));
    assert!(passed.into_iter().all(|at| at <= 15_030_000), "04:10:30");
}

#[test]
fn fifteen_workers_write_3927_times_a_day_and_three_fit() {
    assert_eq!(writes("15-workers.yaml", &[]), 39_270);
    let three = measure("15-workers.yaml", &["workers[0].count=3"]);
    assert!(worst_day(&three, Meter::Writes) <= 1_000);
    let four = measure("15-workers.yaml", &["workers[0].count=4"]);
    assert!(worst_day(&four, Meter::Writes) > 1_000);
}

/// The naive file, with what else is asked for.
fn summary_of(set: &[&str]) -> kvplan::study::Summary {
    crate::support::simulated::summary(&shipped("2-workers-naive.yaml", set))
}

#[test]
fn what_was_published_of_age_speed_and_memory() {
    let optimized = summary_of(&["policy=optimized"]);
    let age = |it: &kvplan::study::Summary| it.staleness_ms.map(|it| it.max);
    assert_eq!((age(&optimized), optimized.memory_bytes), (Some(24_000.0), 20_000));
    let two = ["policy=optimized", "isolates.colos=[{ name: LHR }, { name: EWR }]"];
    let apart = summary_of(&two);
    assert_eq!((age(&apart), apart.memory_bytes), (Some(330_000.0), 40_000));
    let waits = |policy: &str| {
        let set = [policy, "kv.latency=typical", "traffic[0].arrivals=poisson", "runs=20"];
        let routes = summary_of(&set).requests;
        let route = routes.iter().find(|it| it.request == RequestKind::Route).expect("routes");
        (route.latency_ms.p50.round(), (route.hit_ratio * 100.0).round())
    };
    assert_eq!((waits("policy=naive"), waits("policy=optimized")), ((15.0, 0.0), (47.0, 3.0)));
}

#[test]
fn what_was_published_of_the_room_before() {
    let over = |meter: Meter, set: &[&str]| {
        let set = [&["days=2"], set].concat();
        let summary = summary_of(&set);
        let row = &summary.meters[meter.index()];
        row.days_over > 0
    };
    assert!(over(Meter::Writes, &["workers[0].count=1"]), "2,880 are more than 1,000");
    let requests = |a_day: u32| format!("traffic[0].requests_per_day={a_day}");
    assert!(!over(Meter::Reads, &[&requests(49_900)]) && over(Meter::Reads, &[&requests(50_000)]));
}

#[test]
fn the_snippet_as_published_writes_as_often_as_the_naive_policy() {
    assert_eq!(writes("as-published.yaml", &[]), writes("2-workers-naive.yaml", &[]));
    assert_eq!(writes("as-published.yaml", &["policy=optimized"]), 5_236);
}

#[test]
fn bursts_reach_the_published_hit_rate_and_even_requests_do_not() {
    let hit_ratio = |set: &[&str]| {
        let ledger = measure("burst-10.yaml", set);
        let requests = &ledger.requests[RequestKind::Route.index()];
        requests.hits as f64 / requests.count as f64
    };
    assert!(hit_ratio(&[]) > 0.85);
    assert!(hit_ratio(&["traffic[0].arrivals=even"]) < 0.05);
}

#[test]
fn requests_cost_no_writes() {
    let many = measure("4500-requests.yaml", &[]);
    let few = measure("4500-requests.yaml", &["traffic[0].requests_per_day=100"]);
    assert!(worst_day(&many, Meter::Reads) < 10_000);
    let writes = |ledger: &Ledger| ledger.operations_of(RequestKind::Route, Op::Write);
    assert_eq!((writes(&many), writes(&few)), (0, 0));
    assert!(many.total(Meter::Writes).abs_diff(few.total(Meter::Writes)) < 20);
}

#[test]
fn a_flapping_load_defeats_writing_on_change() {
    let ledger = measure("flapping.yaml", &[]);
    assert!((1_435..=1_445).contains(&worst_day(&ledger, Meter::Writes)), "a write a minute");
    let at = ledger.days[1].passed_at(Meter::Writes).expect("passed in the afternoon");
    assert!((12 * 3_600_000..18 * 3_600_000).contains(&at));
    let calm = measure("flapping.yaml", &["policy.write.load_delta=0.5"]);
    assert!(worst_day(&calm, Meter::Writes) < 300);
}

#[test]
fn a_throttle_in_isolates_that_come_and_go_throttles_nothing() {
    let longer = "policy.write.max_interval=15m";
    let written = |set: &[&str]| {
        let ledger = measure("idle-isolates.yaml", set);
        let beats = ledger.requests[RequestKind::Heartbeat.index()].count;
        ledger.operations_of(RequestKind::Heartbeat, Op::Write) as f64 / beats as f64
    };
    assert!(written(&[longer]) > 0.95, "whatever the interval says");
    // From KV: a write each third or fourth beat of five minutes.
    let share = written(&["policy=optimized", longer]);
    assert!((0.25..0.35).contains(&share), "{share}");
}

#[test]
fn records_that_expire_leave_the_fleet_dark_after_the_reset() {
    let enforce = |set: &[&str]| {
        let scenario = shipped("record-ttl-collapse.yaml", set);
        let ledger = run(&scenario, 0, Mode::Enforce);
        let granted = ledger.days.iter().map(|day| day.count(Meter::Writes)).collect::<Vec<_>>();
        (granted, ledger.routing_of_day(1).ok)
    };
    assert_eq!(enforce(&[]), (vec![1_000, 0, 0], 0));
    let (granted, served) = enforce(&["workers[0].reregisters=yes"]);
    assert_eq!(granted, [1_000, 1_000, 1_000]);
    assert!(served > 0);
    let (granted, served) = enforce(&["policy.write.record_ttl=none"]);
    assert_eq!(granted, [1_000, 1_000, 1_000]);
    assert!(served > 0);
}
