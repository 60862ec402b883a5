//! Rows from a stream, one at a time.

use std::io::{self, BufRead};

use super::columns::Column;
use super::decode::Decoder;
use super::dictionary::Caps;
use super::event::Row;
use super::fields::{Found, Rows, SKIPPED_BYTES};
use super::mistake::{Fault, Mistake, TraceError, counted_columns, quoted};
use super::names::Known;
use super::notes::Notes;

/// Reads a trace. Its memory grows with the names in it and with nothing else.
#[derive(Debug)]
pub struct Reader<R> {
    rows: Rows<R>,
    decoder: Decoder,
}

impl<R: BufRead> Reader<R> {
    /// Reads the header.
    ///
    /// # Errors
    /// It is missing or another one, or cannot be read.
    pub fn new(input: R, caps: Caps) -> Result<Self, TraceError> {
        let mut reader =
            Self { rows: Rows::new(input, caps.row_bytes), decoder: Decoder::new(caps) };
        let found = reader.find()?;
        let (line, fault) = match found {
            Found::End => (1, Some("the file is empty".to_owned())),
            Found::Row(line) => (line, reader.header_fault()),
            Found::TooManyColumns(line) => (line, Some("there are too many columns".to_owned())),
            Found::TooLong(line) | Found::Endless(line) => {
                (line, Some("the line is too long".to_owned()))
            }
            Found::Unclosed(line) => (line, Some("a quote is never closed".to_owned())),
        };
        let Some(fault) = fault else { return Ok(reader) };
        let message = format!("{fault}; a trace begins with the header {}", Column::header());
        Err(TraceError::Header(Mistake { line, column: None, message }))
    }

    /// The next row; `None` at the end.
    ///
    /// # Errors
    /// The row is bad ([`TraceError::Row`]: one may go on, with the line after the one in which it
    /// began), or the stream cannot be read. No more is read than shows that a row is too long.
    #[inline]
    pub fn read(&mut self) -> Result<Option<Row>, TraceError> {
        let (line, fault) = match self.find()? {
            Found::Row(line) => match self.decoder.decode(self.rows.row(), line) {
                Ok(row) => return Ok(Some(row)),
                Err(fault) => {
                    self.rows.leave();
                    (line, fault)
                }
            },
            Found::End => return Ok(None),
            Found::TooManyColumns(line) => {
                (line, Fault::row(format!("there are more than {} columns", Column::COUNT)))
            }
            Found::TooLong(line) => {
                let most = self.rows.row_bytes();
                (line, Fault::row(format!("the row has more than {most} bytes")))
            }
            Found::Unclosed(line) => (line, Fault::row("a quote is never closed")),
            Found::Endless(line) => {
                let most = SKIPPED_BYTES / (1024 * 1024);
                let fault = Fault::row(format!("the line has no end within {most} MiB"));
                return Err(TraceError::Endless(fault.on(line)));
            }
        };
        Err(TraceError::Row(fault.on(line)))
    }

    /// The names so far.
    pub fn known(&self) -> &Known {
        self.decoder.known()
    }

    /// What to say of the rows so far.
    pub fn notes(&self) -> &Notes {
        self.decoder.notes()
    }

    /// Bytes that are kept of rows, whatever came by.
    pub fn kept_bytes(&self) -> usize {
        self.rows.kept_bytes() + self.decoder.kept_bytes()
    }

    fn find(&mut self) -> Result<Found, TraceError> {
        let read = self.rows.line() - 1;
        self.rows.find().map_err(|error| match error.kind() {
            // What a decompressor says; a plain file never does.
            io::ErrorKind::InvalidData
            | io::ErrorKind::InvalidInput
            | io::ErrorKind::UnexpectedEof => TraceError::Damaged(read, error),
            _ => TraceError::Unreadable(error),
        })
    }

    fn header_fault(&self) -> Option<String> {
        let row = self.rows.row();
        if row.at(0).starts_with(b"\x1f\x8b") {
            return Some("this is compressed: its name must end in .gz".to_owned());
        }
        if row.count() != Column::COUNT {
            return Some(counted_columns(row.count()));
        }
        let mut columns = Column::ALL.into_iter();
        let other = columns.find(|column| row.get(*column) != column.name().as_bytes())?;
        let number = other.index() + 1;
        Some(format!("column {number} is {}, not {}", quoted(row.get(other)), other.name()))
    }
}
