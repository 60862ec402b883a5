//! Which scenarios does the gate judge?

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use super::Gate;
use super::walk::{Walked, walk};
use crate::cli::inputs::Inputs;
use crate::cli::load::{self, Kind, Loader};
use crate::cli::process::{Failure, Output, shown};
use crate::report::{wording, wrap};
use crate::scenario::{Overrides, Scenario};
use crate::study::gate::{Note, check_sum};

/// Where scenarios are looked for when none is named.
const FOLDER: &str = "scenarios";
/// So many names of what is left out are said.
const NAMES: usize = 5;

/// The files of the command line, and those of its folders (without any, of `./scenarios`) that
/// have budgets; for a sum all of them, since one without budgets spends of the same account. With a
/// note where there is no such folder.
pub(crate) fn scenarios(
    flags: &Gate,
    inputs: &Inputs,
    output: &Output,
) -> Result<(Vec<Scenario>, Option<Note>), Failure> {
    load::check_runs(&flags.asked)?;
    let default = [PathBuf::from(FOLDER)];
    let (paths, note) = match flags.asked.scenarios.as_slice() {
        [] if fs::symlink_metadata(FOLDER).is_err() => (&[][..], Some(Note::NoScenarios(FOLDER))),
        [] => (&default[..], None),
        named => (named, None),
    };
    let mut search = Search {
        inputs,
        loader: Loader::new(paths, inputs)?,
        overrides: &flags.asked.overrides(),
        found: BTreeSet::new(),
    };
    for path in paths {
        if path.is_dir() {
            search.folder(path, output);
        } else if let Some(bytes) = search.loader.keep(path, inputs.scenario(path)) {
            search.loader.decode(path, bytes, (search.overrides, &[]));
        }
    }
    let mut scenarios = search.loader.finish(output)?;
    if flags.sum {
        let cannot = |why| Failure::wrong(format!("--sum cannot add: {}", wording::no_sum(&why)));
        check_sum(&scenarios).map_err(cannot)?;
    } else {
        let found = search.found;
        scenarios.retain(|it| !it.budgets.is_empty() || !found.contains(Path::new(&it.path)));
    }
    Ok((scenarios, note))
}

/// Scenarios as they are found.
struct Search<'s> {
    inputs: &'s Inputs,
    loader: Loader<'s>,
    overrides: &'s Overrides,
    /// The files that nobody named.
    found: BTreeSet<PathBuf>,
}

impl Search<'_> {
    /// Loads the scenarios of a folder, and says what is left out.
    fn folder(&mut self, folder: &Path, output: &Output) {
        let walked = walk(folder);
        let walked = walked.map_err(|(path, error)| self.loader.keep(&path, Err(error)));
        let Walked { files, hidden, .. } = walked.unwrap_or_default();
        let (mut plans, mut again) = (Vec::new(), Vec::new());
        for path in files {
            if self.inputs.knows(&path) {
                again.push(path);
            } else if let Some(bytes) = self.loader.keep(&path, self.inputs.found(&path)) {
                match self.loader.decode_found(&path, bytes, self.overrides) {
                    Kind::Scenario => drop(self.found.insert(path)),
                    Kind::Plan => plans.push(path),
                }
            }
        }
        let left_out = [(hidden, "hidden"), (plans, "a plan"), (again, "the same file as another")];
        for (paths, why) in left_out.iter().filter(|(paths, _)| !paths.is_empty()) {
            let names: Vec<String> = paths.iter().take(NAMES).map(|path| shown(path)).collect();
            let more = paths.len().saturating_sub(NAMES);
            let more = if more > 0 { format!(" and {more} more") } else { String::new() };
            let text = format!("left out, {why}: {}{more}", names.join(", "));
            let lines = wrap(&text, "note: ", output.message_look().width);
            output.remark(&(lines.join("\n") + "\n"));
        }
    }
}
