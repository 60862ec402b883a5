//! What the coordinator keeps in KV, and the small integers that stand for names.

use std::rc::Rc;

use super::time::Instant;

/// A worker, as a small integer. Whoever drives the coordinator keeps the table of names.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct WorkerId(pub u32);

/// A service, as a small integer.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct ServiceId(pub u16);

/// A set of loaded models, as a small integer: equal numbers are equal sets.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default)]
pub struct ModelsId(pub u32);

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

/// The services of a worker, shared: copying it copies a pointer.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct ServiceList(Rc<Vec<ServiceId>>);

impl ServiceList {
    /// The list in the order given; a service that is named twice counts once.
    pub fn new(services: impl IntoIterator<Item = ServiceId>) -> Self {
        let mut once = Vec::new();
        for service in services {
            if !once.contains(&service) {
                once.push(service);
            }
        }
        Self(Rc::new(once))
    }

    /// The services, in order, each once.
    pub fn as_slice(&self) -> &[ServiceId] {
        &self.0
    }
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
#[derive(Clone, PartialEq, Debug)]
pub struct Record {
    /// When the heartbeat or registration that wrote it reached the coordinator.
    pub last_heartbeat: Instant,
    /// Its services.
    pub services: ServiceList,
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
}

/// What a key holds.
#[derive(Clone, PartialEq, Debug)]
pub enum Value {
    /// Of a worker's key.
    Record(Record),
    /// Of an index key; shared, so that a read copies a pointer.
    Ids(Rc<Vec<WorkerId>>),
}
