//! What did the user type, and where does it go?
//!
//! The only part that knows the command line, the environment, the streams, the files and the wall
//! clock. It wires the others together and decides nothing about figures or layout.

mod arguments;
mod commands;
mod delivery;
mod flags;
mod inputs;
mod load;
mod process;

use std::ffi::OsString;

use self::process::{Environment, Output};

pub use self::process::ExitCode;

/// Does what the arguments say (the first is the program's name) and returns how it ended.
pub fn run(arguments: impl IntoIterator<Item = OsString>) -> ExitCode {
    process::ask_for_reports_of_panics();
    let environment = Environment::read();
    let (shown, command) = match arguments::parse(arguments, &environment) {
        Ok(parsed) => parsed,
        Err(said) => return process::say_instead(&said.text, said.code),
    };
    let output = Output::new(&shown, &environment);
    match command.run(&output) {
        Ok(code) => code,
        Err(failure) => {
            output.say(&failure.text);
            failure.code
        }
    }
}
