//! The bytes of a trace on their way in: counted for the bar, and cut off by Ctrl-C.

use std::fs::{self, File};
use std::io::{self, BufReader, Read};
use std::path::Path;

use super::pipe::Pipe;
use crate::cli::inputs::is_stdin;
use crate::cli::process::{Progress, interrupt};
use crate::study::Watch;
use crate::trace::{Input, is_compressed};

/// What the trace is read from.
pub(crate) struct Opened {
    input: Box<dyn Read>,
    is_compressed: bool,
    /// Its bytes, where that is known: it can be read again, and a bar can be drawn.
    pub(crate) bytes: Option<u64>,
}

impl Opened {
    /// Opens the file; standard input is never compressed.
    pub(crate) fn new(path: &Path) -> io::Result<Self> {
        if is_stdin(path) {
            let input = Box::new(Pipe::open(|| Ok(io::stdin()))?);
            return Ok(Self { input, is_compressed: false, bytes: None });
        }
        let found = fs::metadata(path)?;
        if found.is_dir() {
            return Err(io::Error::other("it is a folder"));
        }
        let is_compressed = is_compressed(path);
        if found.is_file() {
            let bytes = Some(found.len());
            return Ok(Self { input: Box::new(File::open(path)?), is_compressed, bytes });
        }
        let path = path.to_owned();
        let input = Box::new(Pipe::open(|| File::open(path))?);
        Ok(Self { input, is_compressed, bytes: None })
    }

    /// The stream of rows.
    pub(crate) fn rows<'p>(self, progress: &'p Progress) -> Input<BufReader<Watched<'p>>> {
        let watched = Watched { input: self.input, progress };
        Input::new(BufReader::with_capacity(1 << 16, watched), self.is_compressed)
    }
}

/// Bytes that somebody watches.
pub(crate) struct Watched<'p> {
    input: Box<dyn Read>,
    progress: &'p Progress,
}

impl Read for Watched<'_> {
    fn read(&mut self, room: &mut [u8]) -> io::Result<usize> {
        if interrupt::is_stopped() {
            return Err(interrupt::error());
        }
        let read = self.input.read(room)?;
        self.progress.advance(read as u64);
        Ok(read)
    }
}
