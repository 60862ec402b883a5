//! What a ledger keeps of each kind of request, each cache, and of what was refused.

use super::histogram::Histogram;
use crate::words::Instant;

/// One kind of request.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct RequestCounts {
    /// Requests that reached the Worker.
    pub count: u64,
    /// Of those that ended, the ones that needed no KV operation.
    pub hits: u64,
    /// Ended badly: an operation, or the request itself, was refused.
    pub failed: u64,
    /// Requests that were sent because one had failed; they are among `count`.
    pub retried: u64,
    /// How long they took; requests without a delay are only counted.
    pub latency: Histogram,
}

/// Heartbeats that wrote nothing, by reason.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct SkippedBeats {
    /// Nothing had changed.
    pub unchanged: u64,
    /// The load had moved by no more than `load_delta`.
    pub small_load_change: u64,
    /// There was something to write, and it was left out.
    pub dropped: u64,
    /// Refused: KV did not know the worker.
    pub unknown: u64,
}

/// Refusals of one meter by its daily limit.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct RefusedDays {
    /// Refused in all.
    pub total: u64,
    /// Days with a refusal.
    pub days: u64,
    /// The least of such a day.
    pub least: u64,
    /// The most of a day.
    pub most: u64,
    /// Milliseconds from the first refusal of each such day to its end.
    pub without_ms: u64,
    /// The first refusal.
    pub first: Option<Instant>,
}

impl RefusedDays {
    /// Adds days that come later, or those of another run; the first refusal stays the first.
    pub fn add(&mut self, other: &Self) {
        if other.days > 0 {
            self.least = if self.days == 0 { other.least } else { self.least.min(other.least) };
        }
        self.most = self.most.max(other.most);
        self.total += other.total;
        self.days += other.days;
        self.without_ms += other.without_ms;
        self.first = self.first.or(other.first);
    }
}

/// One cache, all isolates together.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct CacheCounts {
    /// Lookups that hit.
    pub hits: u64,
    /// All lookups.
    pub lookups: u64,
    /// The most entries at once, looked at as [`Ledger::memory_bytes`](super::Ledger::memory_bytes) is.
    pub entries: u64,
    /// Their memory, in bytes (estimated).
    pub bytes: u64,
}
