//! Which sides are compared? Scenario files, saved results, policies of one file.

use super::Compare;
use crate::cli::inputs::Inputs;
use crate::cli::load::{self, Loader};
use crate::cli::process::{Failure, Output, shown};
use crate::report::wording::Remark;
use crate::report::{clean, read_results};
use crate::scenario::{Edit, Scenario, caps, is_saved_result};
use crate::study::{NoSides, Side, sides_of};

/// The sides before anything is simulated.
pub(crate) struct Loaded {
    /// Those to be simulated, in order.
    pub(crate) scenarios: Vec<Scenario>,
    /// All sides in order; `None`: it is to be simulated.
    pub(crate) saved: Vec<Option<Side>>,
}

/// Reads all files and says everything that is wrong with any of them.
pub(crate) fn load(flags: &Compare, inputs: &Inputs, output: &Output) -> Result<Loaded, Failure> {
    let shared_policy = match flags.policy.as_slice() {
        [only] if flags.sides.len() > 1 => Some(only),
        [_, _, ..] if flags.sides.len() > 1 => {
            return Err(Failure::wrong("several --policy go with one scenario"));
        }
        _ => None,
    };
    let overrides = flags.changes.overrides(shared_policy);
    let with: Vec<Edit> = flags.with.iter().map(|typed| Edit::read("--with", typed)).collect();
    if !with.is_empty() && flags.sides.len() > 1 {
        return Err(Failure::wrong(
            "--with changes one scenario, which is compared as it is written",
        ));
    }
    let mut loader = Loader::new(&flags.sides, inputs)?;
    let mut saved = Vec::new();
    for path in &flags.sides {
        // What is cut off here is no JSON any more, and refused as a scenario that is too long.
        let Some(bytes) = loader.keep(path, inputs.named(path, caps::RESULT_BYTES)) else {
            continue;
        };
        if is_saved_result(&bytes) {
            let sides = read_results(&path.to_string_lossy(), &bytes)
                .map_err(|error| Failure::wrong(format!("{}: {}", shown(path), clean(&error))))?;
            saved.extend(sides.into_iter().map(Some));
        } else {
            if !with.is_empty() {
                loader.decode(path, bytes.clone(), (&overrides, &[]));
                saved.push(None);
            }
            loader.decode(path, bytes, (&overrides, &with));
            saved.push(None);
        }
    }
    let mut scenarios = loader.finish(output)?;
    match (saved.as_slice(), scenarios.as_slice()) {
        ([Some(_)], _) => {
            let text = "a saved result alone has nothing to be compared with: give another file";
            return Err(Failure::wrong(text));
        }
        ([None], [only]) => {
            scenarios = sides_of(only, &flags.policy).map_err(|it| no_sides(&it, output))?;
            saved = vec![None; scenarios.len()];
            if flags.policy.is_empty() && flags.changes.has_set() {
                let message = "--set changes both sides, which differ in the policy alone";
                let help = "to hold a change against the file as it is written, say --with in \
                            place of --set";
                output.warn(&Remark::new("set-on-both-sides", message).help(help));
            }
        }
        (_, []) if !flags.policy.is_empty() || !with.is_empty() => {
            let text = "--policy and --with change scenarios; a saved result stays as it is";
            return Err(Failure::wrong(text));
        }
        _ => {}
    }
    Ok(Loaded { scenarios, saved })
}

fn no_sides(why: &NoSides, output: &Output) -> Failure {
    match why {
        NoSides::Unknown(diagnostics) => load::wrong(diagnostics, output),
        NoSides::Alike => Failure::wrong(
            "the scenario's policy is naive, with which one scenario is compared: \
             try --policy optimized, or --with 'workers[0].count=3' to change a value",
        ),
    }
}
