//! The schema for editors is the one that is shipped, and an independent validator agrees with it.

use std::fs;
use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};

use kvplan::scenario::{SCHEMA_FILE, TEMPLATE, schema};
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

/// Wrong scenarios: where the schema must not agree.
const WRONG: [&str; 18] = [
    "days: 7",
    "workers: [ {} ]\ndais: 7",
    "workers: [ {} ]\ndays: 0",
    "workers: [ {} ]\ndays: seven",
    "workers: [ { count: 1.5 } ]",
    "workers: [ { heartbeat: { every: 30 } } ]",
    "workers: [ { heartbeat: { every: 1.5h } } ]",
    "workers: [ { heartbeat: { timing: gird } } ]",
    "workers: [ { load: { constant: 0.5, walk: {} } } ]",
    "workers: [ { load: 0.5 } ]",
    "workers: [ {} ]\ntraffic: [ { service: a } ]",
    "workers: [ {} ]\nkv: { latency: fast }",
    "workers: [ {} ]\nkv: { latency: { hot: { median: 5ms } } }",
    "workers: [ {} ]\npolicy: { extends: optimized, cache: { admin: perhaps } }",
    "workers: [ {} ]\npolicy: { cache: { admin: yes } }",
    "workers: [ {} ]\nisolates: { deploys_at: 9 }",
    "workers: [ {} ]\nbudgets: [ { metric: wirtes, max: 1 } ]",
    "workers: [ {} ]\nbudgets: [ { metric: writes, growth: 5 } ]",
];

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
    cases.extend(WRONG.map(|wrong| json!([wrong, value(wrong), false])));
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
