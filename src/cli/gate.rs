//! May this be merged?
//!
//! Every file is checked before the first run, and every export is in place before the verdict is
//! printed, whatever it is.

mod files;
mod recorded;
mod step;

use std::path::Path;

use self::recorded::BaselineFile;
use self::step::StepSummary;
use super::arguments::Gate as Flags;
use super::exit::ExitCode;
use super::failure::Failure;
use super::job::{Files, Job, Plan};
use super::make_runs::counted;
use super::output::Output;
use super::simulate::done;
use super::worlds::{self, InWorlds};
use crate::report::gate::{self as render, GateReport};
use crate::report::{Unjudged, render_warning};
use crate::scenario::Scenario;
use crate::study::gate::{Gate, Member, OnWarning, Outcome, Strictness, Suite, SuiteWorlds};
use crate::study::{Consequences, Explored, Options, Summary};

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
    let step = StepSummary::path(flags.delivery.format);
    let written: Vec<&Path> = [baseline.written()].into_iter().chain(step.as_deref()).collect();
    let files = Files { read: &flags.asked.scenarios, written: &written };
    let mut job = Plan::new(Flags::OFFER, (&flags.delivery, output), files)?.open(&[])?;
    let (scenarios, note, recorded) = match loaded {
        Ok(loaded) => loaded,
        Err(failure) => {
            job.export(&Unjudged(&failure.text), output.depth())?;
            return Err(failure);
        }
    };
    let opened = baseline.open()?;
    let step = StepSummary::open(step)?;
    let (threads, consequences) = (flags.jobs.threads(), Consequences::Skipped);
    let options = Options { threads, only_run: None, consequences };
    let summaries = counted(&scenarios, options, &job)?;
    let study = || InWorlds::study(&scenarios, threads, &job);
    let in_worlds = flags.worlds.then(study).transpose()?;
    let suites = suites(flags.sum, &scenarios, &summaries);
    let mut judged = recorded::judge(&flags, suites, (recorded, strictness(&flags)));
    judged.gate.notes.extend(note);
    if let Some(worlds) = &in_worlds {
        let explored = worlds.explored(&summaries);
        judged.gate.hold_in(&suites_in_worlds(flags.sum, &explored));
    }
    let report = GateReport { gate: &judged.gate, baseline: judged.baseline_use(&baseline.path) };
    job.export(&report, output.depth())?;
    recorded::write(opened, &judged)?;
    step.append(&report, output)?;
    job.print(&report, output.depth())?;
    output.say(&report.baseline.as_ref().map_or_else(String::new, render::render_changes));
    let more = in_worlds.as_ref().map_or((0, 0), InWorlds::effort);
    remark(&judged.gate, (&summaries, more), &job);
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

/// What the user should look at; then what was done, in which time.
fn remark(gate: &Gate<'_>, (summaries, more): (&[Summary], (u64, u64)), job: &Job<'_>) {
    let output = job.output;
    for note in &gate.notes {
        output.remark(&render_warning(note, output.message_look()));
    }
    let days: u64 = summaries.iter().map(|it| u64::from(it.days) * u64::from(it.runs)).sum();
    let events: u64 = summaries.iter().map(|it| it.events).sum();
    let (days, events) = (days + more.0, events + more.1);
    output.remark(&done(days, events, job.stopwatch));
}

fn code(outcome: Outcome) -> ExitCode {
    match outcome {
        Outcome::Passed => ExitCode::Done,
        Outcome::Broken => ExitCode::BudgetBroken,
        Outcome::NothingToCheck => ExitCode::NothingToCheck,
    }
}
