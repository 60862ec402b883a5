//! One side of a comparison: a study just made, or a result saved before.

use serde::Serialize;

use crate::scenario::{Budget, Scenario, Setting};
use crate::study::summary::{RequestSummary, RunDetail, Summary};
use crate::words::{Meter, RequestKind};

/// What is compared.
#[derive(Clone, PartialEq, Debug, Default, Serialize)]
pub struct Side {
    /// The scenario's name.
    pub name: String,
    /// The scenario's path, or that of the saved result.
    pub path: String,
    /// The fingerprint of the scenario's file.
    pub sha256: String,
    /// The plan's name.
    pub plan: String,
    /// The policy's name.
    pub policy: String,
    /// The seed of all random streams.
    pub seed: u64,
    /// Runs that were made.
    pub runs: u32,
    /// Days of each run.
    pub days: u32,
    /// Three letters.
    pub currency: String,
    /// The numbers of the runs whose figures are known one by one.
    #[serde(skip)]
    pub run_numbers: Vec<u32>,
    /// Every setting; `None` for a saved result, which does not hold them.
    #[serde(skip)]
    pub settings: Option<Vec<Setting>>,
    /// What the command line changed in the scenario.
    #[serde(skip)]
    pub changes: Vec<String>,
    /// The budgets, wherever they stand; a saved result does not hold them.
    #[serde(skip)]
    pub budgets: Vec<Budget>,
    /// The figures, each metric once.
    #[serde(skip)]
    pub figures: Vec<Figure>,
}

/// One figure of a side.
#[derive(Clone, PartialEq, Debug)]
pub struct Figure {
    /// Which.
    pub metric: Metric,
    /// Over all runs.
    pub value: f64,
    /// Of each run, in the order of [`Side::run_numbers`]; empty where that is not known.
    pub by_run: Vec<f64>,
    /// The daily limit.
    pub limit: Option<u64>,
    /// The worst day as a share of the limit.
    pub used_ratio: Option<f64>,
    /// The requests that it rests on, where it is a percentile.
    pub sample: Option<f64>,
}

/// What can be compared.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Metric {
    /// A meter's mean day.
    Meter(Meter),
    /// A figure of one kind of request.
    Request(RequestKind, RequestFigure),
    /// Client requests that ended so, a day.
    Routing(Route),
    /// The 99th percentile of the age of the heartbeats that routes rest on, in milliseconds.
    StalenessP99,
    /// The cost of a month.
    Cost,
}

/// What is compared of each kind of request.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum RequestFigure {
    /// The share that needed no KV operation.
    HitRatio,
    /// The 99th percentile of their latency, in milliseconds.
    LatencyP99,
}

/// How a client request can end.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Route {
    /// Sent to a worker that was up.
    Ok,
    /// Sent to a worker that was down.
    Misrouted,
    /// No healthy worker was known.
    Unroutable,
    /// Not an end: a worker that was up was left out as dead.
    FalseDead,
}

impl Route {
    /// All of them, in the order of every report.
    pub const ALL: [Self; 4] = [Self::Ok, Self::Misrouted, Self::Unroutable, Self::FalseDead];

    /// Its name.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Ok => "routed ok",
            Self::Misrouted => "misrouted",
            Self::Unroutable => "unroutable",
            Self::FalseDead => "false dead",
        }
    }
}

impl Metric {
    /// All metrics, in the order of every report.
    pub fn all() -> Vec<Self> {
        let kinds = RequestKind::ALL.into_iter();
        let of_kind = |figure| kinds.clone().map(move |kind| Self::Request(kind, figure));
        let meters = Meter::ALL.into_iter().map(Self::Meter);
        meters
            .chain(of_kind(RequestFigure::HitRatio))
            .chain(of_kind(RequestFigure::LatencyP99))
            .chain(Route::ALL.into_iter().map(Self::Routing))
            .chain([Self::StalenessP99, Self::Cost])
            .collect()
    }

    /// Its name, for people and for CSV.
    pub fn name(self) -> String {
        match self {
            Self::Meter(meter) => meter.name().to_owned(),
            Self::Request(kind, RequestFigure::HitRatio) => format!("{kind} hit rate"),
            Self::Request(kind, RequestFigure::LatencyP99) => format!("{kind} p99"),
            Self::Routing(route) => route.name().to_owned(),
            Self::StalenessP99 => "staleness p99".to_owned(),
            Self::Cost => "cost a month".to_owned(),
        }
    }
}

impl Side {
    /// The side of a study.
    pub fn of(scenario: &Scenario, summary: &Summary) -> Self {
        Self {
            name: scenario.name.clone(),
            path: scenario.path.clone(),
            sha256: scenario.sha256.clone(),
            plan: scenario.plan.name.clone(),
            policy: scenario.policy_name.clone(),
            seed: scenario.seed,
            settings: Some(scenario.settings()),
            changes: scenario.overrides.clone(),
            budgets: scenario.budgets.iter().map(|it| Budget { line: 0, ..it.clone() }).collect(),
            ..Self::from(summary)
        }
    }

    /// A figure, where this side has it.
    pub fn figure(&self, metric: Metric) -> Option<&Figure> {
        self.figures.iter().find(|figure| figure.metric == metric)
    }
}

/// Of figures alone: what they were made from is not said.
impl From<&Summary> for Side {
    fn from(it: &Summary) -> Self {
        Self {
            days: it.days,
            runs: it.runs,
            run_numbers: it.runs_detail.iter().map(|detail| detail.run).collect(),
            currency: it.cost.currency.clone(),
            figures: figures(it),
            ..Self::default()
        }
    }
}

impl Figure {
    /// A figure that nothing limits, and that is not known run by run.
    fn plain(metric: Metric, value: f64) -> Self {
        Self { metric, value, by_run: Vec::new(), limit: None, used_ratio: None, sample: None }
    }
}

fn figures(summary: &Summary) -> Vec<Figure> {
    let meters = summary.meters.iter().map(|it| Figure {
        metric: Metric::Meter(it.meter),
        value: it.mean_per_day,
        by_run: run_means(&summary.runs_detail, it.meter),
        limit: it.limit_per_day,
        used_ratio: it.used_ratio,
        sample: None,
    });
    let routing = &summary.routing;
    let routes = Route::ALL.map(|route| {
        let value = match route {
            Route::Ok => routing.ok_per_day,
            Route::Misrouted => routing.misrouted_per_day,
            Route::Unroutable => routing.unroutable_per_day,
            Route::FalseDead => routing.false_dead_per_day,
        };
        Figure::plain(Metric::Routing(route), value)
    });
    let cost = Figure::plain(Metric::Cost, summary.cost.per_month);
    let requests = summary.requests.iter();
    let days = f64::from(summary.days) * f64::from(summary.runs);
    let requests = requests.flat_map(|it| request_figures(it, days));
    let staleness = summary.staleness_ms.map(|it| Figure {
        sample: Some((routing.ok_per_day + routing.misrouted_per_day) * days),
        ..Figure::plain(Metric::StalenessP99, it.p99)
    });
    meters.chain(requests).chain(routes).chain(staleness).chain([cost]).collect()
}

fn request_figures(it: &RequestSummary, days: f64) -> [Figure; 2] {
    let figure = |figure, value| Figure::plain(Metric::Request(it.request, figure), value);
    [
        figure(RequestFigure::HitRatio, it.hit_ratio),
        Figure {
            sample: Some(it.count_per_day * days),
            ..figure(RequestFigure::LatencyP99, it.latency_ms.p99)
        },
    ]
}

/// The mean day of each run.
pub fn run_means(details: &[RunDetail], meter: Meter) -> Vec<f64> {
    let mean = |detail: &RunDetail| {
        let total: u64 = detail.days.iter().map(|day| day.count(meter)).sum();
        total as f64 / detail.days.len().max(1) as f64
    };
    details.iter().map(mean).collect()
}
