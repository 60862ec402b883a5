//! A comparison for programs.

use serde::Serialize;

use super::Compared;
use crate::report::json::{MODEL_VERSION, SCHEMA_VERSION, written};
use crate::study::{Comparison, Difference, Metric, Mismatch, Pairing, RequestFigure, Row, Side};

/// One object; a line feed ends the text.
pub fn render_compared_json(compared: Compared<'_>) -> String {
    let baseline = compared.sides.first().map(SideRow::of);
    written(&Document {
        schema_version: SCHEMA_VERSION,
        kvplan_version: env!("CARGO_PKG_VERSION"),
        model_version: MODEL_VERSION,
        baseline,
        comparisons: compared
            .pairs()
            .map(|(_, after, found)| ComparisonRow::of(after, found))
            .collect(),
    })
}

#[derive(Serialize)]
struct Document<'a> {
    schema_version: u32,
    kvplan_version: &'static str,
    model_version: u32,
    baseline: Option<SideRow<'a>>,
    comparisons: Vec<ComparisonRow<'a>>,
}

#[derive(Serialize)]
struct SideRow<'a> {
    name: &'a str,
    path: &'a str,
    sha256: &'a str,
    plan: &'a str,
    policy: &'a str,
    seed: u64,
    runs: u32,
    days: u32,
    currency: &'a str,
}

impl<'a> SideRow<'a> {
    fn of(it: &'a Side) -> Self {
        Self {
            name: &it.name,
            path: &it.path,
            sha256: &it.sha256,
            plan: &it.plan,
            policy: &it.policy,
            seed: it.seed,
            runs: it.runs,
            days: it.days,
            currency: &it.currency,
        }
    }
}

#[derive(Serialize)]
struct ComparisonRow<'a> {
    after: SideRow<'a>,
    pairing: &'static str,
    settings: Option<Vec<SettingRow<'a>>>,
    meters: Vec<MeterRow>,
    requests: Vec<RequestRow>,
    routing: Vec<RouteRow>,
    cost_per_month: Option<Values>,
    /// `null` where no side's routers chose a worker, or neither saved result holds it.
    staleness_ms_p99: Option<Values>,
}

impl<'a> ComparisonRow<'a> {
    fn of(after: &'a Side, found: &'a Comparison) -> Self {
        let mut this = Self {
            after: SideRow::of(after),
            pairing: pairing(found.pairing),
            settings: found.settings.as_ref().map(|all| all.iter().map(SettingRow::of).collect()),
            meters: Vec::new(),
            requests: Vec::new(),
            routing: Vec::new(),
            cost_per_month: None,
            staleness_ms_p99: None,
        };
        for row in &found.rows {
            let values = Values::of(row);
            match row.metric {
                Metric::Meter(meter) => this.meters.push(MeterRow {
                    meter: meter.name(),
                    values,
                    ci95_half_width: row.ci95_half_width,
                    limit_per_day: row.limit,
                    used_ratio: row.used_ratio,
                    verdict: row.verdict.name(),
                }),
                Metric::Request(request, figure) => this.requests.push(RequestRow {
                    request: request.name(),
                    figure: match figure {
                        RequestFigure::HitRatio => "hit_ratio",
                        RequestFigure::LatencyP99 => "latency_ms_p99",
                    },
                    values,
                }),
                Metric::Routing(route) => {
                    this.routing.push(RouteRow { outcome: route.name(), values });
                }
                Metric::StalenessP99 => this.staleness_ms_p99 = Some(values),
                Metric::Cost => this.cost_per_month = Some(values),
            }
        }
        this
    }
}

fn pairing(pairing: Pairing) -> &'static str {
    match pairing {
        Pairing::Paired => "paired",
        Pairing::Unpaired(Mismatch::Seeds) => "unpaired: seeds differ",
        Pairing::Unpaired(Mismatch::Days) => "unpaired: days differ",
        Pairing::Unpaired(Mismatch::Runs) => "unpaired: runs differ",
        Pairing::Unknown => "unknown: no figures of single runs",
        Pairing::OneRun => "none: one run",
    }
}

#[derive(Serialize)]
struct SettingRow<'a> {
    path: &'a str,
    before: Option<&'a str>,
    after: Option<&'a str>,
}

impl<'a> SettingRow<'a> {
    fn of(it: &'a Difference) -> Self {
        Self { path: &it.path, before: it.before.as_deref(), after: it.after.as_deref() }
    }
}

#[derive(Serialize)]
struct Values {
    before: Option<f64>,
    after: Option<f64>,
    change: Option<f64>,
    relative_change: Option<f64>,
}

impl Values {
    fn of(row: &Row) -> Self {
        Self {
            before: row.before,
            after: row.after,
            change: row.change(),
            relative_change: row.relative(),
        }
    }
}

#[derive(Serialize)]
struct MeterRow {
    meter: &'static str,
    #[serde(rename = "per_day")]
    values: Values,
    ci95_half_width: Option<f64>,
    limit_per_day: Option<u64>,
    used_ratio: Option<f64>,
    verdict: &'static str,
}

#[derive(Serialize)]
struct RequestRow {
    request: &'static str,
    figure: &'static str,
    values: Values,
}

#[derive(Serialize)]
struct RouteRow {
    outcome: &'static str,
    #[serde(rename = "per_day")]
    values: Values,
}
