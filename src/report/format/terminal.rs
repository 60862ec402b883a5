//! A document in a terminal: every line within the width, its parts apart by an empty line.

mod findings;
mod gauge;
mod matrix;
mod table;

use self::findings::Rows;
use super::{command, profile};
use crate::report::Look;
use crate::report::document::{Block, Change, Document, Heading, Note, Place};
use crate::report::text::{clean, fit, width, wrap};

/// The sections, one below the other, and what they come to.
pub(in crate::report) fn render(document: &Document, look: Look) -> String {
    let sections = document.sections_failures_first();
    let rows = &mut Rows::of(&sections, look);
    let mut parts: Vec<Vec<String>> = Vec::new();
    for section in sections {
        parts.push(heading(&section.heading, look));
        parts.extend(section.blocks.iter().map(|it| block(it, rows, look)));
    }
    if let Some(conclusion) = &document.conclusion {
        parts.extend(conclusion.blocks.iter().map(|it| block(it, rows, look)));
        parts.push(wrap(&clean(&conclusion.said), "", look.width));
    }
    parts.retain(|part| !part.is_empty());
    let parts =
        parts.iter().map(|part| part.iter().map(|it| last_resort(it, look) + "\n").collect());
    parts.collect::<Vec<String>>().join("\n")
}

/// Where nothing fits: cut. Coloured lines were cut before their colour.
fn last_resort(line: &str, look: Look) -> String {
    if line.contains('\x1b') { line.to_owned() } else { fit(line, look.width) }
}

fn heading(heading: &Heading, look: Look) -> Vec<String> {
    let (title, facts) = (clean(&heading.title), clean(&heading.facts));
    let fits = width(&title) + 3 + width(&facts) <= look.width;
    let mut lines = if fits && heading.place == Place::Beside {
        vec![format!("{title}   {facts}")]
    } else {
        [wrap(&title, "", look.width), wrap(&facts, "  ", look.width)].concat()
    };
    lines.extend(heading.below.iter().flat_map(|it| indented(it, look)));
    lines
}

fn block(block: &Block, rows: &mut Rows, look: Look) -> Vec<String> {
    match block {
        Block::Table(table) => table::captioned(table, look),
        Block::Matrix(matrix) => matrix::lines(matrix, look),
        Block::Answer(said, details) => {
            let details = details.iter().flat_map(|it| wrap(&clean(it), "    ", look.width));
            indented(said, look).into_iter().chain(details).collect()
        }
        Block::Paragraphs(said) => said.iter().flat_map(|it| indented(it, look)).collect(),
        Block::Labelled(pad, rows) => {
            let rows = rows.iter().map(|(word, said)| (format!("  {word:<pad$}  "), clean(said)));
            rows.flat_map(|(word, said)| wrap(&said, &word, look.width)).collect()
        }
        Block::Notes(notes) => notes.iter().flat_map(|it| note(it, look)).collect(),
        Block::Profile(it) => profile::lines(it, look.width),
        Block::Findings(found) => rows.next(found, look),
        Block::Changes(all) => all.iter().flat_map(|it| change(it, look)).collect(),
        Block::Warnings(_) | Block::Asides(_) => Vec::new(),
        Block::Assumptions(_, all) if all.is_empty() => Vec::new(),
        Block::Assumptions(title, all) => {
            let all = all.iter().flat_map(|it| wrap(&clean(it), "  - ", look.width));
            title.iter().flat_map(|it| indented(it, look)).chain(all).collect()
        }
    }
}

fn change(Change { sign, said }: &Change, look: Look) -> Vec<String> {
    wrap(&clean(said), &format!("  {sign} "), look.width)
}

fn indented(said: &str, look: Look) -> Vec<String> {
    wrap(&clean(said), "  ", look.width)
}

/// A command that does not fit behind its sentence stands below it.
fn note(note: &Note, look: Look) -> Vec<String> {
    let (said, again) = (clean(&note.said), command(&note.command));
    if again.is_empty() {
        return indented(&said, look);
    }
    let whole = format!("  {said} {again}");
    if width(&whole) <= look.width {
        return vec![whole];
    }
    [wrap(&said, "  ", look.width), command_lines(&again, "    ", look.width)].concat()
}

/// A text that ends with a command, as lines. Where it needs several, they can still be copied as
/// they stand.
fn command_lines(text: &str, first: &str, columns: usize) -> Vec<String> {
    let lines = wrap(text, first, columns);
    if lines.len() == 1 {
        return lines;
    }
    let mut lines = wrap(text, first, columns.saturating_sub(2));
    let last = lines.len() - 1;
    lines[..last].iter_mut().for_each(|line| line.push_str(" \\"));
    lines
}
