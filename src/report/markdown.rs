//! How does it look in a comment on a pull request?
//!
//! GitHub-flavoured tables. The first line is a hidden tag, by which a bot finds its own comment
//! and updates it. Names are escaped so that they neither open HTML nor links, nor mention anybody.

use super::table::Grid;
use super::terminal::{self, colos, days, hours, limits, operations, requests, runs, worst};
use super::text::clean;
use super::{Depth, Look, Report};
use crate::study::Warning;

/// The first line of every Markdown report.
pub const MARKDOWN_TAG: &str = "<!-- kvplan:simulate -->";
/// Markdown is as wide as it is shown.
const UNBROKEN: Look = Look { width: 400, color: false };

/// What the terminal shows of each report, under a heading with its name, and its warnings.
pub fn render_markdown(reports: &[Report<'_>], depth: Depth) -> String {
    let mut text = format!("{MARKDOWN_TAG}\n");
    text.extend(reports.iter().map(|report| body(report, depth)));
    text
}

/// One report under its heading.
pub(super) fn body(report: &Report<'_>, depth: Depth) -> String {
    let mut text = heading(report);
    text.push_str(&table(&operations::grid(report)));
    text.push_str(&requests::grid(report).map_or_else(String::new, |grid| table(&grid)));
    if let Some(routing) = requests::routing(report.summary) {
        text.push_str(&paragraph(&format!("routing: {routing}")));
    }
    for grid in
        [colos::work(report, usize::MAX), colos::routes(report, usize::MAX)].iter().flatten()
    {
        text.push_str(&table(grid));
    }
    for (word, said) in colos::texts(report) {
        text.push_str(&paragraph(&format!("{word}: {said}")));
    }
    text.push_str(&hours(report));
    text.push_str(&depth.days_of_run.map_or_else(String::new, |run| days(report, run)));
    text.push_str(&notes(report, depth));
    if depth.verbose {
        text.push_str(&runs::grid(report).map_or_else(String::new, |grid| table(&grid)));
        text.push_str(&list(report.summary.assumptions.iter().map(|it| escape(it))));
    }
    text
}

/// The name, the facts, and what the command line changed.
pub(super) fn heading(report: &Report<'_>) -> String {
    let mut text = format!("\n### {}\n", escape(&report.scenario.name));
    text.push_str(&paragraph(&terminal::facts(report)));
    text.push_str(&terminal::changed(report).map_or_else(String::new, |it| paragraph(&it)));
    text
}

/// Text between empty lines.
pub(super) fn paragraph(text: &str) -> String {
    format!("\n{}\n", escape(text))
}

/// The day in 24 columns as the terminal draws it. No name of a user's stands in it.
fn hours(report: &Report<'_>) -> String {
    let lines = hours::lines(report, UNBROKEN);
    if lines.is_empty() { String::new() } else { format!("\n```text\n{}\n```\n", lines.join("\n")) }
}

fn days(report: &Report<'_>, run: u32) -> String {
    let Some(grid) = days::grid(report, run) else { return String::new() };
    paragraph(&days::title(report, run)) + &table(&grid)
}

/// Passed limits, costs, the first day, the worst day; then the warnings.
fn notes(report: &Report<'_>, depth: Depth) -> String {
    let summary = report.summary;
    let mut texts = limits::texts(summary);
    texts.extend(terminal::cold(summary));
    texts.extend(worst::texts(report, depth));
    let warnings = summary.warnings.iter().map(warning);
    list(texts.iter().map(|text| escape(text)).chain(warnings))
}

pub(super) fn warning(warning: &Warning) -> String {
    let parts = [Some(&warning.message), warning.note.as_ref(), warning.help.as_ref()];
    let said: Vec<String> = parts.into_iter().flatten().map(|part| escape(part)).collect();
    format!("**{}**: {}", warning.code, said.join("; "))
}

/// A table with all its columns.
pub(super) fn table(grid: &Grid) -> String {
    let titles: Vec<String> = grid.titles().map(|(title, _)| escape(title)).collect();
    let rules: Vec<&str> =
        grid.titles().map(|(_, is_figures)| if is_figures { "--:" } else { ":--" }).collect();
    let mut text = format!("\n{}|{}|\n", row(&titles), rules.join("|"));
    for cells in grid.words() {
        text.push_str(&row(&cells.map(escape).collect::<Vec<_>>()));
    }
    text
}

pub(super) fn list(items: impl Iterator<Item = String>) -> String {
    let lines: Vec<String> = items.map(|item| format!("- {item}\n")).collect();
    if lines.is_empty() { String::new() } else { format!("\n{}", lines.concat()) }
}

/// A row of a table.
pub(super) fn row(cells: &[String]) -> String {
    format!("| {} |\n", cells.join(" | "))
}

/// Text that Markdown shows as it stands: on one line, HTML as entities, a backslash before every
/// sign with a meaning, and an invisible break after an `@` or `#` that would mention or link.
pub(super) fn escape(text: &str) -> String {
    let mut escaped = String::new();
    let mut before = ' ';
    for character in clean(text).chars() {
        match character {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '@' | '#' if !before.is_alphanumeric() => {
                escaped.push(character);
                escaped.push_str("&#8203;");
            }
            '\\' | '`' | '*' | '_' | '[' | ']' | '(' | ')' | '|' | '~' | '!' => {
                escaped.push('\\');
                escaped.push(character);
            }
            _ => escaped.push(character),
        }
        before = character;
    }
    escaped
}
