//! The answer of `headroom` in each world, on invented writes.

use std::sync::atomic::{AtomicUsize, Ordering};

use kvplan::platform::{Affinity, DayCounts};
use kvplan::scenario::{Quantity, Scenario, Until, Worlds};
use kvplan::simulation::{Ledger, RunId};
use kvplan::study::{
    Days, Direction, Goal, HeadroomInWorld, Outcome, Question, Trying, headroom, headroom_in_worlds,
};
use kvplan::words::{Measure, Meter};
use kvplan::workload::Timing;

use super::{OPTIONS, Unwatched, place};
use crate::support::simulated::{empty_ledger, scenario};

/// Writes a worker and day, invented: by timing, and with random affinity of several isolates more.
fn writes_of_a_worker(scenario: &Scenario) -> u64 {
    let timing = match scenario.workers[0].heartbeat.timing {
        Timing::Grid => 250,
        Timing::Accumulate => 260,
        Timing::AfterReply => 340,
    };
    let isolates = scenario.isolates.colos[0].isolates;
    let is_random = scenario.isolates.affinity == Affinity::Random && isolates > 1;
    timing + if is_random { 150 } else { 0 }
}

fn invented(scenario: &Scenario, _: RunId, _: &Days<'_>) -> Option<Ledger> {
    let writes = writes_of_a_worker(scenario) * scenario.worker_count();
    let (mut counts, mut passed) = ([0; Meter::COUNT], [None; Meter::COUNT]);
    counts[Meter::Writes.index()] = writes;
    passed[Meter::Writes.index()] = (writes > 1_000).then_some(3_600_000);
    let mut ledger = empty_ledger();
    ledger.days.push(DayCounts::new(counts, passed));
    Some(ledger)
}

/// The answer in each world, and the runs that all but the one as written took.
fn workers(isolates: u32) -> (Worlds, Vec<HeadroomInWorld>, usize) {
    let yaml = |count: Quantity| {
        format!(
            "days: 1\nruns: 3\nworkers: [{{ count: {count} }}]\nisolates: {{ colos: [{{ name: A, \
             isolates: {isolates} }}] }}\n"
        )
    };
    let vary = |count: Quantity| {
        if count.number() < 1.0 {
            return Err("one worker at least".to_owned());
        }
        Ok(scenario(&yaml(count), &[]))
    };
    let start = Quantity::parse("1").expect("a number");
    let question =
        Question { path: "workers[0].count".into(), start, direction: None, goal: goal() };
    let trying = Trying { vary: &vary, options: OPTIONS, watched: (&invented, &Unwatched) };
    let own = headroom(&question, None, trying).expect("not stopped");
    let worlds = Worlds::of(&scenario(&yaml(start), &[]));
    let made = AtomicUsize::new(0);
    let runner = |scenario: &Scenario, id: RunId, days: &Days<'_>| {
        made.fetch_add(1, Ordering::Relaxed);
        invented(scenario, id, days)
    };
    let trying = Trying { watched: (&runner, &Unwatched), ..trying };
    let answers = headroom_in_worlds((&question, &own), &worlds, trying);
    (worlds, answers.expect("not stopped"), made.into_inner())
}

fn goal() -> Goal {
    Goal { until: vec![Until::Limits], tolerated: 0.0 }
}

#[test]
fn headroom_finds_the_last_value_of_each_world() {
    for isolates in [1, 2] {
        let (worlds, answers, _) = workers(isolates);
        for (world, answer) in worlds.worlds.iter().zip(&answers) {
            // The most workers whose writes fit into 1,000.
            let most = 1_000 / writes_of_a_worker(&world.scenario);
            let Some(Outcome::Found { holds, breaks }) = &answer.found.outcome else {
                panic!("{}: {:?}", world.name, answer.found)
            };
            let found = (holds.number() as u64, breaks.number() as u64);
            assert_eq!(found, (most, most + 1), "{isolates} isolates, {}", world.name);
            assert_eq!(
                answer.found.binding_figure(),
                Some(&Measure::Meter(Meter::Writes).of_all())
            );
        }
    }
}

#[test]
fn headroom_tries_two_values_where_a_world_agrees_and_none_where_it_is_the_same() {
    let (worlds, answers, made) = workers(1);
    let tried = |name: &str| answers[place(&worlds, name)].found.tried.len();
    // 4 workers × 250 hold as written, 5 do not; 3 × 260 and 4 × 260 are another answer.
    assert_eq!(tried("grid, sticky, none"), 2);
    assert!(tried("accumulate, sticky, none") > 2);
    assert_eq!(tried("accumulate, sticky, typical"), 2, "the answer of the world before it");
    let twins = answers.iter().enumerate().filter(|(place, it)| it.same_as != *place).count();
    assert_eq!(twins, 6, "random affinity of one isolate is sticky");
    let tried: usize = answers
        .iter()
        .enumerate()
        .filter(|(place, it)| it.same_as == *place && *place != worlds.own)
        .map(|(_, it)| it.found.tried.len())
        .sum();
    assert!(made <= 2 * tried, "few values in all three runs: {made} runs, {tried} values");
}

#[test]
fn an_affinity_that_begins_to_matter_on_the_way_is_looked_at() {
    // From one isolate on: at the start random and sticky are the same, at two they are not.
    let yaml = |isolates: Quantity| {
        format!(
            "days: 1\nruns: 1\nworkers: [{{ count: 3 }}]\nisolates: {{ colos: [{{ name: A, \
             isolates: {isolates} }}] }}\n"
        )
    };
    let vary = |isolates: Quantity| {
        let is_whole = (1.0..=8.0).contains(&isolates.number());
        if is_whole { Ok(scenario(&yaml(isolates), &[])) } else { Err("1 to 8".to_owned()) }
    };
    let start = Quantity::parse("1").expect("a number");
    let path = "isolates.colos[0].isolates".to_owned();
    let direction = Some(Direction::Up);
    let question = Question { path, start, direction, goal: goal() };
    let trying = Trying { vary: &vary, options: OPTIONS, watched: (&invented, &Unwatched) };
    let own = headroom(&question, None, trying).expect("not stopped");
    let worlds = Worlds::of(&scenario(&yaml(start), &[]));
    assert!(worlds.is_without_effect(1));
    let answers = headroom_in_worlds((&question, &own), &worlds, trying).expect("not stopped");
    let holds = |name: &str| match &answers[place(&worlds, name)].found.outcome {
        Some(Outcome::Found { holds, .. } | Outcome::Unbroken { holds, .. }) => holds.number(),
        other => panic!("{other:?}"),
    };
    // 3 × 250 hold with any number of isolates, 3 × 400 only while there is one to reach.
    assert_eq!(holds("grid, sticky, typical"), 8.0);
    assert_eq!(holds("grid, random, typical"), 1.0);
}
