//! Which scenarios does the gate judge?

use std::fs;
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};

use super::Gate;
use crate::cli::load;
use crate::cli::process::{Failure, Output};
use crate::report::wording;
use crate::scenario::Scenario;
use crate::study::gate::{Note, check_sum};

/// Where scenarios are looked for when none is named.
const FOLDER: &str = "scenarios";

/// Those of the command line; without any, those in `./scenarios` that have budgets (for a sum:
/// all that stand there, since one without budgets spends of the same account). With a note where
/// there is no such folder.
pub(crate) fn scenarios(
    flags: &mut Gate,
    output: &Output,
) -> Result<(Vec<Scenario>, Option<Note>), Failure> {
    let is_search = flags.asked.scenarios.is_empty();
    let mut note = None;
    if is_search {
        let found = in_folder(Path::new(FOLDER))
            .map_err(|error| Failure::could_not(format!("cannot read {FOLDER}: {error}")))?;
        note = found.is_none().then_some(Note::NoScenarios(FOLDER));
        flags.asked.scenarios = found.unwrap_or_default();
    }
    let mut scenarios = load::all(&flags.asked, output)?;
    if is_search && !flags.sum {
        scenarios.retain(|scenario| !scenario.budgets.is_empty());
    }
    if flags.sum {
        let cannot = |why| Failure::wrong(format!("--sum cannot add: {}", wording::no_sum(&why)));
        check_sum(&scenarios).map_err(cannot)?;
    }
    Ok((scenarios, note))
}

/// The `.yaml` and `.yml` files of a folder, in the order of their names; `None`: there is no
/// such folder.
fn in_folder(folder: &Path) -> io::Result<Option<Vec<PathBuf>>> {
    let entries = match fs::read_dir(folder) {
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
        entries => entries?,
    };
    let mut files = Vec::new();
    for entry in entries {
        let path = entry?.path();
        let ending = path.extension().and_then(|it| it.to_str()).map(str::to_ascii_lowercase);
        if matches!(ending.as_deref(), Some("yaml" | "yml")) && path.is_file() {
            files.push(path);
        }
    }
    files.sort();
    Ok(Some(files))
}
