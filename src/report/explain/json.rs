//! The trees for programs: exact totals over all days of all runs.

use serde::Serialize;

use super::Explained;
use crate::report::json::{MODEL_VERSION, SCHEMA_VERSION, written};
use crate::study::{Branch, MeterSummary, Totals, explain};

/// One object; a line feed ends the text. Each tree's leaves add up to its `count_total`.
pub fn render_explained_json(explained: Explained<'_>) -> String {
    let (scenario, summary) = (explained.report.scenario, explained.report.summary);
    let shown = explained.meters();
    let meters = summary.meters.iter().filter(|it| shown.contains(&it.meter));
    written(&Document {
        schema_version: SCHEMA_VERSION,
        kvplan_version: env!("CARGO_PKG_VERSION"),
        model_version: MODEL_VERSION,
        scenario: File { name: &scenario.name, path: &scenario.path, sha256: &scenario.sha256 },
        plan: &scenario.plan.name,
        policy: &scenario.policy_name,
        seed: scenario.seed,
        runs: summary.runs,
        days: summary.days,
        days_total: summary.totals.days,
        meters: meters.map(|it| MeterRow::of(it, explained)).collect(),
        saved: SavedRow::of(&summary.totals),
        assumptions: &summary.assumptions,
    })
}

#[derive(Serialize)]
struct Document<'a> {
    schema_version: u32,
    kvplan_version: &'static str,
    model_version: u32,
    scenario: File<'a>,
    plan: &'a str,
    policy: &'a str,
    seed: u64,
    runs: u32,
    days: u32,
    days_total: u64,
    meters: Vec<MeterRow>,
    saved: SavedRow,
    assumptions: &'a [String],
}

#[derive(Serialize)]
struct File<'a> {
    name: &'a str,
    path: &'a str,
    sha256: &'a str,
}

#[derive(Serialize)]
struct MeterRow {
    meter: &'static str,
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
            meter: it.meter.name(),
            count_total: tree.count,
            mean_per_day: it.mean_per_day,
            first_day_mean: it.first_day_mean,
            later_days_mean: it.later_days_mean,
            requests: tree.parts.iter().map(RequestRow::of).collect(),
            mean_per_hour: hours.map(|hour| hour.counts[it.meter.index()]).collect(),
        }
    }
}

impl RequestRow {
    fn of(branch: &Branch) -> Self {
        let cause = |leaf: &Branch| CauseRow { cause: leaf.what.name(), count_total: leaf.count };
        Self {
            request: branch.what.name(),
            count_total: branch.count,
            causes: branch.parts.iter().map(cause).collect(),
        }
    }
}

#[derive(Serialize)]
struct SavedRow {
    heartbeats_unchanged_total: u64,
    heartbeats_small_load_change_total: u64,
    requests: Vec<SavedRequest>,
    caches: Vec<SavedCache>,
}

#[derive(Serialize)]
struct SavedRequest {
    request: &'static str,
    count_total: u64,
    without_operation_total: u64,
}

#[derive(Serialize)]
struct SavedCache {
    cache: &'static str,
    lookups_total: u64,
    hits_total: u64,
}

impl SavedRow {
    fn of(totals: &Totals) -> Self {
        let requests = totals.requests.iter().map(|it| SavedRequest {
            request: it.request.name(),
            count_total: it.count,
            without_operation_total: it.hits,
        });
        let caches = totals.caches.iter().map(|it| SavedCache {
            cache: it.cache.name(),
            lookups_total: it.lookups,
            hits_total: it.hits,
        });
        Self {
            heartbeats_unchanged_total: totals.unchanged_heartbeats,
            heartbeats_small_load_change_total: totals.small_load_changes,
            requests: requests.collect(),
            caches: caches.collect(),
        }
    }
}
