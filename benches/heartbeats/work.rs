//! The work that every engine here does, and the three settings in which it is done.

use kvplan::platform::Mode;
use kvplan::scenario::{Overrides, Scenario, Source, load};
use kvplan::simulation::RunId;
use kvplan::words::{DAY_MS, Instant};

/// Milliseconds between two beats of a worker.
pub(crate) const EVERY_MS: u64 = 30_000;
/// The length of the jitter that is added to each.
pub(crate) const JITTER_MS: u64 = 500;
/// The load of the first beat.
pub(crate) const START_LOAD: f64 = 0.4;
/// How far a beat moves the load at most.
pub(crate) const LOAD_STEP: f64 = 0.02;
/// Workers that offer the service which clients ask for: no more at any size, so that a client
/// request costs the same everywhere.
pub(crate) const ROUTED: u32 = 2;

/// Which part of a heartbeat's way is measured.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Setting {
    /// Each lookup hits; only what has to be written goes to KV, and that takes no time.
    AllHit,
    /// The TTL equals the interval: about half of the lookups miss. KV takes no time.
    TtlEdge,
    /// The same with latencies as they are by default.
    Sampled,
}

impl Setting {
    pub(crate) const ALL: [Self; 3] = [Self::AllHit, Self::TtlEdge, Self::Sampled];

    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::AllHit => "all hit",
            Self::TtlEdge => "TTL edge",
            Self::Sampled => "latencies",
        }
    }

    pub(crate) const fn worker_ttl_ms(self) -> u64 {
        match self {
            Self::AllHit => 45_000,
            Self::TtlEdge | Self::Sampled => 30_000,
        }
    }

    const fn latency(self) -> &'static str {
        match self {
            Self::AllHit | Self::TtlEdge => "none",
            Self::Sampled => "typical",
        }
    }
}

/// So many workers in a setting, up to a horizon.
#[derive(Clone, Debug)]
pub(crate) struct Work {
    pub(crate) setting: Setting,
    pub(crate) scenario: Scenario,
    pub(crate) horizon: Instant,
}

impl Work {
    pub(crate) fn new(workers: u32, setting: Setting, horizon: Instant) -> Self {
        let scenario = scenario(workers, setting, horizon.ms().div_ceil(DAY_MS));
        Self { setting, scenario, horizon }
    }

    /// About so many beats of all workers together.
    pub(crate) fn of_beats(workers: u32, setting: Setting, beats: u64) -> Self {
        let horizon = (beats / u64::from(workers) * EVERY_MS).min(3_660 * DAY_MS);
        Self::new(workers, setting, Instant::from_ms(horizon))
    }

    /// The same up to an earlier horizon.
    pub(crate) fn shorter(&self, divisor: u64) -> Self {
        let horizon = Instant::from_ms(self.horizon.ms() / divisor);
        Self { horizon, ..self.clone() }
    }

    pub(crate) fn workers(&self) -> u32 {
        self.scenario.workers.iter().map(|group| group.count).sum()
    }

    pub(crate) fn run_id(&self) -> RunId {
        RunId { run: 0, mode: Mode::Measure }
    }
}

fn scenario(workers: u32, setting: Setting, days: u64) -> Scenario {
    let group = |name, count| {
        format!(
            "  - name: {name}
    count: {count}
    services: [{name}]
    heartbeat: {{ every: {EVERY_MS}ms, timing: grid, jitter: {JITTER_MS}ms, phase: random }}
    load: {{ walk: {{ start: {START_LOAD}, step: {LOAD_STEP} }} }}
"
        )
    };
    let others = if workers > ROUTED { group("others", workers - ROUTED) } else { String::new() };
    let yaml = format!(
        "policy: {{ extends: optimized, cache: {{ worker_ttl: {}ms }} }}
days: {}
runs: 1
seed: 42
workers:
{}{others}traffic:
  - {{ service: routed, requests_per_day: 100, arrivals: poisson }}
admin: {{ loads_per_day: 0 }}
kv: {{ latency: {} }}
",
        setting.worker_ttl_ms(),
        days.max(1),
        group("routed", ROUTED),
        setting.latency(),
    );
    let source = Source { path: "bench.yaml".into(), bytes: yaml.clone().into() };
    load(&source, &Overrides::default(), &|path| panic!("reads {path}"))
        .unwrap_or_else(|errors| panic!("{yaml}{errors:#?}"))
}
