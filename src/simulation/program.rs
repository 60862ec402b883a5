//! The code under simulation, as the simulation sees it: four calls.
//!
//! The coordinator of this crate is one such program; the simulation knows no more of it than this.

use crate::coordinator::{
    Ask, AskId, Begun, Coordinator, Outcome, Reply, Request, Roster, Stats, TaskId,
};
use crate::words::Instant;

/// A program that runs in an isolate.
pub trait Program {
    /// Takes a request that arrives at `now`.
    fn begin(&mut self, request: &Request, now: Instant, roster: &impl Roster) -> Begun;
    /// The next operation that it wants done.
    fn next_ask(&mut self) -> Option<Ask>;
    /// Resumes it with the result of an operation.
    fn answer(&mut self, ask: AskId, reply: Reply, now: Instant, roster: &impl Roster);
    /// The next request that has ended.
    fn next_done(&mut self) -> Option<(TaskId, Outcome)>;
    /// Its figures since it was born.
    fn stats(&self) -> Stats;
}

impl Program for Coordinator {
    #[inline(always)]
    fn begin(&mut self, request: &Request, now: Instant, roster: &impl Roster) -> Begun {
        self.begin(request, now, roster)
    }

    #[inline]
    fn next_ask(&mut self) -> Option<Ask> {
        self.next_ask()
    }

    fn answer(&mut self, ask: AskId, reply: Reply, now: Instant, roster: &impl Roster) {
        self.answer(ask, reply, now, roster);
    }

    #[inline]
    fn next_done(&mut self) -> Option<(TaskId, Outcome)> {
        self.next_done()
    }

    fn stats(&self) -> Stats {
        self.stats()
    }
}
