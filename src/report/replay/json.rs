//! A replay for other programs: the shapes are the format.

use serde::Serialize;

use super::{ReplayReport, TraceFacts, grids};
use crate::report::json::meters::{EnforcedRow, MomentRow};
use crate::report::json::shape::{CacheRow, File, LatencyRow, WarningRow};
use crate::report::json::{MODEL_VERSION, SCHEMA_VERSION, written};
use crate::study::{CauseTotal, MeterSummary, Platform, RecordedRouting, RequestSummary};
use crate::words::{Op, Refusal};

/// One object; a line feed ends the text. `scenario` is null where none was given.
pub fn render_replay_json(report: ReplayReport<'_>) -> String {
    written(&Document::new(&report))
}

#[derive(Serialize)]
struct Document<'a> {
    schema_version: u32,
    kvplan_version: &'static str,
    model_version: u32,
    command: &'static str,
    trace: TraceRow<'a>,
    scenario: Option<File<'a>>,
    plan: &'a str,
    policy: &'a str,
    overrides: &'a [String],
    days: u32,
    meters: Vec<MeterRow>,
    enforced: Option<EnforcedRow>,
    requests: Vec<RequestRow>,
    caches: Vec<CacheRow>,
    causes: Vec<CauseRow>,
    routing: RoutingRow,
    unknown_heartbeats_total: u64,
    refused: Vec<RefusedRow>,
    cold_starts_total: u64,
    memory_bytes: u64,
    assumptions: &'a [String],
    warnings: Vec<WarningRow<'a>>,
}

impl<'a> Document<'a> {
    fn new(report: &ReplayReport<'a>) -> Self {
        let ReplayReport { trace, scenario, platform, found, .. } = *report;
        let summary = &found.summary;
        let meter = |it| MeterRow::new(it, grids::total(report, it));
        let requests = summary.requests.iter().zip(&found.operations);
        let refused = Refusal::ALL.into_iter().zip(found.refused);
        Self {
            schema_version: SCHEMA_VERSION,
            kvplan_version: env!("CARGO_PKG_VERSION"),
            model_version: MODEL_VERSION,
            command: "replay",
            trace: TraceRow::from(trace),
            scenario: (platform == Platform::Given).then(|| File::of(scenario)),
            plan: &scenario.plan.name,
            policy: &scenario.policy_name,
            overrides: &scenario.overrides,
            days: summary.days,
            meters: summary.meters.iter().map(meter).collect(),
            enforced: summary.enforced.as_ref().map(EnforcedRow::from),
            requests: requests
                .zip(&summary.totals.requests)
                .map(|((means, (kind, operations)), totals)| {
                    let failed = found.failed[kind.index()];
                    RequestRow::new(means, (totals.count, operations, failed))
                })
                .collect(),
            caches: summary.caches.iter().map(CacheRow::from).collect(),
            causes: summary.totals.causes.iter().map(CauseRow::from).collect(),
            routing: RoutingRow::from(found.routing),
            unknown_heartbeats_total: found.unknown_heartbeats,
            refused: refused
                .map(|(reason, total)| RefusedRow { reason: reason.name(), total })
                .collect(),
            cold_starts_total: found.cold_starts,
            memory_bytes: summary.memory_bytes,
            assumptions: &summary.assumptions,
            warnings: summary.warnings.iter().map(WarningRow::from).collect(),
        }
    }
}

#[derive(Serialize)]
struct TraceRow<'a> {
    path: &'a str,
    rows: u64,
    skipped: u64,
    first_ms: Option<u64>,
    last_ms: Option<u64>,
    isolates: u64,
    workers: u64,
    notes: &'a [String],
}

impl<'a> From<&'a TraceFacts> for TraceRow<'a> {
    fn from(it: &'a TraceFacts) -> Self {
        Self {
            path: &it.path,
            rows: it.rows,
            skipped: it.skipped,
            first_ms: it.span_ms.map(|(first, _)| first),
            last_ms: it.span_ms.map(|(_, last)| last),
            isolates: it.isolates,
            workers: it.workers,
            notes: &it.notes,
        }
    }
}

#[derive(Serialize)]
struct MeterRow {
    meter: &'static str,
    total: u64,
    max_per_day: u64,
    limit_per_day: Option<u64>,
    other_per_day: u64,
    used_ratio: Option<f64>,
    days: u64,
    days_over: u64,
    limit_passed_at: Option<MomentRow>,
}

impl MeterRow {
    fn new(it: &MeterSummary, total: u64) -> Self {
        Self {
            meter: it.meter.name(),
            total,
            max_per_day: it.max_per_day,
            limit_per_day: it.limit_per_day,
            other_per_day: it.other_per_day,
            used_ratio: it.used_ratio,
            days: it.days_tried,
            days_over: it.days_over,
            limit_passed_at: it.limit_passed_at.map(MomentRow::from),
        }
    }
}

#[derive(Serialize)]
struct RequestRow {
    request: &'static str,
    count_total: u64,
    reads_total: u64,
    writes_total: u64,
    deletes_total: u64,
    lists_total: u64,
    hit_ratio: f64,
    failed_total: u64,
    latency_ms: LatencyRow,
}

impl RequestRow {
    fn new(
        means: &RequestSummary,
        (count_total, operations, failed_total): (u64, &[u64; Op::COUNT], u64),
    ) -> Self {
        Self {
            request: means.request.name(),
            count_total,
            reads_total: operations[Op::Read.index()],
            writes_total: operations[Op::Write.index()],
            deletes_total: operations[Op::Delete.index()],
            lists_total: operations[Op::List.index()],
            hit_ratio: means.hit_ratio,
            failed_total,
            latency_ms: LatencyRow::from(&means.latency_ms),
        }
    }
}

#[derive(Serialize)]
struct CauseRow {
    meter: &'static str,
    request: &'static str,
    cause: &'static str,
    count_total: u64,
}

impl From<&CauseTotal> for CauseRow {
    fn from(it: &CauseTotal) -> Self {
        let (meter, request, cause) = (it.meter.name(), it.request.name(), it.cause.name());
        Self { meter, request, cause, count_total: it.count }
    }
}

#[derive(Serialize)]
struct RoutingRow {
    routed_total: u64,
    unroutable_total: u64,
    failed_total: u64,
}

impl From<RecordedRouting> for RoutingRow {
    fn from(it: RecordedRouting) -> Self {
        Self { routed_total: it.routed, unroutable_total: it.unroutable, failed_total: it.failed }
    }
}

#[derive(Serialize)]
struct RefusedRow {
    reason: &'static str,
    total: u64,
}
