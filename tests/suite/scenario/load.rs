//! What a scenario file means: defaults, every section, policies, plans.

use std::cell::Cell;

use kvplan::coordinator::{Baseline, Policy, Preset, When};
use kvplan::platform::{Affinity, Delay, Latency, Lifetime, Plan};
use kvplan::scenario::{
    Axis, BudgetMax, Diagnostic, File, Overrides, Scenario, Source, Spacing, load, load_points,
};
use kvplan::words::{DAY_MS, Meter, ServiceId, Span, Statistic};
use kvplan::workload::{Arrivals, LoadShape, Phase, Timing};

fn read_nothing(path: &str) -> std::io::Result<Vec<u8>> {
    panic!("nobody named {path}")
}

fn source(text: &str) -> Source {
    Source { path: "scenarios/two.yaml".to_owned(), bytes: text.as_bytes().to_vec() }
}

fn try_load(text: &str) -> Result<Scenario, Vec<Diagnostic>> {
    load(&source(text), &Overrides::default(), &read_nothing)
}

#[track_caller]
fn loaded(text: &str) -> Scenario {
    try_load(text).unwrap_or_else(|mistakes| panic!("{mistakes:#?}"))
}

const FULL: &str = r#"
# yaml-language-server: $schema=./kvplan.schema.json
name: two workers, optimized
plan: cloudflare-free@2026-10
policy: optimized            # or a map: { extends: optimized, cache: { worker_ttl: 60s } }
days: 7
runs: 20
seed: 42
workers:
  - name: gpu
    count: 2
    services: [rag]
    heartbeat: { every: 30s, timing: grid, jitter: 500ms, phase: random, network: 20ms }
    load: { walk: { start: 0.4, step: 0.02 } }
    models: { loaded: 3, changes_per_day: 4 }
    outages: { crashes_per_day: 0.2, duration: 10m }
traffic:
  - service: rag
    requests_per_day: 100
    arrivals: poisson
admin: { loads_per_day: 20 }
kv: { latency: typical, cache_ttl: 60s }
isolates:
  colos: [ { name: LHR, share: 1, isolates: 1 } ]
  affinity: sticky
  idle_timeout: 30m
  deploys_per_day: 0.5
policies:
  patient: { extends: optimized, write: { max_interval: 15m } }
account: { other: { writes: 120, reads: 5000 } }
budgets:
  - { metric: writes, max: 80%, warn: 60%, stat: worst_day, reason: room for deploys and retries }
  - { metric: reads, growth: 5%, growth_floor: 50 }
  - { metric: hit_ratio, min: 0.4 }
"#;

#[test]
fn the_documented_example_loads() {
    let scenario = loaded(FULL);
    assert_eq!(scenario.name, "two workers, optimized");
    assert_eq!(scenario.path, "scenarios/two.yaml");
    assert_eq!(scenario.sha256.len(), 64);
    assert_eq!((scenario.days, scenario.runs, scenario.seed), (7, 20, 42));
    assert_eq!(scenario.policy_name, "optimized");
    assert_eq!(scenario.policy, Policy::preset(Preset::Optimized));
    let group = &scenario.workers[0];
    assert_eq!((group.name.as_str(), group.count, group.registered), ("gpu", 2, true));
    assert_eq!(group.services, [ServiceId(0)]);
    assert_eq!(group.heartbeat.jitter, Span::from_ms(500));
    assert_eq!(group.heartbeat.phase, Phase::Random);
    assert_eq!(group.heartbeat.network, Span::from_ms(20));
    assert_eq!(group.load, LoadShape::Walk { start: 0.4, step: 0.02 });
    assert_eq!((group.models.loaded, group.models.changes_per_day), (3, 4.0));
    assert_eq!((group.outages.crashes_per_day, group.outages.graceful_per_day), (0.2, 0.0));
    assert_eq!(scenario.isolates.idle_timeout, Some(Span::from_secs(1_800)));
    assert_eq!(scenario.isolates.affinity, Affinity::Sticky);
    assert_eq!(scenario.policies[0].name, "patient");
    assert_eq!(scenario.policies[0].policy.write.max_interval, Span::from_secs(900));
    assert_eq!(scenario.account.other[Meter::Writes.index()], 120);
    let writes = &scenario.budgets[0];
    assert_eq!(writes.metric.to_string(), "writes");
    assert_eq!(writes.metric.statistic, Statistic::WorstDay);
    assert_eq!(writes.max, Some(BudgetMax::OfLimit(0.8)));
    assert_eq!(scenario.budgets[1].growth, Some(0.05));
    assert_eq!(scenario.budgets[2].min, Some(0.4));
    let lines: Vec<u32> = scenario.budgets.iter().map(|budget| budget.line).collect();
    let first = FULL.lines().position(|line| line.contains("metric: writes")).unwrap() as u32 + 1;
    assert_eq!(lines, [first, first + 1, first + 2]);
}

#[test]
fn what_is_left_out_has_its_documented_default() {
    let scenario = loaded("workers:\n  - services: [rag]\n");
    assert_eq!(scenario.name, "two");
    assert_eq!(scenario.plan.name, "cloudflare-free@2026-10");
    assert_eq!((scenario.days, scenario.runs, scenario.seed), (7, 20, 42));
    let group = &scenario.workers[0];
    assert_eq!((group.name.as_str(), group.count, group.colo), ("group-1", 1, 0));
    assert_eq!(group.heartbeat.every, Span::from_secs(30));
    assert_eq!(group.heartbeat.timing, Timing::Grid);
    assert_eq!(group.heartbeat.phase, Phase::Aligned);
    assert_eq!((group.heartbeat.jitter, group.heartbeat.network), (Span::ZERO, Span::ZERO));
    assert_eq!(group.load, LoadShape::Constant(0.5));
    assert_eq!((group.models.loaded, group.models.changes_per_day), (1, 0.0));
    assert_eq!(group.outages.duration, Span::from_secs(600));
    assert!(scenario.traffic.is_empty());
    assert_eq!((scenario.admin.loads_per_day, &scenario.admin.arrivals), (0.0, &Arrivals::Even));
    assert_eq!(scenario.kv.latency, Latency::TYPICAL);
    assert_eq!(scenario.kv.cache_ttl, Span::from_secs(60));
    let colo = &scenario.isolates.colos[0];
    assert_eq!((colo.name.as_str(), colo.share, colo.isolates), ("LHR", 1.0, 1));
    assert_eq!(scenario.isolates.idle_timeout, None);
    assert_eq!(scenario.isolates.lifetime, None);
    assert!(!scenario.quota.refused_ops_count);
}

#[test]
fn policies_extend_one_another_in_any_order() {
    let scenario = loaded(
        "workers: [{}]
policy: { extends: b, cache: { max_entries: 10, worker_ttl: 0 } }
policies:
  a: { extends: c, write: { record_ttl: none } }
  b: { extends: a, write: { when: always } }
  c: { extends: module-throttle, write: { record_ttl: 1h }, reads: { coalesce: yes } }
",
    );
    assert_eq!(scenario.policy_name, "custom (extends b)");
    assert_eq!(scenario.policy.write.when, When::Always);
    assert_eq!(scenario.policy.write.baseline, Baseline::Memory);
    assert_eq!(scenario.policy.write.record_ttl, None);
    assert_eq!(scenario.policy.cache.max_entries, Some(10));
    assert_eq!(scenario.policy.cache.worker_ttl, Span::ZERO);
    assert!(scenario.policy.reads.coalesce);
    assert_eq!(scenario.policy_named("c").unwrap().write.record_ttl, Some(Span::from_secs(3_600)));
    let naive = scenario.with_policy("naive").unwrap();
    assert_eq!(
        (naive.policy_name.as_str(), naive.policy),
        ("naive", Policy::preset(Preset::Naive))
    );
    let mistakes = scenario.with_policy("naiv").unwrap_err();
    assert_eq!(mistakes[0].helps, ["a similar policy exists: `naive`"]);
}

#[test]
fn shapes_are_read_by_their_key() {
    let scenario = loaded(
        r#"
workers:
  - { name: a, load: { steps: [ { at: "09:00", load: 0.9 }, { at: 18h, load: 0.2 } ] } }
  - { name: b, load: { diurnal: { peak_hour: 3.5 } }, heartbeat: { phase: 10s } }
  - { name: c, services: [x], load: { flap: { every: 2m } } }
traffic:
  - { service: x, requests_per_day: 5, arrivals: { bursts: { size: 3 } } }
  - { service: x, requests_per_day: 0.5, arrivals: { diurnal: { ratio: 2 } } }
admin: { loads_per_day: 2, arrivals: poisson, refresh: { every: 10s, during: 5m } }
kv: { latency: { hot: 1ms, cold: { median: 50ms, p99: 200ms } } }
isolates: { lifetime: { mean: 1h }, deploys_at: ["18:00", 9h] }
"#,
    );
    let hour = 3_600;
    let steps = vec![(Span::from_secs(9 * hour), 0.9), (Span::from_secs(18 * hour), 0.2)];
    assert_eq!(scenario.workers[0].load, LoadShape::Steps(steps));
    let diurnal = LoadShape::Diurnal { low: 0.1, high: 0.9, peak_hour: 3.5 };
    assert_eq!(scenario.workers[1].load, diurnal);
    assert_eq!(scenario.workers[1].heartbeat.phase, Phase::At(Span::from_secs(10)));
    let flap = LoadShape::Flap { low: 0.2, high: 0.6, every: Span::from_secs(120) };
    assert_eq!(scenario.workers[2].load, flap);
    let bursts = Arrivals::Bursts { size: 3, spacing: Span::from_secs(1) };
    assert_eq!(scenario.traffic[0].arrivals, bursts);
    assert_eq!(scenario.traffic[1].arrivals, Arrivals::Diurnal { peak_hour: 14.0, ratio: 2.0 });
    assert_eq!(scenario.admin.refresh.unwrap().every, Span::from_secs(10));
    assert_eq!(scenario.kv.latency.hot, Delay::Constant(Span::from_ms(1)));
    assert_eq!(scenario.kv.latency.cold, Delay::log_normal(50, 200));
    assert_eq!(scenario.kv.latency.write, Latency::TYPICAL.write);
    assert_eq!(scenario.isolates.lifetime, Some(Lifetime::Exponential(Span::from_secs(hour))));
    let times = [Span::from_secs(9 * hour), Span::from_secs(18 * hour)];
    assert_eq!(scenario.isolates.deploys_at, times);
    assert!(times[1].ms() < DAY_MS);
}

#[test]
fn a_plan_may_be_a_file_beside_the_scenario() {
    let plan = include_str!("../../../src/platform/plans/cloudflare-paid@2026-10.yaml");
    let read = |path: &str| {
        assert_eq!(path, "scenarios/plans/mine.yml");
        Ok(plan.replace("base_per_month: 5", "base_per_month: 7").into_bytes())
    };
    let file = source("plan: plans/mine.yml\nworkers: [{}]");
    let scenario = load(&file, &Overrides::default(), &read).unwrap();
    assert_eq!(scenario.plan.base_per_month, 7.0);

    let broken = |_: &str| Ok(plan.replace("per_million: 0.5", "per_million: .inf").into_bytes());
    let mistakes = load(&file, &Overrides::default(), &broken).unwrap_err();
    let place = mistakes[0].place.as_ref().unwrap();
    assert_eq!((mistakes[0].code, place.file.as_str()), ("not-finite", "scenarios/plans/mine.yml"));
    let line = plan.lines().position(|line| line.contains("per_million: 0.5")).unwrap() + 1;
    assert_eq!(place.snippet.as_ref().unwrap().line, line);

    let missing = |_: &str| Err(std::io::ErrorKind::NotFound.into());
    let mistakes = load(&file, &Overrides::default(), &missing).unwrap_err();
    assert_eq!(mistakes[0].code, "unreadable-plan");

    let (reads, axis) = (Cell::new(0), Axis::parse("days=1..9", Spacing::default()).unwrap());
    let counted = |_: &str| {
        reads.set(reads.get() + 1);
        Ok(plan.into())
    };
    let (file, axes) = (File::parse(&file).unwrap(), [axis]);
    let all = load_points(&file, &Overrides::default(), &axes, &counted).unwrap();
    assert_eq!((all.len(), reads.get()), (9, 1));
}

#[test]
fn an_alias_repeats_a_value() {
    let scenario =
        loaded("workers:\n  - { name: a, heartbeat: &h { every: 5s } }\n  - { heartbeat: *h }");
    assert_eq!(scenario.workers[1].heartbeat.every, Span::from_secs(5));
}

#[test]
fn the_plans_hold_the_published_figures() {
    use kvplan::scenario::plan_file::{embedded_plan, embedded_plan_names};
    assert_eq!(
        embedded_plan_names(),
        ["cloudflare-free@2026-10", "cloudflare-paid@2026-10", "cloudflare-kv-instant@2026-10",]
    );
    let free = embedded_plan("cloudflare-free@2026-10").unwrap();
    let limits = Meter::ALL.map(|meter| free.limit(meter).unwrap());
    assert_eq!(limits, [100_000, 1_000, 1_000, 1_000, 100_000]);
    assert!(free.prices.iter().all(Option::is_none) && free.base_per_month == 0.0);
    let paid = embedded_plan("cloudflare-paid@2026-10").unwrap();
    assert!(paid.limits.iter().all(Option::is_none) && paid.base_per_month == 5.0);
    let prices = paid.prices.each_ref().map(|price| {
        let price = price.as_ref().unwrap();
        (price.included_per_month, price.per_million)
    });
    let kv = (1_000_000, 5.0);
    let workers = [(10_000_000, 0.3), (30_000_000, 0.02)];
    assert_eq!(
        prices,
        [(10_000_000, 0.5), kv, kv, kv, workers[0], workers[1], (1_000_000_000, 0.0005)]
    );
    let instant = embedded_plan("cloudflare-kv-instant@2026-10").unwrap();
    let prices = instant.prices.each_ref().map(|price| {
        let price = price.as_ref().unwrap();
        (price.included_per_month, price.per_million)
    });
    let each = (0, 100_000.0);
    assert_eq!(prices, [(0, 0.2), each, each, each, workers[0], workers[1], (0, 100.0)]);
    let apart = |plan: &Plan| plan.rules.same_namespace_write_interval.as_ref().map(|it| it.value);
    let second = Some(Span::from_secs(1));
    assert_eq!([&free, &paid, &instant].map(apart), [None, None, second]);
    assert!(free.notes.is_empty() && !paid.notes.is_empty());
    for plan in [free, paid, instant] {
        assert_eq!(plan.currency, "USD");
        let rules = &plan.rules;
        assert_eq!(rules.same_key_write_interval.value, Span::from_secs(1));
        assert_eq!(rules.ops_per_invocation.value, 1_000);
        assert_eq!(rules.cache_ttl_min.value, Span::from_secs(30));
        assert_eq!(rules.expiration_ttl_min.value, Span::from_secs(60));
        assert_eq!(rules.list_page.value, 1_000);
        let fact = |name: &str| plan.facts.iter().find(|fact| fact.name == name).unwrap().value;
        assert_eq!(fact("do.websocket_messages_per_request"), 20.0);
        assert!(plan.facts.iter().all(|fact| fact.basis.as_of.starts_with("202")));
    }
}
