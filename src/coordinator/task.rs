//! What is kept of requests that wait for several replies, or for one that others wait for too.

use std::collections::VecDeque;

use super::slab::Slab;
use super::stage::{Token, Walk};
use crate::program::{Ask, AskId, Call, Label, Outcome, TaskId};
use crate::words::{Cause, Refusal};

/// The tasks of an isolate, and what they ask for.
#[derive(Clone, Debug)]
pub(super) struct Tasks {
    pub(super) waiting: Slab<Task>,
    /// The one that goes on now, where one does.
    pub(super) goes_on: Option<u32>,
    pub(super) asks: VecDeque<Ask>,
    pub(super) done: VecDeque<(TaskId, Outcome)>,
    /// Reads in flight that concurrent misses of the same key may share (`reads.coalesce`).
    pub(super) shared: Vec<SharedRead>,
}

#[derive(Clone, Debug)]
pub(super) struct SharedRead {
    pub(super) call: Call,
    pub(super) leader: AskId,
    pub(super) waiters: Vec<AskId>,
}

/// A task.
#[derive(Clone, Debug)]
pub(super) enum Task {
    /// It waits for one reply.
    One(Token),
    /// It waits for the records of many workers.
    Fan(Fan),
}

/// The parallel reads of a route.
#[derive(Clone, Debug)]
pub(super) struct Fan {
    pub(super) walk: Box<Walk>,
    /// Lookups that missed and whose reads have not been issued: the place and the cause.
    pub(super) missed: VecDeque<(usize, Cause)>,
    pub(super) in_flight: usize,
    /// One was refused, and the route has failed with it. Those behind the platform's bound still
    /// follow, since all were issued together.
    pub(super) failed: Option<Refusal>,
    /// Its end is told already.
    pub(super) told: bool,
}

impl Tasks {
    pub(super) const fn new() -> Self {
        Self {
            waiting: Slab::new(),
            goes_on: None,
            asks: VecDeque::new(),
            done: VecDeque::new(),
            shared: Vec::new(),
        }
    }

    pub(super) fn next_ask(&mut self) -> Option<Ask> {
        self.asks.pop_front()
    }

    pub(super) fn next_done(&mut self) -> Option<(TaskId, Outcome)> {
        self.done.pop_front()
    }

    pub(super) fn ask(&mut self, id: AskId, call: Call, cause: Label) {
        self.asks.push_back(Ask { id, call, cause });
    }

    /// Who waits for the reply to an ask, the one who asked first.
    pub(super) fn waiters_of(&mut self, ask: AskId) -> Vec<AskId> {
        let shared = self.shared.iter().position(|read| read.leader == ask);
        let others = shared.map(|at| self.shared.swap_remove(at).waiters).unwrap_or_default();
        [ask].into_iter().chain(others).collect()
    }

    /// Is there nothing that waits, nor anything to be told?
    pub(super) fn is_idle(&self) -> bool {
        let Self { waiting, goes_on, asks, done, shared } = self;
        waiting.is_empty()
            && goes_on.is_none()
            && asks.is_empty()
            && done.is_empty()
            && shared.is_empty()
    }

    /// Counts everything anew and compares.
    ///
    /// # Panics
    /// Where a count and what it counts have drifted apart, or a task waits for nothing: a bug.
    pub(super) fn validate(&self) {
        self.waiting.validate();
        for read in &self.shared {
            for ask in read.waiters.iter().chain([&read.leader]) {
                assert!(self.waiting.get(ask.task.0).is_some(), "{ask:?} shares a read");
            }
        }
    }
}
