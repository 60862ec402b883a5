//! Queues of the hand-written loops. All give the order by (time, source); each source stands in a
//! queue once, and goes back right after it was taken.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

/// A queue of sources.
pub(crate) trait Queue {
    const NAME: &str;

    /// All sources, each with the time of its first event.
    fn new(first: &[u64]) -> Self;
    /// Takes the source that goes next: (time, source).
    fn take(&mut self) -> (u64, usize);
    /// Puts back the source that was taken, not before the time at which it was.
    fn put(&mut self, at: u64, source: usize);
}

const SOURCE_BITS: u32 = 20;

fn pack(at: u64, source: usize) -> u64 {
    at << SOURCE_BITS | source as u64
}

fn unpack(packed: u64) -> (u64, usize) {
    (packed >> SOURCE_BITS, (packed & ((1 << SOURCE_BITS) - 1)) as usize)
}

/// Looks through all sources.
pub(crate) struct Scan(Vec<u64>);

impl Queue for Scan {
    const NAME: &str = "scan";

    fn new(first: &[u64]) -> Self {
        Self(first.iter().enumerate().map(|(source, &at)| pack(at, source)).collect())
    }

    #[inline]
    fn take(&mut self) -> (u64, usize) {
        unpack(self.0.iter().copied().fold(u64::MAX, u64::min))
    }

    #[inline]
    fn put(&mut self, at: u64, source: usize) {
        self.0[source] = pack(at, source);
    }
}

/// The heap of the standard library: pop, then push.
pub(crate) struct Heap(BinaryHeap<Reverse<(u64, u32)>>);

impl Queue for Heap {
    const NAME: &str = "std heap";

    fn new(first: &[u64]) -> Self {
        Self(first.iter().enumerate().map(|(source, &at)| Reverse((at, source as u32))).collect())
    }

    #[inline]
    fn take(&mut self) -> (u64, usize) {
        let Reverse((at, source)) = self.0.pop().expect("there are sources");
        (at, source as usize)
    }

    #[inline]
    fn put(&mut self, at: u64, source: usize) {
        self.0.push(Reverse((at, source as u32)));
    }
}

const SLOTS: usize = 1 << 15;
const NOBODY: u32 = u32::MAX;

/// A wheel of 32,768 slots of a millisecond, just longer than interval and jitter: lists threaded
/// through one vector, found by a bitmap of two levels.
pub(crate) struct Wheel {
    now: u64,
    heads: Vec<u32>,
    next: Vec<u32>,
    used: Vec<u64>,
    words_used: [u64; SLOTS / 4096],
    /// The slot that is open, the next source last.
    open: Vec<u32>,
}

impl Queue for Wheel {
    const NAME: &str = "wheel";

    fn new(first: &[u64]) -> Self {
        let mut wheel = Self {
            now: 0,
            heads: vec![NOBODY; SLOTS],
            next: vec![NOBODY; first.len()],
            used: vec![0; SLOTS / 64],
            words_used: [0; SLOTS / 4096],
            open: Vec::new(),
        };
        for (source, &at) in first.iter().enumerate() {
            wheel.put(at, source);
        }
        wheel
    }

    #[inline]
    fn take(&mut self) -> (u64, usize) {
        if let Some(source) = self.open.pop() {
            return (self.now, source as usize);
        }
        let slot = self.first_used(self.now as usize % SLOTS);
        self.now += (slot.wrapping_sub(self.now as usize) % SLOTS) as u64;
        let first = std::mem::replace(&mut self.heads[slot], NOBODY);
        self.used[slot / 64] &= !(1 << (slot % 64));
        if self.used[slot / 64] == 0 {
            self.words_used[slot / 4096] &= !(1 << (slot / 64 % 64));
        }
        let mut source = self.next[first as usize];
        if source == NOBODY {
            return (self.now, first as usize);
        }
        self.open.push(first);
        while source != NOBODY {
            self.open.push(source);
            source = self.next[source as usize];
        }
        self.open.sort_unstable_by(|a, b| b.cmp(a));
        (self.now, self.open.pop().map_or(0, |source| source as usize))
    }

    #[inline]
    fn put(&mut self, at: u64, source: usize) {
        debug_assert!(at >= self.now && at - self.now < SLOTS as u64);
        let slot = at as usize % SLOTS;
        self.next[source] = self.heads[slot];
        self.heads[slot] = source as u32;
        self.used[slot / 64] |= 1 << (slot % 64);
        self.words_used[slot / 4096] |= 1 << (slot / 64 % 64);
    }
}

impl Wheel {
    #[inline]
    fn first_used(&self, from: usize) -> usize {
        let word = from / 64;
        let here = self.used[word] & (u64::MAX << (from % 64));
        if here != 0 {
            return word * 64 + here.trailing_zeros() as usize;
        }
        let after = (word + 1) % self.used.len();
        let word = self.first_word(after).or_else(|| self.first_word(0)).expect("sources");
        word * 64 + self.used[word].trailing_zeros() as usize
    }

    #[inline]
    fn first_word(&self, from: usize) -> Option<usize> {
        let mut mask = u64::MAX << (from % 64);
        for (top, words) in self.words_used.iter().enumerate().skip(from / 64) {
            let here = words & mask;
            if here != 0 {
                return Some(top * 64 + here.trailing_zeros() as usize);
            }
            mask = u64::MAX;
        }
        None
    }
}

/// A ring of buckets, one a millisecond: each bucket is a plain vector. For sources so many that
/// hardly a bucket is empty.
pub(crate) struct Ring {
    now: u64,
    buckets: Vec<Vec<u32>>,
    /// The bucket that is open, the next source last.
    open: Vec<u32>,
}

impl Queue for Ring {
    const NAME: &str = "ring";

    fn new(first: &[u64]) -> Self {
        let mut ring = Self { now: 0, buckets: vec![Vec::new(); SLOTS], open: Vec::new() };
        for (source, &at) in first.iter().enumerate() {
            ring.put(at, source);
        }
        ring.now = u64::MAX;
        ring
    }

    #[inline]
    fn take(&mut self) -> (u64, usize) {
        loop {
            if let Some(source) = self.open.pop() {
                return (self.now, source as usize);
            }
            self.now = self.now.wrapping_add(1);
            std::mem::swap(&mut self.open, &mut self.buckets[self.now as usize % SLOTS]);
            self.open.sort_unstable_by(|a, b| b.cmp(a));
        }
    }

    #[inline]
    fn put(&mut self, at: u64, source: usize) {
        self.buckets[at as usize % SLOTS].push(source as u32);
    }
}
