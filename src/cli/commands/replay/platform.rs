//! Which policy, on which platform?

use super::Replay;
use crate::cli::inputs::{Inputs, is_stdin};
use crate::cli::load;
use crate::cli::process::{Failure, Output};
use crate::scenario::{self, Scenario, Source};
use crate::simulation::ideal;

/// What a replay without a scenario starts from, for `--policy`, `--plan` and `--set` to change.
const NO_SCENARIO: &str = "\
name: recorded traffic
policy: optimized
kv: { latency: none }
workers: [{ name: none, count: 1, services: [none], heartbeat: { every: 30s } }]
";

/// What of it `--set` may change: the rest is a platform that a replay without a scenario lacks.
const SETTABLE: [&str; 3] = ["policy", "plan", "account"];

/// The scenario with what the command line changes; without one, the ideal platform.
pub(crate) fn load(flags: &Replay, inputs: &Inputs, output: &Output) -> Result<Scenario, Failure> {
    if is_stdin(&flags.trace) && flags.scenario.as_deref().is_some_and(is_stdin) {
        return Err(Failure::wrong("standard input (-) can be read only once"));
    }
    let overrides = flags.overrides();
    if let Some(path) = &flags.scenario {
        let mut loaded = load::these(std::slice::from_ref(path), &overrides, inputs, output)?;
        return loaded.pop().ok_or_else(|| Failure::wrong("there is no scenario"));
    }
    for set in &flags.set {
        let path = set.split('=').next().unwrap_or_default().trim();
        let head = path.split(['.', '[']).next().unwrap_or_default();
        if !SETTABLE.contains(&head) {
            return Err(Failure::wrong(format!(
                "--set {}: without a scenario a replay knows {} alone; give one after the trace",
                scenario::clean(set),
                SETTABLE.join(", ")
            )));
        }
    }
    let source = Source { path: "replay".into(), bytes: NO_SCENARIO.into() };
    let loaded = scenario::load(&source, &overrides, &inputs.plans());
    loaded.map(|scenario| ideal(&scenario)).map_err(|mistakes| load::wrong(&mistakes, output))
}
