//! What does a scenario use in a day, and when does a limit run out?

mod record;

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use crate::cli::delivery::Plan;
use crate::cli::flags::{Asked, Delivery, Exactness, Jobs, More, Offer, beside, numbers};
use crate::cli::load;
use crate::cli::process::{ExitCode, Failure, Output};
use crate::report::{Depth, Format, Report, Sheet, WorldsReport, count};
use crate::scenario::{Scenario, caps};
use crate::study::{
    AUTO_RUNS_MOST, AllWorlds, Consequences, Effort, Options, Scope, Summary, summaries,
};

/// Flags of `simulate`.
#[derive(Args, Debug)]
#[command(before_long_help = EXAMPLES, mut_args(|flag| OFFER.narrowed(flag)))]
pub(crate) struct Simulate {
    #[command(flatten)]
    asked: Asked,
    #[command(flatten)]
    exactness: Exactness,
    /// Also a row for each day of one run (the first, or that of --run)
    #[arg(long, value_enum, value_name = "WHAT")]
    by: Option<By>,
    /// Only this run, counted from 0 [default: all runs]
    #[arg(long, value_name = "K", value_parser = numbers::run, allow_negative_numbers = true)]
    run: Option<u32>,
    /// Write the events of the first run (or that of --run) as a trace for replay; .gz compresses
    #[arg(long, value_name = "FILE")]
    trace: Option<PathBuf>,
    /// Also the range over every combination of three things that nobody can know: beat timing,
    /// affinity, latency; `--worlds load` adds other loads, which nothing is judged by
    #[arg(long, value_name = "MORE", num_args = 0..=1, require_equals = true, conflicts_with_all = ["by", "run"])]
    worlds: Option<Option<More>>,
    #[command(flatten)]
    delivery: Delivery,
    #[command(flatten)]
    jobs: Jobs,
}

const OFFER: Offer = Offer {
    command: "simulate",
    formats: Format::WITH_ROWS,
    sheets: &[Sheet::Rows, Sheet::Causes, Sheet::Colos],
};

/// What gets rows of its own.
#[derive(ValueEnum, Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum By {
    /// Each day
    Day,
}

const EXAMPLES: &str = "\
Examples:
  kvplan simulate coordinator.yaml
  kvplan simulate coordinator.yaml --policy naive --set 'workers[0].count=3'
  kvplan simulate coordinator.yaml -f json -o days.csv -o report.md
  kvplan simulate coordinator.yaml --by day --run 3
  kvplan simulate coordinator.yaml --runs auto --target 0.5%
  kvplan simulate coordinator.yaml --days 1 --trace day.csv.gz
  kvplan simulate coordinator.yaml --worlds -o worlds.csv
  kvplan simulate coordinator.yaml --worlds load";

/// Load, study, render, write.
pub(crate) fn run(flags: &Simulate, output: &Output) -> Result<ExitCode, Failure> {
    let written = record::written(flags);
    let plan = Plan::new(OFFER, (&flags.delivery, output), &written)?;
    record::check(flags)?;
    let precision = flags.exactness.precision(&flags.asked.changes, Scope::Each)?;
    let overrides = flags.asked.overrides();
    let mut scenarios = load::these(&flags.asked.scenarios, &overrides, &plan.inputs, output)?;
    check_run(flags, &scenarios)?;
    if flags.worlds.is_some() {
        load::check_worlds(&scenarios)?;
    }
    let (threads, consequences) = (flags.jobs.threads(), Consequences::Shown);
    let options = Options { threads, only_run: flags.run, consequences };
    if output.is_verbose && plan.has_json() {
        let auto = |it: &Scenario| u64::from(it.days) * u64::from(AUTO_RUNS_MOST);
        let asked = || options.days_of(&scenarios);
        check_listed(precision.map_or_else(asked, |_| scenarios.iter().map(auto).sum()))?;
    }
    let mut job = plan.open(&scenarios)?;
    let trace = record::create(flags)?;
    let trace = trace.map(|file| record::record(&scenarios[0], file)).transpose()?;
    let summaries = job.engine.study(|it| summaries(&mut scenarios, (options, precision), it))?;
    let reports: Vec<Report<'_>> = scenarios.iter().zip(&summaries).map(report).collect();
    let in_worlds = beside(flags.worlds);
    let in_worlds = in_worlds.map(|it| job.engine.worlds(&scenarios, (it, threads))).transpose()?;
    trace.map_or(Ok(()), record::Recorded::finish)?;
    let depth = Depth { days_of_run: flags.by.map(|_| flags.run.unwrap_or(0)), ..output.depth() };
    match &in_worlds {
        None => job.deliver(&reports.as_slice(), depth)?,
        Some(in_worlds) => {
            let explored = in_worlds.explored(&summaries);
            let worlds = reports.iter().zip(&explored).enumerate();
            let worlds = worlds.map(|(at, (&report, explored))| WorldsReport {
                report,
                explored,
                loads: in_worlds.loads(at),
            });
            job.deliver(&worlds.collect::<Vec<_>>().as_slice(), depth)?;
        }
    }
    let more = in_worlds.as_ref().map(AllWorlds::effort).unwrap_or_default();
    job.remark(&reports, Effort::of(&summaries).and(more));
    Ok(ExitCode::Done)
}

fn report<'a>((scenario, summary): (&'a Scenario, &'a Summary)) -> Report<'a> {
    Report { scenario, summary, parameters: &[] }
}

/// Can the days of all runs be listed one by one?
fn check_listed(days: u64) -> Result<(), Failure> {
    let most = caps::LISTED_DAY_RUNS;
    if days <= most {
        return Ok(());
    }
    let (days, most) = (count(days), count(most));
    Err(Failure::wrong(format!(
        "-v with JSON: {days} days of all runs, at most {most} are listed one by one; try fewer \
         --runs or --days, or without -v: CSV lists every day too"
    )))
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
