//! How does another program read a gate? The shapes here are the format; the order is that of the
//! files. Units are those of the metric: counts a day, shares, milliseconds, currency a month.

use serde::Serialize;
use serde_json::{Value, json};

use super::bound::BoundFigures;
use super::{BaselineUse, GateReport};
use crate::report::answer::worlds::loads;
use crate::report::json::head::{File, Setup};
use crate::report::json::written;
use crate::report::text::clean;
use crate::scenario::{Budget, BudgetMax};
use crate::study::Loaded;
use crate::study::gate::{
    BoundCheck, Check, Finding, Gate, GateVerdict, InWorlds, Member, Note, OnWarning, Outcome,
    Suite,
};
use crate::words::Statistic;

/// One object; a line feed ends the text.
pub(super) fn render(report: &GateReport<'_>) -> String {
    written(Document::from(report))
}

/// One object, `passed` false and `outcome` `could-not-judge`, with what is said on stderr.
pub(super) fn render_unjudged(said: &str) -> String {
    #[derive(Serialize)]
    struct Document {
        passed: bool,
        outcome: &'static str,
        errors: Vec<String>,
    }
    let errors = said.lines().map(clean).collect();
    written(Document { passed: false, outcome: "could-not-judge", errors })
}

#[derive(Serialize)]
struct Document<'a> {
    passed: bool,
    outcome: Outcome,
    tolerate_ratio: f64,
    fail_on_warn: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    worlds: Option<usize>,
    broken: usize,
    without_sample: usize,
    warned: usize,
    passing: usize,
    suites: Vec<SuiteRow<'a>>,
    baseline: &'a Option<BaselineUse<'a>>,
    warnings: &'a [Note],
    #[serde(skip_serializing_if = "Vec::is_empty")]
    other_loads: Vec<Value>,
}

impl<'a> From<&'a GateReport<'a>> for Document<'a> {
    fn from(report: &'a GateReport<'a>) -> Self {
        let gate: &'a Gate<'a> = report.gate;
        let (outcome, suites) = (gate.outcome(), gate.suites.iter());
        Self {
            passed: outcome == Outcome::Passed,
            outcome,
            tolerate_ratio: gate.strictness.tolerate,
            fail_on_warn: gate.strictness.on_warning == OnWarning::Fails,
            worlds: gate.worlds,
            broken: gate.count(GateVerdict::Broken),
            without_sample: gate.count(GateVerdict::NoSample),
            warned: gate.count(GateVerdict::Warned),
            passing: gate.count(GateVerdict::Passed),
            suites: suites.map(|(suite, checks)| SuiteRow::new(suite, checks)).collect(),
            baseline: &report.baseline,
            warnings: &gate.notes,
            other_loads: report.loaded().into_iter().map(loaded).collect(),
        }
    }
}

fn loaded((member, loads): (Member<'_>, &[Loaded])) -> Value {
    json!({ "scenario": member.scenario.name, "loads": loads::json(loads) })
}

#[derive(Serialize)]
struct SuiteRow<'a> {
    name: String,
    days_tried: u64,
    scenarios: Vec<ScenarioRow<'a>>,
    budgets: Vec<CheckRow<'a>>,
}

impl<'a> SuiteRow<'a> {
    fn new(suite: &'a Suite<'a>, checks: &'a [Check]) -> Self {
        Self {
            name: suite.name(),
            days_tried: suite.days_tried(),
            scenarios: suite.members.iter().map(ScenarioRow::from).collect(),
            budgets: checks.iter().map(|check| CheckRow::new(suite, check)).collect(),
        }
    }
}

#[derive(Serialize)]
struct ScenarioRow<'a> {
    #[serde(flatten)]
    file: File<'a>,
    #[serde(flatten)]
    setup: Setup<'a>,
    overrides: &'a [String],
}

impl<'a> From<&Member<'a>> for ScenarioRow<'a> {
    fn from(&Member { scenario, .. }: &Member<'a>) -> Self {
        let (file, setup) = (File::from(scenario), Setup::new(scenario, scenario.runs));
        Self { file, setup, overrides: &scenario.overrides }
    }
}

#[derive(Serialize)]
struct CheckRow<'a> {
    metric: String,
    stat: Statistic,
    path: &'a str,
    line: Option<u32>,
    reason: Option<&'a str>,
    verdict: &'static str,
    passed: bool,
    bounds: Vec<BoundRow<'a>>,
    loose_max: Option<f64>,
    loose_max_ratio: Option<f64>,
}

impl<'a> CheckRow<'a> {
    fn new(suite: &'a Suite<'a>, check: &'a Check) -> Self {
        let budget: &Budget = &check.budget;
        let (count, share) = match check.loose {
            None => (None, None),
            Some(BudgetMax::Count(count)) => (Some(count), None),
            Some(BudgetMax::OfLimit(share)) => (None, Some(share)),
        };
        Self {
            metric: budget.metric.name(),
            stat: budget.metric.statistic,
            path: &suite.members[check.member].scenario.path,
            line: (budget.line > 0).then_some(budget.line),
            reason: budget.reason.as_deref(),
            verdict: check.verdict().name(),
            passed: matches!(check.verdict(), GateVerdict::Passed | GateVerdict::Warned),
            bounds: check.bounds.iter().map(BoundRow::from).collect(),
            loose_max: count,
            loose_max_ratio: share,
        }
    }
}

#[derive(Serialize)]
struct BoundRow<'a> {
    #[serde(flatten)]
    figures: BoundFigures,
    ci95_half_width: Option<f64>,
    missing: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    in_worlds: Option<&'a InWorlds>,
}

impl<'a> From<&'a BoundCheck> for BoundRow<'a> {
    fn from(it: &'a BoundCheck) -> Self {
        let (ci95_half_width, missing) = match &it.finding {
            Finding::Judged(judged) => (judged.half_width, None),
            Finding::Missing(missing) => (None, Some(missing.reason())),
        };
        let (figures, in_worlds) = (BoundFigures::from(it), it.in_worlds.as_ref());
        Self { figures, ci95_half_width, missing, in_worlds }
    }
}
