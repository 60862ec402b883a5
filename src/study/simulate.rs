//! One scenario, many runs, one summary.

use super::engine::in_order;
use super::summary::{Collected, Summary};
use crate::platform::{DayCounts, Mode};
use crate::scenario::Scenario;
use crate::simulation::{self, Ledger, RunId};
use crate::words::Meter;

/// Runs one run of a scenario; `None`: it was stopped. Which program runs in the isolates is the
/// runner's own affair.
pub type Runner<'r> = dyn Fn(&Scenario, RunId, &Days<'_>) -> Option<Ledger> + Sync + 'r;

/// Is told how far a study has come, and may stop it.
pub trait Watch: Sync {
    /// So many more days are to be done than was known at the start.
    fn expect(&self, _days: u64) {}
    /// What is tried from here on, in a few words.
    fn tries(&self, _what: &str) {}
    /// So many more days are done.
    fn advance(&self, days: u64);
    /// Has somebody asked to stop?
    fn stopped(&self) -> bool;
}

/// Who makes the runs, and who is told.
pub type Watched<'w> = (&'w Runner<'w>, &'w dyn Watch);

/// How a study is run.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Options {
    /// Threads; the figures do not depend on it.
    pub threads: usize,
    /// Only this run, from 0; `None`: all runs of each scenario.
    pub only_run: Option<u32>,
    /// Is a run in which a limit is passed made once more with the limits enforced?
    pub consequences: Consequences,
}

/// What is done about runs in which a limit is passed.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Consequences {
    /// They are made once more with the limits enforced, for what that does.
    Shown,
    /// Nothing: demand alone is asked for.
    Skipped,
}

impl Options {
    /// All runs, for their demand alone.
    pub fn demand(threads: usize) -> Self {
        Self { threads, only_run: None, consequences: Consequences::Skipped }
    }

    fn runs_of(self, scenario: &Scenario) -> u32 {
        self.only_run.map_or(scenario.runs, |_| 1)
    }

    /// The days of all runs of these scenarios.
    pub fn days_of<'s>(self, scenarios: impl IntoIterator<Item = &'s Scenario>) -> u64 {
        let days = |it: &Scenario| u64::from(it.days) * u64::from(self.runs_of(it));
        scenarios.into_iter().map(days).sum()
    }
}

/// What was simulated.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Effort {
    /// Days of all runs.
    pub days: u64,
    /// Events in them.
    pub events: u64,
}

impl Effort {
    /// What these took.
    pub fn of<'s>(summaries: impl IntoIterator<Item = &'s Summary>) -> Self {
        summaries.into_iter().fold(Self::default(), |sum, it| Self {
            days: sum.days + u64::from(it.days) * u64::from(it.runs),
            events: sum.events + it.events,
        })
    }

    /// Both together.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        Self { days: self.days + other.days, events: self.events + other.events }
    }
}

/// Passes on the days of one run.
pub struct Days<'w> {
    watch: &'w dyn Watch,
    counts: bool,
}

impl simulation::Watch for Days<'_> {
    fn day_is_done(&self) {
        if self.counts {
            self.watch.advance(1);
        }
    }

    fn goes_on(&self) -> bool {
        !self.watch.stopped()
    }
}

/// Runs a scenario and says what all runs say together. `None`: it was stopped.
pub fn simulate(
    scenario: &Scenario,
    options: Options,
    runner: &Runner<'_>,
    watch: &dyn Watch,
) -> Option<Summary> {
    let mut found = None;
    let mut take = |_, summary| found = Some(summary);
    simulate_all(std::slice::from_ref(scenario), options, (runner, watch), &mut take);
    found
}

/// Runs many scenarios, parallel over scenarios and runs, and hands over each summary as soon as it
/// and those before it are complete, in order. `false`: stopped; what was handed over is whole.
///
/// Demand is measured. Where a limit is passed on some day, the same run is made once more with the
/// limits enforced, unless [`Consequences::Skipped`]. Run k draws the same workload in every
/// scenario that describes it alike, so that differences between scenarios are paired.
pub fn simulate_all(
    scenarios: &[Scenario],
    options: Options,
    (runner, watch): Watched<'_>,
    take: &mut (dyn FnMut(usize, Summary) + Send),
) -> bool {
    let first = options.only_run.unwrap_or(0);
    let jobs: Vec<(usize, u32)> = scenarios
        .iter()
        .enumerate()
        .flat_map(|(place, scenario)| {
            (first..first + options.runs_of(scenario)).map(move |run| (place, run))
        })
        .collect();
    let mut collected: Option<Collected> = None;
    let mut join = |number: usize, (measured, enforced): Made| {
        let (place, run) = jobs[number];
        let scenario = &scenarios[place];
        let so_far = collected.get_or_insert_with(|| Collected::new(scenario.days));
        so_far.add(run, measured, enforced.as_ref());
        if run + 1 == first + options.runs_of(scenario)
            && let Some(whole) = collected.take()
        {
            let only_run = options.only_run;
            take(place, Summary { only_run, ..Summary::of(scenario, whole) });
        }
    };
    run_jobs(scenarios, &jobs, options, (runner, watch), &mut join)
}

/// What a job made: the demand, and what enforcing the limits does where one was passed.
pub(super) type Made = (Ledger, Option<Ledger>);

/// Makes runs, each given by its scenario's place and its number, and hands them over in order.
pub(super) fn run_jobs(
    scenarios: &[Scenario],
    jobs: &[(usize, u32)],
    options: Options,
    (runner, watch): Watched<'_>,
    join: &mut (dyn FnMut(usize, Made) + Send),
) -> bool {
    let job = |number: usize| {
        let (place, run) = jobs[number];
        run_once(&scenarios[place], run, options.consequences, (runner, watch))
    };
    in_order(jobs.len(), options.threads, &job, join)
}

/// One run, and once more with the limits enforced where one was passed.
fn run_once(
    scenario: &Scenario,
    run: u32,
    consequences: Consequences,
    (runner, watch): Watched<'_>,
) -> Option<Made> {
    let measured = measured(scenario, run, (runner, watch))?;
    if consequences == Consequences::Skipped || !passes_a_limit(&measured) {
        return Some((measured, None));
    }
    let days = Days { watch, counts: false };
    let enforced = runner(scenario, RunId { run, mode: Mode::Enforce }, &days)?;
    Some((measured, Some(enforced)))
}

/// One run, for its demand. `None`: it was stopped.
pub(super) fn measured(
    scenario: &Scenario,
    run: u32,
    (runner, watch): Watched<'_>,
) -> Option<Ledger> {
    runner(scenario, RunId { run, mode: Mode::Measure }, &Days { watch, counts: true })
}

/// Was a limit passed on some day?
pub fn passes_a_limit(ledger: &Ledger) -> bool {
    let is_passed = |day: &DayCounts| Meter::ALL.into_iter().any(|it| day.passed_at(it).is_some());
    ledger.days.iter().any(is_passed)
}
