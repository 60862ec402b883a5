//! What happened in one run: the only place where a simulation counts.
//!
//! By day and meter ([`DayCounts`]), by hour of the day, by (kind of request, cause, meter), by kind
//! of request with latencies, and what became of client requests. It decides nothing.

mod axes;
mod colo_counts;
mod counts;
mod histogram;

pub use axes::Operations;
pub use colo_counts::{ColoCounts, RoutingCounts, Unlisted};
pub use counts::{CacheCounts, RefusedDays, RequestCounts, SkippedBeats};
pub use histogram::Histogram;

use crate::platform::{ClosedDay, DayCounts};
use crate::program::{Axes, Label, Outcome, Skip};
use crate::words::{CacheName, DAY_MS, Instant, Meter, Op, Refusal, RequestKind};

/// Everything that one run says.
#[derive(Clone, PartialEq, Debug)]
pub struct Ledger {
    /// One a day, in order.
    pub days: Vec<DayCounts>,
    /// What became of client requests, up to the end of each day.
    pub routing_by: Vec<RoutingCounts>,
    /// By hour of the day and meter, all days together.
    pub hours: [[u64; Meter::COUNT]; 24],
    /// By kind of request, in the order of [`RequestKind::ALL`].
    pub requests: [RequestCounts; RequestKind::COUNT],
    /// Operations by kind of request and cause.
    pub causes: Operations,
    /// Heartbeats that wrote nothing.
    pub skipped: SkippedBeats,
    /// What became of client requests.
    pub routing: RoutingCounts,
    /// Operations refused by reason, in the order of [`Refusal::ALL`].
    pub refused: [u64; Refusal::COUNT],
    /// What was refused by the daily limits, a meter at a time; see [`RefusedDays`].
    pub refused_days: [RefusedDays; Meter::COUNT],
    /// By cache, in the order of [`CacheName::ALL`].
    pub caches: [CacheCounts; CacheName::COUNT],
    /// What all caches of each isolate did that was looked into and lives at the end, since it was born.
    pub living: Vec<CacheCounts>,
    /// The most memory of all caches together, looked at each hour, in bytes (estimated).
    pub memory_bytes: u64,
    /// Index entries of other workers that a write undid, because it was made from an older list.
    pub lost_updates: u64,
    /// What was read from KV and written to it, in bytes before compression (estimated).
    pub moved_bytes: u64,
    /// The most that KV held, looked at each hour, in bytes before compression (estimated).
    pub stored_bytes: u64,
    /// Live workers that no route can find, looked at each hour once a registration was made.
    pub unlisted: Unlisted,
    /// By colo, in the order of the scenario.
    pub colos: Vec<ColoCounts>,
    /// Events handled: requests begun, and replies delivered.
    pub events: u64,
}

impl Ledger {
    /// An empty ledger for so many days and colos, and a program's labels.
    pub fn new(days: u32, colos: usize, axes: Axes<'_>) -> Self {
        Self {
            days: Vec::with_capacity(days as usize),
            routing_by: Vec::with_capacity(days as usize),
            hours: [[0; Meter::COUNT]; 24],
            requests: Default::default(),
            causes: Operations::new(axes),
            skipped: SkippedBeats::default(),
            routing: RoutingCounts::default(),
            refused: [0; Refusal::COUNT],
            refused_days: [RefusedDays::default(); Meter::COUNT],
            caches: [CacheCounts::default(); CacheName::COUNT],
            living: Vec::new(),
            memory_bytes: 0,
            lost_updates: 0,
            moved_bytes: 0,
            stored_bytes: 0,
            unlisted: Unlisted::default(),
            colos: vec![ColoCounts::default(); colos],
            events: 0,
        }
    }

    /// A request has reached the Worker.
    #[inline]
    pub(super) fn arrive(&mut self, kind: RequestKind, colo: usize, hour: usize) {
        self.arrive_many(kind, 1, (colo, hour));
    }

    /// So many requests have reached the Worker within an hour.
    #[inline]
    pub(super) fn arrive_many(
        &mut self,
        kind: RequestKind,
        many: u64,
        (colo, hour): (usize, usize),
    ) {
        self.events += many;
        self.hours[hour][Meter::Requests.index()] += many;
        self.requests[kind.index()].count += many;
        if let [_, _, ..] = self.colos.as_slice() {
            self.colos[colo].requests += many;
        }
    }

    /// So many heartbeats that a cache answered.
    #[inline]
    pub(super) fn skip_many(&mut self, kind: RequestKind, skip: Skip, many: u64) {
        self.requests[kind.index()].hits += many;
        match skip {
            Skip::Unchanged => self.skipped.unchanged += many,
            Skip::SmallLoadChange => self.skipped.small_load_change += many,
            Skip::Dropped => self.skipped.dropped += many,
        }
    }

    /// A colo's edge cache has answered a read.
    #[inline]
    pub(super) fn read_hot(&mut self, colo: usize) {
        self.colos[colo].hot_reads += 1;
    }

    /// An operation was granted.
    #[inline]
    pub(super) fn operate(
        &mut self,
        op: Op,
        (kind, cause): (RequestKind, Label),
        (colo, hour): (usize, usize),
    ) {
        self.hours[hour][op.meter().index()] += 1;
        self.causes.count(op, (kind.into(), cause));
        if let [_, _, ..] = self.colos.as_slice() {
            let colo = &mut self.colos[colo];
            colo.operations[op.index()] += 1;
            if self.causes.is_cold(cause) {
                colo.cold_start_operations[op.index()] += 1;
            }
        }
    }

    /// The run is over. A single colo has all there is, so that nothing was counted for it on the way.
    pub(super) fn finish(&mut self) {
        let requests = self.requests.iter().map(|request| request.count).sum();
        let operations = Op::ALL.map(|op| self.operations(op));
        let cold = self.causes.cold();
        if let [only] = self.colos.as_mut_slice() {
            only.requests = requests;
            only.operations = operations;
            only.cold_start_operations = cold;
        }
    }

    /// An isolate was born in a colo.
    pub(super) fn start_cold(&mut self, colo: usize) {
        self.colos[colo].cold_starts += 1;
    }

    /// A client request has ended.
    pub(super) fn route(&mut self, colo: usize, counts: &RoutingCounts) {
        self.routing.add(counts);
        self.colos[colo].routing.add(counts);
    }

    /// A router in a colo chose a worker whose last heartbeat, as it knew, was so old.
    pub(super) fn choose(&mut self, colo: usize, age_ms: u64) {
        let colo = &mut self.colos[colo];
        colo.stalest_ms = colo.stalest_ms.max(age_ms);
        if age_ms > 0 {
            colo.staleness.add(age_ms);
        }
    }

    pub(super) fn refuse(&mut self, refusal: Refusal) {
        self.refused[refusal.index()] += 1;
    }

    /// A request has ended after so many operations and milliseconds. Client requests and skipped
    /// heartbeats are told apart elsewhere.
    #[inline]
    pub(super) fn end(&mut self, kind: RequestKind, operations: u32, latency_ms: u64) {
        let request = &mut self.requests[kind.index()];
        request.hits += u64::from(operations == 0);
        if latency_ms > 0 {
            request.latency.add(latency_ms);
        }
    }

    /// A request is sent because one has failed.
    pub(super) fn retry(&mut self, kind: RequestKind) {
        self.requests[kind.index()].retried += 1;
    }

    pub(super) fn fail(&mut self, kind: RequestKind) {
        self.requests[kind.index()].failed += 1;
    }

    /// A heartbeat's end, but for its latency.
    pub(super) fn note_skip(&mut self, outcome: &Outcome) {
        match outcome {
            Outcome::Skipped(Skip::Unchanged) => self.skipped.unchanged += 1,
            Outcome::Skipped(Skip::SmallLoadChange) => self.skipped.small_load_change += 1,
            Outcome::Skipped(Skip::Dropped) => self.skipped.dropped += 1,
            Outcome::Unknown => self.skipped.unknown += 1,
            _ => {}
        }
    }

    /// A day is over; its number follows from those before it.
    pub(super) fn close_day(&mut self, day: &ClosedDay) {
        let start = Instant::of_day(self.days.len() as u32);
        self.days.push(day.counts);
        self.routing_by.push(self.routing);
        for meter in Meter::ALL {
            let refused = day.refused[meter.index()];
            let Some(at) = day.counts.passed_at(meter).filter(|_| refused > 0) else { continue };
            self.refused_days[meter.index()].add(&RefusedDays {
                total: refused,
                days: 1,
                least: refused,
                most: refused,
                without_ms: DAY_MS - u64::from(at),
                first: Some(Instant::from_ms(start.ms() + u64::from(at))),
            });
        }
    }

    /// Isolates born in all colos, the first ones among them.
    pub fn cold_starts(&self) -> u64 {
        self.colos.iter().map(|colo| colo.cold_starts).sum()
    }

    /// Operations on a meter in all, by the causes.
    pub fn operations(&self, op: Op) -> u64 {
        self.causes.all().map(|(_, counts)| counts[op.index()]).sum()
    }

    /// Operations of one kind of request.
    pub fn operations_of(&self, kind: RequestKind, op: Op) -> u64 {
        let of_kind = self.causes.all().filter(|((request, _), _)| *request == kind.into());
        of_kind.map(|(_, counts)| counts[op.index()]).sum()
    }

    /// What became of client requests on one day, counted from 0.
    pub fn routing_of_day(&self, day: usize) -> RoutingCounts {
        let before = day.checked_sub(1).map(|before| self.routing_by[before]).unwrap_or_default();
        self.routing_by[day].minus(&before)
    }

    /// What was counted on a meter in all days.
    pub fn total(&self, meter: Meter) -> u64 {
        self.days.iter().map(|day| day.count(meter)).sum()
    }
}
