//! The flags of `explain`.

use std::path::PathBuf;

use clap::Args;
use clap::builder::PossibleValuesParser;

use super::changes::{Changes, Exactness};
use super::{Delivery, Jobs, Offer};
use crate::report::Format;
use crate::words::Meter;

/// Flags of `explain`.
#[derive(Args, Debug)]
#[command(mut_args(|flag| Self::OFFER.narrowed(flag)))]
pub(in crate::cli) struct Explain {
    /// A scenario file; - is standard input
    #[arg(value_name = "SCENARIO")]
    pub(in crate::cli) scenario: PathBuf,
    /// Only this meter [default: all that are used]
    #[arg(value_name = "METER", value_parser = PossibleValuesParser::new(Meter::ALL.map(Meter::name)))]
    meter: Option<String>,
    /// A preset, or a policy of the file [default: the file's own]
    #[arg(long, value_name = "NAME")]
    pub(in crate::cli) policy: Option<String>,
    #[command(flatten)]
    pub(in crate::cli) changes: Changes,
    #[command(flatten)]
    pub(in crate::cli) exactness: Exactness,
    #[command(flatten)]
    pub(in crate::cli) delivery: Delivery,
    #[command(flatten)]
    pub(in crate::cli) jobs: Jobs,
}

impl Explain {
    pub(in crate::cli) const OFFER: Offer =
        Offer { command: "explain", formats: Format::PLAIN, sheets: &[] };
}

impl Explain {
    /// The meter that was asked for.
    pub(in crate::cli) fn meter(&self) -> Option<Meter> {
        let name = self.meter.as_deref()?;
        Meter::ALL.into_iter().find(|meter| meter.name() == name)
    }
}
