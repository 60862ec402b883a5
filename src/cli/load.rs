//! Which files are scenarios, and are they sound?
//!
//! All of them are read and checked before anything runs, and everything that is wrong with any of
//! them is said at once.

use std::io;
use std::path::{Path, PathBuf};

use super::flags::Asked;
use super::inputs::{Inputs, is_stdin};
use super::process::{ExitCode, Failure, Output, shown};
use crate::report::{clean, count, render_diagnostics};
use crate::scenario::{Diagnostic, Edit, File, Overrides, Scenario, Source, caps};
use crate::study::{AllWorlds, TooManyDays};

/// The scenarios in the order of the command line. Where one is wrong and another cannot be read
/// both are said, and the wrong one decides the exit code.
pub(crate) fn all(
    asked: &Asked,
    inputs: &Inputs,
    output: &Output,
) -> Result<Vec<Scenario>, Failure> {
    check_runs(asked)?;
    these(&asked.scenarios, &asked.overrides(), inputs, output)
}

/// The scenarios of these files.
pub(crate) fn these(
    paths: &[PathBuf],
    overrides: &Overrides,
    inputs: &Inputs,
    output: &Output,
) -> Result<Vec<Scenario>, Failure> {
    let mut loader = Loader::new(paths, inputs)?;
    for path in paths {
        if let Some(bytes) = loader.keep(path, inputs.scenario(path)) {
            loader.decode(path, bytes, (overrides, &[]));
        }
    }
    loader.finish(output)
}

/// What a file holds, sound or not.
pub(crate) enum Kind {
    Scenario,
    Plan,
}

/// Reads files one after another and keeps what is wrong with them until the last one.
pub(crate) struct Loader<'i> {
    inputs: &'i Inputs,
    scenarios: Vec<Scenario>,
    unreadable: Vec<String>,
    wrong: Vec<Diagnostic>,
}

impl<'i> Loader<'i> {
    /// For these files; standard input can be among them once.
    pub(crate) fn new(paths: &[PathBuf], inputs: &'i Inputs) -> Result<Self, Failure> {
        if paths.iter().filter(|path| is_stdin(path)).count() > 1 {
            return Err(Failure::wrong("standard input (-) can be read only once"));
        }
        Ok(Self { inputs, scenarios: Vec::new(), unreadable: Vec::new(), wrong: Vec::new() })
    }

    /// The bytes of a file, or notes why there are none.
    pub(crate) fn keep(&mut self, path: &Path, read: io::Result<Vec<u8>>) -> Option<Vec<u8>> {
        let note = |error| format!("error: cannot read {}: {error}\n", shown(path));
        read.map_err(|error| self.unreadable.push(note(error))).ok()
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
        let file = File::parse(&source);
        let loaded = file.and_then(|file| file.varied(overrides, &edits, &self.inputs.plans()));
        self.take(loaded.map(|mut scenario| {
            let with = with.iter().map(|edit| format!("{}={}", edit.path, edit.value));
            scenario.overrides.extend(with);
            scenario
        }));
    }

    /// As [`Self::decode`], for a file that nobody named: a plan is passed over.
    pub(crate) fn decode_found(
        &mut self,
        path: &Path,
        bytes: Vec<u8>,
        overrides: &Overrides,
    ) -> Kind {
        let source = Source { path: path.to_string_lossy().into_owned(), bytes };
        let file = File::parse(&source);
        if file.as_ref().is_ok_and(File::is_plan) {
            return Kind::Plan;
        }
        self.take(file.and_then(|file| file.load(overrides, &self.inputs.plans())));
        Kind::Scenario
    }

    fn take(&mut self, loaded: Result<Scenario, Vec<Diagnostic>>) {
        match loaded {
            Ok(scenario) => self.scenarios.push(scenario),
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

/// Some commands have no use for `--runs auto`.
pub(crate) fn check_runs(asked: &Asked) -> Result<(), Failure> {
    if asked.changes.has_auto_runs() {
        return Err(Failure::wrong("--runs auto is for simulate, compare and explain"));
    }
    Ok(())
}

/// The bytes of the only scenario of a command that takes just one.
pub(crate) fn one(asked: &Asked, inputs: &Inputs) -> Result<Source, Failure> {
    check_runs(asked)?;
    let [path] = asked.scenarios.as_slice() else {
        let last = asked.scenarios.last().map_or_else(String::new, |path| shown(path));
        return Err(Failure::wrong(format!("one scenario is enough here; found {last} too")));
    };
    let cannot = |error| Failure::could_not(format!("cannot read {}: {error}", shown(path)));
    Ok(Source {
        path: path.to_string_lossy().into_owned(),
        bytes: inputs.scenario(path).map_err(cannot)?,
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
