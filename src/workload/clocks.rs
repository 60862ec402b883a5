//! What happens to a worker now and then: its models change, it goes down.
//!
//! Both are Poisson processes with a stream of their own; most workers have neither, and then no
//! clock.

use rand::rngs::Xoshiro256PlusPlus;
use rand::{RngExt, SeedableRng};
use rand_distr::Exp1;

use super::settings::Outages;
use crate::words::{DAY_MS, Instant, Purpose, Span, stream_seed};

/// An exponential gap with this mean, in milliseconds, rounded down.
fn gap(stream: &mut Xoshiro256PlusPlus, mean_ms: f64) -> Span {
    let ms: f64 = stream.sample::<f64, _>(Exp1) * mean_ms;
    Span::from_ms(ms as u64)
}

/// How often a worker's models have changed.
#[derive(Clone, Debug)]
pub(super) struct ModelsClock {
    stream: Xoshiro256PlusPlus,
    mean_ms: f64,
    next: Instant,
    changes: u32,
}

impl ModelsClock {
    pub(super) fn new(changes_per_day: f64, seed: u64, run: u32, source: u64) -> Self {
        let seed = stream_seed(seed, run, Purpose::Models, source);
        let mut stream = Xoshiro256PlusPlus::from_seed(seed);
        let mean_ms = DAY_MS as f64 / changes_per_day;
        let next = Instant::START.plus(gap(&mut stream, mean_ms));
        Self { stream, mean_ms, next, changes: 0 }
    }

    /// Changes up to `now`; never asked for an earlier time than before.
    pub(super) fn changes(&mut self, now: Instant) -> u32 {
        while self.next <= now {
            self.changes = self.changes.wrapping_add(1);
            // A change a millisecond is the most: two at once would look like one.
            let gap = gap(&mut self.stream, self.mean_ms);
            self.next = self.next.plus(gap.max(Span::from_ms(1)));
        }
        self.changes
    }
}

/// When a worker is down: always the present or next outage.
#[derive(Clone, Debug)]
pub(super) struct OutageClock {
    stream: Xoshiro256PlusPlus,
    mean_ms: f64,
    graceful_share: f64,
    duration: Span,
    /// Times of each day at which it restarts in any case.
    restarts_at: Vec<Span>,
    /// The next outage that comes at random.
    random: Instant,
    /// When it came back from the outage before.
    up_since: Instant,
    /// When it goes down.
    pub(super) down_from: Instant,
    /// When it comes back.
    pub(super) up_at: Instant,
    /// Does it say `offline` first?
    pub(super) says_goodbye: bool,
    /// Does the outage that comes at random begin so?
    is_graceful: bool,
}

impl OutageClock {
    /// `None` where the settings have no outages.
    pub(super) fn new(outages: &Outages, seed: u64, run: u32, source: u64) -> Option<Self> {
        if !outages.happen() {
            return None;
        }
        let per_day = outages.per_day();
        let seed = stream_seed(seed, run, Purpose::Outages, source);
        let mut clock = Self {
            stream: Xoshiro256PlusPlus::from_seed(seed),
            // From the end of one to the start of the next, so that the daily rate holds.
            mean_ms: (DAY_MS as f64 / per_day - outages.duration.ms() as f64).max(1.0),
            graceful_share: outages.graceful_per_day / per_day,
            duration: outages.duration,
            restarts_at: outages.restarts_at.clone(),
            random: Instant::NEVER,
            up_since: Instant::START,
            down_from: Instant::START,
            up_at: Instant::START,
            says_goodbye: false,
            is_graceful: false,
        };
        clock.draw();
        clock.choose();
        Some(clock)
    }

    /// Goes on to the outage after the present one.
    pub(super) fn plan_next(&mut self) {
        self.up_since = self.up_at;
        if self.random < self.up_at {
            self.draw();
        }
        self.choose();
    }

    /// Draws the next outage that comes at random, after the present one.
    fn draw(&mut self) {
        self.random = if self.mean_ms.is_finite() {
            let gap = gap(&mut self.stream, self.mean_ms);
            self.is_graceful = self.stream.random::<f64>() < self.graceful_share;
            self.up_at.plus(gap)
        } else {
            Instant::NEVER
        };
    }

    /// The next outage is the one at random, or a restart that comes before it.
    fn choose(&mut self) {
        let restart = self.restart_after(self.up_at);
        self.down_from = self.random.min(restart);
        self.says_goodbye = self.is_graceful && self.random <= restart;
        self.up_at = self.down_from.plus(self.duration);
    }

    fn restart_after(&self, now: Instant) -> Instant {
        let of_day = Span::from_ms(u64::from(now.ms_of_day()));
        match (self.restarts_at.iter().find(|at| **at > of_day), self.restarts_at.first()) {
            (Some(at), _) => Instant::of_day(now.day()).plus(*at),
            (None, Some(at)) => Instant::of_day(now.day() + 1).plus(*at),
            (None, None) => Instant::NEVER,
        }
    }

    /// Is the worker up without a break from `since` until after `until`?
    pub(super) fn is_up_through(&self, since: Instant, until: Instant) -> bool {
        self.up_since <= since && until < self.down_from
    }

    /// Is the worker down at `now`? Right from the end of the outage before on.
    pub(super) fn is_down(&self, now: Instant) -> bool {
        self.down_from <= now && now < self.up_at
    }
}
