//! How does a gate look in a terminal?

use super::GateReport;
use super::rows::{Row, of_suite};
use super::words::{AGAIN, conclusion, loose};
use crate::report::document::{Cell, Column, Table};
use crate::report::format::terminal;
use crate::report::text::{clean, fit, wrap};
use crate::report::{Depth, Look, Report, simulate};
use crate::study::gate::{GateVerdict, Suite};

/// What is said of a row stands below its label.
const INDENT: &str = "        ";

/// Each suite under its name, those with failures first: a row for each budget with what is to be
/// said of it; then the count. What passed says its reason with `depth.verbose` only.
pub fn render_table(report: &GateReport<'_>, depth: Depth, look: Look) -> String {
    let gate = report.gate;
    let mut blocks: Vec<(&Suite<'_>, Vec<Row<'_>>)> =
        gate.suites.iter().map(|(suite, checks)| (suite, of_suite(suite, checks))).collect();
    blocks.iter_mut().for_each(|(_, rows)| rows.sort_by_key(|row| row.verdict));
    blocks.sort_by_key(|(_, rows)| rows.first().map(|row| row.verdict));
    // One grid, so that the columns of all suites stand below one another.
    let rows: Vec<&Row<'_>> = blocks.iter().flat_map(|(_, rows)| rows).collect();
    let mut drawn = grid(&rows, look).into_iter();
    let mut lines = Vec::new();
    for (suite, rows) in &blocks {
        lines.extend(title(suite, look));
        lines.push(String::new());
        for (row, line) in rows.iter().zip(drawn.by_ref()) {
            lines.push(line);
            let said = details(row, depth);
            lines.extend(said.iter().flat_map(|it| below(&clean(it), look)));
        }
        lines.push(String::new());
    }
    if depth.verbose {
        lines.extend(gate.suites.iter().flat_map(|(suite, _)| assumptions(suite, look)));
    }
    lines.extend(wrap(&conclusion(gate), "", look.width));
    lines.iter().map(|line| last_resort(line, look) + "\n").collect()
}

/// The table's rows without its header: the words say what they are, and the title above whose.
fn grid(rows: &[&Row<'_>], look: Look) -> Vec<String> {
    if rows.is_empty() {
        return Vec::new();
    }
    let mut grid = Table::new(vec![
        Column::words("", 4),
        Column::words("", 0).gap(2),
        Column::figures("", 0),
        Column::figures("", 0).sheds(2),
        Column::figures("", 0),
    ]);
    for row in rows {
        grid.push(vec![
            Cell::toned(row.verdict.word(), row.tone()),
            row.label.clone().into(),
            row.figures.clone().into(),
            Cell::toned(row.share.clone(), row.tone()),
            row.margin.clone().into(),
        ]);
    }
    terminal::table(&grid, look).split_off(2)
}

fn details(row: &Row<'_>, depth: Depth) -> Vec<String> {
    if depth.verbose || row.verdict != GateVerdict::Passed {
        return row.details.clone();
    }
    row.check.and_then(loose).into_iter().collect()
}

/// What is said below a row.
fn below(said: &str, look: Look) -> Vec<String> {
    if said.starts_with(AGAIN) {
        return terminal::command_lines(said, INDENT, look.width);
    }
    wrap(said, INDENT, look.width)
}

fn last_resort(line: &str, look: Look) -> String {
    if line.contains('\x1b') { line.to_owned() } else { fit(line, look.width) }
}

/// The suite's name, and what was run.
fn title(suite: &Suite<'_>, look: Look) -> Vec<String> {
    let first = suite.members[0];
    let report = Report { scenario: first.scenario, summary: first.summary, parameters: &[] };
    let mut lines = wrap(&format!("gate  {}", clean(&suite.name())), "", look.width);
    lines.extend(wrap(&clean(&simulate::facts(&report)), "  ", look.width));
    let set = &first.scenario.overrides;
    if !set.is_empty() {
        lines.extend(wrap(&clean(&format!("with {}", set.join(", "))), "  ", look.width));
    }
    lines
}

fn assumptions(suite: &Suite<'_>, look: Look) -> Vec<String> {
    let mut lines = Vec::new();
    for member in &suite.members {
        let name = clean(&member.scenario.name);
        lines.extend(wrap(&format!("assumptions of {name}"), "  ", look.width));
        for assumption in &member.summary.assumptions {
            lines.extend(wrap(&clean(assumption), "  - ", look.width));
        }
        lines.push(String::new());
    }
    lines
}
