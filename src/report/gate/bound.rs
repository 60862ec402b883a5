//! The figures of one bound, alike in JSON and CSV. Units are those of the metric.

use serde::Serialize;

use crate::study::gate::{BoundCheck, Finding, Judged};

/// Without a sample there are none.
#[derive(Serialize, Default)]
pub(super) struct BoundFigures {
    bound: &'static str,
    verdict: &'static str,
    value: Option<f64>,
    allowed: Option<f64>,
    warn_from: Option<f64>,
    baseline: Option<f64>,
    used_ratio: Option<f64>,
    spare: Option<f64>,
    run: Option<u32>,
    day: Option<u32>,
    days_above: Option<u64>,
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
