//! What does the plan allow?

use std::path::PathBuf;

use clap::Args;

use crate::cli::delivery::{Files, Plan};
use crate::cli::flags::{Changes, Delivery, Offer};
use crate::cli::load;
use crate::cli::process::{ExitCode, Failure, Output};
use crate::report::{Format, PlanLimits};

/// Flags of `limits`.
#[derive(Args, Debug)]
#[command(after_long_help = EXAMPLES, mut_args(|flag| OFFER.narrowed(flag)))]
pub(crate) struct Limits {
    /// A scenario file; - is standard input
    #[arg(value_name = "SCENARIO")]
    scenario: PathBuf,
    #[command(flatten)]
    changes: Changes,
    #[command(flatten)]
    delivery: Delivery,
}

const OFFER: Offer = Offer { command: "limits", formats: Format::PLAIN, sheets: &[] };

const EXAMPLES: &str = "\
Examples:
  kvplan limits coordinator.yaml
  kvplan limits coordinator.yaml --plan cloudflare-paid@2026-10 -f json";

/// Load, render, write.
pub(crate) fn run(flags: &Limits, output: &Output) -> Result<ExitCode, Failure> {
    let paths = std::slice::from_ref(&flags.scenario);
    let files = Files { read: paths, written: &[] };
    let plan = Plan::new(OFFER, (&flags.delivery, output), files)?;
    let scenarios = load::these(paths, &flags.changes.overrides(None), output)?;
    plan.open(&scenarios)?.deliver(&PlanLimits(&scenarios[0]), output.depth())?;
    Ok(ExitCode::Done)
}
