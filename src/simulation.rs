//! What happens in a virtual day?
//!
//! A discrete-event simulation of one run of a scenario, for any [`Program`]: sources in a total
//! order, the platform's rules, and a [`Ledger`] of what happened.

mod clients;
mod colo_counts;
mod ending;
mod fleet;
mod histogram;
mod ledger;
mod observer;
mod program;
mod queue;
mod recorder;
mod replay;
mod roster;
mod sending;
mod serving;
mod under_way;
mod unlisted;
mod wheel;
mod world;

pub use colo_counts::{ColoCounts, RoutingCounts, Unlisted};
pub use fleet::Reached;
pub use histogram::Histogram;
pub use ledger::{CacheCounts, Ledger, RefusedDays, RequestCounts, SkippedBeats};
pub use observer::Observer;
pub use program::Program;
pub use queue::SourceQueue;
pub use recorder::Recorder;
pub use replay::{Rows, colo_in, ideal, replay, without_workload};
pub use wheel::{MOST_SOURCES, Wheel};
pub use world::{RunId, Watch, run, run_observed, run_until};
