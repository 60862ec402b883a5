//! What do many runs say?
//!
//! Runs the same scenario with many random streams, in parallel, and joins the ledgers in the order
//! of the runs into one [`Summary`]. The number of threads never changes a digit.

mod advice;
mod assumptions;
mod collect;
mod cost;
mod engine;
pub mod gate;
mod simulate;
mod statistics;
mod summary;
mod warnings;

pub use engine::in_order;
pub use simulate::{Consequences, Days, Options, Runner, Watch, simulate, simulate_all};
pub use statistics::{mean_interval, share_upper95, student_975};
pub use summary::{
    AllRequests, CacheSummary, CauseSummary, CostLine, CostSummary, Enforced, EnforcedMeter,
    HourSummary, LatencySummary, MeterSummary, Moment, NextDay, RequestSummary, RoutingSummary,
    RunDetail, SkippedSummary, Summary, Warning,
};
pub use warnings::NEAR_RATIO;
