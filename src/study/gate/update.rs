//! What becomes of a baseline?

use serde::Serialize;

use super::baseline::{Baseline, Change};
use super::{Gate, Strictness, Suite, judge};

/// Are the figures of now to be recorded?
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Recording {
    /// No.
    Nothing,
    /// Yes, unless a budget refuses the growth.
    WhatHolds,
    /// Yes, whatever grew.
    Everything,
}

/// What an update did.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Update {
    /// Nobody asked for one.
    NotAsked,
    /// The baseline holds the new figures.
    Recorded,
    /// A budget's growth is broken: the baseline is as it was.
    Refused,
}

/// A gate, with what becomes of its baseline.
#[derive(Clone, PartialEq, Debug)]
pub struct Updated<'a> {
    /// What was found.
    pub gate: Gate<'a>,
    /// What the baseline would hold with the figures of now; those of other scenarios stay.
    pub whole: Baseline,
    /// How that differs from what it held.
    pub changes: Vec<Change>,
    /// What was done; `None`: there is no baseline.
    pub update: Option<Update>,
}

/// Judges against the baseline. Where it is updated, growth is still judged against the old
/// figures, and one that is broken keeps all of them, unless everything is recorded. Figures of
/// another version of the model than this one are replaced, not compared with.
pub fn judge_and_update<'a>(
    suites: Vec<Suite<'a>>,
    (old, model_version): (Option<&Baseline>, u32),
    strictness: Strictness,
    recording: Recording,
) -> Updated<'a> {
    let mut gate = judge(suites.clone(), old, strictness);
    let fresh = gate.record(model_version);
    let comparable = old.filter(|it| it.model_version == model_version);
    let whole = match comparable {
        Some(old) => fresh.clone().keeping_others(old, &gate.names()),
        None => fresh.clone(),
    };
    let empty = Baseline { model_version, scenarios: vec![], figures: vec![] };
    let changes = whole.changes(old.unwrap_or(&empty));
    let mut update = old.map(|_| Update::NotAsked);
    if recording != Recording::Nothing {
        let against = match comparable {
            Some(old) if recording == Recording::WhatHolds => fresh.with_values_of(old),
            Some(_) | None => fresh,
        };
        gate = judge(suites, Some(&against), strictness);
        let is_refused = gate.growth_is_broken();
        update = Some(if is_refused { Update::Refused } else { Update::Recorded });
    }
    Updated { gate, whole, changes, update }
}
