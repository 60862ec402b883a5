//! Every mistake has its code and its exact place, and all of a file are told at once.

use kvplan::report::{Look, render_diagnostics};
use kvplan::scenario::{Diagnostic, Overrides, Source, load};

#[track_caller]
fn mistakes(text: &str) -> Vec<Diagnostic> {
    let source = Source { path: "x.yaml".to_owned(), bytes: text.as_bytes().to_vec() };
    let read = |_: &str| Err(std::io::ErrorKind::NotFound.into());
    let found = load(&source, &Overrides::default(), &read).err().unwrap_or_default();
    assert!(!found.is_empty(), "it has no mistakes: {text}");
    found
}

fn spot(one: &Diagnostic) -> (usize, usize, usize) {
    let snippet = one.place.as_ref().and_then(|place| place.snippet.as_ref());
    snippet.map_or((0, 0, 0), |at| (at.line, at.column, at.length))
}

/// One mistake, with its code, line, column and length.
#[track_caller]
fn one(text: &str, code: &str, place: (usize, usize, usize)) -> Diagnostic {
    let found = mistakes(text);
    let short: Vec<_> = found.iter().map(|one| (one.code, spot(one), &one.message)).collect();
    assert_eq!(found.len(), 1, "{short:#?}");
    assert_eq!((found[0].code, spot(&found[0])), (code, place), "{short:#?}");
    found.into_iter().next().unwrap()
}

/// A mistake in a field beside a sound group of workers, on line 2.
#[track_caller]
fn beside(line: &str, code: &str, column: usize, length: usize) -> Diagnostic {
    let text = format!("workers: [ {{ name: a, services: [rag] }} ]\n{line}\n");
    one(&text, code, (2, column, length))
}

/// A mistake in a group of workers.
#[track_caller]
fn inside(field: &str, code: &str, column: usize, length: usize) -> Diagnostic {
    one(&format!("workers:\n  - services: [rag]\n    {field}\n"), code, (3, column, length))
}

#[test]
fn of_a_very_long_line_the_part_around_the_mistake_is_shown() {
    let text = format!("{{ name: \"{}\", {}tll: 1 }}", "é".repeat(50_000), "days: 7, ");
    let found = mistakes(&text);
    let at = found.iter().find(|one| one.message.contains("tll")).expect("an unknown field");
    let at = at.place.as_ref().and_then(|place| place.snippet.as_ref()).expect("an excerpt");
    assert_eq!((at.line, at.column, at.length), (1, 50_022, 3));
    let shown: String = at.text.chars().skip(at.column - 1 - at.skipped).take(3).collect();
    assert_eq!(shown, "tll");
    assert!(at.text.chars().count() < 5_000);
    let told = render_diagnostics(&found, Look { width: 60, color: false });
    let lines: Vec<&str> = told.lines().collect();
    let excerpt = lines.iter().position(|line| line.contains("7, tll"));
    let excerpt = excerpt.unwrap_or_else(|| panic!("{told}"));
    let [excerpt, carets] = [lines[excerpt], lines[excerpt + 1]];
    let column = |text: &str, what| text.split(what).next().unwrap().chars().count();
    assert_eq!(column(excerpt, "tll"), column(carets, "^^^"));
}

#[test]
fn numbers() {
    let found = beside("days: 0", "out-of-range", 7, 1);
    assert_eq!(found.message, "days must be from 1 to 3,660; found 0");
    beside("days: -1", "out-of-range", 7, 2);
    beside("days: 1.5", "wrong-type", 7, 3);
    beside("days: '7'", "wrong-type", 7, 3);
    beside("days: 7_0", "wrong-type", 7, 3);
    beside("days: [7]", "wrong-type", 7, 1);
    beside("days:", "wrong-type", 1, 4);
    beside("runs: 10001", "out-of-range", 7, 5);
    beside("seed: 99999999999999999999999999999999999999999999999", "wrong-type", 7, 47);
    beside("seed: 18446744073709551616", "out-of-range", 7, 20);
    beside("admin: { loads_per_day: .nan }", "not-finite", 25, 4);
    beside("admin: { loads_per_day: -.inf }", "not-finite", 25, 5);
    beside("admin: { loads_per_day: 1e400 }", "wrong-type", 25, 5);
    let found = beside("admin: { loads_per_day: 2e9 }", "out-of-range", 25, 3);
    let range = "must be from 0 to 1,000,000,000; found 2,000,000,000";
    assert_eq!(found.message, format!("admin.loads_per_day {range}"));
    inside("count: 1000001", "out-of-range", 12, 7);
    inside("load: { constant: .NaN }", "not-finite", 23, 4);
    inside("load: { walk: { start: 1.5 } }", "out-of-range", 28, 3);
    inside("load: { diurnal: { peak_hour: 24 } }", "out-of-range", 35, 2);
    inside("load: { diurnal: { low: 0.5, high: 0.2 } }", "out-of-range", 40, 3);
}

#[test]
fn durations() {
    let found = inside("heartbeat: { every: 5M }", "duration", 25, 2);
    assert!(found.helps[0].contains("`5m`"), "{found:?}");
    let found = inside("heartbeat: { every: 30 }", "duration", 25, 2);
    assert!(found.helps[0].contains("`30s`"), "{found:?}");
    inside("heartbeat: { every: 1.5h }", "duration", 25, 4);
    inside("heartbeat: { every: 999999999999999999999d }", "duration", 25, 22);
    let found = inside("heartbeat: { every: 999ms }", "out-of-range", 25, 5);
    assert_eq!(found.message, "workers[0].heartbeat.every must be from 1s to 30d; found 999ms");
    let found = inside("heartbeat: { every: 0s }", "out-of-range", 25, 2);
    assert_eq!(found.message, "workers[0].heartbeat.every must be from 1s to 30d; found 0s");
    let found = inside("heartbeat: { every: 9m30s }", "duration", 25, 5);
    assert!(found.helps[0].starts_with("write `570s`"), "{found:?}");
    inside("heartbeat: { every: 0 }", "duration", 25, 1);
    inside("heartbeat: { jitter: 30s }", "out-of-range", 26, 3);
    inside("heartbeat: { phase: alinged }", "unknown-word", 25, 7);
    inside("heartbeat: { phase: 5M }", "duration", 25, 2);
    beside("kv: { cache_ttl: 29s }", "out-of-range", 18, 3);
    beside("policy: { extends: naive, write: { record_ttl: 59s } }", "out-of-range", 48, 3);
    beside("isolates: { lifetime: soon }", "unknown-word", 23, 4);
    beside("isolates: { deploys_at: ['24:00'] }", "time-of-day", 26, 7);
    beside("isolates: { deploys_at: [9h, '09:00'] }", "repeated-time", 30, 7);
    beside("kv: { latency: { hot: { median: 5ms, p99: 4ms } } }", "out-of-range", 43, 3);
    beside("admin: { refresh: { every: 1s } }", "missing-field", 19, 1);
}

#[test]
fn a_misspelt_field_is_not_missed_as_well() {
    let found = one(
        "traffic: [ { servise: a, requests_per_day: 1 } ]\nworkers: [{}]",
        "unknown-field",
        (1, 14, 7),
    );
    assert_eq!(found.helps, ["a similar field exists: `service`"]);
    beside("admin: { refresh: 5m }", "wrong-type", 19, 2);
    let found = beside("policy: { extends: naive, cache: { tll: 60s } }", "unknown-field", 36, 3);
    assert_eq!(found.message, "unknown field `tll` in policy.cache");
    assert_eq!(found.helps, ["a similar field exists: `worker_ttl`"]);
    one("wrokers: [ { name: a } ]", "unknown-field", (1, 1, 7));
}

#[test]
fn words_and_names() {
    let found = beside("policy: optimised", "unknown-policy", 9, 9);
    assert_eq!(found.helps, ["a similar policy exists: `optimized`"]);
    let found = beside("plan: cloudflare-fre@2026-10", "unknown-plan", 7, 22);
    assert_eq!(found.helps, ["a similar plan exists: `cloudflare-free@2026-10`"]);
    beside("plan: 7", "wrong-type", 7, 1);
    beside("plan: plans/mine.yaml", "unreadable-plan", 7, 15);
    let found =
        beside("traffic: [ { service: rga, requests_per_day: 1 } ]", "unknown-service", 23, 3);
    assert_eq!(found.helps, ["a similar service exists: `rag`"]);
    inside("colo: LRH", "unknown-colo", 11, 3);
    inside("name: -x", "bad-name", 11, 2);
    inside("name: \"a\\nb\"", "bad-name", 11, 6);
    inside("name: 42", "wrong-type", 11, 2);
    inside(&format!("name: {}", "x".repeat(65)), "bad-name", 11, 65);
    inside("heartbeat: { timing: gird }", "unknown-word", 26, 4);
    inside("registered: maybe", "wrong-type", 17, 5);
    beside("isolates: { affinity: 1 }", "wrong-type", 23, 1);
    beside("kv: { latency: fast }", "unknown-word", 16, 4);
    beside("name: ''", "text-length", 7, 2);
    beside("policies: { naive: { extends: optimized } }", "reserved-name", 13, 5);
    beside("policies: { \"-x\": { extends: optimized } }", "bad-name", 13, 4);
    beside("policies: { a: { extends: b }, b: { extends: a } }", "policy-cycle", 46, 1);
    beside("policies: { a: { extends: a } }", "policy-cycle", 27, 1);
    beside("policies: { a: { write: {} } }", "missing-field", 16, 1);
    one("workers: [ { services: [a, a] } ]", "repeated-name", (1, 28, 1));
    one("workers: [ { name: a }, { name: a } ]", "repeated-name", (1, 33, 1));
}

#[test]
fn shapes() {
    one("days: 7", "missing-field", (0, 0, 0));
    one("workers: []", "no-workers", (1, 10, 1));
    one("workers:", "no-workers", (1, 1, 7));
    one("workers: { name: a }", "wrong-type", (1, 10, 1));
    one("workers: [ 7 ]", "wrong-type", (1, 12, 1));
    one("- a", "wrong-type", (1, 1, 1));
    inside("load: { constant: 1, walk: {} }", "one-shape", 11, 1);
    inside("load: 0.5", "wrong-type", 11, 3);
    inside("load: { steps: [] }", "no-steps", 20, 1);
    inside("load: { steps: [ { at: 9h, load: 1 }, { at: 8h, load: 1 } ] }", "order", 49, 2);
    beside("isolates: { colos: [] }", "no-colo", 20, 1);
    beside("isolates: { colos: [ { name: A, share: 0 } ] }", "no-share", 20, 1);
    beside("isolates: { colos: [ { name: any } ] }", "bad-name", 30, 3);
    let text = "workers: [ { count: 1000000 } ]\nisolates: { colos: [ { name: A, isolates: 5 } ] }";
    one(text, "too-large", (1, 10, 1));
    let text = "workers: [ { count: 1000000, heartbeat: { every: 1s } } ]\ndays: 3660\nruns: 10000";
    one(text, "too-large", (1, 10, 1));
}

#[test]
fn budgets() {
    beside("budgets: [ { max: 1 } ]", "missing-field", 12, 1);
    beside("budgets: [ { metric: writes } ]", "empty-budget", 12, 1);
    beside("budgets: [ { metric: writes, max: .nan } ]", "not-finite", 35, 4);
    beside("budgets: [ { metric: writes, max: lots } ]", "wrong-type", 35, 4);
    beside("budgets: [ { metric: wirtes, max: 1 } ]", "unknown-word", 22, 6);
    beside("budgets: [ { metric: reads, min: 1 } ]", "unfit-bound", 34, 1);
    beside("budgets: [ { metric: hit_ratio, min: 101% } ]", "out-of-range", 38, 4);
    beside("budgets: [ { metric: reads, growth: 5 } ]", "wrong-type", 37, 1);
    beside("budgets: [ { metric: reads, growth: 5%, warn: 3 } ]", "missing-field", 47, 1);
    beside("budgets: [ { metric: reads, max: 5, growth_floor: 3 } ]", "missing-field", 51, 1);
    beside("budgets: [ { metric: reads, max: 80%, warn: 90% } ]", "out-of-range", 45, 3);
    beside("budgets: [ { metric: latency_p99, max: 80% } ]", "no-limit", 40, 3);
    beside("budgets: [ { metric: reads, max: 5, stat: best } ]", "unknown-word", 43, 4);
}

#[test]
fn all_mistakes_are_told_at_once_in_the_order_of_the_file() {
    let text = "\
days: 0
policy:
  extends: optimized
  cache:
    tll: 60s
workers:
  - name: a
    heartbeat: { every: 5M, jitter: fast }
    services: [rag]
traffic:
  - service: gar
    requests_per_day: .inf
";
    let found = mistakes(text);
    let short: Vec<_> = found.iter().map(|one| (one.code, spot(one).0, spot(one).1)).collect();
    assert_eq!(
        short,
        [
            ("out-of-range", 1, 7),
            ("unknown-field", 5, 5),
            ("duration", 8, 25),
            ("duration", 8, 37),
            ("unknown-service", 11, 14),
            ("not-finite", 12, 23),
        ]
    );
    let shown = render_diagnostics(&found, Look { width: 80, color: false });
    assert!(shown.contains(" --> x.yaml:5:5\n  |\n4 |   cache:\n5 |     tll: 60s\n  |     ^^^\n"));
    assert!(shown.ends_with("\nerror: 6 errors in x.yaml\n"), "{shown}");
}

/// What lies between two values is told beside what is wrong with a third, and never of a value
/// that could not be read.
#[test]
fn values_are_held_against_one_another_beside_other_mistakes() {
    let codes = |field: &str| -> Vec<&str> {
        let text = format!("workers:\n  - services: [rag]\n    {field}\n");
        mistakes(&text).iter().map(|one| one.code).collect()
    };
    let steps = |steps: &str| codes(&format!("load: {{ steps: [ {steps} ] }}"));
    assert_eq!(codes("heartbeat: { jitter: 1m, phase: 5M }"), ["out-of-range", "duration"]);
    assert_eq!(codes("heartbeat: { jitter: 1m, every: 5M }"), ["duration"]);
    assert_eq!(codes("load: { diurnal: { low: 2, high: 1, peak_hour: x } }").len(), 2);
    assert_eq!(codes("load: { diurnal: { low: x, high: 0.01 } }"), ["wrong-type"]);
    assert_eq!(steps("{ at: 9h, load: x }, { at: 8h, load: x }").len(), 3);
    assert_eq!(steps("{ at: 9h, load: 1 }, { at: x, load: 1 }, { at: 0h, load: 1 }").len(), 2);
    assert_eq!(steps("{ load: 1 }, { at: 0h, load: 1 }"), ["missing-field"]);
    let beside = "workers: [ {} ]\nadmin: { loads_per_day: 1e6, colo: X, arrivals:";
    let bursts = |inside: &str| mistakes(&format!("{beside} {{ bursts: {{ {inside} }} }} }}"));
    assert_eq!(bursts("spacing: 1h").len(), 2);
    assert_eq!(bursts("spacing: 1h, size: x").len(), 2);
    let delay = |inside: &str| mistakes(&format!("workers: [ {{}} ]\nkv: {{ latency: {inside} }}"));
    assert_eq!(delay("{ hot: { p99: 1ms, median: 2ms, x: 1 } }").len(), 2);
    assert_eq!(delay("{ hot: { p99: 1ms } }").len(), 1);
}

#[test]
fn a_plan_file_has_the_same_messages() {
    use kvplan::scenario::plan_file::read_plan;
    let text = include_str!("../../../src/platform/plans/cloudflare-free@2026-10.yaml");
    assert!(read_plan("p.yaml", text.as_bytes()).is_ok());
    for (from, to, code, help) in [
        ("per_day: 1000\n", "per_dya: 1000\n", "unknown-field", "per_day"),
        ("currency: USD", "currency: dollars", "currency", ""),
        ("as_of: 2026-10-08", "as_of: yesterday", "date", ""),
        ("base_per_month: 0", "base_per_month: .inf", "not-finite", ""),
        ("title: Cloudflare", "titel: Cloudflare", "unknown-field", "title"),
    ] {
        let found = read_plan("p.yaml", text.replacen(from, to, 1).as_bytes()).unwrap_err();
        assert_eq!(found[0].code, code);
        assert!(spot(&found[0]).0 > 0 && found[0].place.as_ref().unwrap().file == "p.yaml");
        assert!(
            help.is_empty() || found[0].helps.iter().any(|one| one.contains(help)),
            "{found:?}"
        );
    }
    assert!(read_plan("p.yaml", b"").is_err());
    assert_eq!(read_plan("p.yaml", b"name: a").unwrap_err().len(), 3);
}
