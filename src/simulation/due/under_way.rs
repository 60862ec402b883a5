//! What has set out and has not arrived yet: results of KV, registrations, pages that load again,
//! requests that are sent once more.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use super::{SourceId, Turn};
use crate::words::Instant;

/// All that is under way: a heap of small keys, and what they stand for in places of their own.
#[derive(Debug)]
pub(in crate::simulation) struct UnderWay<W> {
    keys: BinaryHeap<Reverse<(Turn, u64, u32)>>,
    places: Vec<Option<W>>,
    free: Vec<u32>,
    /// Of all that set out, so that what one source sends at once stays in its order.
    numbers: u64,
}

impl<W> UnderWay<W> {
    pub(in crate::simulation) const fn new() -> Self {
        Self { keys: BinaryHeap::new(), places: Vec::new(), free: Vec::new(), numbers: 0 }
    }

    /// Something sets out at `since` for `source`, and arrives at `at`.
    #[inline]
    pub(in crate::simulation) fn push(
        &mut self,
        at: Instant,
        (since, source): (Instant, SourceId),
        what: W,
    ) {
        let place = match self.free.pop() {
            Some(place) => {
                self.places[place as usize] = Some(what);
                place
            }
            None => {
                self.places.push(Some(what));
                self.places.len() as u32 - 1
            }
        };
        self.numbers += 1;
        self.keys.push(Reverse((Turn { at, since, source }, self.numbers, place)));
    }

    /// Where the first of all stands in the order.
    #[inline]
    pub(in crate::simulation) fn first(&self) -> Option<Turn> {
        self.keys.peek().map(|Reverse((place, ..))| *place)
    }

    /// Takes the first of all out.
    #[inline]
    pub(in crate::simulation) fn pop(&mut self) -> Option<(Turn, W)> {
        let Reverse((order, _, place)) = self.keys.pop()?;
        let what = self.places[place as usize].take()?;
        self.free.push(place);
        Some((order, what))
    }

    #[inline]
    pub(in crate::simulation) fn is_empty(&self) -> bool {
        self.keys.is_empty()
    }
}
