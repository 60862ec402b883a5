//! What happens in a virtual day?
//!
//! A discrete-event simulation of one run of a scenario, for any [`Program`]: sources in a total
//! order, the platform's rules, and a [`Ledger`] of what happened.

mod fleet;
mod histogram;
mod ledger;
mod program;
mod queue;
mod sending;
mod serving;
mod under_way;
mod wheel;
mod world;

pub use histogram::Histogram;
pub use ledger::{
    CacheCounts, ColoCounts, Ledger, RefusedDays, RequestCounts, RoutingCounts, SkippedBeats,
};
pub use program::Program;
pub use queue::{MOST_SOURCES, SourceQueue};
pub use wheel::Wheel;
pub use world::{RunId, Watch, run, run_until};
