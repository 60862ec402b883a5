//! What do many runs say?
//!
//! Runs the same scenario with many random streams, in parallel, and joins the ledgers in the order
//! of the runs into one [`Summary`]. The number of threads never changes a digit.

mod assumptions;
mod collect;
mod cost;
mod engine;
mod headroom;
mod search;
mod simulate;
mod statistics;
mod summary;
mod sweep;
mod trials;
mod warnings;

pub use engine::in_order;
pub use headroom::{Headroom, NextLimit, Question, Standing, Vary, headroom};
pub use search::{Direction, Outcome, Probe, Reply, Search, search};
pub use simulate::{Consequences, Days, Options, Runner, Watch, simulate, simulate_all};
pub use statistics::{mean_interval, share_upper95, student_975};
pub use summary::{
    CacheSummary, CauseSummary, CostLine, CostSummary, Enforced, EnforcedMeter, HourSummary,
    LatencySummary, MeterSummary, Moment, RequestSummary, RoutingSummary, RunDetail,
    SkippedSummary, Summary, Warning,
};
pub use sweep::{Crossing, Shape, nearest_meter, shape};
pub use warnings::NEAR_RATIO;
