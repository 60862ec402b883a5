//! What does a scenario use in a day, and when does a limit run out?

use super::arguments::Simulate;
use super::exit::ExitCode;
use super::failure::Failure;
use super::job::{Files, Job, Plan};
use super::load;
use super::make_runs::summaries;
use super::output::Output;
use super::record;
use super::stopwatch::Stopwatch;
use super::worlds::{self, InWorlds};
use crate::report::{Depth, Report, WorldsReport, clean, render_warning};
use crate::scenario::Scenario;
use crate::study::{Consequences, Options, Scope, Summary};
use crate::words::many;

/// Load, study, render, write.
pub(super) fn run(flags: &Simulate, output: &Output) -> Result<ExitCode, Failure> {
    let files = Files { read: &flags.asked.scenarios, written: &record::path(flags) };
    let plan = Plan::new(Simulate::OFFER, (&flags.delivery, output), files)?;
    record::check(flags)?;
    let precision = flags.exactness.precision(&flags.asked.changes, Scope::Each);
    let precision = precision.map_err(Failure::wrong)?;
    let overrides = flags.asked.overrides();
    let mut scenarios = load::these(&flags.asked.scenarios, &overrides, output)?;
    check_run(flags, &scenarios)?;
    if flags.worlds {
        worlds::check(&scenarios)?;
    }
    let mut job = plan.open(&scenarios)?;
    let trace = record::create(flags)?;
    let trace = trace.map(|file| record::record(&scenarios[0], file)).transpose()?;
    let (threads, consequences) = (flags.jobs.threads(), Consequences::Shown);
    let options = Options { threads, only_run: flags.run, consequences };
    let summaries = summaries(&mut scenarios, (options, precision), &job)?;
    let reports: Vec<Report<'_>> = scenarios.iter().zip(&summaries).map(report).collect();
    let study = || InWorlds::study(&scenarios, threads, &job);
    let in_worlds = flags.worlds.then(study).transpose()?;
    trace.map_or(Ok(()), record::Recorded::finish)?;
    let depth = Depth { days_of_run: flags.by.map(|_| flags.run.unwrap_or(0)), ..output.depth() };
    match &in_worlds {
        None => job.deliver(&reports.as_slice(), depth)?,
        Some(in_worlds) => {
            let explored = in_worlds.explored(&summaries);
            let worlds = reports.iter().zip(&explored);
            let worlds = worlds.map(|(&report, explored)| WorldsReport { report, explored });
            job.deliver(&worlds.collect::<Vec<_>>().as_slice(), depth)?;
        }
    }
    let more = in_worlds.as_ref().map_or((0, 0), InWorlds::effort);
    remark_with(&reports, more, &job);
    Ok(ExitCode::Done)
}

fn report<'a>((scenario, summary): (&'a Scenario, &'a Summary)) -> Report<'a> {
    Report { scenario, summary, parameters: &[] }
}

fn check_run(flags: &Simulate, scenarios: &[Scenario]) -> Result<(), Failure> {
    let Some(run) = flags.run else { return Ok(()) };
    if flags.asked.changes.has_auto_runs() {
        return Err(Failure::wrong("--run K is one run: --runs auto does not go with it"));
    }
    match scenarios.iter().map(|scenario| scenario.runs).min() {
        Some(runs) if run >= runs => {
            let last = runs.saturating_sub(1);
            Err(Failure::wrong(format!("--run {run}: there are only the runs 0 to {last}")))
        }
        _ => Ok(()),
    }
}

/// The warnings, with names where there are several scenarios; then what was done, in which time.
pub(super) fn remark(reports: &[Report<'_>], job: &Job<'_>) {
    remark_with(reports, (0, 0), job);
}

/// The same with the days and events of what was simulated beside the reports.
fn remark_with(reports: &[Report<'_>], (mut days, mut events): (u64, u64), job: &Job<'_>) {
    let output = job.output;
    for Report { scenario, summary, .. } in reports {
        if reports.len() > 1 && !summary.warnings.is_empty() {
            output.remark(&format!("{}:\n", clean(&scenario.name)));
        }
        for warning in &summary.warnings {
            output.remark(&render_warning(warning, output.message_look()));
        }
        days += u64::from(summary.days) * u64::from(summary.runs);
        events += summary.events;
    }
    output.remark(&done(days, events, job.stopwatch));
}

/// The last line: what was done, in which time.
pub(super) fn done(days: u64, events: u64, stopwatch: Stopwatch) -> String {
    let (days, events) = (many(days, "day"), many(events, "event"));
    format!("Simulated {days}, {events} in {:.2} s.\n", stopwatch.seconds())
}
