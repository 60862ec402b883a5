//! What does a change do?

mod sides;

use std::path::PathBuf;

use clap::Args;

use self::sides::Loaded;
use crate::cli::delivery::Plan;
use crate::cli::flags::{Changes, Delivery, Exactness, Jobs, Offer, numbers};
use crate::cli::process::{ExitCode, Failure, Output};
use crate::report::{Compared, Format, Sheet, clean};
use crate::scenario::Scenario;
use crate::study::{
    Comparison, Effort, Options, Scope, Summary, compare, join_sides, shared_assumptions, summaries,
};

/// Flags of `compare`.
#[derive(Args, Debug)]
#[command(before_long_help = EXAMPLES, mut_args(|flag| OFFER.narrowed(flag)))]
pub(crate) struct Compare {
    /// Scenario files, or results saved by simulate as .json: each against the first. One scenario
    /// alone is compared with the naive policy; - is standard input
    #[arg(value_name = "FILE", required = true)]
    sides: Vec<PathBuf>,
    /// Several, with one scenario: each policy against the first. One, with one scenario: it
    /// against the file's own. One, with several: all of them under it
    #[arg(long, value_name = "NAME")]
    policy: Vec<String>,
    /// One scenario as it is written against itself with one value changed, as in --with
    /// 'workers[0].count=3'; may be given again. --set changes both sides
    #[arg(long, value_name = "PATH=VALUE", conflicts_with = "policy")]
    with: Vec<String>,
    #[command(flatten)]
    changes: Changes,
    #[command(flatten)]
    exactness: Exactness,
    /// Hide what changes by less, in percent of what was before; limits broken or fixed stay
    #[arg(short, long, value_name = "PCT", value_parser = numbers::percent, allow_negative_numbers = true)]
    threshold: Option<f64>,
    #[command(flatten)]
    delivery: Delivery,
    #[command(flatten)]
    jobs: Jobs,
}

const OFFER: Offer =
    Offer { command: "compare", formats: Format::WITH_ROWS, sheets: &[Sheet::Rows] };

const EXAMPLES: &str = "\
Examples:
  kvplan compare coordinator.yaml
  kvplan compare coordinator.yaml --with 'workers[0].count=3'
  kvplan compare coordinator.yaml --policy optimized --policy module-throttle
  kvplan compare before.yaml after.yaml --threshold 5%
  kvplan compare before.json after.yaml -f markdown -o comment.md";

/// Load, study, compare, deliver.
pub(crate) fn run(flags: &Compare, output: &Output) -> Result<ExitCode, Failure> {
    let plan = Plan::new(OFFER, (&flags.delivery, output), &[])?;
    let precision = flags.exactness.precision(&flags.changes, Scope::Together)?;
    let Loaded { mut scenarios, saved } = sides::load(flags, &plan.inputs, output)?;
    let mut job = plan.open(&scenarios)?;
    let options = Options::demand(flags.jobs.threads());
    let summaries = job.engine.study(|it| summaries(&mut scenarios, (options, precision), it))?;
    let sides = join_sides(saved, (&scenarios, &summaries));
    let comparisons: Vec<Comparison> =
        sides[1..].iter().map(|after| compare(&sides[0], after)).collect();
    let compared = Compared {
        sides: &sides,
        comparisons: &comparisons,
        threshold: flags.threshold.unwrap_or(0.0),
        assumptions: &shared_assumptions(&summaries),
    };
    job.deliver(&compared, output.depth())?;
    remark(&scenarios, &summaries, output);
    job.done(Effort::of(&summaries));
    Ok(ExitCode::Done)
}

/// What there is to look at on each side but the baseline, which is to be left behind.
fn remark(scenarios: &[Scenario], summaries: &[Summary], output: &Output) {
    for (scenario, summary) in scenarios.iter().zip(summaries).skip(1) {
        if scenarios.len() > 2 && !summary.warnings.is_empty() {
            let name = format!("{} ({})", scenario.name, scenario.policy_name);
            output.remark(&format!("{}:\n", clean(&name)));
        }
        summary.warnings.iter().for_each(|warning| output.warn(&warning.into()));
    }
}
