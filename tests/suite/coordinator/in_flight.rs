//! Requests that overlap: whatever the order of KV's answers, each request ends once, and a refusal
//! fails the request that it meets and no other.

use std::collections::{BTreeMap, BTreeSet};

use crate::coordinator::delayed_world::{
    Begun, DelayedWorld, InFlight, ROUTE, beat, optimized, pending, world,
};
use crate::support::random_traffic::{Move, existing, moves, policy, runner};
use kvplan::coordinator::{Fanout, PARALLEL_READS, Policy};
use kvplan::program::{Call, Outcome, Pick, Request, Skip};
use kvplan::words::{Instant, Key, Layout, Refusal, RequestKind, WorkerId};
use proptest::prelude::*;

fn coalescing() -> Policy {
    let mut policy = optimized();
    policy.reads.coalesce = true;
    policy
}

fn parallel() -> Policy {
    let mut policy = optimized();
    policy.reads.fanout = Fanout::Parallel;
    policy
}

/// Index keys are also read in order to be changed; those reads are never shared.
fn may_be_shared(asked: &InFlight) -> bool {
    match asked.call {
        Call::Read(_) => true,
        Call::Get(Key::Index(_), _) => asked.kind == RequestKind::Route,
        Call::Get(Key::Fleet, _) => asked.kind != RequestKind::Register,
        Call::Get(Key::Capabilities(_), _) => true,
        _ => false,
    }
}

/// Holds what must be so at each moment.
fn check_in_flight(world: &DelayedWorld, policy: &Policy) -> Result<(), TestCaseError> {
    let at_once = match policy.reads.fanout {
        Fanout::Sequential => 1,
        Fanout::Parallel => PARALLEL_READS,
    };
    prop_assert!(world.most_of_one_request() <= at_once);
    if policy.reads.coalesce {
        let mut keys = BTreeSet::new();
        for asked in world.in_flight.iter().filter(|asked| may_be_shared(asked)) {
            let key = format!("{:?}", asked.call);
            prop_assert!(keys.insert(key), "read twice at once: {asked:?}");
        }
    }
    Ok(())
}

/// Refuses one operation: its request ends with that, and so does nobody else who does not share it.
/// It has failed, but for a heartbeat that bears a refused write.
fn refuse(world: &mut DelayedWorld, place: usize, policy: &Policy) -> Result<(), TestCaseError> {
    let (open, ended) = (world.open.clone(), world.ended.len());
    let asked = &world.in_flight[place];
    let is_beats_write = asked.kind == RequestKind::Heartbeat
        && matches!(asked.call, Call::Write(..) | Call::Put(..));
    let failed = match is_beats_write && policy.write.best_effort {
        true => Outcome::Skipped(Skip::Dropped),
        false => Outcome::Failed(Refusal::DailyLimit),
    };
    let (request, coalesce) = (world.refuse(place), policy.reads.coalesce);
    if policy.layout == Layout::Tiered && is_beats_write && policy.write.best_effort {
        // It may go on with its other key, or have written that.
        return Ok(());
    }
    let now_ended = &world.ended[ended..];
    prop_assert!(now_ended.iter().all(|(_, outcome)| *outcome == failed));
    if open.contains(&request) {
        prop_assert!(now_ended.iter().any(|(ended, _)| *ended == request), "{request:?} goes on");
    }
    prop_assert!(coalesce || now_ended.len() <= 1);
    Ok(())
}

#[test]
fn every_request_ends_once_whatever_the_order_of_the_answers() {
    let (mut waited, mut refusals, mut most) = (0, 0, 0);
    let mut counts = std::cell::RefCell::new((&mut waited, &mut refusals, &mut most));
    let strategy = (policy(), existing(), moves(200), any::<prop::sample::Index>());
    let result = runner(400, 3).run(&strategy, |(policy, existing, moves, last)| {
        let mut world = DelayedWorld::new(policy.clone());
        for (worker, record) in existing {
            world.kv.existing(worker, record, policy.layout);
        }
        for (gap, next) in moves {
            let (now, waiting) = (world.now.ms() + gap, world.in_flight.len());
            world.at(now);
            match next {
                Move::Begin(request) => {
                    if let Begun::Pending(_) = world.begin(&request) {
                        *counts.borrow_mut().0 += 1;
                    }
                }
                Move::Deliver(_) | Move::Refuse(_) if waiting == 0 => {}
                Move::Deliver(which) => {
                    let ended = world.ended.len();
                    world.deliver(which.index(waiting));
                    let fails = |(_, outcome): &_| matches!(outcome, Outcome::Failed(_));
                    prop_assert!(!world.ended[ended..].iter().any(fails), "nothing was refused");
                }
                Move::Refuse(which) => {
                    refuse(&mut world, which.index(waiting), &policy)?;
                    *counts.borrow_mut().1 += 1;
                }
                Move::ColdStart => world.coordinator.cold_start(),
            }
            let most = world.most_of_one_request();
            let mut counts = counts.borrow_mut();
            *counts.2 = most.max(*counts.2);
            check_in_flight(&world, &policy)?;
        }
        while !world.in_flight.is_empty() {
            world.deliver(last.index(world.in_flight.len()));
            check_in_flight(&world, &policy)?;
        }
        prop_assert!(world.open.is_empty(), "still waiting: {:?}", world.open);
        // Nobody waits in secret either: every place that a request ever had is free again.
        prop_assert!(world.coordinator.is_idle(), "{:?}", world.coordinator);
        Ok(())
    });
    if let Err(failure) = result {
        panic!("{failure}");
    }
    let (waited, refusals, most) = counts.get_mut();
    assert!(**waited > 10_000, "{waited} requests waited");
    assert!(**refusals > 1_000, "{refusals} refusals");
    assert_eq!(**most, PARALLEL_READS, "the bound is reached");
}

#[test]
fn ten_routes_at_once_on_a_cold_cache_each_read_all() {
    let mut world = world(optimized(), 3);
    let tasks: Vec<_> = (0..10).map(|_| pending(&world.begin(&ROUTE))).collect();
    assert_eq!(world.in_flight.len(), 10, "index reads");
    world.deliver_all();
    assert_eq!(world.asked.len(), 10 * (1 + 3));
    for task in tasks {
        let pick = Pick { worker: WorkerId(0), last_heartbeat: Instant::START };
        let to = Some(pick);
        assert_eq!(world.outcome(task), Outcome::Routed { to, left_out: Vec::new() });
    }
}

#[test]
fn of_ten_routes_one_after_another_only_the_first_touches_kv() {
    let mut world = world(optimized(), 3);
    world.run(&ROUTE);
    assert_eq!(world.asked.len(), 1 + 3);
    for _ in 1..10 {
        world.run(&ROUTE);
    }
    assert_eq!(world.asked.len(), 1 + 3);
}

#[test]
fn coalesced_routes_read_each_key_once_and_all_end() {
    for fanout in [Fanout::Sequential, Fanout::Parallel] {
        let mut policy = coalescing();
        policy.reads.fanout = fanout;
        let mut world = world(policy, 3);
        let tasks: Vec<_> = (0..10).map(|_| pending(&world.begin(&ROUTE))).collect();
        world.deliver_all();
        assert_eq!(world.asked.len(), 1 + 3, "{fanout:?}");
        for task in tasks {
            let pick = Pick { worker: WorkerId(0), last_heartbeat: Instant::START };
            let to = Some(pick);
            assert_eq!(world.outcome(task), Outcome::Routed { to, left_out: Vec::new() });
        }
    }
}

#[test]
fn coalesced_misses_of_different_requests_share_one_read() {
    let mut world = world(coalescing(), 1);
    let heartbeats = [beat(0, 0.5), beat(0, 0.6), beat(0, 0.4)];
    let mut tasks: Vec<_> = heartbeats.iter().map(|beat| pending(&world.begin(beat))).collect();
    tasks.push(pending(&world.begin(&Request::Admin)));
    let leaves = pending(&world.begin(&Request::Deregister { worker: WorkerId(0) }));
    assert_eq!(world.asked, [Some(Key::Worker(WorkerId(0)))]);
    world.deliver(0);
    for task in tasks {
        assert!(!matches!(world.outcome(task), Outcome::Failed(_)));
    }
    world.deliver_all();
    assert_eq!(world.outcome(leaves), Outcome::Deregistered { found: true });
}

#[test]
fn a_shared_read_that_is_refused_fails_all_who_share_it() {
    let mut world = world(coalescing(), 2);
    let tasks = [pending(&world.begin(&beat(0, 0.5))), pending(&world.begin(&Request::Admin))];
    world.refuse(0);
    for task in tasks {
        assert_eq!(world.outcome(task), Outcome::Failed(Refusal::DailyLimit));
    }
    assert!(world.in_flight.is_empty());
}

#[test]
fn parallel_reads_ask_the_same_keys_as_sequential_ones_six_at_once() {
    for (request, bound) in [(ROUTE, PARALLEL_READS), (Request::Admin, 1)] {
        let (mut one_by_one, mut at_once) = (world(optimized(), 20), world(parallel(), 20));
        // Worker 7 is in the cache of both, so neither reads it.
        let known = beat(7, 0.5);
        assert_eq!(one_by_one.run(&known), at_once.run(&known));
        let task = pending(&at_once.begin(&request));
        let mut most = at_once.in_flight.len();
        while let Some(newest) = at_once.in_flight.len().checked_sub(1) {
            at_once.deliver(newest);
            most = most.max(at_once.most_of_one_request());
        }
        assert_eq!(most, bound, "{request:?}");
        assert_eq!(one_by_one.run(&request), at_once.outcome(task));
        let keys = |world: &DelayedWorld| {
            let mut keys = BTreeMap::new();
            world.asked.iter().for_each(|key| *keys.entry(*key).or_insert(0) += 1);
            keys
        };
        assert_eq!(keys(&one_by_one), keys(&at_once), "{request:?}");
    }
}
