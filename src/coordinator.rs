//! What does the deployed code do with one request?
//!
//! A sans-I/O coordinator: it keeps the caches of one isolate, says which KV operation a request waits
//! for, and goes on with the result. It reads no clock, draws no number and counts nothing for
//! reports. It knows the vocabulary, what passes between a program and the world, and the standard
//! library, nothing else.

mod cache;
mod core;
mod entry;
mod heartbeat;
mod memory;
mod one_key;
mod policy;
mod registration;
mod reply;
mod slab;
mod stage;
mod steps;
mod task;
mod tasks;
mod tiered;
mod walk;

pub use self::core::Coordinator;
pub use policy::{
    Baseline, CachePolicy, Enumerate, Fanout, Invalidate, ModelsCompare, PARALLEL_READS, Policy,
    Preset, ReadPolicy, RouteIndex, When, WritePolicy,
};
pub use stage::Token;
