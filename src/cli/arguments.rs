//! Which commands and flags are there?
//!
//! Only this file and its folder know clap. What it parses into is plain data.

mod changes;
mod compare;
mod delivery;
mod examples;
mod explain;
mod gate;
mod numbers;
mod planning;
mod replay;

use std::ffi::OsString;
use std::path::PathBuf;

use clap::error::ErrorKind;
use clap::{Args, CommandFactory, FromArgMatches, Parser, Subcommand, ValueEnum};

pub(super) use self::changes::{Changes, Exactness};
pub(super) use self::compare::Compare;
pub(super) use self::delivery::{Delivery, Jobs};
pub(super) use self::explain::Explain;
use super::exit::ExitCode;
use super::offer::Offer;
use super::output::Environment;
use crate::report::{Format, Sheet};
use crate::scenario::Overrides;

pub(super) use gate::Gate;
pub(super) use replay::Replay;

pub(super) use planning::{Headroom, Sweep};

/// Help, the version or a mistake: there is only something to say.
pub(super) struct Said {
    /// What.
    pub(super) text: String,
    /// How it ends; what is said with [`ExitCode::Done`] is a result.
    pub(super) code: ExitCode,
}

/// Simulates and plans the Workers KV use of a coordinator service
#[derive(Parser)]
#[command(name = "kvplan", version, max_term_width = 100)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
    #[command(flatten)]
    shown: Shown,
}

/// How much is said, and in which colours.
#[derive(Args, Clone, Debug)]
pub(super) struct Shown {
    /// Use colours
    #[arg(
        long,
        value_enum,
        value_name = "WHEN",
        default_value_t,
        global = true,
        display_order = 100
    )]
    pub(super) color: When,
    /// Neither warnings nor the last line
    #[arg(short, long, global = true, display_order = 100)]
    pub(super) quiet: bool,
    /// Also every assumption and the rows of each run
    #[arg(short, long, global = true, display_order = 100)]
    pub(super) verbose: bool,
}

/// When something is shown.
#[derive(ValueEnum, Clone, Copy, PartialEq, Eq, Debug, Default)]
pub(super) enum When {
    /// Where there is a terminal
    #[default]
    Auto,
    /// In any case
    Always,
    /// Not at all
    Never,
}

/// What is to be done.
#[derive(Subcommand)]
pub(super) enum Command {
    /// What does a scenario use in a day, and when does a limit run out?
    #[command(after_long_help = examples::SIMULATE)]
    Simulate(Simulate),
    /// What does a change do?
    #[command(after_long_help = examples::COMPARE)]
    Compare(Compare),
    /// How does the use depend on a setting?
    #[command(after_long_help = examples::SWEEP)]
    Sweep(Sweep),
    /// How far can it grow, which limit binds, which next?
    #[command(after_long_help = examples::HEADROOM)]
    Headroom(Headroom),
    /// Where do the operations come from?
    #[command(after_long_help = examples::EXPLAIN)]
    Explain(Explain),
    /// May this be merged? Budgets, held against what a scenario uses
    #[command(after_long_help = examples::GATE)]
    Gate(Gate),
    /// What would this policy have done with this recorded traffic?
    #[command(after_long_help = examples::REPLAY)]
    Replay(Replay),
    /// Is the file sound?
    #[command(after_long_help = examples::VALIDATE)]
    Validate(Validate),
    /// A commented scenario to start from
    #[command(after_long_help = examples::INIT)]
    Init(Init),
}

/// Flags of `simulate`.
#[derive(Args, Debug)]
#[command(mut_args(|flag| Self::OFFER.narrowed(flag)))]
pub(super) struct Simulate {
    #[command(flatten)]
    pub(super) asked: Asked,
    #[command(flatten)]
    pub(super) exactness: Exactness,
    /// Also a row for each day of one run (the first, or that of --run)
    #[arg(long, value_enum, value_name = "WHAT")]
    pub(super) by: Option<By>,
    /// Only this run, counted from 0 [default: all runs]
    #[arg(long, value_name = "K", value_parser = numbers::run, allow_negative_numbers = true)]
    pub(super) run: Option<u32>,
    /// Write the events of the first run (or that of --run) as a trace for replay; .gz compresses
    #[arg(long, value_name = "FILE")]
    pub(super) trace: Option<PathBuf>,
    /// Also the range over every combination of three things that nobody can know: beat timing,
    /// affinity, latency
    #[arg(long, conflicts_with_all = ["by", "run"])]
    pub(super) worlds: bool,
    #[command(flatten)]
    pub(super) delivery: Delivery,
    #[command(flatten)]
    pub(super) jobs: Jobs,
}

impl Simulate {
    pub(in crate::cli) const OFFER: Offer = Offer {
        command: "simulate",
        formats: Format::WITH_ROWS,
        sheets: &[Sheet::Rows, Sheet::Causes, Sheet::Colos],
    };
}

/// Flags of `validate`.
#[derive(Args, Debug)]
pub(super) struct Validate {
    #[command(flatten)]
    pub(super) asked: Asked,
}

/// Flags of `init`.
#[derive(Args, Debug)]
pub(super) struct Init {
    /// Where to; it must not exist yet. Without it the text is printed
    #[arg(value_name = "FILE")]
    pub(super) file: Option<PathBuf>,
}

/// Which scenarios, with what changed.
#[derive(Args, Debug)]
pub(super) struct Asked {
    /// Scenario files; - is standard input
    #[arg(value_name = "SCENARIO", required = true)]
    pub(super) scenarios: Vec<PathBuf>,
    /// A preset, or a policy of the file [default: the file's own]
    #[arg(long, value_name = "NAME")]
    policy: Option<String>,
    #[command(flatten)]
    pub(super) changes: Changes,
}

impl Asked {
    /// The changes, without clap.
    pub(super) fn overrides(&self) -> Overrides {
        self.changes.overrides(self.policy.as_ref())
    }
}

/// What gets rows of its own.
#[derive(ValueEnum, Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum By {
    /// Each day
    Day,
}

/// Understands the arguments; help is as wide as the environment says.
pub(super) fn parse(
    arguments: impl IntoIterator<Item = OsString>,
    environment: &Environment,
) -> Result<(Shown, Command), Said> {
    let command = Arguments::command()
        .after_help(examples::MORE)
        .after_long_help(examples::and_exit_codes())
        .term_width(environment.stdout_width().min(100));
    let parsed = command
        .try_get_matches_from(arguments)
        .and_then(|matches| Arguments::from_arg_matches(&matches));
    let parsed = parsed.map(|arguments| (arguments.shown, arguments.command));
    parsed.map_err(|error| said(&error, environment))
}

fn said(error: &clap::Error, environment: &Environment) -> Said {
    let code = match error.kind() {
        ErrorKind::DisplayHelp | ErrorKind::DisplayVersion => ExitCode::Done,
        _ => ExitCode::Wrong,
    };
    let is_result = code == ExitCode::Done;
    let text = error.render();
    let colors = environment.may_color(When::Auto, is_result);
    let text = if colors { text.ansi().to_string() } else { text.to_string() };
    Said { text, code }
}
