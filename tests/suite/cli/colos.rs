//! Several colos as a user sees them: figures counted by hand, sums, widths, exports, warnings.

use std::fs;

use crate::support::command_line::{Folder, SCENARIO};
use serde_json::Value;

/// A worker at HOME that writes with each heartbeat, every 600 s (its interval of 5 m is over each
/// time), and clients at AWAY that ask every 30 s. No cache outlives 20 s, and both colos are
/// deployed at 12:30, when a heartbeat and a request arrive.
const BY_HAND: &str = "
name: two colos
days: 1
runs: 1
policy: { extends: optimized, cache: { worker_ttl: 20s, service_ttl: 20s }, health_timeout: 1h }
workers:
  - { name: gpu, services: [rag], colo: HOME, heartbeat: { every: 10m } }
traffic:
  - { service: rag, requests_per_day: 2880, arrivals: even }
kv: { latency: none, cache_ttl: 60s, propagation: 1s }
isolates:
  colos: [ { name: HOME, share: 0, isolates: 1 }, { name: AWAY, share: 1, isolates: 1 } ]
  deploys_at: [\"12:30\"]
";

/// Three colos with random everything.
const RANDOM: &str = "
name: three colos
days: 2
runs: 3
workers:
  - name: gpu
    count: 3
    services: [rag]
    colo: A
    heartbeat: { every: 30s, phase: random, jitter: 500ms }
    outages: { crashes_per_day: 2, graceful_per_day: 1, duration: 10m }
  - { name: cpu, services: [rag, ocr], colo: B, heartbeat: { every: 45s } }
traffic:
  - { service: rag, requests_per_day: 1000 }
  - { service: ocr, requests_per_day: 200, colo: C }
admin: { loads_per_day: 20 }
isolates:
  colos: [ { name: A, share: 1, isolates: 2 }, { name: B, share: 3 }, { name: C, share: 0.5 } ]
  idle_timeout: 10m
  runtime_updates_per_day: 2
";

fn folder(yaml: &str) -> Folder {
    let folder = Folder::new();
    fs::write(folder.path("c.yaml"), yaml).expect("a scenario");
    folder
}

fn result(folder: &Folder, flags: &[&str]) -> Value {
    let ended = folder.run(&[&["simulate", "c.yaml", "-q", "-f", "json"], flags].concat());
    assert_eq!(ended.code, Some(0), "{ended:?}");
    serde_json::from_str(&ended.stdout).expect("JSON")
}

fn number(value: &Value) -> f64 {
    value.as_f64().unwrap_or_else(|| panic!("no number: {value}"))
}

#[test]
fn two_colos_counted_by_hand() {
    let value = result(&folder(BY_HAND), &[]);
    let (home, away) = (&value["colos"][0], &value["colos"][1]);
    let counts = |colo: &Value| {
        let fields = ["requests_per_day", "reads_per_day", "writes_per_day", "hot_reads_per_day"];
        fields.map(|field| number(&colo[field]))
    };
    // Beats at k × 600 s, k = 1 … 143: each looks its worker up, which the edge cache has forgotten
    // for nine minutes, and writes.
    assert_eq!(counts(home), [143.0, 143.0, 143.0, 0.0]);
    // Requests at k × 30 s, k = 1 … 2,879: each reads the index and the record. The copies of one
    // serve the next, and are 60 s old at the one after that: the odd ones read cold.
    assert_eq!(counts(away), [2_879.0, 5_758.0, 0.0, 2.0 * 1_439.0]);
    assert_eq!(home["staleness_ms"], Value::Null);
    // The beat at 600 s × m is first read 30 s later. Until then, at 600 s × m itself too, the one
    // before it is known: ages go 30, 60, … 600 s round and round, so half are within 300 s.
    let stale = &away["staleness_ms"];
    assert_eq!(stale["max"], 600_000.0);
    for (quantile, exact) in [("p50", 300_000.0), ("p95", 570_000.0), ("p99", 600_000.0)] {
        let told = number(&stale[quantile]);
        assert!(told <= exact && told > 0.99 * exact, "{quantile}: {told}");
    }
    assert_eq!(&value["staleness_ms"], stale);
    let ok = |colo: &Value| number(&colo["routing"]["ok_per_day"]);
    assert_eq!((ok(home), ok(away)), (0.0, 2_879.0));
}

#[test]
fn a_deploy_starts_each_isolate_anew_and_each_reads_what_it_knew() {
    let value = result(&folder(BY_HAND), &[]);
    // One at the start and one at 12:30 in each colo; each reads the worker's record once.
    for colo in value["colos"].as_array().expect("colos") {
        assert_eq!(colo["isolates"], 1, "{colo}");
        assert_eq!(colo["cold_starts_per_day"], 2.0, "{colo}");
        assert_eq!(colo["cold_start_reads_per_day"], 2.0, "{colo}");
        assert_eq!(colo["cold_start_writes_per_day"], 0.0, "{colo}");
    }
    let all = serde_json::json!({
        "count": 2, "cold_starts_per_day": 4.0,
        "cold_start_reads_per_day": 4.0, "cold_start_writes_per_day": 0.0,
    });
    assert_eq!(value["isolates"], all);
}

#[test]
fn the_figures_of_the_colos_add_up_to_those_of_all() {
    let value = result(&folder(RANDOM), &[]);
    let colos = value["colos"].as_array().expect("colos");
    let names: Vec<&Value> = colos.iter().map(|colo| &colo["colo"]).collect();
    assert_eq!(names, ["A", "B", "C"]);
    let sum = |field: fn(&Value) -> &Value| colos.iter().map(|it| number(field(it))).sum::<f64>();
    let same = |sum: f64, all: &Value, what: &str| {
        let all = number(all);
        assert!((sum - all).abs() <= 1e-9 * all, "{what}: {sum}, {all}");
    };
    let meters = &value["meters"];
    same(sum(|it| &it["reads_per_day"]), &meters[0]["mean_per_day"], "reads");
    same(sum(|it| &it["writes_per_day"]), &meters[1]["mean_per_day"], "writes");
    same(sum(|it| &it["requests_per_day"]), &meters[4]["mean_per_day"], "requests");
    same(sum(|it| &it["share"]), &1.0.into(), "share");
    same(sum(|it| &it["isolates"]), &value["isolates"]["count"], "isolates");
    let isolates = &value["isolates"];
    same(sum(|it| &it["cold_starts_per_day"]), &isolates["cold_starts_per_day"], "cold starts");
    let reads = &isolates["cold_start_reads_per_day"];
    same(sum(|it| &it["cold_start_reads_per_day"]), reads, "their reads");
    for fate in ["ok_per_day", "misrouted_per_day", "unroutable_per_day", "false_dead_per_day"] {
        let sum: f64 = colos.iter().map(|it| number(&it["routing"][fate])).sum();
        same(sum, &value["routing"][fate], fate);
    }
    let oldest = colos.iter().map(|it| number(&it["staleness_ms"]["max"]));
    assert_eq!(oldest.fold(0.0, f64::max), number(&value["staleness_ms"]["max"]));
    let cold: f64 = value["causes"]
        .as_array()
        .expect("causes")
        .iter()
        .filter(|it| it["cause"] == "cold" && it["meter"] == "reads")
        .map(|it| number(&it["mean_per_day"]))
        .sum();
    same(cold, reads, "the reads with the cause cold");
    assert!(number(reads) > 0.0 && number(&value["routing"]["misrouted_per_day"]) > 0.0);
}

#[test]
fn a_single_colo_is_all_there_is() {
    let value = result(&folder(SCENARIO), &[]);
    let colos = value["colos"].as_array().expect("colos");
    let [only] = colos.as_slice() else { panic!("{colos:?}") };
    for (meter, field) in ["reads", "writes", "deletes", "lists", "requests"].iter().enumerate() {
        let all = &value["meters"][meter]["mean_per_day"];
        assert_eq!(&only[format!("{field}_per_day")], all, "{field}");
    }
    assert_eq!((&only["routing"], &only["share"]), (&value["routing"], &1.0.into()));
    assert_eq!(only["staleness_ms"], value["staleness_ms"]);
    assert_eq!(only["cold_starts_per_day"], 1.0, "one day, and it never dies");
}

#[test]
fn an_export_brings_a_csv_of_colos_where_there_are_several() {
    let folder = folder(RANDOM);
    let run = |scenario: &str| folder.run(&["simulate", scenario, "--runs", "1", "-o", "x.csv"]);
    assert_eq!(run("s.yaml").code, Some(0));
    assert_eq!(folder.others(), ["c.yaml", "x.causes.csv", "x.csv"]);
    assert_eq!(run("c.yaml").code, Some(0));
    assert_eq!(folder.others(), ["c.yaml", "x.causes.csv", "x.colos.csv", "x.csv"]);
    let text = folder.read("x.colos.csv");
    assert_eq!(text.lines().next(), Some("scenario,policy,colo,figure,value"));
    let value = result(&folder, &["--runs", "1"]);
    let row = format!(
        "three colos,optimized,C,reads_per_day,{}",
        number(&value["colos"][2]["reads_per_day"])
    );
    assert!(text.lines().any(|line| line == row), "{row}\n{text}");
    let sweep = ["sweep", "c.yaml", "--runs", "1", "--vary", "days=1,2", "-o", "y.csv"];
    assert_eq!(folder.run(&sweep).code, Some(0));
    let text = folder.read("y.colos.csv");
    assert_eq!(text.lines().next(), Some("scenario,policy,parameter_days,colo,figure,value"));
    assert_eq!(text.lines().count(), 1 + 2 * 3 * 20);
    let one_file = ["simulate", "c.yaml", "-o", "x.csv", "-o", "x.colos.csv"];
    assert_eq!(folder.run(&one_file).code, Some(2), "two exports to one file");
}

#[test]
fn a_result_without_the_fields_of_colos_can_be_compared() {
    let folder = folder(RANDOM);
    let mut value = result(&folder, &["--runs", "2"]);
    let fields = value.as_object_mut().expect("an object");
    for field in ["colos", "isolates", "staleness_ms", "lost_updates_per_day", "retries_per_day"] {
        assert!(fields.remove(field).is_some(), "{field}");
    }
    for request in fields["requests"].as_array_mut().expect("requests") {
        request.as_object_mut().expect("an object").remove("retried_per_day");
    }
    fs::write(folder.path("old.json"), value.to_string()).expect("a file");
    let ended = folder.run(&["compare", "old.json", "c.yaml", "-f", "json"]);
    assert_eq!(ended.code, Some(0), "{ended:?}");
    let compared: Value = serde_json::from_str(&ended.stdout).expect("JSON");
    let staleness = &compared["comparisons"][0]["staleness_ms_p99"];
    assert_eq!(staleness["before"], Value::Null, "unknown: {compared}");
    assert!(number(&staleness["after"]) > 60_000.0, "{staleness}");
}

fn warned(yaml: &str, code: &str, flags: &[&str]) -> Option<Value> {
    let value = result(&folder(yaml), flags);
    let warnings = value["warnings"].as_array().expect("warnings").clone();
    warnings.into_iter().find(|it| it["code"] == code)
}

#[test]
fn a_health_timeout_counts_what_other_colos_keep() {
    // Each heartbeat comes 600 s after the last, later than 5 m, and writes; 20 s in the isolate, 60 s
    // at the edge, 1 s on the way.
    let code = "health-timeout-too-short";
    assert!(warned(BY_HAND, code, &["--set", "policy.health_timeout=681s"]).is_none());
    let found = warned(BY_HAND, code, &["--set", "policy.health_timeout=680s"]);
    let note = "its record is up to 681s old by design: 10m in KV, and 20s in an isolate's cache, \
                1m in another colo's edge cache, 1s on the way there";
    assert_eq!(found.expect("a warning")["note"], note);
    // Clients at HOME may reach another isolate than the worker does, but no other colo.
    let at_home =
        |timeout| warned(BY_HAND, code, &["--set", "traffic[0].colo=HOME", "--set", timeout]);
    assert!(at_home("policy.health_timeout=620s").is_none());
    assert!(at_home("policy.health_timeout=619s").is_some());
}

#[test]
fn a_registration_from_an_old_copy_of_the_index_loses_an_entry() {
    // A client at B looks for the index at 20 s: that there is none is kept there until 80 s. Worker a
    // registers at A at 30 s, b at B at 40 s from the list that B knows, the empty one.
    let lost = "
name: lost
days: 1
runs: 1
workers:
  - { name: a, services: [x], registered: no, colo: A, heartbeat: { every: 60s, phase: 30s } }
  - { name: b, services: [x], registered: no, colo: B, heartbeat: { every: 60s, phase: 40s } }
traffic: [ { service: x, requests_per_day: 4320, arrivals: even, colo: B } ]
kv: { latency: none }
isolates: { colos: [ { name: A, share: 1, isolates: 1 }, { name: B, share: 1, isolates: 1 } ] }
";
    assert_eq!(result(&folder(lost), &[])["lost_updates_per_day"], 1.0);
    let found = warned(lost, "lost-updates", &[]).expect("a warning");
    let message = "index entries undone by a write from an older list: 1 a day";
    assert_eq!(found["message"], message);
    // Where nobody has looked before, b reads what a wrote ten seconds ago.
    assert!(warned(lost, "lost-updates", &["--set", "traffic[0].colo=A"]).is_none());
}

#[test]
fn senders_that_try_again_where_a_limit_refuses_are_told() {
    // Each of 15 workers writes with every heartbeat: from 00:33 on each is refused and sent thrice.
    let storm = "
name: storm
policy: naive
days: 1
runs: 1
workers:
  - name: gpu
    count: 15
    services: [rag]
    heartbeat: { every: 30s, phase: random }
    retry: { attempts: 3, backoff: 1s }
kv: { latency: none }
";
    let found = warned(storm, "retry-storm", &[]).expect("a warning");
    let message = found["message"].as_str().unwrap_or_default().to_owned();
    assert!(message.ends_with("are sent again where the limits are enforced"), "{message}");
    let value = result(&folder(storm), &[]);
    assert_eq!(value["retries_per_day"], 0.0, "the demand is refused nothing");
    // 43,200 heartbeats, but for the beats in the last seconds of the day.
    let retries = number(&value["enforced"]["retries_per_day"]);
    assert!((2.0 * 42_200.0 - 60.0..=2.0 * 42_200.0).contains(&retries), "{retries}");
    assert!(warned(storm, "retry-storm", &["--set", "workers[0].retry.attempts=1"]).is_none());
}
