//! How does a gate look in a comment on a pull request, or in the summary of a CI job?

use super::rows::{Row, rows};
use super::words::{conclusion, loose};
use super::{GateReport, render_changes};
use crate::report::format::markdown::{escape, list, row};
use crate::study::gate::GateVerdict;

/// The first line: a hidden tag, by which a bot finds its own comment and updates it.
pub const GATE_TAG: &str = "<!-- kvplan:gate -->";

/// The conclusion as a heading, the table, failures first, and what is to be said of each.
pub fn render_markdown(report: &GateReport<'_>) -> String {
    let rows = rows(report.gate);
    let mut text = render_brief(report);
    if !rows.is_empty() {
        text.push_str("\n| verdict | scenario | budget | figure | used | margin |\n");
        text.push_str("|:--|:--|:--|--:|--:|--:|\n");
        for row in &rows {
            text.push_str(&table_row(row));
        }
    }
    text.push_str(&list(rows.iter().filter_map(said)));
    let notes = report.gate.notes.iter();
    text.push_str(&list(notes.map(|note| {
        let parts = [Some(&note.message), note.note.as_ref(), note.help.as_ref()];
        let said: Vec<String> = parts.into_iter().flatten().map(|part| escape(part)).collect();
        format!("**{}**: {}", note.code, said.join("; "))
    })));
    if let Some(baseline) = &report.baseline {
        text.push_str(&list(render_changes(baseline).lines().map(escape)));
    }
    text
}

/// The heading alone, for where the whole has no room.
pub fn render_brief(report: &GateReport<'_>) -> String {
    format!("{GATE_TAG}\n\n### kvplan {}\n", escape(&conclusion(report.gate)))
}

fn table_row(it: &Row<'_>) -> String {
    row(&[
        it.verdict.word().to_owned(),
        escape(&it.scenario),
        escape(&it.label),
        escape(&it.figures),
        escape(&it.share),
        escape(&it.margin),
    ])
}

fn said(row: &Row<'_>) -> Option<String> {
    let details = match row.verdict {
        GateVerdict::Passed => row.check.and_then(loose).into_iter().collect(),
        GateVerdict::Broken | GateVerdict::NoSample | GateVerdict::Warned => row.details.clone(),
    };
    if details.is_empty() {
        return None;
    }
    let said: Vec<String> = details.iter().map(|it| escape(it)).collect();
    Some(format!("**{} {}**: {}", row.verdict.word(), escape(&row.label), said.join("; ")))
}
