//! Limits beyond the answer, on invented counts.

use kvplan::platform::DayCounts;
use kvplan::scenario::{Quantity, Scenario};
use kvplan::simulation::RunId;
use kvplan::study::{Days, Direction, Headroom, Options, Outcome, Question, Trying, headroom};
use kvplan::words::{Measure, Meter};

use super::{Unwatched, WRITES, goal, quantity};
use crate::support::simulated::{empty_ledger, scenario};

const READS: Measure = Measure::Meter(Meter::Reads);
const REQUESTS: Measure = Measure::Meter(Meter::Requests);

/// Asks how short an interval may be, where the reads follow from its milliseconds.
fn interval(start: &str, reads: fn(u64) -> u64) -> Headroom {
    let runner = |scenario: &Scenario, _: RunId, _: &Days<'_>| {
        let mut counts = [0; Meter::COUNT];
        counts[Meter::Reads.index()] = reads(scenario.kv.propagation.ms());
        let mut ledger = empty_ledger();
        ledger.days.push(DayCounts::new(counts, [None; Meter::COUNT]));
        Some(ledger)
    };
    let vary = |span: Quantity| {
        let workers = "workers: [{ count: 1 }]";
        let kv = format!("kv: {{ propagation: {span} }}");
        Ok(scenario(&format!("days: 1\nruns: 1\n{workers}\n{kv}\n"), &[]))
    };
    let question = Question {
        path: "kv.propagation".to_owned(),
        start: quantity(start),
        direction: Some(Direction::Down),
        goal: goal(),
    };
    let trying =
        Trying { vary: &vary, options: Options::demand(1), watched: (&runner, &Unwatched) };
    headroom(&question, None, trying).expect("not stopped")
}

/// Asks how many requests a day there may be, where the worst day's counts follow from them; one
/// run of one day.
fn requests(start: u64, counts: fn(u64) -> [u64; 3]) -> Headroom {
    let runner = |scenario: &Scenario, _: RunId, _: &Days<'_>| {
        let [reads, writes, requests] = counts(scenario.traffic[0].requests_per_day as u64);
        let (mut all, mut passed) = ([0; Meter::COUNT], [None; Meter::COUNT]);
        for (meter, count, limit) in [
            (Meter::Reads, reads, 100_000),
            (Meter::Writes, writes, 1_000),
            (Meter::Requests, requests, 100_000),
        ] {
            all[meter.index()] = count;
            passed[meter.index()] = (count > limit).then_some(3_600_000);
        }
        let mut ledger = empty_ledger();
        ledger.days.push(DayCounts::new(all, passed));
        Some(ledger)
    };
    let vary = |number: Quantity| {
        let yaml = format!(
            "days: 1\nruns: 1\nworkers: [{{ count: 1, services: [rag] }}]\n\
             traffic: [{{ service: rag, requests_per_day: {number} }}]\n"
        );
        Ok(scenario(&yaml, &[]))
    };
    let question = Question {
        path: "traffic[0].requests_per_day".to_owned(),
        start: Quantity::Whole(start),
        direction: Some(Direction::Up),
        goal: goal(),
    };
    let trying =
        Trying { vary: &vary, options: Options::demand(1), watched: (&runner, &Unwatched) };
    headroom(&question, None, trying).expect("not stopped")
}

#[test]
fn where_another_meter_breaks_even_at_zero_growth_is_judged_from_there_to_the_value_now() {
    // Writes pass their limit whatever the traffic. Reads grow from 1,700 to 53,000 over 15,000
    // requests, 3.42 each: 98,300 / 3.42 = 28,742.7 fit. Requests: 65,000 are left.
    let answer = requests(15_000, |n| [1_700 + n * 342 / 100, 1_500, 35_000 + n]);
    assert_eq!(answer.outcome, Some(Outcome::NeverHolds { breaks: quantity("0") }));
    assert_eq!(answer.binding_figure(), Some(&WRITES.of_all()));
    let next: Vec<_> =
        answer.next.iter().map(|it| (it.figure.measure, it.grows, it.about)).collect();
    let about = |number| Some(Quantity::Whole(number));
    assert_eq!(next, [(READS, true, about(28_742)), (REQUESTS, true, about(65_000))]);
    // What stays as it is does not grow, from either end.
    let answer = requests(15_000, |n| [1_700, 1_500, 35_000 + n]);
    let reads = answer.next.iter().find(|it| it.figure.measure == READS).expect("reads");
    assert_eq!((reads.grows, reads.about), (false, None));
}

#[test]
fn growth_is_told_where_the_answer_is_no_interval_at_all() {
    // Reads go from 288 at an interval of 5 minutes to half their limit at none; nothing breaks.
    let counts = |ms: u64| 86_400_000_u64.checked_div(ms).unwrap_or(50_000);
    let answer = interval("5m", counts);
    assert_eq!(answer.outcome, Some(Outcome::Unbroken { holds: quantity("0s"), reason: None }));
    let reads = answer.next.iter().find(|it| it.figure.measure == READS).expect("reads");
    assert_eq!((reads.grows, reads.about), (true, None));
    let still = interval("5m", |_| 288);
    let reads = still.next.iter().find(|it| it.figure.measure == READS).expect("reads");
    assert_eq!((reads.grows, reads.about), (false, None));
}
