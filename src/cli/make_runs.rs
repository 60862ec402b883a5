//! The one way from scenarios to what their runs say, for every command that simulates.

use super::failure::Failure;
use super::job::Job;
use super::runner::run_coordinator;
use crate::scenario::Scenario;
use crate::study::{self, Options, Precision, Summary};

/// Makes the runs of all scenarios: as many as they say or, where a precision is to be reached, as
/// many as that takes. Each scenario says their number afterwards.
pub(super) fn summaries(
    scenarios: &mut [Scenario],
    (options, precision): (Options, Option<Precision>),
    job: &Job<'_>,
) -> Result<Vec<Summary>, Failure> {
    let Some(precision) = precision else { return counted(scenarios, options, job) };
    let progress = job.progress(0);
    let watched = (&run_coordinator as _, &progress as _);
    let made = study::simulate_auto(scenarios, (options, precision), watched);
    progress.finish();
    let made = made.ok_or_else(Failure::interrupted)?;
    for (scenario, summary) in scenarios.iter_mut().zip(&made) {
        scenario.runs = summary.runs;
    }
    Ok(made)
}

/// As many runs as the scenarios say.
pub(super) fn counted(
    scenarios: &[Scenario],
    options: Options,
    job: &Job<'_>,
) -> Result<Vec<Summary>, Failure> {
    let runs = |scenario: &Scenario| options.only_run.map_or(scenario.runs, |_| 1);
    let days = |scenario: &Scenario| u64::from(scenario.days) * u64::from(runs(scenario));
    let progress = job.progress(scenarios.iter().map(days).sum());
    let mut summaries = Vec::new();
    let mut take = |_, summary| summaries.push(summary);
    let done = study::simulate_all(scenarios, options, (&run_coordinator, &progress), &mut take);
    progress.finish();
    if done { Ok(summaries) } else { Err(Failure::interrupted()) }
}
