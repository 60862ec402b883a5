//! Every setting of a checked scenario as `path=value`, so that two scenarios can be held against
//! each other. Defaults are among them; names for people, budgets and the file's other policies are
//! not, since no figure depends on them.

mod policy;
mod workload;

use std::fmt::Display;

use super::checked::Scenario;
use super::path::Path;
use crate::platform::{Affinity, ColoSettings, Delay, IsolateSettings, KvSettings, Lifetime, Plan};
use crate::words::{Meter, Span};

/// One setting.
#[derive(Clone, PartialEq, Eq, Debug, serde::Serialize)]
pub struct Setting {
    /// Its path, spelled as in error messages and `--set`.
    pub path: String,
    /// Its value, as a scenario file writes it.
    pub value: String,
}

impl Scenario {
    /// All settings that figures depend on, in the order of the file's sections.
    pub fn settings(&self) -> Vec<Setting> {
        let mut listing = Listing::default();
        let root = Path::default();
        listing.put(&root, "plan", &self.plan.name);
        plan(&mut listing, &self.plan);
        listing.put(&root, "policy", &self.policy_name);
        policy::policy(&mut listing, &self.policy);
        listing.put(&root, "days", self.days);
        listing.put(&root, "runs", self.runs);
        listing.put(&root, "seed", self.seed);
        workload::workload(&mut listing, self);
        kv(&mut listing, &self.kv);
        isolates(&mut listing, &self.isolates);
        let other = root.key("account").key("other");
        for meter in Meter::ALL {
            listing.put(&other, meter.name(), self.account.other[meter.index()]);
        }
        listing.put(&root.key("quota"), "refused_ops_count", yes_no(self.quota.refused_ops_count));
        listing.0
    }
}

/// Settings while they are listed.
#[derive(Default)]
struct Listing(Vec<Setting>);

impl Listing {
    fn put(&mut self, section: &Path, key: &str, value: impl Display) {
        let path = section.key(key).to_string();
        self.0.push(Setting { path, value: value.to_string() });
    }
}

/// The limits too: a plan of a file may keep its name and change them.
fn plan(listing: &mut Listing, plan: &Plan) {
    let limits = Path::default().key("plan").key("limits");
    for meter in Meter::ALL {
        listing.put(&limits, meter.name(), or_none(plan.limit(meter)));
    }
}

fn kv(listing: &mut Listing, kv: &KvSettings) {
    let section = Path::default().key("kv");
    let latency = section.key("latency");
    let delays = [("hot", kv.latency.hot), ("cold", kv.latency.cold), ("write", kv.latency.write)];
    for (name, delay) in delays {
        match delay {
            Delay::Constant(span) => listing.put(&latency, name, span),
            Delay::LogNormal { median_ms, p99_ms } => {
                let value = format!("{{ median: {median_ms}ms, p99: {p99_ms}ms }}");
                listing.put(&latency, name, value);
            }
        }
    }
    listing.put(&section, "cache_ttl", kv.cache_ttl);
    listing.put(&section, "propagation", kv.propagation);
}

fn isolates(listing: &mut Listing, isolates: &IsolateSettings) {
    let section = Path::default().key("isolates");
    for (place, colo) in isolates.colos.iter().enumerate() {
        let ColoSettings { name, share, isolates } = colo;
        let path = section.key("colos").index(place);
        listing.put(&path, "name", name);
        listing.put(&path, "share", share);
        listing.put(&path, "isolates", isolates);
    }
    let affinity = match isolates.affinity {
        Affinity::Sticky => "sticky",
        Affinity::Random => "random",
    };
    listing.put(&section, "affinity", affinity);
    listing.put(&section, "idle_timeout", or_none(isolates.idle_timeout));
    let lifetime = isolates.lifetime.map(|lifetime| match lifetime {
        Lifetime::Fixed(span) => span.to_string(),
        Lifetime::Exponential(mean) => format!("{{ mean: {mean} }}"),
    });
    listing.put(&section, "lifetime", or_none(lifetime));
    listing.put(&section, "deploys_per_day", isolates.deploys_per_day);
    listing.put(&section, "deploys_at", times_of_day(&isolates.deploys_at));
    listing.put(&section, "runtime_updates_per_day", isolates.runtime_updates_per_day);
}

fn or_none(value: Option<impl Display>) -> String {
    value.map_or_else(|| "none".to_owned(), |value| value.to_string())
}

fn yes_no(value: bool) -> &'static str {
    if value { "yes" } else { "no" }
}

/// `[09:00, 18:30]`.
fn times_of_day(times: &[Span]) -> String {
    let times: Vec<String> = times.iter().copied().map(time_of_day).collect();
    format!("[{}]", times.join(", "))
}

/// `14:05`, with seconds where there are any.
fn time_of_day(at: Span) -> String {
    let seconds = at.ms() / 1_000;
    let text = format!("{:02}:{:02}", seconds / 3_600, seconds / 60 % 60);
    if seconds.is_multiple_of(60) { text } else { format!("{text}:{:02}", seconds % 60) }
}
