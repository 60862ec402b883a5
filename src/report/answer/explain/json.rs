//! The trees for programs: exact totals over all days of all runs.

use serde::Serialize;
use serde_json::{Value, json};

use super::Explained;
use crate::report::json::head::{File, Setup};
use crate::report::json::written;
use crate::study::{Assumption, Branch, MeterSummary, Summary, Totals, explain};

/// One object; a line feed ends the text. Each tree's leaves add up to its `count_total`.
pub(super) fn render(explained: Explained<'_>) -> String {
    let (scenario, summary) = (explained.report.scenario, explained.report.summary);
    let shown = explained.meters();
    let meters = summary.meters.iter().filter(|it| shown.contains(&it.meter));
    written(Document {
        scenario: File::from(scenario),
        setup: Setup::new(scenario, summary.runs),
        days_total: summary.totals.days,
        meters: meters.map(|it| meter(it, summary)).collect(),
        saved: &summary.totals,
        assumptions: &summary.assumptions,
    })
}

#[derive(Serialize)]
struct Document<'a> {
    scenario: File<'a>,
    #[serde(flatten)]
    setup: Setup<'a>,
    days_total: u64,
    meters: Value,
    saved: &'a Totals,
    assumptions: &'a [Assumption],
}

fn meter(it: &MeterSummary, summary: &Summary) -> Value {
    let tree = explain(&summary.totals, it.meter);
    let hours = summary.hours.iter().map(|hour| hour.counts[it.meter.index()]);
    json!({
        "meter": it.meter,
        "count_total": tree.count,
        "mean_per_day": it.mean_per_day,
        "first_day_mean": it.first_day_mean,
        "later_days_mean": it.later_days_mean,
        "requests": tree.parts.iter().map(request).collect::<Value>(),
        "mean_per_hour": hours.collect::<Value>(),
    })
}

fn request(it: &Branch) -> Value {
    let cause = |leaf: &Branch| json!({ "cause": leaf.what.name(), "count_total": leaf.count });
    let causes: Value = it.parts.iter().map(cause).collect();
    json!({ "request": it.what.name(), "count_total": it.count, "causes": causes })
}
