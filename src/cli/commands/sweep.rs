//! How does the use depend on a setting?

use clap::{Args, ValueEnum};

use crate::cli::delivery::{Job, Plan};
use crate::cli::flags::{Asked, Delivery, Jobs, Offer, numbers};
use crate::cli::load;
use crate::cli::process::{ExitCode, Failure, Output};
use crate::report::{
    Format, Header, Parameter, Report, Sheet, SweepReport, render_points, render_sheet,
};
use crate::scenario::{Scale, Spacing, named_figures};
use crate::study::{Effort, Options, Points, Shown, Summary, sweep, sweep_axes};

/// Flags of `sweep`.
#[derive(Args, Debug)]
#[command(before_long_help = EXAMPLES, mut_args(|flag| OFFER.narrowed(flag)))]
pub(crate) struct Sweep {
    #[command(flatten)]
    asked: Asked,
    /// What is varied: 10s,30s,60s or 1..20 or 10s..5m; given twice it makes a grid
    #[arg(long, value_name = "PATH=SPEC", required = true)]
    vary: Vec<String>,
    /// Values of a range [default: each whole number, 10 of others]
    #[arg(long, value_name = "N", value_parser = numbers::points, allow_negative_numbers = true)]
    points: Option<usize>,
    /// How the values of a range lie
    #[arg(long, value_enum, value_name = "SCALE", default_value_t)]
    scale: ScaleName,
    /// What is shown: `writes`, `reads,hit_ratio,staleness_p99`, `heartbeat.cold.writes`, … [default:
    /// what changes, and the meter nearest its limit]
    #[arg(long, alias = "meter", value_name = "FIGURE,…", value_delimiter = ',')]
    metric: Vec<String>,
    /// List the points, and simulate nothing
    #[arg(long)]
    dry_run: bool,
    #[command(flatten)]
    delivery: Delivery,
    #[command(flatten)]
    jobs: Jobs,
}

const OFFER: Offer = Offer {
    command: "sweep",
    formats: Format::WITH_ROWS,
    sheets: &[Sheet::Rows, Sheet::Causes, Sheet::Colos],
};

impl Sweep {
    /// How the values of ranges lie, without clap.
    pub(crate) fn spacing(&self) -> Spacing {
        let scale = match self.scale {
            ScaleName::Linear => Scale::Linear,
            ScaleName::Log => Scale::Log,
        };
        Spacing { points: self.points, scale }
    }
}

const EXAMPLES: &str = "\
Examples:
  kvplan sweep coordinator.yaml --vary 'workers[0].count=1..8'
  kvplan sweep coordinator.yaml --vary kv.cache_ttl=30s..1h --scale log
  kvplan sweep coordinator.yaml --vary policy=naive,optimized --vary days=1,7
  kvplan sweep coordinator.yaml --vary days=1,7 --metric reads,staleness_p99
  kvplan sweep coordinator.yaml --vary 'workers[0].count=1..8' --dry-run";

/// Load, study, deliver. What was complete when it was interrupted is kept.
pub(crate) fn run(flags: &Sweep, output: &Output) -> Result<ExitCode, Failure> {
    let plan = Plan::new(OFFER, (&flags.delivery, output), &[])?;
    let (source, overrides) = (load::one(&flags.asked, &plan.inputs)?, flags.asked.overrides());
    let wrong = |wrong: Vec<_>| load::wrong(&wrong, output);
    let made_from = (&source, &overrides);
    let axes = sweep_axes(&flags.vary, flags.spacing(), made_from).map_err(wrong)?;
    let points = Points::load(&axes, made_from, &plan.inputs.plans()).map_err(wrong)?;
    let figures = named_figures(&flags.metric, &points.scenarios).map_err(wrong)?;
    if flags.dry_run {
        output.print(&render_points(&points))?;
        return Ok(ExitCode::Done);
    }
    let mut job = plan.open(&points.scenarios)?;
    let parameters: Vec<_> = points.settings.iter().map(|it| Parameter::of(it)).collect();
    let summaries = study(&points, &parameters, flags.jobs.threads(), &mut job)?;
    let reports = points.scenarios.iter().zip(&summaries).zip(&parameters);
    let reports: Vec<Report<'_>> = reports
        .map(|((scenario, summary), parameters)| Report { scenario, summary, parameters })
        .collect();
    let shown = Shown::of(&figures, &summaries);
    let report = SweepReport { points: &reports, axes: &axes, shown: &shown };
    job.deliver(&report, output.depth())?;
    report.remarks().iter().for_each(|remark| output.warn(remark));
    job.done(Effort::of(&summaries));
    if reports.len() == report.total() {
        return Ok(ExitCode::Done);
    }
    Err(Failure::interrupted_after((reports.len(), report.total()), &job.placed))
}

/// Runs the points; the rows of each go out as soon as it is complete.
fn study(
    points: &Points<'_>,
    parameters: &[Vec<Parameter>],
    threads: usize,
    job: &mut Job<'_>,
) -> Result<Vec<Summary>, Failure> {
    let mut sent = Ok(());
    let engine = job.engine;
    let mut send = |place: usize, summary: &Summary| {
        let (scenario, parameters) = (&points.scenarios[place], parameters[place].as_slice());
        let report = [Report { scenario, summary, parameters }];
        let header = if place == 0 { Header::With } else { Header::Without };
        sent = job.send(|sheet| render_sheet(&report, sheet, header));
        sent.is_ok()
    };
    let options = Options::demand(threads);
    let found = engine.study(|it| Some(sweep(&points.scenarios, options, it, &mut send)))?;
    sent?;
    if found.is_empty() { Err(Failure::interrupted()) } else { Ok(found) }
}

/// What is equal between the values of a range.
#[derive(ValueEnum, Clone, Copy, PartialEq, Eq, Debug, Default)]
enum ScaleName {
    /// Their difference
    #[default]
    Linear,
    /// Their ratio
    Log,
}
