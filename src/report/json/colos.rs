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

use serde::{Serialize, Serializer};

use crate::study::{ColoSummary, IsolatesSummary, RoutingSummary, StalenessSummary};
use crate::words::Op;

#[derive(Serialize)]
struct ColoRow<'a> {
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
    routing: RoutingSummary,
    staleness_ms: Option<StalenessSummary>,
}

impl Serialize for ColoSummary {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        let row = ColoRow {
            colo: &self.colo,
            share: self.share,
            isolates: self.isolates.count,
            requests_per_day: self.requests_per_day,
            reads_per_day: self.operations(Op::Read),
            writes_per_day: self.operations(Op::Write),
            deletes_per_day: self.operations(Op::Delete),
            lists_per_day: self.operations(Op::List),
            hot_reads_per_day: self.hot_reads_per_day,
            cold_starts_per_day: self.isolates.cold_starts_per_day,
            cold_start_reads_per_day: self.isolates.operations(Op::Read),
            cold_start_writes_per_day: self.isolates.operations(Op::Write),
            routing: self.routing,
            staleness_ms: self.staleness_ms,
        };
        row.serialize(to)
    }
}

#[derive(Serialize)]
struct IsolatesRow {
    count: u64,
    cold_starts_per_day: f64,
    cold_start_reads_per_day: f64,
    cold_start_writes_per_day: f64,
}

impl Serialize for IsolatesSummary {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        let row = IsolatesRow {
            count: self.count,
            cold_starts_per_day: self.cold_starts_per_day,
            cold_start_reads_per_day: self.operations(Op::Read),
            cold_start_writes_per_day: self.operations(Op::Write),
        };
        row.serialize(to)
    }
}
