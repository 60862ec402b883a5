//! The flags of `explain`.

use std::num::NonZeroUsize;
use std::path::PathBuf;

use clap::builder::PossibleValuesParser;
use clap::{Args, ValueEnum};

use super::changes::{Changes, Exactness};
use super::{When, numbers};
use crate::words::Meter;

/// Flags of `explain`.
#[derive(Args, Debug)]
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
    /// What is printed
    #[arg(short, long, value_enum, value_name = "FORMAT", default_value_t)]
    pub(in crate::cli) format: TreeFormat,
    /// Write a copy; its ending says the format: .json or .md
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

impl Explain {
    /// The meter that was asked for.
    pub(in crate::cli) fn meter(&self) -> Option<Meter> {
        let name = self.meter.as_deref()?;
        Meter::ALL.into_iter().find(|meter| meter.name() == name)
    }
}

/// A format of a tree.
#[derive(ValueEnum, Clone, Copy, PartialEq, Eq, Debug, Default)]
pub(in crate::cli) enum TreeFormat {
    /// Tables for a terminal
    #[default]
    Table,
    /// Everything, for programs
    Json,
    /// Tables for a comment
    Markdown,
}
