//! The flat listing of settings names every value on which figures depend.

use crate::support::simulated::scenario;
use kvplan::scenario::{Scenario, Setting};

const BASE: &str = "\
workers:
  - name: gpu
    services: [rag]
traffic:
  - { service: rag, requests_per_day: 100 }
";

/// A change of each field, written as the listing writes it back.
const CHANGES: [&str; 54] = [
    "plan=cloudflare-paid@2026-10",
    "policy=naive",
    "days=3",
    "runs=4",
    "seed=5",
    "workers[0].name=cpu",
    "workers[0].count=3",
    "workers[0].services=[rag, search]",
    "workers[0].registered=no",
    "workers[0].reregisters=no",
    "workers[0].heartbeat.every=45s",
    "workers[0].heartbeat.timing=accumulate",
    "workers[0].heartbeat.jitter=500ms",
    "workers[0].heartbeat.phase=random",
    "workers[0].heartbeat.network=20ms",
    "workers[0].load.constant=0.7",
    "workers[0].models.loaded=7",
    "workers[0].models.changes_per_day=2.5",
    "workers[0].outages.crashes_per_day=1",
    "workers[0].outages.graceful_per_day=1",
    "workers[0].outages.duration=7m",
    "traffic[0].requests_per_day=7",
    "traffic[0].arrivals=even",
    "traffic[0].arrivals.bursts.size=7",
    "traffic[0].arrivals.bursts.spacing=7s",
    "traffic[0].arrivals.diurnal.peak_hour=7",
    "traffic[0].arrivals.diurnal.ratio=7",
    "admin.loads_per_day=7",
    "admin.arrivals=poisson",
    "kv.latency.hot=7ms",
    "kv.latency.cold=7ms",
    "kv.latency.write=7ms",
    "kv.cache_ttl=70s",
    "isolates.affinity=random",
    "isolates.idle_timeout=7m",
    "isolates.lifetime=7m",
    "isolates.deploys_per_day=7",
    "isolates.deploys_at=[07:05, 09:00]",
    "policy.write.when=always",
    "policy.write.baseline=memory",
    "policy.write.models_compare=identity",
    "policy.write.load_delta=0.7",
    "policy.write.max_interval=7m",
    "policy.write.record_ttl=7m",
    "policy.cache.worker_ttl=7m",
    "policy.cache.service_ttl=7m",
    "policy.cache.index_ttl=7m",
    "policy.cache.max_entries=7",
    "policy.cache.invalidate=affected",
    "policy.cache.admin=no",
    "policy.cache.prewarm=yes",
    "policy.reads.fanout=parallel",
    "policy.reads.coalesce=yes",
    "policy.health_timeout=7m",
];

/// More of them, one of a kind with the above.
const RARER: [&str; 14] = [
    "policy.reads.index=known",
    "policy.enumerate=list",
    "workers[0].load.walk.start=0.7",
    "workers[0].load.walk.step=0.7",
    "workers[0].load.diurnal.low=0.7",
    "workers[0].load.diurnal.high=0.7",
    "workers[0].load.diurnal.peak_hour=7",
    "workers[0].load.flap.low=0.7",
    "workers[0].load.flap.high=0.7",
    "workers[0].load.flap.every=7m",
    "isolates.lifetime.mean=7m",
    "account.other.writes=7",
    "account.other.requests=7",
    "quota.refused_ops_count=yes",
];

fn has(scenario: &Scenario, path: &str, value: &str) -> bool {
    scenario.settings().contains(&Setting { path: path.into(), value: value.into() })
}

#[test]
fn each_change_shows_under_its_own_path() {
    let base = scenario(BASE, &[]);
    for change in CHANGES.into_iter().chain(RARER) {
        let (path, value) = change.split_once('=').expect("a change");
        let changed = scenario(BASE, &[change]);
        let shown = has(&changed, path, value)
            || has(&changed, "isolates.lifetime", &format!("{{ mean: {value} }}"));
        assert!(shown, "{change}: {:#?}", changed.settings());
        assert!(!has(&base, path, value), "{change} changes something");
    }
}

#[test]
fn no_path_is_listed_twice() {
    let mut paths: Vec<String> =
        scenario(BASE, &[]).settings().into_iter().map(|it| it.path).collect();
    let listed = paths.len();
    paths.sort();
    paths.dedup();
    assert_eq!(paths.len(), listed);
}
