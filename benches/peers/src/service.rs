//! The coordinator of the work as one would write it for a simulator: what it holds of each worker,
//! its policy, and counts of each day.

use std::fmt;

use rand::Rng;
use rand_distr::{Distribution, Exp};
use serde::{Deserialize, Serialize};

pub(crate) const EVERY_MS: u64 = 30_000;
pub(crate) const JITTER_MS: u64 = 500;
pub(crate) const START_LOAD: f64 = 0.4;
pub(crate) const LOAD_STEP: f64 = 0.02;
const CLIENTS_PER_DAY: f64 = 100.0;
const DAY_MS: u64 = 86_400_000;
const LOAD_DELTA: f64 = 0.2;
const MAX_INTERVAL_MS: u64 = 300_000;
const SERVICE_TTL_MS: u64 = 30_000;
/// Workers that offer the service which clients ask for.
const ROUTED: usize = 2;

/// How much of which work.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Work {
    pub(crate) workers: u32,
    pub(crate) worker_ttl_ms: u64,
    pub(crate) beats: u64,
}

impl Work {
    /// When it ends, in milliseconds.
    pub(crate) fn horizon_ms(&self) -> u64 {
        self.beats / u64::from(self.workers) * EVERY_MS
    }
}

/// Milliseconds until the next client; nexosim schedules nothing for now.
pub(crate) fn client_gap_ms(random: &mut impl Rng) -> u64 {
    let gaps = Exp::new(CLIENTS_PER_DAY / DAY_MS as f64).expect("a rate");
    (gaps.sample(random) as u64).max(1)
}

/// What is known of a worker: in this isolate, and in KV.
#[derive(Clone, Serialize, Deserialize)]
struct Record {
    cached_at: Option<u64>,
    persisted_load: f64,
    persisted_at: u64,
}

/// Operations of a day.
#[derive(Clone, Copy, Default, Serialize, Deserialize)]
struct Day {
    requests: u64,
    reads: u64,
    writes: u64,
}

/// The coordinator.
#[derive(Serialize, Deserialize)]
pub(crate) struct Service {
    records: Vec<Record>,
    worker_ttl_ms: u64,
    listed_at: Option<u64>,
    beats: u64,
    unchanged: u64,
    routed: u64,
    today: Day,
    day_ends: u64,
    days: Vec<Day>,
}

impl Service {
    pub(crate) fn new(work: &Work) -> Self {
        let record = Record { cached_at: None, persisted_load: START_LOAD, persisted_at: 0 };
        Self {
            records: vec![record; work.workers as usize],
            worker_ttl_ms: work.worker_ttl_ms,
            listed_at: None,
            beats: 0,
            unchanged: 0,
            routed: 0,
            today: Day::default(),
            day_ends: DAY_MS,
            days: Vec::new(),
        }
    }

    fn turn(&mut self, now: u64) {
        while now >= self.day_ends {
            self.days.push(std::mem::take(&mut self.today));
            self.day_ends += DAY_MS;
        }
    }

    /// A heartbeat arrives.
    pub(crate) fn beat(&mut self, worker: u32, load: f64, now: u64) {
        self.turn(now);
        self.today.requests += 1;
        self.beats += 1;
        let record = &mut self.records[worker as usize];
        let is_cached = record.cached_at.is_some_and(|at| now - at < self.worker_ttl_ms);
        if !is_cached {
            self.today.reads += 1;
        }
        record.cached_at = Some(now);
        let has_moved = (record.persisted_load - load).abs() > LOAD_DELTA;
        if has_moved || now - record.persisted_at > MAX_INTERVAL_MS {
            record.persisted_load = load;
            record.persisted_at = now;
            self.today.writes += 1;
            self.listed_at = None;
        } else {
            self.unchanged += 1;
        }
    }

    /// A client asks for a worker.
    pub(crate) fn route(&mut self, now: u64) {
        self.turn(now);
        self.today.requests += 1;
        self.routed += 1;
        if self.listed_at.is_some_and(|at| now - at < SERVICE_TTL_MS) {
            return;
        }
        self.today.reads += 1;
        for record in self.records.iter_mut().take(ROUTED) {
            if record.cached_at.is_none_or(|at| now - at >= self.worker_ttl_ms) {
                record.cached_at = Some(now);
                self.today.reads += 1;
            }
        }
        self.listed_at = Some(now);
    }

    /// What it counted.
    pub(crate) fn counts(&self) -> Counts {
        let days = || self.days.iter().chain([&self.today]);
        Counts {
            beats: self.beats,
            reads: days().map(|day| day.reads).sum(),
            writes: days().map(|day| day.writes).sum(),
            routed: self.routed,
        }
    }
}

/// What all programs tell of what they counted.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Counts {
    pub(crate) beats: u64,
    pub(crate) reads: u64,
    pub(crate) writes: u64,
    pub(crate) routed: u64,
}

impl fmt::Display for Counts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { beats, reads, writes, routed } = self;
        write!(f, "{beats} beats, {reads} reads, {writes} writes, {routed} routed")
    }
}
