//! Which files are scenarios, and are they sound?
//!
//! All of them are read and checked before anything runs, and everything that is wrong with any of
//! them is said at once.

mod unreadable;

use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use super::flags::Asked;
use super::process::{ExitCode, Failure, Output, shown};
use crate::report::{clean, count, render_diagnostics};
use crate::scenario::{self, Diagnostic, Edit, Overrides, Scenario, Source, caps};
use crate::study::{AllWorlds, TooManyDays};

/// A scenario file has at most 1 MiB; one byte more is read, so that the check can see it.
const READ_AT_MOST: u64 = (1 << 20) + 1;
/// This path is standard input.
pub(crate) const STDIN: &str = "-";

/// The scenarios in the order of the command line. Where one is wrong and another cannot be read
/// both are said, and the wrong one decides the exit code.
pub(crate) fn all(asked: &Asked, output: &Output) -> Result<Vec<Scenario>, Failure> {
    if asked.changes.has_auto_runs() {
        return Err(Failure::wrong("--runs auto is for simulate, compare and explain"));
    }
    these(&asked.scenarios, &asked.overrides(), output)
}

/// The scenarios of these files.
pub(crate) fn these(
    paths: &[PathBuf],
    overrides: &Overrides,
    output: &Output,
) -> Result<Vec<Scenario>, Failure> {
    let mut loader = Loader::new(paths)?;
    for path in paths {
        if let Some(bytes) = loader.read(path, READ_AT_MOST) {
            loader.decode(path, bytes, (overrides, &[]));
        }
    }
    loader.finish(output)
}

/// Reads files one after another and keeps what is wrong with them until the last one.
#[derive(Default)]
pub(crate) struct Loader {
    scenarios: Vec<Scenario>,
    unreadable: Vec<String>,
    wrong: Vec<Diagnostic>,
}

impl Loader {
    /// For these files; standard input can be among them once.
    pub(crate) fn new(paths: &[PathBuf]) -> Result<Self, Failure> {
        if paths.iter().filter(|path| is_stdin(path)).count() > 1 {
            return Err(Failure::wrong("standard input (-) can be read only once"));
        }
        Ok(Self::default())
    }

    /// The bytes of a file, at most so many.
    pub(crate) fn read(&mut self, path: &Path, at_most: u64) -> Option<Vec<u8>> {
        let note = |error| format!("error: cannot read {}: {error}\n", shown(path));
        read(path, at_most).map_err(|error| self.unreadable.push(note(error))).ok()
    }

    /// Decodes and keeps a scenario, with changes after the overrides.
    pub(crate) fn decode(
        &mut self,
        path: &Path,
        bytes: Vec<u8>,
        (overrides, with): (&Overrides, &[Edit]),
    ) {
        let source = Source { path: path.to_string_lossy().into_owned(), bytes };
        let edits: Vec<&Edit> = with.iter().collect();
        let file = scenario::File::parse(&source);
        match file.and_then(|file| file.varied(overrides, &edits, &named)) {
            Ok(mut scenario) => {
                let with = with.iter().map(|edit| format!("{}={}", edit.path, edit.value));
                scenario.overrides.extend(with);
                self.scenarios.push(scenario);
            }
            Err(mut mistakes) => {
                mistakes.retain(|mistake| !self.wrong.contains(mistake));
                self.wrong.append(&mut mistakes);
            }
        }
    }

    /// All scenarios in order, or all that is wrong.
    pub(crate) fn finish(self, output: &Output) -> Result<Vec<Scenario>, Failure> {
        let mut text = self.unreadable.concat();
        if !self.wrong.is_empty() {
            text.push_str(&render_diagnostics(&self.wrong, output.message_look()));
            return Err(Failure { code: ExitCode::Wrong, text });
        }
        if !self.unreadable.is_empty() {
            return Err(Failure { code: ExitCode::CouldNotRun, text });
        }
        Ok(self.scenarios)
    }
}

/// The bytes of the only scenario of a command that takes just one.
pub(crate) fn one(asked: &Asked) -> Result<Source, Failure> {
    if asked.changes.has_auto_runs() {
        return Err(Failure::wrong("--runs auto is for simulate, compare and explain"));
    }
    let [path] = asked.scenarios.as_slice() else {
        let last = asked.scenarios.last().map_or_else(String::new, |path| shown(path));
        return Err(Failure::wrong(format!("one scenario is enough here; found {last} too")));
    };
    let cannot = |error| Failure::could_not(format!("cannot read {}: {error}", shown(path)));
    Ok(Source {
        path: path.to_string_lossy().into_owned(),
        bytes: read(path, READ_AT_MOST).map_err(cannot)?,
    })
}

/// Can the days of all worlds of each scenario be kept?
pub(crate) fn check_worlds(scenarios: &[Scenario]) -> Result<(), Failure> {
    AllWorlds::check(scenarios).map_err(|TooManyDays { scenario, days, worlds }| {
        let (name, days, most) = (clean(&scenario.name), count(days), count(caps::WORLD_DAY_RUNS));
        Failure::wrong(format!(
            "--worlds of {name}: {days} days of all runs of {worlds} worlds, at most {most} are \
             kept; try fewer --runs or --days"
        ))
    })
}

/// Mistakes of a scenario or of what varies it.
pub(crate) fn wrong(diagnostics: &[Diagnostic], output: &Output) -> Failure {
    let text = render_diagnostics(diagnostics, output.message_look());
    Failure { code: ExitCode::Wrong, text }
}

/// The bytes of a file that a scenario names.
pub(crate) fn named(path: &str) -> io::Result<Vec<u8>> {
    let bytes = File::open(path).and_then(|file| read_some(file, READ_AT_MOST));
    bytes.map_err(|error| unreadable::explained(Path::new(path), error))
}

/// True for the path that stands for standard input.
pub(crate) fn is_stdin(path: &Path) -> bool {
    path.as_os_str() == STDIN
}

fn read(path: &Path, at_most: u64) -> io::Result<Vec<u8>> {
    if is_stdin(path) {
        return read_some(io::stdin().lock(), at_most);
    }
    let bytes = File::open(path).and_then(|file| read_some(file, at_most));
    bytes.map_err(|error| unreadable::explained(path, error))
}

fn read_some(from: impl Read, at_most: u64) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    from.take(at_most).read_to_end(&mut bytes)?;
    Ok(bytes)
}
