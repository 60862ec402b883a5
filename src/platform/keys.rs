//! What the central store keeps of each key.

use std::rc::Rc;

use crate::words::{Instant, Record, WorkerId};

/// What is kept about a key beside its value.
#[derive(Clone, Copy, Debug)]
pub(super) struct KeyState {
    /// When it may be written again.
    pub(super) writable_from: Instant,
    /// One colo: until when its edge cache holds a copy, or knows that there is none.
    pub(super) cached_until: Instant,
}

impl KeyState {
    pub(super) const NEW: Self =
        Self { writable_from: Instant::START, cached_until: Instant::START };
}

#[derive(Clone, Debug)]
pub(super) struct WorkerKey {
    pub(super) record: Option<Record>,
    pub(super) expires: Instant,
    /// Its place in the order in which records came.
    pub(super) came: u64,
    pub(super) state: KeyState,
}

#[derive(Clone, Debug)]
pub(super) struct IndexKey {
    pub(super) ids: Option<Rc<Vec<WorkerId>>>,
    pub(super) state: KeyState,
}
