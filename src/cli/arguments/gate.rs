//! The flags of `gate`.

use std::num::NonZeroUsize;
use std::path::PathBuf;

use clap::{Args, ValueEnum};

use super::{Asked, When, numbers};

/// Flags of `gate`.
#[derive(Args, Debug)]
#[command(mut_arg("scenarios", |arg| arg.required(false).help(SCENARIOS)))]
pub(in crate::cli) struct Gate {
    #[command(flatten)]
    pub(in crate::cli) asked: Asked,
    /// What is printed; github also appends to the file that $GITHUB_STEP_SUMMARY names
    #[arg(short, long, value_enum, value_name = "FORMAT", default_value_t)]
    pub(in crate::cli) format: GateFormat,
    /// Write a copy, also when a budget is broken; its ending says the format: .csv, .json, .md or
    /// .xml (JUnit)
    #[arg(short = 'o', long, value_name = "FILE")]
    pub(in crate::cli) export: Vec<PathBuf>,
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
    /// Show a progress bar
    #[arg(long, value_enum, value_name = "WHEN", default_value_t)]
    pub(in crate::cli) progress: When,
    /// Threads; the figures never depend on it [default: all cores]
    #[arg(
        short = 'j',
        long = "jobs",
        value_name = "N",
        value_parser = numbers::jobs,
        allow_negative_numbers = true
    )]
    pub(in crate::cli) jobs: Option<NonZeroUsize>,
}

const SCENARIOS: &str =
    "Scenario files; - is standard input [default: those in ./scenarios that have budgets]";

/// A format of the verdict.
#[derive(ValueEnum, Clone, Copy, PartialEq, Eq, Debug, Default)]
pub(in crate::cli) enum GateFormat {
    /// A table for a terminal
    #[default]
    Table,
    /// Everything, for programs
    Json,
    /// A row for each bound of each budget
    Csv,
    /// A table for a comment
    Markdown,
    /// Annotations for GitHub Actions
    Github,
    /// JUnit's XML, as Jenkins reads it
    Junit,
}

/// A share of at most a half, beyond which a worst day is no such thing.
fn share(text: &str) -> Result<f64, String> {
    numbers::share(text, 50)
}
