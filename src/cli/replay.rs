//! What would a policy have done with recorded traffic?

mod input;
mod notes;
mod once;
mod pipe;
mod platform;

use super::arguments::{Format, Replay};
use super::exit::ExitCode;
use super::export::Exports;
use super::failure::{Failure, shown};
use super::interrupt;
use super::load::is_stdin;
use super::output::Output;
use super::stopwatch::Stopwatch;
use super::target::{self, Kind, Offer};
use crate::platform::Mode;
use crate::report::{
    ReplayReport, clean, count, render_causes_csv, render_colos_csv, render_csv,
    render_replay_json, render_replay_markdown, render_replay_table, render_warning, wrap,
};
use crate::study::{Platform, replayed};
use crate::words::Meter;

use self::once::{Once, replay_once};

const OFFER: Offer =
    Offer { command: "replay", kinds: &[Kind::Csv, Kind::CausesCsv, Kind::Json, Kind::Markdown] };

/// Load, replay, render, write.
pub(super) fn run(flags: &Replay, output: &Output) -> Result<ExitCode, Failure> {
    let scenarios = flags.scenario.as_slice();
    let targets = target::plan(OFFER, &flags.export, scenarios)?;
    target::check_not_read(&targets, &flags.trace, "the trace itself")?;
    let scenario = platform::load(flags, output)?;
    let exports = Exports::create(targets)?;
    interrupt::watch();
    let stopwatch = Stopwatch::start();
    let measured = replay_once(&scenario, Mode::Measure, flags, output)?;
    let platform = flags.scenario.as_ref().map_or(Platform::Ideal, |_| Platform::Given);
    let enforced =
        enforce(&measured, platform, || replay_once(&scenario, Mode::Enforce, flags, output));
    let enforced = enforced.transpose()?.map(|once| once.ledger);
    let found = replayed(&scenario, (measured.ledger, enforced.as_ref()), platform);
    let (trace, scenario, found) = (&measured.facts, &scenario, &found);
    let verbose = output.is_verbose;
    let report = ReplayReport { trace, scenario, platform, found, verbose };
    exports.write(|kind| match kind {
        Kind::Csv => render_csv(&[report.as_run()]),
        Kind::CausesCsv => render_causes_csv(&[report.as_run()]),
        Kind::ColosCsv => render_colos_csv(&[report.as_run()]),
        Kind::Json => render_replay_json(report),
        Kind::Markdown => render_replay_markdown(report),
    })?;
    output.print(&match flags.format {
        Format::Table => render_replay_table(report, output.look()),
        Format::Json => render_replay_json(report),
        Format::Csv => render_csv(&[report.as_run()]),
        Format::Markdown => render_replay_markdown(report),
    })?;
    remark(report, measured.first_mistake.as_deref(), stopwatch, output);
    if platform == Platform::Given && enforced.is_none() && passes(&report) {
        output.remark("A limit is passed; what enforcing it does needs a file to read again.\n");
    }
    Ok(ExitCode::Done)
}

/// The same under enforcement, where a scenario's limit was passed and the rows can be read again.
fn enforce<T>(measured: &Once, platform: Platform, again: impl FnOnce() -> T) -> Option<T> {
    let days = &measured.ledger.days;
    let passed =
        days.iter().any(|day| Meter::ALL.into_iter().any(|meter| day.passed_at(meter).is_some()));
    (platform == Platform::Given && passed && measured.can_be_read_again).then(again)
}

fn passes(report: &ReplayReport<'_>) -> bool {
    report.found.summary.meters.iter().any(|meter| meter.days_over > 0)
}

/// The warnings, what was skipped, and what was done in which time.
fn remark(
    report: ReplayReport<'_>,
    first_mistake: Option<&str>,
    stopwatch: Stopwatch,
    output: &Output,
) {
    for warning in &report.found.summary.warnings {
        output.remark(&render_warning(warning, output.message_look()));
    }
    let trace = report.trace;
    for note in &trace.notes {
        let lines = wrap(&clean(note), "note: ", output.message_look().width);
        output.remark(&(lines.join("\n") + "\n"));
    }
    if let Some(first) = first_mistake {
        let (skipped, all) = (count(trace.skipped), count(trace.rows + trace.skipped));
        let path = shown(trace.path.as_ref());
        let first = clean(first);
        output.say(&format!("warning: {skipped} of {all} rows skipped; {path}, {first}\n"));
    }
    if trace.rows == 0 {
        let why = if trace.skipped == 0 { "it has none" } else { "all are bad" };
        let path = shown(trace.path.as_ref());
        output.say(&format!("warning: no row of {path} was replayed: {why}\n"));
    }
    let (rows, seconds) = (count(trace.rows), stopwatch.seconds());
    output.remark(&format!("Replayed {rows} rows in {seconds:.2} s.\n"));
}

/// The two inputs cannot both be standard input.
fn check_inputs(flags: &Replay) -> Result<(), Failure> {
    let both = is_stdin(&flags.trace) && flags.scenario.as_deref().is_some_and(is_stdin);
    if both { Err(Failure::wrong("standard input (-) can be read only once")) } else { Ok(()) }
}
