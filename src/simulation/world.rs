//! One run: the event loop, and the parts of the world around the program.
//!
//! What is due happens in the order of [`Due`]; who sends is [`Senders`], what the provider runs is
//! [`Cloud`], and the hour stands on the [`Clock`]. The [`Ledger`] counts.

mod alone;
mod clock;
mod ending;
mod pending;
mod sending;
mod serving;

pub use alone::coupling;

use self::alone::Alone;
use self::clock::Clock;
use self::pending::Pending;
use super::cloud::Cloud;
use super::due::{Due, Next, SourceQueue};
use super::ledger::Ledger;
use super::naming::scenario_names;
use super::observer::Observer;
use super::registry::Registry;
use super::senders::Senders;
use crate::platform::{ClosedDay, Mode, Naming};
use crate::program::{Deployed, Program};
use crate::scenario::Scenario;
use crate::words::{Instant, Interned};

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

/// Simulates one run of what is deployed. `None`: stopped.
pub fn run<D: Deployed>(
    scenario: &Scenario,
    id: RunId,
    deployed: &D,
    watch: &impl Watch,
) -> Option<Ledger> {
    run_until(scenario, (id, Instant::of_day(scenario.days)), deployed, watch)
}

/// As [`run`], up to but not including an instant that need not be the end of a day; the day that it
/// cuts off is closed as it stands.
pub fn run_until<D: Deployed>(
    scenario: &Scenario,
    (id, horizon): (RunId, Instant),
    deployed: &D,
    watch: &impl Watch,
) -> Option<Ledger> {
    World::of_scenario(scenario, id, deployed, ()).run(horizon, watch)
}

/// As [`run`], told to an observer request by request.
pub fn run_observed<D: Deployed>(
    scenario: &Scenario,
    id: RunId,
    (deployed, observer): (&D, &mut impl Observer),
    watch: &impl Watch,
) -> Option<Ledger> {
    World::of_scenario(scenario, id, deployed, observer).run(Instant::of_day(scenario.days), watch)
}

/// What a request of the program goes on with.
pub(super) type TokenOf<D> = <<D as Deployed>::Program as Program>::Token;

/// A run under way.
pub(super) struct World<'d, D: Deployed, O> {
    due: Due<Pending<TokenOf<D>>>,
    senders: Senders,
    pub(super) cloud: Cloud<'d, D>,
    clock: Clock,
    registry: Registry,
    observer: O,
    pub(super) ledger: Ledger,
    alone: Alone<TokenOf<D>>,
}

impl<'d, D: Deployed, O: Observer> World<'d, D, O> {
    fn of_scenario(scenario: &Scenario, id: RunId, deployed: &'d D, observer: O) -> Self {
        let naming = scenario_names(scenario);
        let interned = Interned::default();
        Self::new((scenario, id), deployed, observer, (interned, naming))
    }

    pub(super) fn new(
        (scenario, id): (&Scenario, RunId),
        deployed: &'d D,
        observer: O,
        (interned, naming): (Interned, Naming),
    ) -> Self {
        let mut senders = Senders::new(scenario, id.run, &interned);
        let mut cloud =
            Cloud::new(scenario, (id.run, id.mode), (deployed, interned.clone()), naming);
        for (worker, record) in senders.crowd.first_records() {
            cloud.seed(worker, record);
        }
        let first = senders.first_arrivals();
        let is_alone = coupling::<_, O>(scenario, id, deployed).is_none();
        let queue = if is_alone { SourceQueue::scan } else { SourceQueue::new };
        Self {
            due: Due::new(queue(&first)),
            senders,
            cloud,
            clock: Clock::new(),
            registry: Registry::new(interned),
            observer,
            ledger: Ledger::new(scenario.days, scenario.isolates.colos.len(), deployed.axes()),
            alone: Alone::new(scenario, deployed.layout(), is_alone),
        }
    }

    fn run(mut self, horizon: Instant, watch: &impl Watch) -> Option<Ledger> {
        let went_on = if self.alone.is_chosen {
            self.go_apart(horizon, watch)
        } else {
            self.go_in_order(horizon, watch)
        };
        if went_on { self.finish(horizon, watch) } else { None }
    }

    /// One thing after another. `false`: somebody asked to stop.
    pub(super) fn go_in_order(&mut self, horizon: Instant, watch: &impl Watch) -> bool {
        self.clock.ends = horizon;
        while let Some((now, next)) = self.due.next(horizon) {
            if !self.advance(now, watch) {
                return false;
            }
            match next {
                Next::Source(source) => self.send(source, now),
                Next::UnderWay => self.arrive_first(now),
            }
        }
        true
    }

    /// What is first of all that is under way arrives now.
    pub(super) fn arrive_first(&mut self, now: Instant) {
        if let Some((_, what)) = self.due.under_way.pop() {
            self.arrive(what, now);
        }
    }

    /// Nothing more happens before the horizon: closes the days and hands over what was counted.
    pub(super) fn finish(mut self, horizon: Instant, watch: &impl Watch) -> Option<Ledger> {
        if !self.close_days(horizon, watch) {
            return None;
        }
        if horizon.ms_of_day() != 0 {
            let day = self.cloud.quota.close_today();
            self.book(&day, watch);
        }
        self.cloud.finish(&mut self.ledger);
        self.ledger.finish();
        Some(self.ledger)
    }

    /// Moves the clock. `false`: somebody asked to stop.
    #[inline]
    pub(super) fn advance(&mut self, now: Instant, watch: &impl Watch) -> bool {
        now < self.clock.look_up_at || self.look_up(now, watch)
    }

    /// Now and then: is the hour over, or the day, or does somebody want the run to stop?
    #[cold]
    fn look_up(&mut self, now: Instant, watch: &impl Watch) -> bool {
        if self.clock.turns(now) {
            self.cloud.weigh(&mut self.ledger);
            let crowd = &self.senders.crowd;
            self.registry.look(&self.cloud.namespace, (crowd, now), &mut self.ledger);
        }
        let happened = self.ledger.events + self.ledger.refused.iter().sum::<u64>();
        self.clock.plan_look(now, happened);
        self.close_days(now, watch) && watch.goes_on() && self.observer.goes_on()
    }

    /// Closes the days that have ended by `now`.
    fn close_days(&mut self, now: Instant, watch: &impl Watch) -> bool {
        while let Some(day) = self.cloud.quota.close_day(now) {
            self.book(&day, watch);
            if !watch.goes_on() {
                return false;
            }
        }
        true
    }

    fn book(&mut self, day: &ClosedDay, watch: &impl Watch) {
        self.cloud.weigh(&mut self.ledger);
        self.ledger.close_day(day);
        watch.day_is_done();
    }
}
