//! What happens next: what sources are to send, and what is under way.
//!
//! One total order. What happens earlier comes first. At equal times what is under way comes before
//! what sources send: in the order of when it set out, then of who it is for; then the sources come in
//! their order. All of this is known to whoever sends, without a look at what others do.

mod queue;
mod under_way;
mod wheel;

pub use queue::SourceId;
pub(super) use queue::SourceQueue;
pub(super) use under_way::UnderWay;
pub(super) use wheel::{pack, unpack};

use crate::words::Instant;

/// The place of something in the total order.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(super) struct Turn {
    pub(super) at: Instant,
    /// When it set out; [`Instant::NEVER`] where a source sends it.
    pub(super) since: Instant,
    /// Who sends it, or waits for it.
    pub(super) source: SourceId,
}

impl Turn {
    /// After everything.
    pub(super) const NEVER: Self = Self::sent(Instant::NEVER, SourceId::LAST);

    /// Of what a source sends.
    pub(super) const fn sent(at: Instant, source: SourceId) -> Self {
        Self { at, since: Instant::NEVER, source }
    }

    /// Before everything else at an instant.
    pub(super) const fn before(at: Instant) -> Self {
        Self { at, since: Instant::START, source: SourceId::FIRST }
    }
}

/// All that is due.
#[derive(Debug)]
pub(super) struct Due<W> {
    pub(super) sources: SourceQueue,
    pub(super) under_way: UnderWay<W>,
}

impl<W> Due<W> {
    /// Nothing but what sources are to send.
    pub(super) const fn new(sources: SourceQueue) -> Self {
        Self { sources, under_way: UnderWay::new() }
    }

    /// The instant of what happens next, where that is before an instant.
    #[inline(always)]
    pub(super) fn next(&mut self, horizon: Instant) -> Option<(Instant, Next)> {
        let source = self.sources.first();
        let pending = self.under_way.first().map(|place| place.at);
        let next = match (source, pending) {
            (Some((at, source)), pending) if pending.is_none_or(|pending| at < pending) => {
                (at, Next::Source(source))
            }
            (_, Some(at)) => (at, Next::UnderWay),
            _ => return None,
        };
        (next.0 < horizon).then_some(next)
    }
}

/// What happens next.
#[derive(Clone, Copy, Debug)]
pub(super) enum Next {
    /// This source sends.
    Source(SourceId),
    /// What is first of all that is under way arrives.
    UnderWay,
}
