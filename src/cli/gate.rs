//! May this be merged?
//!
//! Every file is checked before the first run, and every export is in place before the verdict is
//! printed, whatever it is.

mod files;
mod kinds;
mod recorded;
mod step;

use self::kinds::Kind;
use self::recorded::BaselineFile;
use self::step::StepSummary;
use super::arguments::{Gate as Flags, GateFormat};
use super::exit::ExitCode;
use super::export::Exports;
use super::failure::Failure;
use super::interrupt;
use super::output::Output;
use super::progress::Progress;
use super::runner::{run_coordinator, threads};
use super::simulate::done;
use super::stopwatch::Stopwatch;
use super::worlds::{self, InWorlds};
use crate::report::gate::{self as render, GateReport};
use crate::report::{Depth, render_warning};
use crate::scenario::Scenario;
use crate::study::gate::{Gate, Member, OnWarning, Outcome, Strictness, Suite, SuiteWorlds};
use crate::study::{self, Consequences, Explored, Summary};

/// Load, study, judge, render, write.
pub(super) fn run(mut flags: Flags, output: &Output) -> Result<ExitCode, Failure> {
    let baseline = BaselineFile::of(&flags);
    let loaded = files::scenarios(&mut flags, output);
    let loaded = loaded.and_then(|(scenarios, note)| {
        let recorded = baseline.read(&scenarios, output)?;
        if flags.worlds {
            worlds::check(&scenarios)?;
        }
        Ok((scenarios, note, recorded))
    });
    let exports = Exports::create(kinds::plan(&flags, baseline.written())?)?;
    let (scenarios, note, recorded) = match loaded {
        Ok(loaded) => loaded,
        Err(failure) => {
            exports.write(|kind| kind.render_unjudged(&failure.text))?;
            return Err(failure);
        }
    };
    interrupt::watch();
    let opened = baseline.open()?;
    let step = StepSummary::open(flags.format)?;
    let stopwatch = Stopwatch::start();
    let summaries = study_all(&flags, &scenarios, output)?;
    let study = || InWorlds::study(&scenarios, (flags.jobs, flags.progress), output);
    let in_worlds = flags.worlds.then(study).transpose()?;
    let suites = suites(flags.sum, &scenarios, &summaries);
    let mut judged = recorded::judge(&flags, suites, (recorded, strictness(&flags)));
    judged.gate.notes.extend(note);
    if let Some(worlds) = &in_worlds {
        let explored = worlds.explored(&summaries);
        judged.gate.hold_in(&suites_in_worlds(flags.sum, &explored));
    }
    let report = GateReport { gate: &judged.gate, baseline: judged.baseline_use(&baseline.path) };
    exports.write(|kind| kind.render(&report))?;
    recorded::write(opened, &judged)?;
    step.append(&report, output)?;
    output.print(&print(flags.format, &report, output))?;
    output.say(&report.baseline.as_ref().map_or_else(String::new, render::render_changes));
    let more = in_worlds.as_ref().map_or((0, 0), InWorlds::effort);
    remark(&judged.gate, (&summaries, more), (stopwatch, output));
    Ok(code(judged.gate.outcome()))
}

fn strictness(flags: &Flags) -> Strictness {
    let on_warning = if flags.fail_on_warn { OnWarning::Fails } else { OnWarning::Passes };
    Strictness { tolerate: flags.tolerate, on_warning }
}

fn suites<'a>(sum: bool, scenarios: &'a [Scenario], summaries: &'a [Summary]) -> Vec<Suite<'a>> {
    let pairs = scenarios.iter().zip(summaries);
    let members = pairs.map(|(scenario, summary)| Member { scenario, summary });
    if !sum {
        return members.map(|member| Suite { members: vec![member] }).collect();
    }
    let members: Vec<Member<'a>> = members.collect();
    if members.is_empty() { Vec::new() } else { vec![Suite { members }] }
}

/// The worlds of each suite.
fn suites_in_worlds<'a>(sum: bool, explored: &'a [Explored<'a>]) -> Vec<SuiteWorlds<'a>> {
    let all: Vec<&Explored<'_>> = explored.iter().collect();
    if !sum {
        return all.iter().map(|it| SuiteWorlds::of(&[it])).collect();
    }
    if all.is_empty() { Vec::new() } else { vec![SuiteWorlds::of(&all)] }
}

fn study_all(
    flags: &Flags,
    scenarios: &[Scenario],
    output: &Output,
) -> Result<Vec<Summary>, Failure> {
    let (threads, consequences) = (threads(flags.jobs), Consequences::Skipped);
    let options = study::Options { threads, only_run: None, consequences };
    let days = |it: &Scenario| u64::from(it.days) * u64::from(it.runs);
    let progress = Progress::new(flags.progress, scenarios.iter().map(days).sum(), output);
    let mut summaries = Vec::new();
    let mut take = |_, summary| summaries.push(summary);
    let done = study::simulate_all(scenarios, options, (&run_coordinator, &progress), &mut take);
    progress.finish();
    if done { Ok(summaries) } else { Err(Failure::interrupted()) }
}

fn print(format: GateFormat, report: &GateReport<'_>, output: &Output) -> String {
    match format {
        GateFormat::Table => {
            let depth = Depth { verbose: output.is_verbose, days_of_run: None };
            render::render_table(report, depth, output.look())
        }
        GateFormat::Json => Kind::Json.render(report),
        GateFormat::Csv => Kind::Csv.render(report),
        GateFormat::Markdown => Kind::Markdown.render(report),
        GateFormat::Github => render::render_annotations(report),
        GateFormat::Junit => Kind::Junit.render(report),
    }
}

/// What the user should look at; then what was done, in which time.
fn remark(
    gate: &Gate<'_>,
    (summaries, more): (&[Summary], (u64, u64)),
    (stopwatch, output): (Stopwatch, &Output),
) {
    for note in &gate.notes {
        output.remark(&render_warning(note, output.message_look()));
    }
    let days: u64 = summaries.iter().map(|it| u64::from(it.days) * u64::from(it.runs)).sum();
    let events: u64 = summaries.iter().map(|it| it.events).sum();
    let (days, events) = (days + more.0, events + more.1);
    output.remark(&done(days, events, stopwatch));
}

fn code(outcome: Outcome) -> ExitCode {
    match outcome {
        Outcome::Passed => ExitCode::Done,
        Outcome::Broken => ExitCode::BudgetBroken,
        Outcome::NothingToCheck => ExitCode::NothingToCheck,
    }
}
