//! What does a scenario use in a day, and when does a limit run out?

use super::arguments::{Format, Simulate};
use super::exit::ExitCode;
use super::export::Exports;
use super::failure::Failure;
use super::interrupt;
use super::load;
use super::make_runs::{Wanted, summaries};
use super::output::Output;
use super::record;
use super::stopwatch::Stopwatch;
use super::target::{self, Kind, Offer};
use super::worlds::{self, InWorlds};
use crate::report::{
    Depth, Report, WorldsReport, clean, render_causes_csv, render_colos_csv, render_csv,
    render_json, render_markdown, render_table, render_warning, render_worlds,
    render_worlds_causes_csv, render_worlds_colos_csv, render_worlds_csv, render_worlds_json,
    render_worlds_markdown,
};
use crate::scenario::Scenario;
use crate::study::{Consequences, Explored, Scope, Summary};
use crate::words::many;

const OFFER: Offer = Offer {
    command: "simulate",
    kinds: &[Kind::Csv, Kind::CausesCsv, Kind::ColosCsv, Kind::Json, Kind::Markdown],
};

/// Load, study, render, write.
pub(super) fn run(flags: &Simulate, output: &Output) -> Result<ExitCode, Failure> {
    let targets = target::plan(OFFER, &flags.export, &flags.asked.scenarios)?;
    record::check(flags, &targets)?;
    let precision = flags.exactness.precision(&flags.asked.changes, Scope::Each);
    let precision = precision.map_err(Failure::wrong)?;
    let overrides = flags.asked.overrides();
    let mut scenarios = load::these(&flags.asked.scenarios, &overrides, output)?;
    check_run(flags, &scenarios)?;
    if flags.worlds {
        worlds::check(&scenarios)?;
    }
    let exports = Exports::create(target::needed(targets, &scenarios))?;
    let trace = record::create(flags)?;
    interrupt::watch();
    let stopwatch = Stopwatch::start();
    let trace = trace.map(|file| record::record(&scenarios[0], file)).transpose()?;
    let wanted = Wanted {
        jobs: flags.jobs,
        progress: flags.progress,
        only_run: flags.run,
        consequences: Consequences::Shown,
        precision,
    };
    let summaries = summaries(&mut scenarios, wanted, output)?;
    let reports: Vec<Report<'_>> = scenarios.iter().zip(&summaries).map(report).collect();
    let study = || InWorlds::study(&scenarios, (flags.jobs, flags.progress), output);
    let in_worlds = flags.worlds.then(study).transpose()?;
    let explored = in_worlds.as_ref().map_or_else(Vec::new, |it| it.explored(&summaries));
    let found = Found::new(&reports, &explored);
    let depth = depth(flags, output);
    trace.map_or(Ok(()), record::Recorded::finish)?;
    exports.write(|kind| found.export(kind, depth))?;
    output.print(&found.print(flags.format, depth, output))?;
    let more = in_worlds.as_ref().map_or((0, 0), InWorlds::effort);
    remark_with(&reports, more, (stopwatch, output));
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

/// What is shown: the scenarios as written or, where `worlds` is not empty, in all worlds too.
struct Found<'a> {
    reports: &'a [Report<'a>],
    worlds: Vec<WorldsReport<'a>>,
}

impl<'a> Found<'a> {
    fn new(reports: &'a [Report<'a>], explored: &'a [Explored<'a>]) -> Self {
        let pairs = reports.iter().zip(explored);
        let worlds = pairs.map(|(&report, explored)| WorldsReport { report, explored });
        Self { reports, worlds: worlds.collect() }
    }

    fn print(&self, format: Format, depth: Depth, output: &Output) -> String {
        match format {
            Format::Table if self.worlds.is_empty() => {
                render_table(self.reports, depth, output.look())
            }
            Format::Table => render_worlds(&self.worlds, depth, output.look()),
            Format::Json => self.export(Kind::Json, depth),
            Format::Csv => self.export(Kind::Csv, depth),
            Format::Markdown => self.export(Kind::Markdown, depth),
        }
    }

    fn export(&self, kind: Kind, depth: Depth) -> String {
        let (reports, worlds) = (self.reports, self.worlds.as_slice());
        match (kind, worlds.is_empty()) {
            (Kind::Csv, true) => render_csv(reports),
            (Kind::Csv, false) => render_worlds_csv(worlds),
            (Kind::CausesCsv, true) => render_causes_csv(reports),
            (Kind::CausesCsv, false) => render_worlds_causes_csv(worlds),
            (Kind::ColosCsv, true) => render_colos_csv(reports),
            (Kind::ColosCsv, false) => render_worlds_colos_csv(worlds),
            (Kind::Json, true) => render_json(reports, depth),
            (Kind::Json, false) => render_worlds_json(worlds, depth),
            (Kind::Markdown, true) => render_markdown(reports, depth),
            (Kind::Markdown, false) => render_worlds_markdown(worlds, depth),
        }
    }
}

/// The warnings, with names where there are several scenarios; then what was done, in which time.
pub(super) fn remark(reports: &[Report<'_>], stopwatch: Stopwatch, output: &Output) {
    remark_with(reports, (0, 0), (stopwatch, output));
}

/// The same with the days and events of what was simulated beside the reports.
fn remark_with(
    reports: &[Report<'_>],
    (mut days, mut events): (u64, u64),
    (stopwatch, output): (Stopwatch, &Output),
) {
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
    let (days, events) = (many(days, "day"), many(events, "event"));
    format!("Simulated {days}, {events} in {:.2} s.\n", stopwatch.seconds())
}
