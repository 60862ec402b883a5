//! Where do the operations come from?

use std::path::PathBuf;

use clap::Args;
use clap::builder::PossibleValuesParser;

use crate::cli::delivery::Plan;
use crate::cli::flags::{Changes, Delivery, Exactness, Jobs, Offer};
use crate::cli::load;
use crate::cli::process::{ExitCode, Failure, Output};
use crate::report::{Explained, Format, Report};
use crate::study::{Effort, Options, Scope, summaries};
use crate::words::Meter;

/// Flags of `explain`.
#[derive(Args, Debug)]
#[command(before_long_help = EXAMPLES, mut_args(|flag| OFFER.narrowed(flag)))]
pub(crate) struct Explain {
    /// A scenario file; - is standard input
    #[arg(value_name = "SCENARIO")]
    scenario: PathBuf,
    /// Only this meter [default: all that are used]
    #[arg(value_name = "METER", value_parser = PossibleValuesParser::new(Meter::ALL.map(Meter::name)))]
    meter: Option<String>,
    /// A preset, or a policy of the file [default: the file's own]
    #[arg(long, value_name = "NAME")]
    policy: Option<String>,
    #[command(flatten)]
    changes: Changes,
    #[command(flatten)]
    exactness: Exactness,
    #[command(flatten)]
    delivery: Delivery,
    #[command(flatten)]
    jobs: Jobs,
}

const OFFER: Offer = Offer { command: "explain", formats: Format::PLAIN, sheets: &[] };

impl Explain {
    /// The meter that was asked for.
    pub(crate) fn meter(&self) -> Option<Meter> {
        let name = self.meter.as_deref()?;
        Meter::ALL.into_iter().find(|meter| meter.name() == name)
    }
}

const EXAMPLES: &str = "\
Examples:
  kvplan explain coordinator.yaml
  kvplan explain coordinator.yaml writes --runs auto
  kvplan explain coordinator.yaml reads --policy naive -o reads.md";

/// Load, study, render, write.
pub(crate) fn run(flags: &Explain, output: &Output) -> Result<ExitCode, Failure> {
    let paths = std::slice::from_ref(&flags.scenario);
    let plan = Plan::new(OFFER, (&flags.delivery, output), &[])?;
    let precision = flags.exactness.precision(&flags.changes, Scope::Each)?;
    let overrides = flags.changes.overrides(flags.policy.as_ref());
    let mut scenarios = load::these(paths, &overrides, &plan.inputs, output)?;
    let mut job = plan.open(&scenarios)?;
    let options = Options::demand(flags.jobs.threads());
    let summaries = job.engine.study(|it| summaries(&mut scenarios, (options, precision), it))?;
    let report = Report { scenario: &scenarios[0], summary: &summaries[0], parameters: &[] };
    let explained = Explained { report, meter: flags.meter() };
    job.deliver(&explained, output.depth())?;
    job.remark(&[report], Effort::of(&summaries));
    Ok(ExitCode::Done)
}
