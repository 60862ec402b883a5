//! The schema for editors is the one that is shipped, and an independent validator agrees with it.

use std::fs;
use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};

use kvplan::scenario::{Overrides, SCHEMA_FILE, Source, TEMPLATE, load, schema};
use serde_json::{Value, json};

use crate::support::shipped::{names, text};

#[test]
fn the_shipped_schema_is_the_one_that_is_printed() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios").join(SCHEMA_FILE);
    if std::env::var_os("UPDATE_SCHEMA").is_some() {
        fs::write(&path, schema()).expect("the schema is written");
    }
    let shipped = fs::read_to_string(path).expect("the schema");
    assert!(shipped == schema(), "run this test again with UPDATE_SCHEMA=1");
}

#[test]
fn each_shipped_scenario_says_where_editors_find_the_schema() {
    let line = format!("# yaml-language-server: $schema=./{SCHEMA_FILE}\n");
    let without: Vec<_> = names().into_iter().filter(|it| !text(it).starts_with(&line)).collect();
    assert_eq!(without, Vec::<String>::new());
}

/// Parts of a scenario that are sound.
const SOUND: [&str; 60] = [
    "",
    "name: a",
    "plan: cloudflare-paid@2026-10",
    "policy: naive",
    "policy: { extends: naive, cache: , write: { record_ttl: none } }",
    "policies:",
    "policies: { mine: naive, ours: { extends: mine } }",
    "seed: 18446744073709551615",
    "traffic:",
    "traffic: []",
    "admin:",
    "admin: { refresh: }",
    "admin: { refresh: { every: 30s, during: 9m } }",
    "admin: { arrivals: { diurnal: } }",
    "admin: { colo: any }",
    "kv:",
    "kv: { latency: none }",
    "kv: { latency: { hot: 5ms, cold: { median: 5ms, p99: 9ms } } }",
    "kv: { latency: { hot: 0 } }",
    "kv: { propagation: 0 }",
    "isolates: { colos: [ { name: AMS, share: 0.5 } ] }",
    "isolates: { deploys_at: }",
    "isolates: { deploys_at: [ '9:00', '09:00:30', '23:59:59', '7:5', 90m ] }",
    "isolates: { lifetime: none }",
    "isolates: { lifetime: 6h }",
    "isolates: { lifetime: { mean: 6h } }",
    "isolates: { idle_timeout: none }",
    "quota: { refused_ops_count: yes }",
    "quota: { refused_ops_count: Yes }",
    "quota: { refused_ops_count: NO }",
    "quota: { refused_ops_count: true }",
    "quota: { refused_ops_count: False }",
    "account: { other: { reads: 1000000000000 } }",
    "policy: { extends: optimized, cache: { max_entries: unbounded } }",
    "policy: { extends: optimized, cache: { max_entries: 7 } }",
    "policy: { extends: optimized, cache: { worker_ttl: 0 } }",
    "policy: { extends: optimized, write: { load_delta: 0.5 } }",
    "policy: { extends: optimized, reads: { coalesce: yes } }",
    "budgets: [ { metric: writes, max: 80% } ]",
    "budgets: [ { metric: writes, max: ' 8.5 % ' } ]",
    "budgets: [ { metric: writes, max: 1000000% } ]",
    "budgets: [ { metric: writes, max: 900 } ]",
    "budgets: [ { metric: latency_p99, max: 20ms, warn: 10 } ]",
    "budgets: [ { metric: hit_ratio, min: 100% } ]",
    "budgets: [ { metric: hit_ratio, min: .5% } ]",
    "budgets: [ { metric: reads, growth: 5%, growth_floor: 50, reason: why } ]",
    "workers: [ { } , ]",
    "workers: [ { services: } ]",
    "workers: [ { services: [ a, b c ] } ]",
    "workers: [ { retry: } ]",
    "workers: [ { retry: { backoff: 1s } } ]",
    "workers: [ { heartbeat: { phase: 5s } } ]",
    "workers: [ { heartbeat: { phase: random } } ]",
    "workers: [ { load: { walk: } } ]",
    "workers: [ { load: { constant: 1 } } ]",
    "workers: [ { load: { steps: [ { at: '23:59', load: 1 } ] } } ]",
    "workers: [ { models: , outages: } ]",
    "workers: [ { registered: no } ]",
    "workers: [ { colo: LHR } ]",
    "workers: [ { count: 10000 } ]",
];

/// Parts of a scenario that are wrong.
const WRONG: [&str; 60] = [
    "dais: 7",
    "name: ' '",
    "name:",
    "days: 0",
    "days: seven",
    "days:",
    "plan:",
    "policy:",
    "policy: { cache: { admin: yes } }",
    "policy: { extends: optimized, cache: { admin: perhaps } }",
    "policies: { naive: optimized }",
    "policies: { mine: }",
    "policies: { 'a ': naive }",
    "workers: [ { count: 1.5 } ]",
    "workers: [ { heartbeat: { every: 30 } } ]",
    "workers: [ { heartbeat: { every: 1.5h } } ]",
    "workers: [ { heartbeat: { timing: gird } } ]",
    "workers: [ { heartbeat: { phase: } } ]",
    "workers: [ { load: { constant: 0.5, walk: {} } } ]",
    "workers: [ { load: 0.5 } ]",
    "workers: [ { load: } ]",
    "workers: [ { load: { steps: } } ]",
    "workers: [ { load: { steps: [] } } ]",
    "workers: [ { load: { constant: 50% } } ]",
    "workers: [ { services: a } ]",
    "workers: [ { services: [ a, a ] } ]",
    "workers: [ { services: [ 5 ] } ]",
    "workers: [ { outages: { restarts_at: [ '24:00' ] } } ]",
    "workers: [ { outages: { restarts_at: [ '99:99' ] } } ]",
    "workers: [ { outages: { restarts_at: [ '9:60' ] } } ]",
    "workers:",
    "workers: []",
    "workers: [ { registered: on } ]",
    "workers: [ { registered: 1 } ]",
    "workers: [ { registered: } ]",
    "traffic: [ { service: a } ]",
    "traffic: [ ]\nadmin: 5",
    "admin: { refresh: {} }",
    "admin: { arrivals: }",
    "admin: { arrivals: weekly }",
    "kv: { latency: fast }",
    "kv: { latency: }",
    "kv: { latency: { hot: } }",
    "kv: { latency: { hot: { median: 5ms } } }",
    "isolates: { colos: }",
    "isolates: { colos: [] }",
    "isolates: { colos: [ { share: 1 } ] }",
    "isolates: { deploys_at: 9 }",
    "isolates: { lifetime: }",
    "isolates: { lifetime: 0 }",
    "account: { other: { reads: -1 } }",
    "budgets: [ { metric: wirtes, max: 1 } ]",
    "budgets: [ { metric: writes, growth: 5 } ]",
    "budgets: [ { metric: writes, max: '%' } ]",
    "budgets: [ { metric: writes, max: .% } ]",
    "budgets: [ { metric: writes, max: 9000000% } ]",
    "budgets: [ { metric: writes, max: -1 } ]",
    "budgets: [ { metric: heartbeat.warm.writes, max: 1 } ]",
    "budgets: [ { metric: hit_ratio, min: 101% } ]",
    "budgets: [ { metric: hit_ratio, min: 5s } ]",
];

/// A whole scenario with a part.
fn whole(part: &str) -> String {
    let workers = if part.starts_with("workers") { "" } else { "workers: [ {} ]\n" };
    format!("{workers}{part}\n")
}

#[test]
fn kvplan_takes_what_is_sound_and_refuses_what_is_wrong() {
    let mistakes = |part: &&str| {
        let source = Source { path: "x.yaml".to_owned(), bytes: whole(part).into_bytes() };
        let read = |_: &str| Err(std::io::ErrorKind::NotFound.into());
        load(&source, &Overrides::default(), &read).err()
    };
    let refused: Vec<_> = SOUND.iter().filter_map(mistakes).collect();
    let taken: Vec<_> = WRONG.iter().filter(|part| mistakes(part).is_none()).collect();
    assert!(refused.is_empty() && taken.is_empty(), "{refused:#?} {taken:#?}");
}

/// Reads `{schema, cases: [[name, value, is_sound]]}`, and says each verdict that is another.
const VALIDATOR: &str = "
import json, sys
try:
    from jsonschema import Draft202012Validator
except ImportError:
    print('missing'); sys.exit()
given = json.load(sys.stdin)
Draft202012Validator.check_schema(given['schema'])
validator = Draft202012Validator(given['schema'])
for name, value, is_sound in given['cases']:
    found = [error.message for error in validator.iter_errors(value)]
    if is_sound != (not found):
        print(name, found[:3])
";

#[test]
fn an_independent_validator_takes_what_is_shipped_and_refuses_what_is_wrong() {
    let value = |text: &str| serde_yaml::from_str::<Value>(text).expect("YAML");
    let mut cases: Vec<Value> =
        names().iter().map(|name| json!([name, value(&text(name)), true])).collect();
    cases.push(json!(["the template", value(TEMPLATE), true]));
    let sound = SOUND.iter().map(|part| (part, true));
    for (part, is_sound) in sound.chain(WRONG.iter().map(|part| (part, false))) {
        cases.push(json!([part, value(&whole(part)), is_sound]));
    }
    let schema: Value = serde_json::from_str(&schema()).expect("JSON");
    let given = json!({ "schema": schema, "cases": cases }).to_string();
    let python = Command::new("python3")
        .args(["-c", VALIDATOR])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn();
    let Ok(mut python) = python else {
        return eprintln!("SKIPPED: the schema was not held against a validator: no python3");
    };
    python.stdin.take().expect("a pipe").write_all(given.as_bytes()).expect("it reads");
    let ended = python.wait_with_output().expect("it ends");
    let said = String::from_utf8_lossy(&ended.stdout);
    if said.trim() == "missing" {
        return eprintln!("SKIPPED: the schema was not held against a validator: no jsonschema");
    }
    assert!(ended.status.success() && said.is_empty(), "{said}");
}
