//! The checked scenario: plain values, all within their bounds.

use crate::coordinator::Policy;
use crate::platform::{
    AccountSettings, IsolateSettings, KvSettings, Plan, QuotaSettings, VALUE_BYTES_MAX,
};
use crate::words::{DAY_MS, Figure, Layout, ServiceId};
use crate::workload::{AdminLoads, Traffic, WorkerGroup};

/// A scenario after all checks.
#[derive(Clone, PartialEq, Debug)]
pub struct Scenario {
    /// Its name, for people.
    pub name: String,
    /// The path as the user typed it; `-` for standard input.
    pub path: String,
    /// SHA-256 of the file's bytes, in hex.
    pub sha256: String,
    /// The overrides of the command line, as typed (`workers[0].count=3`).
    pub overrides: Vec<String>,
    /// The limits and prices.
    pub plan: Plan,
    /// The policy's name, or `custom (extends optimized)` where the file changes one in place.
    pub policy_name: String,
    /// The coordinator's settings.
    pub policy: Policy,
    /// More policies, by name.
    pub policies: Vec<NamedPolicy>,
    /// Simulated days of each run.
    pub days: u32,
    /// Replications.
    pub runs: u32,
    /// The seed of all random streams.
    pub seed: u64,
    /// The names of the services; a [`ServiceId`] is a place in it.
    pub services: Vec<String>,
    /// The workers.
    pub workers: Vec<WorkerGroup>,
    /// The clients.
    pub traffic: Vec<Traffic>,
    /// The admin page.
    pub admin: AdminLoads,
    /// The namespace.
    pub kv: KvSettings,
    /// The isolates.
    pub isolates: IsolateSettings,
    /// Milliseconds of CPU time that a request takes; `None`: nobody says, and it costs nothing here.
    pub cpu_ms_per_request: Option<f64>,
    /// The rest of the account.
    pub account: AccountSettings,
    /// How the limits are counted.
    pub quota: QuotaSettings,
    /// Bounds that `gate` checks.
    pub budgets: Vec<Budget>,
}

impl Scenario {
    /// The name of a service.
    pub fn service_name(&self, service: ServiceId) -> &str {
        &self.services[usize::from(service.0)]
    }

    /// All workers of all groups.
    pub fn worker_count(&self) -> u64 {
        self.workers.iter().map(|group| u64::from(group.count)).sum()
    }

    /// The bytes of the key that holds all workers, where there is one and KV would not take it.
    pub fn too_large_a_value(&self) -> Option<f64> {
        let sizes = &self.kv.sizes;
        let bytes = f64::from(sizes.record) * self.worker_count() as f64 / sizes.compression;
        let is_one = self.policy.layout == Layout::OneKey;
        (is_one && bytes > f64::from(VALUE_BYTES_MAX)).then_some(bytes)
    }

    /// About how many heartbeats come a day.
    pub fn beats_per_day(&self) -> f64 {
        let of = |group: &WorkerGroup| {
            f64::from(group.count) * DAY_MS as f64 / group.heartbeat.every.ms() as f64
        };
        self.workers.iter().map(of).sum()
    }

    /// About how many requests of clients and loads of the admin page come a day.
    pub fn visits_per_day(&self) -> f64 {
        let routed: f64 = self.traffic.iter().map(|traffic| traffic.requests_per_day).sum();
        let refresh = self.admin.refresh.as_ref();
        let again = refresh.map_or(0, |it| it.during.ms() / it.every.ms().max(1));
        routed + self.admin.loads_per_day * (1.0 + again as f64)
    }

    /// About how many heartbeats and requests all runs have together.
    pub fn expected_events(&self) -> f64 {
        let a_day = self.beats_per_day() + self.visits_per_day();
        a_day * f64::from(self.days) * f64::from(self.runs)
    }
}

/// A policy of the file with a name of its own.
#[derive(Clone, PartialEq, Debug)]
pub struct NamedPolicy {
    /// The name.
    pub name: String,
    /// The settings.
    pub policy: Policy,
}

/// A bound on a figure.
#[derive(Clone, PartialEq, Debug)]
pub struct Budget {
    /// What is bounded, and on which day.
    pub metric: Figure,
    /// The most that passes.
    pub max: Option<BudgetMax>,
    /// The least that passes, for a figure of which more is better.
    pub min: Option<f64>,
    /// From here on it warns.
    pub warn: Option<BudgetMax>,
    /// The growth against a baseline that passes, as a share (0.05 is 5 %).
    pub growth: Option<f64>,
    /// Growth by so many a day passes in any case.
    pub growth_floor: Option<f64>,
    /// Why it was set, in the user's words.
    pub reason: Option<String>,
    /// Its line in the scenario file, from 1; 0 where an override set it.
    pub line: u32,
}

/// A bound as the user writes it.
#[derive(Clone, Copy, PartialEq, Debug)]
pub enum BudgetMax {
    /// A number of the figure's unit.
    Count(f64),
    /// A share of the plan's daily limit (0.8 is 80 %).
    OfLimit(f64),
}
