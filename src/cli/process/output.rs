//! Which streams are there, how wide and how colourful are they, and what is printed on them?
//!
//! The environment is read here, once. Results go to stdout; warnings, progress and the last line
//! go to stderr, which is allowed to fail.

use std::env;
use std::io::{self, ErrorKind, IsTerminal, Write};

use clap::{Args, ValueEnum};

use super::exit::ExitCode;
use super::failure::Failure;
use crate::report::wording::Remark;
use crate::report::{Depth, Look, clean, render_remark};

/// Where nothing says how wide it is.
const DEFAULT_WIDTH: usize = 80;

/// How much is said, and in which colours.
#[derive(Args, Clone, Debug)]
pub(crate) struct Shown {
    /// Use colours
    #[arg(
        long,
        value_enum,
        value_name = "WHEN",
        default_value_t,
        global = true,
        display_order = 100
    )]
    pub(crate) color: When,
    /// Neither warnings nor the last line
    #[arg(short, long, global = true, display_order = 100)]
    pub(crate) quiet: bool,
    /// Also every assumption and the rows of each run
    #[arg(short, long, global = true, display_order = 100)]
    pub(crate) verbose: bool,
}

/// When something is shown.
#[derive(ValueEnum, Clone, Copy, PartialEq, Eq, Debug, Default)]
pub(crate) enum When {
    /// Where there is a terminal
    #[default]
    Auto,
    /// In any case
    Always,
    /// Not at all
    Never,
}

/// What the process was given, besides its arguments.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Environment {
    /// `NO_COLOR` is not empty.
    no_color: bool,
    /// `CLICOLOR_FORCE` is neither empty nor `0`.
    force_color: bool,
    /// `TERM` is `dumb`.
    is_dumb: bool,
    /// `CI` is neither empty nor `false`.
    is_ci: bool,
    /// `COLUMNS`, where it is a number above zero.
    columns: Option<usize>,
    stdout: Stream,
    stderr: Stream,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
struct Stream {
    is_terminal: bool,
    width: Option<usize>,
}

impl Environment {
    /// Looks at the variables and the streams.
    pub(crate) fn read() -> Self {
        let variable = |name| env::var_os(name).unwrap_or_default();
        let (force, ci) = (variable("CLICOLOR_FORCE"), variable("CI"));
        let columns = env::var("COLUMNS").ok().and_then(|text| text.trim().parse().ok());
        let width = |size: Option<(terminal_size::Width, _)>| {
            size.map(|(width, _)| usize::from(width.0)).filter(|&width| width > 0)
        };
        Self {
            no_color: !variable("NO_COLOR").is_empty(),
            force_color: !force.is_empty() && force != "0",
            is_dumb: variable("TERM") == "dumb",
            is_ci: !ci.is_empty() && ci != "false",
            columns: columns.filter(|&columns| columns > 0),
            stdout: Stream {
                is_terminal: io::stdout().is_terminal(),
                width: width(terminal_size::terminal_size_of(io::stdout())),
            },
            stderr: Stream {
                is_terminal: io::stderr().is_terminal(),
                width: width(terminal_size::terminal_size_of(io::stderr())),
            },
        }
    }

    /// Columns of stdout.
    pub(crate) fn stdout_width(&self) -> usize {
        self.columns.or(self.stdout.width).unwrap_or(DEFAULT_WIDTH)
    }

    /// May the stream be coloured? The flag wins, then `NO_COLOR`, then `CLICOLOR_FORCE`.
    pub(crate) fn may_color(&self, flag: When, is_stdout: bool) -> bool {
        let stream = if is_stdout { self.stdout } else { self.stderr };
        match flag {
            When::Always => true,
            When::Never => false,
            When::Auto if self.no_color => false,
            When::Auto if self.force_color => true,
            When::Auto => stream.is_terminal && !self.is_dumb,
        }
    }
}

/// The two streams.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Output {
    stdout: Look,
    stderr: Look,
    /// Is a bar welcome where the flag leaves it open?
    pub(crate) may_animate: bool,
    /// Is stderr a terminal?
    pub(crate) stderr_is_terminal: bool,
    is_quiet: bool,
    /// Is everything shown?
    pub(crate) is_verbose: bool,
}

impl Output {
    /// As the flags and the environment want it.
    pub(crate) fn new(shown: &Shown, environment: &Environment) -> Self {
        let is_terminal = environment.stderr.is_terminal;
        let width = environment.columns.or(environment.stderr.width).unwrap_or(DEFAULT_WIDTH);
        Self {
            stdout: Look {
                width: environment.stdout_width(),
                color: environment.may_color(shown.color, true),
            },
            stderr: Look { width, color: environment.may_color(shown.color, false) },
            may_animate: is_terminal && !environment.is_dumb && !environment.is_ci && !shown.quiet,
            stderr_is_terminal: is_terminal,
            is_quiet: shown.quiet,
            is_verbose: shown.verbose,
        }
    }

    /// How results may look.
    pub(crate) fn look(&self) -> Look {
        self.stdout
    }

    /// How much is shown.
    pub(crate) fn depth(&self) -> Depth {
        Depth { verbose: self.is_verbose, days_of_run: None }
    }

    /// How messages may look.
    pub(crate) fn message_look(&self) -> Look {
        self.stderr
    }

    /// Prints a result. A closed pipe is no mistake: whoever read has seen enough.
    pub(crate) fn print(&self, text: &str) -> Result<(), Failure> {
        print(text)
    }

    /// Says something that must be heard, whole lines.
    pub(crate) fn say(&self, text: &str) {
        say(text);
    }

    /// Says what there is to look at, unless `-q` drops it.
    pub(crate) fn warn(&self, remark: &Remark) {
        self.remark(&render_remark(remark, self.stderr));
    }

    /// Says something that `-q` drops, whole lines.
    pub(crate) fn remark(&self, text: &str) {
        if !self.is_quiet {
            say(text);
        }
    }
}

/// Help and the version go to stdout, a mistake to stderr.
pub(crate) fn say_instead(text: &str, code: ExitCode) -> ExitCode {
    if code != ExitCode::Done {
        say(text);
        return code;
    }
    match print(text) {
        Ok(()) => code,
        Err(failure) => {
            say(&failure.text);
            failure.code
        }
    }
}

/// A panic is a bug: says so in a few words, and where, instead of Rust's own message.
pub(crate) fn ask_for_reports_of_panics() {
    std::panic::set_hook(Box::new(|panic| {
        let payload = panic.payload();
        let text = payload.downcast_ref::<String>().map(String::as_str);
        let message = text.or_else(|| payload.downcast_ref::<&str>().copied());
        let message = message.unwrap_or("no message");
        let place = panic.location().map_or_else(String::new, |at| format!(" ({at})"));
        say(&format!(
            "error: kvplan has a bug: {}{place}\n\
             Please report it with the command line and the scenario file.\n",
            clean(message)
        ));
    }));
}

fn print(text: &str) -> Result<(), Failure> {
    let mut stdout = io::stdout().lock();
    let written = stdout.write_all(text.as_bytes()).and_then(|()| stdout.flush());
    match written {
        Err(error) if error.kind() != ErrorKind::BrokenPipe => {
            Err(Failure::could_not(format!("cannot write to standard output: {error}")))
        }
        _ => Ok(()),
    }
}

/// Nobody can be told that stderr does not work.
fn say(text: &str) {
    let mut stderr = io::stderr().lock();
    let text = without_commands(text);
    let _ = stderr.write_all(text.as_bytes()).and_then(|()| stderr.flush());
}

/// The text without anything that a CI log would take for a command: `::` where a line begins, and
/// `##[`. However a message is wrapped, a name in it cannot speak to the runner.
fn without_commands(text: &str) -> String {
    let lines = text.split_inclusive('\n').map(|line| {
        let said = line.trim_start();
        let indent = &line[..line.len() - said.len()];
        let said = said.replace("##[", "# #[");
        if said.starts_with("::") {
            format!("{indent}: {}", &said[1..])
        } else {
            indent.to_owned() + &said
        }
    });
    lines.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const STREAM: Stream = Stream { is_terminal: false, width: None };
    const BARE: Environment = Environment {
        no_color: false,
        force_color: false,
        is_dumb: false,
        is_ci: false,
        columns: None,
        stdout: Stream { is_terminal: true, width: Some(120) },
        stderr: STREAM,
    };

    #[test]
    fn colours_follow_the_flag_then_the_variables_then_the_terminal() {
        assert!(BARE.may_color(When::Auto, true));
        assert!(!BARE.may_color(When::Auto, false));
        let no = Environment { no_color: true, force_color: true, ..BARE };
        assert!(!no.may_color(When::Auto, true));
        assert!(no.may_color(When::Always, true));
        let forced = Environment { force_color: true, is_dumb: true, ..BARE };
        assert!(forced.may_color(When::Auto, false));
        assert!(!forced.may_color(When::Never, false));
        assert!(!Environment { is_dumb: true, ..BARE }.may_color(When::Auto, true));
    }

    #[test]
    fn the_width_is_columns_then_the_terminal_then_80() {
        assert_eq!(BARE.stdout_width(), 120);
        assert_eq!(Environment { columns: Some(60), ..BARE }.stdout_width(), 60);
        assert_eq!(Environment { stdout: STREAM, ..BARE }.stdout_width(), 80);
    }

    #[test]
    fn no_line_speaks_to_a_runner() {
        let text = "error: x\n  ::error::y\n##[error]z\na::b\n";
        assert_eq!(without_commands(text), "error: x\n  : :error::y\n# #[error]z\na::b\n");
    }
}
