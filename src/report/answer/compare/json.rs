//! A comparison for programs.

use serde::Serialize;

use super::Compared;
use crate::report::json::written;
use crate::study::{Comparison, Difference, Mismatch, Pairing, Row, Side};
use crate::words::{Measure, Meter, RequestKind, Scope};

/// One object; a line feed ends the text.
pub(super) fn render(compared: Compared<'_>) -> String {
    let pairs = compared.pairs();
    written(Document {
        baseline: compared.sides.first(),
        comparisons: pairs.map(|(_, after, found)| ComparisonRow::of(after, found)).collect(),
    })
}

#[derive(Serialize)]
struct Document<'a> {
    baseline: Option<&'a Side>,
    comparisons: Vec<ComparisonRow<'a>>,
}

#[derive(Serialize)]
struct ComparisonRow<'a> {
    after: &'a Side,
    pairing: &'static str,
    settings: &'a Option<Vec<Difference>>,
    meters: Vec<MeterRow>,
    requests: Vec<RequestRow>,
    routing: Vec<RouteRow>,
    cost_per_month: Option<Values>,
    /// `null` where no side's routers chose a worker, or neither saved result holds it.
    staleness_ms_p99: Option<Values>,
    /// Everything else, causes last.
    others: Vec<FigureRow>,
}

/// A figure by its name.
#[derive(Serialize)]
struct FigureRow {
    figure: String,
    #[serde(flatten)]
    values: Values,
    ci95_half_width: Option<f64>,
}

/// How a client request can end, and who was left out as dead.
const ENDS: [Measure; 4] =
    [Measure::Routed, Measure::Misrouted, Measure::Unroutable, Measure::FalseDead];

#[derive(Serialize)]
struct Values {
    before: Option<f64>,
    after: Option<f64>,
    change: Option<f64>,
    relative_change: Option<f64>,
}

#[derive(Serialize)]
struct MeterRow {
    meter: Meter,
    per_day: Values,
    ci95_half_width: Option<f64>,
    limit_per_day: Option<u64>,
    used_ratio: Option<f64>,
    verdict: &'static str,
}

#[derive(Serialize)]
struct RequestRow {
    request: RequestKind,
    figure: &'static str,
    values: Values,
}

#[derive(Serialize)]
struct RouteRow {
    outcome: &'static str,
    per_day: Values,
}

impl<'a> ComparisonRow<'a> {
    fn of(after: &'a Side, found: &'a Comparison) -> Self {
        let mut this = Self {
            after,
            pairing: pairing(found.pairing),
            settings: &found.settings,
            meters: Vec::new(),
            requests: Vec::new(),
            routing: Vec::new(),
            cost_per_month: None,
            staleness_ms_p99: None,
            others: Vec::new(),
        };
        for row in &found.rows {
            let values = Values::from(row);
            match (&row.figure.scope, row.figure.measure) {
                (Scope::All, Measure::Meter(meter)) => this.meters.push(MeterRow {
                    meter,
                    per_day: values,
                    ci95_half_width: row.ci95_half_width,
                    limit_per_day: row.limit,
                    used_ratio: row.used_ratio,
                    verdict: row.verdict.name(),
                }),
                (Scope::Request(request), measure) => {
                    let figure = match measure {
                        Measure::HitRatio => "hit_ratio",
                        _ => "latency_ms_p99",
                    };
                    this.requests.push(RequestRow { request: *request, figure, values });
                }
                (Scope::All, measure) if ENDS.contains(&measure) => {
                    this.routing.push(RouteRow { outcome: measure.label(), per_day: values });
                }
                (Scope::All, Measure::StalenessP99) => this.staleness_ms_p99 = Some(values),
                (Scope::All, Measure::CostPerMonth) => this.cost_per_month = Some(values),
                _ => this.others.push(FigureRow {
                    figure: row.figure.name(),
                    values,
                    ci95_half_width: row.ci95_half_width,
                }),
            }
        }
        this
    }
}

impl From<&Row> for Values {
    fn from(it: &Row) -> Self {
        let (change, relative_change) = (it.change(), it.relative());
        Self { before: it.before, after: it.after, change, relative_change }
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
