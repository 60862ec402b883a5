//! What does a scenario use in all worlds that a user cannot tell apart, and what decides it?
//!
//! Each world is a scenario that runs through [`simulate_all`] like any other; worlds that are the
//! same run once. What is here looks at the summaries.

mod headroom;
mod loads;
mod region;
mod routing;

pub use self::headroom::{HeadroomInWorld, headroom_in_worlds};
pub(super) use self::loads::headroom_under_loads;
pub use self::loads::{Beside, Loaded};
pub use self::region::{Choices, Region};
pub use self::routing::RoutingRange;

use super::limit::Nearness;
use super::simulate::{Effort, Options, Watched, simulate_all};
use super::summary::{MeterSummary, Summary};
use crate::scenario::{Scenario, Worlds, caps};
use crate::words::Meter;

/// The summaries of all worlds.
#[derive(Clone, Debug)]
pub struct Explored<'a> {
    /// The worlds.
    pub worlds: &'a Worlds,
    /// One for each of them, in their order; worlds that are the same share one.
    pub summaries: Vec<&'a Summary>,
}

/// One meter in all worlds.
#[derive(Clone, PartialEq, Debug)]
pub struct MeterRange {
    /// Which.
    pub meter: Meter,
    /// The mean day.
    pub mean_per_day: Spread,
    /// The worst day.
    pub max_per_day: Spread,
    /// The plan's daily limit; `None`: there is none.
    pub limit_per_day: Option<u64>,
    /// The worst day with the rest of the account, as a share of the limit.
    pub used_ratio: Option<Spread>,
    /// The worlds with a day over the limit.
    pub over: Vec<usize>,
    /// How each unknown moves the mean day on its own, the others as written.
    pub moves: Vec<Move>,
}

/// The least and the most of a figure, each with the first world that has it.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Spread {
    /// The least.
    pub least: f64,
    /// The world that has it.
    pub least_in: usize,
    /// The most.
    pub most: f64,
    /// The world that has it.
    pub most_in: usize,
}

/// What an unknown does to a meter while all others are as written.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Move {
    /// The unknown's place.
    pub unknown: usize,
    /// The mean day.
    pub mean_per_day: Spread,
}

/// The worlds of some scenarios, and what was found in those that are not as written.
#[derive(Clone, Debug)]
pub struct AllWorlds {
    worlds: Vec<(Worlds, Vec<Summary>)>,
    loads: Vec<Vec<Loaded>>,
}

/// The days of all worlds of a scenario are more than can be kept.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct TooManyDays<'s> {
    /// Whose.
    pub scenario: &'s Scenario,
    /// Days of all runs of all worlds.
    pub days: u64,
    /// Worlds.
    pub worlds: u64,
}

impl AllWorlds {
    /// Can the days of all worlds of each scenario be kept?
    ///
    /// # Errors
    /// The first scenario of which they cannot.
    pub fn check(scenarios: &[Scenario]) -> Result<(), TooManyDays<'_>> {
        let too_many = scenarios.iter().find_map(|scenario| {
            let worlds = Explored::scenarios(&Worlds::of(scenario)) + 1;
            let days = Options::demand(1).days_of([scenario]).saturating_mul(worlds);
            (days > caps::WORLD_DAY_RUNS).then_some(TooManyDays { scenario, days, worlds })
        });
        too_many.map_or(Ok(()), Err)
    }

    /// Runs them, in as many runs as each scenario says; what enforcing the limits does is asked of
    /// the scenario as written alone. `None`: it was stopped.
    pub fn study(
        scenarios: &[Scenario],
        (beside, threads): (Beside, usize),
        watched: Watched<'_>,
    ) -> Option<Self> {
        let options = Options::demand(threads);
        let all: Vec<Worlds> = scenarios.iter().map(Worlds::of).collect();
        let days = |(scenario, worlds): (&Scenario, &Worlds)| {
            options.days_of([scenario]) * Explored::scenarios(worlds)
        };
        watched.1.expect(scenarios.iter().zip(&all).map(days).sum());
        let found = all.into_iter().map(|worlds| {
            let found = explore(&worlds, options, watched)?;
            Some((worlds, found))
        });
        let worlds = found.collect::<Option<_>>()?;
        let loads = match beside {
            Beside::Worlds => Vec::new(),
            Beside::WorldsAndLoads => loads::study(scenarios, options, watched)?,
        };
        Some(Self { worlds, loads })
    }

    /// The scenario at a place under other loads; none where they were not asked for.
    pub fn loads(&self, place: usize) -> &[Loaded] {
        self.loads.get(place).map_or(&[], Vec::as_slice)
    }

    /// Each scenario in all its worlds, beside what was found of it as written.
    pub fn explored<'a>(&'a self, own: &'a [Summary]) -> Vec<Explored<'a>> {
        let pairs = self.worlds.iter().zip(own);
        pairs.map(|((worlds, found), own)| Explored::new(worlds, own, found)).collect()
    }

    /// What was simulated.
    pub fn effort(&self) -> Effort {
        let loads = self.loads.iter().flatten().map(|(_, found)| found);
        Effort::of(self.worlds.iter().flat_map(|(_, found)| found).chain(loads))
    }
}

/// Runs every world of a scenario that differs from it as written, each once. `None`: it was
/// stopped.
pub fn explore(worlds: &Worlds, options: Options, watched: Watched<'_>) -> Option<Vec<Summary>> {
    let scenarios: Vec<Scenario> =
        others(worlds).map(|place| worlds.worlds[place].scenario.clone()).collect();
    let mut summaries = Vec::new();
    let mut take = |_, summary| summaries.push(summary);
    simulate_all(&scenarios, options, watched, &mut take).then_some(summaries)
}

/// The worlds to be run, beside the one as written.
fn others(worlds: &Worlds) -> impl Iterator<Item = usize> {
    let own = worlds.worlds[worlds.own].same_as;
    worlds.distinct().into_iter().filter(move |&place| place != own)
}

impl<'a> Explored<'a> {
    /// How many runs of the scenario [`explore`] makes, beside those of the scenario as written.
    pub fn scenarios(worlds: &Worlds) -> u64 {
        others(worlds).count() as u64
    }

    /// The scenario as written, and what [`explore`] found.
    pub fn new(worlds: &'a Worlds, own: &'a Summary, found: &'a [Summary]) -> Self {
        let runs: Vec<usize> = others(worlds).collect();
        assert_eq!(runs.len(), found.len(), "a summary for each world that was run");
        let summary = |same_as: usize| {
            let place = runs.iter().position(|&run| run == same_as);
            place.map_or(own, |place| &found[place])
        };
        let summaries = worlds.worlds.iter().map(|world| summary(world.same_as)).collect();
        Self { worlds, summaries }
    }

    /// Every meter in all worlds, in the order of [`Meter::ALL`].
    pub fn ranges(&self) -> Vec<MeterRange> {
        Meter::ALL.into_iter().map(|meter| self.range(meter)).collect()
    }

    /// One meter in the world at a place.
    pub fn meter(&self, place: usize, meter: Meter) -> &'a MeterSummary {
        &self.summaries[place].meters[meter.index()]
    }

    /// Which of the limits are passed in the world at a place.
    pub fn passed(&self, place: usize) -> Vec<Meter> {
        Meter::ALL.into_iter().filter(|&meter| is_over(self.meter(place, meter))).collect()
    }

    fn range(&self, meter: Meter) -> MeterRange {
        let all: Vec<usize> = (0..self.summaries.len()).collect();
        let row = |place: usize| self.meter(place, meter);
        let mean = |place: usize| row(place).mean_per_day;
        let ratio = |place: usize| row(place).used_ratio;
        let is_limited = all.iter().all(|&place| ratio(place).is_some());
        let unknowns = 0..self.worlds.unknowns.len();
        let moves = unknowns.map(|unknown| Move {
            unknown,
            mean_per_day: spread(&self.worlds.alone(unknown), mean),
        });
        MeterRange {
            meter,
            mean_per_day: spread(&all, mean),
            max_per_day: spread(&all, |place| row(place).max_per_day as f64),
            limit_per_day: row(self.worlds.own).limit_per_day,
            used_ratio: is_limited.then(|| spread(&all, |place| ratio(place).unwrap_or(0.0))),
            over: all.iter().copied().filter(|&place| is_over(row(place))).collect(),
            moves: moves.collect(),
        }
    }
}

fn is_over(row: &MeterSummary) -> bool {
    Nearness::of(row.used_ratio) == Nearness::Over
}

fn spread(places: &[usize], figure: impl Fn(usize) -> f64) -> Spread {
    let first = places[0];
    let start = figure(first);
    let mut found = Spread { least: start, least_in: first, most: start, most_in: first };
    for &place in places {
        let value = figure(place);
        if value < found.least {
            (found.least, found.least_in) = (value, place);
        }
        if value > found.most {
            (found.most, found.most_in) = (value, place);
        }
    }
    found
}
