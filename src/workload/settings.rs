//! What a scenario says about the workload.

use crate::words::{ServiceId, Span, named};

/// Workers that are alike.
#[derive(Clone, PartialEq, Debug)]
pub struct WorkerGroup {
    /// Its name; worker 3 of it is `name-3`.
    pub name: String,
    /// How many workers it has.
    pub count: u32,
    /// The services they offer.
    pub services: Vec<ServiceId>,
    /// Which colo their requests reach: its place in the list of colos.
    pub colo: usize,
    /// When they send heartbeats.
    pub heartbeat: Heartbeat,
    /// The load that they report.
    pub load: LoadShape,
    /// The models that they report.
    pub models: Models,
    /// When they are down.
    pub outages: Outages,
    /// Are their records in KV at the start? If not, each registers before its first heartbeat.
    pub registered: bool,
    /// Does a worker whose heartbeat is refused as unknown register anew? One that ignores the reply
    /// stays unknown for ever.
    pub reregisters: bool,
    /// What it does about a request of its own that fails.
    pub retry: Retry,
}

/// What a sender does about a request that fails.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Retry {
    /// How often it sends the request in all, 1 at least.
    pub attempts: u32,
    /// How long it waits before the second attempt; twice as long before each later one.
    pub backoff: Span,
}

impl Retry {
    /// It gives up at once.
    pub const NONE: Self = Self { attempts: 1, backoff: Span::from_secs(1) };

    /// How long to wait for the next attempt after so many; `None`: there is none.
    pub fn wait_after(&self, attempts: u32) -> Option<Span> {
        let doubled = 1_u64.checked_shl(attempts.saturating_sub(1)).unwrap_or(u64::MAX);
        (attempts < self.attempts).then(|| self.backoff.times(doubled))
    }
}

/// When a worker sends heartbeats.
#[derive(Clone, PartialEq, Debug)]
pub struct Heartbeat {
    /// The interval.
    pub every: Span,
    /// What the interval is counted from.
    pub timing: Timing,
    /// Uniform in `[0, jitter)`, added to each beat (grid) or gap.
    pub jitter: Span,
    /// Where in the first interval it starts.
    pub phase: Phase,
    /// One-way delay between the worker and the coordinator.
    pub network: Span,
}

/// What the interval is counted from.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Timing {
    /// The k-th beat at phase + k × every.
    Grid,
    /// The last beat that was sent.
    Accumulate,
    /// The reply to the last beat.
    AfterReply,
}
named!(Timing, Grid = "grid", Accumulate = "accumulate", AfterReply = "after_reply");

/// When the first beat is sent.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Phase {
    /// After one interval, all workers together.
    Aligned,
    /// Uniform in the first interval.
    Random,
    /// This long after the start.
    At(Span),
}

/// The load that a worker reports, 0 to 1 by convention.
#[derive(Clone, PartialEq, Debug)]
pub enum LoadShape {
    /// Always the same.
    Constant(f64),
    /// By the time of day: from each time on the load beside it, the last one until the first time
    /// of the next day. In ascending order.
    Steps(Vec<(Span, f64)>),
    /// From `start`, each beat moves it uniformly by at most `step` up or down, within 0 to 1.
    Walk {
        /// The load of the first beat.
        start: f64,
        /// The largest move.
        step: f64,
    },
    /// A cosine over the day.
    Diurnal {
        /// The least load, twelve hours from the peak.
        low: f64,
        /// The load at the peak.
        high: f64,
        /// The hour of the peak, UTC.
        peak_hour: f64,
    },
    /// Low, then high, in turns.
    Flap {
        /// The load of the even turns.
        low: f64,
        /// The load of the odd turns.
        high: f64,
        /// How long a turn lasts.
        every: Span,
    },
}

impl LoadShape {
    /// What it begins with.
    pub fn first(&self) -> f64 {
        match self {
            Self::Constant(load)
            | Self::Walk { start: load, .. }
            | Self::Diurnal { low: load, .. }
            | Self::Flap { low: load, .. } => *load,
            Self::Steps(steps) => steps.first().map_or(0.0, |(_, load)| *load),
        }
    }
}

/// The models that a worker reports.
#[derive(Clone, PartialEq, Debug)]
pub struct Models {
    /// How many are loaded at once.
    pub loaded: u32,
    /// How often a day one is exchanged for another that this worker never had, at random times.
    pub changes_per_day: f64,
}

impl Models {
    /// Changes a day; none where there is nothing to exchange.
    pub(super) fn rate(&self) -> f64 {
        if self.loaded == 0 { 0.0 } else { self.changes_per_day }
    }
}

/// When a worker is down. Both kinds end with a registration.
#[derive(Clone, PartialEq, Debug)]
pub struct Outages {
    /// Crashes a day at random times: the heartbeats stop without a word.
    pub crashes_per_day: f64,
    /// Announced outages a day: an `offline` heartbeat, then silence.
    pub graceful_per_day: f64,
    /// How long it is down.
    pub duration: Span,
    /// Restarts of the whole group at these times of each day, as spans from 00:00 UTC, ascending:
    /// the heartbeats stop without a word.
    pub restarts_at: Vec<Span>,
}

impl Outages {
    /// Outages at random a day.
    pub fn per_day(&self) -> f64 {
        self.crashes_per_day + self.graceful_per_day
    }

    /// Is there ever one?
    pub fn happen(&self) -> bool {
        self.per_day() > 0.0 || !self.restarts_at.is_empty()
    }
}

/// Client requests for a service.
#[derive(Clone, PartialEq, Debug)]
pub struct Traffic {
    /// The service.
    pub service: ServiceId,
    /// Requests a day, on average.
    pub requests_per_day: f64,
    /// When they arrive.
    pub arrivals: Arrivals,
    /// The colo that they reach, by its place in the list; `None`: any, by the colos' shares.
    pub colo: Option<usize>,
    /// What a client does about a request that fails.
    pub retry: Retry,
}

/// When requests arrive.
#[derive(Clone, PartialEq, Debug)]
pub enum Arrivals {
    /// The k-th at k × day / requests a day, k = 1, 2, …
    Even,
    /// At random, at a constant rate.
    Poisson,
    /// `size` requests `spacing` apart; bursts at random, so many that the daily rate holds.
    Bursts {
        /// Requests in a burst.
        size: u32,
        /// From one to the next.
        spacing: Span,
    },
    /// At random, at a rate that follows a cosine over the day.
    Diurnal {
        /// The hour of the peak, UTC.
        peak_hour: f64,
        /// The peak rate over the least rate, 1 at least.
        ratio: f64,
    },
}

/// Loads of the admin page.
#[derive(Clone, PartialEq, Debug)]
pub struct AdminLoads {
    /// How often a day somebody opens it.
    pub loads_per_day: f64,
    /// When.
    pub arrivals: Arrivals,
    /// What an open page does by itself.
    pub refresh: Option<AdminRefresh>,
    /// The colo that it reaches, by its place in the list; `None`: any, by the colos' shares. An open
    /// page stays with its colo.
    pub colo: Option<usize>,
}

/// A page that loads itself again.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct AdminRefresh {
    /// How often.
    pub every: Span,
    /// How long the page stays open.
    pub during: Span,
}
