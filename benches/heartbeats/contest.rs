//! One size and setting: all engines in turns, several rounds, the least time of each.

use crate::by_hand::{self, Dense, Named};
use crate::effort::Effort;
use crate::queues::{Heap, Queue, Ring, Scan, Wheel};
use crate::tally::{Tally, Timed, kvplan};
use crate::work::{Setting, Work};

/// Up to so many workers their queue is scanned.
const SCAN_UP_TO: u32 = 8;
/// From so many on hardly a millisecond passes without a beat.
const RING_FROM: u32 = 100_000;

/// Nanoseconds a heartbeat, of each engine.
#[derive(Clone, Copy, PartialEq, Debug)]
pub(crate) struct Result {
    pub(crate) beats: u64,
    pub(crate) kvplan: f64,
    /// The best loop by hand; none with latencies.
    pub(crate) by_hand: Option<f64>,
    /// The loop with the heap of the standard library.
    pub(crate) heap: Option<f64>,
    /// That loop with string keys.
    pub(crate) strings: Option<f64>,
}

/// The queue of the best loop at this size.
pub(crate) fn best_queue(workers: u32) -> &'static str {
    if workers <= SCAN_UP_TO {
        Scan::NAME
    } else if workers < RING_FROM {
        Wheel::NAME
    } else {
        Ring::NAME
    }
}

fn best_by_hand(work: &Work, workers: u32) -> Timed {
    if workers <= SCAN_UP_TO {
        by_hand::run::<Scan, Dense>(work)
    } else if workers < RING_FROM {
        by_hand::run::<Wheel, Dense>(work)
    } else {
        by_hand::run::<Ring, Dense>(work)
    }
}

/// Measures, and checks that all have counted the same.
///
/// # Panics
/// Where they have not.
pub(crate) fn hold(workers: u32, setting: Setting, effort: Effort) -> Result {
    let work = Work::of_beats(workers, setting, effort.beats(workers));
    if setting == Setting::Sampled {
        let rounds = (0..effort.rounds()).map(|_| kvplan(&work));
        let (kvplan, beats) = least(rounds);
        return Result { beats, kvplan, by_hand: None, heap: None, strings: None };
    }
    // The slow ones go over less of the same work.
    let part = work.shorter(effort.slow_divisor());
    let expected = kvplan(&work).tally;
    let expected_of_part = best_by_hand(&part, workers).tally;
    let agreed = |timed: Timed, expected: &Tally| {
        assert!(timed.tally == *expected, "{:#?}\nwhere {expected:#?}", timed.tally);
        timed
    };
    let mut rounds: [Vec<Timed>; 4] = Default::default();
    for round in 0..effort.rounds() {
        rounds[0].push(agreed(kvplan(&work), &expected));
        rounds[1].push(agreed(best_by_hand(&work, workers), &expected));
        rounds[2].push(agreed(by_hand::run::<Heap, Dense>(&part), &expected_of_part));
        // For context; once shows it.
        if round == 0 {
            rounds[3].push(agreed(by_hand::run::<Heap, Named>(&part), &expected_of_part));
        }
    }
    let [(kvplan, beats), by_hand, heap, strings] = rounds.map(|rounds| least(rounds.into_iter()));
    let ns = |(ns, _)| Some(ns);
    Result { beats, kvplan, by_hand: ns(by_hand), heap: ns(heap), strings: ns(strings) }
}

fn least(rounds: impl Iterator<Item = Timed>) -> (f64, u64) {
    rounds.fold((f64::INFINITY, 0), |(ns, _), timed| {
        (timed.ns_per_beat().min(ns), timed.tally.beats())
    })
}
