//! One size: all settings and engines in turns, several rounds, the least time of each.

use crate::by_hand::{self, Dense, Named, Workers};
use crate::effort::Effort;
use crate::engine;
use crate::queues::{Heap, Queue, Ring, Scan, Wheel};
use crate::tally::{Tally, Timed};
use crate::work::{Setting, Work};

/// Up to so many workers their queue is scanned.
const SCAN_UP_TO: u32 = 8;
/// From so many on hardly a millisecond passes without a beat.
const RING_FROM: u32 = 100_000;

/// Nanoseconds a heartbeat, of each engine.
#[derive(Clone, Copy, PartialEq, Debug)]
pub(crate) struct Result {
    pub(crate) setting: Setting,
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

/// The loop by hand with that queue; it knows no latencies.
pub(crate) fn best_by_hand(work: &Work) -> Timed {
    assert!(work.setting != Setting::Sampled, "no loop by hand knows latencies");
    let workers = work.workers();
    let timed = if workers <= SCAN_UP_TO {
        by_hand::run::<Scan, Dense>(work)
    } else if workers < RING_FROM {
        by_hand::run::<Wheel, Dense>(work)
    } else {
        by_hand::run::<Ring, Dense>(work)
    };
    timed.in_cpu_time()
}

fn on_heap<W: Workers>(work: &Work) -> Timed {
    by_hand::run::<Heap, W>(work).in_cpu_time()
}

/// Measures, and checks that all have counted the same.
///
/// # Panics
/// Where they have not.
pub(crate) fn hold(workers: u32, effort: Effort) -> [Result; 3] {
    let mut contests = Setting::ALL.map(|setting| Contest::new(workers, setting, effort));
    for round in 0..effort.rounds() {
        for contest in &mut contests {
            contest.hold_round(round);
        }
    }
    contests.map(|contest| contest.result)
}

struct Contest {
    work: Work,
    /// The slow ones go over less of the same work.
    part: Work,
    /// What all have to count; nobody is held to kvplan's word where nobody else counts.
    expected: Option<[Tally; 2]>,
    result: Result,
}

impl Contest {
    fn new(workers: u32, setting: Setting, effort: Effort) -> Self {
        let work = Work::of_beats(workers, setting, effort.beats(workers));
        let part = work.shorter(effort.slow_divisor());
        let expected = (setting != Setting::Sampled)
            .then(|| [engine::run(&work).tally, best_by_hand(&part).tally]);
        let result =
            Result { setting, kvplan: f64::INFINITY, by_hand: None, heap: None, strings: None };
        Self { work, part, expected, result }
    }

    fn hold_round(&mut self, round: u32) {
        let timed = engine::run(&self.work);
        self.result.kvplan = self.result.kvplan.min(timed.ns_per_beat());
        let Some([of_all, of_part]) = &self.expected else { return };
        agree(&timed, of_all);
        let best = best_by_hand(&self.work);
        lessen(&mut self.result.by_hand, agree(&best, of_all));
        lessen(&mut self.result.heap, agree(&on_heap::<Dense>(&self.part), of_part));
        // For context; once shows it.
        if round == 0 {
            lessen(&mut self.result.strings, agree(&on_heap::<Named>(&self.part), of_part));
        }
    }
}

fn agree(timed: &Timed, expected: &Tally) -> f64 {
    assert!(timed.tally == *expected, "{:#?}\nwhere {expected:#?}", timed.tally);
    timed.ns_per_beat()
}

fn lessen(least: &mut Option<f64>, ns: f64) {
    *least = Some(least.map_or(ns, |least| least.min(ns)));
}
