//! A document in a comment on a pull request: GitHub-flavoured tables.
//!
//! The first line is a hidden tag, by which a bot finds its own comment and updates it. Names are
//! escaped so that they neither open HTML nor links, nor mention anybody.

use super::{command, profile};
use crate::report::document::{Block, Cell, Document, Heading, Kind, Note, Section, Table, Value};
use crate::report::text::clean;
use crate::study::Warning;

/// The sections, each under a heading.
pub(in crate::report) fn render(document: &Document) -> String {
    let sections = document.sections.iter().map(section);
    format!("<!-- kvplan:{} -->\n{}", document.command, sections.collect::<String>())
}

fn section(section: &Section) -> String {
    let mut text = heading(&section.heading);
    let mut is_list = false;
    for it in &section.blocks {
        let shown = block(it);
        if !shown.is_empty() {
            // Lists that follow one another are one.
            let goes_on = matches!(it, Block::Notes(_) | Block::Warnings(_));
            text.push_str(if is_list && goes_on { shown.trim_start() } else { &shown });
            is_list = goes_on;
        }
    }
    text
}

fn heading(heading: &Heading) -> String {
    let below = std::iter::once(&heading.facts).chain(&heading.below);
    let below: String = below.map(|it| paragraph(it)).collect();
    format!("\n### {}\n{below}", escape(&heading.title))
}

fn block(block: &Block) -> String {
    match block {
        Block::Table(table) => captioned(table),
        Block::Paragraphs(said) => said.iter().map(|it| paragraph(it)).collect(),
        Block::Labelled(_, rows) => {
            rows.iter().map(|(word, said)| paragraph(&format!("{word}: {said}"))).collect()
        }
        Block::Profile(it) => match profile::lines(it, usize::MAX).join("\n") {
            drawn if drawn.is_empty() => drawn,
            drawn => format!("\n```text\n{drawn}\n```\n"),
        },
        Block::Notes(notes) => list(notes.iter().map(note)),
        Block::Warnings(warnings) => list(warnings.iter().map(warning)),
        Block::Assumptions(all) => list(all.iter().map(|it| escape(it))),
    }
}

/// A table with all columns but what is drawn from others.
fn captioned(table: &Table) -> String {
    if table.rows.is_empty() {
        return String::new();
    }
    let kept = table.columns.iter().enumerate().filter(|(_, column)| column.kind != Kind::Bars);
    let (kept, columns): (Vec<usize>, Vec<_>) = kept.unzip();
    let titles: Vec<String> = columns.iter().map(|column| escape(&column.title)).collect();
    let rules = columns.iter().map(|column| match column.kind {
        Kind::Figures => "--:",
        Kind::Words | Kind::Bars => ":--",
    });
    let mut text: String = table.caption.iter().map(|it| paragraph(it)).collect();
    text.push_str(&format!("\n{}|{}|\n", row(&titles), rules.collect::<Vec<_>>().join("|")));
    for cells in &table.rows {
        text.push_str(&row(&kept.iter().map(|&at| cell(&cells[at])).collect::<Vec<_>>()));
    }
    text
}

fn cell(cell: &Cell) -> String {
    let depth = if let Value::Branch(_, lasts) = &cell.value { lasts.len() } else { 0 };
    format!("{}{}", "&emsp;".repeat(depth), escape(&cell.value.to_string()))
}

fn note(note: &Note) -> String {
    escape(format!("{} {}", note.said, command(&note.command)).trim_end())
}

pub(in crate::report) fn warning(warning: &Warning) -> String {
    let parts = [Some(&warning.message), warning.note.as_ref(), warning.help.as_ref()];
    let said: Vec<String> = parts.into_iter().flatten().map(|part| escape(part)).collect();
    format!("**{}**: {}", warning.code, said.join("; "))
}

/// Text between empty lines.
fn paragraph(text: &str) -> String {
    format!("\n{}\n", escape(text))
}

pub(in crate::report) fn list(items: impl Iterator<Item = String>) -> String {
    let lines: Vec<String> = items.map(|item| format!("- {item}\n")).collect();
    if lines.is_empty() { String::new() } else { format!("\n{}", lines.concat()) }
}

/// A row of a table.
pub(in crate::report) fn row(cells: &[String]) -> String {
    format!("| {} |\n", cells.join(" | "))
}

/// Text that Markdown shows as it stands: on one line, HTML as entities, a backslash before every
/// sign with a meaning, and an invisible break in what would mention somebody or become a link.
pub(in crate::report) fn escape(text: &str) -> String {
    let mut escaped = String::new();
    let mut before = ' ';
    for character in clean(text).chars() {
        match character {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '@' | '#' if !before.is_alphanumeric() => {
                escaped.push(character);
                escaped.push_str(BREAK);
            }
            '\\' | '`' | '*' | '_' | '[' | ']' | '(' | ')' | '|' | '~' | '!' => {
                escaped.push('\\');
                escaped.push(character);
            }
            _ => escaped.push(character),
        }
        before = character;
    }
    escaped.replace("://", &format!(":{BREAK}//")).replace("www.", &format!("www{BREAK}."))
}

/// A space without width.
const BREAK: &str = "&#8203;";
