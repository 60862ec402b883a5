//! A scenario to start from.

use std::fs::{self, OpenOptions};
use std::io::{ErrorKind, Write};
use std::path::Path;

use super::arguments::Init;
use super::exit::ExitCode;
use super::failure::{Failure, shown};
use super::load::is_stdin;
use super::output::Output;
use crate::scenario::TEMPLATE;

/// Writes it to a new file, or prints it. A file that exists is left as it is.
pub(super) fn run(flags: &Init, output: &Output) -> Result<ExitCode, Failure> {
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
