//! What each colo does, how its isolates come and go, and how old what its routers know is.

use serde::{Deserialize, Serialize};

use super::RoutingSummary;
use crate::study::serial::{cold_operations, operations_per_day};
use crate::words::Op;

/// One colo, means a day over all days of all runs.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct ColoSummary {
    /// Its name.
    pub colo: String,
    /// Its share of the clients' traffic that no source sends elsewhere, 0 to 1.
    pub share: f64,
    /// Isolates at once, as configured.
    pub isolates: u64,
    /// Requests that reached it.
    pub requests_per_day: f64,
    /// Operations, in the order of [`Op::ALL`].
    #[serde(flatten, serialize_with = "operations_per_day")]
    pub operations_per_day: [f64; Op::COUNT],
    /// Reads that its edge cache answered; they are billed like the others.
    pub hot_reads_per_day: f64,
    /// Its isolates' births.
    #[serde(flatten)]
    pub births: Births,
    /// What became of its client requests.
    pub routing: RoutingSummary,
    /// How old what its routers knew was; `None` where none chose a worker.
    pub staleness_ms: Option<StalenessSummary>,
}

impl ColoSummary {
    /// Operations of one kind.
    pub fn operations(&self, op: Op) -> f64 {
        self.operations_per_day[op.index()]
    }

    /// The share of its reads that its edge cache answered; `None` where it read nothing.
    pub fn hot_ratio(&self) -> Option<f64> {
        let reads = self.operations(Op::Read);
        (reads > 0.0).then(|| self.hot_reads_per_day / reads)
    }
}

/// The isolates of all colos.
#[derive(Clone, Copy, PartialEq, Debug, Default, Serialize, Deserialize)]
pub struct IsolatesSummary {
    /// Isolates at once, as configured.
    pub count: u64,
    /// Their births.
    #[serde(flatten)]
    pub births: Births,
}

/// Births of isolates, and what they lead to.
#[derive(Clone, Copy, PartialEq, Debug, Default, Serialize, Deserialize)]
pub struct Births {
    /// Isolates born a day; the first ones of each run are among them.
    pub cold_starts_per_day: f64,
    /// Operations a day because an isolate knew nothing of the key yet, in the order of [`Op::ALL`].
    #[serde(flatten, serialize_with = "cold_operations", skip_deserializing)]
    pub operations_per_day: [f64; Op::COUNT],
}

impl Births {
    /// All operations together, a day.
    pub fn operations(&self) -> f64 {
        self.operations_per_day.iter().sum()
    }
}

/// How old the last heartbeat was that a router knew of the worker that it chose, in milliseconds.
/// The quantiles are exact below a second, then up to one percent too low; `max` is exact.
#[derive(Clone, Copy, PartialEq, Debug, Default, Serialize, Deserialize)]
pub struct StalenessSummary {
    /// Half of the choices rest on a heartbeat of at most this age.
    #[serde(skip_deserializing)]
    pub p50: f64,
    /// 95 of 100.
    #[serde(skip_deserializing)]
    pub p95: f64,
    /// 99 of 100.
    pub p99: f64,
    /// The oldest of all.
    #[serde(skip_deserializing)]
    pub max: f64,
}

/// Live workers that stand in no index of a service that they offer, looked at each hour.
#[derive(Clone, Copy, PartialEq, Debug, Serialize, Deserialize)]
pub struct UnlistedSummary {
    /// The mean over all looks.
    pub mean: f64,
    /// The most of one look.
    pub max: u64,
}
