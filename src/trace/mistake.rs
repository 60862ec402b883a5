//! What is wrong with a trace, and on which line.

use std::fmt;
use std::io;

use super::columns::Column;

/// One bad row.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Mistake {
    /// The line on which the row begins, from 1.
    pub line: u64,
    /// The column to look at; `None`: the whole row.
    pub column: Option<Column>,
    /// What is wrong, in the user's words. It may hold any character of the file.
    pub message: String,
}

impl fmt::Display for Mistake {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "line {}", self.line)?;
        if let Some(column) = self.column {
            write!(f, ", {}", column.name())?;
        }
        write!(f, ": {}", self.message)
    }
}

/// Why a trace gives no further row.
#[derive(Debug)]
pub enum TraceError {
    /// The row is bad; the next one can be read.
    Row(Mistake),
    /// Nothing after this can be trusted: the header is wrong.
    Header(Mistake),
    /// A bad line has no end: there is no next row.
    Endless(Mistake),
    /// The compressed data are damaged or cut off behind this line, the last that was read whole.
    Damaged(u64, io::Error),
    /// It cannot be read.
    Unreadable(io::Error),
}

/// A mistake before its line is known.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Fault {
    pub(super) column: Option<Column>,
    pub(super) message: String,
}

impl Fault {
    #[cold]
    pub(super) fn at(column: Column, message: impl Into<String>) -> Self {
        Self { column: Some(column), message: message.into() }
    }

    #[cold]
    pub(super) fn row(message: impl Into<String>) -> Self {
        Self { column: None, message: message.into() }
    }

    pub(super) fn on(self, line: u64) -> Mistake {
        Mistake { line, column: self.column, message: self.message }
    }
}

/// `there is 1 column`, `there are 3 columns`.
#[cold]
pub(super) fn counted_columns(count: usize) -> String {
    match count {
        1 => "there is 1 column".to_owned(),
        _ => format!("there are {count} columns"),
    }
}

/// Bytes of a field for a message: the first few, in quotes.
#[cold]
pub(super) fn quoted(field: &[u8]) -> String {
    const SHOWN: usize = 40;
    let text = String::from_utf8_lossy(&field[..field.len().min(4 * SHOWN)]);
    let mut shown: String = text.chars().take(SHOWN).collect();
    if shown.len() < field.len() {
        shown.push('…');
    }
    format!("`{shown}`")
}
