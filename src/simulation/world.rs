//! One run: the event loop and the world around the program.
//!
//! Two things can happen: a source sends what is due (a worker, a client, the admin page), or
//! something that is under way arrives (a result of KV, a request sent once more, a page that loads
//! itself again). They are handled in the order of their times; at equal times what is under way
//! comes first, in the order in which it set out, then the sources in the order of the scenario file.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use super::clients::{Client, clients};
use super::fleet::Fleet;
use super::ledger::Ledger;
use super::observer::Observer;
use super::program::Program;
use super::queue::SourceQueue;
use super::under_way::UnderWay;
use crate::platform::{
    ClosedDay, IsolateFate, LatencySampler, Mode, Namespace, NamespaceRules, Quota,
};
use crate::scenario::Scenario;
use crate::words::{HOUR_MS, Instant, Span};
use crate::workload::{AdminRefresh, Crowd};

/// Which run of a scenario, and how the limits are treated.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct RunId {
    /// The number of the run, from 0.
    pub run: u32,
    /// Are the daily limits enforced?
    pub mode: Mode,
}

/// Is told of each day that has been simulated, and may stop the run.
pub trait Watch {
    /// One more day is done.
    fn day_is_done(&self);
    /// Does the run go on? Asked every few milliseconds of work; `false` stops it.
    fn goes_on(&self) -> bool;
}

/// So seldom, in virtual time, a run asks whether it goes on; more often where much happens.
const LOOK_UP_AT_LEAST_EVERY: Span = Span::from_secs(600);
/// Between two questions about so many things happen, at most: they take some milliseconds.
const EVENTS_PER_LOOK: u64 = 100_000;

/// Simulates one run. `new` makes the program of an isolate that is born. `None`: stopped.
pub fn run<P: Program>(
    scenario: &Scenario,
    id: RunId,
    new: impl Fn() -> P,
    watch: &impl Watch,
) -> Option<Ledger> {
    run_until(scenario, (id, Instant::of_day(scenario.days)), new, watch)
}

/// As [`run`], up to but not including an instant that need not be the end of a day; the day that it
/// cuts off is closed as it stands.
pub fn run_until<P: Program>(
    scenario: &Scenario,
    (id, horizon): (RunId, Instant),
    new: impl Fn() -> P,
    watch: &impl Watch,
) -> Option<Ledger> {
    World::new(scenario, id, new, ()).run(horizon, watch)
}

/// As [`run`], told to an observer request by request.
pub fn run_observed<P: Program>(
    scenario: &Scenario,
    id: RunId,
    (new, observer): (impl Fn() -> P, &mut impl Observer),
    watch: &impl Watch,
) -> Option<Ledger> {
    World::new(scenario, id, new, observer).run(Instant::of_day(scenario.days), watch)
}

pub(super) struct World<P, N, O> {
    pub(super) sources: SourceQueue,
    pub(super) under_way: BinaryHeap<Reverse<UnderWay>>,
    pub(super) set_out: u64,
    pub(super) crowd: Crowd,
    /// The clients in the order of the file; the admin page comes after them.
    pub(super) clients: Vec<Client>,
    pub(super) refresh: Option<AdminRefresh>,
    pub(super) fleet: Fleet<P>,
    pub(super) new: N,
    pub(super) observer: O,
    pub(super) namespace: Namespace,
    pub(super) latency: LatencySampler,
    pub(super) quota: Quota,
    pub(super) ops_per_invocation: u32,
    pub(super) ledger: Ledger,
    /// The hour of the day.
    pub(super) hour: usize,
    pub(super) hour_ends: Instant,
    /// The next time to look up from the events.
    pub(super) look_up_at: Instant,
    look_up_every: Span,
    /// What had happened when it looked up last.
    happened: u64,
}

impl<P: Program, N: Fn() -> P, O: Observer> World<P, N, O> {
    pub(super) fn new(scenario: &Scenario, id: RunId, new: N, observer: O) -> Self {
        let (seed, run) = (scenario.seed, id.run);
        let rules = &scenario.plan.rules;
        let mut crowd = Crowd::new(&scenario.workers, seed, run);
        let mut namespace = Namespace::new(NamespaceRules {
            colos: scenario.isolates.colos.len(),
            cache_ttl: scenario.kv.cache_ttl,
            propagation: scenario.kv.propagation,
            same_key_write_interval: rules.same_key_write_interval.value,
            list_page: rules.list_page.value,
        });
        for (worker, record) in crowd.first_records() {
            namespace.seed(worker, record);
        }
        let mut clients = clients(scenario, run);
        let mut first = crowd.first_arrivals();
        first.extend(clients.iter_mut().map(|client| client.arrivals.next_arrival()));
        let quota = Quota::new(id.mode, &scenario.plan, &scenario.account, &scenario.quota);
        Self {
            sources: SourceQueue::new(&first),
            under_way: BinaryHeap::new(),
            set_out: 0,
            crowd,
            clients,
            refresh: scenario.admin.refresh.clone(),
            fleet: Fleet::new(&scenario.isolates, IsolateFate::new(&scenario.isolates, seed, run)),
            new,
            observer,
            namespace,
            latency: LatencySampler::new(&scenario.kv.latency, seed, run),
            quota,
            ops_per_invocation: rules.ops_per_invocation.value,
            ledger: Ledger::new(scenario.days, scenario.isolates.colos.len()),
            hour: 0,
            hour_ends: Instant::START,
            look_up_at: Instant::START,
            look_up_every: Span::from_secs(1),
            happened: 0,
        }
    }

    fn run(mut self, horizon: Instant, watch: &impl Watch) -> Option<Ledger> {
        loop {
            let source = self.sources.first().filter(|(at, _)| *at < horizon);
            let pending = self.under_way.peek().map(|Reverse(first)| first.at);
            let pending = pending.filter(|at| *at < horizon);
            match (source, pending) {
                (None, None) => break,
                (Some((at, source)), pending) if pending.is_none_or(|pending| at < pending) => {
                    if !self.advance(at, watch) {
                        return None;
                    }
                    self.send(source, at);
                }
                (_, Some(at)) => {
                    if !self.advance(at, watch) {
                        return None;
                    }
                    self.arrive_under_way(at);
                }
                (Some(_), None) => unreachable!("a source that goes before nothing"),
            }
        }
        self.finish(horizon, watch)
    }

    /// Nothing more happens before the horizon: closes the days and hands over what was counted.
    pub(super) fn finish(mut self, horizon: Instant, watch: &impl Watch) -> Option<Ledger> {
        if !self.close_days(horizon, watch) {
            return None;
        }
        if horizon.ms_of_day() != 0 {
            let day = self.quota.close_today();
            self.book(&day, watch);
        }
        self.fleet.finish(&mut self.ledger);
        self.ledger.finish();
        Some(self.ledger)
    }

    /// Moves the clock. `false`: somebody asked to stop.
    #[inline]
    pub(super) fn advance(&mut self, now: Instant, watch: &impl Watch) -> bool {
        now < self.look_up_at || self.look_up(now, watch)
    }

    /// Now and then: is the hour over, or the day, or does somebody want the run to stop?
    #[cold]
    fn look_up(&mut self, now: Instant, watch: &impl Watch) -> bool {
        if now >= self.hour_ends {
            self.hour = now.hour_of_day();
            let into = u64::from(now.ms_of_day()) % HOUR_MS;
            self.hour_ends = Instant::from_ms(now.ms() - into + HOUR_MS);
            self.fleet.weigh(&mut self.ledger);
            self.look_for_unlisted(now);
        }
        let happened = self.ledger.events + self.ledger.refused.iter().sum::<u64>();
        let every = self.look_up_every.ms();
        let every = match happened - self.happened {
            since if since > EVENTS_PER_LOOK => every / 2,
            since if since < EVENTS_PER_LOOK / 4 => every * 2,
            _ => every,
        };
        self.happened = happened;
        self.look_up_every = Span::from_ms(every.clamp(1, LOOK_UP_AT_LEAST_EVERY.ms()));
        self.look_up_at = self.hour_ends.min(now.plus(self.look_up_every));
        self.close_days(now, watch) && watch.goes_on() && self.observer.goes_on()
    }

    /// Closes the days that have ended by `now`.
    fn close_days(&mut self, now: Instant, watch: &impl Watch) -> bool {
        while let Some(day) = self.quota.close_day(now) {
            self.book(&day, watch);
            if !watch.goes_on() {
                return false;
            }
        }
        true
    }

    fn book(&mut self, day: &ClosedDay, watch: &impl Watch) {
        self.fleet.weigh(&mut self.ledger);
        self.ledger.close_day(day);
        watch.day_is_done();
    }
}
