//! What does the deployed code do with one request?
//!
//! A sans-I/O coordinator: it keeps the caches of one isolate, asks for KV operations and is resumed
//! with their results. It reads no clock, draws no number and counts nothing for reports. It knows
//! the vocabulary and the standard library, nothing else.

mod policy;

pub use policy::{
    Baseline, CachePolicy, Enumerate, Fanout, Invalidate, ModelsCompare, PARALLEL_READS, Policy,
    Preset, ReadPolicy, RouteIndex, When, WritePolicy,
};
