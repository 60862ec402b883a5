//! What becomes of a baseline, and what is to be said of it?

use std::collections::BTreeSet;

use serde::Serialize;

use super::baseline::{Baseline, Change, Key, Recorded};
use super::{Gate, OnStale, Strictness, Suite, judge};

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

/// What the user should look at, beside the checks.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Note {
    /// A baseline was recorded from the first; this is what there is now.
    Outdated(Box<[Recorded; 2]>),
    /// Growth is to be judged, and the baseline of this path is missing; the command that records
    /// one.
    NoBaseline(String, String),
    /// The baseline holds figures that no budget has.
    Unused(Vec<Key>),
    /// Budgets have figures that the baseline lacks.
    Unrecorded(Vec<Key>),
    /// No file is named, and this folder is missing.
    NoScenarios(&'static str),
    /// None of these files has budgets.
    NoBudgets(Vec<String>),
}

impl Note {
    /// Does it say that the baseline is not that of the budgets of now?
    pub(super) fn is_stale(&self) -> bool {
        match self {
            Self::Outdated(_) | Self::NoBaseline(..) | Self::Unused(_) | Self::Unrecorded(_) => {
                true
            }
            Self::NoScenarios(_) | Self::NoBudgets(_) => false,
        }
    }
}

impl Gate<'_> {
    /// The figures that a baseline holds without need, and those that it lacks. That one lacks some
    /// is told where it has to be as it should.
    pub(super) fn stale(&self, baseline: &Baseline) -> Vec<Note> {
        let checks = self.suites.iter().flat_map(|(suite, checks)| {
            checks.iter().map(|it| suite.key(suite.members[it.member], &it.budget.metric))
        });
        let (asked, names): (Vec<Key>, _) = (checks.collect(), self.names());
        let known: BTreeSet<_> = asked.iter().map(Key::order).collect();
        let held = baseline.figures.iter().map(|(figure, _)| figure);
        let unused =
            held.clone().filter(|it| names.contains(&it.scenario) && !known.contains(&it.order()));
        let held: BTreeSet<_> = held.map(Key::order).collect();
        let is_asked = self.strictness.on_stale == OnStale::Fails;
        let lacked = asked.iter().filter(|it| is_asked && !held.contains(&it.order()));
        let notes =
            [Note::Unused(unused.cloned().collect()), Note::Unrecorded(lacked.cloned().collect())];
        let says_some =
            |it: &Note| !matches!(it, Note::Unused(all) | Note::Unrecorded(all) if all.is_empty());
        notes.into_iter().filter(says_some).collect()
    }
}

impl Baseline {
    /// What differs between a suite and what its figures were recorded from.
    pub(super) fn notes(&self, suite: &Suite<'_>) -> Vec<Note> {
        let now = suite.recorded();
        let both = now.iter().filter_map(|now| {
            let then = self.scenarios.iter().find(|then| then.scenario == now.scenario)?;
            (then != now).then(|| Note::Outdated(Box::new([then.clone(), now.clone()])))
        });
        both.collect()
    }
}
