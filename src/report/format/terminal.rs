//! A document in a terminal: every line within the width, its parts apart by an empty line.

mod table;

pub(in crate::report) use self::table::lines as table;

use super::{command, profile};
use crate::report::Look;
use crate::report::document::{Block, Document, Heading, Note, Place, Section};
use crate::report::text::{clean, fit, width, wrap};

/// The sections, one below the other.
pub(in crate::report) fn render(document: &Document, look: Look) -> String {
    let sections = document.sections.iter().map(|it| section(it, look));
    sections.collect::<Vec<_>>().join("\n")
}

fn section(section: &Section, look: Look) -> String {
    let blocks = section.blocks.iter().map(|it| block(it, look));
    let parts = std::iter::once(heading(&section.heading, look)).chain(blocks);
    let parts = parts.filter(|part| !part.is_empty());
    let parts = parts.map(|part| part.iter().map(|it| last_resort(it, look) + "\n").collect());
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

fn block(block: &Block, look: Look) -> Vec<String> {
    match block {
        Block::Table(table) => table::captioned(table, look),
        Block::Paragraphs(said) => said.iter().flat_map(|it| indented(it, look)).collect(),
        Block::Labelled(pad, rows) => {
            let rows = rows.iter().map(|(word, said)| (format!("  {word:<pad$}  "), clean(said)));
            rows.flat_map(|(word, said)| wrap(&said, &word, look.width)).collect()
        }
        Block::Notes(notes) => notes.iter().flat_map(|it| note(it, look)).collect(),
        Block::Profile(it) => profile::lines(it, look.width),
        Block::Warnings(_) => Vec::new(),
        Block::Assumptions(all) if all.is_empty() => Vec::new(),
        Block::Assumptions(all) => {
            let all = all.iter().flat_map(|it| wrap(&clean(it), "  - ", look.width));
            std::iter::once("  assumptions".to_owned()).chain(all).collect()
        }
    }
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
pub(in crate::report) fn command_lines(text: &str, first: &str, columns: usize) -> Vec<String> {
    let lines = wrap(text, first, columns);
    if lines.len() == 1 {
        return lines;
    }
    let mut lines = wrap(text, first, columns.saturating_sub(2));
    let last = lines.len() - 1;
    lines[..last].iter_mut().for_each(|line| line.push_str(" \\"));
    lines
}
