//! The search of `headroom`, on hand-made answers to "does this value hold?".

mod effort;
mod exhaustive;
mod growth;

use std::collections::BTreeSet;
use std::sync::Mutex;

use crate::support::simulated::{Unwatched, empty_ledger, scenario};
use kvplan::platform::DayCounts;
use kvplan::scenario::{BudgetMax, Quantity, Scenario, Until};
use kvplan::simulation::RunId;
use kvplan::study::{
    Barred, Days, Direction, Goal, Headroom, Options, Outcome, Question, Reply, Search, Trying,
    headroom, search,
};
use kvplan::words::{Measure, Meter, RequestKind};

fn quantity(text: &str) -> Quantity {
    Quantity::parse(text).unwrap_or_else(|| panic!("{text}"))
}

/// Searches where `holds` says which numbers hold, and counts the questions.
fn ask(start: &str, direction: Direction, holds: impl Fn(f64) -> bool) -> (Search, usize) {
    let mut asked = Vec::new();
    let mut probe = |value: Quantity| {
        asked.push(value.number());
        Some(if holds(value.number()) { Reply::Holds } else { Reply::Breaks })
    };
    let found = search(quantity(start), direction, &mut probe).expect("nobody ends it");
    let count = asked.len();
    asked.sort_by(f64::total_cmp);
    asked.dedup();
    assert_eq!(asked.len(), count, "each value is asked for once");
    (found, count)
}

fn found(holds: &str, breaks: &str) -> Outcome {
    Outcome::Found { holds: quantity(holds), breaks: quantity(breaks) }
}

#[test]
fn upwards_it_finds_the_last_whole_number_that_holds() {
    for last in [2.0, 3.0, 7.0, 8.0, 1_000.0, 43_210.0] {
        let (search, asked) = ask("2", Direction::Up, |number| number <= last);
        assert_eq!(search.outcome, found(&last.to_string(), &(last + 1.0).to_string()));
        // 15 doublings, as many halvings, a look between any two doublings, three on either side.
        assert!(asked < 60, "{last}: {asked}");
    }
}

#[test]
fn downwards_it_finds_the_last_second_and_below_ten_the_last_millisecond() {
    let (search, _) = ask("5m", Direction::Down, |ms| ms >= 150_500.0);
    assert_eq!(search.outcome, found("151s", "150s"));
    let (search, _) = ask("30s", Direction::Down, |ms| ms >= 1_731.0);
    assert_eq!(search.outcome, found("1731ms", "1730ms"));
}

#[test]
fn other_numbers_are_found_to_three_digits() {
    let (search, _) = ask("100.0", Direction::Up, |number| number < 93_570.0);
    let Outcome::Found { holds, breaks } = search.outcome else { panic!("{search:?}") };
    assert_eq!((holds.number(), breaks.number()), (93_500.0, 93_600.0));
}

#[test]
fn what_breaks_at_once_is_made_easier_until_it_holds() {
    let (search, _) = ask("100", Direction::Up, |number| number <= 13.0);
    assert_eq!(search.outcome, found("13", "14"));
    let (search, _) = ask("30s", Direction::Down, |ms| ms >= 173_000.0);
    assert_eq!(search.outcome, found("173s", "172s"));
}

#[test]
fn where_nothing_holds_that_is_said() {
    let (search, _) = ask("100", Direction::Up, |_| false);
    assert_eq!(search.outcome, Outcome::NeverHolds { breaks: quantity("0") });
}

#[test]
fn what_never_breaks_ends_at_the_named_cap() {
    let (search, _) = ask("3", Direction::Up, |_| true);
    assert_eq!(search.outcome, Outcome::Unbroken { holds: quantity("1000000"), reason: None });
    let (search, _) = ask("3", Direction::Down, |_| true);
    assert_eq!(search.outcome, Outcome::Unbroken { holds: quantity("0"), reason: None });
}

#[test]
fn a_value_that_cannot_be_tried_ends_it_with_its_reason() {
    let mut probe = |value: Quantity| {
        Some(match value.number() {
            above if above > 50.0 => Reply::Refused(Barred::Wrong(format!("{above} is too many"))),
            _ => Reply::Holds,
        })
    };
    let search = search(quantity("3"), Direction::Up, &mut probe).expect("nobody ends it");
    let reason = Some(Barred::Wrong("51 is too many".to_owned()));
    assert_eq!(search.outcome, Outcome::Unbroken { holds: quantity("50"), reason });
}

#[test]
fn a_hole_below_the_answer_is_not_monotonic() {
    // Doubling jumps over 26 to 39; the look around below the answer falls into it.
    let holds = |number: f64| number <= 50.0 && !(26.0..40.0).contains(&number);
    let (search, _) = ask("5", Direction::Up, holds);
    assert_eq!(search.outcome, Outcome::NotMonotonic);
    assert!(search.tried.iter().any(|(value, holds)| value.number() < 40.0 && !holds));
    assert!(search.tried.iter().any(|(value, holds)| value.number() >= 40.0 && *holds));
}

#[test]
fn a_hole_that_doubling_steps_over_far_from_the_answer_is_found() {
    // 50 s, 25 s, 12.5 s … hold, and 32 s to 40 s do not; the answer lies below two seconds.
    let holds = |ms: f64| ms >= 1_731.0 && !(32_000.0..=40_000.0).contains(&ms);
    let (search, _) = ask("50s", Direction::Down, holds);
    assert_eq!(search.outcome, Outcome::NotMonotonic);
}

#[test]
fn an_island_beyond_the_answer_is_not_monotonic() {
    let holds = |number: f64| number <= 10.0 || (14.0..18.0).contains(&number);
    let (search, _) = ask("10", Direction::Up, holds);
    assert_eq!(search.outcome, Outcome::NotMonotonic);
}

#[test]
fn the_values_tried_are_ascending() {
    let (search, _) = ask("40", Direction::Down, |number| number >= 7.0);
    assert!(search.tried.is_sorted_by(|a, b| a.0.number() < b.0.number()), "{search:?}");
}

#[test]
fn a_probe_that_gives_up_ends_the_search() {
    let mut left = 3;
    let mut probe = |_| {
        left -= 1;
        (left > 0).then_some(Reply::Holds)
    };
    assert_eq!(search(quantity("2"), Direction::Up, &mut probe), None);
}

/// Asks how many workers there may be, where a worker writes 250 times a day and run 5 writes
/// `extra` times more; six runs of one day against the limit of 1,000. Also the runs made.
fn workers(extra: u64) -> (Headroom, usize) {
    let made = Mutex::new(BTreeSet::new());
    let runner = |scenario: &Scenario, id: RunId, _: &Days<'_>| {
        let is_new = made.lock().expect("no panic").insert((scenario.worker_count(), id.run));
        assert!(is_new, "run {} of {} workers is made twice", id.run, scenario.worker_count());
        let writes = 250 * scenario.worker_count() + if id.run == 5 { extra } else { 0 };
        let (mut counts, mut passed) = ([0; Meter::COUNT], [None; Meter::COUNT]);
        counts[Meter::Writes.index()] = writes;
        passed[Meter::Writes.index()] = (writes > 1_000).then_some(3_600_000);
        let mut ledger = empty_ledger();
        ledger.days.push(DayCounts::new(counts, passed));
        Some(ledger)
    };
    let vary = |count: Quantity| {
        if count.number() < 1.0 {
            return Err("one worker at least".to_owned());
        }
        let yaml = format!("days: 1\nruns: 6\nworkers: [{{ count: {count} }}]\n");
        Ok(scenario(&yaml, &[]))
    };
    let question = Question {
        path: "workers[0].count".to_owned(),
        start: quantity("1"),
        direction: None,
        goal: goal(),
    };
    let trying =
        Trying { vary: &vary, options: Options::demand(2), watched: (&runner, &Unwatched) };
    let answer = headroom(&question, None, trying).expect("not stopped");
    let made = made.into_inner().expect("no panic").len();
    (answer, made)
}

#[test]
fn one_run_decides_what_is_far_from_the_limit_and_all_runs_the_answer() {
    let (answer, made) = workers(100);
    assert_eq!(answer.direction, Some(Direction::Up));
    assert_eq!(answer.outcome, Some(found("3", "4")));
    assert_eq!(answer.binding_figure(), Some(&WRITES.of_all()));
    let runs = |value| answer.standing(quantity(value)).map(|it| (it.runs, it.runs_bad));
    assert_eq!([runs("1"), runs("3"), runs("4")], [Some((6, 0)), Some((6, 0)), Some((1, 1))]);
    assert_eq!(runs("2"), Some((1, 0)));
    assert!(made < 6 * answer.tried.len(), "{made} runs");
}

#[test]
fn where_all_runs_contradict_the_one_run_they_decide() {
    // Three workers: 750 writes in run 0, which looks safe, but 1,050 in run 5.
    let (answer, _) = workers(300);
    assert_eq!(answer.outcome, Some(found("2", "3")));
    let worst =
        answer.standing(quantity("3")).map(|it| it.meters[Meter::Writes.index()].max_per_day);
    assert_eq!(worst, Some(1_050));
    let runs = |value| answer.standing(quantity(value)).map(|it| it.runs);
    assert_eq!([runs("2"), runs("3")], [Some(6), Some(1)], "one run says that it breaks");
}

/// On the paid plan, hundred runs of a week, from one worker on: how many cost 10 USD a month? A worker
/// writes 9,000 times a day.
fn workers_for_ten_dollars(
    direction: Option<Direction>,
    (layout, record): (&str, u32),
) -> Headroom {
    let runner = |scenario: &Scenario, _: RunId, _: &Days<'_>| {
        let mut counts = [0; Meter::COUNT];
        counts[Meter::Writes.index()] = 9_000 * scenario.worker_count();
        let mut ledger = empty_ledger();
        ledger.requests[RequestKind::Heartbeat.index()].count = 1;
        for _ in 0..scenario.days {
            ledger.days.push(DayCounts::new(counts, [None; Meter::COUNT]));
        }
        Some(ledger)
    };
    let vary = |count: Quantity| {
        if count.number() < 1.0 {
            return Err("one worker at least".to_owned());
        }
        let yaml = format!(
            "plan: cloudflare-paid@2026-10\ndays: 7\nruns: 100\nkv: {{ sizes: {{ record: {record} }} }}\n\
             policy: {{ extends: optimized, layout: {layout} }}\n\
             workers: [{{ count: {count}, heartbeat: {{ every: 30s }} }}]\n"
        );
        Ok(scenario(&yaml, &[]))
    };
    let ten = Until::Passes(Measure::CostPerMonth.of_all(), BudgetMax::Count(10.0));
    let question = Question {
        path: "workers[0].count".to_owned(),
        start: quantity("1"),
        direction,
        goal: Goal { until: vec![ten], tolerated: 0.0 },
    };
    let trying =
        Trying { vary: &vary, options: Options::demand(2), watched: (&runner, &Unwatched) };
    headroom(&question, None, trying).expect("not stopped")
}

#[test]
fn a_price_is_looked_for_in_as_many_runs_as_take_not_too_long() {
    // 9,000 × 30 = 270,000 writes a month: three workers are within the included million, so that half
    // and twice as many change nothing. 7 write 1,890,000 times: 4.45 USD more; 8: 2,160,000, 5.80.
    let answer = workers_for_ten_dollars(None, ("per-worker", 5_000));
    assert_eq!(answer.outcome, Some(found("7", "8")));
    // A run has 20,160 heartbeats of each worker; about five millions are made of each value.
    let runs = |value| answer.standing(quantity(value)).map(|it| it.runs);
    assert_eq!([runs("1"), runs("7"), runs("8")], [Some(100), Some(35), Some(31)]);
}

#[test]
fn no_more_workers_are_tried_in_one_key_than_it_takes() {
    // Five records of 5 MB are 25 MB, six are more than 25 MiB.
    let answer = workers_for_ten_dollars(Some(Direction::Up), ("one-key", 5_000_000));
    let reason = Some(Barred::ValueTooLarge);
    assert_eq!(answer.outcome, Some(Outcome::Unbroken { holds: quantity("5"), reason }));
}

const WRITES: Measure = Measure::Meter(Meter::Writes);

fn goal() -> Goal {
    Goal { until: vec![Until::Limits], tolerated: 0.0 }
}
