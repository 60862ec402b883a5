//! Laws of every run, over scenarios that are drawn whole.

use std::cell::RefCell;
use std::collections::BTreeMap;

use kvplan::coordinator::{Coordinator, Policy, Token};
use kvplan::platform::Mode;
use kvplan::program::{
    Ask, AskId, Axes, Birth, Coupling, Deployed, Outcome, Program, Reply, Request, Roster, Stats,
    Step, TaskId,
};
use kvplan::simulation::{self, Ledger, RunId};
use kvplan::words::{Instant, Layout, Meter, Op, Refusal, RequestKind};

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

/// A policy whose coordinators count.
struct Counting<'c> {
    policy: &'c Policy,
    counts: &'c Counts,
}

impl<'c> Deployed for Counting<'c> {
    type Program = Counted<'c>;

    fn born(&self, birth: Birth) -> Counted<'c> {
        let inner = self.policy.born(birth);
        Counted {
            inner,
            open: [0; RequestKind::COUNT],
            tasks: BTreeMap::new(),
            counts: self.counts,
        }
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

/// A coordinator whose requests are counted as they come and as they go.
struct Counted<'c> {
    inner: Coordinator,
    /// Requests under way, by kind.
    open: [u64; RequestKind::COUNT],
    /// The kinds of those that are tasks.
    tasks: BTreeMap<TaskId, usize>,
    counts: &'c Counts,
}

impl Counted<'_> {
    fn see(&self, kind: usize, count: impl FnOnce(&mut Seen)) {
        count(&mut self.counts.borrow_mut()[kind]);
    }

    fn end(&mut self, kind: usize, outcome: &Outcome) {
        self.open[kind] -= 1;
        self.see(kind, |seen| match outcome {
            Outcome::Failed(_) => seen.failed += 1,
            _ => seen.ended += 1,
        });
    }

    /// A request of this kind has made a step.
    fn go_on(&mut self, kind: usize, step: Step<Token>) -> Step<(usize, Token)> {
        match step {
            Step::Done(outcome) => {
                self.end(kind, &outcome);
                Step::Done(outcome)
            }
            Step::Call(call, cause, token) => Step::Call(call, cause, (kind, token)),
            Step::Task(task) => {
                assert!(self.tasks.insert(task, kind).is_none(), "{task:?} is under way already");
                Step::Task(task)
            }
        }
    }
}

impl Program for Counted<'_> {
    type Token = (usize, Token);

    fn begin(
        &mut self,
        request: &Request,
        now: Instant,
        roster: &impl Roster,
    ) -> Step<Self::Token> {
        let kind = request.kind().index();
        self.see(kind, |seen| seen.sent += 1);
        self.open[kind] += 1;
        let step = self.inner.begin(request, now, roster);
        self.go_on(kind, step)
    }

    fn resume(
        &mut self,
        (kind, token): Self::Token,
        reply: Reply,
        at: (Instant, &impl Roster),
    ) -> Step<Self::Token> {
        let step = self.inner.resume(token, reply, at);
        self.go_on(kind, step)
    }

    fn next_ask(&mut self) -> Option<Ask> {
        self.inner.next_ask()
    }

    fn answer(&mut self, ask: AskId, reply: Reply, at: (Instant, &impl Roster)) {
        self.inner.answer(ask, reply, at);
    }

    fn next_done(&mut self) -> Option<(TaskId, Outcome)> {
        let (task, outcome) = self.inner.next_done()?;
        let kind = self.tasks.remove(&task).expect("it was begun");
        self.end(kind, &outcome);
        Some((task, outcome))
    }

    fn stats(&self) -> Stats {
        self.inner.stats()
    }
}

/// What is under way when its isolate goes, or when the run ends.
impl Drop for Counted<'_> {
    fn drop(&mut self) {
        for (kind, open) in self.open.into_iter().enumerate() {
            self.see(kind, |seen| seen.in_flight += open);
        }
    }
}

/// Run 0, and what its coordinators saw.
fn counted(drawn: &Drawn, mode: Mode) -> (Ledger, [Seen; RequestKind::COUNT]) {
    let counts = Counts::default();
    let counting = Counting { policy: &drawn.scenario().policy, counts: &counts };
    let id = RunId { run: 0, mode };
    let ledger = simulation::run(drawn.scenario(), id, &counting, &Unwatched);
    (ledger.expect("nobody stops it"), counts.into_inner())
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
