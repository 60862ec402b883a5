//! The clock of a run: which hour it is, and when to look up from the events.

use crate::words::{HOUR_MS, Instant, Span};

/// So seldom, in virtual time, a run asks whether it goes on; more often where much happens.
const LOOK_UP_AT_LEAST_EVERY: Span = Span::from_secs(600);
/// Between two questions about so many things happen, at most: they take some milliseconds.
pub(super) const EVENTS_PER_LOOK: u64 = 100_000;

/// The clock.
#[derive(Clone, Debug)]
pub(in crate::simulation) struct Clock {
    /// The hour of the day.
    pub(in crate::simulation) hour: usize,
    pub(super) hour_ends: Instant,
    /// The next time to look up from the events.
    pub(in crate::simulation) look_up_at: Instant,
    look_up_every: Span,
    /// From here on nothing more happens in order.
    pub(super) ends: Instant,
    /// What had happened when it looked up last.
    happened: u64,
}

impl Clock {
    pub(super) const fn new() -> Self {
        Self {
            hour: 0,
            hour_ends: Instant::START,
            look_up_at: Instant::START,
            look_up_every: Span::from_secs(1),
            ends: Instant::START,
            happened: 0,
        }
    }

    /// Goes on to another hour, where it is time to. Is it?
    pub(super) fn turns(&mut self, now: Instant) -> bool {
        let turns = now >= self.hour_ends;
        if turns {
            self.hour = now.hour_of_day();
            let into = u64::from(now.ms_of_day()) % HOUR_MS;
            self.hour_ends = Instant::from_ms(now.ms() - into + HOUR_MS);
        }
        turns
    }

    /// Plans the next look, by how much has happened since the last one.
    pub(super) fn plan_look(&mut self, now: Instant, happened: u64) {
        let every = self.look_up_every.ms();
        let every = match happened - self.happened {
            since if since > EVENTS_PER_LOOK => every / 2,
            since if since < EVENTS_PER_LOOK / 4 => every * 2,
            _ => every,
        };
        self.happened = happened;
        self.look_up_every = Span::from_ms(every.clamp(1, LOOK_UP_AT_LEAST_EVERY.ms()));
        self.look_up_at = self.hour_ends.min(now.plus(self.look_up_every));
    }
}
