//! The one way from scenarios to what their runs say, for every command that simulates.

use std::num::NonZeroUsize;

use super::arguments::When;
use super::failure::Failure;
use super::output::Output;
use super::progress::Progress;
use super::runner::{run_coordinator, threads};
use crate::scenario::Scenario;
use crate::study::{self, Consequences, Precision, Summary};

/// Which runs, and how.
#[derive(Clone, Copy, Debug)]
pub(super) struct Wanted {
    /// Threads; `None`: all cores.
    pub(super) jobs: Option<NonZeroUsize>,
    /// Is a bar shown?
    pub(super) progress: When,
    /// Only this run.
    pub(super) only_run: Option<u32>,
    /// Are passed limits enforced too?
    pub(super) consequences: Consequences,
    /// As many runs as it takes; `None`: as many as the scenarios say.
    pub(super) precision: Option<Precision>,
}

/// Makes the runs of all scenarios. Where their number was found out each scenario says it
/// afterwards.
pub(super) fn summaries(
    scenarios: &mut [Scenario],
    wanted: Wanted,
    output: &Output,
) -> Result<Vec<Summary>, Failure> {
    let Wanted { only_run, consequences, .. } = wanted;
    let options = study::Options { threads: threads(wanted.jobs), only_run, consequences };
    let Some(precision) = wanted.precision else {
        return counted(scenarios, (options, wanted.progress), output);
    };
    let progress = Progress::new(wanted.progress, 0, output);
    let watched = (&run_coordinator as _, &progress as _);
    let made = study::simulate_auto(scenarios, (options, precision), watched);
    progress.finish();
    let made = made.ok_or_else(Failure::interrupted)?;
    for (scenario, summary) in scenarios.iter_mut().zip(&made) {
        scenario.runs = summary.runs;
    }
    Ok(made)
}

fn counted(
    scenarios: &[Scenario],
    (options, progress): (study::Options, When),
    output: &Output,
) -> Result<Vec<Summary>, Failure> {
    let runs = |scenario: &Scenario| options.only_run.map_or(scenario.runs, |_| 1);
    let days = |scenario: &Scenario| u64::from(scenario.days) * u64::from(runs(scenario));
    let progress = Progress::new(progress, scenarios.iter().map(days).sum(), output);
    let mut summaries = Vec::new();
    let mut take = |_, summary| summaries.push(summary);
    let done = study::simulate_all(scenarios, options, (&run_coordinator, &progress), &mut take);
    progress.finish();
    if done { Ok(summaries) } else { Err(Failure::interrupted()) }
}
