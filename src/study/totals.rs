//! Exact sums over all days of all runs: what `explain` adds up.

use crate::words::{CacheName, Cause, Meter, RequestKind};

/// Whole numbers, so that parts add up to their whole.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Totals {
    /// Days of all runs together.
    pub days: u64,
    /// Operations by meter, request kind and cause, those that occurred, in this order.
    pub causes: Vec<CauseTotal>,
    /// The kinds of request that occurred, in the order of [`RequestKind::ALL`].
    pub requests: Vec<RequestTotal>,
    /// The caches that were looked into, in the order of [`CacheName::ALL`].
    pub caches: Vec<CacheTotal>,
    /// Heartbeats that wrote nothing because nothing had changed.
    pub unchanged_heartbeats: u64,
    /// Heartbeats that wrote nothing because the load had moved by no more than `load_delta`.
    pub small_load_changes: u64,
}

/// Operations of one cause.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct CauseTotal {
    /// The operation's meter.
    pub meter: Meter,
    /// The request that caused it.
    pub request: RequestKind,
    /// Why.
    pub cause: Cause,
    /// How many.
    pub count: u64,
}

/// Requests of one kind.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct RequestTotal {
    /// Which.
    pub request: RequestKind,
    /// How many.
    pub count: u64,
    /// Those that needed no KV operation.
    pub hits: u64,
}

/// Lookups of one cache.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct CacheTotal {
    /// Which.
    pub cache: CacheName,
    /// Lookups that a fresh entry answered.
    pub hits: u64,
    /// All lookups.
    pub lookups: u64,
}
