//! A wheel of one-millisecond slots for many sources, with a heap beyond its rim.
//!
//! Slots are lists threaded through one vector by source; a bitmap of two levels finds the next one
//! in use. A slot is opened once: its list is sorted, which gives the order by (time, source). Beyond
//! the rim, and where few sources are scanned, that pair is packed into one number.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use crate::words::Instant;

/// The low bits of a packed entry hold the source, the others the time.
const SOURCE_BITS: u32 = 24;
/// The most sources that a queue can hold.
pub(super) const MOST_SOURCES: usize = 1 << SOURCE_BITS;
/// A source that waits for something else than time.
pub(super) const PARKED: u64 = u64::MAX;

/// Packs (time, source) so that numbers compare as the pairs do. Forty bits of milliseconds are 34
/// years; later instants never come.
#[inline(always)]
pub(in crate::simulation) fn pack(at: Instant, source: usize) -> u64 {
    let latest = PARKED >> SOURCE_BITS;
    if at.ms() >= latest { PARKED } else { at.ms() << SOURCE_BITS | source as u64 }
}

#[inline(always)]
pub(in crate::simulation) fn unpack(packed: u64) -> (Instant, usize) {
    let source = packed & (MOST_SOURCES as u64 - 1);
    (Instant::from_ms(packed >> SOURCE_BITS), source as usize)
}

/// Slots of the wheel: 65.5 s, so that heartbeats up to a minute apart never leave it.
const SLOTS: usize = 1 << 16;
const WORDS: usize = SLOTS / 64;
const TOP_WORDS: usize = WORDS / 64;
const NOBODY: u32 = u32::MAX;

/// The wheel.
#[derive(Clone, Debug)]
pub(in crate::simulation) struct Wheel {
    /// The time of the open slot; everything on the wheel lies within [`SLOTS`] ms from here.
    now: u64,
    heads: Vec<u32>,
    next: Vec<u32>,
    used: Vec<u64>,
    words_used: [u64; TOP_WORDS],
    /// The first source of the open slot; the others follow it in their order.
    open: u32,
    /// Beyond the rim, packed.
    far: BinaryHeap<Reverse<u64>>,
    /// The earliest time in there.
    far_from: u64,
    /// For sorting a slot.
    sorted: Vec<u32>,
}

impl Wheel {
    pub(super) fn new(sources: usize) -> Self {
        Self {
            now: 0,
            heads: vec![NOBODY; SLOTS],
            next: vec![NOBODY; sources],
            used: vec![0; WORDS],
            words_used: [0; TOP_WORDS],
            open: NOBODY,
            far: BinaryHeap::new(),
            far_from: u64::MAX,
            sorted: Vec::new(),
        }
    }

    /// Puts a source in that does not stand in the queue.
    pub(super) fn insert(&mut self, at: Instant, source: usize) {
        if at.ms() < self.now || (at.ms() == self.now && self.open != NOBODY) {
            self.close(at.ms());
        }
        self.put(at, source);
    }

    #[inline]
    fn put(&mut self, at: Instant, source: usize) {
        if at.ms() - self.now < SLOTS as u64 {
            self.put_on_wheel(at.ms(), source as u32);
        } else {
            self.put_beyond(at, source);
        }
    }

    #[inline(never)]
    fn put_beyond(&mut self, at: Instant, source: usize) {
        if pack(at, source) != u64::MAX {
            self.far.push(Reverse(pack(at, source)));
            self.far_from = self.far_from.min(at.ms());
        }
    }

    /// Puts the open slot back and goes back to `now`, because something earlier has come. Only what
    /// lies within the rim as seen from there may stay on the wheel; the rest goes beyond.
    #[cold]
    fn close(&mut self, now: u64) {
        let opened = self.now;
        while self.open != NOBODY {
            let source = self.open;
            self.open = self.next[source as usize];
            self.put_on_wheel(opened, source);
        }
        if now < opened {
            // Entries in the last slots before the rim would look as if they were now.
            for ms in opened.max(now + SLOTS as u64)..opened + SLOTS as u64 {
                let mut source = self.take_slot(ms as usize % SLOTS);
                while source != NOBODY {
                    self.put_beyond(Instant::from_ms(ms), source as usize);
                    source = self.next[source as usize];
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

    /// Empties a slot: the first of its list, which stays threaded.
    #[inline]
    fn take_slot(&mut self, slot: usize) -> u32 {
        self.used[slot / 64] &= !(1 << (slot % 64));
        if self.used[slot / 64] == 0 {
            self.words_used[slot / 4096] &= !(1 << (slot / 64 % 64));
        }
        std::mem::replace(&mut self.heads[slot], NOBODY)
    }

    #[inline]
    pub(super) fn first(&mut self) -> Option<(Instant, usize)> {
        if self.open == NOBODY {
            self.open_next()?;
        }
        Some((Instant::from_ms(self.now), self.open as usize))
    }

    #[inline]
    fn open_next(&mut self) -> Option<()> {
        if self.far_from < self.now + SLOTS as u64 {
            self.fetch_far();
        }
        let slot = match self.first_used(self.now as usize % SLOTS) {
            Some(slot) => slot,
            None => self.go_far()?,
        };
        self.now += (slot.wrapping_sub(self.now as usize) % SLOTS) as u64;
        self.open = self.take_slot(slot);
        if self.next[self.open as usize] != NOBODY {
            self.sort_open();
        }
        Some(())
    }

    /// Threads the open slot anew, in the order of its sources.
    #[inline(never)]
    fn sort_open(&mut self) {
        let mut sorted = std::mem::take(&mut self.sorted);
        while self.open != NOBODY {
            sorted.push(self.open);
            self.open = self.next[self.open as usize];
        }
        sorted.sort_unstable();
        for source in sorted.drain(..).rev() {
            self.next[source as usize] = self.open;
            self.open = source;
        }
        self.sorted = sorted;
    }

    /// Nothing is left on the wheel: goes to the first slot that lies beyond its rim.
    #[cold]
    fn go_far(&mut self) -> Option<usize> {
        let Reverse(packed) = *self.far.peek()?;
        self.now = unpack(packed).0.ms();
        self.fetch_far();
        Some(self.now as usize % SLOTS)
    }

    /// Brings in what lies within the rim by now.
    #[cold]
    fn fetch_far(&mut self) {
        self.far_from = u64::MAX;
        while let Some(&Reverse(packed)) = self.far.peek() {
            let (at, source) = unpack(packed);
            if at.ms() - self.now >= SLOTS as u64 {
                self.far_from = at.ms();
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

    #[inline]
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
        debug_assert_eq!(self.open, source as u32, "only who goes can move on");
        if at.ms() != self.now {
            self.open = self.next[source];
            self.put(at, source);
        }
    }
}
