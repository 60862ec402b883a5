//! Two sides held against one another, on figures small enough to work out by hand.

use crate::support::hand_made::{scenario, summary};
use kvplan::platform::DayCounts;
use kvplan::study::{
    Comparison, Mismatch, Pairing, RoutingSummary, RunDetail, Side, Summary, Verdict, compare,
};
use kvplan::words::{Measure, Meter};

const WRITES: Measure = Measure::Meter(Meter::Writes);

/// Five runs of one day with so many writes.
fn runs(writes: [u64; 5]) -> Summary {
    let detail = |(run, &writes): (u32, &u64)| {
        let mut counts = [0; Meter::COUNT];
        counts[Meter::Writes.index()] = writes;
        let days = vec![DayCounts::new(counts, [None; Meter::COUNT])];
        RunDetail { run, days, causes: Vec::new(), routing: RoutingSummary::default() }
    };
    let mut made = summary();
    (made.days, made.runs) = (1, 5);
    made.runs_detail = (0..).zip(&writes).map(detail).collect();
    let meter = &mut made.meters[Meter::Writes.index()];
    meter.mean_per_day = writes.iter().sum::<u64>() as f64 / 5.0;
    meter.used_ratio = Some(writes.into_iter().max().unwrap_or(0) as f64 / 1_000.0);
    made
}

fn side(writes: [u64; 5]) -> Side {
    Side::of(&scenario(), &runs(writes))
}

fn writes(found: &Comparison) -> &kvplan::study::Row {
    found.rows.iter().find(|row| row.figure == WRITES.of_all().mean()).expect("writes")
}

const BEFORE: [u64; 5] = [100, 300, 500, 700, 900];
const AFTER: [u64; 5] = [91, 292, 493, 694, 895];

#[test]
fn the_mean_day_of_each_run_is_over_its_own_days() {
    // Run 0 has 540 and 548 writes, run 1 550 and 554.
    assert_eq!(summary().run_means(Meter::Writes), [544.0, 552.0]);
}

#[test]
fn a_paired_interval_is_that_of_the_differences() {
    // Differences -9, -8, -7, -6, -5: mean -7, deviation √2.5, error √0.5, times 2.776 = 1.963.
    let found = compare(&side(BEFORE), &side(AFTER));
    let row = writes(&found);
    assert_eq!(found.pairing, Pairing::Paired);
    assert_eq!((row.before, row.after, row.change()), (Some(500.0), Some(493.0), Some(-7.0)));
    let half_width = row.ci95_half_width.expect("an interval");
    assert!((half_width - 1.963).abs() < 1e-3, "{half_width}");
    assert_eq!(row.relative(), Some(-7.0 / 500.0));
}

#[test]
fn without_pairs_the_interval_is_that_of_two_independent_means() {
    // Each side: deviation √100,000, squared error 20,000 (before), 101,002.5 / 5 (after); together
    // √40,200.5 = 200.50. The degrees of freedom are 8 to four digits, and t = 2.306: 462.4.
    let other_seed = Side { seed: 7, ..side(AFTER) };
    let found = compare(&side(BEFORE), &other_seed);
    assert_eq!(found.pairing, Pairing::Unpaired(Mismatch::Seeds));
    let half_width = writes(&found).ci95_half_width.expect("an interval");
    assert!((half_width - 462.4).abs() < 0.1, "{half_width}");
}

#[test]
fn runs_pair_only_where_they_are_the_same_ones() {
    let before = side(BEFORE);
    let other_days = Side { days: 2, ..side(AFTER) };
    assert_eq!(compare(&before, &other_days).pairing, Pairing::Unpaired(Mismatch::Days));
    let other_runs = Side { run_numbers: vec![1, 2, 3, 4, 5], ..side(AFTER) };
    assert_eq!(compare(&before, &other_runs).pairing, Pairing::Unpaired(Mismatch::Runs));
    let saved = Side { run_numbers: Vec::new(), ..side(AFTER) };
    let found = compare(&before, &saved);
    assert_eq!((found.pairing, writes(&found).ci95_half_width), (Pairing::Unknown, None));
}

#[test]
fn a_side_against_itself_changes_nothing() {
    let found = compare(&side(BEFORE), &side(BEFORE));
    assert_eq!(found.settings, Some(Vec::new()));
    assert!(found.rows.iter().all(kvplan::study::Row::is_unchanged));
    assert_eq!(writes(&found).ci95_half_width, Some(0.0));
}

#[test]
fn the_verdict_says_what_became_of_the_limit() {
    let (under, near, over) = ([10; 5], [800; 5], [1_001; 5]);
    let cases = [
        (under, under, Verdict::Fine),
        (under, near, Verdict::Near),
        (near, under, Verdict::Fine),
        (over, under, Verdict::Fixed),
        (over, near, Verdict::Fixed),
        (near, over, Verdict::Broken),
        (over, over, Verdict::Over),
        ([1_000; 5], [1_000; 5], Verdict::Near),
    ];
    for (before, after, verdict) in cases {
        let found = compare(&side(before), &side(after));
        assert_eq!(writes(&found).verdict, verdict, "{before:?} {after:?}");
    }
}

#[test]
fn settings_are_changed_added_or_removed() {
    let before = scenario();
    let mut after = before.clone();
    after.days = 3;
    after.isolates.colos.push(kvplan::platform::ColoSettings {
        name: "CDG".into(),
        share: 2.0,
        isolates: 1,
    });
    let sides = [(&before, &after), (&after, &before)];
    let told = sides.map(|(before, after)| {
        let found = compare(&Side::of(before, &summary()), &Side::of(after, &summary()));
        let settings = found.settings.expect("settings on both sides").into_iter();
        settings.map(|it| (it.path, it.before, it.after)).collect::<Vec<_>>()
    });
    let some = |text: &str| Some(text.to_owned());
    let there = [
        ("days".to_owned(), some("2"), some("3")),
        ("isolates.colos[1].name".to_owned(), None, some("CDG")),
        ("isolates.colos[1].share".to_owned(), None, some("2")),
        ("isolates.colos[1].isolates".to_owned(), None, some("1")),
    ];
    assert_eq!(told[0], there);
    let back = there.map(|(path, before, after)| (path, after, before));
    assert_eq!(told[1], back);
}

#[test]
fn prices_in_two_currencies_are_not_compared() {
    let before = side(BEFORE);
    let after = Side { currency: "EUR".into(), ..side(AFTER) };
    let has_cost = |found: &Comparison| {
        found.rows.iter().any(|row| row.figure.measure == Measure::CostPerMonth)
    };
    assert!(has_cost(&compare(&before, &before)));
    assert!(!has_cost(&compare(&before, &after)));
}
