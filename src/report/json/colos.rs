//! What do the colos look like, one by one and together?
//!
//! A row of `colos`, in the order of the scenario:
//!
//! | field | meaning |
//! |---|---|
//! | `colo` | its name |
//! | `share` | its part of the clients' traffic, 0 to 1 |
//! | `isolates` | isolates at once, as configured |
//! | `requests_per_day` … `lists_per_day` | what reached it, and the operations it made |
//! | `hot_reads_per_day` | reads that its edge cache answered; they are billed like the others |
//! | `cold_starts_per_day` | isolates born, the first ones among them |
//! | `cold_start_reads_per_day`, `cold_start_writes_per_day` | operations with the cause `cold` |
//! | `routing` | as at the top level |
//! | `staleness_ms` | how old the last heartbeat was that a router knew of the worker it chose; `null` where none chose any |

use serde::Serialize;

use super::shape::RoutingRow;
use crate::study::{ColoSummary, IsolatesSummary, StalenessSummary, UnlistedSummary};
use crate::words::Op;

#[derive(Serialize)]
pub(super) struct ColoRow<'a> {
    colo: &'a str,
    share: f64,
    isolates: u64,
    requests_per_day: f64,
    reads_per_day: f64,
    writes_per_day: f64,
    deletes_per_day: f64,
    lists_per_day: f64,
    hot_reads_per_day: f64,
    cold_starts_per_day: f64,
    cold_start_reads_per_day: f64,
    cold_start_writes_per_day: f64,
    routing: RoutingRow,
    staleness_ms: Option<StalenessRow>,
}

impl<'a> From<&'a ColoSummary> for ColoRow<'a> {
    fn from(it: &'a ColoSummary) -> Self {
        Self {
            colo: &it.colo,
            share: it.share,
            isolates: it.isolates.count,
            requests_per_day: it.requests_per_day,
            reads_per_day: it.operations(Op::Read),
            writes_per_day: it.operations(Op::Write),
            deletes_per_day: it.operations(Op::Delete),
            lists_per_day: it.operations(Op::List),
            hot_reads_per_day: it.hot_reads_per_day,
            cold_starts_per_day: it.isolates.cold_starts_per_day,
            cold_start_reads_per_day: it.isolates.operations(Op::Read),
            cold_start_writes_per_day: it.isolates.operations(Op::Write),
            routing: RoutingRow::from(&it.routing),
            staleness_ms: it.staleness_ms.map(StalenessRow::from),
        }
    }
}

#[derive(Serialize)]
pub(super) struct IsolatesRow {
    count: u64,
    cold_starts_per_day: f64,
    cold_start_reads_per_day: f64,
    cold_start_writes_per_day: f64,
}

impl From<IsolatesSummary> for IsolatesRow {
    fn from(it: IsolatesSummary) -> Self {
        Self {
            count: it.count,
            cold_starts_per_day: it.cold_starts_per_day,
            cold_start_reads_per_day: it.operations(Op::Read),
            cold_start_writes_per_day: it.operations(Op::Write),
        }
    }
}

/// Exact below a second, then up to one percent too low; `max` is exact.
#[derive(Serialize)]
pub(super) struct StalenessRow {
    p50: f64,
    p95: f64,
    p99: f64,
    max: f64,
}

impl From<StalenessSummary> for StalenessRow {
    fn from(it: StalenessSummary) -> Self {
        Self { p50: it.p50, p95: it.p95, p99: it.p99, max: it.max }
    }
}

/// Live workers that stand in no index, looked at each hour.
#[derive(Serialize)]
pub(super) struct UnlistedRow {
    mean: f64,
    max: u64,
}

impl From<UnlistedSummary> for UnlistedRow {
    fn from(it: UnlistedSummary) -> Self {
        Self { mean: it.mean, max: it.max }
    }
}
