//! The four published ways to see that the optimization works, made here.

use super::Advisor;
use super::levers::Change;
use crate::scenario::Scenario;
use crate::study::summary::Summary;
use crate::words::{DAY_MS, Meter, RequestKind};

/// What is to be seen.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Claim {
    /// Writes drop by 90 % against the naive policy.
    WritesDrop,
    /// More than nine of ten client requests need no operation.
    HitRate,
    /// Of ten rapid requests the first alone reaches KV.
    TenInARow,
    /// Most heartbeats write nothing.
    MostSkipped,
}

/// What was found.
#[derive(Clone, PartialEq, Debug)]
pub struct Check {
    /// Of what.
    pub claim: Claim,
    /// A share; of ten in a row how many reach KV. `None`: it cannot be seen here.
    pub found: Option<f64>,
    /// Is it as published?
    pub holds: bool,
    /// What has to be changed to see it.
    pub changes: Vec<Change>,
    /// Milliseconds between two client requests of a service, and how long its list serves: with fewer
    /// requests than lists a hit rate cannot be had.
    pub between: Option<(f64, f64)>,
}

impl Advisor<'_> {
    /// Each of them. `None`: it was stopped.
    pub fn checks(&self) -> Option<Vec<Check>> {
        let written = self.case.written;
        let mut all = Vec::new();
        let naive = vec![Change::new("policy", "naive")];
        if let Ok(scenario) = self.with(&naive) {
            let before = writes(&self.known(&scenario)?);
            let found = (before > 0.0).then(|| 1.0 - writes(written) / before);
            all.push(check(Claim::WritesDrop, found, |it| it >= 0.9, Vec::new()));
        }
        let hits = hit_ratio(written);
        let between = between(self.base()).filter(|_| hits.is_some());
        let rate = check(Claim::HitRate, hits, |it| it > 0.9, Vec::new());
        all.push(Check { between, ..rate });
        let arrivals = "{ bursts: { size: 10, spacing: 100ms } }";
        let groups = 0..self.base().traffic.len();
        let bursts = groups.map(|at| Change::new(format!("traffic[{at}].arrivals"), arrivals));
        let bursts: Vec<Change> = bursts.collect();
        if let (false, Ok(scenario)) = (bursts.is_empty(), self.with(&bursts)) {
            let reach = hit_ratio(&self.known(&scenario)?).map(|it| 10.0 * (1.0 - it));
            all.push(check(Claim::TenInARow, reach, |it| it < 1.5, bursts));
        }
        let beats = written.requests.iter().find(|it| it.request == RequestKind::Heartbeat);
        let skipped = &written.skipped;
        let skipped = skipped.unchanged_per_day + skipped.small_load_change_per_day;
        let share = beats.map(|it| skipped / it.count_per_day);
        all.push(check(Claim::MostSkipped, share, |it| it > 0.5, Vec::new()));
        Some(all)
    }
}

fn check(
    claim: Claim,
    found: Option<f64>,
    is_so: impl Fn(f64) -> bool,
    changes: Vec<Change>,
) -> Check {
    Check { claim, found, holds: found.is_some_and(is_so), changes, between: None }
}

fn writes(summary: &Summary) -> f64 {
    summary.meters[Meter::Writes.index()].mean_per_day
}

fn hit_ratio(summary: &Summary) -> Option<f64> {
    let routes = summary.requests.iter().find(|it| it.request == RequestKind::Route);
    routes.map(|it| it.hit_ratio)
}

/// Of the busiest service.
fn between(scenario: &Scenario) -> Option<(f64, f64)> {
    let most = scenario.traffic.iter().map(|it| it.requests_per_day).fold(0.0, f64::max);
    let serves = scenario.policy.cache.service_ttl.ms() as f64;
    (most > 0.0).then(|| (DAY_MS as f64 / most, serves))
}
