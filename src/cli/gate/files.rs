//! Which scenarios does the gate judge?

use std::fs;
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};

use crate::cli::arguments::Gate as Flags;
use crate::cli::failure::Failure;
use crate::cli::load;
use crate::cli::output::Output;
use crate::scenario::Scenario;
use crate::study::gate::check_sum;

/// Where scenarios are looked for when none is named.
const FOLDER: &str = "scenarios";

/// Those of the command line; without any, those in `./scenarios` that have budgets (for a sum:
/// all that stand there, since one without budgets spends of the same account).
pub(super) fn scenarios(flags: &mut Flags, output: &Output) -> Result<Vec<Scenario>, Failure> {
    let is_search = flags.asked.scenarios.is_empty();
    if is_search {
        flags.asked.scenarios = in_folder(Path::new(FOLDER))
            .map_err(|error| Failure::could_not(format!("cannot read {FOLDER}: {error}")))?;
    }
    let mut scenarios = load::all(&flags.asked, output)?;
    if is_search && !flags.sum {
        scenarios.retain(|scenario| !scenario.budgets.is_empty());
    }
    if flags.sum {
        check_sum(&scenarios)
            .map_err(|differs| Failure::wrong(format!("--sum cannot add: {differs}")))?;
    }
    Ok(scenarios)
}

/// The `.yaml` and `.yml` files of a folder, in the order of their names. A folder that is not
/// there has none.
fn in_folder(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let entries = match fs::read_dir(folder) {
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(Vec::new()),
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
    Ok(files)
}
