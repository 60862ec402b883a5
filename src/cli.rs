//! What did the user type, and where does it go?
//!
//! The only part that knows the command line, the environment, the streams, the files and the wall
//! clock. It wires the others together and decides nothing about figures or layout.

mod arguments;
mod compare;
mod exit;
mod explain;
mod export;
mod failure;
mod gate;
mod headroom;
mod init;
mod interrupt;
mod job;
mod load;
mod make_runs;
mod offer;
mod output;
mod progress;
mod record;
mod replay;
mod runner;
mod simulate;
mod stopwatch;
mod sweep;
mod target;
mod validate;
mod worlds;

use std::ffi::OsString;

use self::arguments::Command;
use self::output::{Environment, Output};

pub use self::exit::ExitCode;

/// Does what the arguments say (the first is the program's name) and returns how it ended.
pub fn run(arguments: impl IntoIterator<Item = OsString>) -> ExitCode {
    output::ask_for_reports_of_panics();
    let environment = Environment::read();
    let (shown, command) = match arguments::parse(arguments, &environment) {
        Ok(parsed) => parsed,
        Err(said) => return output::say_instead(&said.text, said.code),
    };
    let output = Output::new(&shown, &environment);
    let ended = match command {
        Command::Simulate(flags) => simulate::run(&flags, &output),
        Command::Gate(flags) => gate::run(flags, &output),
        Command::Compare(flags) => compare::run(&flags, &output),
        Command::Explain(flags) => explain::run(&flags, &output),
        Command::Sweep(flags) => sweep::run(&flags, &output),
        Command::Headroom(flags) => headroom::run(&flags, &output),
        Command::Replay(flags) => replay::run(&flags, &output),
        Command::Validate(flags) => validate::run(&flags, &output),
        Command::Init(flags) => init::run(&flags, &output),
    };
    match ended {
        Ok(code) => code,
        Err(failure) => {
            output.say(&failure.text);
            failure.code
        }
    }
}
