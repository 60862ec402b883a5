//! What would a policy have done with recorded traffic?

mod input;
mod notes;
mod once;
mod pipe;
mod platform;

use super::arguments::Replay;
use super::exit::ExitCode;
use super::failure::{Failure, shown};
use super::job::{Files, Plan};
use super::load::is_stdin;
use super::output::Output;
use super::stopwatch::Stopwatch;
use crate::platform::Mode;
use crate::report::{ReplayReport, clean, count, render_warning, wrap};
use crate::study::{Platform, replayed};
use crate::words::Meter;

use self::once::{Once, replay_once};

/// Load, replay, render, write.
pub(super) fn run(flags: &Replay, output: &Output) -> Result<ExitCode, Failure> {
    let scenarios = flags.scenario.as_slice();
    let files = Files { read: scenarios, written: &[] };
    let plan = Plan::new(Replay::OFFER, (&flags.delivery, output), files)?;
    plan.check_not_read(&flags.trace, "the trace itself")?;
    let scenario = platform::load(flags, output)?;
    let mut job = plan.open(std::slice::from_ref(&scenario))?;
    let measured = replay_once(&scenario, Mode::Measure, flags, output)?;
    let platform = flags.scenario.as_ref().map_or(Platform::Ideal, |_| Platform::Given);
    let enforced =
        enforce(&measured, platform, || replay_once(&scenario, Mode::Enforce, flags, output));
    let enforced = enforced.transpose()?.map(|once| once.ledger);
    let found = replayed(&scenario, (measured.ledger, enforced.as_ref()), platform);
    let (trace, scenario, found) = (&measured.facts, &scenario, &found);
    let verbose = output.is_verbose;
    let report = ReplayReport { trace, scenario, platform, found, verbose };
    job.deliver(&report, output.depth())?;
    remark(report, measured.first_mistake.as_deref(), job.stopwatch, output);
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
