//! What a worker's key holds.

use super::ids::{ModelsId, ServicesId};
use crate::words::Instant;

/// What a worker says of itself.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Status {
    /// It takes requests.
    Online,
    /// It is up and wants none.
    Offline,
    /// Any other word, as a small integer: equal numbers are equal words. It takes requests.
    Other(u16),
}

/// What a worker says of itself in a heartbeat or registration.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct WorkerState {
    /// Its load, an IEEE double as JavaScript has it.
    pub load: f64,
    /// Its loaded models.
    pub models: ModelsId,
    /// Does it take requests?
    pub status: Status,
}

/// The value of a worker's key.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Record {
    /// When the heartbeat or registration that wrote it reached the coordinator.
    pub last_heartbeat: Instant,
    /// Its services.
    pub services: ServicesId,
    /// What it said.
    pub state: WorkerState,
}
