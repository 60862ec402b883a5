//! Which fields does a result have, and in which order?
//!
//! Rows of their own, so that neither the summary nor the scenario is bound to the format.

use serde::Serialize;

use crate::report::figures::clock_seconds;
use crate::report::{Depth, Report};
use crate::scenario::Scenario;
use crate::study::{
    CacheSummary, CauseSummary, CostSummary, Enforced, EnforcedMeter, MeterSummary, Moment,
    RequestSummary, RoutingSummary, Warning,
};

use super::runs::RunRow;
use super::{MODEL_VERSION, SCHEMA_VERSION};

#[derive(Serialize)]
pub(super) struct Document<'a> {
    schema_version: u32,
    kvplan_version: &'static str,
    model_version: u32,
    scenario: File<'a>,
    plan: &'a str,
    policy: &'a str,
    seed: u64,
    runs: u32,
    days: u32,
    meters: Vec<MeterRow>,
    enforced: Option<EnforcedRow>,
    requests: Vec<RequestRow>,
    caches: Vec<CacheRow>,
    causes: Vec<CauseRow>,
    routing: RoutingRow,
    cost: CostRow<'a>,
    memory_bytes: u64,
    assumptions: &'a [String],
    warnings: Vec<WarningRow<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    runs_detail: Option<Vec<RunRow>>,
}

impl<'a> Document<'a> {
    pub(super) fn new(report: &Report<'a>, depth: Depth) -> Self {
        let Report { scenario, summary, .. } = *report;
        let detail = || summary.runs_detail.iter().map(|run| RunRow::new(run, summary)).collect();
        Self {
            schema_version: SCHEMA_VERSION,
            kvplan_version: env!("CARGO_PKG_VERSION"),
            model_version: MODEL_VERSION,
            scenario: File::of(scenario),
            plan: &scenario.plan.name,
            policy: &scenario.policy_name,
            seed: scenario.seed,
            runs: summary.runs,
            days: summary.days,
            meters: summary.meters.iter().map(MeterRow::from).collect(),
            enforced: summary.enforced.as_ref().map(EnforcedRow::from),
            requests: summary.requests.iter().map(RequestRow::from).collect(),
            caches: summary.caches.iter().map(CacheRow::from).collect(),
            causes: summary.causes.iter().map(CauseRow::from).collect(),
            routing: RoutingRow::from(&summary.routing),
            cost: CostRow::from(&summary.cost),
            memory_bytes: summary.memory_bytes,
            assumptions: &summary.assumptions,
            warnings: summary.warnings.iter().map(WarningRow::from).collect(),
            runs_detail: depth.verbose.then(detail),
        }
    }
}

#[derive(Serialize)]
pub(super) struct File<'a> {
    name: &'a str,
    path: &'a str,
    sha256: &'a str,
}

impl<'a> File<'a> {
    pub(super) fn of(scenario: &'a Scenario) -> Self {
        Self { name: &scenario.name, path: &scenario.path, sha256: &scenario.sha256 }
    }
}

#[derive(Serialize)]
struct MomentRow {
    run: u32,
    day: u32,
    time: String,
}

impl From<Moment> for MomentRow {
    fn from(it: Moment) -> Self {
        Self { run: it.run, day: it.day, time: clock_seconds(it.ms_of_day) }
    }
}

#[derive(Serialize)]
pub(super) struct MeterRow {
    meter: &'static str,
    mean_per_day: f64,
    ci95_half_width: Option<f64>,
    min_per_day: u64,
    max_per_day: u64,
    limit_per_day: Option<u64>,
    used_ratio: Option<f64>,
    mean_ratio: Option<f64>,
    days_tried: u64,
    days_over: u64,
    days_over_upper95: Option<f64>,
    limit_passed_at: Option<MomentRow>,
}

impl From<&MeterSummary> for MeterRow {
    fn from(it: &MeterSummary) -> Self {
        Self {
            meter: it.meter.name(),
            mean_per_day: it.mean_per_day,
            ci95_half_width: it.ci95_half_width,
            min_per_day: it.min_per_day,
            max_per_day: it.max_per_day,
            limit_per_day: it.limit_per_day,
            used_ratio: it.used_ratio,
            mean_ratio: it.mean_ratio,
            days_tried: it.days_tried,
            days_over: it.days_over,
            days_over_upper95: it.days_over_upper95,
            limit_passed_at: it.limit_passed_at.map(MomentRow::from),
        }
    }
}

#[derive(Serialize)]
struct EnforcedRow {
    meters: Vec<EnforcedMeterRow>,
    routing: RoutingRow,
}

impl From<&Enforced> for EnforcedRow {
    fn from(it: &Enforced) -> Self {
        let meters = it.meters.iter().map(EnforcedMeterRow::from).collect();
        Self { meters, routing: RoutingRow::from(&it.routing) }
    }
}

#[derive(Serialize)]
struct EnforcedMeterRow {
    meter: &'static str,
    attempts_per_day: f64,
    refused_per_day: f64,
    first_refusal: Option<MomentRow>,
    hours_refused_per_day: f64,
}

impl From<&EnforcedMeter> for EnforcedMeterRow {
    fn from(it: &EnforcedMeter) -> Self {
        Self {
            meter: it.meter.name(),
            attempts_per_day: it.attempts_per_day,
            refused_per_day: it.refused_per_day,
            first_refusal: it.first_refusal.map(MomentRow::from),
            hours_refused_per_day: it.hours_refused_per_day,
        }
    }
}

#[derive(Serialize)]
struct RequestRow {
    request: &'static str,
    count_per_day: f64,
    reads_per_day: f64,
    writes_per_day: f64,
    deletes_per_day: f64,
    lists_per_day: f64,
    hit_ratio: f64,
    latency_ms: LatencyRow,
}

#[derive(Serialize)]
struct LatencyRow {
    p50: f64,
    p95: f64,
    p99: f64,
}

impl From<&RequestSummary> for RequestRow {
    fn from(it: &RequestSummary) -> Self {
        let latency = &it.latency_ms;
        Self {
            request: it.request.name(),
            count_per_day: it.count_per_day,
            reads_per_day: it.reads_per_day,
            writes_per_day: it.writes_per_day,
            deletes_per_day: it.deletes_per_day,
            lists_per_day: it.lists_per_day,
            hit_ratio: it.hit_ratio,
            latency_ms: LatencyRow { p50: latency.p50, p95: latency.p95, p99: latency.p99 },
        }
    }
}

#[derive(Serialize)]
struct CacheRow {
    cache: &'static str,
    hit_ratio: f64,
    entries: u64,
    bytes: u64,
}

impl From<&CacheSummary> for CacheRow {
    fn from(it: &CacheSummary) -> Self {
        let (hit_ratio, entries, bytes) = (it.hit_ratio, it.entries, it.bytes);
        Self { cache: it.cache.name(), hit_ratio, entries, bytes }
    }
}

#[derive(Serialize)]
struct CauseRow {
    meter: &'static str,
    request: &'static str,
    cause: &'static str,
    mean_per_day: f64,
}

impl From<&CauseSummary> for CauseRow {
    fn from(it: &CauseSummary) -> Self {
        Self {
            meter: it.meter.name(),
            request: it.request.name(),
            cause: it.cause.name(),
            mean_per_day: it.mean_per_day,
        }
    }
}

#[derive(Serialize)]
pub(super) struct RoutingRow {
    ok_per_day: f64,
    misrouted_per_day: f64,
    unroutable_per_day: f64,
    false_dead_per_day: f64,
}

impl From<&RoutingSummary> for RoutingRow {
    fn from(it: &RoutingSummary) -> Self {
        Self {
            ok_per_day: it.ok_per_day,
            misrouted_per_day: it.misrouted_per_day,
            unroutable_per_day: it.unroutable_per_day,
            false_dead_per_day: it.false_dead_per_day,
        }
    }
}

#[derive(Serialize)]
struct CostRow<'a> {
    currency: &'a str,
    per_month: f64,
    lines: Vec<CostLineRow<'a>>,
}

#[derive(Serialize)]
struct CostLineRow<'a> {
    item: &'a str,
    per_month: f64,
}

impl<'a> From<&'a CostSummary> for CostRow<'a> {
    fn from(it: &'a CostSummary) -> Self {
        let lines = it.lines.iter();
        let lines = lines.map(|it| CostLineRow { item: &it.item, per_month: it.per_month });
        Self { currency: &it.currency, per_month: it.per_month, lines: lines.collect() }
    }
}

#[derive(Serialize)]
struct WarningRow<'a> {
    code: &'static str,
    message: &'a str,
    note: Option<&'a str>,
    help: Option<&'a str>,
}

impl<'a> From<&'a Warning> for WarningRow<'a> {
    fn from(it: &'a Warning) -> Self {
        let (note, help) = (it.note.as_deref(), it.help.as_deref());
        Self { code: it.code, message: &it.message, note, help }
    }
}
