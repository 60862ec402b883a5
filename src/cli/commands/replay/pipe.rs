//! Bytes that may be long in coming: a pipe, a terminal, a device.
//!
//! Opening one and reading from it wait for whoever writes, and nothing ends that wait but the other
//! side. A thread waits, so that Ctrl-C is heard meanwhile; it ends with the process.

use std::io::{self, Read};
use std::sync::mpsc::{Receiver, RecvTimeoutError, SyncSender, sync_channel};
use std::thread;

use crate::cli::process::{MOMENT, interrupt};

/// Bytes that are handed over at once, at most.
const BLOCK: usize = 1 << 16;

/// Blocks that wait to be read: memory does not grow with what comes.
const BLOCKS: usize = 4;

/// What another thread reads.
pub(crate) struct Pipe {
    blocks: Receiver<io::Result<Vec<u8>>>,
    block: Vec<u8>,
    /// How much of the block is read.
    read: usize,
}

impl Pipe {
    /// Opens it, and reads, in a thread of its own.
    pub(crate) fn open<R: Read>(
        open: impl FnOnce() -> io::Result<R> + Send + 'static,
    ) -> io::Result<Self> {
        let (sender, blocks) = sync_channel(BLOCKS);
        let pass = move || {
            let passed = open().and_then(|input| pass_on(input, &sender));
            if let Err(error) = passed {
                // Nobody listens any more: nobody misses it.
                let _ = sender.send(Err(error));
            }
        };
        thread::Builder::new().spawn(pass)?;
        Ok(Self { blocks, block: Vec::new(), read: 0 })
    }
}

/// Hands over block after block, to the end or until nobody listens.
fn pass_on(mut input: impl Read, sender: &SyncSender<io::Result<Vec<u8>>>) -> io::Result<()> {
    let mut room = vec![0; BLOCK];
    loop {
        match input.read(&mut room) {
            Ok(0) => return Ok(()),
            Ok(read) => {
                if sender.send(Ok(room[..read].to_vec())).is_err() {
                    return Ok(());
                }
            }
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
}

impl Read for Pipe {
    fn read(&mut self, room: &mut [u8]) -> io::Result<usize> {
        while self.read == self.block.len() {
            if interrupt::is_stopped() {
                return Err(interrupt::error());
            }
            match self.blocks.recv_timeout(MOMENT) {
                Ok(block) => (self.block, self.read) = (block?, 0),
                Err(RecvTimeoutError::Timeout) => {}
                Err(RecvTimeoutError::Disconnected) => return Ok(0),
            }
        }
        let read = (&self.block[self.read..]).read(room)?;
        self.read += read;
        Ok(read)
    }
}
