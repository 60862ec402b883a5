//! A replay for other programs: the shapes are the format.

use serde::Serialize;

use super::{ReplayReport, TraceFacts, tables};
use crate::report::json::head::File;
use crate::report::json::written;
use crate::study::{
    Assumption, CacheSummary, CauseTotal, Enforced, MeterSummary, Moment, Platform,
    RecordedRequests, RecordedRouting, Warning,
};
use crate::words::{Meter, Refusal};

/// One object; a line feed ends the text. `scenario` is null where none was given.
pub(super) fn render(report: ReplayReport<'_>) -> String {
    let ReplayReport { trace, scenario, platform, found, .. } = report;
    let summary = &found.summary;
    let refused = Refusal::ALL.into_iter().zip(found.refused);
    written(Document {
        command: "replay",
        trace,
        scenario: (platform == Platform::Given).then(|| File::from(scenario)),
        plan: &scenario.plan.name,
        policy: &scenario.policy_name,
        overrides: &scenario.overrides,
        days: summary.days,
        meters: summary
            .meters
            .iter()
            .map(|it| MeterRow::new(it, tables::total(&report, it)))
            .collect(),
        enforced: &summary.enforced,
        requests: &found.requests,
        caches: &summary.caches,
        causes: &summary.totals.causes,
        routing: found.routing,
        unknown_heartbeats_total: found.unknown_heartbeats,
        refused: refused.map(|(reason, total)| RefusedRow { reason, total }).collect(),
        cold_starts_total: found.cold_starts,
        memory_bytes: summary.memory_bytes,
        assumptions: &summary.assumptions,
        warnings: &summary.warnings,
    })
}

#[derive(Serialize)]
struct Document<'a> {
    command: &'static str,
    trace: &'a TraceFacts,
    scenario: Option<File<'a>>,
    plan: &'a str,
    policy: &'a str,
    overrides: &'a [String],
    days: u32,
    meters: Vec<MeterRow>,
    enforced: &'a Option<Enforced>,
    requests: &'a [RecordedRequests],
    caches: &'a [CacheSummary],
    causes: &'a [CauseTotal],
    routing: RecordedRouting,
    unknown_heartbeats_total: u64,
    refused: Vec<RefusedRow>,
    cold_starts_total: u64,
    memory_bytes: u64,
    assumptions: &'a [Assumption],
    warnings: &'a [Warning],
}

#[derive(Serialize)]
struct MeterRow {
    meter: Meter,
    total: u64,
    max_per_day: u64,
    limit_per_day: Option<u64>,
    other_per_day: u64,
    used_ratio: Option<f64>,
    days: u64,
    days_over: u64,
    limit_passed_at: Option<Moment>,
}

impl MeterRow {
    fn new(it: &MeterSummary, total: u64) -> Self {
        Self {
            meter: it.meter,
            total,
            max_per_day: it.max_per_day,
            limit_per_day: it.limit_per_day,
            other_per_day: it.other_per_day,
            used_ratio: it.used_ratio,
            days: it.days_tried,
            days_over: it.days_over,
            limit_passed_at: it.limit_passed_at,
        }
    }
}

#[derive(Serialize)]
struct RefusedRow {
    reason: Refusal,
    total: u64,
}
