//! What do many runs say?
//!
//! Runs the same scenario with many random streams, in parallel, and joins the ledgers in the order
//! of the runs into one [`Summary`]. The number of threads never changes a digit.

mod advise;
mod auto_runs;
mod compare;
mod engine;
mod explain;
mod figures;
pub mod gate;
mod headroom;
mod limit;
mod questions;
mod replay;
mod routed;
mod search;
mod serial;
mod simulate;
mod statistics;
mod suite;
mod summary;
mod sweep;
mod traced;
mod worlds;

pub use advise::{
    Advisor, Case, Change, Check, Claim, Diagnosis, FallsShort, Fix, Fixes, Judged, MAY_NOT_WORSEN,
    PRACTICED, Pay, Practice, Priced, Rung, Step, Symptom, UNDER, Unknown, Unknowns, View, wanted,
};
pub use auto_runs::{
    AUTO_RUNS_MOST, AUTO_TARGET, DAYS_OVER_TARGET, Precision, Scope, simulate_auto, summaries,
};
pub use compare::{
    Comparison, Difference, Measured, Mismatch, NoSides, Pairing, Row, Side, Verdict, compare,
    join_sides, shared_assumptions, sides_of,
};
pub use engine::in_order;
pub use explain::{Branch, Counted, explain};
pub use figures::{catalogue, half_width, value};
pub use headroom::{Goal, Headroom, Limit, NextLimit, Question, Standing, Trying, Vary, headroom};
pub use limit::{NEAR_RATIO, Nearness};
pub use questions::{
    Answered, Asked, AskedBeside, Asking, Found, Reason, Skipped, Subject, UnderLoads,
};
pub use replay::{RecordedRequests, RecordedRouting, Replayed, replayed};
pub use routed::{ROUTING, Routed, Worse, worse};
pub use search::{Barred, Direction, Outcome, Probe, Reply, Search, search};
pub use serial::time_of_day;
pub use simulate::{
    Consequences, Days, Effort, Options, Runner, Watch, Watched, passes_a_limit, simulate,
    simulate_all,
};
pub use statistics::{mean_interval, share_upper95, student_975};
pub use summary::{
    Advice, AllRequests, Assumption, AutoStop, Births, CacheSummary, CacheTotal, CauseSummary,
    CauseTotal, ColoSummary, CostLine, CostSummary, Enforced, EnforcedMeter, HourSummary,
    IsolatesSummary, Kept, LatencySummary, LivingSummary, MeterSummary, Moment, NextDay, OldRecord,
    Patience, Platform, RequestSummary, RequestTotal, RoutingSummary, RunDetail, SkippedSummary,
    StalenessSummary, StopReason, Summary, Together, Totals, UnlistedSummary, Warning,
};
pub use sweep::{Crossing, Points, Shape, Shown, shape, sweep, sweep_axes};
pub use traced::{Seen, TraceNote, elsewhere};
pub use worlds::{
    AllWorlds, Beside, Choices, Explored, HeadroomInWorld, Loaded, MeterRange, Move, Region,
    RoutingRange, Spread, TooManyDays, explore, headroom_in_worlds,
};
