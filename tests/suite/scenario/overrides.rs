//! `--set` and the flags beside it: what they change, and where their mistakes are shown.

use kvplan::coordinator::{Policy, Preset};
use kvplan::platform::{Delay, Latency};
use kvplan::report::{Look, render_diagnostics};
use kvplan::scenario::{
    Axis, Diagnostic, File, Overrides, Scenario, Source, Spacing, load, load_points,
};
use kvplan::words::Span;
use kvplan::workload::{Arrivals, LoadShape};

const FILE: &str = "\
policy: naive
workers:
  - name: gpu
    services: [rag]
    load: { walk: { start: 0.4 } }
  - name: cpu
traffic: [ { service: rag, requests_per_day: 10, arrivals: even } ]
kv: { latency: none }
policies: { mine: { extends: optimized } }
";

fn set(values: &[&str]) -> Overrides {
    Overrides {
        set: values.iter().map(|value| (*value).to_owned()).collect(),
        ..Default::default()
    }
}

fn try_with(file: &str, overrides: &Overrides) -> Result<Scenario, Vec<Diagnostic>> {
    let source = Source { path: "x.yaml".to_owned(), bytes: file.as_bytes().to_vec() };
    load(&source, overrides, &|_: &str| Err(std::io::ErrorKind::NotFound.into()))
}

#[track_caller]
fn with(values: &[&str]) -> Scenario {
    try_with(FILE, &set(values)).unwrap_or_else(|mistakes| panic!("{mistakes:#?}"))
}

/// The one mistake of an override: its code and message, after a check of its place.
#[track_caller]
fn mistake(value: &str) -> (String, String) {
    let found = try_with(FILE, &set(&[value])).expect_err(value);
    assert_eq!(found.len(), 1, "{found:#?}");
    let place = found[0].place.as_ref().unwrap();
    assert_eq!(place.file, format!("--set {value}"));
    assert_eq!(place.snippet, None);
    (found[0].code.to_owned(), found[0].message.clone())
}

#[test]
fn values_are_replaced_and_maps_made() {
    let scenario = with(&[
        "workers[1].count=3",
        "workers[0].heartbeat.every=45s",
        "days=2",
        "account.other.writes=9",
        "isolates.colos=[{ name: AMS, isolates: 4 }]",
    ]);
    assert_eq!(scenario.workers[1].count, 3);
    assert_eq!(scenario.workers[0].heartbeat.every, Span::from_secs(45));
    assert_eq!((scenario.days, scenario.account.other[1]), (2, 9));
    assert_eq!(scenario.isolates.colos[0].isolates, 4);
    assert_eq!(scenario.overrides[0], "workers[1].count=3");
    assert_eq!(with(&["days=2", "days=3"]).days, 3);
}

#[test]
fn a_name_becomes_the_map_that_extends_it() {
    let scenario = with(&["policy.cache.worker_ttl=60s"]);
    assert_eq!(scenario.policy_name, "custom (extends naive)");
    let mut expected = Policy::preset(Preset::Naive);
    expected.cache.worker_ttl = Span::from_secs(60);
    assert_eq!(scenario.policy, expected);
    let scenario = with(&["policies.mine.write.max_interval=10m", "policy=mine"]);
    assert_eq!(scenario.policy.write.max_interval, Span::from_secs(600));
    let without = try_with("workers: [{}]", &set(&["policy.cache.admin=no"])).unwrap();
    assert_eq!(without.policy_name, "custom (extends optimized)");
}

#[test]
fn a_named_latency_becomes_its_delays() {
    let scenario = with(&["kv.latency.cold=50ms"]);
    let cold = Delay::Constant(Span::from_ms(50));
    assert_eq!(scenario.kv.latency, Latency { cold, ..Latency::NONE });
    let scenario = try_with("workers: [{}]", &set(&["kv.latency.cold=50ms"])).unwrap();
    assert_eq!(scenario.kv.latency, Latency { cold, ..Latency::TYPICAL });
}

#[test]
fn another_shape_replaces_the_one_that_was_there() {
    let scenario = with(&["workers[0].load.constant=0.7", "traffic[0].arrivals.bursts.size=4"]);
    assert_eq!(scenario.workers[0].load, LoadShape::Constant(0.7));
    let bursts = Arrivals::Bursts { size: 4, spacing: Span::from_secs(1) };
    assert_eq!(scenario.traffic[0].arrivals, bursts);
    let scenario = with(&["workers[0].load.walk.step=0.1"]);
    assert_eq!(scenario.workers[0].load, LoadShape::Walk { start: 0.4, step: 0.1 });
}

#[test]
fn flags_come_before_set() {
    let overrides = Overrides {
        policy: Some("optimized".to_owned()),
        plan: Some("cloudflare-paid@2026-10".to_owned()),
        days: Some(3),
        runs: Some(4),
        seed: Some(u64::MAX),
        ..set(&["policy.reads.coalesce=yes", "workers[0].count=5"])
    };
    let scenario = try_with(FILE, &overrides).unwrap();
    assert_eq!(scenario.policy_name, "custom (extends optimized)");
    assert!(scenario.policy.reads.coalesce);
    assert_eq!((scenario.days, scenario.runs, scenario.seed), (3, 4, u64::MAX));
    assert_eq!(scenario.plan.name, "cloudflare-paid@2026-10");
    assert_eq!(scenario.overrides.first().unwrap(), "policy=optimized");
    assert_eq!(scenario.overrides.last().unwrap(), "workers[0].count=5");
}

#[test]
fn a_value_that_two_flags_set_is_refused() {
    let named = Overrides {
        policy: Some("optimized".to_owned()),
        plan: Some("cloudflare-paid@2026-10".to_owned()),
        days: Some(3),
        runs: Some(4),
        seed: Some(5),
        ..Default::default()
    };
    for (flag, set_too) in [
        ("--policy optimized", "policy=naive"),
        ("--plan cloudflare-paid@2026-10", "plan=cloudflare-free@2026-10"),
        ("--days 3", "days=9"),
        ("--runs 4", "runs=4"),
        ("--seed 5", "seed=6"),
    ] {
        let found = try_with(FILE, &Overrides { ..named.clone() }).map(|_| ());
        assert_eq!(found, Ok(()));
        let both = Overrides { set: vec![set_too.to_owned()], ..named.clone() };
        let found = try_with(FILE, &both).expect_err(set_too);
        assert_eq!(found.len(), 1, "{found:#?}");
        assert_eq!(found[0].message, format!("`{flag}` and `--set {set_too}` set one value"));
    }
    // What changes a part of it, and what is varied from there on, is no second value.
    let part = Overrides { policy: Some("naive".to_owned()), ..set(&["policy.cache.admin=no"]) };
    assert!(try_with(FILE, &part).is_ok());
}

#[test]
fn what_is_varied_begins_at_its_flag() {
    let source = Source { path: "x.yaml".to_owned(), bytes: FILE.as_bytes().to_vec() };
    let axes = [Axis::parse("days=1..2", Spacing::default()).expect("an axis")];
    let read = |_: &str| Err(std::io::ErrorKind::NotFound.into());
    let overrides = Overrides { days: Some(3), runs: Some(2), ..Default::default() };
    let found = load_points(&File::parse(&source).expect("a file"), &overrides, &axes, &read)
        .expect("two scenarios");
    let days: Vec<(u32, u32)> = found.iter().map(|it| (it.days, it.runs)).collect();
    assert_eq!(days, [(1, 2), (2, 2)]);
}

/// The mistakes of a sweep, each with its help.
fn varied(text: &str, typed: &str) -> Vec<(String, String)> {
    let source = Source { path: "x.yaml".to_owned(), bytes: text.as_bytes().to_vec() };
    let axes = [Axis::parse(typed, Spacing { points: Some(3_000), ..Spacing::default() }).unwrap()];
    let file = File::parse(&source).expect("a file");
    let read = |_: &str| Err(std::io::ErrorKind::NotFound.into());
    let found = load_points(&file, &Overrides::default(), &axes, &read).expect_err(typed);
    found.into_iter().map(|it| (it.message, it.helps.concat())).collect()
}

#[test]
fn a_range_has_one_mistake_of_a_kind_and_is_told_how_it_is_written() {
    for (typed, help) in [
        ("workers[0].heartbeat.every=10..60", "write `10s..60s`"),
        ("workers[0].count=1-8", "a range is written `1..8`"),
        ("workers[0].heartbeat.every=10s:60s", "a range is written `10s..60s`"),
        ("policy.cache=1d..3660d", "its fields are"),
        ("days=3000..9000", ""),
    ] {
        let found = varied(FILE, typed);
        assert_eq!(found.len(), 1, "{found:?}");
        assert!(found[0].1.starts_with(help), "{found:?}");
    }
    assert_eq!(varied(FILE, "workers[0].count=x,y,1").len(), 2);
}

#[test]
fn what_is_wrong_in_the_file_stays_wrong_where_the_command_line_sets_it() {
    let text = FILE.replace("policy: naive", "policy: naive\nruns: many\nseed: 1\nseed: 2");
    for typed in ["runs=3", "runs=4"] {
        let found = try_with(&text, &set(&[typed])).expect_err(typed);
        let codes: Vec<_> = found.iter().map(|it| it.code).collect();
        assert_eq!(codes, ["wrong-type", "repeated-field"], "{found:?}");
    }
    let both = try_with(&text, &set(&["days=x", "runs=3"])).expect_err("three mistakes");
    assert_eq!(both.len(), 3, "{both:?}");
    assert_eq!(varied(&text, "runs=2..3000").len(), 2);
    let elsewhere = FILE.replace("policy: naive", "plan: nowhere.yaml");
    assert!(try_with(&elsewhere, &set(&["plan=cloudflare-free@2026-10"])).is_ok());
}

#[test]
fn a_colo_may_be_its_name_alone() {
    let text = format!("{FILE}isolates: {{ colos: [LHR, {{ name: IAD, share: 2 }}] }}\n");
    let scenario = try_with(&text, &set(&["isolates.colos[0].isolates=3"])).unwrap();
    let colos: Vec<_> =
        scenario.isolates.colos.iter().map(|it| (it.name.as_str(), it.isolates)).collect();
    assert_eq!(colos, [("LHR", 3), ("IAD", 1)]);
    let again = text.replace("IAD", "LHR");
    assert_eq!(try_with(&again, &set(&[])).expect_err("twice")[0].code, "repeated-name");
    let found = try_with(&text.replace("LHR", "-x"), &set(&[])).expect_err("no name");
    let place = found[0].place.as_ref().and_then(|it| it.snippet.as_ref()).expect("a place");
    assert_eq!((found[0].code, place.line, place.column), ("bad-name", 10, 21));
}

#[test]
fn a_path_into_a_list_is_told_its_place() {
    for (path, wanted) in [
        ("workers.count=3", "`--set 'workers[0].count=3'`; the last entry is workers[1]"),
        ("workers.1.count=3", "`--set 'workers[1].count=3'`"),
        ("workers.cpu.count=3", "`--set 'workers[1].count=3'`"),
        ("traffic.requests_per_day=3", "`--set 'traffic[0].requests_per_day=3'`"),
        ("workers.heartbeat.every=3s", "`--set 'workers[0].heartbeat.every=3s'`; the last"),
    ] {
        let found = try_with(FILE, &set(&[path])).expect_err(path);
        assert!(found[0].helps[0].starts_with(&format!("write {wanted}")), "{found:?}");
    }
}

#[test]
fn mistakes_are_shown_at_the_flag() {
    assert_eq!(mistake("workers[0].count=x").0, "wrong-type");
    assert_eq!(mistake("days=0").1, "days must be from 1 to 3,660; found 0");
    assert_eq!(mistake("policy=naif").0, "unknown-policy");
    assert_eq!(mistake("policy.cache.worker_ttl=60").0, "duration");
    assert_eq!(mistake("workers[0].heartbeat={ evry: 1s }").0, "unknown-field");
    assert_eq!(mistake("policies.other.cache.admin=no").0, "missing-field");
    let (code, message) = mistake("workers[2].count=1");
    let expected = "workers has 2 entries, workers[0] to workers[1]; there is no [2]".to_owned();
    assert_eq!((code.as_str(), message), ("override", expected));
    for broken in [
        "days",
        "=7",
        "days=",
        "days=[1",
        "days[0]=1",
        "name.first=x",
        "budgets[0].max=1",
        "workers[0]name=x",
        "workers[99999999999999999999].count=1",
    ] {
        let found = try_with(FILE, &set(&[broken])).expect_err(broken);
        assert_eq!(found[0].code, "override", "{broken}: {found:?}");
    }
}

#[test]
fn a_misspelt_path_gets_a_suggestion() {
    for (path, wanted) in [
        ("wrokers[0].count=1", "workers"),
        ("workers[0].cuont=1", "count"),
        ("policy.cache.worker_tll=1s", "worker_ttl"),
        ("policies.mine.write.wen=always", "when"),
        ("kv.latency.hott=1ms", "hot"),
    ] {
        let found = try_with(FILE, &set(&[path])).expect_err(path);
        assert_eq!(found[0].helps, [format!("a similar field exists: `{wanted}`")], "{path}");
    }
}

#[test]
fn a_mistake_of_the_file_keeps_its_line_beside_one_of_a_flag() {
    let file = format!("{FILE}days: 0\n");
    let found = try_with(&file, &set(&["runs=0"])).unwrap_err();
    let text = render_diagnostics(&found, Look { width: 80, color: false });
    assert!(text.contains(" --> --set runs=0\n"), "{text}");
    assert!(text.contains(" --> x.yaml:10:7\n"), "{text}");
    assert!(text.ends_with("error: 2 errors\n"), "{text}");
}

#[test]
fn a_policy_by_flag_hides_no_unknown_one_of_the_file() {
    let file = FILE.replace("policy: naive", "policy: nobody");
    let places = |flag: &str| -> Vec<String> {
        let overrides = Overrides { policy: Some(flag.to_owned()), ..Default::default() };
        let found = try_with(&file, &overrides).unwrap_err();
        found.into_iter().map(|it| it.place.unwrap().file).collect()
    };
    assert_eq!(places("naive"), ["x.yaml"]);
    assert_eq!(places("naif"), ["x.yaml", "--policy naif"]);
}
