//! How does another program read a gate? The shapes here are the format; the order is that of the
//! files. Units are those of the metric: counts a day, shares, milliseconds, currency a month.

use serde::Serialize;

use super::words::stat;
use super::{BaselineUse, GateReport};
use crate::report::json::head::{File, Setup};
use crate::report::json::written;
use crate::scenario::{Budget, BudgetMax};
use crate::study::Warning;
use crate::study::gate::{
    BoundCheck, Change, Check, Finding, Gate, GateVerdict, InWorlds, Judged, Member, OnWarning,
    Outcome, Suite,
};

/// One object; a line feed ends the text.
pub fn render_json(report: &GateReport<'_>) -> String {
    written(Document::new(report))
}

#[derive(Serialize)]
struct Document<'a> {
    passed: bool,
    outcome: &'static str,
    tolerate_ratio: f64,
    fail_on_warn: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    worlds: Option<usize>,
    broken: usize,
    without_sample: usize,
    warned: usize,
    passing: usize,
    suites: Vec<SuiteRow<'a>>,
    baseline: Option<BaselineRow<'a>>,
    warnings: &'a [Warning],
}

impl<'a> Document<'a> {
    fn new(report: &GateReport<'a>) -> Self {
        let gate: &'a Gate<'a> = report.gate;
        let outcome = gate.outcome();
        Self {
            passed: outcome == Outcome::Passed,
            outcome: match outcome {
                Outcome::Passed => "passed",
                Outcome::Broken => "broken",
                Outcome::NothingToCheck => "nothing-to-check",
            },
            tolerate_ratio: gate.strictness.tolerate,
            fail_on_warn: gate.strictness.on_warning == OnWarning::Fails,
            worlds: gate.worlds,
            broken: gate.count(GateVerdict::Broken),
            without_sample: gate.count(GateVerdict::NoSample),
            warned: gate.count(GateVerdict::Warned),
            passing: gate.count(GateVerdict::Passed),
            suites: gate
                .suites
                .iter()
                .map(|(suite, checks)| SuiteRow::new(suite, checks))
                .collect(),
            baseline: report.baseline.as_ref().map(BaselineRow::from),
            warnings: &gate.notes,
        }
    }
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
    metric: &'static str,
    stat: &'static str,
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
            stat: stat(budget),
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

#[derive(Serialize, Default)]
struct BoundRow<'a> {
    bound: &'static str,
    verdict: &'static str,
    value: Option<f64>,
    allowed: Option<f64>,
    warn_from: Option<f64>,
    baseline: Option<f64>,
    used_ratio: Option<f64>,
    spare: Option<f64>,
    run: Option<u32>,
    day: Option<u32>,
    days_above: Option<u64>,
    missing: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    in_worlds: Option<&'a InWorlds>,
}

impl<'a> From<&'a BoundCheck> for BoundRow<'a> {
    fn from(it: &'a BoundCheck) -> Self {
        let (bound, verdict) = (it.bound.name(), it.verdict().name());
        let in_worlds = it.in_worlds.as_ref();
        let row = Self { bound, verdict, in_worlds, ..Self::default() };
        match &it.finding {
            Finding::Missing(missing) => Self { missing: Some(missing.reason()), ..row },
            Finding::Judged(judged) => row.judged(judged),
        }
    }
}

impl BoundRow<'_> {
    fn judged(self, it: &Judged) -> Self {
        Self {
            value: Some(it.value),
            allowed: Some(it.allowed),
            warn_from: it.warn_from,
            baseline: it.baseline,
            used_ratio: it.used_ratio(),
            spare: Some(it.spare()),
            run: it.at.map(|at| at.run),
            day: it.at.map(|at| at.day),
            days_above: it.days_above,
            ..self
        }
    }
}

#[derive(Serialize)]
struct BaselineRow<'a> {
    path: &'a str,
    update: &'static str,
    changes: Vec<ChangeRow<'a>>,
}

impl<'a> From<&BaselineUse<'a>> for BaselineRow<'a> {
    fn from(it: &BaselineUse<'a>) -> Self {
        let changes = it.changes.iter().map(ChangeRow::from).collect();
        Self { path: it.path, update: it.update.name(), changes }
    }
}

#[derive(Serialize)]
struct ChangeRow<'a> {
    change: String,
    scenario: &'a str,
    metric: &'static str,
    stat: Option<&'static str>,
    before: Option<f64>,
    after: Option<f64>,
}

impl<'a> From<&'a Change> for ChangeRow<'a> {
    fn from(it: &'a Change) -> Self {
        Self {
            change: it.kind.word().to_lowercase(),
            scenario: &it.figure.scenario,
            metric: it.figure.metric.name(),
            stat: it.figure.stat.map(|stat| stat.name()),
            before: it.before,
            after: it.after,
        }
    }
}
