//! What a refused operation leaves behind, and which of a request's two instants counts where.

use crate::coordinator::delayed_world::{
    Begun, DelayedWorld, ROUTE, beat, join, optimized, pending, world,
};
use kvplan::coordinator::{Baseline, Fanout, PARALLEL_READS, Policy};
use kvplan::program::{Outcome, Program, Request, Skip};
use kvplan::words::{CacheName, Cause, Refusal, WorkerId};

const FAILED: Outcome = Outcome::Failed(Refusal::DailyLimit);

fn leave(worker: u32) -> Request {
    Request::Deregister { worker: WorkerId(worker) }
}

/// The worker that a request was routed to, where none was left out.
fn routed(outcome: &Outcome) -> Option<u32> {
    match outcome {
        Outcome::Routed { to, left_out } if left_out.is_empty() => to.map(|pick| pick.worker.0),
        outcome => panic!("{outcome:?}"),
    }
}

fn with_baseline(baseline: Baseline) -> Policy {
    let mut policy = optimized();
    policy.write.baseline = baseline;
    policy
}

fn entries(world: &DelayedWorld, cache: CacheName) -> u64 {
    world.coordinator.stats().caches[cache.index()].entries
}

/// Begins a request, answers so many of its operations and refuses the next.
fn fail_after(world: &mut DelayedWorld, request: &Request, answered: usize) -> Outcome {
    let task = pending(&world.begin(request));
    (0..answered).for_each(|_| world.deliver(0));
    world.refuse(0);
    assert!(world.in_flight.is_empty(), "nothing follows a refusal");
    world.outcome(task)
}

#[test]
fn after_a_refused_write_the_next_heartbeat_tries_again() {
    let mut world = world(optimized(), 2);
    world.run(&beat(0, 0.5));
    for _ in 0..3 {
        assert_eq!(fail_after(&mut world, &beat(0, 0.9), 0), FAILED);
    }
    assert_eq!(world.run(&beat(0, 0.9)), Outcome::Written(Cause::Load));
    assert_eq!(world.run(&beat(0, 0.9)), Outcome::Skipped(Skip::Unchanged));
}

#[test]
fn a_best_effort_write_that_is_refused_fails_no_heartbeat_and_is_tried_again() {
    let mut policy = optimized();
    policy.write.best_effort = true;
    let mut world = world(policy, 2);
    world.run(&beat(0, 0.5));
    for _ in 0..3 {
        assert_eq!(fail_after(&mut world, &beat(0, 0.9), 0), Outcome::Skipped(Skip::Dropped));
    }
    assert_eq!(world.run(&beat(0, 0.9)), Outcome::Written(Cause::Load));
}

#[test]
fn a_refused_write_has_replaced_the_worker_entry_and_dropped_no_list() {
    let mut world = world(optimized(), 2);
    assert_eq!(routed(&world.run(&ROUTE)), Some(0));
    assert_eq!(fail_after(&mut world, &beat(0, 0.9), 0), FAILED);
    let before = world.asked.len();
    assert_eq!(routed(&world.run(&ROUTE)), Some(0), "the list of before serves");
    // The list ages out first; both entries are looked up, and the replaced one is still fresh.
    world.at(29_999);
    assert_eq!(fail_after(&mut world, &beat(0, 0.9), 0), FAILED);
    world.at(30_000);
    assert_eq!(
        routed(&world.run(&ROUTE)),
        Some(1),
        "worker 0 has the load of the refused heartbeat"
    );
    assert_eq!(world.asked.len() - before, 1 + 1 + 1, "a write, the index, worker 1");
}

#[test]
fn with_the_cached_baseline_a_refused_change_is_lost() {
    let mut world = world(with_baseline(Baseline::Cached), 1);
    world.run(&beat(0, 0.5));
    assert_eq!(fail_after(&mut world, &beat(0, 0.9), 0), FAILED);
    assert_eq!(world.run(&beat(0, 0.9)), Outcome::Skipped(Skip::Unchanged));
}

#[test]
fn a_throttle_in_memory_whose_first_write_is_refused_is_still_cold() {
    let mut world = world(with_baseline(Baseline::Memory), 1);
    assert_eq!(fail_after(&mut world, &beat(0, 0.5), 0), FAILED);
    assert_eq!(world.run(&beat(0, 0.5)), Outcome::Written(Cause::Cold));
    assert_eq!(world.run(&beat(0, 0.5)), Outcome::Skipped(Skip::Unchanged));
}

#[test]
fn a_refused_read_caches_nothing() {
    let mut world = world(optimized(), 3);
    assert_eq!(fail_after(&mut world, &beat(0, 0.5), 0), FAILED);
    assert_eq!(fail_after(&mut world, &ROUTE, 0), FAILED, "the index");
    assert_eq!(fail_after(&mut world, &Request::Admin, 0), FAILED);
    assert_eq!(entries(&world, CacheName::Worker), 0);
    assert_eq!(fail_after(&mut world, &ROUTE, 2), FAILED, "the second worker");
    assert_eq!(entries(&world, CacheName::Worker), 1, "the first worker");
    assert_eq!(entries(&world, CacheName::Service), 0);
}

#[test]
fn a_registration_that_fails_leaves_the_caches_as_they_were() {
    // Its operations: the record, the index read, the index written.
    for answered in 0..3 {
        let mut world = world(optimized(), 1);
        world.run(&ROUTE);
        assert_eq!(fail_after(&mut world, &join(7), answered), FAILED);
        assert_eq!(entries(&world, CacheName::Worker), 1, "worker 0, after {answered}");
        assert_eq!(entries(&world, CacheName::Service), 1, "after {answered}");
    }
}

#[test]
fn a_deregistration_that_fails_leaves_the_caches_as_they_were() {
    // Its operations on a warm cache: the delete, the index read, the index written.
    for answered in 0..3 {
        let mut world = world(optimized(), 1);
        world.run(&ROUTE);
        assert_eq!(fail_after(&mut world, &leave(0), answered), FAILED);
        assert_eq!(entries(&world, CacheName::Worker), 1, "after {answered}");
        assert_eq!(entries(&world, CacheName::Service), 1, "after {answered}");
    }
}

#[test]
fn where_a_parallel_read_is_refused_the_others_return_quietly() {
    let mut policy = optimized();
    policy.reads.fanout = Fanout::Parallel;
    let mut world = world(policy, 9);
    let task = pending(&world.begin(&ROUTE));
    world.deliver(0);
    assert_eq!(world.in_flight.len(), PARALLEL_READS);
    world.refuse(2);
    assert_eq!(world.outcome(task), FAILED, "it fails at once");
    assert_eq!(world.in_flight.len(), PARALLEL_READS, "those behind the bound still follow");
    world.refuse(0);
    world.deliver_all();
    assert_eq!(world.ended, [], "it does not end twice");
    assert_eq!(world.asked.len(), 1 + 9);
    assert_eq!(entries(&world, CacheName::Worker), 9 - 2, "what was read is kept");
    assert_eq!(entries(&world, CacheName::Service), 0);
}

#[test]
fn an_entry_is_stamped_when_its_read_returns() {
    let mut world = world(optimized(), 1);
    let task = pending(&world.begin(&beat(0, 0.5)));
    world.at(5).deliver_all();
    assert_eq!(world.outcome(task), Outcome::Skipped(Skip::Unchanged));
    world.at(30_000);
    assert_eq!(world.begin(&beat(0, 0.5)), Begun::Done(Outcome::Skipped(Skip::Unchanged)));
}

#[test]
fn the_interval_is_measured_to_the_arrival() {
    let mut world = world(optimized(), 1);
    let task = pending(&world.at(300_000).begin(&beat(0, 0.5)));
    world.at(300_007).deliver_all();
    assert_eq!(world.outcome(task), Outcome::Skipped(Skip::Unchanged));
}

#[test]
fn a_heartbeat_that_waited_for_the_warming_keeps_its_arrival() {
    for baseline in [Baseline::Persisted, Baseline::Cached, Baseline::Memory] {
        let mut policy = with_baseline(baseline);
        policy.cache.prewarm = true;
        let mut world = world(policy, 2);
        let skips = pending(&world.at(300_000).begin(&beat(0, 0.5)));
        world.at(300_007).deliver_all();
        assert_eq!(world.outcome(skips), Outcome::Skipped(Skip::Unchanged), "{baseline:?}");

        world.coordinator.cold_start();
        let writes = pending(&world.begin(&beat(0, 0.9)));
        world.at(300_020).deliver_all();
        assert_eq!(world.outcome(writes), Outcome::Written(Cause::Load));
        let written = world.kv.records[&WorkerId(0)].last_heartbeat.ms();
        assert_eq!(written, 300_007, "{baseline:?}");
    }
}

#[test]
fn a_read_shared_with_a_page_that_bypasses_the_cache_is_still_kept() {
    let mut policy = optimized();
    policy.reads.coalesce = true;
    policy.cache.admin = false;
    let mut world = world(policy, 1);
    // The route waits for the index first, so that the page's read of the worker is there before.
    let route = pending(&world.begin(&ROUTE));
    let page = pending(&world.begin(&Request::Admin));
    world.deliver_all();
    assert_eq!(routed(&world.outcome(route)), Some(0));
    assert_eq!(world.outcome(page), Outcome::Listed(1));
    assert_eq!(world.asked.len(), 2, "the index, and the worker once");
    assert_eq!(entries(&world, CacheName::Worker), 1, "what the route looked up");
}
