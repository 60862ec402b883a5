//! Which fields does a result of `simulate` have? Those of the [`Summary`], between what it was
//! made from and what was asked for beside.

use serde::Serialize;
use serde_json::Value;

use super::verdict::{Hint, Verdict, verdict};
use crate::report::json::head::{File, Versioned};
use crate::report::json::one_or_all;
use crate::report::json::runs::{DayRow, RunRow};
use crate::report::{Depth, Report};
use crate::study::Summary;

/// One object for one report, an array of them for several.
///
/// `overrides` is what the command line changed, `run` the only run that was made where just one
/// was asked for. The days of [`Depth::days_of_run`] are `days_detail`.
pub(super) fn render(reports: &[Report<'_>], depth: Depth) -> String {
    let documents = reports.iter().map(|report| Document::new(report, depth, None));
    one_or_all(&documents.collect::<Vec<_>>())
}

/// With what was found in all worlds, where that was asked for.
#[derive(Serialize)]
pub(in crate::report) struct Document<'a> {
    scenario: File<'a>,
    plan: &'a str,
    policy: &'a str,
    overrides: &'a [String],
    seed: u64,
    verdict: Verdict,
    #[serde(flatten)]
    summary: &'a Summary,
    #[serde(skip_serializing_if = "Option::is_none")]
    days_detail: Option<Vec<DayRow>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    runs_detail: Option<Vec<RunRow>>,
    #[serde(flatten)]
    worlds: Option<Value>,
}

impl<'a> Document<'a> {
    pub(in crate::report) fn new(
        report: &Report<'a>,
        depth: Depth,
        worlds: Option<Value>,
    ) -> Versioned<Self> {
        let Report { scenario, summary, .. } = *report;
        let runs = summary.runs_detail.iter();
        let asked_for = runs.clone().find(|run| Some(run.run) == depth.days_of_run);
        Versioned::from(Self {
            scenario: File::from(scenario),
            plan: &scenario.plan.name,
            policy: &scenario.policy_name,
            overrides: &scenario.overrides,
            seed: scenario.seed,
            verdict: verdict(report, Hint::Given),
            summary,
            days_detail: asked_for.map(|run| RunRow::from(run).days),
            runs_detail: depth.verbose.then(|| runs.map(RunRow::from).collect()),
            worlds,
        })
    }
}
