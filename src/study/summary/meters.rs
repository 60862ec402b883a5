//! What each meter counts, and what enforcing its limit does.

use serde::{Deserialize, Serialize};

use super::RoutingSummary;
use crate::study::serial::as_time;
use crate::words::Meter;

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
