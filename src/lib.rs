//! kvplan simulates and plans the Workers KV use of a coordinator service.

pub mod cli;
pub mod coordinator;
pub mod platform;
pub mod report;
pub mod scenario;
pub mod simulation;
pub mod study;
pub mod words;
pub mod workload;
