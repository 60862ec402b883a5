//! What does the deployed code do with one request?
//!
//! A sans-I/O coordinator: it keeps the caches of one isolate, asks for KV operations and is resumed
//! with their results. It reads no clock, draws no number and counts nothing for reports. It knows
//! the vocabulary and the standard library, nothing else.

mod cache;
mod core;
mod entry;
mod heartbeat;
mod memory;
mod policy;
mod registration;
mod request;
mod stats;
mod task;
mod walk;

pub use self::core::Coordinator;
pub use cache::Miss;
pub use policy::{
    Baseline, CachePolicy, Enumerate, Fanout, Invalidate, ModelsCompare, PARALLEL_READS, Policy,
    Preset, ReadPolicy, RouteIndex, When, WritePolicy,
};
pub use request::{Ask, AskId, Begun, Call, Outcome, Pick, Reply, Request, Roster, Skip, TaskId};
pub use stats::{CacheStats, LIST_ENTRY_BYTES, Stats, WORKER_ENTRY_BYTES};
