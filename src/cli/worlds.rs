//! The runs of every world that differs from the scenarios as written, for `--worlds`.

use super::failure::Failure;
use super::job::Job;
use super::runner::run_coordinator;
use crate::report::{clean, count};
use crate::scenario::{Scenario, Worlds, caps};
use crate::study::{self, Consequences, Explored, Summary};

/// Can the days of all worlds of each scenario be kept?
pub(super) fn check(scenarios: &[Scenario]) -> Result<(), Failure> {
    for scenario in scenarios {
        let worlds = Explored::scenarios(&Worlds::of(scenario)) + 1;
        let days = days(scenario).saturating_mul(worlds);
        if days > caps::WORLD_DAY_RUNS {
            let (name, days) = (clean(&scenario.name), count(days));
            let most = count(caps::WORLD_DAY_RUNS);
            return Err(Failure::wrong(format!(
                "--worlds of {name}: {days} days of all runs of {worlds} worlds, at most {most} \
                 are kept; try fewer --runs or --days"
            )));
        }
    }
    Ok(())
}

/// Days of all runs.
fn days(scenario: &Scenario) -> u64 {
    u64::from(scenario.days) * u64::from(scenario.runs)
}

/// The worlds of some scenarios, and what was found in those that are not as written.
pub(super) struct InWorlds(Vec<(Worlds, Vec<Summary>)>);

impl InWorlds {
    /// Runs them, in as many runs as each scenario says. What enforcing the limits does is shown of
    /// the scenario as written alone.
    pub(super) fn study(
        scenarios: &[Scenario],
        threads: usize,
        job: &Job<'_>,
    ) -> Result<Self, Failure> {
        check(scenarios)?;
        let all: Vec<Worlds> = scenarios.iter().map(Worlds::of).collect();
        let total = scenarios.iter().zip(&all);
        let total = total.map(|(scenario, it)| days(scenario) * Explored::scenarios(it)).sum();
        let progress = job.progress(total);
        let consequences = Consequences::Skipped;
        let options = study::Options { threads, only_run: None, consequences };
        let mut found = Vec::new();
        for worlds in all {
            let summaries = study::explore(&worlds, options, (&run_coordinator, &progress));
            let summaries = summaries.ok_or_else(|| {
                progress.finish();
                Failure::interrupted()
            })?;
            found.push((worlds, summaries));
        }
        progress.finish();
        Ok(Self(found))
    }

    /// Each scenario in all its worlds, beside what was found of it as written.
    pub(super) fn explored<'a>(&'a self, own: &'a [Summary]) -> Vec<Explored<'a>> {
        let pairs = self.0.iter().zip(own);
        pairs.map(|((worlds, found), own)| Explored::new(worlds, own, found)).collect()
    }

    /// The days and events that were simulated.
    pub(super) fn effort(&self) -> (u64, u64) {
        let summaries = || self.0.iter().flat_map(|(_, found)| found);
        let days = summaries().map(|it| u64::from(it.days) * u64::from(it.runs)).sum();
        (days, summaries().map(|it| it.events).sum())
    }
}
