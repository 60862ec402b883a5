//! Which fields does a result of `simulate` have? Those of the [`Summary`], between what it was made
//! from and what was asked for beside.

use serde::Serialize;

use super::head::{File, Versioned};
use super::runs::{DayRow, RunRow};
use super::worlds::InWorlds;
use crate::report::{Depth, Report};
use crate::study::Summary;

#[derive(Serialize)]
pub(super) struct Document<'a> {
    scenario: File<'a>,
    plan: &'a str,
    policy: &'a str,
    overrides: &'a [String],
    seed: u64,
    #[serde(flatten)]
    summary: &'a Summary,
    #[serde(skip_serializing_if = "Option::is_none")]
    days_detail: Option<Vec<DayRow>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    runs_detail: Option<Vec<RunRow>>,
    #[serde(flatten)]
    worlds: Option<InWorlds<'a>>,
}

impl<'a> Document<'a> {
    pub(super) fn new(
        &Report { scenario, summary, .. }: &Report<'a>,
        depth: Depth,
        worlds: Option<InWorlds<'a>>,
    ) -> Versioned<Self> {
        let runs = summary.runs_detail.iter();
        let asked_for = runs.clone().find(|run| Some(run.run) == depth.days_of_run);
        Versioned::from(Self {
            scenario: File::from(scenario),
            plan: &scenario.plan.name,
            policy: &scenario.policy_name,
            overrides: &scenario.overrides,
            seed: scenario.seed,
            summary,
            days_detail: asked_for.map(|run| RunRow::from(run).days),
            runs_detail: depth.verbose.then(|| runs.map(RunRow::from).collect()),
            worlds,
        })
    }
}
