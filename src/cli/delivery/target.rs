//! Where do exports go, and in which format?
//!
//! Decided before anything is read: a name that cannot be meant is refused with exit 2.

use std::fs;
use std::path::{Path, PathBuf};

use crate::cli::flags::Offer;
use crate::cli::inputs::{Written, identity, is_stdin};
use crate::cli::process::{Failure, shown};
use crate::report::{Format, Sheet};

/// A file to be written.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Target {
    /// As the user typed it.
    pub(crate) path: PathBuf,
    /// What it will hold.
    pub(crate) format: Format,
    /// Which rows, where it holds rows.
    pub(crate) sheet: Sheet,
}

/// The files for the given exports: beside a CSV one for each further sheet.
pub(crate) fn plan(offer: Offer, exports: &[PathBuf]) -> Result<Vec<Target>, Failure> {
    let mut targets = Vec::new();
    for path in exports {
        let format = format(offer, path)?;
        targets.push(Target { path: path.clone(), format, sheet: Sheet::Rows });
        let sheets = if format == Format::Csv { offer.sheets } else { &[] };
        targets.extend(sheets.iter().filter(|sheet| **sheet != Sheet::Rows).map(|&sheet| Target {
            path: path.with_extension(sheet.ending()),
            format,
            sheet,
        }));
    }
    Ok(targets)
}

/// No two files that are written may be the same.
pub(crate) fn check_distinct(written: &[Written<'_>]) -> Result<(), Failure> {
    let files: Vec<_> = written.iter().map(|it| (resolved(it.path), identity(it.path))).collect();
    for (at, (path, file)) in files.iter().enumerate() {
        let is_same =
            |(other, same): &(PathBuf, _)| other == path || file.is_some() && same == file;
        if let Some(other) = files[..at].iter().position(is_same) {
            let [other, path] = [other, at].map(|it| shown(written[it].path));
            return Err(Failure::wrong(format!("two exports go to one file: {other} and {path}")));
        }
    }
    Ok(())
}

/// `-o -` is refused with what was meant: results go to standard output in any case.
pub(crate) fn check_is_a_file(path: &Path) -> Result<(), Failure> {
    if !is_stdin(path) {
        return Ok(());
    }
    Err(Failure::wrong(
        "-o writes a file; standard output gets the result in any case: choose its format with -f",
    ))
}

fn format(offer: Offer, path: &Path) -> Result<Format, Failure> {
    check_is_a_file(path)?;
    let ending = path.extension().map(|ending| ending.to_string_lossy().to_lowercase());
    let found = ending.and_then(|ending| offer.format_of(&ending));
    found.ok_or_else(|| {
        let (path, command, endings) = (shown(path), offer.command, offer.endings("and"));
        Failure::wrong(format!(
            "cannot tell the format of the export {path}: {command} writes {endings}"
        ))
    })
}

/// The path with every link followed, as far as it exists.
fn resolved(path: &Path) -> PathBuf {
    if let Ok(path) = fs::canonicalize(path) {
        return path;
    }
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
    let folder = fs::canonicalize(folder.unwrap_or(Path::new(".")));
    match (folder, path.file_name()) {
        (Ok(folder), Some(name)) => folder.join(name),
        _ => path.to_owned(),
    }
}
