//! What does a scenario use in a day, and when does a limit run out?

use super::arguments::{Format, Simulate};
use super::exit::ExitCode;
use super::export::Exports;
use super::failure::Failure;
use super::interrupt;
use super::load;
use super::make_runs::{Wanted, summaries};
use super::output::Output;
use super::stopwatch::Stopwatch;
use super::target::{self, Kind, Offer};
use crate::report::{
    Depth, Report, clean, count, render_causes_csv, render_colos_csv, render_csv, render_json,
    render_markdown, render_table, render_warning,
};
use crate::scenario::Scenario;
use crate::study::{Consequences, Scope, Summary};

const OFFER: Offer = Offer {
    command: "simulate",
    kinds: &[Kind::Csv, Kind::CausesCsv, Kind::ColosCsv, Kind::Json, Kind::Markdown],
};

/// Load, study, render, write.
pub(super) fn run(flags: &Simulate, output: &Output) -> Result<ExitCode, Failure> {
    let targets = target::plan(OFFER, &flags.export, &flags.asked.scenarios)?;
    let precision = flags.exactness.precision(&flags.asked.changes, Scope::Each);
    let precision = precision.map_err(Failure::wrong)?;
    let overrides = flags.asked.overrides();
    let mut scenarios = load::these(&flags.asked.scenarios, &overrides, output)?;
    check_run(flags, &scenarios)?;
    let exports = Exports::create(target::needed(targets, &scenarios))?;
    interrupt::watch();
    let stopwatch = Stopwatch::start();
    let wanted = Wanted {
        jobs: flags.jobs,
        progress: flags.progress,
        only_run: flags.run,
        consequences: Consequences::Shown,
        precision,
    };
    let summaries = summaries(&mut scenarios, wanted, output)?;
    let reports: Vec<Report<'_>> = scenarios.iter().zip(&summaries).map(report).collect();
    let depth = depth(flags, output);
    exports.write(|kind| render_export(kind, &reports, depth))?;
    output.print(&render(flags.format, &reports, depth, output))?;
    remark(&reports, stopwatch, output);
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

fn render_export(kind: Kind, reports: &[Report<'_>], depth: Depth) -> String {
    match kind {
        Kind::Csv => render_csv(reports),
        Kind::CausesCsv => render_causes_csv(reports),
        Kind::ColosCsv => render_colos_csv(reports),
        Kind::Json => render_json(reports, depth),
        Kind::Markdown => render_markdown(reports, depth),
    }
}

/// The warnings, with names where there are several scenarios; then what was done, in which time.
pub(super) fn remark(reports: &[Report<'_>], stopwatch: Stopwatch, output: &Output) {
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
    output.remark(&done(days, events, stopwatch));
}

/// The last line: what was done, in which time.
pub(super) fn done(days: u64, events: u64, stopwatch: Stopwatch) -> String {
    let (day, seconds) = (if days == 1 { "day" } else { "days" }, stopwatch.seconds());
    let (days, events, seconds) = (count(days), count(events), seconds);
    format!("Simulated {days} {day}, {events} events in {seconds:.2} s.\n")
}
