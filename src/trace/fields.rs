//! One row after another as fields of bytes, in a buffer of fixed size.

use std::io::{self, BufRead};

use csv_core::{ReadRecordResult, Reader};

use super::columns::Column;
use super::window::Window;

/// Room for the columns, and for one more, which is one too many.
const MOST: usize = Column::COUNT + 1;

/// Bytes of a bad line that are skipped in search of its end: what is longer is no text.
pub(super) const SKIPPED_BYTES: usize = 64 * 1024 * 1024;

/// What some programs put before the first row.
const BYTE_ORDER_MARK: &[u8] = b"\xef\xbb\xbf";

/// Splits a stream into rows.
#[derive(Debug)]
pub(super) struct Rows<R> {
    input: Window<R>,
    parser: Reader,
    row: Fields,
    row_bytes: usize,
    /// Line feeds that were taken from the input.
    lines: u64,
    /// Was there a row? The first one may begin with a mark of its encoding.
    has_begun: bool,
    /// The line of the row that was found last, where it was left to the parser.
    parsed: Option<u64>,
    /// Is the rest of a line to be skipped?
    is_left: bool,
}

/// The fields of a row.
#[derive(Debug)]
pub(super) struct Fields {
    bytes: Box<[u8]>,
    starts: [usize; MOST],
    ends: [usize; MOST],
    count: usize,
}

/// How the search for a row ended.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Found {
    /// With a row, which begins on this line.
    Row(u64),
    /// With a row that has more columns than there are.
    TooManyColumns(u64),
    /// With a row that is too long.
    TooLong(u64),
    /// With a row in which a quote opens that nothing closes.
    Unclosed(u64),
    /// With a bad line whose end was looked for in vain.
    Endless(u64),
    /// With the end.
    End,
}

impl Fields {
    /// How many fields the row has.
    pub(super) fn count(&self) -> usize {
        self.count
    }

    /// The field of a column.
    #[inline]
    pub(super) fn get(&self, column: Column) -> &[u8] {
        self.at(column.index())
    }

    /// The field at a place, empty where the row has none.
    #[inline]
    pub(super) fn at(&self, at: usize) -> &[u8] {
        self.bytes.get(self.starts[at]..self.ends[at]).unwrap_or_default()
    }

    /// Is there nothing but ASCII in it?
    #[inline]
    pub(super) fn is_ascii(&self) -> bool {
        self.bytes[..self.ends[self.count.saturating_sub(1)]].is_ascii()
    }

    /// Takes a whole row without quotes from the beginning of the input; returns its length without
    /// the line feed. What is not as plain as that is left to the parser.
    #[inline]
    fn take_plain(&mut self, input: &[u8], row_bytes: usize) -> Option<usize> {
        let (mut count, mut start) = (0, 0);
        for (at, &byte) in input.iter().enumerate().take(row_bytes + 1) {
            // Most bytes of a trace are letters and digits, which come after all that matters here.
            if byte > b',' {
                continue;
            }
            match byte {
                b',' | b'\n' => {
                    (self.starts[count], self.ends[count]) = (start, at);
                    (count, start) = (count + 1, at + 1);
                }
                b'"' | b'\r' => return None,
                _ => {}
            }
            if byte == b'\n' {
                self.count = count;
                self.bytes[..at].copy_from_slice(&input[..at]);
                return Some(at);
            }
            if count == Column::COUNT {
                return None;
            }
        }
        None
    }
}

impl<R: BufRead> Rows<R> {
    /// Rows of at most so many bytes, without the end of their line.
    pub(super) fn new(input: R, row_bytes: usize) -> Self {
        // The end of the line, and one that is added where the input has none.
        let bytes = vec![0; row_bytes + 2].into_boxed_slice();
        let row = Fields { bytes, starts: [0; MOST], ends: [0; MOST], count: 0 };
        Self {
            input: Window::new(input, row_bytes + 1),
            parser: Reader::new(),
            row,
            row_bytes,
            lines: 0,
            has_begun: false,
            parsed: None,
            is_left: false,
        }
    }

    /// The row that was found last.
    pub(super) fn row(&self) -> &Fields {
        &self.row
    }

    /// The line that is read.
    pub(super) fn line(&self) -> u64 {
        self.lines + 1
    }

    /// The bytes that a row may have.
    pub(super) fn row_bytes(&self) -> usize {
        self.row_bytes
    }

    /// Bytes that are kept of rows, whatever came by.
    pub(super) fn kept_bytes(&self) -> usize {
        self.row.bytes.len() + self.input.kept_bytes()
    }

    /// Finds the next row; empty lines are none.
    #[inline]
    pub(super) fn find(&mut self) -> io::Result<Found> {
        if self.is_left && !self.skip_line()? {
            return Ok(Found::Endless(self.line()));
        }
        self.skip_line_ends()?;
        let line = self.line();
        self.parsed = None;
        if self.has_begun
            && let Some(length) = self.row.take_plain(self.input.ahead()?, self.row_bytes)
        {
            self.lines += 1;
            self.input.consume(length + 1);
            return Ok(Found::Row(line));
        }
        let found = self.parse(line)?;
        self.has_begun = true;
        if !matches!(found, Found::Row(_) | Found::End) {
            self.leave();
        }
        Ok(found)
    }

    /// The row that was found last is bad: goes on behind its first line. A stray quote makes a row
    /// of many lines, and the others are sound.
    pub(super) fn leave(&mut self) {
        let Some(line) = self.parsed.take() else { return };
        self.input.back_to_mark();
        self.lines = line - 1;
        self.is_left = true;
        self.parser.reset();
        // Only the first row may begin with a mark of its encoding: this one was not the first.
        self.parser.read_record(b"\n", &mut self.row.bytes, &mut self.row.ends);
    }

    #[inline(never)]
    fn parse(&mut self, line: u64) -> io::Result<Found> {
        self.input.mark();
        self.parsed = Some(line);
        let (mut written, mut ended) = (0, 0);
        loop {
            let ahead = self.input.keep_ahead()?;
            let is_over = ahead.is_empty();
            // Where nothing follows, the end of a line tells whether a quote is open: it ends a row
            // but in quotes.
            let input = if is_over { b"\n" } else { ahead };
            let (bytes, ends) = (&mut self.row.bytes[written..], &mut self.row.ends[ended..]);
            let (result, read, wrote, ends) = self.parser.read_record(input, bytes, ends);
            written += wrote;
            ended += ends;
            if !is_over {
                self.lines += line_feeds(&input[..read]);
                self.input.consume(read);
            }
            let row = self.input.since_mark();
            return Ok(match result {
                _ if is_over && matches!(row, b"" | BYTE_ORDER_MARK) => Found::End,
                ReadRecordResult::InputEmpty if !is_over => continue,
                ReadRecordResult::InputEmpty
                    if !self.input.is_full() || row.iter().any(is_line_end) =>
                {
                    Found::Unclosed(line)
                }
                ReadRecordResult::Record if !(is_over && self.input.is_full()) => {
                    self.row.count = ended;
                    self.row.starts[1..].copy_from_slice(&self.row.ends[..MOST - 1]);
                    self.row.starts[0] = 0;
                    let too_many = ended > Column::COUNT;
                    if too_many { Found::TooManyColumns(line) } else { Found::Row(line) }
                }
                ReadRecordResult::OutputEndsFull => Found::TooManyColumns(line),
                _ => Found::TooLong(line),
            });
        }
    }

    /// Takes what is left of a bad line. `false`: it has no end within the bytes that are skipped.
    #[cold]
    fn skip_line(&mut self) -> io::Result<bool> {
        let mut skipped = 0;
        while skipped < SKIPPED_BYTES {
            let ahead = self.input.ahead()?;
            let length = ahead.len();
            let end = if length == 0 { Some(0) } else { ahead.iter().position(is_line_end) };
            self.input.consume(end.unwrap_or(length));
            if end.is_some() {
                self.is_left = false;
                return Ok(true);
            }
            skipped += length;
        }
        Ok(false)
    }

    /// Takes the ends of lines before a row, so that its own line is known.
    fn skip_line_ends(&mut self) -> io::Result<()> {
        loop {
            let input = self.input.ahead()?;
            let ends = input.iter().take_while(|byte| is_line_end(byte)).count();
            if ends == 0 {
                return Ok(());
            }
            self.lines += line_feeds(&input[..ends]);
            self.input.consume(ends);
        }
    }
}

#[inline]
fn is_line_end(byte: &u8) -> bool {
    matches!(byte, b'\n' | b'\r')
}

#[inline]
fn line_feeds(bytes: &[u8]) -> u64 {
    bytes.iter().filter(|byte| **byte == b'\n').count() as u64
}
