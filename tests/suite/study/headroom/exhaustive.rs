//! The answers of `headroom` against those of a search that makes all runs of each value it asks for.

use std::sync::atomic::{AtomicUsize, Ordering};

use kvplan::scenario::{Quantity, Scenario, Worlds};
use kvplan::simulation::{self, Ledger, RunId};
use kvplan::study::{
    Barred, Consequences, Days, Direction, Options, Question, Reply, Search, Trying, Vary,
    headroom, headroom_in_worlds, search, simulate,
};

use super::Unwatched;
use rand::rngs::Xoshiro256PlusPlus;
use rand::{Rng, SeedableRng};

use crate::support::drawn;
use crate::support::simulated::measure;

/// What is varied, the way in which it is harder, and where it starts.
const QUESTIONS: [(&str, Direction, &str); 5] = [
    ("workers[0].count", Direction::Up, "1"),
    ("traffic[0].requests_per_day", Direction::Up, "50.0"),
    ("workers[0].heartbeat.every", Direction::Down, "20m"),
    ("policy.write.max_interval", Direction::Down, "2h"),
    ("workers[1].heartbeat.every", Direction::Up, "40s"),
];
const OPTIONS: Options =
    Options { threads: 2, only_run: None, consequences: Consequences::Skipped };

fn coordinator(scenario: &Scenario, id: RunId, days: &Days<'_>) -> Option<Ledger> {
    simulation::run(scenario, id, &scenario.policy, days)
}

/// What makes runs differ from one another, and near a limit.
const CHOICES: [&[&str]; 12] = [
    &["seed=1", "seed=2", "seed=3", "seed=4", "seed=5", "seed=6", "seed=7"],
    &["policy=optimized", "policy=naive", "policy=module-throttle", "policy=as-published"],
    &["workers[0].load={ walk: { start: 0.4, step: 0.05 } }", "workers[0].load={ constant: 0.5 }"],
    &["workers[0].models={ loaded: 3, changes_per_day: 9 }", "workers[0].count=3"],
    &["workers[0].outages={ crashes_per_day: 3, duration: 20m }", "workers[1].count=2"],
    &["workers[0].heartbeat.jitter=9s", "workers[0].heartbeat.phase=random"],
    &[
        "workers[0].heartbeat.timing=after_reply",
        "workers[0].heartbeat.timing=accumulate",
        "days=2",
    ],
    &["traffic[0].arrivals=poisson", "traffic[0].arrivals={ bursts: { size: 12, spacing: 1s } }"],
    &["isolates.affinity=random", "isolates.idle_timeout=20m", "isolates.deploys_per_day=3"],
    &["kv.latency=none", "kv.latency=typical", "kv.cache_ttl=5m"],
    &["account.other.writes=30", "account.other.reads=100", "admin.loads_per_day=30"],
    &["policy.cache.worker_ttl=5m", "policy.cache.index_ttl=2m", "workers[0].retry.attempts=3"],
];

/// A scenario of several runs on a plan whose limits are near: its edits, and the plan.
fn drawn(number: u64) -> (Vec<String>, String) {
    let mut draws = Xoshiro256PlusPlus::seed_from_u64(number);
    let mut below = |end: u64| draws.next_u64() % end;
    let chosen = CHOICES.map(|from| from[below(from.len() as u64) as usize].to_owned());
    let runs = format!("runs={}", 4 + below(5));
    let edits = ["days=3".to_owned(), format!("plan={}", drawn::TIGHT), runs];
    let plan = drawn::tight_plan();
    let plan = plan.replace("per_day: 500", &format!("per_day: {}", 1_500 + below(4_000)));
    let plan = plan.replace("per_day: 20", &format!("per_day: {}", 200 + below(1_500)));
    (edits.into_iter().chain(chosen).collect(), plan)
}

/// Do all runs of a scenario stay within the limits?
fn holds(scenario: &Scenario) -> bool {
    let all = simulate(scenario, OPTIONS, &coordinator, &Unwatched).expect("nobody stops it");
    all.meters.iter().all(|it| it.days_over == 0)
}

/// A search that makes all runs of each value it asks for, and nothing else.
fn exhaustive(question: &Question, vary: &Vary<'_>) -> Search {
    let mut probe = |value: Quantity| {
        Some(match vary(value) {
            Err(wrong) => Reply::Refused(Barred::Wrong(wrong)),
            Ok(scenario) if holds(&scenario) => Reply::Holds,
            Ok(_) => Reply::Breaks,
        })
    };
    search(question.start, question.direction.expect("given"), &mut probe).expect("not stopped")
}

/// Does one of these values hold, and an easier one break?
fn is_rough(mut values: Vec<Quantity>, vary: &Vary<'_>, direction: Direction) -> bool {
    values.sort_by(|a, b| a.number().total_cmp(&b.number()));
    let mut harder_last: Vec<bool> =
        values.into_iter().map(|value| holds(&vary(value).expect("it was tried"))).collect();
    if direction == Direction::Down {
        harder_last.reverse();
    }
    !harder_last.is_sorted_by(|easier, harder| *easier || !*harder)
}

#[test]
fn the_answers_are_those_of_all_runs_of_each_value() {
    let (made, mut all, mut rough) = (AtomicUsize::new(0), 0, 0);
    let runner = |scenario: &Scenario, id: RunId, days: &Days<'_>| {
        made.fetch_add(scenario.days as usize, Ordering::Relaxed);
        coordinator(scenario, id, days)
    };
    let asked = drawn::how_many() / 3;
    for number in 0..asked {
        let (path, direction, start) = QUESTIONS[number as usize % QUESTIONS.len()];
        let (edits, plan) = drawn(number);
        let vary = |value: Quantity| {
            drawn::with_plan(&[&edits[..], &[format!("{path}={value}")]].concat(), &plan)
        };
        let start = Quantity::parse(start).expect("a number");
        let (path, goal) = (path.to_owned(), super::goal());
        let question = Question { path, start, direction: Some(direction), goal };
        let trying = Trying { vary: &vary, options: OPTIONS, watched: (&runner, &Unwatched) };
        let found = headroom(&question, None, trying).expect("nobody stops it");
        let expected = exhaustive(&question, &vary);
        let base = vary(start).expect("a sound scenario");
        all += expected.tried.len() * (base.runs * base.days) as usize;
        if found.outcome.as_ref() != Some(&expected.outcome) {
            // Where limits are passed here and there, where one begins to look decides.
            let values = found.tried.iter().map(|it| it.value);
            let values = values.chain(expected.tried.iter().map(|it| it.0)).collect();
            let told = format!("{:?} instead of {:?}", found.outcome, expected.outcome);
            assert!(
                is_rough(values, &vary, direction),
                "{number}: {question:?}: {told}: {edits:?}"
            );
            rough += 1;
        }
    }
    let made = made.into_inner();
    println!("{asked} answers, {rough} of them rough; {made} days of {all}");
    assert!(rough * 20 <= asked, "{rough} of {asked} answers are rough");
    assert!(2 * made < all, "{made} days instead of {all}");
}

/// Where a few runs of a world speak for the others, beside a search that has nothing to go by.
#[test]
fn the_answers_in_all_worlds_are_those_of_a_search_in_each() {
    let (mut all, mut rough) = (0, 0);
    for number in 0..drawn::how_many().div_ceil(40) {
        let (path, direction, start) = QUESTIONS[(2 + number as usize) % QUESTIONS.len()];
        let (edits, plan) = drawn(number);
        let vary = |value: Quantity| {
            let more = ["runs=12".to_owned(), format!("{path}={value}")];
            drawn::with_plan(&[edits.as_slice(), &more].concat(), &plan)
        };
        let start = Quantity::parse(start).expect("a number");
        let (path, goal) = (path.to_owned(), super::goal());
        let question = Question { path, start, direction: Some(direction), goal };
        let watched = (&coordinator as _, &Unwatched as _);
        let trying = Trying { vary: &vary, options: OPTIONS, watched };
        let own = headroom(&question, None, trying).expect("nobody stops it");
        let worlds = Worlds::of(&vary(start).expect("a sound scenario"));
        let found = headroom_in_worlds((&question, &own), &worlds, trying).expect("not stopped");
        for (place, found) in found.iter().enumerate() {
            let vary = |value: Quantity| vary(value).map(|it| worlds.apply(place, &it));
            let alone = headroom(&question, None, Trying { vary: &vary, ..trying });
            let (found, alone) = (&found.found, alone.expect("not stopped"));
            all += 1;
            if found.outcome != alone.outcome {
                let values = [found, &alone].into_iter().flat_map(|it| &it.tried);
                let values = values.map(|it| it.value).collect();
                let told = format!("{:?} instead of {:?}", found.outcome, alone.outcome);
                let world = &worlds.worlds[place].name;
                assert!(is_rough(values, &vary, direction), "{number}: {world}: {told}: {edits:?}");
                rough += 1;
            }
        }
    }
    println!("{all} answers in worlds, {rough} of them rough");
    assert!(rough * 20 <= all, "{rough} of {all} answers are rough");
}

#[test]
fn a_run_of_one_day_is_the_beginning_of_a_longer_one() {
    drawn::each(|drawn| {
        let whole = measure(drawn.scenario());
        let one = measure(&Scenario { days: 1, ..drawn.scenario().clone() });
        assert_eq!(one.days.as_slice(), &whole.days[..1]);
    });
}
