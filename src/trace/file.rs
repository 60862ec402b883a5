//! Plain or compressed: the ending of the name decides.

use std::io::{self, BufRead, BufReader, Read, Write};
use std::path::Path;

use flate2::Compression;
use flate2::bufread::GzDecoder;
use flate2::write::GzEncoder;

/// Bytes that are decompressed at once.
const BUFFER: usize = 64 * 1024;

/// Does a file of this name hold compressed data?
pub fn is_compressed(path: &Path) -> bool {
    path.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("gz"))
}

/// Where a trace is read from.
#[derive(Debug)]
pub enum Input<R: BufRead> {
    /// As it stands.
    Plain(R),
    /// Compressed, in one member or in several, one after another.
    Compressed(Box<BufReader<Members<R>>>),
}

impl<R: BufRead> Input<R> {
    /// Of plain or compressed bytes.
    pub fn new(input: R, is_compressed: bool) -> Self {
        if is_compressed {
            let plain = Members(Some(GzDecoder::new(input)));
            Self::Compressed(Box::new(BufReader::with_capacity(BUFFER, plain)))
        } else {
            Self::Plain(input)
        }
    }
}

impl<R: BufRead> Read for Input<R> {
    fn read(&mut self, room: &mut [u8]) -> io::Result<usize> {
        match self {
            Self::Plain(input) => input.read(room),
            Self::Compressed(input) => input.read(room),
        }
    }
}

impl<R: BufRead> BufRead for Input<R> {
    #[inline]
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        match self {
            Self::Plain(input) => input.fill_buf(),
            Self::Compressed(input) => input.fill_buf(),
        }
    }

    #[inline]
    fn consume(&mut self, read: usize) {
        match self {
            Self::Plain(input) => input.consume(read),
            Self::Compressed(input) => input.consume(read),
        }
    }
}

/// Compressed data, one member after another. Zeros behind a member are no data: tapes and disks
/// fill their last block with them, and gzip ignores them too.
#[derive(Debug)]
pub struct Members<R>(Option<GzDecoder<R>>);

impl<R: BufRead> Read for Members<R> {
    fn read(&mut self, room: &mut [u8]) -> io::Result<usize> {
        while let Some(member) = &mut self.0 {
            let read = member.read(room)?;
            if read > 0 || room.is_empty() {
                return Ok(read);
            }
            if skip_zeros(member.get_mut())? {
                let rest = self.0.take().map(GzDecoder::into_inner);
                self.0 = rest.map(GzDecoder::new);
            } else {
                self.0 = None;
            }
        }
        Ok(0)
    }
}

/// Is there anything else behind them?
fn skip_zeros(input: &mut impl BufRead) -> io::Result<bool> {
    loop {
        let ahead = input.fill_buf()?;
        let zeros = ahead.iter().take_while(|byte| **byte == 0).count();
        if zeros < ahead.len() || ahead.is_empty() {
            let is_more = !ahead.is_empty();
            input.consume(zeros);
            return Ok(is_more);
        }
        input.consume(zeros);
    }
}

/// Where a trace is written to. Equal rows make equal bytes: no time stamp enters.
#[derive(Debug)]
pub enum Sink<W: Write> {
    /// As it stands.
    Plain(W),
    /// Compressed.
    Compressed(GzEncoder<W>),
}

impl<W: Write> Sink<W> {
    /// Compressed where the name of the file says so.
    pub fn new(path: &Path, output: W) -> Self {
        if is_compressed(path) {
            Self::Compressed(GzEncoder::new(output, Compression::default()))
        } else {
            Self::Plain(output)
        }
    }

    /// Writes what is left, and gives the output back.
    ///
    /// # Errors
    /// The output cannot be written.
    pub fn finish(self) -> io::Result<W> {
        match self {
            Self::Plain(output) => Ok(output),
            Self::Compressed(encoder) => encoder.finish(),
        }
    }
}

impl<W: Write> Write for Sink<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match self {
            Self::Plain(output) => output.write(bytes),
            Self::Compressed(encoder) => encoder.write(bytes),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        match self {
            Self::Plain(output) => output.flush(),
            Self::Compressed(encoder) => encoder.flush(),
        }
    }
}
