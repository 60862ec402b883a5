//! May this be merged?
//!
//! Every file is checked before the first run, and every export is in place before the verdict is
//! printed, whatever it is.

mod baseline;
mod files;
mod lock;
mod step;
mod walk;

use std::collections::BTreeMap;
use std::path::PathBuf;

use clap::Args;

use self::baseline::BaselineFile;
use self::step::StepSummary;
use crate::cli::delivery::Plan;
use crate::cli::flags::{Asked, Delivery, Jobs, More, Offer, beside, numbers};
use crate::cli::inputs::{Inputs, Written, is_stdin};
use crate::cli::load;
use crate::cli::process::{self, ExitCode, Failure, Output};
use crate::report::gate::{BaselineUse, GateReport, InRepository, Unjudged, render_changes};
use crate::report::{Format, MODEL_VERSION, Sheet};
use crate::scenario::Scenario;
use crate::study::gate::{
    Baseline, Grouping, Note, OnStale, OnWarning, Outcome, Recording, Strictness, judge_and_update,
};
use crate::study::{AllWorlds, Effort, Options, summaries};

/// Flags of `gate`.
#[derive(Args, Debug)]
#[command(before_long_help = EXAMPLES, mut_args(|flag| OFFER.narrowed(flag)))]
#[command(mut_arg("scenarios", |arg| arg.required(false).help(SCENARIOS)))]
#[command(mut_arg("format", |arg| arg.help(FORMAT)), mut_arg("export", |arg| arg.help(EXPORT)))]
pub(crate) struct Gate {
    #[command(flatten)]
    asked: Asked,
    /// The scenarios share an account: add their meters, day by day, before judging
    #[arg(long)]
    sum: bool,
    /// A budget passes only where it holds under every combination of three things that nobody can
    /// know: beat timing, affinity, latency; `--worlds load` also shows other loads, and judges none
    #[arg(long, value_name = "MORE", num_args = 0..=1, require_equals = true)]
    worlds: Option<Option<More>>,
    /// What growth is judged against [default: kvplan.baseline.json where it exists]
    #[arg(long, value_name = "FILE")]
    baseline: Option<PathBuf>,
    /// Record the figures in the baseline, and print each change
    #[arg(long)]
    update_baseline: bool,
    /// End with 4 where the baseline is missing, was recorded from other files or settings, or holds
    /// other figures than the budgets have
    #[arg(long, conflicts_with = "update_baseline")]
    check: bool,
    /// Record also a growth that its budget refuses
    #[arg(long, requires = "update_baseline")]
    accept_growth: bool,
    /// A warning breaks the gate
    #[arg(long)]
    fail_on_warn: bool,
    /// Share of all days that may lie above a bound on the worst day, as in 1%
    #[arg(long, value_name = "PCT", default_value = "0%", value_parser = share, allow_negative_numbers = true)]
    tolerate: f64,
    #[command(flatten)]
    delivery: Delivery,
    #[command(flatten)]
    jobs: Jobs,
}

const OFFER: Offer = Offer { command: "gate", formats: Format::ALL, sheets: &[Sheet::Rows] };

const SCENARIOS: &str = "Scenario files, and folders, of which those are judged that have budgets; - is standard input [default: scenarios]";

const FORMAT: &str =
    "What is printed; github also appends to the file that $GITHUB_STEP_SUMMARY names";

const EXPORT: &str = "Write a copy, also when a budget is broken; its ending says the format: \
                      .csv, .json, .md or .xml (JUnit)";

/// A share of at most a half, beyond which a worst day is no such thing.
fn share(text: &str) -> Result<f64, String> {
    numbers::share(text, 50)
}

const EXAMPLES: &str = "\
Examples:
  kvplan gate coordinator.yaml
  kvplan gate coordinator.yaml -f github -o gate.xml
  kvplan gate a.yaml b.yaml --sum --fail-on-warn
  kvplan gate coordinator.yaml --worlds
  kvplan gate coordinator.yaml --check -f github
  kvplan gate coordinator.yaml --update-baseline";

/// Load, study, judge, deliver.
pub(crate) fn run(flags: Gate, output: &Output) -> Result<ExitCode, Failure> {
    let baseline = BaselineFile::of(&flags);
    let step = StepSummary::path(flags.delivery.format);
    let mut written = vec![Written { by: "--baseline", path: baseline.written() }];
    written.extend(step.iter().map(|path| Written { by: "GITHUB_STEP_SUMMARY", path }));
    let plan = Plan::new(OFFER, (&flags.delivery, output), &written)?;
    let loaded = load(&flags, &baseline, &plan.inputs, output);
    let mut job = plan.open(&[])?;
    let Loaded { mut scenarios, note, recorded } = match loaded {
        Ok(loaded) => loaded,
        Err(failure) => {
            let unjudged = Unjudged(&failure.text);
            job.export(&unjudged, output.depth())?;
            if flags.delivery.format == Format::Github {
                job.print(&unjudged, output.depth())?;
            }
            return Err(failure);
        }
    };
    let opened = baseline.open()?;
    let step = StepSummary::open(step.as_deref())?;
    let threads = flags.jobs.threads();
    let summaries =
        job.engine.study(|it| summaries(&mut scenarios, (Options::demand(threads), None), it))?;
    let in_worlds = beside(flags.worlds);
    let in_worlds = in_worlds.map(|it| job.engine.worlds(&scenarios, (it, threads))).transpose()?;
    let grouping = if flags.sum { Grouping::Sum } else { Grouping::Each };
    let (suites, old) =
        (grouping.suites(&scenarios, &summaries), (recorded.as_ref(), MODEL_VERSION));
    let mut judged = judge_and_update(suites, old, flags.strictness(), flags.recording());
    judged.gate.notes.extend(note);
    if let Some(worlds) = &in_worlds {
        judged.gate.hold_in(&grouping.in_worlds(&worlds.explored(&summaries)));
    }
    let (path, changes) = (baseline.path.as_str(), judged.changes.as_slice());
    let used = judged.update.map(|update| BaselineUse { path, changes, update, before: old.0 });
    let report = GateReport { gate: &judged.gate, baseline: used, worlds: in_worlds.as_ref() };
    let placed = InRepository { report: &report, paths: &in_repository(&scenarios) };
    job.export(&placed, output.depth())?;
    baseline.write(opened, &judged, recorded.as_ref())?;
    step.append(&report, output)?;
    job.print(&placed, output.depth())?;
    output.say(&report.baseline.as_ref().map_or_else(String::new, render_changes));
    judged.gate.notes.iter().for_each(|note| output.warn(&note.into()));
    let more = in_worlds.as_ref().map(AllWorlds::effort).unwrap_or_default();
    job.done(Effort::of(&summaries).and(more));
    Ok(code(judged.gate.outcome()))
}

/// Where each file stands in the repository, by the path that was typed.
fn in_repository(scenarios: &[Scenario]) -> BTreeMap<String, String> {
    let paths = scenarios.iter().map(|it| &it.path).filter(|path| !is_stdin(path.as_ref()));
    paths.filter_map(|path| Some((path.clone(), process::in_repository(path.as_ref())?))).collect()
}

/// What is judged.
struct Loaded {
    scenarios: Vec<Scenario>,
    note: Option<Note>,
    recorded: Option<Baseline>,
}

/// Every file is checked before the first run.
fn load(
    flags: &Gate,
    baseline: &BaselineFile,
    inputs: &Inputs,
    output: &Output,
) -> Result<Loaded, Failure> {
    let (mut scenarios, mut note) = files::scenarios(flags, inputs, output)?;
    let recorded = baseline.read(&scenarios, output)?;
    if flags.worlds.is_some() {
        load::check_worlds(&scenarios)?;
    }
    if scenarios.iter().all(|it| it.budgets.is_empty()) && !flags.update_baseline {
        // Nothing to be found out.
        let paths: Vec<String> = scenarios.drain(..).map(|it| it.path).collect();
        note = note.or((!paths.is_empty()).then_some(Note::NoBudgets(paths)));
    }
    note = note.or_else(|| baseline.missing(&scenarios, recorded.as_ref()));
    Ok(Loaded { scenarios, note, recorded })
}

impl Gate {
    fn strictness(&self) -> Strictness {
        let on_warning = if self.fail_on_warn { OnWarning::Fails } else { OnWarning::Passes };
        let on_stale = if self.check { OnStale::Fails } else { OnStale::Tells };
        Strictness { tolerate: self.tolerate, on_warning, on_stale }
    }

    fn recording(&self) -> Recording {
        match (self.update_baseline, self.accept_growth) {
            (false, _) => Recording::Nothing,
            (true, false) => Recording::WhatHolds,
            (true, true) => Recording::Everything,
        }
    }
}

fn code(outcome: Outcome) -> ExitCode {
    match outcome {
        Outcome::Passed => ExitCode::Done,
        Outcome::Broken => ExitCode::BudgetBroken,
        Outcome::NothingToCheck => ExitCode::NothingToCheck,
    }
}
