//! The published do's and don'ts, each with and without in this scenario.

use super::Advisor;
use super::levers::Change;
use crate::coordinator::{Baseline, Policy, When};
use crate::scenario::{Scenario, runs_alike};
use crate::study::figures::value;
use crate::study::summary::Summary;
use crate::words::{Figure, Measure, Meter, RequestKind, Scope, Span};

/// What is looked at.
pub const PRACTICED: [Measure; 4] = [
    Measure::Meter(Meter::Reads),
    Measure::Meter(Meter::Writes),
    Measure::HitRatio,
    Measure::StalenessP99,
];

/// What was published.
#[derive(Clone, PartialEq, Debug)]
pub struct Practice {
    /// Is it advised, or advised against?
    pub is_advised: bool,
    /// In a few words.
    pub name: &'static str,
    /// The scenario without it.
    pub without: Vec<Change>,
    /// The scenario with it.
    pub with: Vec<Change>,
    /// The figures of [`PRACTICED`] without and with it, where they have a value.
    pub figures: [(Option<f64>, Option<f64>); PRACTICED.len()],
}

impl Advisor<'_> {
    /// Each of them. `None`: it was stopped.
    pub fn practices(&self) -> Option<Vec<Practice>> {
        let mut all = Vec::new();
        for (is_advised, name, without, with) in published(self.base()) {
            let sides = (self.with(&without), self.with(&with));
            let (Ok(before), Ok(after)) = sides else { continue };
            self.tries(name);
            let (was, is) = (self.known(&before)?, self.known(&after)?);
            let figures = PRACTICED.map(|it| {
                let figure = figure(it);
                (value(&was, &figure), value(&is, &figure))
            });
            all.push(Practice { is_advised, name, without, with, figures });
        }
        Some(all)
    }

    /// All runs, of the scenario as written those that there are.
    pub(super) fn known(&self, scenario: &Scenario) -> Option<Summary> {
        if runs_alike(scenario, self.base()) {
            return Some(self.case.written.clone());
        }
        self.study(scenario)
    }
}

/// Of the mean day; the hit rate is that of client requests.
fn figure(measure: Measure) -> Figure {
    match measure {
        Measure::HitRatio => Figure::new(Scope::Request(RequestKind::Route), measure),
        _ => measure.of_all().mean(),
    }
}

type Published = (bool, &'static str, Vec<Change>, Vec<Change>);

/// What the notes on the optimization of such a coordinator advise, as settings of this scenario.
fn published(scenario: &Scenario) -> Vec<Published> {
    let Policy { write, cache, .. } = &scenario.policy;
    let set = |path: &str, value: &str| Change::new(path, value);
    let ttls = |span: &str| {
        vec![set("policy.cache.worker_ttl", span), set("policy.cache.service_ttl", span)]
    };
    let own = vec![
        set("policy.cache.worker_ttl", &cache.worker_ttl.to_string()),
        set("policy.cache.service_ttl", &cache.service_ttl.to_string()),
    ];
    let longer = if cache.worker_ttl > Span::from_secs(30) { own.clone() } else { ttls("45s") };
    let on_change =
        if write.when == When::Changed { vec![] } else { vec![set("policy", "optimized")] };
    let mut all = vec![
        (true, "no deploys: caches warm", deploys("10"), deploys("0")),
        (true, "a TTL of 30 s", longer, ttls("30s")),
        (
            true,
            "invalidate on writes",
            vec![set("policy.cache.invalidate", "none")],
            vec![set("policy.cache.invalidate", "all")],
        ),
        (
            true,
            "several cache levels",
            vec![set("policy.cache.service_ttl", "0s")],
            vec![set("policy.cache.service_ttl", "30s")],
        ),
        (true, "write on changes only", vec![set("policy", "naive")], on_change),
        (false, "cache for ever", own.clone(), ttls("3650d")),
        (false, "TTLs over 60 s", ttls("30s"), ttls("2m")),
        (
            false,
            "cache the admin page",
            vec![set("policy.cache.admin", "no")],
            vec![set("policy.cache.admin", "yes")],
        ),
        (
            false,
            "prewarm the caches",
            vec![set("policy.cache.prewarm", "no")],
            vec![set("policy.cache.prewarm", "yes")],
        ),
    ];
    if scenario.admin.loads_per_day == 0.0 {
        all.retain(|(_, name, ..)| !name.contains("admin"));
    }
    if write.when == When::Changed && write.baseline != Baseline::Memory {
        // What a worker said last is then known to the isolate alone.
        let memory = vec![set("policy.write.baseline", "memory")];
        all.insert(6, (false, "bypass KV: in memory", Vec::new(), memory));
    }
    all
}

fn deploys(a_day: &str) -> Vec<Change> {
    vec![Change::new("isolates.deploys_per_day", a_day)]
}
