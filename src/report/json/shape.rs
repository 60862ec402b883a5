//! Which fields does a result have, and in which order?
//!
//! Rows of their own, so that neither the summary nor the scenario is bound to the format.

use serde::Serialize;

use crate::report::{Depth, Report};
use crate::scenario::Scenario;
use crate::study::{
    CacheSummary, CauseSummary, CostSummary, LatencySummary, RequestSummary, RoutingSummary,
    Warning,
};

use super::colos::{ColoRow, IsolatesRow, StalenessRow, UnlistedRow};
use super::meters::{EnforcedRow, MeterRow};
use super::runs::{DayRow, RunRow, day_rows};
use super::worlds::{RangeRow, RoutingRangeRow, WorldRow};
use super::{MODEL_VERSION, SCHEMA_VERSION};

#[derive(Serialize)]
pub(super) struct Document<'a> {
    schema_version: u32,
    kvplan_version: &'static str,
    model_version: u32,
    scenario: File<'a>,
    plan: &'a str,
    policy: &'a str,
    overrides: &'a [String],
    seed: u64,
    runs: u32,
    run: Option<u32>,
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
    colos: Vec<ColoRow<'a>>,
    isolates: IsolatesRow,
    staleness_ms: Option<StalenessRow>,
    /// Index entries that a write undid, because it was made from an older list.
    lost_updates_per_day: f64,
    /// Live workers that no route can find, looked at each hour; null where no worker ever registered.
    unlisted_workers: Option<UnlistedRow>,
    /// Requests that were sent because one had failed; they are among all counts.
    retries_per_day: f64,
    #[serde(skip_serializing_if = "Option::is_none")]
    days_detail: Option<Vec<DayRow>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    runs_detail: Option<Vec<RunRow>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    worlds: Option<Vec<WorldRow>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    worlds_range: Option<Vec<RangeRow>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    worlds_routing: Option<Vec<RoutingRangeRow>>,
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
            overrides: &scenario.overrides,
            seed: scenario.seed,
            runs: summary.runs,
            run: summary.only_run,
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
            colos: summary.colos.iter().map(ColoRow::from).collect(),
            isolates: IsolatesRow::from(summary.isolates),
            staleness_ms: summary.staleness_ms.map(StalenessRow::from),
            lost_updates_per_day: summary.lost_updates_per_day,
            unlisted_workers: summary.unlisted.map(UnlistedRow::from),
            retries_per_day: summary.retries_per_day,
            days_detail: depth.days_of_run.and_then(|run| day_rows(run, summary)),
            runs_detail: depth.verbose.then(detail),
            worlds: None,
            worlds_range: None,
            worlds_routing: None,
        }
    }

    /// With what was found in all worlds.
    pub(super) fn in_worlds(
        self,
        worlds: Vec<WorldRow>,
        (ranges, routing): (Vec<RangeRow>, Vec<RoutingRangeRow>),
    ) -> Self {
        let (worlds_range, worlds_routing) = (Some(ranges), Some(routing));
        Self { worlds: Some(worlds), worlds_range, worlds_routing, ..self }
    }
}

#[derive(Serialize)]
pub(in crate::report) struct File<'a> {
    name: &'a str,
    path: &'a str,
    sha256: &'a str,
}

impl<'a> File<'a> {
    pub(in crate::report) fn of(scenario: &'a Scenario) -> Self {
        Self { name: &scenario.name, path: &scenario.path, sha256: &scenario.sha256 }
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
    failed_per_day: f64,
    retried_per_day: f64,
}

#[derive(Serialize)]
pub(in crate::report) struct LatencyRow {
    p50: f64,
    p95: f64,
    p99: f64,
}

impl From<&LatencySummary> for LatencyRow {
    fn from(it: &LatencySummary) -> Self {
        Self { p50: it.p50, p95: it.p95, p99: it.p99 }
    }
}

impl From<&RequestSummary> for RequestRow {
    fn from(it: &RequestSummary) -> Self {
        Self {
            request: it.request.name(),
            count_per_day: it.count_per_day,
            reads_per_day: it.reads_per_day,
            writes_per_day: it.writes_per_day,
            deletes_per_day: it.deletes_per_day,
            lists_per_day: it.lists_per_day,
            hit_ratio: it.hit_ratio,
            latency_ms: LatencyRow::from(&it.latency_ms),
            failed_per_day: it.failed_per_day,
            retried_per_day: it.retried_per_day,
        }
    }
}

#[derive(Serialize)]
pub(in crate::report) struct CacheRow {
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
    failed_per_day: f64,
}

impl From<&RoutingSummary> for RoutingRow {
    fn from(it: &RoutingSummary) -> Self {
        Self {
            ok_per_day: it.ok_per_day,
            misrouted_per_day: it.misrouted_per_day,
            unroutable_per_day: it.unroutable_per_day,
            false_dead_per_day: it.false_dead_per_day,
            failed_per_day: it.failed_per_day,
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
pub(in crate::report) struct WarningRow<'a> {
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
