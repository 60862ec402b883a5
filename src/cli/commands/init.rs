//! A scenario to start from.

use std::fs::{self, OpenOptions};
use std::io::{ErrorKind, Write};
use std::path::{Path, PathBuf};

use clap::Args;

use crate::cli::load::is_stdin;
use crate::cli::process::{ExitCode, Failure, Output, shown};
use crate::scenario::TEMPLATE;

/// Flags of `init`.
#[derive(Args, Debug)]
#[command(after_long_help = EXAMPLES)]
pub(crate) struct Init {
    /// Where to; it must not exist yet. Without it the text is printed
    #[arg(value_name = "FILE")]
    file: Option<PathBuf>,
}

const EXAMPLES: &str = "\
Examples:
  kvplan init coordinator.yaml
  kvplan init | kvplan simulate -";

/// Writes it to a new file, or prints it. A file that exists is left as it is.
pub(crate) fn run(flags: &Init, output: &Output) -> Result<ExitCode, Failure> {
    match &flags.file {
        Some(file) if !is_stdin(file) => {
            write(file)?;
            let file = shown(file);
            output.remark(&format!("Wrote {file}; try: kvplan simulate {file}\n"));
        }
        _ => output.print(TEMPLATE)?,
    }
    Ok(ExitCode::Done)
}

fn write(path: &Path) -> Result<(), Failure> {
    let created = OpenOptions::new().write(true).create_new(true).open(path);
    let mut file = created.map_err(|error| match error.kind() {
        ErrorKind::AlreadyExists => {
            Failure::could_not(format!("{} exists already; it is left as it is", shown(path)))
        }
        _ => Failure::could_not(format!("cannot write {}: {error}", shown(path))),
    })?;
    file.write_all(TEMPLATE.as_bytes()).map_err(|error| {
        // Half a template would be in the way of the next try.
        let _ = fs::remove_file(path);
        Failure::could_not(format!("cannot write {}: {error}", shown(path)))
    })
}
