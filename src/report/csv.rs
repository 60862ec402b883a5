//! How does a spreadsheet, or another program, read it?
//!
//! Tidy rows quoted after RFC 4180, a line feed after each, `.` as the decimal sign, days from 1
//! and runs from 0. Each sheet has rows of one type, whose fields are its columns; what is not known
//! is empty. A cell of words that a spreadsheet would take for a formula (`= + - @`) gets an
//! apostrophe in front, the sign by which spreadsheets know plain text; figures never need it.
//!
//! The columns are frozen: what the command line changed is not among them. The JSON of the same
//! command has it, as `overrides`.

mod colos;
mod runs;

use ::csv::{Terminator, Writer, WriterBuilder};
use serde::Serialize;
use serde_json::Value;

use super::text::clean;
use super::{Report, Sheet};

/// Is the first line of a sheet the names of its columns?
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Header {
    /// Yes.
    With,
    /// No: the rows follow on others, with the same parameters.
    Without,
}

/// A sheet of these reports. Its rows begin with `scenario,policy,parameter_<path>…`.
///
/// - [`Sheet::Rows`]: a row for each meter of each day of each run.
/// - [`Sheet::Causes`]: totals of each run.
/// - [`Sheet::Colos`]: the figures of each colo over all runs, named as in the JSON.
pub fn render_sheet(reports: &[Report<'_>], sheet: Sheet, header: Header) -> String {
    match sheet {
        Sheet::Rows => tidy(reports, header, runs::days),
        Sheet::Causes => tidy(reports, header, runs::causes),
        Sheet::Colos => tidy(reports, header, colos::figures),
    }
}

/// Rows that begin with the scenario, the policy and the parameters of all reports, in order of
/// appearance.
fn tidy<'a, T: Serialize + Default>(
    reports: &[Report<'a>],
    header: Header,
    rows: impl Fn(&Report<'a>) -> Vec<T>,
) -> String {
    let mut paths: Vec<&str> = Vec::new();
    for parameter in reports.iter().flat_map(|report| report.parameters) {
        if !paths.contains(&parameter.path.as_str()) {
            paths.push(&parameter.path);
        }
    }
    let mut lines = Lines::new();
    if header == Header::With {
        let named = paths.iter().map(|path| clean(&format!("parameter_{path}")));
        let first = ["scenario", "policy"].map(str::to_owned).into_iter();
        lines.push(first.chain(named).chain(columns(&T::default())));
    }
    for report in reports {
        let mut first =
            vec![harmless(&report.scenario.name), harmless(&report.scenario.policy_name)];
        first.extend(paths.iter().map(|path| {
            let found = report.parameters.iter().find(|it| it.path == *path);
            found.map_or_else(String::new, |it| value(&it.value))
        }));
        for row in rows(report) {
            lines.push(first.iter().cloned().chain(cells(&row)));
        }
    }
    lines.finish()
}

/// A header and rows of one type; a default row has their columns.
pub(super) fn written<T: Serialize>(default: &T, rows: impl Iterator<Item = T>) -> String {
    let mut lines = Lines::new();
    lines.push(columns(default));
    rows.for_each(|row| lines.push(cells(&row)));
    lines.finish()
}

struct Lines(Writer<Vec<u8>>);

impl Lines {
    fn new() -> Self {
        Self(WriterBuilder::new().terminator(Terminator::Any(b'\n')).from_writer(Vec::new()))
    }

    fn push(&mut self, cells: impl IntoIterator<Item = String>) {
        self.0.write_record(cells).expect("rows of one length, written to memory");
    }

    fn finish(self) -> String {
        let bytes = self.0.into_inner().expect("a flush to memory");
        String::from_utf8(bytes).expect("cells are text")
    }
}

/// The fields of a row, by name.
fn fields<T: Serialize>(row: &T) -> impl Iterator<Item = (String, Value)> + use<T> {
    let row = match serde_json::to_value(row) {
        Ok(Value::Object(row)) => row,
        other => panic!("a row has named fields: {other:?}"),
    };
    row.into_iter()
}

fn columns(row: &impl Serialize) -> impl Iterator<Item = String> {
    fields(row).map(|(name, _)| name)
}

fn cells(row: &impl Serialize) -> impl Iterator<Item = String> {
    fields(row).map(|(_, value)| match value {
        Value::Null => String::new(),
        Value::String(words) => harmless(&words),
        Value::Number(number) if number.is_f64() => number.as_f64().unwrap_or(f64::NAN).to_string(),
        other => other.to_string(),
    })
}

/// A parameter's value: a number stays as it is, `-5` too.
fn value(text: &str) -> String {
    if text.parse::<f64>().is_ok() { text.to_owned() } else { harmless(text) }
}

/// A cell of words, cleaned, that no spreadsheet takes for a formula.
fn harmless(text: &str) -> String {
    let cleaned = clean(text);
    if cleaned.trim_start().starts_with(['=', '+', '-', '@', ':', '\u{fffd}']) {
        format!("'{cleaned}")
    } else {
        cleaned
    }
}
