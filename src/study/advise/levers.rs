//! Which settings may be changed?
//!
//! Of each the values are tried from the present one on, the milder first: less is given up.

use std::fmt;

use serde::Serialize;

use crate::coordinator::{
    Baseline, Enumerate, Invalidate, ModelsCompare, Policy, RouteIndex, When,
};
use crate::scenario::{Edit, Path, Quantity, Scenario};
use crate::words::Layout;

/// A setting and its new value.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Change {
    /// The path of the setting.
    pub path: String,
    /// The value, as a scenario file writes it.
    pub value: String,
}

impl Change {
    /// This value at this path.
    pub fn new(path: impl Into<String>, value: impl Into<String>) -> Self {
        Self { path: path.into(), value: value.into() }
    }

    /// As an edit of a scenario file.
    ///
    /// # Errors
    /// Its path is none.
    pub fn edit(&self) -> Result<Edit, String> {
        Ok(Edit::typed(Path::parse(&self.path)?, &self.value, format!("--set {self}")))
    }
}

/// As `--set` takes it.
impl fmt::Display for Change {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}={}", self.path, self.value)
    }
}

/// A setting, or several that are changed together.
pub(super) struct Lever {
    /// What people call it.
    pub(super) name: &'static str,
    pub(super) tried: Tried,
}

/// What is tried of it.
pub(super) enum Tried {
    /// A number of which more is easier: where it stands, and its value now.
    More(Vec<(String, Quantity)>),
    /// Words, the milder first.
    Words(String, Vec<&'static str>),
}

impl Tried {
    /// The least value now, from which a number is raised.
    pub(super) fn start(places: &[(String, Quantity)]) -> Quantity {
        let least = places.iter().map(|(_, now)| *now);
        least.min_by(|a, b| a.number().total_cmp(&b.number())).expect("a lever stands somewhere")
    }

    /// What makes each of them at least that much.
    pub(super) fn raised(places: &[(String, Quantity)], to: Quantity) -> Vec<Change> {
        let below = places.iter().filter(|(_, now)| now.number() < to.number());
        below.map(|(path, _)| Change::new(path, to.to_string())).collect()
    }
}

/// The levers of a scenario, those of which something may come.
pub(super) fn levers(scenario: &Scenario) -> Vec<Lever> {
    let Policy { write, cache, reads, enumerate, .. } = &scenario.policy;
    let on_change = write.when == When::Changed;
    let has_clients = !scenario.traffic.is_empty();
    let has_lists = has_clients && !cache.service_ttl.is_zero();
    let words = |is_offered: bool, name, path: &str, words: &[&'static str]| {
        let tried = Tried::Words(path.to_owned(), words.to_vec());
        (is_offered && !words.is_empty()).then_some(Lever { name, tried })
    };
    let number = |is_offered: bool, name, path: &str| {
        let now = Path::parse(path).ok().and_then(|it| scenario.value_at(&it))?;
        let tried = Tried::More(vec![(path.to_owned(), now)]);
        is_offered.then_some(Lever { name, tried })
    };
    let invalidate: &[_] = match cache.invalidate {
        Invalidate::All => &["affected", "none"],
        Invalidate::Affected => &["none"],
        Invalidate::None => &[],
    };
    let has_admin = scenario.admin.loads_per_day > 0.0;
    let is_identity = write.models_compare == ModelsCompare::Identity;
    let has_indexes = scenario.policy.layout != Layout::OneKey;
    let reads_index = has_indexes && has_clients && reads.index == RouteIndex::Read;
    let all = [
        words(!on_change, "policy", policy_path(scenario), &["optimized"]),
        words(
            on_change && is_identity,
            "comparison of models",
            "policy.write.models_compare",
            &["structural"],
        ),
        words(
            on_change && write.baseline != Baseline::Persisted,
            "baseline",
            "policy.write.baseline",
            &["persisted"],
        ),
        number(on_change, "write interval", WRITE_INTERVAL),
        number(on_change, "load delta", "policy.write.load_delta"),
        number(!cache.worker_ttl.is_zero(), "worker cache", "policy.cache.worker_ttl"),
        number(has_lists, "service cache", "policy.cache.service_ttl"),
        number(reads_index, "index cache", "policy.cache.index_ttl"),
        words(has_lists, "invalidation", "policy.cache.invalidate", invalidate),
        words(!reads.coalesce, "coalescing", "policy.reads.coalesce", &["yes"]),
        words(has_admin && !cache.admin, "admin cache", "policy.cache.admin", &["yes"]),
        words(
            has_indexes && has_admin && *enumerate == Enumerate::List,
            "enumeration",
            "policy.enumerate",
            &["index"],
        ),
        words(cache.prewarm, "prewarming", "policy.cache.prewarm", &["no"]),
        Some(heartbeat(scenario)),
    ];
    all.into_iter().flatten().collect()
}

/// A policy that the file spells out keeps the settings that it changes.
fn policy_path(scenario: &Scenario) -> &'static str {
    if scenario.policy_name.starts_with("custom") { "policy.extends" } else { "policy" }
}

/// The path of the setting that spaces the writes of a worker of which nothing changes.
pub(super) const WRITE_INTERVAL: &str = "policy.write.max_interval";

/// What the one lever is called that lies with the workers.
pub(super) const HEARTBEAT: &str = "heartbeat interval";

/// The interval of every group: those that beat more often than a value are slowed down to it.
fn heartbeat(scenario: &Scenario) -> Lever {
    let groups = scenario.workers.iter().enumerate();
    let places = groups.map(|(at, group)| {
        (format!("workers[{at}].heartbeat.every"), Quantity::Lasting(group.heartbeat.every))
    });
    Lever { name: HEARTBEAT, tried: Tried::More(places.collect()) }
}
