//! What did the user type?
//!
//! With the commands and the flags the only place that knows clap.

use std::ffi::OsString;

use clap::error::ErrorKind;
use clap::{CommandFactory, FromArgMatches, Parser, ValueEnum};

use super::commands::Command;
use super::flags::joined;
use super::process::{Environment, ExitCode, Shown, When};
use crate::report::clean;

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
    let arguments = joined(arguments);
    let command = command().term_width(environment.stdout_width().min(100));
    let parsed = command
        .clone()
        .try_get_matches_from(&arguments)
        .and_then(|matches| Arguments::from_arg_matches(&matches));
    let parsed = parsed.map(|arguments| (arguments.shown, arguments.command));
    parsed.map_err(|error| {
        // A message quotes what was typed: it is made anew from what may be shown.
        let shown: Vec<String> = arguments.iter().map(|it| clean(&it.to_string_lossy())).collect();
        let color = environment.may_color(color(&shown), is_result(&error));
        let error = command.try_get_matches_from(shown).err().unwrap_or(error);
        let text = error.render();
        let text = if color { text.ansi().to_string() } else { text.to_string() };
        let code = if is_result(&error) { ExitCode::Done } else { ExitCode::Wrong };
        Said { text, code }
    })
}

/// All commands; examples stand above the flags, in the short help the first ones.
fn command() -> clap::Command {
    let with_examples = |command: clap::Command, long: &str| {
        let short: Vec<&str> = long.lines().take(1 + SHORT).collect();
        command.before_help(short.join("\n")).help_template(TEMPLATE)
    };
    let commands = Arguments::command().mut_subcommands(|command| {
        let long = command.get_before_long_help().map(ToString::to_string);
        with_examples(command, &long.unwrap_or_default())
    });
    with_examples(commands, EXAMPLES)
        .before_long_help(EXAMPLES)
        .after_help(MORE)
        .after_long_help(exit_codes())
}

/// How a help is laid out. What clap calls the text before it are the examples.
const TEMPLATE: &str =
    "{about-with-newline}\n{usage-heading} {usage}\n\n{before-help}{all-args}{after-help}";

/// Examples of a short help.
const SHORT: usize = 2;

/// Is there something to show that was asked for?
fn is_result(error: &clap::Error) -> bool {
    matches!(error.kind(), ErrorKind::DisplayHelp | ErrorKind::DisplayVersion)
}

/// `--color` as it was typed, whether or not the rest is understood.
fn color(arguments: &[String]) -> When {
    let next = arguments.iter().skip(1).map(Some).chain([None]);
    let typed = arguments.iter().zip(next).filter_map(|(flag, next)| match flag.as_str() {
        "--color" => next.map(String::as_str),
        flag => flag.strip_prefix("--color="),
    });
    typed.filter_map(|value| When::from_str(value, false).ok()).last().unwrap_or_default()
}

/// Where the short help ends.
const MORE: &str =
    "`kvplan --help` adds examples and exit codes, `kvplan help simulate` tells of one command.";

/// What is asked most.
const EXAMPLES: &str = "\
Examples:
  kvplan init coordinator.yaml
  kvplan simulate coordinator.yaml
  kvplan simulate coordinator.yaml --policy naive --set 'workers[0].count=3'
  kvplan compare coordinator.yaml
  kvplan sweep coordinator.yaml --vary 'workers[0].count=1..8'
  kvplan headroom coordinator.yaml
  kvplan explain coordinator.yaml writes --runs auto
  kvplan gate coordinator.yaml -f github -o gate.xml
  kvplan replay day.csv.gz --policy naive
  kvplan schema scenario";

/// Where the long help ends: what each exit code means.
fn exit_codes() -> String {
    let lines = ExitCode::ALL.map(|code| format!("  {:>3}  {}\n", code.number(), code.meaning()));
    format!("Exit codes:\n{}", lines.concat())
}
