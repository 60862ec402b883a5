//! A sweep as JSON: one object, with an array of its points.

use serde::Serialize;

use super::meters::MeterRow;
use super::shape::{File, RoutingRow};
use super::{MODEL_VERSION, SCHEMA_VERSION, written};
use crate::report::sweep::{Crossings, crossings};
use crate::report::{Report, SweepReport};

#[derive(Serialize)]
struct Document<'a> {
    schema_version: u32,
    kvplan_version: &'static str,
    model_version: u32,
    scenario: Option<File<'a>>,
    meter: &'static str,
    parameters: Vec<AxisRow<'a>>,
    points_total: usize,
    points_complete: usize,
    crossings: Option<Vec<CrossingRow>>,
    points: Vec<PointRow<'a>>,
}

#[derive(Serialize)]
struct AxisRow<'a> {
    path: String,
    values: &'a [String],
}

#[derive(Serialize)]
struct CrossingRow {
    from: String,
    to: String,
    interpolated: String,
}

#[derive(Serialize)]
struct PointRow<'a> {
    parameters: Vec<ParameterRow<'a>>,
    plan: &'a str,
    policy: &'a str,
    seed: u64,
    runs: u32,
    days: u32,
    meters: Vec<MeterRow>,
    routing: RoutingRow,
    cost_per_month: f64,
}

#[derive(Serialize)]
struct ParameterRow<'a> {
    path: &'a str,
    value: &'a str,
}

/// One object; a line feed ends the text. `crossings` is `null` where the values have no order or
/// two settings are varied.
pub fn render_sweep_json(report: &SweepReport<'_>) -> String {
    let first = report.points.first();
    let axes = report.axes.iter();
    let document = Document {
        schema_version: SCHEMA_VERSION,
        kvplan_version: env!("CARGO_PKG_VERSION"),
        model_version: MODEL_VERSION,
        scenario: first.map(|point| File::of(point.scenario)),
        meter: report.meter.name(),
        parameters: axes
            .map(|axis| AxisRow { path: axis.path.to_string(), values: &axis.values })
            .collect(),
        points_total: report.total(),
        points_complete: report.points.len(),
        crossings: rows(crossings(report)),
        points: report.points.iter().map(point).collect(),
    };
    written(&document)
}

fn rows(crossings: Option<Crossings>) -> Option<Vec<CrossingRow>> {
    let row = |[from, to, interpolated]: [String; 3]| CrossingRow { from, to, interpolated };
    crossings.map(|crossings| crossings.into_iter().map(row).collect())
}

fn point<'a>(report: &Report<'a>) -> PointRow<'a> {
    let Report { scenario, summary, parameters } = *report;
    let parameters = parameters.iter();
    PointRow {
        parameters: parameters
            .map(|it| ParameterRow { path: &it.path, value: &it.value })
            .collect(),
        plan: &scenario.plan.name,
        policy: &scenario.policy_name,
        seed: scenario.seed,
        runs: summary.runs,
        days: summary.days,
        meters: summary.meters.iter().map(MeterRow::from).collect(),
        routing: RoutingRow::from(&summary.routing),
        cost_per_month: summary.cost.per_month,
    }
}
