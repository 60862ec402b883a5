//! What may a file hold?

use clap::{Args, ValueEnum};

use crate::cli::process::{ExitCode, Failure, Output};
use crate::scenario::schema;

/// Flags of `schema`.
#[derive(Args, Clone, Copy, Debug)]
#[command(before_long_help = EXAMPLES)]
pub(crate) struct Schema {
    /// Of which file
    #[arg(value_name = "FILE")]
    of: Of,
}

/// A kind of file.
#[derive(ValueEnum, Clone, Copy, Debug)]
enum Of {
    /// A scenario
    Scenario,
}

const EXAMPLES: &str = "\
Examples:
  kvplan schema scenario > kvplan.schema.json
  kvplan schema scenario | jq .properties.kv";

/// Prints its JSON Schema.
pub(crate) fn run(flags: Schema, output: &Output) -> Result<ExitCode, Failure> {
    output.print(&match flags.of {
        Of::Scenario => schema(),
    })?;
    Ok(ExitCode::Done)
}
