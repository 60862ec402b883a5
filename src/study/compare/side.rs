//! One side of a comparison: a study just made, or a result saved before.

use serde::Serialize;

use crate::scenario::{Budget, Scenario, Setting};
use crate::study::figures::{by_run, catalogue, value};
use crate::study::summary::Summary;
use crate::words::{Figure, Measure, Scope};

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
    /// The figures, each once.
    #[serde(skip)]
    pub figures: Vec<Measured>,
}

/// One figure of a side.
#[derive(Clone, PartialEq, Debug)]
pub struct Measured {
    /// Which.
    pub figure: Figure,
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
    pub fn measured(&self, figure: &Figure) -> Option<&Measured> {
        self.figures.iter().find(|it| it.figure == *figure)
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
            figures: catalogue().into_iter().filter_map(|figure| measured(it, figure)).collect(),
            ..Self::default()
        }
    }
}

/// A figure of a summary. A cause that led to nothing is no figure.
fn measured(summary: &Summary, figure: Figure) -> Option<Measured> {
    let found = value(summary, &figure)?;
    if matches!(figure.scope, Scope::Cause(..)) && found == 0.0 {
        return None;
    }
    let meter = figure.meter().map(|it| &summary.meters[it.index()]);
    Some(Measured {
        value: found,
        by_run: by_run(summary, &figure),
        limit: meter.and_then(|it| it.limit_per_day),
        used_ratio: meter.and_then(|it| it.used_ratio),
        sample: sample(summary, &figure),
        figure,
    })
}

/// The requests that a percentile rests on.
fn sample(summary: &Summary, figure: &Figure) -> Option<f64> {
    let days = f64::from(summary.days) * f64::from(summary.runs);
    match (&figure.scope, figure.measure) {
        (Scope::Request(kind), Measure::LatencyP99) => {
            let found = summary.requests.iter().find(|it| it.request == *kind)?;
            Some(found.count_per_day * days)
        }
        (_, Measure::StalenessP99) => Some(summary.routing.answered_per_day() * days),
        _ => None,
    }
}
