//! The flags of `compare`.

use std::path::PathBuf;

use clap::Args;

use super::changes::{Changes, Exactness};
use super::{Delivery, Jobs, Offer, numbers};
use crate::report::{Format, Sheet};

/// Flags of `compare`.
#[derive(Args, Debug)]
#[command(mut_args(|flag| Self::OFFER.narrowed(flag)))]
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
    #[command(flatten)]
    pub(in crate::cli) delivery: Delivery,
    #[command(flatten)]
    pub(in crate::cli) jobs: Jobs,
}

impl Compare {
    pub(in crate::cli) const OFFER: Offer =
        Offer { command: "compare", formats: Format::WITH_ROWS, sheets: &[Sheet::Rows] };
}
