//! One scenario, many runs, one summary.

use super::assumptions::assumptions;
use super::collect::Collected;
use super::cost::cost;
use super::engine::in_order;
use super::summary::Summary;
use super::warnings::warnings;
use crate::platform::Mode;
use crate::scenario::Scenario;
use crate::simulation::{self, Ledger, RunId};
use crate::words::{Meter, Refusal};

/// Runs one run of a scenario; `None`: it was stopped. Which program runs in the isolates is the
/// runner's own affair.
pub type Runner<'r> = dyn Fn(&Scenario, RunId, &Days<'_>) -> Option<Ledger> + Sync + 'r;

/// Is told how far a study has come, and may stop it.
pub trait Watch: Sync {
    /// So many more days are done.
    fn advance(&self, days: u64);
    /// Has somebody asked to stop?
    fn stopped(&self) -> bool;
}

/// How a study is run.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Options {
    /// Threads; the figures do not depend on it.
    pub threads: usize,
    /// Only this run, from 0; `None`: all runs of the scenario.
    pub only_run: Option<u32>,
}

/// Passes on the days of one run.
pub struct Days<'w> {
    watch: &'w dyn Watch,
    counts: bool,
}

impl simulation::Watch for Days<'_> {
    fn day_is_done(&self) -> bool {
        if self.counts {
            self.watch.advance(1);
        }
        !self.watch.stopped()
    }
}

/// Runs a scenario and says what all runs say together. `None`: it was stopped.
///
/// Demand is measured. Where a limit is passed on some day, the same run is made once more with the
/// limits enforced, for what that does.
pub fn simulate(
    scenario: &Scenario,
    options: Options,
    runner: &Runner<'_>,
    watch: &dyn Watch,
) -> Option<Summary> {
    let (first, count) = match options.only_run {
        Some(run) => (run, 1),
        None => (0, scenario.runs),
    };
    let job = |number: usize| {
        let run = first + number as u32;
        let measured =
            runner(scenario, RunId { run, mode: Mode::Measure }, &Days { watch, counts: true })?;
        let passed = |meter| measured.days.iter().any(|day| day.passed_at(meter).is_some());
        let enforced = if Meter::ALL.into_iter().any(passed) {
            let id = RunId { run, mode: Mode::Enforce };
            Some(runner(scenario, id, &Days { watch, counts: false })?)
        } else {
            None
        };
        Some((measured, enforced))
    };
    let mut collected = Collected::new(scenario.days);
    let mut take = |number: usize, (measured, enforced): (Ledger, Option<Ledger>)| {
        collected.add(first + number as u32, measured, enforced.as_ref());
    };
    let done = in_order(count as usize, options.threads, &job, &mut take);
    done.then(|| summarize(scenario, collected))
}

fn summarize(scenario: &Scenario, collected: Collected) -> Summary {
    let meters = collected.meters(scenario);
    Summary {
        days: collected.days,
        runs: collected.runs,
        enforced: collected.enforced(),
        requests: collected.requests(),
        caches: collected.caches(),
        causes: collected.causes(),
        routing: collected.routing(),
        hours: collected.hours(),
        cost: cost(&scenario.plan, &meters),
        rate_refused_per_day: collected.per_day(collected.refused(Refusal::SameKeyRate)),
        memory_bytes: collected.memory_bytes,
        cold_starts_per_day: collected.per_day(collected.cold_starts),
        skipped: collected.skipped(),
        events: collected.events,
        warnings: warnings(scenario, &collected, &meters),
        assumptions: assumptions(scenario),
        meters,
        runs_detail: collected.detail,
    }
}
