//! The flags of `compare`.

use std::num::NonZeroUsize;
use std::path::PathBuf;

use clap::Args;

use super::changes::{Changes, Exactness};
use super::{Format, When, numbers};

/// Flags of `compare`.
#[derive(Args, Debug)]
pub(in crate::cli) struct Compare {
    /// Scenario files, or results saved by simulate as .json: each against the first. One scenario
    /// alone is compared with the naive policy; - is standard input
    #[arg(value_name = "FILE", required = true)]
    pub(in crate::cli) sides: Vec<PathBuf>,
    /// Several, with one scenario: each policy against the first. One, with one scenario: it
    /// against the file's own. One, with several: all of them under it
    #[arg(long, value_name = "NAME")]
    pub(in crate::cli) policy: Vec<String>,
    #[command(flatten)]
    pub(in crate::cli) changes: Changes,
    #[command(flatten)]
    pub(in crate::cli) exactness: Exactness,
    /// Hide what changes by less, in percent of what was before; limits broken or fixed stay
    #[arg(short, long, value_name = "PCT", value_parser = numbers::percent, allow_negative_numbers = true)]
    pub(in crate::cli) threshold: Option<f64>,
    /// What is printed
    #[arg(short, long, value_enum, value_name = "FORMAT", default_value_t)]
    pub(in crate::cli) format: Format,
    /// Write a copy; its ending says the format: .csv, .json or .md
    #[arg(short = 'o', long, value_name = "FILE")]
    pub(in crate::cli) export: Vec<PathBuf>,
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
