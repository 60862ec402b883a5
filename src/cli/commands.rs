//! Which commands are there?
//!
//! Each is a file: its flags, what it offers, and a `run` that is its table of contents: load,
//! study, deliver.

mod advise;
mod compare;
mod explain;
mod gate;
mod headroom;
mod init;
mod replay;
mod schema;
mod simulate;
mod sweep;
mod validate;

use clap::Subcommand;

use super::process::{ExitCode, Failure, Output};

/// What is to be done.
#[derive(Subcommand)]
pub(crate) enum Command {
    /// What does a scenario use in a day, and when does a limit run out?
    Simulate(simulate::Simulate),
    /// What does a change do?
    Compare(compare::Compare),
    /// How does the use depend on a setting?
    Sweep(sweep::Sweep),
    /// How far can it grow, which limit binds, which next?
    Headroom(headroom::Headroom),
    /// What should be changed first, and when is it time to pay?
    Advise(advise::Advise),
    /// Where do the operations come from?
    Explain(explain::Explain),
    /// May this be merged? Budgets, held against what a scenario uses
    Gate(gate::Gate),
    /// What would this policy have done with this recorded traffic?
    Replay(replay::Replay),
    /// Is the file sound?
    Validate(validate::Validate),
    /// A commented scenario to start from
    Init(init::Init),
    /// What may a file hold? A schema for editors and validators
    Schema(schema::Schema),
}

impl Command {
    /// Does it.
    pub(crate) fn run(self, output: &Output) -> Result<ExitCode, Failure> {
        match self {
            Self::Simulate(flags) => simulate::run(&flags, output),
            Self::Compare(flags) => compare::run(&flags, output),
            Self::Sweep(flags) => sweep::run(&flags, output),
            Self::Headroom(flags) => headroom::run(&flags, output),
            Self::Advise(flags) => advise::run(&flags, output),
            Self::Explain(flags) => explain::run(&flags, output),
            Self::Gate(flags) => gate::run(flags, output),
            Self::Replay(flags) => replay::run(&flags, output),
            Self::Validate(flags) => validate::run(&flags, output),
            Self::Init(flags) => init::run(&flags, output),
            Self::Schema(flags) => schema::run(flags, output),
        }
    }
}
