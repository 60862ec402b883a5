//! A wheel of one-millisecond slots for many sources, with a heap beyond its rim.
//!
//! Slots are lists threaded through one vector by source; a bitmap of two levels finds the next one
//! in use. A slot is opened once: its sources are sorted, which gives the order by (time, source).

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use super::queue::{pack, unpack};
use crate::words::Instant;

/// Slots of the wheel: 65.5 s, so that heartbeats up to a minute apart never leave it.
const SLOTS: usize = 1 << 16;
const WORDS: usize = SLOTS / 64;
const TOP_WORDS: usize = WORDS / 64;
const NOBODY: u32 = u32::MAX;

/// The wheel.
#[derive(Clone, Debug)]
pub struct Wheel {
    /// The time of the open slot; everything on the wheel lies within [`SLOTS`] ms from here.
    now: u64,
    heads: Vec<u32>,
    next: Vec<u32>,
    used: Vec<u64>,
    words_used: [u64; TOP_WORDS],
    /// Sources of the open slot, the next one last.
    open: Vec<u32>,
    /// Beyond the rim, packed.
    far: BinaryHeap<Reverse<u64>>,
}

impl Wheel {
    pub(super) fn new(sources: usize) -> Self {
        Self {
            now: 0,
            heads: vec![NOBODY; SLOTS],
            next: vec![NOBODY; sources],
            used: vec![0; WORDS],
            words_used: [0; TOP_WORDS],
            open: Vec::new(),
            far: BinaryHeap::new(),
        }
    }

    /// Puts a source in that does not stand in the queue.
    pub(super) fn insert(&mut self, at: Instant, source: usize) {
        if at.ms() < self.now || (at.ms() == self.now && !self.open.is_empty()) {
            self.close(at.ms());
        }
        if at.ms() - self.now < SLOTS as u64 {
            self.put_on_wheel(at.ms(), source as u32);
        } else if pack(at, source) != u64::MAX {
            self.far.push(Reverse(pack(at, source)));
        }
    }

    /// Puts the open slot back and goes back to `now`, because something earlier has come. Only what
    /// lies within the rim as seen from there may stay on the wheel; the rest goes beyond.
    #[cold]
    fn close(&mut self, now: u64) {
        let opened = self.now;
        for source in std::mem::take(&mut self.open) {
            self.put_on_wheel(opened, source);
        }
        if now < opened {
            // Entries in the last slots before the rim would look as if they were now.
            for ms in opened.max(now + SLOTS as u64)..opened + SLOTS as u64 {
                for source in self.take_slot(ms as usize % SLOTS) {
                    self.far.push(Reverse(pack(Instant::from_ms(ms), source as usize)));
                }
            }
            self.now = now;
        }
    }

    #[inline]
    fn put_on_wheel(&mut self, ms: u64, source: u32) {
        let slot = ms as usize % SLOTS;
        self.next[source as usize] = self.heads[slot];
        self.heads[slot] = source;
        self.used[slot / 64] |= 1 << (slot % 64);
        self.words_used[slot / 4096] |= 1 << (slot / 64 % 64);
    }

    fn take_slot(&mut self, slot: usize) -> Vec<u32> {
        let mut sources = Vec::new();
        self.move_slot(slot, &mut sources);
        sources
    }

    #[inline]
    fn move_slot(&mut self, slot: usize, into: &mut Vec<u32>) {
        let mut source = std::mem::replace(&mut self.heads[slot], NOBODY);
        while source != NOBODY {
            into.push(source);
            source = self.next[source as usize];
        }
        self.used[slot / 64] &= !(1 << (slot % 64));
        if self.used[slot / 64] == 0 {
            self.words_used[slot / 4096] &= !(1 << (slot / 64 % 64));
        }
    }

    #[inline]
    pub(super) fn first(&mut self) -> Option<(Instant, usize)> {
        if let Some(&source) = self.open.last() {
            return Some((Instant::from_ms(self.now), source as usize));
        }
        self.open_next()
    }

    fn open_next(&mut self) -> Option<(Instant, usize)> {
        self.fetch_far();
        let slot = match self.first_used(self.now as usize % SLOTS) {
            Some(slot) => slot,
            None => {
                let Reverse(packed) = *self.far.peek()?;
                self.now = unpack(packed).0.ms();
                self.fetch_far();
                self.now as usize % SLOTS
            }
        };
        self.now += (slot.wrapping_sub(self.now as usize) % SLOTS) as u64;
        let mut open = std::mem::take(&mut self.open);
        self.move_slot(slot, &mut open);
        if open.len() > 1 {
            open.sort_unstable_by_key(|&source| Reverse(source));
        }
        self.open = open;
        self.open.last().map(|&source| (Instant::from_ms(self.now), source as usize))
    }

    /// Brings in what lies within the rim by now.
    #[inline]
    fn fetch_far(&mut self) {
        while let Some(&Reverse(packed)) = self.far.peek() {
            let (at, source) = unpack(packed);
            if at.ms() - self.now >= SLOTS as u64 {
                return;
            }
            self.far.pop();
            self.put_on_wheel(at.ms(), source as u32);
        }
    }

    /// The first slot in use from `from` on, around the wheel.
    #[inline]
    fn first_used(&self, from: usize) -> Option<usize> {
        let word = from / 64;
        let here = self.used[word] & (u64::MAX << (from % 64));
        if here != 0 {
            return Some(word * 64 + here.trailing_zeros() as usize);
        }
        // The words after this one, then the words from the start up to this one.
        let word = self.first_word(word + 1).or_else(|| self.first_word(0))?;
        Some(word * 64 + self.used[word].trailing_zeros() as usize)
    }

    fn first_word(&self, from: usize) -> Option<usize> {
        let mut mask = u64::MAX << (from % 64);
        for top in from / 64..TOP_WORDS {
            let here = self.words_used[top] & mask;
            if here != 0 {
                return Some(top * 64 + here.trailing_zeros() as usize);
            }
            mask = u64::MAX;
        }
        None
    }

    #[inline]
    pub(super) fn move_on(&mut self, source: usize, at: Instant) {
        debug_assert_eq!(self.open.last(), Some(&(source as u32)), "only who goes can move on");
        if at.ms() == self.now {
            return;
        }
        self.open.pop();
        let ahead = at.ms() - self.now;
        if ahead < SLOTS as u64 {
            self.put_on_wheel(at.ms(), source as u32);
        } else if pack(at, source) != u64::MAX {
            self.far.push(Reverse(pack(at, source)));
        }
    }
}
