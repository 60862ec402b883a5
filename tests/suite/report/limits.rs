//! Passed limits, what enforcing them does, and included amounts, on figures made by hand.

use crate::support::hand_made::{QUIET, over, render_markdown, render_table, report, scenario};
use kvplan::report::Look;
use kvplan::study::{EnforcedMeter, Moment, Summary};
use kvplan::words::Meter;

/// The lines of the terminal, none broken; each sentence stands in the Markdown too.
fn told(summary: &Summary) -> Vec<String> {
    let scenario = scenario();
    let reports = [report(&scenario, summary)];
    let text = render_table(&reports, QUIET, Look { width: 400, color: false });
    let lines: Vec<String> = text.lines().map(|line| line.trim().to_owned()).collect();
    let markdown = render_markdown(&reports, QUIET).replace('\\', "").replace("&lt;", "<");
    let last_table = lines.iter().rposition(|line| line.starts_with('▄')).unwrap_or(0);
    for line in lines[last_table + 1..].iter().filter(|line| !line.is_empty()) {
        assert!(markdown.contains(&format!("\n- {line}\n")), "{line}\n{markdown}");
    }
    lines
}

/// Writes as in [`over`], and reads that pass their limit at that time of day.
fn two_limits(ms_of_day: u32) -> Summary {
    let mut summary = over();
    let at = Moment { run: 0, day: 1, ms_of_day };
    let reads = &mut summary.meters[Meter::Reads.index()];
    (reads.days_over, reads.limit_passed_at, reads.first_passed_at) = (4, Some(at), Some(at));
    if let Some(enforced) = &mut summary.enforced {
        let writes = enforced.meters[0].clone();
        let reads = EnforcedMeter { meter: Meter::Reads, first_refusal: Some(at), ..writes };
        enforced.meters.insert(0, reads);
    }
    summary
}

#[test]
fn the_limit_that_is_passed_first_in_the_day_comes_first() {
    let places = |ms_of_day, first: &str| {
        let lines = told(&two_limits(ms_of_day));
        let place = |start: &str| lines.iter().position(|line| line.starts_with(start));
        assert!(place(&format!("2 limits are passed: {first} UTC")).is_some(), "{lines:#?}");
        (place("reads: passes").expect("reads"), place("writes: passes").expect("writes"))
    };
    let (reads, writes) = places(86_340_000, "writes come first, as early as 19:52");
    assert!(writes < reads);
    let (reads, writes) = places(60_000, "reads come first, as early as 00:01");
    assert!(reads < writes);
    assert!(!told(&over()).iter().any(|line| line.contains("come first")));
}

#[test]
fn hours_without_are_those_of_the_days_that_refuse() {
    let mut summary = over();
    if let Some(enforced) = &mut summary.enforced {
        let writes = &mut enforced.meters[0];
        (writes.days_refused, writes.refused_min) = (2, 1_930);
        (writes.hours_refused_per_day, writes.hours_per_refused_day) = (9.07, 18.134);
    }
    let line = "enforced: 1,930 attempts refused and 18 h 8 m without writes on such a day (2 of \
                4 days), 3 requests a day misrouted";
    let lines = told(&summary);
    assert!(lines.iter().any(|it| it.ends_with(line)), "{lines:#?}");
}

#[test]
fn live_workers_left_out_are_told_where_enforcement_makes_more_of_them() {
    let mut summary = over();
    summary.routing.false_dead_per_day = 2.0;
    let with = |summary: &mut Summary, false_dead: f64| {
        if let Some(enforced) = &mut summary.enforced {
            enforced.routing.false_dead_per_day = false_dead;
        }
        told(summary).join("\n")
    };
    let line = ", 3 requests a day misrouted, live workers left out as dead 3,400 times a day";
    assert!(with(&mut summary, 3_400.0).contains(line));
    assert!(!with(&mut summary, 2.0).contains("left out"));
}
