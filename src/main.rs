//! The command line: parse, run, exit with its code.

use std::process::ExitCode;

fn main() -> ExitCode {
    kvplan::cli::run(std::env::args_os()).into()
}
