//! What does a scenario use in a day, and when does a limit run out?

use super::arguments::{Format, Simulate};
use super::exit::ExitCode;
use super::export::Exports;
use super::failure::Failure;
use super::load;
use super::output::Output;
use super::progress::Progress;
use super::runner::{run_coordinator, threads};
use super::stopwatch::Stopwatch;
use super::{interrupt, target};
use crate::report::{
    Depth, Report, clean, count, render_causes_csv, render_csv, render_json, render_markdown,
    render_table, render_warning,
};
use crate::scenario::Scenario;
use crate::study::{self, Consequences, Summary};

/// Load, study, render, write.
pub(super) fn run(flags: &Simulate, output: &Output) -> Result<ExitCode, Failure> {
    let targets = target::plan(&flags.export, &flags.asked.scenarios)?;
    let scenarios = load::all(&flags.asked, output)?;
    check_run(flags, &scenarios)?;
    interrupt::watch();
    let exports = Exports::create(targets)?;
    let stopwatch = Stopwatch::start();
    let summaries = study_all(flags, &scenarios, output)?;
    let reports: Vec<Report<'_>> = scenarios.iter().zip(&summaries).map(report).collect();
    let depth = depth(flags, output);
    exports.write(|kind| kind.render(&reports, depth))?;
    output.print(&render(flags.format, &reports, depth, output))?;
    remark(&reports, stopwatch, output);
    Ok(ExitCode::Done)
}

fn report<'a>((scenario, summary): (&'a Scenario, &'a Summary)) -> Report<'a> {
    Report { scenario, summary, parameters: &[] }
}

fn check_run(flags: &Simulate, scenarios: &[Scenario]) -> Result<(), Failure> {
    let Some(run) = flags.run else { return Ok(()) };
    match scenarios.iter().map(|scenario| scenario.runs).min() {
        Some(runs) if run >= runs => {
            let last = runs.saturating_sub(1);
            Err(Failure::wrong(format!("--run {run}: there are only the runs 0 to {last}")))
        }
        _ => Ok(()),
    }
}

fn study_all(
    flags: &Simulate,
    scenarios: &[Scenario],
    output: &Output,
) -> Result<Vec<Summary>, Failure> {
    let threads = threads(flags.jobs);
    let consequences = Consequences::Shown;
    let options = study::Options { threads, only_run: flags.run, consequences };
    let runs = |scenario: &Scenario| flags.run.map_or(scenario.runs, |_| 1);
    let days = |scenario: &Scenario| u64::from(scenario.days) * u64::from(runs(scenario));
    let progress = Progress::new(flags.progress, scenarios.iter().map(days).sum(), output);
    let mut summaries = Vec::new();
    let mut take = |_, summary| summaries.push(summary);
    let done = study::simulate_all(scenarios, options, (&run_coordinator, &progress), &mut take);
    progress.finish();
    if done { Ok(summaries) } else { Err(Failure::interrupted()) }
}

fn depth(flags: &Simulate, output: &Output) -> Depth {
    let days_of_run = flags.by.map(|_| flags.run.unwrap_or(0));
    Depth { verbose: output.is_verbose, days_of_run }
}

fn render(format: Format, reports: &[Report<'_>], depth: Depth, output: &Output) -> String {
    match format {
        Format::Table => render_table(reports, depth, output.look()),
        Format::Json => render_json(reports, depth),
        Format::Csv => render_csv(reports),
        Format::Markdown => render_markdown(reports, depth),
    }
}

impl target::Kind {
    fn render(self, reports: &[Report<'_>], depth: Depth) -> String {
        match self {
            Self::Csv => render_csv(reports),
            Self::CausesCsv => render_causes_csv(reports),
            Self::Json => render_json(reports, depth),
            Self::Markdown => render_markdown(reports, depth),
        }
    }
}

/// The warnings, with names where there are several scenarios; then what was done, in which time.
fn remark(reports: &[Report<'_>], stopwatch: Stopwatch, output: &Output) {
    let (mut days, mut events) = (0, 0);
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
    let (day, seconds) = (if days == 1 { "day" } else { "days" }, stopwatch.seconds());
    let (days, events, seconds) = (count(days), count(events), seconds);
    output.remark(&format!("Simulated {days} {day}, {events} events in {seconds:.2} s.\n"));
}
