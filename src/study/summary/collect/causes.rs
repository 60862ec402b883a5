//! Operations by their causes, as means a day and as exact sums.

use super::Collected;
use crate::simulation::Operations;
use crate::study::summary::{CacheTotal, CauseSummary, CauseTotal, RequestTotal, Totals};
use crate::words::{CacheName, Cause, Meter, Op, RequestKind};

impl Collected {
    pub(in crate::study) fn causes(&self) -> Vec<CauseSummary> {
        let mut causes: Vec<_> = nonzero(&self.causes)
            .map(|(request, cause, meter, sum)| CauseSummary {
                meter,
                request,
                cause,
                mean_per_day: self.per_day(sum),
            })
            .collect();
        causes.sort_by_key(|row| (row.meter, row.request, row.cause));
        causes
    }

    pub(in crate::study) fn totals(&self) -> Totals {
        let mut causes: Vec<_> = nonzero(&self.causes)
            .map(|(request, cause, meter, count)| CauseTotal { meter, request, cause, count })
            .collect();
        causes.sort_by_key(|row| (row.meter, row.request, row.cause));
        let requests = RequestKind::ALL.into_iter().zip(&self.requests);
        let requests = requests.map(|(request, sums)| {
            let (count, hits) = (sums.count, sums.hits);
            RequestTotal { request, count, hits }
        });
        let caches = CacheName::ALL.into_iter().zip(&self.caches);
        let caches = caches.map(|(cache, counts)| {
            let (hits, lookups) = (counts.hits, counts.lookups);
            CacheTotal { cache, hits, lookups }
        });
        Totals {
            days: self.days_tried(),
            causes,
            requests: requests.filter(|row| row.count > 0).collect(),
            caches: caches.filter(|row| row.lookups > 0).collect(),
            unchanged_heartbeats: self.skipped.unchanged,
            small_load_changes: self.skipped.small_load_change,
            dropped_heartbeats: self.skipped.dropped,
        }
    }
}

/// Operations by kind of request and cause of the coordinator.
pub(super) type ByCause = [[[u64; Op::COUNT]; Cause::COUNT]; RequestKind::COUNT];

/// The operations of one run.
pub(super) fn by_cause(operations: &Operations) -> ByCause {
    RequestKind::ALL.map(|kind| Cause::ALL.map(|cause| operations.of(kind.into(), cause.into())))
}

/// The causes that occurred.
pub(super) fn nonzero(causes: &ByCause) -> impl Iterator<Item = (RequestKind, Cause, Meter, u64)> {
    RequestKind::ALL.into_iter().flat_map(move |kind| {
        Cause::ALL.into_iter().flat_map(move |cause| {
            let counts = &causes[kind.index()][cause.index()];
            let rows = Op::ALL.into_iter().map(move |op| (op, counts[op.index()]));
            rows.filter(|(_, count)| *count > 0).map(move |(op, n)| (kind, cause, op.meter(), n))
        })
    })
}
