//! The checked scenario: plain values, all within their bounds.

use crate::coordinator::Policy;
use crate::platform::{AccountSettings, IsolateSettings, KvSettings, Plan, QuotaSettings};
use crate::words::{Meter, ServiceId, Word, named};
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
}

/// A policy of the file with a name of its own.
#[derive(Clone, PartialEq, Debug)]
pub struct NamedPolicy {
    /// The name.
    pub name: String,
    /// The settings.
    pub policy: Policy,
}

/// A bound on a metric.
#[derive(Clone, PartialEq, Debug)]
pub struct Budget {
    /// What is bounded.
    pub metric: BudgetMetric,
    /// The most that passes.
    pub max: Option<BudgetMax>,
    /// The least that passes, for `hit_ratio`.
    pub min: Option<f64>,
    /// From here on it warns.
    pub warn: Option<BudgetMax>,
    /// The growth against a baseline that passes, as a share (0.05 is 5 %).
    pub growth: Option<f64>,
    /// Growth by so many a day passes in any case.
    pub growth_floor: Option<f64>,
    /// Which day is judged.
    pub stat: BudgetStat,
    /// Why it was set, in the user's words.
    pub reason: Option<String>,
    /// Its line in the scenario file, from 1; 0 where an override set it.
    pub line: u32,
}

/// What a budget bounds.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum BudgetMetric {
    /// A meter's daily count.
    Meter(Meter),
    /// The share of requests that needed no operation.
    HitRatio,
    /// The 99th percentile of all requests' latency, in milliseconds.
    LatencyP99,
    /// The share of routed requests that went to a worker that was down.
    MisroutedRatio,
    /// What a month costs.
    CostPerMonth,
}

impl BudgetMetric {
    /// All of them, in the order of the documentation.
    pub const ALL: [Self; Meter::COUNT + 4] = [
        Self::Meter(Meter::Reads),
        Self::Meter(Meter::Writes),
        Self::Meter(Meter::Deletes),
        Self::Meter(Meter::Lists),
        Self::Meter(Meter::Requests),
        Self::HitRatio,
        Self::LatencyP99,
        Self::MisroutedRatio,
        Self::CostPerMonth,
    ];

    /// The one name used in files, tables, CSV and JSON.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Meter(meter) => meter.name(),
            Self::HitRatio => "hit_ratio",
            Self::LatencyP99 => "latency_p99",
            Self::MisroutedRatio => "misrouted_ratio",
            Self::CostPerMonth => "cost_per_month",
        }
    }
}

impl Word for BudgetMetric {
    fn words(&self) -> Vec<&'static str> {
        Self::ALL.map(Self::name).to_vec()
    }

    fn place(&self) -> usize {
        Self::ALL.iter().position(|it| it == self).unwrap_or_default()
    }

    fn set(&mut self, place: usize) {
        *self = Self::ALL[place];
    }
}

/// A bound as the user writes it.
#[derive(Clone, Copy, PartialEq, Debug)]
pub enum BudgetMax {
    /// A number of the metric's unit.
    Count(f64),
    /// A share of the plan's daily limit (0.8 is 80 %).
    OfLimit(f64),
}

/// Which day a budget judges.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum BudgetStat {
    /// The worst day of all runs.
    WorstDay,
    /// The mean day.
    Mean,
}
named!(BudgetStat, WorstDay = "worst_day", Mean = "mean");
