//! One isolate, and the place where it stands.

use super::visit::InFlight;
use crate::words::Instant;

/// One isolate.
#[derive(Debug)]
pub(in crate::simulation) struct Isolate<P> {
    pub(in crate::simulation) program: P,
    /// By the number of the task; places are used again.
    pub(in crate::simulation) requests: Vec<InFlight>,
    /// Tasks that have not ended, and replies that have not come.
    pub(in crate::simulation) busy: u32,
    /// When a request last reached it.
    pub(in crate::simulation) last_used: Instant,
    /// It is in no place any more.
    pub(super) retired: bool,
}

impl<P> Isolate<P> {
    pub(super) const fn new(program: P, born: Instant) -> Self {
        Self { program, requests: Vec::new(), busy: 0, last_used: born, retired: false }
    }
}

/// Where isolates follow one another.
#[derive(Clone, Copy, Debug)]
pub(super) struct Place {
    pub(super) isolate: Option<usize>,
    pub(super) dies_at: Instant,
    /// Deploys and updates of its colo's runtime that there had been when it was born.
    pub(super) ended: u32,
}

impl Place {
    /// Without an isolate.
    pub(super) const EMPTY: Self = Self { isolate: None, dies_at: Instant::NEVER, ended: 0 };
}
