//! The figures of one bound, alike in JSON and CSV. Units are those of the metric.

use serde::Serialize;

use crate::study::gate::{BoundCheck, Finding, Judged};

/// Without a sample there are none.
#[derive(Serialize)]
pub(super) struct BoundFigures {
    pub(super) bound: &'static str,
    pub(super) verdict: &'static str,
    pub(super) value: Option<f64>,
    pub(super) allowed: Option<f64>,
    pub(super) warn_from: Option<f64>,
    pub(super) baseline: Option<f64>,
    pub(super) used_ratio: Option<f64>,
    pub(super) spare: Option<f64>,
    pub(super) run: Option<u32>,
    pub(super) day: Option<u32>,
    pub(super) days_above: Option<u64>,
}

impl From<&BoundCheck> for BoundFigures {
    fn from(it: &BoundCheck) -> Self {
        let judged = match &it.finding {
            Finding::Judged(judged) => Some(judged),
            Finding::Missing(_) => None,
        };
        let at = judged.and_then(|it| it.at);
        Self {
            bound: it.bound.name(),
            verdict: it.verdict().name(),
            value: judged.map(|it| it.value),
            allowed: judged.map(|it| it.allowed),
            warn_from: judged.and_then(|it| it.warn_from),
            baseline: judged.and_then(|it| it.baseline),
            used_ratio: judged.and_then(Judged::used_ratio),
            spare: judged.map(Judged::spare),
            run: at.map(|at| at.run),
            day: at.map(|at| at.day),
            days_above: judged.and_then(|it| it.days_above),
        }
    }
}
