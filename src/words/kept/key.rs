//! The keys of a namespace, and what they hold.

use std::rc::Rc;

use super::fleet::Fleet;
use super::id_list::IdList;
use super::ids::{NameId, ServiceId, WorkerId};
use super::record::Record;
use crate::words::named;

/// In which keys the data of workers lie.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Layout {
    /// Each worker has one key.
    PerWorker,
    /// Each has two: one for what it can do, which seldom changes, and one for its load, its status and
    /// its last heartbeat.
    Tiered,
    /// One key holds all of them.
    OneKey,
}
named!(Layout, PerWorker = "per-worker", Tiered = "tiered", OneKey = "one-key");

/// A key of the namespace.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Key {
    /// `worker:<id>`: a [`Record`]. Of [`Layout::Tiered`] what changes with each heartbeat counts in it,
    /// and nothing else.
    Worker(WorkerId),
    /// `capabilities:<id>`: a [`Record`] of which the services and the models count.
    Capabilities(WorkerId),
    /// `service:<name>`: the ids of the service's workers.
    Index(ServiceId),
    /// `workers`: the ids of all workers, for the admin page of a policy with `enumerate: index`.
    Everyone,
    /// `fleet`: the records of all workers ([`Layout::OneKey`]).
    Fleet,
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
    /// Of the key that holds all workers.
    Fleet(Fleet),
    /// Of a named key: bytes that mean something to their program alone.
    Bytes(Rc<[u8]>),
}

impl Value {
    /// The record that it is, if it is one.
    pub fn record(self) -> Option<Record> {
        match self {
            Self::Record(record) => Some(record),
            Self::Ids(_) | Self::Fleet(_) | Self::Bytes(_) => None,
        }
    }

    /// The records of all workers, where they are that.
    pub fn fleet(self) -> Option<Fleet> {
        match self {
            Self::Fleet(fleet) => Some(fleet),
            Self::Record(_) | Self::Ids(_) | Self::Bytes(_) => None,
        }
    }
}
