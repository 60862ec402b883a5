//! Which sides are compared? Scenario files, saved results, policies of one file.

use crate::cli::arguments::Compare;
use crate::cli::exit::ExitCode;
use crate::cli::failure::{Failure, shown};
use crate::cli::load::Loader;
use crate::cli::output::Output;
use crate::coordinator::{Policy, Preset};
use crate::report::{clean, is_result, read_results, render_diagnostics};
use crate::scenario::Scenario;
use crate::study::{Side, Summary};

/// A saved result with its runs is longer than a scenario. What is cut off here is no JSON any
/// more, and refused as a scenario that is too long.
const RESULT_AT_MOST: u64 = 64 << 20;

/// The sides before anything is simulated.
pub(super) struct Loaded {
    /// Those to be simulated, in order.
    pub(super) scenarios: Vec<Scenario>,
    /// Saved results, in order.
    pub(super) saved: Vec<Side>,
    /// How they alternate.
    pub(super) order: Order,
}

/// For each side, in the order of the command line: is it to be simulated?
pub(super) struct Order(Vec<Origin>);

#[derive(Clone, Copy, PartialEq, Eq)]
enum Origin {
    Simulated,
    Saved,
}

impl Order {
    /// All sides in order.
    pub(super) fn join(
        &self,
        scenarios: &[Scenario],
        summaries: &[Summary],
        saved: Vec<Side>,
    ) -> Vec<Side> {
        let mut simulated = scenarios.iter().zip(summaries);
        let mut saved = saved.into_iter();
        let side = |origin: &Origin| match origin {
            Origin::Simulated => simulated.next().map(|(of, found)| Side::of(of, found)),
            Origin::Saved => saved.next(),
        };
        self.0.iter().filter_map(side).collect()
    }
}

/// Reads all files and says everything that is wrong with any of them.
pub(super) fn load(flags: &Compare, output: &Output) -> Result<Loaded, Failure> {
    let shared_policy = match flags.policy.as_slice() {
        [only] if flags.sides.len() > 1 => Some(only),
        [_, _, ..] if flags.sides.len() > 1 => {
            return Err(Failure::wrong("several --policy go with one scenario"));
        }
        _ => None,
    };
    let overrides = flags.changes.overrides(shared_policy);
    let mut loader = Loader::new(&flags.sides)?;
    let (mut saved, mut order) = (Vec::new(), Vec::new());
    for path in &flags.sides {
        let Some(bytes) = loader.read(path, RESULT_AT_MOST) else { continue };
        if is_result(&bytes) {
            let name = path.to_string_lossy();
            let sides = read_results(&name, &bytes)
                .map_err(|error| Failure::wrong(format!("{}: {}", shown(path), clean(&error))))?;
            order.extend(sides.iter().map(|_| Origin::Saved));
            saved.extend(sides);
        } else {
            loader.decode(path, bytes, &overrides);
            order.push(Origin::Simulated);
        }
    }
    let mut scenarios = loader.finish(output)?;
    if order.len() == 1 {
        if !saved.is_empty() {
            let text = "a saved result alone has nothing to be compared with: give another file";
            return Err(Failure::wrong(text));
        }
        scenarios = policies(flags, &scenarios.remove(0), output)?;
        order = vec![Origin::Simulated; scenarios.len()];
    } else if !saved.is_empty() && !flags.policy.is_empty() && scenarios.is_empty() {
        return Err(Failure::wrong("--policy changes scenarios; a saved result stays as it is"));
    }
    Ok(Loaded { scenarios, saved, order: Order(order) })
}

/// The sides that one scenario makes.
fn policies(
    flags: &Compare,
    scenario: &Scenario,
    output: &Output,
) -> Result<Vec<Scenario>, Failure> {
    let naive = Preset::Naive.name();
    let with = |name: &str| {
        scenario.with_policy(name).map_err(|diagnostics| Failure {
            code: ExitCode::Wrong,
            text: render_diagnostics(&diagnostics, output.message_look()),
        })
    };
    match flags.policy.as_slice() {
        [] if scenario.policy == Policy::preset(Preset::Naive) => Err(Failure::wrong(
            "the scenario's policy is naive, with which one scenario is compared: \
             try --policy optimized",
        )),
        [] => Ok(vec![with(naive)?, scenario.clone()]),
        [only] => Ok(vec![scenario.clone(), with(only)?]),
        several => several.iter().map(|name| with(name)).collect(),
    }
}
