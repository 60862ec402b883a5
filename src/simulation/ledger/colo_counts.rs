//! What a ledger keeps of each colo, and of client requests.

use super::histogram::Histogram;
use crate::words::Op;

/// What became of client requests.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct RoutingCounts {
    /// Sent to a worker that was up.
    pub ok: u64,
    /// Sent to a worker that was down.
    pub misrouted: u64,
    /// No healthy worker was known.
    pub unroutable: u64,
    /// Live workers left out as dead, each time a list was made.
    pub false_dead: u64,
    /// Failed because something was refused, and no attempt was left.
    pub failed: u64,
}

impl RoutingCounts {
    pub(super) fn minus(&self, earlier: &Self) -> Self {
        Self {
            ok: self.ok - earlier.ok,
            misrouted: self.misrouted - earlier.misrouted,
            unroutable: self.unroutable - earlier.unroutable,
            false_dead: self.false_dead - earlier.false_dead,
            failed: self.failed - earlier.failed,
        }
    }

    /// Adds what another one holds.
    pub fn add(&mut self, other: &Self) {
        self.ok += other.ok;
        self.misrouted += other.misrouted;
        self.unroutable += other.unroutable;
        self.false_dead += other.false_dead;
        self.failed += other.failed;
    }
}

/// Workers that are up and stand in no index of a service that they offer: no request reaches them.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Unlisted {
    /// How often it was looked, once an hour.
    pub looks: u64,
    /// Such workers, all looks together.
    pub workers: u64,
    /// The most of one look.
    pub most: u64,
}

impl Unlisted {
    /// Adds one look, which found so many.
    pub(in crate::simulation) fn look(&mut self, workers: u64) {
        self.add(&Self { looks: 1, workers, most: workers });
    }

    /// Adds what another one holds.
    pub fn add(&mut self, other: &Self) {
        self.looks += other.looks;
        self.workers += other.workers;
        self.most = self.most.max(other.most);
    }
}

/// One colo.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct ColoCounts {
    /// Requests that reached it, refused ones apart.
    pub requests: u64,
    /// Operations, in the order of [`Op::ALL`].
    pub operations: [u64; Op::COUNT],
    /// Reads that its edge cache answered.
    pub hot_reads: u64,
    /// Isolates born, the first ones among them.
    pub cold_starts: u64,
    /// Operations with the cause [`Cause::Cold`](crate::words::Cause::Cold), in the order of [`Op::ALL`].
    pub cold_start_operations: [u64; Op::COUNT],
    /// What became of client requests.
    pub routing: RoutingCounts,
    /// How old the last heartbeat was that the router knew of the worker that it chose, in
    /// milliseconds; the choices of the same instant are not in it.
    pub staleness: Histogram,
    /// The oldest of them, in milliseconds.
    pub stalest_ms: u64,
}
