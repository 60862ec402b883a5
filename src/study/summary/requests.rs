//! What each kind of request, cache and cause comes to.

use serde::{Deserialize, Serialize};

use crate::words::{CacheName, Cause, Meter, RequestKind};

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

/// What isolates that live at the same time say of their caches, each of itself since it was born, and
/// what that comes to.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct LivingSummary {
    /// How many of them have looked anything up.
    pub isolates: usize,
    /// The least share of lookups that fresh entries answered.
    pub hit_ratio_min: f64,
    /// The greatest.
    pub hit_ratio_max: f64,
    /// That of all lookups together.
    pub hit_ratio: f64,
    /// The least memory, estimated.
    pub bytes_min: u64,
    /// The most.
    pub bytes_max: u64,
    /// That of all together.
    pub bytes: u64,
}

/// Operations of one cause.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
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
