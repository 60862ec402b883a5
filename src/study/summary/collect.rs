//! Joining the ledgers of many runs: sums, worst days, the runs' means.

mod causes;
mod colos;
mod sums;

use self::causes::{ByCause, by_cause, nonzero};
use self::colos::ColoSums;
use self::sums::{EnforcedSums, MeterSums, RequestSums, add_all, routing_per_day};
use super::{
    AllRequests, CacheSummary, Enforced, HourSummary, LivingSummary, MeterSummary, RequestSummary,
    RoutingSummary, RunDetail, SkippedSummary,
};
use crate::scenario::Scenario;
use crate::simulation::{CacheCounts, Ledger, RoutingCounts, SkippedBeats};
use crate::study::statistics::{mean_interval, share_upper95};
use crate::words::{CacheName, Cause, Meter, Op, Refusal, RequestKind};

/// What all runs say together, while they come in.
#[derive(Debug)]
pub(in crate::study) struct Collected {
    pub(in crate::study) days: u32,
    pub(in crate::study) runs: u32,
    meters: [MeterSums; Meter::COUNT],
    hours: [[u64; Meter::COUNT]; 24],
    requests: [RequestSums; RequestKind::COUNT],
    causes: ByCause,
    skipped: SkippedBeats,
    routing: RoutingCounts,
    refused: [u64; Refusal::COUNT],
    caches: [CacheCounts; CacheName::COUNT],
    pub(in crate::study) memory_bytes: u64,
    pub(in crate::study) stored_bytes: u64,
    pub(in crate::study) moved_bytes: u64,
    /// Of the first run that was taken.
    living: Vec<CacheCounts>,
    colos: ColoSums,
    pub(in crate::study) events: u64,
    pub(in crate::study) detail: Vec<RunDetail>,
    enforced: EnforcedSums,
}

impl Collected {
    pub(in crate::study) fn new(days: u32) -> Self {
        Self {
            days,
            runs: 0,
            meters: Default::default(),
            hours: [[0; Meter::COUNT]; 24],
            requests: Default::default(),
            causes: [[[0; Op::COUNT]; Cause::COUNT]; RequestKind::COUNT],
            skipped: SkippedBeats::default(),
            routing: RoutingCounts::default(),
            refused: [0; Refusal::COUNT],
            caches: [CacheCounts::default(); CacheName::COUNT],
            memory_bytes: 0,
            stored_bytes: 0,
            moved_bytes: 0,
            living: Vec::new(),
            colos: ColoSums::default(),
            events: 0,
            detail: Vec::new(),
            enforced: EnforcedSums::default(),
        }
    }

    /// Takes the next run: what was measured, and what enforcing did where a limit was passed.
    pub(in crate::study) fn add(
        &mut self,
        run: u32,
        mut measured: Ledger,
        enforced: Option<&Ledger>,
    ) {
        self.runs += 1;
        if self.runs == 1 {
            self.living = std::mem::take(&mut measured.living);
        }
        for meter in Meter::ALL {
            self.meters[meter.index()].add(meter, run, &measured);
        }
        add_all(self.hours.as_flattened_mut(), measured.hours.as_flattened());
        for (sum, request) in self.requests.iter_mut().zip(&measured.requests) {
            sum.add(request.count, request.hits, &request.latency);
            sum.failed += request.failed;
            sum.retried += request.retried;
        }
        let caused = by_cause(&measured.causes);
        let sums = self.causes.as_flattened_mut().as_flattened_mut();
        add_all(sums, caused.as_flattened().as_flattened());
        self.skipped.unchanged += measured.skipped.unchanged;
        self.skipped.small_load_change += measured.skipped.small_load_change;
        self.skipped.dropped += measured.skipped.dropped;
        self.skipped.unknown += measured.skipped.unknown;
        self.routing.add(&measured.routing);
        add_all(&mut self.refused, &measured.refused);
        for (sum, cache) in self.caches.iter_mut().zip(&measured.caches) {
            sum.hits += cache.hits;
            sum.lookups += cache.lookups;
            sum.entries = sum.entries.max(cache.entries);
            sum.bytes = sum.bytes.max(cache.bytes);
        }
        self.memory_bytes = self.memory_bytes.max(measured.memory_bytes);
        self.stored_bytes = self.stored_bytes.max(measured.stored_bytes);
        self.moved_bytes += measured.moved_bytes;
        self.colos.add(&measured);
        self.events += measured.events;
        self.enforced.add(run, enforced.unwrap_or(&measured));
        let causes = nonzero(&caused).collect();
        let routing = routing_per_day(&measured.routing, self.days.into());
        self.detail.push(RunDetail { run, days: measured.days, causes, routing });
    }

    fn days_tried(&self) -> u64 {
        u64::from(self.days) * u64::from(self.runs)
    }

    /// A sum over all days of all runs, as a mean a day.
    pub(in crate::study) fn per_day(&self, sum: u64) -> f64 {
        sum as f64 / self.days_tried().max(1) as f64
    }

    pub(in crate::study) fn operations(&self, kind: RequestKind, cause: Cause, op: Op) -> u64 {
        self.causes[kind.index()][cause.index()][op.index()]
    }

    pub(in crate::study) fn operations_of(&self, kind: RequestKind, op: Op) -> u64 {
        self.causes[kind.index()].iter().map(|counts| counts[op.index()]).sum()
    }

    pub(in crate::study) fn count(&self, kind: RequestKind) -> u64 {
        self.requests[kind.index()].count
    }

    pub(in crate::study) fn refused(&self, refusal: Refusal) -> u64 {
        self.refused[refusal.index()]
    }

    pub(in crate::study) fn meters(&self, scenario: &Scenario) -> Vec<MeterSummary> {
        Meter::ALL.into_iter().map(|meter| self.meter(meter, scenario)).collect()
    }

    fn meter(&self, meter: Meter, scenario: &Scenario) -> MeterSummary {
        let sums = &self.meters[meter.index()];
        let limit = scenario.plan.limit(meter);
        let other = scenario.account.other[meter.index()];
        let (_, half_width) = mean_interval(&sums.run_means);
        let mean = self.per_day(sums.total);
        let (most, max_run, max_day) = sums.most.unwrap_or_default();
        let ratio = |count: f64| limit.map(|limit| (count + other as f64) / limit as f64);
        MeterSummary {
            meter,
            mean_per_day: mean,
            ci95_half_width: half_width,
            min_per_day: sums.least.unwrap_or(0),
            max_per_day: most,
            max_run,
            max_day,
            limit_per_day: limit,
            other_per_day: other,
            used_ratio: ratio(most as f64),
            mean_ratio: ratio(mean),
            days_tried: self.days_tried(),
            days_over: sums.days_over,
            days_over_upper95: limit.map(|_| share_upper95(sums.days_over, self.days_tried())),
            limit_passed_at: sums.earliest_passed,
            first_day_mean: sums.first_day as f64 / f64::from(self.runs.max(1)),
            later_days_mean: self.later_days_mean(sums),
            first_passed_at: sums.first_passed,
        }
    }

    fn later_days_mean(&self, sums: &MeterSums) -> Option<f64> {
        let later_days = u64::from(self.days.checked_sub(1)?) * u64::from(self.runs);
        let later = (sums.total - sums.first_day) as f64;
        (later_days > 0).then(|| later / later_days as f64)
    }

    pub(in crate::study) fn requests(&self) -> Vec<RequestSummary> {
        let occurred = RequestKind::ALL.into_iter().filter(|kind| self.count(*kind) > 0);
        occurred.map(|kind| self.request(kind)).collect()
    }

    fn request(&self, kind: RequestKind) -> RequestSummary {
        let sums = &self.requests[kind.index()];
        let per_day = |op| self.per_day(self.operations_of(kind, op));
        RequestSummary {
            request: kind,
            count_per_day: self.per_day(sums.count),
            reads_per_day: per_day(Op::Read),
            writes_per_day: per_day(Op::Write),
            deletes_per_day: per_day(Op::Delete),
            lists_per_day: per_day(Op::List),
            hit_ratio: sums.hits as f64 / sums.count as f64,
            failed_per_day: self.per_day(sums.failed),
            retried_per_day: self.per_day(sums.retried),
            latency_ms: sums.latency_ms(),
        }
    }

    pub(in crate::study) fn all_requests(&self) -> Option<AllRequests> {
        let mut all = RequestSums::default();
        for sums in &self.requests {
            all.add(sums.count, sums.hits, &sums.latency);
        }
        (all.count > 0).then(|| AllRequests {
            count_per_day: self.per_day(all.count),
            hit_ratio: all.hits as f64 / all.count as f64,
            latency_ms: all.latency_ms(),
        })
    }

    /// What the isolates that live at the end of the first run say of themselves.
    pub(in crate::study) fn living(&self) -> Option<LivingSummary> {
        let rates = self.living.iter().map(|it| it.hits as f64 / it.lookups as f64);
        let sum = |of: fn(&CacheCounts) -> u64| self.living.iter().map(of).sum::<u64>();
        let bytes = || self.living.iter().map(|it| it.bytes);
        Some(LivingSummary {
            isolates: self.living.len(),
            hit_ratio_min: rates.clone().reduce(f64::min)?,
            hit_ratio_max: rates.reduce(f64::max)?,
            hit_ratio: sum(|it| it.hits) as f64 / sum(|it| it.lookups) as f64,
            bytes_min: bytes().min()?,
            bytes_max: bytes().max()?,
            bytes: bytes().sum(),
        })
    }

    /// The caches that were looked into.
    pub(in crate::study) fn caches(&self) -> Vec<CacheSummary> {
        let caches = CacheName::ALL.into_iter().zip(&self.caches);
        caches
            .filter(|(_, counts)| counts.lookups > 0)
            .map(|(cache, counts)| CacheSummary {
                cache,
                hit_ratio: counts.hits as f64 / counts.lookups as f64,
                entries: counts.entries,
                bytes: counts.bytes,
            })
            .collect()
    }

    pub(in crate::study) fn hours(&self) -> Vec<HourSummary> {
        let hours = self.hours.iter().enumerate();
        hours
            .map(|(hour, counts)| HourSummary {
                hour: hour as u8,
                counts: counts.map(|count| self.per_day(count)),
            })
            .collect()
    }

    pub(in crate::study) fn routing(&self) -> RoutingSummary {
        routing_per_day(&self.routing, self.days_tried())
    }

    pub(in crate::study) fn skipped(&self) -> SkippedSummary {
        SkippedSummary {
            unchanged_per_day: self.per_day(self.skipped.unchanged),
            small_load_change_per_day: self.per_day(self.skipped.small_load_change),
            dropped_per_day: self.per_day(self.skipped.dropped),
            unknown_per_day: self.per_day(self.skipped.unknown),
        }
    }

    pub(in crate::study) fn enforced(&self) -> Option<Enforced> {
        self.enforced.summary(self.days_tried())
    }
}
