//! Exact sums over all days of all runs: what `explain` adds up.

use serde::Serialize;

use crate::words::{CacheName, Cause, Meter, RequestKind};

/// Whole numbers, so that parts add up to their whole.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize)]
pub struct Totals {
    /// Days of all runs together.
    #[serde(skip)]
    pub days: u64,
    /// Operations by meter, request kind and cause, those that occurred, in this order.
    #[serde(skip)]
    pub causes: Vec<CauseTotal>,
    /// Heartbeats that wrote nothing because nothing had changed.
    #[serde(rename = "heartbeats_unchanged_total")]
    pub unchanged_heartbeats: u64,
    /// Heartbeats that wrote nothing because the load had moved by no more than `load_delta`.
    #[serde(rename = "heartbeats_small_load_change_total")]
    pub small_load_changes: u64,
    /// Heartbeats whose write was left out, as one too many of the day or because it was refused.
    #[serde(rename = "heartbeats_dropped_total")]
    pub dropped_heartbeats: u64,
    /// The kinds of request that occurred, in the order of [`RequestKind::ALL`].
    pub requests: Vec<RequestTotal>,
    /// The caches that were looked into, in the order of [`CacheName::ALL`].
    pub caches: Vec<CacheTotal>,
}

/// Operations of one cause.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize)]
pub struct CauseTotal {
    /// The operation's meter.
    pub meter: Meter,
    /// The request that caused it.
    pub request: RequestKind,
    /// Why.
    pub cause: Cause,
    /// How many.
    #[serde(rename = "count_total")]
    pub count: u64,
}

/// Requests of one kind.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize)]
pub struct RequestTotal {
    /// Which.
    pub request: RequestKind,
    /// How many.
    #[serde(rename = "count_total")]
    pub count: u64,
    /// Those that needed no KV operation.
    #[serde(rename = "without_operation_total")]
    pub hits: u64,
}

/// Lookups of one cache.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize)]
pub struct CacheTotal {
    /// Which.
    pub cache: CacheName,
    /// All lookups.
    #[serde(rename = "lookups_total")]
    pub lookups: u64,
    /// Lookups that a fresh entry answered.
    #[serde(rename = "hits_total")]
    pub hits: u64,
}
