//! A stream of which the last row can be read once more.

use std::io::{self, BufRead};

/// The input, and a copy of those bytes of it that may be wanted again. Most rows are never copied.
#[derive(Debug)]
pub(super) struct Window<R> {
    input: R,
    /// Comes before the rest of the input.
    kept: Vec<u8>,
    /// How much of it is read.
    read: usize,
    /// Where in it the row begins that may be wanted again.
    mark: usize,
    most: usize,
}

impl<R: BufRead> Window<R> {
    /// Keeps at most so many bytes.
    pub(super) fn new(input: R, most: usize) -> Self {
        Self { input, kept: Vec::with_capacity(most), read: 0, mark: 0, most }
    }

    /// Room for what is kept, whatever came by.
    pub(super) fn kept_bytes(&self) -> usize {
        self.kept.capacity()
    }

    /// What comes next; empty at the end alone.
    #[inline]
    pub(super) fn ahead(&mut self) -> io::Result<&[u8]> {
        if self.read < self.kept.len() {
            return Ok(&self.kept[self.read..]);
        }
        self.input.fill_buf()
    }

    /// So many bytes of it are done.
    #[inline]
    pub(super) fn consume(&mut self, bytes: usize) {
        if self.read < self.kept.len() {
            self.read += bytes;
        } else {
            self.input.consume(bytes);
        }
    }

    /// What comes next may be wanted again.
    pub(super) fn mark(&mut self) {
        self.mark = self.read;
    }

    /// What comes next, kept; empty at the end and where no more can be kept.
    pub(super) fn keep_ahead(&mut self) -> io::Result<&[u8]> {
        if self.read == self.kept.len() {
            self.kept.drain(..self.mark);
            self.read -= self.mark;
            self.mark = 0;
            let room = self.most.saturating_sub(self.kept.len());
            // Where nothing fits, nothing is waited for.
            if room > 0 {
                let input = self.input.fill_buf()?;
                let taken = room.min(input.len());
                self.kept.extend_from_slice(&input[..taken]);
                self.input.consume(taken);
            }
        }
        Ok(&self.kept[self.read..])
    }

    /// What was read since the mark.
    pub(super) fn since_mark(&self) -> &[u8] {
        &self.kept[self.mark..self.read]
    }

    /// Can no more be kept?
    pub(super) fn is_full(&self) -> bool {
        self.since_mark().len() >= self.most
    }

    /// Reads once more what was read since the mark.
    pub(super) fn back_to_mark(&mut self) {
        self.read = self.mark;
    }
}
