//! A saved result, read back as one side of a comparison.
//!
//! Only what a comparison needs is read; the versions come first, so that another format is refused
//! for what it is.

use serde::Deserialize;
use serde::de::{DeserializeOwned, IgnoredAny};

use super::{MODEL_VERSION, SCHEMA_VERSION};
use crate::study::{Figure, Metric, RequestFigure, Route, Side};
use crate::words::{Meter, RequestKind};

/// True for bytes that can be nothing but JSON that a kvplan wrote: an object, or an array of
/// objects, with `schema_version`.
pub fn is_result(bytes: &[u8]) -> bool {
    #[derive(Deserialize)]
    struct Head {
        schema_version: Option<IgnoredAny>,
    }
    matches!(first(bytes), Some(b'{' | b'['))
        && documents::<Head>(bytes)
            .is_ok_and(|heads| heads.first().is_some_and(|head| head.schema_version.is_some()))
}

/// The results of a file, one a scenario.
///
/// # Errors
/// A sentence that says why it cannot be used.
pub fn read_results(path: &str, bytes: &[u8]) -> Result<Vec<Side>, String> {
    #[derive(Deserialize)]
    struct Versions {
        schema_version: Option<u64>,
        model_version: Option<u64>,
    }
    let refused = |error| format!("not a result of simulate: {error}");
    for found in documents::<Versions>(bytes).map_err(refused)? {
        expect("schema_version", found.schema_version, SCHEMA_VERSION)?;
        expect("model_version", found.model_version, MODEL_VERSION)?;
    }
    let saved = documents::<Saved>(bytes).map_err(refused)?;
    saved.into_iter().map(|saved| saved.into_side(path)).collect()
}

/// The first byte that says something.
fn first(bytes: &[u8]) -> Option<u8> {
    bytes.iter().copied().find(|byte| !byte.is_ascii_whitespace())
}

/// The objects of a file, read straight into what is wanted of them.
fn documents<T: DeserializeOwned>(bytes: &[u8]) -> serde_json::Result<Vec<T>> {
    if first(bytes) == Some(b'[') {
        serde_json::from_slice(bytes)
    } else {
        serde_json::from_slice(bytes).map(|document| vec![document])
    }
}

fn expect(name: &str, found: Option<u64>, expected: u32) -> Result<(), String> {
    match found {
        Some(found) if found == u64::from(expected) => Ok(()),
        Some(found) => Err(format!(
            "its {name} is {found}, that of this kvplan is {expected}: simulate the scenario again"
        )),
        None => Err(format!("it has no {name}: not a result of simulate")),
    }
}

#[derive(Deserialize)]
struct Saved {
    scenario: SavedScenario,
    plan: String,
    policy: String,
    seed: u64,
    runs: u32,
    days: u32,
    meters: Vec<SavedMeter>,
    requests: Vec<SavedRequest>,
    routing: SavedRouting,
    cost: SavedCost,
    /// Absent in results of older versions.
    staleness_ms: Option<SavedStaleness>,
    #[serde(default)]
    runs_detail: Vec<SavedRun>,
}

#[derive(Deserialize)]
struct SavedScenario {
    name: String,
    sha256: String,
}

#[derive(Deserialize)]
struct SavedMeter {
    meter: String,
    mean_per_day: f64,
    limit_per_day: Option<u64>,
    used_ratio: Option<f64>,
}

#[derive(Deserialize)]
struct SavedRequest {
    request: String,
    count_per_day: f64,
    hit_ratio: Option<f64>,
    latency_ms: SavedLatency,
}

#[derive(Deserialize)]
struct SavedLatency {
    p99: f64,
}

#[derive(Deserialize)]
struct SavedStaleness {
    p99: f64,
}

#[derive(Deserialize)]
struct SavedRouting {
    ok_per_day: f64,
    misrouted_per_day: f64,
    unroutable_per_day: f64,
    false_dead_per_day: f64,
}

#[derive(Deserialize)]
struct SavedCost {
    currency: String,
    per_month: f64,
}

#[derive(Deserialize)]
struct SavedRun {
    run: u32,
    days: Vec<SavedDay>,
}

#[derive(Deserialize)]
struct SavedDay {
    meters: Vec<SavedCount>,
}

#[derive(Deserialize)]
struct SavedCount {
    meter: String,
    count: u64,
}

impl Saved {
    fn into_side(self, path: &str) -> Result<Side, String> {
        let mut figures = Vec::new();
        for it in &self.meters {
            let meter = meter(&it.meter)?;
            figures.push(Figure {
                metric: Metric::Meter(meter),
                value: it.mean_per_day,
                by_run: self.runs_detail.iter().map(|run| run.mean(meter)).collect(),
                limit: it.limit_per_day,
                used_ratio: it.used_ratio,
                sample: None,
            });
        }
        for it in &self.requests {
            let found = RequestKind::ALL.into_iter().find(|kind| kind.name() == it.request);
            let kind = found.ok_or_else(|| format!("unknown request `{}`", it.request))?;
            let figure = |figure, value| Figure::plain(Metric::Request(kind, figure), value);
            figures.extend(it.hit_ratio.map(|ratio| figure(RequestFigure::HitRatio, ratio)));
            let sample = Some(it.count_per_day * f64::from(self.days) * f64::from(self.runs));
            let p99 = figure(RequestFigure::LatencyP99, it.latency_ms.p99);
            figures.push(Figure { sample, ..p99 });
        }
        figures.extend(Route::ALL.map(|route| self.routing.figure(route)));
        if let Some(staleness) = &self.staleness_ms {
            let choices = self.routing.ok_per_day + self.routing.misrouted_per_day;
            let sample = Some(choices * f64::from(self.days) * f64::from(self.runs));
            let p99 = Figure::plain(Metric::StalenessP99, staleness.p99);
            figures.push(Figure { sample, ..p99 });
        }
        figures.push(Figure::plain(Metric::Cost, self.cost.per_month));
        Ok(Side {
            name: self.scenario.name,
            path: path.to_owned(),
            sha256: self.scenario.sha256,
            policy: self.policy,
            plan: self.plan,
            seed: self.seed,
            days: self.days,
            runs: self.runs,
            run_numbers: self.runs_detail.iter().map(|run| run.run).collect(),
            settings: None,
            currency: self.cost.currency,
            figures,
        })
    }
}

impl SavedRun {
    fn mean(&self, meter: Meter) -> f64 {
        let counts = self.days.iter().flat_map(|day| &day.meters);
        let counts = counts.filter(|it| it.meter == meter.name());
        let total: f64 = counts.map(|it| it.count as f64).sum();
        total / self.days.len().max(1) as f64
    }
}

impl SavedRouting {
    fn figure(&self, route: Route) -> Figure {
        let value = match route {
            Route::Ok => self.ok_per_day,
            Route::Misrouted => self.misrouted_per_day,
            Route::Unroutable => self.unroutable_per_day,
            Route::FalseDead => self.false_dead_per_day,
        };
        Figure::plain(Metric::Routing(route), value)
    }
}

fn meter(name: &str) -> Result<Meter, String> {
    let found = Meter::ALL.into_iter().find(|meter| meter.name() == name);
    found.ok_or_else(|| format!("unknown meter `{name}`"))
}
