//! kvplan itself: the whole path, with the real coordinator. What is called of it stands here alone.

use std::cell::Cell;
use std::time::{Duration, Instant as Moment};

use kvplan::coordinator::{Coordinator, Policy};
use kvplan::platform::DayCounts;
use kvplan::program::{Axes, Birth, Coupling, Deployed};
use kvplan::simulation::{Ledger, Watch, run_until};
use kvplan::words::{Cause, Layout, Meter, Op, RequestKind};

use crate::machine::Stopwatch;
use crate::tally::{Tally, Timed};
use crate::work::Work;

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

/// The policy of the work; notes when the one isolate of this work is born, with the first request.
struct Noted<'w> {
    policy: &'w Policy,
    born: Cell<Option<(Stopwatch, Moment)>>,
}

impl Deployed for Noted<'_> {
    type Program = Coordinator;

    fn born(&self, birth: Birth) -> Coordinator {
        self.born.set(self.born.get().or_else(|| Some((Stopwatch::start(), Moment::now()))));
        self.policy.born(birth)
    }

    fn axes(&self) -> Axes<'_> {
        self.policy.axes()
    }

    fn coupling(&self) -> Option<Coupling> {
        self.policy.coupling()
    }

    fn layout(&self) -> Layout {
        self.policy.layout()
    }
}

/// Does the work.
pub(crate) fn run(work: &Work) -> Timed {
    let (ledger, took) = simulate(work);
    Timed { tally: counted(&ledger), took }
}

/// Does it and counts nothing itself, with the CPU time that it took.
pub(crate) fn simulate(work: &Work) -> (Ledger, Duration) {
    let end = Clock(Cell::new(Moment::now()));
    let noted = Noted { policy: &work.scenario.policy, born: Cell::new(None) };
    let ledger = run_until(&work.scenario, (work.run_id(), work.horizon), &noted, &end);
    let (watch, begin) = noted.born.get().expect("a request came");
    let took = watch.without_waiting(end.0.get() - begin);
    (ledger.expect("nobody stops it"), took)
}

fn counted(ledger: &Ledger) -> Tally {
    const METERS: [Meter; 3] = [Meter::Requests, Meter::Reads, Meter::Writes];
    let kinds = [RequestKind::Heartbeat, RequestKind::Route];
    let of_kind = |kind: RequestKind| &ledger.requests[kind.index()];
    let day = |day: &DayCounts| METERS.map(|meter| (day.count(meter), day.passed_at(meter)));
    Tally {
        days: ledger.days.iter().map(day).collect(),
        hours: ledger.hours.map(|hour| METERS.map(|meter| hour[meter.index()])),
        requests: kinds.map(|kind| of_kind(kind).count),
        hits: kinds.map(|kind| of_kind(kind).hits),
        causes: kinds.map(|kind| {
            Cause::ALL.map(|cause| {
                let ops = ledger.causes.of(kind.into(), cause.into());
                [Op::Read, Op::Write].map(|op| ops[op.index()])
            })
        }),
        skipped: [ledger.skipped.unchanged, ledger.skipped.small_load_change],
        routed: ledger.routing.ok,
        lookups: [ledger.caches[0].hits, ledger.caches[0].lookups],
        ..Tally::new()
    }
}
