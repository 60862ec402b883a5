//! Findings beside the lines of the file, on GitHub.
//!
//! Workflow commands, one a line: `::error file=…,line=…,title=…::message`
//! (<https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands>,
//! 2026-10-08). GitHub shows ten errors and ten warnings of a step; failures come first.

use std::slice;

use super::whole;
use crate::report::document::{Block, Conclusion, Document, Finding};
use crate::report::text::clean;
use crate::study::gate::GateVerdict;
use crate::words::is_invisible;

/// The most that GitHub takes of one step's summary
/// (<https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands>,
/// 2026-10-08): 1 MiB.
pub const SUMMARY_BYTES: u64 = 1024 * 1024;

/// An annotation for each finding that fails or warns, a notice for each with a hint, a warning for
/// each that belongs to no finding, an error where nothing could be judged, and the conclusion as a
/// plain line.
/// `None`: nothing is judged.
pub(in crate::report) fn render(document: &Document) -> Option<String> {
    let findings = document.failures_first();
    let findings: String =
        findings.iter().filter_map(|(about, finding)| annotation(about, finding)).collect();
    Some(findings + &conclusion(document.conclusion.as_ref()?))
}

fn annotation(about: &str, finding: &Finding) -> Option<String> {
    let (command, said) = match (finding.fails, finding.verdict, &finding.hint) {
        (true, ..) => ("error", message(finding)),
        (false, GateVerdict::Passed, hint) => ("notice", vec![whole(hint.as_ref()?)]),
        (false, ..) => ("warning", message(finding)),
    };
    let (path, line) = &finding.place;
    let mut properties = Vec::new();
    // Standard input is no file of the repository.
    if path != "-" {
        properties.push(format!("file={}", property(&visible(path))));
        if *line > 0 {
            properties.push(format!("line={line}"));
        }
    }
    let title = clean(&format!("kvplan {}: {about} {}", finding.verdict.word(), finding.label));
    properties.push(format!("title={}", property(&title)));
    Some(format!("::{command} {}::{}\n", properties.join(","), data(&said)))
}

fn message(finding: &Finding) -> Vec<String> {
    std::iter::once(finding.sentence()).chain(finding.said().map(whole)).collect()
}

fn conclusion(conclusion: &Conclusion) -> String {
    let warnings = conclusion.blocks.iter().flat_map(|it| match it {
        Block::Warnings(warnings) => warnings.as_slice(),
        _ => &[],
    });
    let warnings = warnings.map(|it| {
        let title = property(&format!("kvplan: {}", it.code));
        let said: Vec<String> = it.parts().map(str::to_owned).collect();
        format!("::warning title={title}::{}\n", data(&said))
    });
    let unjudged = conclusion.unjudged.iter().map(|it| {
        let title = property(&format!("kvplan: {}", it.kind));
        let said = if it.lines.is_empty() { slice::from_ref(&it.message) } else { &it.lines };
        format!("::error title={title}::{}\n", data(said))
    });
    unjudged.chain(warnings).collect::<String>() + &clean(&conclusion.said) + "\n"
}

/// Lines of a message. `%` goes first, so that nothing is escaped twice.
fn data(lines: &[String]) -> String {
    let cleaned: Vec<String> = lines.iter().map(|line| clean(line)).collect();
    cleaned.join("\n").replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

fn property(text: &str) -> String {
    let text = text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A");
    text.replace(':', "%3A").replace(',', "%2C").replace("##[", "# #[")
}

/// A path must stay what it is, so `::` is left to the escaping; what a log would obey goes.
fn visible(path: &str) -> String {
    path.chars().map(|it| if is_invisible(it) { '\u{fffd}' } else { it }).collect()
}
