//! How does GitHub show it beside the lines of the file?
//!
//! Workflow commands, one a line: `::error file=…,line=…,title=…::message`
//! (<https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands>,
//! 2026-10-08). GitHub shows ten errors and ten warnings of a step; failures come first.

use super::GateReport;
use super::rows::{Row, rows};
use super::words::{conclusion, loose};
use crate::report::text::{clean, is_invisible};
use crate::study::gate::{GateVerdict, OnWarning};

/// The most that GitHub takes of one step's summary
/// (<https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands>,
/// 2026-10-08): 1 MiB.
pub const SUMMARY_BYTES: u64 = 1024 * 1024;

/// An annotation for each budget that fails or warns, a notice for each that is far too loose, and
/// the conclusion as a plain line.
pub fn render_annotations(report: &GateReport<'_>) -> String {
    let gate = report.gate;
    let mut text = String::new();
    for row in rows(gate) {
        text.push_str(&annotation(&row, gate.strictness.on_warning).unwrap_or_default());
    }
    for note in &gate.notes {
        let parts = [Some(&note.message), note.note.as_ref(), note.help.as_ref()];
        let said: Vec<&str> = parts.into_iter().flatten().map(String::as_str).collect();
        let title = format!("title={}", property(&format!("kvplan: {}", note.code)));
        text.push_str(&format!("::warning {title}::{}\n", data(&said)));
    }
    text + &clean(&conclusion(gate)) + "\n"
}

fn annotation(row: &Row<'_>, on_warning: OnWarning) -> Option<String> {
    let hint = row.check.and_then(loose);
    let (command, said) = match row.verdict {
        _ if row.fails(on_warning) => ("error", message(row)),
        GateVerdict::Broken | GateVerdict::NoSample | GateVerdict::Warned => {
            ("warning", message(row))
        }
        GateVerdict::Passed => ("notice", vec![hint?]),
    };
    let (path, line) = row.place();
    let mut properties = Vec::new();
    // Standard input is no file of the repository.
    if path != "-" {
        properties.push(format!("file={}", property(&visible(path))));
        if line > 0 {
            properties.push(format!("line={line}"));
        }
    }
    let title = clean(&format!("kvplan {}: {} {}", row.verdict.word(), row.scenario, row.label));
    properties.push(format!("title={}", property(&title)));
    let said: Vec<&str> = said.iter().map(String::as_str).collect();
    Some(format!("::{command} {}::{}\n", properties.join(","), data(&said)))
}

fn message(row: &Row<'_>) -> Vec<String> {
    std::iter::once(row.sentence()).chain(row.details.iter().cloned()).collect()
}

/// Lines of a message. `%` goes first, so that nothing is escaped twice.
fn data(lines: &[&str]) -> String {
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
