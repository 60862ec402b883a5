//! Which files are scenarios, and are they sound?
//!
//! All of them are read and checked before anything runs, and everything that is wrong with any of
//! them is said at once.

use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

use super::arguments::Asked;
use super::exit::ExitCode;
use super::failure::{Failure, shown};
use super::output::Output;
use crate::report::render_diagnostics;
use crate::scenario::{self, Diagnostic, Scenario, Source};

/// A scenario file has at most 1 MiB; one byte more is read, so that the check can see it.
const READ_AT_MOST: u64 = (1 << 20) + 1;
/// This path is standard input.
pub(super) const STDIN: &str = "-";

/// The scenarios in the order of the command line. Where one is wrong and another cannot be read
/// both are said, and the wrong one decides the exit code.
pub(super) fn all(asked: &Asked, output: &Output) -> Result<Vec<Scenario>, Failure> {
    if asked.scenarios.iter().filter(|path| is_stdin(path)).count() > 1 {
        return Err(Failure::wrong("standard input (-) can be read only once"));
    }
    let overrides = asked.overrides();
    let (mut scenarios, mut unreadable, mut wrong) = (Vec::new(), Vec::new(), Vec::new());
    for path in &asked.scenarios {
        let bytes = match read(path) {
            Ok(bytes) => bytes,
            Err(error) => {
                unreadable.push(format!("error: cannot read {}: {error}\n", shown(path)));
                continue;
            }
        };
        let source = Source { path: path.to_string_lossy().into_owned(), bytes };
        match scenario::load(&source, &overrides, &named) {
            Ok(scenario) => scenarios.push(scenario),
            Err(diagnostics) => wrong.extend(diagnostics),
        }
    }
    let mut text = unreadable.concat();
    if !wrong.is_empty() {
        text.push_str(&render_diagnostics(&wrong, output.message_look()));
        return Err(Failure { code: ExitCode::Wrong, text });
    }
    if !unreadable.is_empty() {
        return Err(Failure { code: ExitCode::CouldNotRun, text });
    }
    Ok(scenarios)
}

/// The bytes of the only scenario of a command that takes just one.
pub(super) fn one(asked: &Asked) -> Result<Source, Failure> {
    let [path] = asked.scenarios.as_slice() else {
        let last = asked.scenarios.last().map_or_else(String::new, |path| shown(path));
        return Err(Failure::wrong(format!("one scenario is enough here; found {last} too")));
    };
    let cannot = |error| Failure::could_not(format!("cannot read {}: {error}", shown(path)));
    Ok(Source { path: path.to_string_lossy().into_owned(), bytes: read(path).map_err(cannot)? })
}

/// Mistakes of a scenario or of what varies it.
pub(super) fn wrong(diagnostics: &[Diagnostic], output: &Output) -> Failure {
    let text = render_diagnostics(diagnostics, output.message_look());
    Failure { code: ExitCode::Wrong, text }
}

/// The bytes of a file that a scenario names.
pub(super) fn named(path: &str) -> io::Result<Vec<u8>> {
    read_file(Path::new(path))
}

/// True for the path that stands for standard input.
pub(super) fn is_stdin(path: &Path) -> bool {
    path.as_os_str() == STDIN
}

fn read(path: &Path) -> io::Result<Vec<u8>> {
    if is_stdin(path) { read_some(io::stdin().lock()) } else { read_file(path) }
}

fn read_file(path: &Path) -> io::Result<Vec<u8>> {
    read_some(File::open(path)?)
}

fn read_some(from: impl Read) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    from.take(READ_AT_MOST).read_to_end(&mut bytes)?;
    Ok(bytes)
}
