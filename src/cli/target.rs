//! Where do exports go, and in which format?
//!
//! Decided before anything is read: a name that cannot be meant is refused with exit 2.

use std::fs;
use std::path::{Path, PathBuf};

use super::failure::{Failure, shown};
use super::load::is_stdin;

/// What a file will hold.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Kind {
    /// A row for each meter of each day of each run.
    Csv,
    /// A row for each cause of each run.
    CausesCsv,
    /// Everything, for programs.
    Json,
    /// Tables for a comment.
    Markdown,
}

/// A file to be written.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Target<K = Kind> {
    /// As the user typed it.
    pub(super) path: PathBuf,
    /// What it will hold.
    pub(super) kind: K,
}

/// The files for the given exports, two for each CSV. No two may be the same file, and none a
/// scenario.
pub(super) fn plan(exports: &[PathBuf], scenarios: &[PathBuf]) -> Result<Vec<Target>, Failure> {
    let mut targets = Vec::new();
    for path in exports {
        let kind = kind(path)?;
        targets.push(Target { path: path.clone(), kind });
        if kind == Kind::Csv {
            let path = path.with_extension("causes.csv");
            targets.push(Target { path, kind: Kind::CausesCsv });
        }
    }
    let paths: Vec<&Path> = targets.iter().map(|it| it.path.as_path()).collect();
    check_distinct(&paths, scenarios)?;
    Ok(targets)
}

/// No two files that are written may be the same, and none a scenario.
pub(super) fn check_distinct(paths: &[&Path], scenarios: &[PathBuf]) -> Result<(), Failure> {
    let files: Vec<PathBuf> = paths.iter().map(|path| resolved(path)).collect();
    for (at, file) in files.iter().enumerate() {
        let path = shown(paths[at]);
        if let Some(other) = files[..at].iter().position(|other| other == file) {
            let other = shown(paths[other]);
            return Err(Failure::wrong(format!("two exports go to one file: {other} and {path}")));
        }
        let mut read = scenarios.iter().filter(|path| !is_stdin(path));
        if read.any(|scenario| resolved(scenario) == *file) {
            return Err(Failure::wrong(format!("the export {path} is a scenario file")));
        }
    }
    Ok(())
}

fn kind(path: &Path) -> Result<Kind, Failure> {
    let ending = path.extension().map(|ending| ending.to_string_lossy().to_lowercase());
    match ending.as_deref() {
        Some("csv") => Ok(Kind::Csv),
        Some("json") => Ok(Kind::Json),
        Some("md") => Ok(Kind::Markdown),
        _ => Err(Failure::wrong(format!(
            "cannot tell the format of the export {}: simulate writes .csv, .json and .md",
            shown(path)
        ))),
    }
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
