//! What all engines have to agree on, and how long one took for it.

use std::cell::Cell;
use std::time::{Duration, Instant as Moment};

use kvplan::coordinator::Coordinator;
use kvplan::simulation::{Ledger, Watch, run_until};
use kvplan::words::{Cause, Meter, Op, RequestKind};

use crate::work::Work;

/// The kinds of request that occur here: heartbeats and routes.
pub(crate) const KINDS: usize = 2;

/// The part of a [`Ledger`] that this work touches; the hand-written loops keep it themselves.
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
        }
    }

    fn of(ledger: &Ledger) -> Self {
        const METERS: [Meter; 3] = [Meter::Requests, Meter::Reads, Meter::Writes];
        let kinds = [RequestKind::Heartbeat, RequestKind::Route];
        let of_kind = |kind: RequestKind| &ledger.requests[kind.index()];
        let day = |day: &kvplan::platform::DayCounts| {
            METERS.map(|meter| (day.count(meter), day.passed_at(meter)))
        };
        Self {
            days: ledger.days.iter().map(day).collect(),
            hours: ledger.hours.map(|hour| METERS.map(|meter| hour[meter.index()])),
            requests: kinds.map(|kind| of_kind(kind).count),
            hits: kinds.map(|kind| of_kind(kind).hits),
            causes: kinds.map(|kind| {
                let causes = ledger.causes[kind.index()];
                causes.map(|ops| [Op::Read, Op::Write].map(|op| ops[op.index()]))
            }),
            skipped: [ledger.skipped.unchanged, ledger.skipped.small_load_change],
            routed: ledger.routing.ok,
            lookups: [ledger.caches[0].hits, ledger.caches[0].lookups],
        }
    }

    /// Heartbeats that arrived.
    pub(crate) fn beats(&self) -> u64 {
        self.requests[0]
    }
}

/// What an engine counted, and how long it took between its first request and its last count; the
/// building of its world is not in it.
#[derive(Clone, Debug)]
pub(crate) struct Timed {
    pub(crate) tally: Tally,
    pub(crate) took: Duration,
}

impl Timed {
    pub(crate) fn ns_per_beat(&self) -> f64 {
        self.took.as_nanos() as f64 / self.tally.beats() as f64
    }
}

/// Notes when a day was done last.
struct Clock(Cell<Moment>);

impl Watch for Clock {
    fn day_is_done(&self) {
        self.0.set(Moment::now());
    }

    fn goes_on(&self) -> bool {
        true
    }
}

/// kvplan itself: the whole path, with the real coordinator.
pub(crate) fn kvplan(work: &Work) -> Timed {
    let end = Clock(Cell::new(Moment::now()));
    let begin = Cell::new(None);
    // The one isolate of this work is born with the first request.
    let new = || {
        begin.set(begin.get().or_else(|| Some(Moment::now())));
        Coordinator::new(work.scenario.policy.clone())
    };
    let ledger = run_until(&work.scenario, (work.run_id(), work.horizon), new, &end);
    let took = end.0.get() - begin.get().expect("a request came");
    Timed { tally: Tally::of(&ledger.expect("nobody stops it")), took }
}
