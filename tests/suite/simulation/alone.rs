//! Workers that go on alone count what they count when everything happens in order.

use std::cell::Cell;
use std::collections::BTreeSet;

use kvplan::platform::Mode;
use kvplan::program::{Coupling, Request};
use kvplan::simulation::{self, Observer, Reached, RunId, Watch, coupling};
use kvplan::words::Instant;

use super::second_program::Counters;
use crate::support::drawn::{each, with};
use crate::support::simulated::{Unwatched, run, scenario};

/// Somebody who looks on, so that everything happens in order.
struct Onlooker;

impl Observer for Onlooker {
    fn request(&mut self, _: Reached, _: &Request, _: Instant) {}
}

#[test]
fn workers_that_go_on_alone_count_what_they_count_in_order() {
    let (mut alone, mut runs, mut reasons) = (0, 0, BTreeSet::new());
    each(|drawn| {
        let id = RunId { run: 0, mode: Mode::Measure };
        for scenario in &drawn.made {
            runs += 1;
            if let Some(reason) = coupling::<_, ()>(scenario, id, &scenario.policy) {
                reasons.insert(reason);
                continue;
            }
            alone += 1;
            let looked_at = (&scenario.policy, &mut Onlooker);
            let in_order = simulation::run_observed(scenario, id, looked_at, &Unwatched);
            assert_eq!(run(scenario, 0, Mode::Measure), in_order.expect("nobody stops it"));
        }
    });
    for (id, reason) in reasons_of_a_run() {
        reasons.insert(reason);
        assert_eq!(id, Some(reason));
    }
    println!("{alone} of {runs} runs go alone; the others, because of {reasons:?}");
    assert!(alone * 2 > runs, "{alone} of {runs} runs go alone");
    assert!(reasons.into_iter().eq(Coupling::ALL), "each reason was one");
}

/// The reasons that lie in how a run is made, and which one each such run has.
fn reasons_of_a_run() -> [(Option<Coupling>, Coupling); 3] {
    let scenario = with(&[]).expect("the base is sound");
    let of = |mode| RunId { run: 0, mode };
    let (measured, enforced) = (of(Mode::Measure), of(Mode::Enforce));
    let other = Counters::default();
    [
        (coupling::<_, ()>(&scenario, enforced, &scenario.policy), Coupling::Enforced),
        (coupling::<_, Onlooker>(&scenario, measured, &scenario.policy), Coupling::Observed),
        (coupling::<_, ()>(&scenario, measured, &other), Coupling::Program),
    ]
}

#[test]
fn the_model_says_for_which_reasons_workers_do_not_go_on_alone() {
    let model = include_str!("../../../MODEL.md");
    let listed = model.split_once("<!-- couplings -->").expect("the list").1;
    let listed = listed.split_once("<!-- end of the couplings -->").expect("its end").0;
    let said: Vec<&str> = listed.lines().filter_map(|line| line.strip_prefix("* ")).collect();
    for (said, reason) in said.iter().zip(Coupling::ALL) {
        assert!(said.starts_with(reason.reason()), "{reason:?}: {said}");
    }
    assert_eq!(said.len(), Coupling::ALL.len());
}

/// Stops a run when it is asked so often.
struct Patience(Cell<u32>);

impl Watch for Patience {
    fn day_is_done(&self) {}

    fn goes_on(&self) -> bool {
        self.0.set(self.0.get().saturating_sub(1));
        self.0.get() > 0
    }
}

#[test]
fn a_run_is_heard_between_the_workers_that_go_on_alone() {
    // All beats of half an hour, three million, are one step: nothing looks at several workers.
    let many = scenario("workers: [{ count: 50000 }]\nkv: { latency: none }\n", &[]);
    let id = RunId { run: 0, mode: Mode::Measure };
    assert_eq!(coupling::<_, ()>(&many, id, &many.policy), None);
    let until = (id, Instant::from_ms(1_800_000));
    let patience = Patience(Cell::new(5));
    let stopped = simulation::run_until(&many, until, &many.policy, &patience);
    assert!(stopped.is_none() && patience.0.get() == 0, "it stops when it is told to");
    let patience = Patience(Cell::new(1_000));
    let ledger = simulation::run_until(&many, until, &many.policy, &patience).expect("not stopped");
    let asked = 1_000 - patience.0.get();
    assert!(u64::from(asked) > ledger.events / 500_000, "asked {asked} times");
}

#[test]
fn two_replies_of_one_worker_may_come_at_once() {
    // KV takes as long as lies between two heartbeats, and the network longer. When the record of a
    // registration is written its index is read, at the instant at which the first heartbeat writes:
    // both replies stand at one place of the order, and others look at one of them alone.
    let yaml = "\
days: 1
policy: naive
workers: [{ count: 3, services: [rag], registered: false, heartbeat: { every: 30s, network: 1m } }]
kv: { latency: { hot: 30s, cold: 30s, write: 30s } }
";
    let scenario = scenario(yaml, &[]);
    let id = RunId { run: 0, mode: Mode::Measure };
    assert_eq!(coupling::<_, ()>(&scenario, id, &scenario.policy), None);
    let looked_at = (&scenario.policy, &mut Onlooker);
    let in_order = simulation::run_observed(&scenario, id, looked_at, &Unwatched);
    assert_eq!(run(&scenario, 0, Mode::Measure), in_order.expect("nobody stops it"));
}
