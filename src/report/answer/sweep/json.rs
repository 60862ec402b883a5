//! A sweep as JSON: one object, with an array of its points.

use serde::Serialize;
use serde_json::{Value, json};

use super::{SweepReport, curve};
use crate::report::json::head::{File, Setup};
use crate::report::json::written;
use crate::report::{Parameter, Report};
use crate::study::{MeterSummary, RoutingSummary, value};
use crate::words::{Figure, Meter};

#[derive(Serialize)]
struct Document<'a> {
    scenario: Option<File<'a>>,
    meter: Meter,
    /// What is shown beside it.
    figures: Vec<String>,
    parameters: Value,
    points_total: usize,
    points_complete: usize,
    crossings: Option<Value>,
    points: Vec<PointRow<'a>>,
}

#[derive(Serialize)]
struct PointRow<'a> {
    parameters: &'a [Parameter],
    #[serde(flatten)]
    setup: Setup<'a>,
    meters: &'a [MeterSummary],
    routing: RoutingSummary,
    cost_per_month: f64,
    /// In the order of the document's; `null` where a point has no such figure.
    figures: Vec<Option<f64>>,
}

/// One object; a line feed ends the text. `crossings` is `null` where the values have no order or
/// two settings are varied.
pub(super) fn render(report: &SweepReport<'_>) -> String {
    let axes = report.axes.iter();
    let axes = axes.map(|it| json!({ "path": it.path.to_string(), "values": it.values }));
    let row = |[from, to, at]: [String; 3]| json!({ "from": from, "to": to, "interpolated": at });
    written(Document {
        scenario: report.points.first().map(|point| File::from(point.scenario)),
        meter: report.meter(),
        figures: report.shown.figures.iter().map(Figure::to_string).collect(),
        parameters: axes.collect(),
        points_total: report.total(),
        points_complete: report.points.len(),
        crossings: curve::crossings(report).map(|found| found.into_iter().map(row).collect()),
        points: report.points.iter().map(|it| PointRow::of(it, &report.shown.figures)).collect(),
    })
}

impl<'a> PointRow<'a> {
    fn of(&Report { scenario, summary, parameters }: &Report<'a>, figures: &[Figure]) -> Self {
        Self {
            parameters,
            setup: Setup::new(scenario, summary.runs),
            meters: &summary.meters,
            routing: summary.routing,
            cost_per_month: summary.cost.per_month,
            figures: figures.iter().map(|it| value(summary, it)).collect(),
        }
    }
}
