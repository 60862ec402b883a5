//! A replay for other programs.

use serde_json::{Value, json};

use super::{ReplayReport, tables};
use crate::report::json::head::File;
use crate::report::json::written;
use crate::study::{MeterSummary, Platform};
use crate::words::Refusal;

/// One object; a line feed ends the text. `scenario` is null where none was given.
pub(super) fn render(report: ReplayReport<'_>) -> String {
    let ReplayReport { trace, scenario, platform, found, .. } = report;
    let summary = &found.summary;
    let refused = Refusal::ALL.into_iter().zip(found.refused);
    let refused = refused.map(|(reason, total)| json!({ "reason": reason, "total": total }));
    let meters = summary.meters.iter().map(|it| meter(it, tables::total(&report, it)));
    written(json!({
        "command": "replay",
        "trace": trace,
        "scenario": (platform == Platform::Given).then(|| File::from(scenario)),
        "plan": scenario.plan.name,
        "policy": scenario.policy_name,
        "overrides": scenario.overrides,
        "days": summary.days,
        "meters": meters.collect::<Value>(),
        "enforced": summary.enforced,
        "requests": found.requests,
        "caches": summary.caches,
        "causes": summary.totals.causes,
        "routing": found.routing,
        "unknown_heartbeats_total": found.unknown_heartbeats,
        "refused": refused.collect::<Value>(),
        "cold_starts_total": found.cold_starts,
        "memory_bytes": summary.memory_bytes,
        "assumptions": summary.assumptions,
        "warnings": summary.warnings,
    }))
}

fn meter(it: &MeterSummary, total: u64) -> Value {
    json!({
        "meter": it.meter,
        "total": total,
        "max_per_day": it.max_per_day,
        "limit_per_day": it.limit_per_day,
        "other_per_day": it.other_per_day,
        "used_ratio": it.used_ratio,
        "days": it.days_tried,
        "days_over": it.days_over,
        "limit_passed_at": it.limit_passed_at,
    })
}
