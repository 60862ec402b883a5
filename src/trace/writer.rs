//! Rows to a stream.

use std::fmt::Write as _;
use std::io::{self, Write};

use super::columns::{Column, RowKind};
use crate::words::Instant;

/// What a row says, in words. What does not belong to its kind stays empty.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Words<'a> {
    /// When.
    pub at: Instant,
    /// Where.
    pub isolate: &'a str,
    /// What.
    pub kind: RowKind,
    /// The worker or the service.
    pub target: &'a str,
    /// What the worker says of itself; its load reads back as the same double.
    pub status: &'a str,
    /// Its load; `None`: not said.
    pub load: Option<f64>,
    /// Its models, separated by `;`.
    pub models: &'a str,
    /// Its services, separated by `;`.
    pub services: &'a str,
}

impl<'a> Words<'a> {
    /// A row without anything about a worker.
    pub fn new(at: Instant, isolate: &'a str, kind: RowKind) -> Self {
        Self { at, isolate, kind, target: "", status: "", load: None, models: "", services: "" }
    }
}

/// Writes a trace.
pub struct Writer<W: Write> {
    rows: csv::Writer<W>,
    number: String,
}

impl<W: Write> Writer<W> {
    /// Writes the header.
    ///
    /// # Errors
    /// The output cannot be written.
    pub fn new(output: W) -> io::Result<Self> {
        let mut builder = csv::WriterBuilder::new();
        builder.terminator(csv::Terminator::Any(b'\n')).buffer_capacity(64 * 1024);
        let mut rows = builder.from_writer(output);
        rows.write_record(Column::ALL.map(Column::name))?;
        Ok(Self { rows, number: String::new() })
    }

    /// Writes a row. That rows come in order is the caller's affair.
    ///
    /// # Errors
    /// The output cannot be written.
    pub fn write(&mut self, row: &Words<'_>) -> io::Result<()> {
        self.number(row.at.ms())?;
        for field in [row.isolate, row.kind.name(), row.target, row.status] {
            self.rows.write_field(field)?;
        }
        match row.load {
            // The shortest digits that read back as the same double.
            Some(load) => self.number(load)?,
            None => self.rows.write_field("")?,
        }
        self.rows.write_field(row.models)?;
        self.rows.write_field(row.services)?;
        self.rows.write_record(None::<&[u8]>)?;
        Ok(())
    }

    /// Writes what is left, and gives the output back.
    ///
    /// # Errors
    /// The output cannot be written.
    pub fn finish(self) -> io::Result<W> {
        self.rows.into_inner().map_err(csv::IntoInnerError::into_error)
    }

    fn number(&mut self, number: impl std::fmt::Display) -> io::Result<()> {
        self.number.clear();
        let written = write!(self.number, "{number}");
        assert!(written.is_ok(), "a text takes any number");
        self.rows.write_field(&self.number)?;
        Ok(())
    }
}
