//! Several scenarios of one account, added by hand.

use kvplan::scenario::{BudgetMax, Scenario};
use kvplan::study::gate::{DayOfRun, GateVerdict, Member, NoSum, Suite, check_sum, judge};
use kvplan::words::Meter;

use super::{STRICT, WRITES, judged, max};
use crate::support::hand_made::{scenario, summary};

#[test]
fn a_sum_adds_the_same_days_of_the_same_runs_and_the_account_once() {
    let (mut one, summary) = (scenario(), summary());
    one.account.other[Meter::Writes.index()] = 100;
    one.budgets = vec![max(WRITES, BudgetMax::OfLimit(1.2))];
    let two = Scenario { name: "other".into(), ..one.clone() };
    let three = Scenario { name: "third".into(), budgets: Vec::new(), ..scenario() };
    // Day by day the other way round: 554 with 540, 550 with 548, …
    let mut reversed = summary.clone();
    let mut days: Vec<_> = summary.runs_detail.iter().flat_map(|it| it.days.clone()).collect();
    days.reverse();
    for (detail, days) in reversed.runs_detail.iter_mut().zip(days.chunks(2)) {
        detail.days = days.to_vec();
    }
    assert_eq!(check_sum(&[one.clone(), two.clone(), three.clone()]), Ok(()));
    let members = vec![
        Member { scenario: &one, summary: &summary },
        Member { scenario: &two, summary: &reversed },
        Member { scenario: &three, summary: &summary },
    ];
    let gate = judge(vec![Suite { members }], None, STRICT);
    // 540 + 554 + 540 = 1,634, 548 + 550 + 548 = 1,646, 550 + 548 + 550 = 1,648 and
    // 554 + 540 + 554 = 1,648, with 100 once; of the two worst days the first.
    let checks = &gate.suites[0].1;
    assert_eq!(checks.len(), 2, "one of each that has budgets");
    let found = judged(&checks[0]);
    assert_eq!((found.value, found.at), (1_748.0, Some(DayOfRun { run: 1, day: 1 })));
    assert_eq!(found.verdict, GateVerdict::Broken);
}

#[test]
fn a_sum_refuses_what_cannot_be_added() {
    let base = scenario();
    let mut plan = base.clone();
    plan.plan.name = "other".into();
    let days = Scenario { days: 3, ..base.clone() };
    let runs = Scenario { runs: 3, ..base.clone() };
    for (other, word) in [(plan, "plan"), (days, "days"), (runs, "runs")] {
        let why = check_sum(&[base.clone(), other]).expect_err(word);
        assert!(matches!(why, NoSum::Differs(what, _) if what == word), "{why:?}");
    }
    let (mut one, mut two) = (base.clone(), base);
    one.account.other[0] = 1;
    assert_eq!(check_sum(&[one.clone(), two.clone()]), Ok(()), "stated once");
    two.account.other[0] = 2;
    assert_eq!(check_sum(&[one, two]), Err(NoSum::Rest(Meter::ALL[0], [1, 2])));
}
