//! The search of `headroom`, on hand-made answers to "does this value hold?".

use kvplan::scenario::Quantity;
use kvplan::study::{Direction, Outcome, Reply, Search, search};

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
        assert!(asked < 45, "{last}: {asked}");
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
            above if above > 50.0 => Reply::Refused(format!("{above} is too many")),
            _ => Reply::Holds,
        })
    };
    let search = search(quantity("3"), Direction::Up, &mut probe).expect("nobody ends it");
    let reason = Some("51 is too many".to_owned());
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
