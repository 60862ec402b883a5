//! One worker: what it keeps between its messages, and when the next one is due.
//!
//! It knows its group's settings, and nothing of the other workers.

use rand::rngs::Xoshiro256PlusPlus;
use rand::{Rng, SeedableRng};

use super::clocks::{ModelsClock, OutageClock};
use super::load::walk;
use super::settings::{Heartbeat, LoadShape, Phase, Retry, Timing, WorkerGroup};
use crate::words::{
    Instant, Interned, Purpose, ServiceList, ServicesId, Span, source_of, stream_seed,
};

#[derive(Clone, Debug)]
pub(super) struct Group {
    pub(super) heartbeat: Heartbeat,
    pub(super) load: LoadShape,
    /// Names it; see [`Crowd::name`](super::Crowd::name).
    pub(super) source: u64,
    pub(super) services: ServicesId,
    pub(super) registered: bool,
    pub(super) reregisters: bool,
    pub(super) colo: u16,
    pub(super) retry: Retry,
    pub(super) draws: bool,
}

/// What a worker's next message is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Mode {
    /// A heartbeat.
    Beats,
    /// The heartbeat with which it announces an outage.
    GoesOffline,
    /// A registration: it starts, or comes back.
    Registers,
}

/// When a worker's next message arrives.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum NextMessage {
    /// Then.
    At(Instant),
    /// Some time after the reply to this one; see [`Crowd::replied`](super::Crowd::replied).
    AfterReply,
}

impl NextMessage {
    /// When it arrives, as far as is known by now, and whether its worker waits for a reply before.
    #[inline(always)]
    pub const fn known(self) -> (Instant, bool) {
        match self {
            Self::At(at) => (at, false),
            Self::AfterReply => (Instant::NEVER, true),
        }
    }
}

/// One worker: 64 bytes.
#[derive(Clone, Debug)]
pub(super) struct Worker {
    pub(super) stream: Xoshiro256PlusPlus,
    /// Where its walk has come to.
    pub(super) walked: f64,
    /// When its next message is sent.
    pub(super) due: Instant,
    /// Timing `grid`: where on the grid its next beat stands, before jitter.
    pub(super) on_grid: Instant,
    pub(super) group: u16,
    pub(super) mode: Mode,
    pub(super) has_clocks: bool,
    /// Its number in the group, in the order of the file.
    pub(super) index: u32,
}

#[derive(Clone, Debug, Default)]
pub(super) struct Clocks {
    pub(super) models: Option<ModelsClock>,
    pub(super) outages: Option<OutageClock>,
}

impl Worker {
    /// The draw of its next beat: the upper half is its jitter, the lower half moves its load.
    #[inline]
    pub(super) fn draw(&mut self, group: &Group) -> u64 {
        if group.draws { self.stream.next_u64() } else { 0 }
    }

    /// Plans the beat after a message that is sent at `due`.
    #[inline(always)]
    pub(super) fn plan_beat(&mut self, group: &Group) -> NextMessage {
        let heartbeat = &group.heartbeat;
        if heartbeat.timing == Timing::AfterReply {
            return NextMessage::AfterReply;
        }
        let draw = self.draw(group);
        self.walked = walk(&group.load, self.walked, draw);
        self.due = if heartbeat.timing == Timing::Grid {
            // After a short outage the next beat of the grid may still lie ahead.
            if self.on_grid <= self.due {
                self.on_grid = self.on_grid.plus(heartbeat.every);
                if self.on_grid <= self.due {
                    self.catch_up(heartbeat.every);
                }
            }
            self.on_grid.plus(jitter(heartbeat, draw))
        } else {
            self.due.plus(heartbeat.every).plus(jitter(heartbeat, draw))
        };
        NextMessage::At(self.due.plus(heartbeat.network))
    }

    /// Goes on to the first point of the grid after an outage.
    #[cold]
    pub(super) fn catch_up(&mut self, every: Span) {
        let missed = self.due.since(self.on_grid).ms() / every.ms() + 1;
        self.on_grid = self.on_grid.plus(Span::from_ms(missed * every.ms()));
    }
}

impl Group {
    pub(super) fn new(group: &WorkerGroup, interned: &Interned) -> Self {
        let services = ServiceList::new(group.services.iter().copied());
        Self {
            source: source_of(&group.name, 0),
            heartbeat: group.heartbeat.clone(),
            load: group.load.clone(),
            services: interned.services(&services),
            registered: group.registered,
            reregisters: group.reregisters,
            colo: group.colo as u16,
            retry: group.retry,
            draws: !group.heartbeat.jitter.is_zero()
                || matches!(group.load, LoadShape::Walk { .. }),
        }
    }
}

impl Clocks {
    pub(super) fn new(group: &WorkerGroup, seed: u64, run: u32, source: u64) -> Self {
        let changes = group.models.rate();
        Self {
            models: (changes > 0.0).then(|| ModelsClock::new(changes, seed, run, source)),
            outages: OutageClock::new(&group.outages, seed, run, source),
        }
    }
}

impl WorkerGroup {
    pub(super) fn has_clocks(&self) -> bool {
        self.models.rate() > 0.0 || self.outages.happen()
    }

    /// When its `index`-th worker starts.
    pub(super) fn phase_of(&self, index: u32, seed: u64, run: u32) -> Span {
        let heartbeat = &self.heartbeat;
        match heartbeat.phase {
            Phase::At(phase) => phase,
            // The first beat of all comes after one interval; a registration comes before it.
            Phase::Aligned => {
                if self.registered {
                    heartbeat.every
                } else {
                    Span::ZERO
                }
            }
            Phase::Random => {
                let source = source_of(&self.name, index);
                let seed = stream_seed(seed, run, Purpose::Phase, source);
                let draw = Xoshiro256PlusPlus::from_seed(seed).next_u64();
                scaled(draw, heartbeat.every)
            }
        }
    }
}

/// Uniform in `[0, jitter)` by the upper half of a draw.
#[inline]
pub(super) fn jitter(heartbeat: &Heartbeat, draw: u64) -> Span {
    scaled(draw, heartbeat.jitter)
}

/// Uniform in `[0, span)` by the upper half of a draw. The product of 32 and at most 32 bits fits;
/// longer spans than 49 days do not occur (the scenario's caps see to it).
#[inline]
fn scaled(draw: u64, span: Span) -> Span {
    Span::from_ms(((draw >> 32) * span.ms()) >> 32)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_worker_fits_one_cache_line() {
        assert_eq!(size_of::<Worker>(), 64);
    }
}
