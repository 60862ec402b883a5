//! How do Jenkins and its kin show it? JUnit's XML, a suite a scenario, a case a budget.
//!
//! The flavour is that of Jenkins' schema `junit-10.xsd`
//! (<https://github.com/jenkinsci/xunit-plugin>, 2026-10-08): broken is a `failure`, without a
//! sample an `error`, and nothing is ever `skipped`. A time of 0, since equal input gives equal
//! bytes.

use super::GateReport;
use super::rows::{Row, of_suite};
use super::words::{stat, stated};
use crate::report::text::clean;
use crate::study::gate::{Gate, GateVerdict, OnWarning, Suite};

/// The suites; one that says so where there was nothing to check.
pub fn render_junit(report: &GateReport<'_>) -> String {
    let gate = report.gate;
    let mut all = Counts::default();
    let mut suites = String::new();
    for (suite, checks) in &gate.suites {
        let rows = of_suite(suite, checks);
        let counts = Counts::of(&rows, gate.strictness.on_warning);
        suites.push_str(&self::suite(suite, &rows, (&counts, gate)));
        all.add(&counts);
    }
    if gate.suites.is_empty() {
        all = Counts { tests: 1, failures: 0, errors: 1 };
        suites = format!(
            "  <testsuite name=\"kvplan\" {all} skipped=\"0\" time=\"0\">\n    \
             <testcase name=\"budgets\" classname=\"kvplan\" time=\"0\">\n      \
             <error type=\"nothing-to-check\" message=\"no scenario has budgets\"/>\n    \
             </testcase>\n  </testsuite>\n"
        );
    }
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
         <testsuites name=\"kvplan gate\" {all} time=\"0\">\n{suites}</testsuites>\n"
    )
}

#[derive(Default)]
struct Counts {
    tests: usize,
    failures: usize,
    errors: usize,
}

impl Counts {
    fn of(rows: &[Row<'_>], on_warning: OnWarning) -> Self {
        let errors = rows.iter().filter(|row| row.verdict == GateVerdict::NoSample).count();
        let bad = rows.iter().filter(|row| row.fails(on_warning)).count();
        Self { tests: rows.len(), failures: bad - errors, errors }
    }

    fn add(&mut self, other: &Self) {
        self.tests += other.tests;
        self.failures += other.failures;
        self.errors += other.errors;
    }
}

impl std::fmt::Display for Counts {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self { tests, failures, errors } = self;
        write!(f, "tests=\"{tests}\" failures=\"{failures}\" errors=\"{errors}\"")
    }
}

fn suite(suite: &Suite<'_>, rows: &[Row<'_>], (counts, gate): (&Counts, &Gate<'_>)) -> String {
    let scenario = suite.members[0].scenario;
    let name = escape(&suite.name());
    let mut text = format!("  <testsuite name=\"{name}\" {counts} skipped=\"0\" time=\"0\">\n");
    let properties = [
        ("path", scenario.path.clone()),
        ("plan", scenario.plan.name.clone()),
        ("policy", scenario.policy_name.clone()),
        ("days", scenario.days.to_string()),
        ("runs", scenario.runs.to_string()),
        ("seed", scenario.seed.to_string()),
    ];
    text.push_str("    <properties>\n");
    for (name, value) in properties {
        let value = escape(&value);
        text.push_str(&format!("      <property name=\"{name}\" value=\"{value}\"/>\n"));
    }
    text.push_str("    </properties>\n");
    for row in rows {
        text.push_str(&case(row, gate.strictness.on_warning));
    }
    text + "  </testsuite>\n"
}

fn case(row: &Row<'_>, on_warning: OnWarning) -> String {
    let name = row.check.map_or_else(
        || row.label.clone(),
        |check| {
            let budget = &check.budget;
            let (metric, stat) = (budget.metric.name(), stat(budget));
            format!("{metric} {stat}: {} (line {})", stated(budget), budget.line)
        },
    );
    let (name, class) = (escape(&name), escape(&row.scenario));
    let said: Vec<String> = row.details.iter().map(|it| escape(it)).collect();
    let (message, said) = (escape(&row.sentence()), said.join("\n"));
    let kind = row.verdict.name();
    let body = match row.verdict {
        GateVerdict::NoSample => {
            format!("<error type=\"{kind}\" message=\"{message}\">{said}</error>")
        }
        _ if row.fails(on_warning) => {
            format!("<failure type=\"{kind}\" message=\"{message}\">{said}</failure>")
        }
        GateVerdict::Broken | GateVerdict::Warned | GateVerdict::Passed => {
            format!("<system-out>{kind}: {message}\n{said}</system-out>")
        }
    };
    format!(
        "    <testcase name=\"{name}\" classname=\"{class}\" time=\"0\">\n      \
         {body}\n    </testcase>\n"
    )
}

/// Text for an attribute or an element. [`clean`] has taken the control characters, which XML 1.0
/// does not allow even as references; the two that are left over are no characters at all.
pub(super) fn escape(text: &str) -> String {
    let mut escaped = String::new();
    for character in clean(text).chars() {
        match character {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&apos;"),
            '\u{fffe}' | '\u{ffff}' => escaped.push('\u{fffd}'),
            _ => escaped.push(character),
        }
    }
    escaped
}
