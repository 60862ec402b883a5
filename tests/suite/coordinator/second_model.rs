//! A second implementation of the coordinator's rules, in another language and written from their
//! text alone, gives the same operations, causes and picks on random traces under the presets and
//! under random settings.
//!
//! It stands in `tests/second_model` and needs Python 3.8 and nothing else; without it the test
//! says aloud that it was skipped.

use std::collections::{BTreeMap, BTreeSet};
use std::io::Write;
use std::path::Path;
use std::process::{Command, Output};

use crate::coordinator::instant_world::{InstantKv, run_and_tell};
use crate::support::random_traffic::interned;
use crate::support::simulated::scenario;
use crate::support::trace_rows::{self, Event, Row};
use kvplan::coordinator::{Coordinator, Policy};
use kvplan::program::Outcome;
use kvplan::words::{Cause, Op, RequestKind};
use serde_json::{Value, json};

const MODEL: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/second_model");
/// How many traces, of 5,000 events each, unless the environment says otherwise. With 40 a rule
/// never fires.
const TRACES: usize = 60;
/// The variable that says otherwise.
const TRACES_ASKED: &str = "SECOND_MODEL_TRACES";
/// How many differences are told in full; each is searched for the row where it begins.
const TOLD: usize = 3;

/// Says something that the test harness does not keep to itself.
fn say(text: &str) {
    writeln!(std::io::stderr(), "second_model: {text}").expect("stderr");
}

fn traces() -> usize {
    std::env::var(TRACES_ASKED).map_or(TRACES, |asked| {
        asked.parse().unwrap_or_else(|_| panic!("{TRACES_ASKED}={asked} is no number of traces"))
    })
}

/// The name of a Python that is new enough.
fn python() -> Option<&'static str> {
    let version = "import sys; sys.exit(sys.version_info < (3, 8))";
    ["python3", "python"].into_iter().find(|name| {
        Command::new(name).args(["-c", version]).output().is_ok_and(|found| found.status.success())
    })
}

fn ask(python: &str, arguments: &[&str]) -> Output {
    Command::new(python).arg(MODEL).args(arguments).output().expect("Python starts")
}

/// An operation, with what it was for.
type Operation = (RequestKind, Op, Cause);

/// An operation as the second model names it.
fn name((kind, op, cause): Operation) -> String {
    format!("{kind} {} {cause}", op.meter())
}

/// What a replay made.
#[derive(Default)]
struct Made {
    requests: BTreeMap<RequestKind, u64>,
    operations: BTreeMap<Operation, u64>,
    picks: BTreeMap<String, u64>,
    /// The operations of each row, for the search.
    steps: Vec<Vec<Operation>>,
}

fn replay((rows, names): (&[Row], &[String]), policy: &Policy) -> Made {
    let mut kv = InstantKv { names: names.to_vec(), ..InstantKv::default() };
    let mut isolates: BTreeMap<usize, Coordinator> = BTreeMap::new();
    let mut made = Made::default();
    for row in rows {
        let isolate = isolates
            .entry(row.isolate)
            .or_insert_with(|| Coordinator::new(policy.clone(), interned()));
        let mut step = Vec::new();
        match &row.event {
            Event::Existing(worker, record) => kv.existing(*worker, *record, policy.layout),
            Event::ColdStart => isolate.cold_start(),
            Event::Request(request) => {
                let outcome = run_and_tell(isolate, &mut kv, (request, row.now), |_, op, cause| {
                    step.push((request.kind(), op, cause));
                });
                *made.requests.entry(request.kind()).or_default() += 1;
                if let Outcome::Routed { to, .. } = outcome {
                    let name = to.map_or("nobody".into(), |pick| pick.worker.0.to_string());
                    *made.picks.entry(name).or_default() += 1;
                }
            }
        }
        for operation in &step {
            *made.operations.entry(*operation).or_default() += 1;
        }
        made.steps.push(step);
    }
    made
}

/// The requests and operations by request kind, as the files beside the traces have them.
fn counts(made: &Made) -> Value {
    let by_kind = made.requests.iter().map(|(kind, count)| {
        let mut counts = json!({ "count": count });
        for op in Op::ALL {
            let same = made.operations.iter().filter(|((k, o, _), _)| (*k, *o) == (*kind, op));
            counts[op.meter().name()] = same.map(|(_, count)| count).sum::<u64>().into();
        }
        (kind.name().to_owned(), counts)
    });
    Value::Object(by_kind.collect())
}

fn causes(operations: &BTreeMap<Operation, u64>) -> BTreeMap<String, u64> {
    operations.iter().map(|(operation, count)| (name(*operation), *count)).collect()
}

fn policy(expected: &Value) -> Policy {
    let text = expected["preset"].as_str().or(expected["yaml"].as_str()).expect("a policy");
    let workers = "workers: [{ name: w, count: 1, services: [rag], heartbeat: { every: 30s } }]";
    scenario(&format!("{workers}\npolicy: {text}\n"), &[]).policy
}

/// The first row where the two differ, counted from 1 without the header.
fn first_difference(python: &str, (trace, expected): (&Path, &Value), made: &Made) -> String {
    let settings = expected["policy"].to_string();
    let output = ask(python, &["steps", trace.to_str().expect("a path"), &settings]);
    let text = String::from_utf8(output.stdout).expect("UTF-8");
    for (number, (line, step)) in text.lines().zip(&made.steps).enumerate() {
        let mut ours: BTreeMap<String, u64> = BTreeMap::new();
        for operation in step {
            *ours.entry(name(*operation)).or_default() += 1;
        }
        let ours: Vec<_> = ours.iter().map(|(name, count)| format!("{name} {count}")).collect();
        let ours = ours.join(",");
        if line != ours {
            return format!("event {}: kvplan [{ours}], the second model [{line}]", number + 1);
        }
    }
    "no event differs in its operations".into()
}

/// What differs between two objects, where something does.
fn difference(found: &Value, expected: &Value) -> Option<String> {
    let (found, expected) = (found.as_object()?, expected.as_object()?);
    let keys: BTreeSet<_> = found.keys().chain(expected.keys()).collect();
    let differs = keys.into_iter().filter(|key| found.get(*key) != expected.get(*key));
    let none = Value::Null;
    let told = differs.map(|key| {
        let (ours, other) = (found.get(key).unwrap_or(&none), expected.get(key).unwrap_or(&none));
        format!("{key}: kvplan {ours}, the second model {other}")
    });
    Some(told.collect::<Vec<_>>().join("; ")).filter(|text| !text.is_empty())
}

/// Compares one trace under each of its policies.
fn compare(python: &str, folder: &Path, number: usize, wrong: &mut Vec<String>) -> usize {
    let trace = folder.join(format!("trace-{number:03}.csv"));
    let (rows, names) = trace_rows::read_file(&trace);
    assert_eq!(rows.len(), 5_000);
    let bytes = std::fs::read(trace.with_extension("json")).expect("what it costs");
    let expected: Value = serde_json::from_slice(&bytes).expect("JSON");
    let replays = expected.as_array().expect("a list of policies");
    for expected in replays {
        let made = replay((&rows, &names), &policy(expected));
        for (what, found) in [
            ("counts", counts(&made)),
            ("causes", json!(causes(&made.operations))),
            ("picks", json!(made.picks)),
        ] {
            let Some(text) = difference(&found, &expected[what]) else { continue };
            let mut text = format!("trace {number}, {}: {what}: {text}", expected["name"]);
            if wrong.len() < TOLD {
                text += &format!("\n  {}", expected["yaml"]);
                text += &format!("\n  {}", first_difference(python, (&trace, expected), &made));
            }
            wrong.push(text);
            break;
        }
    }
    replays.len()
}

#[test]
fn a_second_model_in_another_language_agrees_on_random_traces() {
    let Some(python) = python() else {
        return say("skipped: neither `python3` nor `python` is a Python 3.8 or newer");
    };
    let known = ask(python, &["check"]);
    let text = String::from_utf8_lossy(&known.stdout);
    assert!(known.status.success(), "it fails on the traces whose counts are known:\n{text}");

    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().to_str().expect("a path");
    let traces = traces();
    let written = ask(python, &["write", path, &traces.to_string()]);
    let coverage = String::from_utf8_lossy(&written.stdout);
    let complaint = String::from_utf8_lossy(&written.stderr);
    println!("{coverage}");
    assert!(written.status.success(), "a rule never fired, or it broke:\n{coverage}{complaint}");

    let mut wrong = Vec::new();
    let replays: usize =
        (0..traces).map(|number| compare(python, folder.path(), number, &mut wrong)).sum();
    assert!(
        wrong.is_empty(),
        "{} of {replays} replays differ:\n{}",
        wrong.len(),
        wrong[..wrong.len().min(3 * TOLD)].join("\n")
    );
    say(&format!("{replays} replays of {traces} random traces agree, operation for operation"));
}
