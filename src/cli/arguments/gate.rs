//! The flags of `gate`.

use std::path::PathBuf;

use clap::Args;

use super::{Asked, Delivery, Jobs, Offer, numbers};
use crate::report::{Format, Sheet};

/// Flags of `gate`.
#[derive(Args, Debug)]
#[command(mut_args(|flag| Self::OFFER.narrowed(flag)))]
#[command(mut_arg("scenarios", |arg| arg.required(false).help(SCENARIOS)))]
pub(in crate::cli) struct Gate {
    #[command(flatten)]
    pub(in crate::cli) asked: Asked,
    /// The scenarios share an account: add their meters, day by day, before judging
    #[arg(long)]
    pub(in crate::cli) sum: bool,
    /// A budget passes only where it holds under every combination of three things that nobody can
    /// know: beat timing, affinity, latency
    #[arg(long)]
    pub(in crate::cli) worlds: bool,
    /// What growth is judged against [default: kvplan.baseline.json where it exists]
    #[arg(long, value_name = "FILE")]
    pub(in crate::cli) baseline: Option<PathBuf>,
    /// Record the figures in the baseline, and print each change
    #[arg(long)]
    pub(in crate::cli) update_baseline: bool,
    /// Record also a growth that its budget refuses
    #[arg(long, requires = "update_baseline")]
    pub(in crate::cli) accept_growth: bool,
    /// A warning breaks the gate
    #[arg(long)]
    pub(in crate::cli) fail_on_warn: bool,
    /// Share of all days that may lie above a bound on the worst day, as in 1%
    #[arg(long, value_name = "PCT", default_value = "0%", value_parser = share, allow_negative_numbers = true)]
    pub(in crate::cli) tolerate: f64,
    #[command(flatten)]
    pub(in crate::cli) delivery: Delivery,
    #[command(flatten)]
    pub(in crate::cli) jobs: Jobs,
}

impl Gate {
    pub(in crate::cli) const OFFER: Offer =
        Offer { command: "gate", formats: Format::ALL, sheets: &[Sheet::Rows] };
}

const SCENARIOS: &str =
    "Scenario files; - is standard input [default: those in ./scenarios that have budgets]";

/// A share of at most a half, beyond which a worst day is no such thing.
fn share(text: &str) -> Result<f64, String> {
    numbers::share(text, 50)
}
