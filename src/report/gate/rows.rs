//! The rows that every format for people shows: one a budget, failures first.

use super::words::{against, details, label, margin, share};
use crate::report::document::Tone;
use crate::report::figures::NONE;
use crate::study::gate::{Check, Finding, Gate, GateVerdict, OnWarning, Suite};

/// One budget in words, none of them escaped yet.
pub(super) struct Row<'g> {
    pub(super) suite: &'g Suite<'g>,
    /// `None`: the suite has no budgets.
    pub(super) check: Option<&'g Check>,
    pub(super) verdict: GateVerdict,
    pub(super) scenario: String,
    /// `writes growth`.
    pub(super) label: String,
    /// `1,221 of 800`.
    pub(super) figures: String,
    /// `152.6 %`.
    pub(super) share: String,
    /// `421 over`.
    pub(super) margin: String,
    /// What is said below it, a sentence each.
    pub(super) details: Vec<String>,
}

/// All rows, failures first.
pub(super) fn rows<'g>(gate: &'g Gate<'_>) -> Vec<Row<'g>> {
    let suites = gate.suites.iter();
    let mut all: Vec<Row<'g>> =
        suites.flat_map(|(suite, checks)| of_suite(suite, checks)).collect();
    all.sort_by_key(|row| row.verdict);
    all
}

/// The rows of one suite, in the order of the file.
pub(super) fn of_suite<'g>(suite: &'g Suite<'_>, checks: &'g [Check]) -> Vec<Row<'g>> {
    if checks.is_empty() {
        return vec![Row::unchecked(suite)];
    }
    checks.iter().map(|check| Row::of(suite, check)).collect()
}

impl<'g> Row<'g> {
    fn of(suite: &'g Suite<'_>, check: &'g Check) -> Self {
        let deciding = check.deciding();
        let (budget, currency) = (&check.budget, &suite.members[0].scenario.plan.currency);
        let (figures, share, margin) = match &deciding.finding {
            Finding::Missing(_) => (NONE.to_owned(), String::new(), "no sample".to_owned()),
            Finding::Judged(judged) => (
                against(budget.metric, judged, currency),
                share(judged),
                margin(budget.metric, judged, currency),
            ),
        };
        Self {
            suite,
            check: Some(check),
            verdict: check.verdict(),
            scenario: suite.name(),
            label: label(budget, deciding.bound),
            figures,
            share,
            margin,
            details: details(suite, check),
        }
    }

    fn unchecked(suite: &'g Suite<'_>) -> Self {
        let paths: Vec<&str> = suite.members.iter().map(|it| it.scenario.path.as_str()).collect();
        Self {
            suite,
            check: None,
            verdict: GateVerdict::NoSample,
            scenario: suite.name(),
            label: "no budgets".to_owned(),
            figures: NONE.to_owned(),
            share: String::new(),
            margin: "nothing to check".to_owned(),
            details: vec![format!("{}: add `budgets` to be checked", paths.join(", "))],
        }
    }

    /// The file and the line that it is about.
    pub(super) fn place(&self) -> (&str, u32) {
        let member = self.check.map_or(0, |check| check.member);
        let line = self.check.map_or(0, |check| check.budget.line);
        (&self.suite.members[member].scenario.path, line)
    }

    /// True where it keeps the gate from passing.
    pub(super) fn fails(&self, on_warning: OnWarning) -> bool {
        match self.verdict {
            GateVerdict::Broken | GateVerdict::NoSample => true,
            GateVerdict::Warned => on_warning == OnWarning::Fails,
            GateVerdict::Passed => false,
        }
    }

    /// `1,221 of 800, 152.6 %, 421 over`.
    pub(super) fn sentence(&self) -> String {
        let parts = [&self.figures, &self.share, &self.margin];
        let said: Vec<&str> =
            parts.into_iter().map(String::as_str).filter(|it| !it.is_empty()).collect();
        said.join(", ")
    }

    pub(super) fn tone(&self) -> Tone {
        match self.verdict {
            GateVerdict::Broken | GateVerdict::NoSample => Tone::Bad,
            GateVerdict::Warned => Tone::Warn,
            GateVerdict::Passed => Tone::Good,
        }
    }
}
