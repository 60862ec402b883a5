//! What does the world send, and when?
//!
//! Plain settings ([`WorkerGroup`], [`Traffic`], [`AdminLoads`]) and the sources that turn them into
//! requests. The only randomness of a simulation, beside sampled latencies and the isolates' fate,
//! is drawn here, from named streams.

mod settings;

pub use settings::{
    AdminLoads, AdminRefresh, Arrivals, Heartbeat, LoadShape, Models, Outages, Phase, Timing,
    Traffic, WorkerGroup,
};
