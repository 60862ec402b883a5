//! Findings in a terminal: a row each, and what is said of it below.

use std::vec::IntoIter;

use super::{command_lines, table};
use crate::report::Look;
use crate::report::document::{Cell, Column, Findings, Note, Section, Table};
use crate::report::format::command;
use crate::report::text::{clean, wrap};

/// What is said of a finding stands below its label.
const INDENT: &str = "        ";

/// The rows that are still to be shown.
pub(super) struct Rows(IntoIter<String>);

impl Rows {
    /// The rows of all findings are one grid, so that the columns of all sections stand below one
    /// another. It has no header: the words say what they are, and the title above whose.
    pub(super) fn of(sections: &[&Section], look: Look) -> Self {
        let all = sections.iter().flat_map(|it| it.findings()).flat_map(Findings::failures_first);
        let grid = Table::of(&all.collect::<Vec<_>>())
            .column(Column::words("", 4), |it| Cell::toned(it.verdict.word(), it.tone()))
            .column(Column::words("", 0).gap(2), |it| it.label.clone())
            .column(Column::figures("", 0), |it| it.figures.clone())
            .column(Column::words("", 0).gap(0).sheds(1), |it| it.was.clone())
            .column(Column::figures("", 0).sheds(2), |it| Cell::toned(it.share.clone(), it.tone()))
            .column(Column::figures("", 0), |it| it.margin.clone())
            .table;
        Self(table::lines(&grid, look).split_off(2).into_iter())
    }

    /// The next ones, those of these findings, each with what is told of it.
    pub(super) fn next(&mut self, found: &Findings, look: Look) -> Vec<String> {
        let mut lines = Vec::new();
        for (finding, row) in found.failures_first().into_iter().zip(self.0.by_ref()) {
            lines.push(row);
            lines.extend(finding.told().flat_map(|it| below(it, look)));
        }
        lines
    }
}

fn below(note: &Note, look: Look) -> Vec<String> {
    let (said, again) = (clean(&note.said), command(&note.command));
    if again.is_empty() {
        return wrap(&said, INDENT, look.width);
    }
    command_lines(&format!("{said} {again}"), INDENT, look.width)
}
