//! What is legal in a trace and yet probably a slip: said, and never in the way.

use crate::scenario::Scenario;
use crate::simulation::colo_in;

/// One such thing.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum TraceNote {
    /// Rows fill columns that their request does not use.
    Unused(Seen),
    /// Rows ask for a service that nothing named before.
    Unnamed(Seen),
    /// Words for a status that are none.
    Statuses(Vec<String>),
    /// These isolates, of so many, name no colo of the scenario and count as in this one.
    Elsewhere(Vec<String>, u64, String),
}

/// Rows of which the same can be said.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Seen {
    /// How many there are.
    pub rows: u64,
    /// The line of the first, from 1.
    pub line: u64,
    /// What it is about there. It may hold any character of the file.
    pub what: String,
}

/// The isolates that are taken to be in the first colo, since their names say no colo of a scenario
/// with several.
pub fn elsewhere(isolates: &[&str], scenario: &Scenario) -> Option<TraceNote> {
    let colos: Vec<&str> = scenario.isolates.colos.iter().map(|colo| colo.name.as_str()).collect();
    let [first, _, ..] = colos.as_slice() else { return None };
    let is_lost = |name: &&str| !colo_in(name).is_some_and(|colo| colos.contains(&colo));
    let lost = isolates.iter().copied().filter(is_lost).map(str::to_owned);
    let lost: Vec<String> = lost.collect();
    let all = isolates.len() as u64;
    (!lost.is_empty()).then(|| TraceNote::Elsewhere(lost, all, (*first).to_owned()))
}
