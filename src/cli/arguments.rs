//! What did the user type?
//!
//! With the commands and the flags the only place that knows clap.

use std::ffi::OsString;

use clap::error::ErrorKind;
use clap::{CommandFactory, FromArgMatches, Parser};

use super::commands::Command;
use super::process::{Environment, ExitCode, Shown, When};

/// Help, the version or a mistake: there is only something to say.
pub(crate) struct Said {
    /// What.
    pub(crate) text: String,
    /// How it ends; what is said with [`ExitCode::Done`] is a result.
    pub(crate) code: ExitCode,
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

/// Understands the arguments; help is as wide as the environment says.
pub(crate) fn parse(
    arguments: impl IntoIterator<Item = OsString>,
    environment: &Environment,
) -> Result<(Shown, Command), Said> {
    let command = Arguments::command()
        .after_help(MORE)
        .after_long_help(closing())
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

/// Where the short help ends.
const MORE: &str =
    "`kvplan --help` adds examples and exit codes, `kvplan help simulate` tells of one command.";

/// Where the long help begins to end.
const EXAMPLES: &str = "\
Examples:
  kvplan init coordinator.yaml
  kvplan simulate coordinator.yaml
  kvplan simulate coordinator.yaml --policy naive --set workers[0].count=3
  kvplan compare coordinator.yaml
  kvplan sweep coordinator.yaml --vary workers[0].count=1..8
  kvplan headroom coordinator.yaml
  kvplan explain coordinator.yaml writes --runs auto
  kvplan gate coordinator.yaml -f github -o gate.xml
  kvplan replay day.csv.gz --policy naive
  kvplan schema scenario
";

/// Where the long help ends: examples, and what each exit code means.
fn closing() -> String {
    let lines = ExitCode::ALL.map(|code| format!("  {:>3}  {}\n", code.number(), code.meaning()));
    format!("{EXAMPLES}\nExit codes:\n{}", lines.concat())
}
