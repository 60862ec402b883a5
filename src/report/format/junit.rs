//! Findings as Jenkins and its kin show them: JUnit's XML, a suite for what was judged together, a
//! case a finding.
//!
//! The flavour is that of Jenkins' schema `junit-10.xsd`
//! (<https://github.com/jenkinsci/xunit-plugin>, 2026-10-08): broken is a `failure`, without a
//! sample an `error`, and nothing is ever `skipped`; the file is an attribute of a suite, which is
//! where that schema allows one. A time of 0, since equal input gives equal
//! bytes.

use super::whole;
use crate::report::document::{Document, Finding, Findings, Unjudged};
use crate::report::text::clean;
use crate::study::gate::GateVerdict;

/// The suites; one that says why where nothing could be judged. `None`: nothing is judged.
pub(in crate::report) fn render(document: &Document) -> Option<String> {
    let conclusion = document.conclusion.as_ref()?;
    let mut all = Counts::default();
    let mut suites: String = document.findings().map(|it| suite(it, &mut all)).collect();
    if let Some(it) = &conclusion.unjudged {
        all.tests += 1;
        all.errors += 1;
        suites.push_str(&error(it));
    }
    let name = escape(document.command);
    Some(format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
         <testsuites name=\"kvplan {name}\" {all} time=\"0\">\n{suites}</testsuites>\n"
    ))
}

#[derive(Default)]
struct Counts {
    tests: usize,
    failures: usize,
    errors: usize,
}

impl Counts {
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

/// A suite, counted into `all`.
fn suite(found: &Findings, all: &mut Counts) -> String {
    let errors = found.all.iter().filter(|it| it.verdict == GateVerdict::NoSample).count();
    let bad = found.all.iter().filter(|it| it.fails).count();
    let counts = Counts { tests: found.all.len(), failures: bad - errors, errors };
    all.add(&counts);
    let name = escape(&found.about);
    let file = found.all.first().map_or_else(String::new, |it| escape(&it.place.0));
    let properties = found.properties.iter().map(|(name, value)| {
        let value = escape(value);
        format!("      <property name=\"{name}\" value=\"{value}\"/>\n")
    });
    let properties: String = properties.collect();
    let cases: String = found.all.iter().map(|it| case(&name, it)).collect();
    format!(
        "  <testsuite name=\"{name}\" {counts} skipped=\"0\" time=\"0\" file=\"{file}\">\n    \
         <properties>\n{properties}    </properties>\n{cases}  </testsuite>\n"
    )
}

fn case(class: &str, finding: &Finding) -> String {
    let said: Vec<String> = finding.said().map(|it| escape(&whole(it))).collect();
    let (name, message, said) =
        (escape(&finding.demand), escape(&finding.sentence()), said.join("\n"));
    let kind = finding.verdict.name();
    let body = match (finding.verdict, finding.fails) {
        (GateVerdict::NoSample, _) => {
            format!("<error type=\"{kind}\" message=\"{message}\">{said}</error>")
        }
        (_, true) => format!("<failure type=\"{kind}\" message=\"{message}\">{said}</failure>"),
        (_, false) => format!("<system-out>{kind}: {message}\n{said}</system-out>"),
    };
    format!(
        "    <testcase name=\"{name}\" classname=\"{class}\" time=\"0\">\n      \
         {body}\n    </testcase>\n"
    )
}

/// A suite of one case, which ended in an error.
fn error(Unjudged { part, kind, message, lines }: &Unjudged) -> String {
    let said: Vec<String> = lines.iter().map(|line| escape(line)).collect();
    let end =
        if said.is_empty() { "/>".to_owned() } else { format!(">{}</error>", said.join("\n")) };
    let (counts, message) = (Counts { tests: 1, failures: 0, errors: 1 }, escape(message));
    format!(
        "  <testsuite name=\"kvplan\" {counts} skipped=\"0\" time=\"0\">\n    \
         <testcase name=\"{part}\" classname=\"kvplan\" time=\"0\">\n      \
         <error type=\"{kind}\" message=\"{message}\"{end}\n    \
         </testcase>\n  </testsuite>\n"
    )
}

/// Text for an attribute or an element. [`clean`] has taken the control characters, which XML 1.0
/// does not allow even as references; the two that are left over are no characters at all.
fn escape(text: &str) -> String {
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
