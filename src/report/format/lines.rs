//! A document as plain lines: one a row, in which each figure stands behind its column's title, for
//! `grep`, for a mail and for whoever has a screen read aloud.

use super::{profile, whole};
use crate::report::document::{Block, Cell, Document, Finding, Heading, Kind, Matrix, Table};
use crate::report::text::clean;

/// The sections, each below its heading, and what they come to.
pub(in crate::report) fn render(document: &Document) -> String {
    let mut lines = Vec::new();
    for section in &document.sections {
        lines.extend(heading(&section.heading));
        lines.extend(section.blocks.iter().flat_map(block));
    }
    if let Some(conclusion) = &document.conclusion {
        lines.extend(conclusion.blocks.iter().flat_map(block));
        lines.push(conclusion.said.clone());
    }
    lines.iter().map(|line| clean(line) + "\n").collect()
}

fn heading(heading: &Heading) -> Vec<String> {
    let first = format!("{}: {}", heading.title, heading.facts);
    std::iter::once(first).chain(heading.below.iter().cloned()).collect()
}

fn block(block: &Block) -> Vec<String> {
    match block {
        Block::Table(table) | Block::Matrix(Matrix { pairs: table, .. }) => rows(table),
        Block::Answer(said, all) => std::iter::once(said).chain(all).cloned().collect(),
        Block::Paragraphs(all) | Block::Assumptions(_, all) => all.clone(),
        Block::Labelled(_, all) => {
            all.iter().map(|(word, said)| format!("{word}: {said}")).collect()
        }
        Block::Notes(all) => all.iter().map(whole).collect(),
        Block::Profile(it) => profile::lines(it, usize::MAX),
        Block::Findings(found) => found.all.iter().map(finding).collect(),
        Block::Changes(all) => all.iter().map(|it| format!("{} {}", it.sign, it.said)).collect(),
        // They are on the other stream.
        Block::Warnings(_) | Block::Remarks(_) => Vec::new(),
    }
}

fn finding(finding: &Finding) -> String {
    format!("{} {}: {}", finding.verdict.word(), finding.label, finding.sentence())
}

/// `reads: a day 3,012, worst day 3,101`: the first cell names the row.
fn rows(table: &Table) -> Vec<String> {
    let line = |cells: &Vec<Cell>| {
        let titled = table.columns.iter().zip(cells).filter(|(it, _)| it.kind != Kind::Bars);
        let said =
            titled.map(|(it, cell)| format!("{} {}", it.title, cell.value).trim().to_owned());
        said.filter(|it| !it.is_empty()).collect::<Vec<_>>().join(", ")
    };
    table.caption.iter().cloned().chain(table.rows.iter().map(line)).collect()
}
