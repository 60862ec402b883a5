//! The runs of one value, as far as they are made: each once.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicU32, Ordering};

use crate::platform::DayCounts;
use crate::scenario::Scenario;
use crate::simulation::Ledger;
use crate::study::engine::in_order;
use crate::study::simulate::{Options, Watched, measured};
use crate::study::summary::{Collected, RunDetail};

/// On how many threads, who makes the runs, and who is told.
pub(super) type How<'t> = (Options, Watched<'t>);

/// Does a day show that the goal is missed?
pub(super) type Misses<'m> = dyn Fn(&DayCounts) -> bool + Sync + 'm;

/// The first days of a run.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Beginning {
    /// The run, from 0.
    pub(super) run: u32,
    /// How many days.
    pub(super) days: u32,
}

/// A run with a day that misses the goal.
pub(super) struct Missed {
    /// The run, up to that day.
    pub(super) days: Beginning,
    /// The whole of it.
    pub(super) ledger: Ledger,
}

/// Whole runs.
pub(super) struct Runs {
    /// The first ones, in order.
    first: Collected,
    /// Later ones.
    later: BTreeMap<u32, Ledger>,
}

impl Runs {
    pub(super) fn none(days: u32) -> Self {
        Self { first: Collected::new(days), later: BTreeMap::new() }
    }

    /// Takes one that is made.
    pub(super) fn take(&mut self, run: u32, ledger: Ledger) {
        self.later.insert(run, ledger);
        while let Some(ledger) = self.later.remove(&self.first.runs) {
            self.first.add(self.first.runs, ledger, None);
        }
    }

    /// Makes what is not made yet of the first `count` runs, in order and up to the first with a day
    /// that misses, which it returns. The outer `None`: it was stopped.
    pub(super) fn make(
        &mut self,
        (scenario, count): (&Scenario, u32),
        misses: &Misses<'_>,
        (options, watched): How<'_>,
    ) -> Option<Option<Missed>> {
        let watch = watched.1;
        let left: Vec<u32> =
            (self.first.runs..count).filter(|run| !self.later.contains_key(run)).collect();
        watch.expect(left.len() as u64 * u64::from(scenario.days));
        // Runs are begun in order: those before the first that misses are made in any case.
        let missing = AtomicU32::new(u32::MAX);
        let job = |number: usize| {
            let run = left[number];
            if run > missing.load(Ordering::Relaxed) {
                watch.advance(scenario.days.into());
                return Some((run, None));
            }
            let ledger = measured(scenario, run, watched)?;
            let missed = ledger.days.iter().position(misses);
            if missed.is_some() {
                missing.fetch_min(run, Ordering::Relaxed);
            }
            Some((run, Some((ledger, missed))))
        };
        let mut first: Option<Missed> = None;
        let mut join = |_, (run, made): (u32, Option<(Ledger, Option<usize>)>)| {
            let Some((ledger, missed)) = made else { return };
            if let (Some(day), None) = (missed, &first) {
                let days = Beginning { run, days: day as u32 + 1 };
                first = Some(Missed { days, ledger: ledger.clone() });
            }
            self.take(run, ledger);
        };
        in_order(left.len(), options.threads, &job, &mut join).then_some(first)
    }

    /// The days of the first runs.
    pub(super) fn detail(&self) -> &[RunDetail] {
        &self.first.detail
    }

    /// All of them, to be summarised.
    pub(super) fn into_collected(self) -> Collected {
        self.first
    }
}
