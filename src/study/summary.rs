//! What a study found: figures, no layout. Every report is made from this.
//!
//! The order of the fields is that of the JSON, which skips what is for people alone. A saved result
//! is read back into the same types, as much of it as a comparison needs.

mod colos;

pub use colos::{Births, ColoSummary, IsolatesSummary, StalenessSummary, UnlistedSummary};

use serde::{Deserialize, Serialize};

use super::auto_runs::AutoStop;
use super::cost::CostSummary;
use super::serial::as_time;
use super::totals::Totals;
use crate::platform::DayCounts;
use crate::words::{CacheName, Cause, Meter, RequestKind};

/// What all runs of one scenario say together.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Summary {
    /// Runs that were made.
    pub runs: u32,
    /// The one run that was asked for, from 0; `None`: all of them were.
    #[serde(rename = "run")]
    pub only_run: Option<u32>,
    /// Days of each run.
    pub days: u32,
    /// Demand, in the order of [`Meter::ALL`]: the daily limits refuse nothing here.
    pub meters: Vec<MeterSummary>,
    /// What enforcing the limits does; `None` where no limit is passed.
    #[serde(skip_deserializing)]
    pub enforced: Option<Enforced>,
    /// The kinds of request that occurred, in the order of [`RequestKind::ALL`].
    pub requests: Vec<RequestSummary>,
    /// The caches that are switched on, in the order of [`CacheName::ALL`].
    #[serde(skip_deserializing)]
    pub caches: Vec<CacheSummary>,
    /// Operations by meter, request kind and cause, those that occurred; they add up to the meters.
    #[serde(skip_deserializing)]
    pub causes: Vec<CauseSummary>,
    /// What became of client requests.
    pub routing: RoutingSummary,
    /// What it costs a month of 30 days.
    pub cost: CostSummary,
    /// The most memory that the caches of all isolates held at once, estimated, in bytes.
    #[serde(skip_deserializing)]
    pub memory_bytes: u64,
    /// What the figures rest on that nobody has measured.
    #[serde(skip_deserializing)]
    pub assumptions: Vec<String>,
    /// What the user should look at.
    #[serde(skip_deserializing)]
    pub warnings: Vec<Warning>,
    /// By colo, in the order of the scenario.
    #[serde(skip_deserializing)]
    pub colos: Vec<ColoSummary>,
    /// The isolates of all colos.
    #[serde(skip_deserializing)]
    pub isolates: IsolatesSummary,
    /// How old what the routers of all colos knew was; `None` where none chose a worker.
    pub staleness_ms: Option<StalenessSummary>,
    /// Index entries that a write undid, because it was made from an older list; mean a day.
    #[serde(skip_deserializing)]
    pub lost_updates_per_day: f64,
    /// Live workers that no route can find; `None` where no worker ever registered.
    #[serde(rename = "unlisted_workers", skip_deserializing)]
    pub unlisted: Option<UnlistedSummary>,
    /// Requests that were sent because one had failed, mean a day; they are among all counts.
    #[serde(skip_deserializing)]
    pub retries_per_day: f64,
    /// Why there were so many runs; `None`: so many were asked for.
    #[serde(skip)]
    pub auto: Option<AutoStop>,
    /// All requests of all kinds together; `None` where there were none.
    #[serde(skip)]
    pub all_requests: Option<AllRequests>,
    /// Demand by hour of the day, 24 rows.
    #[serde(skip)]
    pub hours: Vec<HourSummary>,
    /// Refused because one key was written twice within a second; mean a day.
    #[serde(skip)]
    pub rate_refused_per_day: f64,
    /// Heartbeats that wrote nothing, mean a day.
    #[serde(skip)]
    pub skipped: SkippedSummary,
    /// Events simulated, all runs together.
    #[serde(skip)]
    pub events: u64,
    /// The same as exact sums.
    #[serde(skip)]
    pub totals: Totals,
    /// The figures of each run, in order.
    #[serde(skip)]
    pub runs_detail: Vec<RunDetail>,
}

/// One meter over all days of all runs.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct MeterSummary {
    /// Which.
    pub meter: Meter,
    /// Mean a day.
    pub mean_per_day: f64,
    /// Half the width of the 95 % Student interval of that mean over runs; `None` with one run.
    pub ci95_half_width: Option<f64>,
    /// The least day.
    #[serde(skip_deserializing)]
    pub min_per_day: u64,
    /// The worst day.
    #[serde(skip_deserializing)]
    pub max_per_day: u64,
    /// The run of the worst day (the first such), from 0.
    #[serde(skip)]
    pub max_run: u32,
    /// The worst day within that run, from 1.
    #[serde(skip)]
    pub max_day: u32,
    /// The plan's daily limit; `None`: there is none.
    pub limit_per_day: Option<u64>,
    /// What the rest of the account spends of that limit a day.
    #[serde(skip_deserializing)]
    pub other_per_day: u64,
    /// The worst day with the rest of the account, as a share of the limit.
    pub used_ratio: Option<f64>,
    /// The mean day with the rest of the account, as a share of the limit.
    pub mean_ratio: Option<f64>,
    /// Days tried: days × runs.
    #[serde(skip_deserializing)]
    pub days_tried: u64,
    /// Days on which the limit was passed.
    #[serde(skip_deserializing)]
    pub days_over: u64,
    /// The 95 % upper bound on the share of such days; `None` without a limit.
    pub days_over_upper95: Option<f64>,
    /// The earliest time of day at which the limit is passed (of all days of all runs).
    #[serde(skip_deserializing)]
    pub limit_passed_at: Option<Moment>,
    /// The first moment of the first run at which the limit is passed.
    #[serde(skip)]
    pub first_passed_at: Option<Moment>,
    /// Mean of the first day of each run, which begins with cold caches.
    #[serde(skip)]
    pub first_day_mean: f64,
    /// Mean of all later days; `None` where a run has one day.
    #[serde(skip)]
    pub later_days_mean: Option<f64>,
}

/// A moment in one run.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize)]
pub struct Moment {
    /// The run, from 0.
    pub run: u32,
    /// The day, from 1.
    pub day: u32,
    /// Milliseconds since 00:00 UTC of that day.
    #[serde(rename = "time", serialize_with = "as_time")]
    pub ms_of_day: u32,
}

/// What happens where the limits are enforced.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct Enforced {
    /// The meters of which something was refused, in the order of [`Meter::ALL`].
    pub meters: Vec<EnforcedMeter>,
    /// What became of client requests.
    pub routing: RoutingSummary,
    /// The day after the first refusal, mean over the runs that have one.
    #[serde(skip)]
    pub next_day: Option<NextDay>,
    /// Requests that were sent because one had failed, mean a day.
    pub retries_per_day: f64,
}

/// The day after the first refusal of a run.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct NextDay {
    /// Granted, in the order of [`Meter::ALL`].
    pub granted: [f64; Meter::COUNT],
    /// What became of that day's client requests.
    pub routing: RoutingSummary,
}

/// One meter under enforcement.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct EnforcedMeter {
    /// Which.
    pub meter: Meter,
    /// Mean attempts a day, refused ones among them.
    pub attempts_per_day: f64,
    /// Mean refused a day.
    pub refused_per_day: f64,
    /// The least refused on one day on which anything was.
    #[serde(skip)]
    pub refused_min: u64,
    /// The most refused on one day.
    #[serde(skip)]
    pub refused_max: u64,
    /// Days on which anything was refused, of all days tried.
    #[serde(skip)]
    pub days_refused: u64,
    /// The first refusal of the first run that has one.
    pub first_refusal: Option<Moment>,
    /// Mean hours a day between the first refusal and the reset, over all days tried.
    pub hours_refused_per_day: f64,
    /// The same over the days on which anything was refused.
    #[serde(skip)]
    pub hours_per_refused_day: f64,
}

/// One kind of request.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct RequestSummary {
    /// Which.
    pub request: RequestKind,
    /// Requests a day.
    pub count_per_day: f64,
    /// KV reads a day.
    #[serde(skip_deserializing)]
    pub reads_per_day: f64,
    /// KV writes a day.
    #[serde(skip_deserializing)]
    pub writes_per_day: f64,
    /// KV deletes a day.
    #[serde(skip_deserializing)]
    pub deletes_per_day: f64,
    /// KV lists a day.
    #[serde(skip_deserializing)]
    pub lists_per_day: f64,
    /// Share of these requests that needed no KV operation.
    pub hit_ratio: f64,
    /// How long they took inside the Worker.
    pub latency_ms: LatencySummary,
    /// Requests that failed (a refused operation), a day.
    #[serde(skip_deserializing)]
    pub failed_per_day: f64,
    /// Requests that were sent because one had failed, a day; they are among the count.
    #[serde(skip_deserializing)]
    pub retried_per_day: f64,
}

/// All requests, whatever their kind.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct AllRequests {
    /// Requests a day.
    pub count_per_day: f64,
    /// Share of them that needed no KV operation.
    pub hit_ratio: f64,
    /// How long they took inside the Worker.
    pub latency_ms: LatencySummary,
}

/// Quantiles, in milliseconds.
#[derive(Clone, Copy, PartialEq, Debug, Serialize, Deserialize)]
pub struct LatencySummary {
    /// The median.
    #[serde(skip_deserializing)]
    pub p50: f64,
    /// 95 of 100 are within this.
    #[serde(skip_deserializing)]
    pub p95: f64,
    /// 99 of 100 are within this.
    pub p99: f64,
}

/// One cache of the coordinator.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct CacheSummary {
    /// Which.
    pub cache: CacheName,
    /// Share of its lookups that a fresh entry answered.
    pub hit_ratio: f64,
    /// The most entries at once, all isolates together.
    pub entries: u64,
    /// The same in bytes, estimated.
    pub bytes: u64,
}

/// Operations of one cause.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct CauseSummary {
    /// The operation's meter.
    pub meter: Meter,
    /// The request that caused it.
    pub request: RequestKind,
    /// Why.
    pub cause: Cause,
    /// Mean a day.
    pub mean_per_day: f64,
}

/// What became of client requests, mean a day.
#[derive(Clone, Copy, PartialEq, Debug, Default, Serialize, Deserialize)]
pub struct RoutingSummary {
    /// Sent to a worker that was up.
    pub ok_per_day: f64,
    /// Sent to a worker that was down.
    pub misrouted_per_day: f64,
    /// No healthy worker was known.
    pub unroutable_per_day: f64,
    /// Workers that were up and left out as dead, counted each time a list was made.
    pub false_dead_per_day: f64,
    /// Client requests that failed because an operation or the request itself was refused.
    #[serde(skip_deserializing)]
    pub failed_per_day: f64,
}

/// One hour of the day, mean over all days of all runs.
#[derive(Clone, PartialEq, Debug)]
pub struct HourSummary {
    /// `0..24`, UTC.
    pub hour: u8,
    /// Mean counts of that hour, in the order of [`Meter::ALL`].
    pub counts: [f64; Meter::COUNT],
}

/// Heartbeats that wrote nothing, mean a day.
#[derive(Clone, Copy, PartialEq, Debug, Default)]
pub struct SkippedSummary {
    /// Nothing had changed.
    pub unchanged_per_day: f64,
    /// The load had moved by no more than `load_delta`.
    pub small_load_change_per_day: f64,
    /// Refused: KV did not know the worker.
    pub unknown_per_day: f64,
}

/// One run.
#[derive(Clone, PartialEq, Debug)]
pub struct RunDetail {
    /// Its number, from 0.
    pub run: u32,
    /// Its days, in order.
    pub days: Vec<DayCounts>,
    /// Operations by request kind, cause and meter, totals of the run.
    pub causes: Vec<(RequestKind, Cause, Meter, u64)>,
}

/// Something the user should look at.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Warning {
    /// A kebab-case code, `ttl-equals-interval`.
    pub code: &'static str,
    /// What is the matter.
    pub message: String,
    /// What it leads to.
    pub note: Option<String>,
    /// What to try.
    pub help: Option<String>,
}
