//! A scenario to start from.

use std::fs::{self, OpenOptions};
use std::io::{self, ErrorKind, Write};
use std::path::{Path, PathBuf};

use clap::Args;

use crate::cli::inputs::is_stdin;
use crate::cli::process::{ExitCode, Failure, Output, shown};
use crate::scenario::{SCHEMA_FILE, TEMPLATE, schema};

/// Flags of `init`.
#[derive(Args, Debug)]
#[command(before_long_help = EXAMPLES)]
pub(crate) struct Init {
    /// Where to; it must not exist yet. The schema for editors, kvplan.schema.json, is written
    /// beside it. Without FILE the text is printed
    #[arg(value_name = "FILE")]
    file: Option<PathBuf>,
}

const EXAMPLES: &str = "\
Examples:
  kvplan init coordinator.yaml
  kvplan init | kvplan simulate -";

/// Writes it to a new file with the schema beside it, or prints it. A file that exists is left as
/// it is.
pub(crate) fn run(flags: &Init, output: &Output) -> Result<ExitCode, Failure> {
    match &flags.file {
        Some(path) if path.ends_with(SCHEMA_FILE) => {
            return Err(Failure::wrong(format!(
                "{SCHEMA_FILE} is the schema beside a scenario; name the scenario, for example \
                 `kvplan init coordinator.yaml`"
            )));
        }
        Some(path) if !is_stdin(path) => {
            let line = format!("# yaml-language-server: $schema=./{SCHEMA_FILE}\n");
            let written = write(path, &(line + TEMPLATE));
            written.map_err(|error| Failure::could_not(said(&error, path)))?;
            let file = shown(path);
            output.remark(&format!("Wrote {file}; try: kvplan simulate {file}\n"));
            output.remark(&beside(&path.with_file_name(SCHEMA_FILE)));
        }
        _ => output.print(TEMPLATE)?,
    }
    Ok(ExitCode::Done)
}

/// Writes the schema, and says what became of it. The scenario does not need it.
fn beside(path: &Path) -> String {
    let schema = schema();
    match write(path, &schema) {
        Ok(()) => format!("Wrote {} for editors\n", shown(path)),
        Err(_) if fs::read_to_string(path).is_ok_and(|there| there == schema) => String::new(),
        Err(error) => said(&error, path) + "\n",
    }
}

fn said(error: &io::Error, path: &Path) -> String {
    match error.kind() {
        ErrorKind::AlreadyExists => format!("{} exists already; it is left as it is", shown(path)),
        _ => format!("cannot write {}: {error}", shown(path)),
    }
}

fn write(path: &Path, text: &str) -> io::Result<()> {
    let mut file = OpenOptions::new().write(true).create_new(true).open(path)?;
    // Half a file would be in the way of the next try.
    file.write_all(text.as_bytes()).inspect_err(|_| drop(fs::remove_file(path)))
}
