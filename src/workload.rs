//! What does the world send, and when?
//!
//! Plain settings ([`WorkerGroup`], [`Traffic`], [`AdminLoads`]) and the sources that turn them into
//! requests. The only randomness of a simulation, beside sampled latencies and the isolates' fate,
//! is drawn here, from named streams.

mod arrivals;
mod clocks;
mod colos;
mod crowd;
mod load;
mod messages;
mod settings;
mod worker;

pub use arrivals::ArrivalSource;
pub use colos::ColoSource;
pub use crowd::Crowd;
pub use messages::Message;
pub use settings::{
    AdminLoads, AdminRefresh, Arrivals, Heartbeat, LoadShape, Models, Outages, Phase, Retry,
    Timing, Traffic, WorkerGroup,
};
pub use worker::NextMessage;
