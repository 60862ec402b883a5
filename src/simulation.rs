//! What happens in a virtual day?
//!
//! A discrete-event simulation of one run of a scenario, for any program: sources in a total order,
//! the platform's rules, and a [`Ledger`] of what happened.

mod cloud;
mod due;
mod ledger;
mod naming;
mod observer;
mod recorder;
mod registry;
mod replay;
mod senders;
mod world;

pub use cloud::Reached;
pub use due::SourceId;
pub use ledger::{
    CacheCounts, ColoCounts, Histogram, Ledger, Operations, RefusedDays, RequestCounts,
    RoutingCounts, SkippedBeats, Unlisted,
};
pub use observer::Observer;
pub use recorder::Recorder;
pub use replay::{Rows, colo_in, ideal, replay, without_workload};
pub use world::{RunId, Watch, coupling, run, run_observed, run_until};
