//! The flags of every command that answers something.

use std::num::NonZeroUsize;
use std::path::PathBuf;
use std::thread;

use clap::Args;

use super::numbers;
use super::offer::parser;
use crate::cli::process::When;
use crate::report::Format;

/// Where the answer goes, and how far it is meanwhile.
#[derive(Args, Debug)]
pub(crate) struct Delivery {
    /// What is printed
    #[arg(
        short,
        long,
        value_name = "FORMAT",
        default_value = Format::Table.name(),
        value_parser = parser(Format::ALL)
    )]
    pub(crate) format: Format,
    /// Write a copy; its ending says the format
    #[arg(short = 'o', long, value_name = "FILE")]
    pub(crate) export: Vec<PathBuf>,
    /// Show a progress bar
    #[arg(long, value_enum, value_name = "WHEN", default_value_t)]
    pub(crate) progress: When,
}

/// On how many threads it is found out.
#[derive(Args, Clone, Copy, Debug)]
pub(crate) struct Jobs {
    /// Threads; the figures never depend on it [default: all cores]
    #[arg(
        short = 'j',
        long,
        value_name = "N",
        value_parser = numbers::jobs,
        allow_negative_numbers = true
    )]
    jobs: Option<NonZeroUsize>,
}

impl Jobs {
    /// The threads that were asked for, or one for each core.
    pub(crate) fn threads(self) -> usize {
        let all_cores = || thread::available_parallelism().map_or(1, NonZeroUsize::get);
        self.jobs.map_or_else(all_cores, NonZeroUsize::get)
    }
}
