//! The trees for programs: exact totals over all days of all runs.

use serde::Serialize;

use super::Explained;
use crate::report::json::head::{File, Setup};
use crate::report::json::written;
use crate::study::{Assumption, Branch, MeterSummary, Totals, explain};
use crate::words::Meter;

/// One object; a line feed ends the text. Each tree's leaves add up to its `count_total`.
pub(super) fn render(explained: Explained<'_>) -> String {
    let (scenario, summary) = (explained.report.scenario, explained.report.summary);
    let shown = explained.meters();
    let meters = summary.meters.iter().filter(|it| shown.contains(&it.meter));
    written(Document {
        scenario: File::from(scenario),
        setup: Setup::new(scenario, summary.runs),
        days_total: summary.totals.days,
        meters: meters.map(|it| MeterRow::of(it, explained)).collect(),
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
    meters: Vec<MeterRow>,
    saved: &'a Totals,
    assumptions: &'a [Assumption],
}

#[derive(Serialize)]
struct MeterRow {
    meter: Meter,
    count_total: u64,
    mean_per_day: f64,
    first_day_mean: f64,
    later_days_mean: Option<f64>,
    requests: Vec<RequestRow>,
    mean_per_hour: Vec<f64>,
}

#[derive(Serialize)]
struct RequestRow {
    request: &'static str,
    count_total: u64,
    causes: Vec<CauseRow>,
}

#[derive(Serialize)]
struct CauseRow {
    cause: &'static str,
    count_total: u64,
}

impl MeterRow {
    fn of(it: &MeterSummary, explained: Explained<'_>) -> Self {
        let summary = explained.report.summary;
        let tree = explain(&summary.totals, it.meter);
        let hours = summary.hours.iter();
        Self {
            meter: it.meter,
            count_total: tree.count,
            mean_per_day: it.mean_per_day,
            first_day_mean: it.first_day_mean,
            later_days_mean: it.later_days_mean,
            requests: tree.parts.iter().map(RequestRow::from).collect(),
            mean_per_hour: hours.map(|hour| hour.counts[it.meter.index()]).collect(),
        }
    }
}

impl From<&Branch> for RequestRow {
    fn from(it: &Branch) -> Self {
        let cause = |leaf: &Branch| CauseRow { cause: leaf.what.name(), count_total: leaf.count };
        let causes = it.parts.iter().map(cause).collect();
        Self { request: it.what.name(), count_total: it.count, causes }
    }
}
