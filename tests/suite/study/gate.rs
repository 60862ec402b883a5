//! Verdicts worked out by hand: four days (two runs of two) with 540, 548, 550 and 554 writes,
//! 3,000, 3,100, 2,948 and 3,000 reads, on a plan of 1,000 writes and 100,000 reads a day.

mod baseline;
mod sum;

use crate::support::hand_made::{scenario, summary};
use kvplan::platform::Latency;
use kvplan::scenario::{Budget, BudgetMax, Scenario};
use kvplan::study::Summary;
use kvplan::study::gate::{
    Baseline, Check, DayOfRun, Finding, GateVerdict, Judged, Member, Missing, OnStale, OnWarning,
    Outcome, Strictness, Suite, judge,
};
use kvplan::words::{Measure, Meter};

const WRITES: Measure = Measure::Meter(Meter::Writes);
const READS: Measure = Measure::Meter(Meter::Reads);
const STRICT: Strictness =
    Strictness { tolerate: 0.0, on_warning: OnWarning::Passes, on_stale: OnStale::Tells };

fn budget(metric: Measure) -> Budget {
    Budget {
        metric: metric.of_all(),
        max: None,
        min: None,
        warn: None,
        growth: None,
        growth_floor: None,
        reason: None,
        line: 7,
    }
}

fn max(metric: Measure, max: BudgetMax) -> Budget {
    Budget { max: Some(max), ..budget(metric) }
}

fn one<'a>(scenario: &'a Scenario, summary: &'a Summary) -> Vec<Suite<'a>> {
    vec![Suite { members: vec![Member { scenario, summary }] }]
}

/// The only check of a scenario with this budget.
fn check(budget: Budget, change: impl Fn(&mut Scenario, &mut Summary)) -> Check {
    checked(budget, None, (STRICT, &change))
}

type Change<'c> = &'c dyn Fn(&mut Scenario, &mut Summary);

fn checked(
    budget: Budget,
    base: Option<&Baseline>,
    (strict, change): (Strictness, Change<'_>),
) -> Check {
    let (mut scenario, mut summary) = (scenario(), summary());
    scenario.budgets = vec![budget];
    change(&mut scenario, &mut summary);
    let gate = judge(one(&scenario, &summary), base, strict);
    assert_eq!(gate.suites.len(), 1);
    gate.suites[0].1[0].clone()
}

fn judged(check: &Check) -> Judged {
    match check.deciding().finding {
        Finding::Judged(judged) => judged,
        Finding::Missing(missing) => panic!("{missing:?}"),
    }
}

#[test]
fn the_worst_day_is_held_against_a_number_or_a_share() {
    let same = |_: &mut Scenario, _: &mut Summary| {};
    // (bound, verdict, allowed, spare, days above)
    let table = [
        (BudgetMax::Count(554.0), GateVerdict::Passed, 554.0, 0.0, 0),
        (BudgetMax::Count(553.0), GateVerdict::Broken, 553.0, -1.0, 1),
        (BudgetMax::Count(549.0), GateVerdict::Broken, 549.0, -5.0, 2),
        (BudgetMax::OfLimit(0.554), GateVerdict::Passed, 554.0, 0.0, 0),
        (BudgetMax::OfLimit(0.5), GateVerdict::Broken, 500.0, -54.0, 4),
        (BudgetMax::OfLimit(0.8), GateVerdict::Passed, 800.0, 246.0, 0),
    ];
    for (bound, verdict, allowed, spare, above) in table {
        let check = check(max(WRITES, bound), same);
        let found = judged(&check);
        assert_eq!((check.verdict(), found.value), (verdict, 554.0), "{bound:?}");
        assert_eq!((found.allowed, found.spare()), (allowed, spare), "{bound:?}");
        assert_eq!(found.days_above, Some(above), "{bound:?}");
        // The second day of run 1.
        assert_eq!(found.at, Some(DayOfRun { run: 1, day: 2 }));
    }
}

#[test]
fn the_mean_day_has_no_day_and_the_rest_of_the_account_counts() {
    // (540 + 548 + 550 + 554) / 4 = 548.
    let mean = Budget { metric: WRITES.of_all().mean(), ..max(WRITES, BudgetMax::Count(548.0)) };
    let found = judged(&check(mean.clone(), |_, _| {}));
    assert_eq!((found.value, found.at, found.days_above), (548.0, None, None));
    assert_eq!(found.verdict, GateVerdict::Passed);
    let spent = |scenario: &mut Scenario, _: &mut Summary| {
        scenario.account.other[Meter::Writes.index()] = 120;
    };
    assert_eq!(judged(&check(mean, spent)).value, 668.0);
    assert_eq!(judged(&check(max(WRITES, BudgetMax::OfLimit(0.8)), spent)).value, 674.0);
}

#[test]
fn a_warning_begins_at_its_figure_and_breaks_only_where_it_is_asked_to() {
    for (warn, verdict) in [(554.0, GateVerdict::Warned), (555.0, GateVerdict::Passed)] {
        let warn = Some(BudgetMax::Count(warn));
        let it = Budget { warn, ..max(WRITES, BudgetMax::OfLimit(0.8)) };
        assert_eq!(check(it, |_, _| {}).verdict(), verdict);
    }
    let (mut scenario, summary) = (scenario(), summary());
    let warn = Some(BudgetMax::OfLimit(0.5));
    scenario.budgets = vec![Budget { warn, ..max(WRITES, BudgetMax::OfLimit(0.8)) }];
    let outcome = |on_warning| {
        let strictness = Strictness { on_warning, ..STRICT };
        judge(one(&scenario, &summary), None, strictness).outcome()
    };
    assert_eq!(outcome(OnWarning::Passes), Outcome::Passed);
    assert_eq!(outcome(OnWarning::Fails), Outcome::Broken);
}

#[test]
fn tolerated_days_are_set_aside_from_the_worst_on() {
    // A quarter of four days is one: 554 goes, 550 counts.
    for (tolerate, value, run, day) in
        [(0.0, 554.0, 1, 2), (0.24, 554.0, 1, 2), (0.25, 550.0, 1, 1), (0.5, 548.0, 0, 2)]
    {
        let strict = Strictness { tolerate, ..STRICT };
        let it = max(WRITES, BudgetMax::Count(550.0));
        let found = judged(&checked(it, None, (strict, &|_, _| {})));
        assert_eq!((found.value, found.at), (value, Some(DayOfRun { run, day })), "{tolerate}");
        assert_eq!(found.days_above, Some(1));
        let holds = found.verdict == GateVerdict::Passed;
        assert_eq!(holds, tolerate >= 0.25, "{tolerate}");
    }
}

fn baseline(metric: Measure, value: f64) -> Baseline {
    let (mut scenario, summary) = (scenario(), summary());
    scenario.budgets = vec![Budget { growth: Some(0.0), ..budget(metric) }];
    let mut baseline = judge(one(&scenario, &summary), None, STRICT).record(1);
    baseline.figures[0].1 = value;
    baseline
}

#[test]
fn growth_passes_up_to_its_share_or_its_floor() {
    // (baseline, growth, floor, last value that passes); the worst day has 3,100 reads.
    let table = [
        (3_100.0, 0.0, None, 3_100.0, true),
        (3_099.0, 0.0, None, 3_099.0, false),
        (3_099.0, 0.0, Some(1.0), 3_100.0, true),
        (3_000.0, 0.03, None, 3_090.0, false),
        (3_000.0, 0.05, Some(50.0), 3_150.0, true),
        (3_050.0, 0.01, Some(50.0), 3_100.0, true),
        (3_049.0, 0.01, Some(50.0), 3_099.0, false),
    ];
    for (base, growth, growth_floor, allowed, holds) in table {
        let it = Budget { growth: Some(growth), growth_floor, ..budget(READS) };
        let base = baseline(READS, base);
        let found = judged(&checked(it, Some(&base), (STRICT, &|_, _| {})));
        assert!((found.allowed - allowed).abs() < 1e-9, "{found:?}");
        assert_eq!(found.verdict == GateVerdict::Passed, holds, "{found:?}");
    }
}

#[test]
fn a_hit_ratio_is_bounded_from_below_and_its_growth_is_a_fall() {
    // All requests: 49.9 %.
    for (min, verdict) in [(0.499, GateVerdict::Passed), (0.5, GateVerdict::Broken)] {
        let it = Budget { min: Some(min), ..budget(Measure::HitRatio) };
        assert_eq!(check(it, |_, _| {}).verdict(), verdict, "{min}");
    }
    let it = Budget { growth: Some(0.1), ..budget(Measure::HitRatio) };
    for (base, holds) in [(0.3, true), (0.55, true), (0.56, false)] {
        let base = baseline(Measure::HitRatio, base);
        let found = judged(&checked(it.clone(), Some(&base), (STRICT, &|_, _| {})));
        assert_eq!(found.verdict == GateVerdict::Passed, holds, "{found:?}");
    }
}

#[test]
fn latency_misrouted_share_and_cost_are_those_of_all_days() {
    let latency = check(max(Measure::LatencyP99, BudgetMax::Count(160.0)), |_, _| {});
    assert_eq!((latency.verdict(), judged(&latency).value), (GateVerdict::Broken, 161.0));
    // 3 of 100.
    let misrouted = check(max(Measure::MisroutedRatio, BudgetMax::Count(0.03)), |_, it| {
        (it.routing.ok_per_day, it.routing.misrouted_per_day) = (97.0, 3.0);
    });
    assert_eq!((misrouted.verdict(), judged(&misrouted).value), (GateVerdict::Passed, 0.03));
    let cost = check(max(Measure::CostPerMonth, BudgetMax::Count(5.0)), |_, it| {
        it.cost.per_month = 5.01;
    });
    assert_eq!(cost.verdict(), GateVerdict::Broken);
}

#[test]
fn what_has_no_sample_never_passes() {
    let missing = |it: Budget, change: Change<'_>| {
        let found = checked(it, None, (STRICT, change));
        assert_eq!(found.verdict(), GateVerdict::NoSample);
        match found.deciding().finding {
            Finding::Missing(missing) => missing,
            Finding::Judged(judged) => panic!("{judged:?}"),
        }
    };
    let some = BudgetMax::Count(1.0);
    let none: Change<'_> = &|_, summary| summary.all_requests = None;
    let hits = Budget { min: Some(0.0), ..budget(Measure::HitRatio) };
    assert_eq!(missing(hits, none), Missing::Requests);
    assert_eq!(missing(max(Measure::LatencyP99, some), none), Missing::Requests);
    let instant: Change<'_> = &|scenario, _| scenario.kv.latency = Latency::NONE;
    assert_eq!(missing(max(Measure::LatencyP99, some), instant), Missing::Latency);
    let unrouted: Change<'_> = &|_, summary| summary.routing.ok_per_day = 0.0;
    assert_eq!(missing(max(Measure::MisroutedRatio, some), unrouted), Missing::Routed);
    let unlimited: Change<'_> = &|scenario, _| scenario.plan.limits = [const { None }; 5];
    assert_eq!(missing(max(WRITES, BudgetMax::OfLimit(0.8)), unlimited), Missing::Limit);
    let growth = Budget { growth: Some(0.5), ..budget(WRITES) };
    assert_eq!(missing(growth, &|_, _| {}), Missing::Baseline);
}

#[test]
fn what_cannot_be_checked_wins_over_what_is_broken() {
    let (mut scenario, summary) = (scenario(), summary());
    assert_eq!(judge(Vec::new(), None, STRICT).outcome(), Outcome::NothingToCheck);
    assert_eq!(judge(one(&scenario, &summary), None, STRICT).outcome(), Outcome::NothingToCheck);
    scenario.budgets = vec![max(WRITES, BudgetMax::Count(1.0))];
    assert_eq!(judge(one(&scenario, &summary), None, STRICT).outcome(), Outcome::Broken);
    let both = Budget { growth: Some(0.0), ..scenario.budgets[0].clone() };
    scenario.budgets.insert(0, both);
    let gate = judge(one(&scenario, &summary), None, STRICT);
    assert_eq!(gate.outcome(), Outcome::NothingToCheck);
    // In the order in which reports show them, failures first.
    let mut verdicts: Vec<GateVerdict> = gate.suites[0].1.iter().map(Check::verdict).collect();
    verdicts.sort();
    assert_eq!(verdicts, [GateVerdict::Broken, GateVerdict::Broken], "what broke is counted");
}

#[test]
fn a_bound_that_is_far_too_loose_can_come_down() {
    let loose = |bound| check(max(WRITES, bound), |_, _| {}).loose;
    // 554 × 1.25 = 692.5: 700, or 70 % of 1,000.
    assert_eq!(loose(BudgetMax::Count(2_000.0)), Some(BudgetMax::Count(700.0)));
    assert_eq!(loose(BudgetMax::OfLimit(1.2)), Some(BudgetMax::OfLimit(0.7)));
    assert_eq!(loose(BudgetMax::Count(1_108.0)), None, "exactly a half is not far");
    let deletes = max(Measure::Meter(Meter::Deletes), BudgetMax::Count(10.0));
    assert_eq!(check(deletes, |_, _| {}).loose, None, "none needed, nothing to propose");
}
