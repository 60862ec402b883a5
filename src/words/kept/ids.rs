//! The small integers that stand for names.

use std::rc::Rc;

/// A worker, as a small integer. Whoever drives the coordinator keeps the table of names.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct WorkerId(pub u32);

/// A service, as a small integer.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct ServiceId(pub u16);

/// A set of loaded models, as a small integer: equal numbers are equal sets.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default)]
pub struct ModelsId(pub u32);

/// A list of services, as a small integer: equal numbers are equal lists. [`Interned`](super::Interned) keeps
/// the table.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default)]
pub struct ServicesId(pub(super) u32);

impl ServicesId {
    /// The empty list.
    pub const NONE: Self = Self(0);
}

/// The name of a key, as a small integer. [`Interned`](super::Interned) keeps the table.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct NameId(pub(super) u32);

impl NameId {
    /// Its place among the names of a run.
    pub const fn index(self) -> usize {
        self.0 as usize
    }
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
