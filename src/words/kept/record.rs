//! What stands in KV.

use std::rc::Rc;

use super::id_list::IdList;
use super::ids::{ModelsId, NameId, ServiceId, ServicesId, WorkerId};
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

/// A key of the namespace.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Key {
    /// `worker:<id>`: a [`Record`].
    Worker(WorkerId),
    /// `service:<name>`: the ids of the service's workers.
    Index(ServiceId),
    /// `workers`: the ids of all workers, for the admin page of a policy with `enumerate: index`.
    Everyone,
    /// A key that a program has given a name of its own.
    Named(NameId),
}

/// What a key holds.
#[derive(Clone, PartialEq, Debug)]
pub enum Value {
    /// Of a worker's key.
    Record(Record),
    /// Of an index key.
    Ids(IdList),
    /// Of a named key: bytes that mean something to their program alone.
    Bytes(Rc<[u8]>),
}

impl Value {
    /// The record that it is, if it is one.
    pub fn record(self) -> Option<Record> {
        match self {
            Self::Record(record) => Some(record),
            Self::Ids(_) | Self::Bytes(_) => None,
        }
    }
}
