//! Which source goes next: a total order by (time, number of the source).
//!
//! Each source stands in the queue at most once. A periodic source *moves on*: it is never taken out
//! and put back. Sources that are few, or that mostly go on by themselves, are scanned; others stand on a
//! wheel of one-millisecond slots, with a heap for what lies beyond its rim. Both give the same order.

use super::wheel::{MOST_SOURCES, PARKED, Wheel, pack, unpack};
use crate::words::Instant;

/// Up to so many sources are scanned.
const SCAN_UP_TO: usize = 8;

/// Who sends requests by a plan of its own: a worker, a client, or the place of an isolate in a
/// recorded trace.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct SourceId(pub u32);

impl SourceId {
    /// The one before all others.
    pub const FIRST: Self = Self(0);
    /// After all that there may be.
    pub const LAST: Self = Self(u32::MAX);

    /// Its place among all.
    #[inline]
    pub const fn index(self) -> usize {
        self.0 as usize
    }
}

/// The queue of all sources.
#[derive(Clone, Debug)]
pub(in crate::simulation) enum SourceQueue {
    /// Few sources, or such as mostly go on by themselves: the packed entries, by source.
    Scan(Vec<u64>),
    /// Many sources.
    Wheel(Box<Wheel>),
}

impl SourceQueue {
    /// All sources with the time of their first event; [`Instant::NEVER`] parks one.
    ///
    /// # Panics
    /// With more than [`MOST_SOURCES`] sources.
    pub(in crate::simulation) fn new(first: &[Instant]) -> Self {
        assert!(first.len() <= MOST_SOURCES, "{} sources", first.len());
        if first.len() <= SCAN_UP_TO { Self::scan(first) } else { Self::wheel(first) }
    }

    /// As [`Self::new`], scanned however many there are: for sources that mostly go on by themselves.
    ///
    /// # Panics
    /// With more than [`MOST_SOURCES`] sources.
    pub(in crate::simulation) fn scan(first: &[Instant]) -> Self {
        assert!(first.len() <= MOST_SOURCES, "{} sources", first.len());
        Self::Scan(first.iter().enumerate().map(|(source, &at)| pack(at, source)).collect())
    }

    /// The entries of scanned sources, packed, in the order of the sources; of others none.
    #[inline(always)]
    pub(in crate::simulation) fn entries(&mut self) -> &mut [u64] {
        match self {
            Self::Scan(entries) => entries,
            Self::Wheel(_) => &mut [],
        }
    }

    /// Is it plain to see that no source goes up to and at an instant? On a wheel it is not.
    #[inline(always)]
    pub(in crate::simulation) fn rests_through(&self, at: Instant) -> bool {
        match self {
            Self::Scan(entries) => entries.iter().all(|entry| unpack(*entry).0 > at),
            Self::Wheel(_) => false,
        }
    }

    fn wheel(first: &[Instant]) -> Self {
        let mut wheel = Wheel::new(first.len());
        for (source, &at) in first.iter().enumerate() {
            wheel.insert(at, source);
        }
        Self::Wheel(Box::new(wheel))
    }

    /// The source that goes next, and when. It stays where it is until it moves on.
    #[inline(always)]
    pub(in crate::simulation) fn first(&mut self) -> Option<(Instant, SourceId)> {
        match self {
            Self::Scan(entries) => {
                let first = entries.iter().copied().min().unwrap_or(PARKED);
                (first != PARKED).then(|| unpack(first)).map(named)
            }
            Self::Wheel(wheel) => wheel.first().map(named),
        }
    }

    /// The source that [`Self::first`] gave goes again at `at`, not earlier than now;
    /// [`Instant::NEVER`] parks it.
    #[inline(always)]
    pub(in crate::simulation) fn move_on(&mut self, source: SourceId, at: Instant) {
        match self {
            Self::Scan(entries) => entries[source.index()] = pack(at, source.index()),
            Self::Wheel(wheel) => wheel.move_on(source.index(), at),
        }
    }

    /// A parked source goes at `at`, not earlier than the last event that was handled.
    pub(in crate::simulation) fn wake(&mut self, source: SourceId, at: Instant) {
        match self {
            Self::Scan(entries) => entries[source.index()] = pack(at, source.index()),
            Self::Wheel(wheel) => wheel.insert(at, source.index()),
        }
    }
}

fn named((at, source): (Instant, usize)) -> (Instant, SourceId) {
    (at, SourceId(source as u32))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Drives a queue with a plain rule and returns what it gave.
    fn drive(mut queue: SourceQueue, steps: usize) -> Vec<(u64, SourceId)> {
        let mut given = Vec::new();
        let mut draw = 1_u64;
        let mut parked: Vec<SourceId> = Vec::new();
        while given.len() < steps {
            let Some((at, source)) = queue.first() else { break };
            assert_eq!(queue.first(), Some((at, source)), "looking changes nothing");
            given.push((at.ms(), source));
            draw = draw.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
            let gap = match draw >> 60 {
                0 => 0,
                1 | 2 => 70_000 + (draw >> 40) % 1_000_000,
                3 => {
                    parked.push(source);
                    queue.move_on(source, Instant::NEVER);
                    continue;
                }
                _ => (draw >> 40) % 40_000,
            };
            queue.move_on(source, Instant::from_ms(at.ms() + gap));
            // Somebody wakes another source, at times before the next event that stands there.
            if draw & 3 == 0 && parked.len() > 2 {
                queue.first();
                let woken = parked.swap_remove(0);
                queue.wake(woken, Instant::from_ms(at.ms() + (draw >> 45) % 100_000));
            }
        }
        given
    }

    #[test]
    fn scan_and_wheel_give_the_same_order() {
        for sources in [1, 3, 8, 40] {
            let first: Vec<_> =
                (0..sources).map(|s| Instant::from_ms(s * 7_919 % 30_000)).collect();
            let scanned = drive(SourceQueue::scan(&first), 20_000);
            let wheeled = drive(SourceQueue::wheel(&first), 20_000);
            assert!(scanned.is_sorted_by_key(|(at, _)| at));
            assert_eq!(scanned, wheeled, "{sources} sources");
        }
    }
}
