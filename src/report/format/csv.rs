//! Rows for a spreadsheet, or for another program.
//!
//! Quoted after RFC 4180, a line feed after each, `.` as the decimal sign, figures with all their
//! digits, and an empty cell where there is none. A cell of words that a spreadsheet would take for
//! a formula (`= + - @`, narrow or wide) gets an apostrophe in front, the sign by which spreadsheets know plain
//! text; figures never need it.

use ::csv::{Terminator, Writer, WriterBuilder};

use crate::report::document::Value;
use crate::report::text::clean;

/// Is the first line of a sheet the names of its columns?
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Header {
    /// Yes.
    With,
    /// No: the rows follow on others.
    Without,
}

/// What a column takes from a row.
type Take<'f, R> = Box<dyn Fn(&R) -> Value + 'f>;

/// What each column is called, and what it takes from a row.
pub(in crate::report) struct Columns<'f, R> {
    titles: Vec<String>,
    cells: Vec<Take<'f, R>>,
}

impl<'f, R> Columns<'f, R> {
    /// No column yet.
    pub(in crate::report) fn new() -> Self {
        Self { titles: Vec::new(), cells: Vec::new() }
    }

    /// One column more.
    pub(in crate::report) fn column<V: Into<Value>>(
        mut self,
        title: impl Into<String>,
        cell: impl Fn(&R) -> V + 'f,
    ) -> Self {
        self.titles.push(title.into());
        self.cells.push(Box::new(move |row| cell(row).into()));
        self
    }

    /// The sheet of these rows.
    pub(in crate::report) fn sheet(
        &self,
        rows: impl IntoIterator<Item = R>,
        header: Header,
    ) -> String {
        let mut writer =
            WriterBuilder::new().terminator(Terminator::Any(b'\n')).from_writer(Vec::new());
        if header == Header::With {
            record(&mut writer, self.titles.iter().map(|title| clean(title)));
        }
        for row in rows {
            record(&mut writer, self.cells.iter().map(|cell| raw(&cell(&row))));
        }
        let bytes = writer.into_inner().expect("a flush to memory");
        String::from_utf8(bytes).expect("cells are text")
    }
}

fn record(writer: &mut Writer<Vec<u8>>, cells: impl Iterator<Item = String>) {
    writer.write_record(cells).expect("rows of one length, to memory");
}

/// A value with all its digits.
fn raw(value: &Value) -> String {
    let figure = |it: f64| if it.is_finite() { it.to_string() } else { String::new() };
    match value {
        Value::Words(text) | Value::Branch(text, _) => harmless(text),
        Value::Count(number) => number.to_string(),
        Value::Mean(it) | Value::Spread(Some(it), _) | Value::Share(it) | Value::Used(it) => {
            figure(*it)
        }
        Value::Latency(it) | Value::Bytes(it) | Value::Age(it) | Value::Money(it) => figure(*it),
        // What is drawn has its figure in a column beside it.
        Value::Missing | Value::Spread(None, _) | Value::Bar(_) | Value::Gauge(..) => String::new(),
    }
}

/// What begins a formula, in the full width of East Asian text too, or what may hide that.
const FORMULA: [char; 10] = ['=', '+', '-', '@', '＝', '＋', '－', '＠', ':', '\u{fffd}'];

/// Words, cleaned, that no spreadsheet takes for a formula; what is a number, `-5`, is none.
fn harmless(text: &str) -> String {
    let cleaned = clean(text);
    let is_number = cleaned.parse::<f64>().is_ok();
    if cleaned.trim_start().starts_with(FORMULA) && !is_number {
        return format!("'{cleaned}");
    }
    cleaned
}
