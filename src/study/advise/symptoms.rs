//! Something is wrong: which cause is behind it? Each suspected one is taken away, and the figure
//! measured again.

use super::Advisor;
use super::levers::Change;
use crate::scenario::{Scenario, runs_alike};
use crate::study::figures::value;
use crate::words::{Layout, Measure, Meter, Span, named};
use crate::workload::WorkerGroup;

/// What somebody sees.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Symptom {
    /// Clients reach workers that the router knows little of.
    Stale,
    /// More reads than expected.
    Reads,
    /// Memory that grows.
    Memory,
    /// Requests for which no worker is found.
    Unroutable,
    /// More writes than expected.
    Writes,
}
named!(
    Symptom,
    Stale = "stale",
    Reads = "reads",
    Memory = "memory",
    Unroutable = "unroutable",
    Writes = "writes"
);

impl Symptom {
    /// The figure that shows it.
    pub const fn measure(self) -> Measure {
        match self {
            Self::Stale => Measure::StalenessP99,
            Self::Reads => Measure::Meter(Meter::Reads),
            Self::Memory => Measure::Memory,
            Self::Unroutable => Measure::Unroutable,
            Self::Writes => Measure::Meter(Meter::Writes),
        }
    }
}

/// A suspected cause that was taken away.
#[derive(Clone, PartialEq, Debug)]
pub struct Step {
    /// What was suspected.
    pub suspected: &'static str,
    /// How it was taken away.
    pub changes: Vec<Change>,
    /// The figure without it; `None`: it has no value then.
    pub without: Option<f64>,
}

/// The way to the cause.
#[derive(Clone, PartialEq, Debug)]
pub struct Diagnosis {
    /// What is seen.
    pub symptom: Symptom,
    /// The figure as written; `None`: it has no value.
    pub now: Option<f64>,
    /// Each suspected cause, the one without which the figure is least first.
    pub steps: Vec<Step>,
}

impl Advisor<'_> {
    /// What is behind a symptom. `None`: it was stopped.
    pub fn diagnose(&self, symptom: Symptom) -> Option<Diagnosis> {
        let figure = symptom.measure().of_all().mean();
        let now = value(self.case.written, &figure);
        let mut steps = Vec::new();
        // Of nothing there is no cause.
        let suspects = if now == Some(0.0) { Vec::new() } else { suspects(symptom, self.base()) };
        for (suspected, changes) in suspects {
            let Ok(scenario) = self.with(&changes) else { continue };
            if runs_alike(&scenario, self.base()) {
                continue;
            }
            self.tries(suspected);
            let without = value(&self.study(&scenario)?, &figure);
            steps.push(Step { suspected, changes, without });
        }
        let rank = |it: &Step| it.without.unwrap_or(f64::INFINITY);
        steps.sort_by(|a, b| rank(a).total_cmp(&rank(b)));
        Some(Diagnosis { symptom, now, steps })
    }
}

type Suspect = (&'static str, Vec<Change>);

fn suspects(symptom: Symptom, scenario: &Scenario) -> Vec<Suspect> {
    let one = |path: &str, value: &str| vec![Change::new(path, value)];
    let every = |path: &str, value: &dyn Fn(&WorkerGroup) -> Option<String>| {
        let groups = scenario.workers.iter().enumerate();
        let change = |(at, group): (usize, &WorkerGroup)| {
            Some(Change::new(format!("workers[{at}].{path}"), value(group)?))
        };
        groups.filter_map(change).collect::<Vec<_>>()
    };
    let off = || {
        vec![
            Change::new("policy.cache.worker_ttl", "0s"),
            Change::new("policy.cache.service_ttl", "0s"),
        ]
    };
    let slowest = scenario.workers.iter().map(|it| it.heartbeat.every).max().unwrap_or(Span::ZERO);
    let outlasting = Span::from_ms(slowest.ms() + slowest.ms() / 2).to_string();
    let constant = every("load", &|group| Some(format!("{{ constant: {} }}", group.load.first())));
    let steady = every("outages", &|_| Some("{ crashes_per_day: 0 }".to_owned()));
    let unchanged = every("models.changes_per_day", &|group| {
        (group.models.changes_per_day > 0.0).then(|| "0".to_owned())
    });
    let first = &scenario.isolates.colos[0].name;
    let alone = one("isolates.colos", &format!("[{{ name: \"{first}\" }}]"));
    let undying = vec![
        Change::new("isolates.idle_timeout", "none"),
        Change::new("isolates.lifetime", "none"),
        Change::new("isolates.deploys_per_day", "0"),
        Change::new("isolates.runtime_updates_per_day", "0"),
    ];
    // One key for all is no index, and who keeps it for longer forgets more of what others write.
    let has_indexes = scenario.policy.layout != Layout::OneKey;
    let if_indexes = |changes: Vec<Change>| if has_indexes { changes } else { Vec::new() };
    let indexes = if_indexes(one("policy.cache.index_ttl", "5m"));
    let ending = if_indexes(one("policy.cache.worker_ttl", &outlasting));
    // A bound that there is already is not made looser.
    let bounded = match scenario.policy.cache.max_entries {
        None => one("policy.cache.max_entries", "10"),
        Some(_) => Vec::new(),
    };
    match symptom {
        Symptom::Stale => vec![
            ("what the isolates keep", off()),
            ("heartbeats that write nothing", one("policy.write.when", "always")),
            ("what the edge caches keep", one("kv.cache_ttl", "30s")),
            ("other colos", alone),
        ],
        Symptom::Reads => vec![
            ("a worker cache that ends before the next beat", ending),
            ("lists that are made anew", one("policy.cache.service_ttl", "5m")),
            ("indexes that are read anew", indexes),
            ("lists that writes drop", one("policy.cache.invalidate", "none")),
            ("misses at the same time", one("policy.reads.coalesce", "yes")),
            ("isolates that know nothing yet", undying),
            ("other colos and isolates", alone),
            ("the admin page", one("admin.loads_per_day", "0")),
        ],
        Symptom::Memory => vec![
            ("caches without a bound", bounded),
            ("other colos and isolates", alone),
            ("lists", one("policy.cache.service_ttl", "0s")),
            ("all that is kept", off()),
        ],
        Symptom::Unroutable => vec![
            ("a timeout that is too short", one("policy.health_timeout", "1d")),
            ("heartbeats that write nothing", one("policy.write.when", "always")),
            ("workers that are down", steady),
            ("what the isolates keep", off()),
            ("records that expire", one("policy.write.record_ttl", "none")),
            ("other colos", alone),
        ],
        Symptom::Writes => vec![
            ("loads that move", constant),
            ("models that change", unchanged),
            ("a comparison that never matches", one("policy.write.models_compare", "structural")),
            ("isolates that know nothing yet", one("policy.write.baseline", "persisted")),
            ("quiet workers that write again", one("policy.write.max_interval", "1h")),
            ("isolates that end", undying),
            ("workers that go down", steady),
        ],
    }
}
