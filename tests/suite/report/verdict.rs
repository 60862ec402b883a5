//! The sentence with which a result opens, on figures made by hand.

use crate::support::hand_made::{
    QUIET, over, render_json, render_table, report, scenario, summary,
};
use kvplan::report::Look;
use kvplan::study::{Advice, Assumption, Patience, Summary, Warning};
use kvplan::words::{Meter, Span};

/// The sentence of the table, which is that of the JSON.
fn said(summary: &Summary) -> String {
    let scenario = scenario();
    let reports = [report(&scenario, summary)];
    let text = render_table(&reports, QUIET, Look { width: 1_000, color: false });
    let sentence = text.split("\n\n").nth(1).expect("a second paragraph").trim().to_owned();
    let json: serde_json::Value =
        serde_json::from_str(&render_json(&reports, QUIET)).expect("JSON");
    assert_eq!(json["verdict"]["sentence"], sentence);
    let state = json["verdict"]["state"].as_str().expect("a state");
    let opens = sentence.split([':', ' ']).next().unwrap_or_default().to_lowercase();
    assert!(opens == state || (opens == "no" && state == "unlimited"), "{state}: {sentence}");
    sentence
}

fn with_writes(most: u64) -> Summary {
    let mut summary = summary();
    summary.assumptions.clear();
    let writes = &mut summary.meters[Meter::Writes.index()];
    (writes.max_per_day, writes.used_ratio) = (most, Some(most as f64 / 1_000.0));
    summary
}

#[test]
fn below_four_fifths_of_every_limit_it_is_safe() {
    let said = said(&with_writes(571));
    let sentence = "Safe: writes come nearest to their limit, 57.1 % on the worst of 4 days, which \
                    leaves 429.";
    assert_eq!(said, sentence);
}

#[test]
fn requests_that_nobody_serves_are_told_of_though_every_limit_is_kept() {
    let mut summary = with_writes(571);
    let asked = summary.routing.asked_per_day();
    summary.routing.unroutable_per_day = asked;
    let sentence = said(&summary);
    assert!(sentence.starts_with("Safe: "), "{sentence}");
    let both = kvplan::words::amount(2.0 * asked);
    let half = kvplan::words::amount(asked);
    let seen = format!(
        "; but of {both} client requests a day {half} find no worker, whatever the limits."
    );
    assert!(sentence.ends_with(&seen), "{sentence}: {seen}");
    summary.routing.unroutable_per_day = asked * 0.005;
    assert!(!said(&summary).contains("find no worker"), "as some crashes bring");
}

#[test]
fn near_a_limit_it_is_close_and_says_what_buys_most() {
    let mut summary = with_writes(870);
    let writes = summary.meters[Meter::Writes.index()].clone();
    let patience =
        Patience { max_interval: Span::from_secs(420), health_timeout: None, record_ttl: None };
    summary.warnings =
        vec![Warning::Limit(Box::new(writes), Some(Advice::WriteLessOften(patience)))];
    let sentence = "Close: writes come to 87.0 % of their limit on the worst of 4 days, which leaves \
                    130; write less often: try --set policy.write.max_interval=7m; kvplan advise looks for what is \
                    enough.";
    assert_eq!(said(&summary), sentence);
}

#[test]
fn the_mildest_case_is_named_where_it_was_taken() {
    let mut summary = with_writes(571);
    summary.assumptions = vec![
        Assumption::OneColo,
        Assumption::IsolatesNeverDie { deploys: false, updates: false },
        Assumption::ConstantLoads,
    ];
    let ending = "; all this in the mildest case: one colo, no deploys, loads that never change.";
    assert!(said(&summary).ends_with(ending));
    summary.assumptions = vec![Assumption::IsolatesNeverDie { deploys: true, updates: false }];
    assert!(said(&summary).ends_with("leaves 429."));
}

#[test]
fn past_a_limit_it_says_when_how_often_and_what_clients_notice() {
    let summary = over();
    let said = said(&summary);
    assert!(said.starts_with("Over: writes pass 1,000 a day as early as 19:52 UTC, on "), "{said}");
    assert!(said.contains("clients then notice: 3 requests a day misrouted"), "{said}");
}

#[test]
fn what_the_rest_of_the_account_uses_is_not_left() {
    let mut summary = with_writes(571);
    let writes = &mut summary.meters[Meter::Writes.index()];
    (writes.other_per_day, writes.used_ratio) = (100, Some(0.671));
    assert!(said(&summary).contains("67.1 % on the worst of 4 days, which leaves 329"));
}

#[test]
fn without_a_daily_limit_it_is_the_price() {
    let mut summary = summary();
    for meter in &mut summary.meters {
        (meter.limit_per_day, meter.used_ratio) = (None, None);
    }
    (summary.cost.base_per_month, summary.cost.per_month) = (5.0, 43.2);
    assert_eq!(said(&summary), "No daily limit: 43.20 USD a month.");
}
