//! Where do exports go, and in which format?
//!
//! Decided before anything is read: a name that cannot be meant is refused with exit 2.

use std::fs;
use std::path::{Path, PathBuf};

use super::failure::{Failure, shown};
use super::load::is_stdin;
use crate::scenario::Scenario;

/// What a file will hold.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Kind {
    /// A row for each meter of each day of each run.
    Csv,
    /// A row for each cause of each run.
    CausesCsv,
    /// A row for each figure of each colo, where there are several.
    ColosCsv,
    /// Everything, for programs.
    Json,
    /// Tables for a comment.
    Markdown,
}

/// What a command can write.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Offer {
    /// The command's name.
    pub(super) command: &'static str,
    /// Its formats; with [`Kind::CausesCsv`] among them each CSV brings one of causes, likewise with
    /// [`Kind::ColosCsv`] one of colos.
    pub(super) kinds: &'static [Kind],
}

impl Offer {
    /// `.csv, .json and .md`.
    fn endings(&self) -> String {
        let endings: Vec<&str> = self.kinds.iter().filter_map(|kind| kind.ending()).collect();
        match endings.split_last() {
            Some((last, others)) if !others.is_empty() => {
                format!("{} and {last}", others.join(", "))
            }
            _ => endings.concat(),
        }
    }
}

impl Kind {
    /// How a file that holds it ends; `None`: it is never asked for by itself.
    const fn ending(self) -> Option<&'static str> {
        match self {
            Self::Csv => Some(".csv"),
            Self::CausesCsv | Self::ColosCsv => None,
            Self::Json => Some(".json"),
            Self::Markdown => Some(".md"),
        }
    }
}

/// A file to be written.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Target<K = Kind> {
    /// As the user typed it.
    pub(super) path: PathBuf,
    /// What it will hold.
    pub(super) kind: K,
}

/// The files for the given exports. No two may be the same file, and none one that is read.
pub(super) fn plan(
    offer: Offer,
    exports: &[PathBuf],
    scenarios: &[PathBuf],
) -> Result<Vec<Target>, Failure> {
    let mut targets = Vec::new();
    for path in exports {
        let kind = kind(offer, path)?;
        targets.push(Target { path: path.clone(), kind });
        let beside = [(Kind::CausesCsv, "causes.csv"), (Kind::ColosCsv, "colos.csv")];
        for (beside, ending) in beside.into_iter().filter(|(it, _)| offer.kinds.contains(it)) {
            if kind == Kind::Csv {
                targets.push(Target { path: path.with_extension(ending), kind: beside });
            }
        }
    }
    let paths: Vec<&Path> = targets.iter().map(|it| it.path.as_path()).collect();
    check_distinct(&paths, scenarios)?;
    Ok(targets)
}

/// Without the files of colos, where no scenario has several.
pub(super) fn needed(mut targets: Vec<Target>, scenarios: &[Scenario]) -> Vec<Target> {
    let several = scenarios.iter().any(|it| it.isolates.colos.len() > 1);
    targets.retain(|target| several || target.kind != Kind::ColosCsv);
    targets
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

/// None of the files that are written may be this one, which is read.
pub(super) fn check_not_read<K>(
    targets: &[Target<K>],
    read: &Path,
    what: &str,
) -> Result<(), Failure> {
    let found = targets.iter().find(|target| {
        !is_stdin(read) && read.exists() && resolved(&target.path) == resolved(read)
    });
    match found {
        None => Ok(()),
        Some(target) => {
            let path = shown(&target.path);
            Err(Failure::wrong(format!("the export {path} is {what}")))
        }
    }
}

/// `-o -` is refused with what was meant: results go to standard output in any case.
pub(super) fn check_is_a_file(path: &Path) -> Result<(), Failure> {
    if !is_stdin(path) {
        return Ok(());
    }
    Err(Failure::wrong(
        "-o writes a file; standard output gets the result in any case: choose its format with -f",
    ))
}

fn kind(offer: Offer, path: &Path) -> Result<Kind, Failure> {
    check_is_a_file(path)?;
    let ending = path.extension().map(|ending| ending.to_string_lossy().to_lowercase());
    let ending = ending.map(|ending| format!(".{ending}"));
    let found =
        offer.kinds.iter().find(|kind| ending.is_some() && kind.ending() == ending.as_deref());
    found.copied().ok_or_else(|| {
        let (command, endings) = (offer.command, offer.endings());
        let path = shown(path);
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
