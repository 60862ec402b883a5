//! Laws of every run, over scenarios that are drawn whole.

use std::cell::RefCell;
use std::collections::BTreeSet;

use kvplan::coordinator::{
    Ask, AskId, Begun, Coordinator, Outcome, Reply, Request, Roster, Stats, TaskId,
};
use kvplan::platform::Mode;
use kvplan::simulation::{self, Ledger, Program, RunId};
use kvplan::words::{Instant, Meter, Op, Refusal, RequestKind};

use crate::support::drawn::{Drawn, each};
use crate::support::simulated::{Unwatched, run};

/// Requests of one kind, as the coordinators of all isolates saw them.
#[derive(Clone, Copy, Default, PartialEq, Eq, Debug)]
struct Seen {
    sent: u64,
    ended: u64,
    failed: u64,
    in_flight: u64,
}

type Counts = RefCell<[Seen; RequestKind::COUNT]>;

/// A coordinator whose requests are counted as they come and as they go.
struct Counted<'c> {
    inner: Coordinator,
    open: BTreeSet<(u32, usize)>,
    counts: &'c Counts,
}

impl Counted<'_> {
    fn see(&self, kind: usize, count: impl FnOnce(&mut Seen)) {
        count(&mut self.counts.borrow_mut()[kind]);
    }

    fn end(&self, kind: usize, outcome: &Outcome) {
        self.see(kind, |seen| match outcome {
            Outcome::Failed(_) => seen.failed += 1,
            _ => seen.ended += 1,
        });
    }
}

impl Program for Counted<'_> {
    fn begin(&mut self, request: &Request, now: Instant, roster: &impl Roster) -> Begun {
        let kind = request.kind().index();
        self.see(kind, |seen| seen.sent += 1);
        let begun = self.inner.begin(request, now, roster);
        match &begun {
            Begun::Done(outcome) => self.end(kind, outcome),
            Begun::Pending(TaskId(task)) => {
                assert!(self.open.insert((*task, kind)), "{task} is under way already");
            }
        }
        begun
    }

    fn next_ask(&mut self) -> Option<Ask> {
        self.inner.next_ask()
    }

    fn answer(&mut self, ask: AskId, reply: Reply, now: Instant, roster: &impl Roster) {
        self.inner.answer(ask, reply, now, roster);
    }

    fn next_done(&mut self) -> Option<(TaskId, Outcome)> {
        let (TaskId(task), outcome) = self.inner.next_done()?;
        let open = self.open.iter().find(|(it, _)| *it == task).copied().expect("it was begun");
        self.open.remove(&open);
        self.end(open.1, &outcome);
        Some((TaskId(task), outcome))
    }

    fn stats(&self) -> Stats {
        self.inner.stats()
    }
}

/// What is under way when its isolate goes, or when the run ends.
impl Drop for Counted<'_> {
    fn drop(&mut self) {
        self.open.iter().for_each(|(_, kind)| self.see(*kind, |seen| seen.in_flight += 1));
    }
}

/// Run 0, and what its coordinators saw.
fn counted(drawn: &Drawn, mode: Mode) -> (Ledger, [Seen; RequestKind::COUNT]) {
    let counts = Counts::default();
    let new = || Counted {
        inner: Coordinator::new(drawn.scenario().policy.clone()),
        open: BTreeSet::new(),
        counts: &counts,
    };
    let id = RunId { run: 0, mode };
    let ledger = simulation::run(drawn.scenario(), id, new, &Unwatched).expect("nobody stops it");
    (ledger, counts.into_inner())
}

#[test]
fn what_was_sent_has_ended_has_failed_or_is_in_flight() {
    let mut in_flight = 0;
    each(|drawn| {
        for mode in [Mode::Measure, Mode::Enforce] {
            let (ledger, seen) = counted(drawn, mode);
            for (kind, seen) in RequestKind::ALL.into_iter().zip(seen) {
                assert_eq!(
                    seen.sent,
                    seen.ended + seen.failed + seen.in_flight,
                    "{kind}: {seen:?}"
                );
                assert_eq!(ledger.requests[kind.index()].count, seen.sent, "{kind}: {seen:?}");
                in_flight += seen.in_flight;
            }
            // Who is turned away at the door has failed and reached no coordinator.
            let door = ledger.refused_days[Meter::Requests.index()].total;
            let failed = |of: &dyn Fn(usize) -> u64| (0..RequestKind::COUNT).map(of).sum::<u64>();
            let told = failed(&|kind| ledger.requests[kind].failed);
            assert_eq!(told, failed(&|kind| seen[kind].failed) + door);
            assert!(mode == Mode::Enforce || door == 0);
            let route = RequestKind::Route.index();
            let fates = ledger.routing;
            let ended = fates.ok + fates.misrouted + fates.unroutable;
            assert_eq!(ended, seen[route].ended, "{fates:?}");
            // Of those that failed, each was sent once more, waits for that, or was given up.
            let routes = &ledger.requests[route];
            assert!(routes.retried + fates.failed <= routes.failed, "{fates:?} {routes:?}");
            if drawn.scenario().traffic.iter().all(|it| it.retry.attempts == 1) {
                assert_eq!((routes.retried, fates.failed), (0, routes.failed));
            }
        }
    });
    assert!(in_flight > 0, "no run ended with a request under way");
}

#[test]
fn enforced_no_day_grants_more_than_its_limits() {
    let (mut passed, mut reached) = (0, 0);
    each(|drawn| {
        let (plan, other) = (&drawn.scenario().plan, &drawn.scenario().account.other);
        let measured = run(drawn.scenario(), 0, Mode::Measure);
        let enforced = run(drawn.scenario(), 0, Mode::Enforce);
        assert_eq!(measured.refused[Refusal::DailyLimit.index()], 0);
        let limits = Meter::ALL.into_iter().filter_map(|it| Some((it, plan.limit(it)?)));
        for (meter, limit) in limits {
            for (measured, enforced) in measured.days.iter().zip(&enforced.days) {
                let granted = enforced.count(meter);
                assert!(granted <= limit, "{meter}: {granted} of {limit}");
                let demand = measured.count(meter) + other[meter.index()];
                assert!(measured.passed_at(meter).is_none() || demand > limit, "{meter}");
                passed += u32::from(granted < measured.count(meter));
                reached += u32::from(granted == limit);
            }
        }
        // What passes nothing is as it was.
        let passes = |day: &kvplan::platform::DayCounts| {
            Meter::ALL.iter().any(|it| day.passed_at(*it).is_some())
        };
        if !measured.days.iter().any(passes) {
            assert_eq!(measured, enforced);
        }
    });
    assert!(passed > 20 && reached > 20, "limits bind: {passed} {reached}");
}

#[test]
fn hours_causes_and_colos_add_up_to_the_days() {
    each(|drawn| {
        for mode in [Mode::Measure, Mode::Enforce] {
            let ledger = run(drawn.scenario(), 0, mode);
            for meter in Meter::ALL {
                let hours: u64 = ledger.hours.iter().map(|hour| hour[meter.index()]).sum();
                assert_eq!(hours, ledger.total(meter), "{meter}");
            }
            for op in Op::ALL {
                let colos: u64 = ledger.colos.iter().map(|colo| colo.operations[op.index()]).sum();
                let all = ledger.total(op.meter());
                assert_eq!((ledger.operations(op), colos), (all, all), "{op:?}");
            }
            let kinds: u64 = ledger.requests.iter().map(|kind| kind.count).sum();
            let colos: u64 = ledger.colos.iter().map(|colo| colo.requests).sum();
            let all = ledger.total(Meter::Requests);
            assert_eq!((kinds, colos), (all, all));
        }
    });
}
