//! What do many runs say?
//!
//! Runs the same scenario with many random streams, in parallel, and joins the ledgers in the order
//! of the runs into one [`Summary`]. The number of threads never changes a digit.

mod summary;

pub use summary::{
    CacheSummary, CauseSummary, CostLine, CostSummary, Enforced, EnforcedMeter, HourSummary,
    LatencySummary, MeterSummary, Moment, RequestSummary, RoutingSummary, RunDay, RunDetail,
    Summary, Warning,
};
