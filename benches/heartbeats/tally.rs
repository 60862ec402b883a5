//! What all engines have to agree on, and how long one took for it.

use std::fmt;
use std::time::Duration;

use kvplan::words::Cause;

use crate::machine::Stopwatch;

/// The kinds of request that occur here: heartbeats and routes.
pub(crate) const KINDS: usize = 2;

/// The part of kvplan's ledger that this work touches; the hand-written loops keep it themselves.
#[derive(Clone, PartialEq, Debug)]
pub(crate) struct Tally {
    /// By day: requests, reads, writes, and when the limit of each was passed (ms of the day).
    pub(crate) days: Vec<[(u64, Option<u32>); 3]>,
    /// By hour of the day: requests, reads, writes.
    pub(crate) hours: [[u64; 3]; 24],
    /// Requests that arrived, by kind.
    pub(crate) requests: [u64; KINDS],
    /// Requests that needed no operation, by kind.
    pub(crate) hits: [u64; KINDS],
    /// Reads and writes by kind and cause.
    pub(crate) causes: [[[u64; 2]; Cause::COUNT]; KINDS],
    /// Heartbeats that wrote nothing: unchanged, small change of the load.
    pub(crate) skipped: [u64; 2],
    /// Requests that were routed.
    pub(crate) routed: u64,
    /// Lookups of the worker cache that hit, and all of them.
    pub(crate) lookups: [u64; 2],
    /// The loops begin their tally when they begin.
    pub(crate) begun: Begun,
}

/// When it was; any time is as good as another.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Begun(Stopwatch);

impl PartialEq for Begun {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

impl Tally {
    pub(crate) fn new() -> Self {
        Self {
            days: Vec::new(),
            hours: [[0; 3]; 24],
            requests: [0; KINDS],
            hits: [0; KINDS],
            causes: [[[0; 2]; Cause::COUNT]; KINDS],
            skipped: [0; 2],
            routed: 0,
            lookups: [0; 2],
            begun: Begun(Stopwatch::start()),
        }
    }

    /// Heartbeats that arrived.
    pub(crate) fn beats(&self) -> u64 {
        self.requests[0]
    }

    fn operations(&self, op: usize) -> u64 {
        self.causes.iter().flatten().map(|ops| ops[op]).sum()
    }
}

/// What other programs, which draw their own numbers, can be held against.
impl fmt::Display for Tally {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (beats, routed) = (self.beats(), self.routed);
        let [reads, writes] = [0, 1].map(|op| self.operations(op));
        write!(f, "{beats} beats, {reads} reads, {writes} writes, {routed} routed")
    }
}

/// What an engine counted, and the CPU time that it took between its first request and its last count; the
/// building of its world is not in it.
#[derive(Clone, Debug)]
pub(crate) struct Timed {
    pub(crate) tally: Tally,
    pub(crate) took: Duration,
}

impl Timed {
    /// Of a loop by hand, which has just ended: it looks at the clock on the wall.
    pub(crate) fn in_cpu_time(self) -> Self {
        Self { took: self.tally.begun.0.without_waiting(self.took), ..self }
    }

    pub(crate) fn ns_per_beat(&self) -> f64 {
        self.took.as_nanos() as f64 / self.tally.beats() as f64
    }
}
