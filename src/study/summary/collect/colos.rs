//! The sums of each colo, and what they come to in all.

use super::Collected;
use super::sums::{add_all, routing_per_day};
use crate::scenario::Scenario;
use crate::simulation::{ColoCounts, Ledger, Unlisted};
use crate::study::summary::{
    Births, ColoSummary, IsolatesSummary, StalenessSummary, UnlistedSummary,
};

/// What all runs say of their colos.
#[derive(Clone, Debug, Default)]
pub(super) struct ColoSums {
    /// In the order of the scenario; empty until the first run is in.
    by_colo: Vec<ColoCounts>,
    lost_updates: u64,
    unlisted: Unlisted,
}

impl ColoSums {
    pub(super) fn add(&mut self, ledger: &Ledger) {
        self.by_colo.resize(ledger.colos.len(), ColoCounts::default());
        for (sum, counts) in self.by_colo.iter_mut().zip(&ledger.colos) {
            add(sum, counts);
        }
        self.lost_updates += ledger.lost_updates;
        self.unlisted.add(&ledger.unlisted);
    }

    /// All colos as one.
    fn all(&self) -> ColoCounts {
        let mut all = ColoCounts::default();
        self.by_colo.iter().for_each(|counts| add(&mut all, counts));
        all
    }
}

fn add(sum: &mut ColoCounts, counts: &ColoCounts) {
    sum.requests += counts.requests;
    add_all(&mut sum.operations, &counts.operations);
    sum.hot_reads += counts.hot_reads;
    sum.cold_starts += counts.cold_starts;
    add_all(&mut sum.cold_start_operations, &counts.cold_start_operations);
    sum.routing.add(&counts.routing);
    sum.staleness.merge(&counts.staleness);
    sum.stalest_ms = sum.stalest_ms.max(counts.stalest_ms);
}

/// Choices that are not in the histogram rest on a heartbeat of the same instant.
fn staleness_ms(counts: &ColoCounts) -> Option<StalenessSummary> {
    let choices = counts.routing.ok + counts.routing.misrouted;
    let zeros = choices - counts.staleness.count().min(choices);
    let quantile = |share| counts.staleness.quantile(share, zeros) as f64;
    (choices > 0).then(|| StalenessSummary {
        p50: quantile(0.5),
        p95: quantile(0.95),
        p99: quantile(0.99),
        max: counts.stalest_ms as f64,
    })
}

impl Collected {
    /// Each colo, in the order of the scenario.
    pub(in crate::study) fn colos(&self, scenario: &Scenario) -> Vec<ColoSummary> {
        let settings = &scenario.isolates.colos;
        let shares: f64 = settings.iter().map(|colo| colo.share).sum();
        let sums = settings.iter().zip(&self.colos.by_colo);
        sums.map(|(colo, counts)| ColoSummary {
            colo: colo.name.clone(),
            share: if shares > 0.0 { colo.share / shares } else { 0.0 },
            isolates: colo.isolates.into(),
            requests_per_day: self.per_day(counts.requests),
            operations_per_day: counts.operations.map(|sum| self.per_day(sum)),
            hot_reads_per_day: self.per_day(counts.hot_reads),
            births: self.births(counts),
            routing: routing_per_day(&counts.routing, self.days_tried()),
            staleness_ms: staleness_ms(counts),
        })
        .collect()
    }

    /// The isolates of all colos.
    pub(in crate::study) fn isolates(&self, scenario: &Scenario) -> IsolatesSummary {
        let count = scenario.isolates.colos.iter().map(|colo| u64::from(colo.isolates)).sum();
        IsolatesSummary { count, births: self.births(&self.colos.all()) }
    }

    fn births(&self, counts: &ColoCounts) -> Births {
        Births {
            cold_starts_per_day: self.per_day(counts.cold_starts),
            operations_per_day: counts.cold_start_operations.map(|sum| self.per_day(sum)),
        }
    }

    /// How old what the routers of all colos knew was.
    pub(in crate::study) fn staleness_ms(&self) -> Option<StalenessSummary> {
        staleness_ms(&self.colos.all())
    }

    /// Isolates born in all runs.
    pub(in crate::study) fn cold_starts(&self) -> u64 {
        self.colos.by_colo.iter().map(|counts| counts.cold_starts).sum()
    }

    /// Live workers that no route can find; `None` where no worker ever registered.
    pub(in crate::study) fn unlisted(&self) -> Option<UnlistedSummary> {
        let Unlisted { looks, workers, most } = self.colos.unlisted;
        (looks > 0).then(|| UnlistedSummary { mean: workers as f64 / looks as f64, max: most })
    }

    /// Index entries lost in all runs.
    pub(in crate::study) fn lost_updates(&self) -> u64 {
        self.colos.lost_updates
    }

    /// Requests of all runs that were sent because one had failed.
    pub(in crate::study) fn retries(&self) -> u64 {
        self.requests.iter().map(|sums| sums.retried).sum()
    }

    /// Requests of all kinds in all runs.
    pub(in crate::study) fn all_counts(&self) -> u64 {
        self.requests.iter().map(|sums| sums.count).sum()
    }

    /// Retries in all runs of those that enforcing the limits made, and all requests that
    /// were sent.
    pub(in crate::study) fn enforced_retries(&self) -> (u64, u64) {
        (self.enforced.retried, self.enforced.sent)
    }
}
