//! Plain or compressed: the ending of the name decides.

use std::fs::File;
use std::io::{self, BufRead, BufReader, Write};
use std::path::Path;

use flate2::Compression;
use flate2::read::MultiGzDecoder;
use flate2::write::GzEncoder;

/// Bytes that are read at once.
const BUFFER: usize = 64 * 1024;

/// Does a file of this name hold compressed data?
pub fn is_compressed(path: &Path) -> bool {
    path.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("gz"))
}

/// Opens a trace for reading. A compressed one may have several members, one after another.
///
/// # Errors
/// It cannot be opened.
pub fn open(path: &Path) -> io::Result<Box<dyn BufRead>> {
    let file = File::open(path)?;
    if is_compressed(path) {
        let plain = MultiGzDecoder::new(BufReader::with_capacity(BUFFER, file));
        return Ok(Box::new(BufReader::with_capacity(BUFFER, plain)));
    }
    Ok(Box::new(BufReader::with_capacity(BUFFER, file)))
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
