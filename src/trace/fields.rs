//! One row after another as fields of bytes, in a buffer of fixed size.

use std::io::{self, BufRead};

use csv_core::{ReadRecordResult, Reader};

use super::columns::Column;

/// Room for the columns, and for one more, which is one too many.
const MOST: usize = Column::COUNT + 1;

/// Splits a stream into rows.
#[derive(Debug)]
pub(super) struct Rows<R> {
    input: R,
    parser: Reader,
    row: Fields,
    /// Line feeds that were taken from the input.
    lines: u64,
    /// Was there a row? The first one may begin with a mark of its encoding.
    has_begun: bool,
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
    /// With a row that has more columns than there are; it was skipped.
    TooManyColumns(u64),
    /// With a row that is longer than the buffer; it was skipped.
    TooLong(u64),
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
    fn take_plain(&mut self, input: &[u8]) -> Option<usize> {
        let (mut count, mut start) = (0, 0);
        for (at, &byte) in input.iter().enumerate().take(self.bytes.len()) {
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
    /// Rows of at most so many bytes.
    pub(super) fn new(input: R, row_bytes: usize) -> Self {
        let bytes = vec![0; row_bytes].into_boxed_slice();
        let row = Fields { bytes, starts: [0; MOST], ends: [0; MOST], count: 0 };
        Self { input, parser: Reader::new(), row, lines: 0, has_begun: false }
    }

    /// The row that was found last.
    pub(super) fn row(&self) -> &Fields {
        &self.row
    }

    /// The line that is read.
    pub(super) fn line(&self) -> u64 {
        self.lines + 1
    }

    /// Bytes that are kept of rows, whatever came by.
    pub(super) fn kept_bytes(&self) -> usize {
        self.row.bytes.len()
    }

    /// Finds the next row; empty lines are none.
    #[inline]
    pub(super) fn find(&mut self) -> io::Result<Found> {
        self.skip_line_ends()?;
        let line = self.line();
        if self.has_begun
            && let Some(length) = self.row.take_plain(self.input.fill_buf()?)
        {
            self.lines += 1;
            self.input.consume(length + 1);
            return Ok(Found::Row(line));
        }
        self.has_begun = true;
        self.parse(line)
    }

    #[inline(never)]
    fn parse(&mut self, line: u64) -> io::Result<Found> {
        let (mut written, mut ended) = (0, 0);
        let mut failed: Option<Found> = None;
        loop {
            let input = self.input.fill_buf()?;
            let (bytes, ends) = (&mut self.row.bytes[written..], &mut self.row.ends[ended..]);
            let (result, read, wrote, ends) = self.parser.read_record(input, bytes, ends);
            self.lines += line_feeds(&input[..read]);
            self.input.consume(read);
            written += wrote;
            ended += ends;
            match result {
                ReadRecordResult::InputEmpty => {}
                ReadRecordResult::OutputFull => {
                    failed.get_or_insert(Found::TooLong(line));
                }
                ReadRecordResult::OutputEndsFull => {
                    failed.get_or_insert(Found::TooManyColumns(line));
                }
                ReadRecordResult::Record => {
                    self.row.count = ended;
                    self.row.starts[1..].copy_from_slice(&self.row.ends[..MOST - 1]);
                    self.row.starts[0] = 0;
                    let too_many = ended > Column::COUNT;
                    let found =
                        if too_many { Found::TooManyColumns(line) } else { Found::Row(line) };
                    return Ok(failed.unwrap_or(found));
                }
                ReadRecordResult::End => return Ok(Found::End),
            }
            if failed.is_some() {
                // What is left of the row is read over and over the same room.
                (written, ended) = (0, 0);
            }
        }
    }

    /// Takes the ends of lines before a row, so that its own line is known.
    fn skip_line_ends(&mut self) -> io::Result<()> {
        loop {
            let input = self.input.fill_buf()?;
            let is_end = |byte: &&u8| matches!(byte, b'\n' | b'\r');
            let ends = input.iter().take_while(is_end).count();
            if ends == 0 {
                return Ok(());
            }
            self.lines += line_feeds(&input[..ends]);
            self.input.consume(ends);
        }
    }
}

#[inline]
fn line_feeds(bytes: &[u8]) -> u64 {
    bytes.iter().filter(|byte| **byte == b'\n').count() as u64
}
