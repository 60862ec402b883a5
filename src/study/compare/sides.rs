//! Which sides does a comparison have?

use super::Side;
use crate::coordinator::{Policy, Preset};
use crate::scenario::{Diagnostic, Scenario};
use crate::study::summary::{Assumption, Summary};

/// Why one scenario makes no sides.
#[derive(Clone, PartialEq, Debug)]
pub enum NoSides {
    /// Its policy is the one with which it would be compared.
    Alike,
    /// A policy is not known.
    Unknown(Vec<Diagnostic>),
}

/// The sides that one scenario makes: without a policy it after the naive one, with one policy that
/// after its own, with several each of them.
///
/// # Errors
/// There would be one side alone, or a policy is not known.
pub fn sides_of(scenario: &Scenario, policies: &[String]) -> Result<Vec<Scenario>, NoSides> {
    let with = |name: &str| scenario.with_policy(name).map_err(NoSides::Unknown);
    match policies {
        [] if scenario.policy == Policy::preset(Preset::Naive) => Err(NoSides::Alike),
        [] => Ok(vec![with(Preset::Naive.name())?, scenario.clone()]),
        [only] => Ok(vec![scenario.clone(), with(only)?]),
        several => several.iter().map(|name| with(name)).collect(),
    }
}

/// All sides in order: those that were saved, and between them those that were simulated (`None`).
pub fn join_sides(saved: Vec<Option<Side>>, simulated: (&[Scenario], &[Summary])) -> Vec<Side> {
    let (scenarios, summaries) = simulated;
    let mut simulated = scenarios.iter().zip(summaries);
    let mut next = || simulated.next().map(|(of, found)| Side::of(of, found));
    saved.into_iter().filter_map(|side| side.or_else(&mut next)).collect()
}

/// What the figures of all sides rest on, each once.
pub fn shared_assumptions(summaries: &[Summary]) -> Vec<Assumption> {
    let mut all: Vec<Assumption> = Vec::new();
    for assumption in summaries.iter().flat_map(|summary| &summary.assumptions) {
        if !all.contains(assumption) {
            all.push(*assumption);
        }
    }
    all
}
