//! The sums of one meter, of one kind of request, and of what enforcement refused.

use crate::simulation::{Histogram, Ledger, RefusedDays, RoutingCounts};
use crate::study::summary::{
    Enforced, EnforcedMeter, LatencySummary, Moment, NextDay, RoutingSummary,
};
use crate::words::{HOUR_MS, Meter};

#[derive(Clone, Debug, Default)]
pub(super) struct MeterSums {
    pub(super) run_means: Vec<f64>,
    pub(super) total: u64,
    /// Of the first day of each run.
    pub(super) first_day: u64,
    pub(super) least: Option<u64>,
    pub(super) most: Option<(u64, u32, u32)>,
    pub(super) days_over: u64,
    pub(super) first_passed: Option<Moment>,
    pub(super) earliest_passed: Option<Moment>,
}

#[derive(Clone, Debug, Default)]
pub(super) struct RequestSums {
    pub(super) count: u64,
    pub(super) hits: u64,
    pub(super) failed: u64,
    pub(super) retried: u64,
    pub(super) latency: Histogram,
}

#[derive(Clone, Debug, Default)]
pub(super) struct EnforcedSums {
    pub(super) any: bool,
    pub(super) meters: [EnforcedMeterSums; Meter::COUNT],
    pub(super) routing: RoutingCounts,
    pub(super) retried: u64,
    /// Requests that were sent, those refused at the door among them.
    pub(super) sent: u64,
    pub(super) next_days: u64,
    pub(super) next_granted: [u64; Meter::COUNT],
    pub(super) next_routing: RoutingCounts,
}

#[derive(Clone, Copy, Debug, Default)]
pub(super) struct EnforcedMeterSums {
    pub(super) granted: u64,
    pub(super) refused: RefusedDays,
    pub(super) first: Option<Moment>,
}

impl RequestSums {
    pub(super) fn add(&mut self, count: u64, hits: u64, latency: &Histogram) {
        self.count += count;
        self.hits += hits;
        self.latency.merge(latency);
    }

    /// Requests that are not in the histogram took no time.
    pub(super) fn latency_ms(&self) -> LatencySummary {
        let zeros = self.count - self.latency.count().min(self.count);
        let quantile = |share| self.latency.quantile(share, zeros) as f64;
        LatencySummary { p50: quantile(0.5), p95: quantile(0.95), p99: quantile(0.99) }
    }
}

impl MeterSums {
    pub(super) fn add(&mut self, meter: Meter, run: u32, ledger: &Ledger) {
        let mut total = 0;
        for (day, counts) in (1..).zip(&ledger.days) {
            let count = counts.count(meter);
            total += count;
            self.least = Some(self.least.map_or(count, |least| least.min(count)));
            if self.most.is_none_or(|(most, ..)| count > most) {
                self.most = Some((count, run, day));
            }
            let Some(ms_of_day) = counts.passed_at(meter) else { continue };
            let moment = Moment { run, day, ms_of_day };
            self.days_over += 1;
            self.first_passed.get_or_insert(moment);
            if self.earliest_passed.is_none_or(|earliest| ms_of_day < earliest.ms_of_day) {
                self.earliest_passed = Some(moment);
            }
        }
        self.total += total;
        self.first_day += ledger.days.first().map_or(0, |day| day.count(meter));
        self.run_means.push(total as f64 / ledger.days.len().max(1) as f64);
    }
}

impl EnforcedSums {
    pub(super) fn add(&mut self, run: u32, ledger: &Ledger) {
        for meter in Meter::ALL {
            let (sums, refused) =
                (&mut self.meters[meter.index()], &ledger.refused_days[meter.index()]);
            sums.granted += ledger.total(meter);
            if let Some(first) = refused.first {
                self.any = true;
                let day = first.day() + 1;
                let moment = Moment { run, day, ms_of_day: first.ms_of_day() };
                sums.first.get_or_insert(moment);
                sums.refused.add(refused);
            }
        }
        self.routing.add(&ledger.routing);
        self.retried += ledger.requests.iter().map(|request| request.retried).sum::<u64>();
        self.sent += ledger.requests.iter().map(|request| request.count).sum::<u64>();
        self.sent += ledger.refused_days[Meter::Requests.index()].total;
        let firsts = ledger.refused_days.iter().filter_map(|refused| refused.first);
        let Some(next) = firsts.min().map(|first| first.day() as usize + 1) else { return };
        if let Some(day) = ledger.days.get(next) {
            self.next_days += 1;
            add_all(&mut self.next_granted, &Meter::ALL.map(|meter| day.count(meter)));
            self.next_routing.add(&ledger.routing_of_day(next));
        }
    }

    /// What enforcing did on so many days; `None` where it refused nothing.
    pub(super) fn summary(&self, days_tried: u64) -> Option<Enforced> {
        if !self.any {
            return None;
        }
        let per_day = |sum: u64| sum as f64 / days_tried.max(1) as f64;
        let meters = Meter::ALL.into_iter().zip(&self.meters);
        let meters = meters.filter(|(_, sums)| sums.refused.days > 0).map(|(meter, sums)| {
            let refused = &sums.refused;
            let without_ms = refused.without_ms as f64;
            EnforcedMeter {
                meter,
                attempts_per_day: per_day(sums.granted + refused.total),
                refused_per_day: per_day(refused.total),
                refused_min: refused.least,
                refused_max: refused.most,
                days_refused: refused.days,
                first_refusal: sums.first,
                hours_refused_per_day: per_day(refused.without_ms) / HOUR_MS as f64,
                hours_per_refused_day: without_ms / refused.days as f64 / HOUR_MS as f64,
            }
        });
        let meters = meters.collect();
        let routing = routing_per_day(&self.routing, days_tried);
        let retries_per_day = per_day(self.retried);
        Some(Enforced { meters, routing, next_day: self.next_day(), retries_per_day })
    }

    fn next_day(&self) -> Option<NextDay> {
        let days = Some(self.next_days).filter(|&days| days > 0)?;
        Some(NextDay {
            granted: self.next_granted.map(|sum| sum as f64 / days as f64),
            routing: routing_per_day(&self.next_routing, days),
        })
    }
}

pub(super) fn routing_per_day(counts: &RoutingCounts, days: u64) -> RoutingSummary {
    let per_day = |sum: u64| sum as f64 / days.max(1) as f64;
    RoutingSummary {
        ok_per_day: per_day(counts.ok),
        misrouted_per_day: per_day(counts.misrouted),
        unroutable_per_day: per_day(counts.unroutable),
        false_dead_per_day: per_day(counts.false_dead),
        failed_per_day: per_day(counts.failed),
    }
}

pub(super) fn add_all(sums: &mut [u64], counts: &[u64]) {
    for (sum, count) in sums.iter_mut().zip(counts) {
        *sum += count;
    }
}
