//! `replay` and `simulate --trace` through the binary.

use std::fs;
use std::io::Write;
use std::path::Path;

use crate::support::command_line::Folder;
use flate2::Compression;
use flate2::write::GzEncoder;
use serde_json::{Value, json};

const HEADER: &str = "time_ms,isolate,request,target,status,load,models,services\n";

fn shipped(name: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/traces").join(name);
    path.to_str().expect("a plain path").to_owned()
}

fn json(text: &str) -> Value {
    serde_json::from_str(text).unwrap_or_else(|error| panic!("{error}: {text}"))
}

fn compressed(text: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(text).expect("written to memory");
    encoder.finish().expect("written to memory")
}

#[test]
fn both_traces_give_the_counts_beside_them_under_all_presets() {
    let folder = Folder::new();
    for trace in ["random-101", "random-102"] {
        let counts = fs::read_to_string(shipped(&format!("{trace}.counts.json"))).expect("counts");
        let expected = json(&counts);
        for (preset, expected) in expected.as_object().expect("an object") {
            let path = shipped(&format!("{trace}.csv"));
            let ended = folder.run(&["replay", &path, "--policy", preset, "-f", "json"]);
            assert_eq!(ended.code, Some(0), "{}", ended.stderr);
            let found = json(&ended.stdout);
            let rows = found["requests"].as_array().expect("requests");
            let expected = expected.as_object().expect("kinds");
            assert_eq!(rows.len(), expected.len(), "{trace} {preset}: kinds of request");
            for row in rows {
                let kind = row["request"].as_str().expect("a name");
                let row = json!({
                    "count": row["count_total"], "reads": row["reads_total"],
                    "writes": row["writes_total"], "deletes": row["deletes_total"],
                    "lists": row["lists_total"],
                });
                assert_eq!(row, expected[kind], "{trace} {preset} {kind}");
            }
            let sum = |meter: &str, key: &str| -> u64 {
                let rows = found[key].as_array().expect("rows").iter();
                let rows = rows.filter(|row| row["meter"] == meter);
                rows.map(|row| {
                    row["count_total"].as_u64().or(row["total"].as_u64()).expect("a count")
                })
                .sum()
            };
            for meter in ["reads", "writes", "deletes", "lists"] {
                assert_eq!(sum(meter, "causes"), sum(meter, "meters"), "{trace} {preset} {meter}");
            }
        }
    }
}

#[test]
fn without_a_flag_the_policy_is_optimized_and_single_settings_may_differ() {
    let folder = Folder::new();
    let trace = shipped("random-101.csv");
    let run = |more: &[&str]| {
        let ended = folder.run(&[&["replay", &trace, "-q", "-f", "json"][..], more].concat());
        assert_eq!(ended.code, Some(0), "{}", ended.stderr);
        json(&ended.stdout)
    };
    let (plain, named) = (run(&[]), run(&["--policy", "optimized"]));
    assert_eq!(plain["meters"], named["meters"]);
    assert_eq!(plain["policy"], "optimized");
    assert_eq!(plain["scenario"], Value::Null);
    let longer = run(&["--set", "policy.cache.worker_ttl=10m"]);
    let reads = |it: &Value| it["meters"][0]["total"].as_u64().expect("a count");
    assert!(reads(&longer) < reads(&plain), "{} and {}", reads(&longer), reads(&plain));
    let expiring = run(&["--set", "policy.write.record_ttl=60s"]);
    assert_eq!(expiring["meters"], plain["meters"], "without a scenario nothing expires");
}

#[test]
fn the_json_tells_what_was_replayed() {
    let folder = Folder::new();
    let ended = folder.run(&["replay", &shipped("random-101.csv"), "-f", "json"]);
    let found = json(&ended.stdout);
    let trace = &found["trace"];
    assert_eq!(trace["rows"], 3001);
    assert_eq!((&trace["isolates"], &trace["workers"]), (&json!(3), &json!(2)));
    assert_eq!((&trace["first_ms"], &trace["last_ms"]), (&json!(0), &json!(25_906_462)));
    assert_eq!(trace["skipped"], 0);
    assert_eq!(found["days"], 1);
    let assumptions = found["assumptions"].to_string();
    assert!(assumptions.contains("misrouted"), "{assumptions}");
    let again = folder.run(&["replay", &shipped("random-101.csv"), "-f", "json"]);
    assert_eq!(ended.stdout, again.stdout);
}

#[test]
fn compressed_traces_and_standard_input_give_the_same() {
    let folder = Folder::new();
    let text = fs::read(shipped("random-102.csv")).expect("a trace");
    let (first, second) = text.split_at(text.len() / 3);
    let members = [compressed(first), compressed(second)].concat();
    fs::write(folder.path("t.csv"), &text).expect("written");
    fs::write(folder.path("t.csv.gz"), &members).expect("written");
    let figures = |text: &str| {
        let mut found = json(text);
        found["trace"]["path"] = Value::Null;
        found
    };
    let plain = folder.run(&["replay", "t.csv", "-f", "json"]);
    let zipped = folder.run(&["replay", "t.csv.gz", "-f", "json"]);
    let piped = folder.run_with_input(&["replay", "-", "-f", "json"], &text);
    assert_eq!(figures(&plain.stdout), figures(&zipped.stdout), "two members");
    assert_eq!(figures(&plain.stdout), figures(&piped.stdout));
    fs::write(folder.path("cut.csv.gz"), &members[..members.len() - 20]).expect("written");
    let cut = folder.run(&["replay", "cut.csv.gz"]);
    assert_eq!((cut.code, cut.stdout.as_str()), (Some(2), ""));
    assert!(cut.stderr.contains("damaged"), "{}", cut.stderr);
}

#[test]
fn a_bad_row_ends_it_with_its_line_unless_bad_rows_are_skipped() {
    let folder = Folder::new();
    let rows = "0,a,existing,w,online,0.5,,rag\n1000,a,heartbeat,w,online,0.5,,\n\
                2000,a,heartbeat,w,online,,,\n3000,a,jump,w,,,,\n4000,a,heartbeat,w,online,0.5,,\n";
    fs::write(folder.path("bad.csv"), format!("{HEADER}{rows}")).expect("written");
    let ended = folder.run(&["replay", "bad.csv", "-o", "out.json"]);
    assert_eq!((ended.code, ended.stdout.as_str()), (Some(2), ""));
    assert!(ended.stderr.contains("bad.csv:4"), "{}", ended.stderr);
    assert!(ended.stderr.contains("load"), "{}", ended.stderr);
    assert!(!folder.path("out.json").exists(), "nothing is left behind");
    let ended = folder.run(&["replay", "bad.csv", "-f", "json", "--skip-bad"]);
    assert_eq!(ended.code, Some(0), "{}", ended.stderr);
    let trace = &json(&ended.stdout)["trace"];
    assert_eq!((&trace["rows"], &trace["skipped"]), (&json!(3), &json!(2)));
    assert!(ended.stderr.contains("2 of 5 rows skipped"), "{}", ended.stderr);
    assert!(ended.stderr.contains("line 4"), "{}", ended.stderr);
}

#[test]
fn what_cannot_be_meant_is_2_and_what_cannot_be_read_is_3() {
    let folder = Folder::new();
    fs::write(folder.path("t.csv"), format!("{HEADER}0,a,admin,,,,,\n")).expect("written");
    fs::write(folder.path("other.csv"), "time,isolate\n").expect("written");
    let code = |arguments: &[&str]| folder.run(arguments).code;
    assert_eq!(code(&["replay", "t.csv"]), Some(0));
    assert_eq!(code(&["replay", "missing.csv"]), Some(3));
    assert_eq!(code(&["replay", "t.csv", "missing.yaml"]), Some(3));
    assert_eq!(code(&["replay", "other.csv"]), Some(2), "another header");
    assert_eq!(code(&["replay", "t.csv", "bad.yaml"]), Some(2));
    assert_eq!(code(&["replay", "t.csv", "--policy", "no-such"]), Some(2));
    assert_eq!(code(&["replay", "t.csv", "--set", "kv.latency=typical"]), Some(2));
    assert_eq!(code(&["replay", "t.csv", "-o", "t.csv"]), Some(2), "over its own input");
    assert_eq!(code(&["replay", "t.csv", "-o", "t.html"]), Some(2));
    assert_eq!(code(&["replay", "-", "-"]), Some(2));
    let trace = fs::read_to_string(folder.path("t.csv")).expect("still there");
    assert!(trace.ends_with("admin,,,,,\n"));
}

#[test]
fn tables_and_markdown_show_the_totals() {
    let folder = Folder::new();
    let trace = shipped("random-101.csv");
    let ended = folder.run(&["replay", &trace, "-o", "a.md", "-o", "a.csv"]);
    assert_eq!(ended.code, Some(0), "{}", ended.stderr);
    assert_eq!(folder.others(), ["a.causes.csv", "a.csv", "a.md"]);
    for (name, count) in [("heartbeat", "1,902"), ("reads", "2,888"), ("deletes", "35")] {
        for text in [&ended.stdout, &folder.read("a.md")] {
            let has = |line: &str| line.contains(name) && line.contains(count);
            assert!(text.lines().any(has), "{name} {count} in {text}");
        }
    }
}

#[test]
fn a_simulation_writes_a_trace_that_replays_to_its_own_counts() {
    let folder = Folder::new();
    let set = ["--set", "kv.latency=none", "--runs", "1"];
    for file in ["run.csv", "run.csv.gz"] {
        let simulate = ["simulate", "s.yaml", "-f", "json", "--trace", file];
        let ended = folder.run(&[&simulate[..], &set].concat());
        assert_eq!(ended.code, Some(0), "{}", ended.stderr);
        let simulated = json(&ended.stdout);
        let replayed = folder.run(&["replay", file, "-f", "json"]);
        assert_eq!(replayed.code, Some(0), "{}", replayed.stderr);
        let replayed = json(&replayed.stdout);
        let days = simulated["days"].as_f64().expect("days");
        for (a_day, total) in simulated["requests"]
            .as_array()
            .expect("rows")
            .iter()
            .zip(replayed["requests"].as_array().expect("rows"))
        {
            for what in ["count", "reads", "writes", "deletes", "lists"] {
                let mean = a_day[format!("{what}_per_day")].as_f64().expect("a mean");
                let total = total[format!("{what}_total")].as_f64().expect("a total");
                assert_eq!(mean * days, total, "{what} in {file}");
            }
        }
    }
    let zipped = folder.run(&["replay", "run.csv.gz", "-q"]).stdout;
    let plain = folder.run(&["replay", "run.csv", "-q"]).stdout;
    assert_eq!(zipped.replace("run.csv.gz", "run.csv"), plain);
}

#[test]
fn a_trace_is_of_one_scenario_and_goes_to_a_file_of_its_own() {
    let folder = Folder::new();
    let code = |arguments: &[&str]| folder.run(arguments).code;
    assert_eq!(code(&["simulate", "s.yaml", "s.yaml", "--trace", "t.csv"]), Some(2));
    assert_eq!(code(&["simulate", "s.yaml", "--trace", "s.yaml"]), Some(2));
    assert_eq!(code(&["simulate", "s.yaml", "--trace", "t.csv", "-o", "t.csv"]), Some(2));
    assert_eq!(code(&["simulate", "s.yaml", "--trace", "t.causes.csv", "-o", "t.csv"]), Some(2));
    assert_eq!(code(&["simulate", "s.yaml", "--trace", "-"]), Some(2));
    assert_eq!(code(&["simulate", "s.yaml", "--trace", "no/folder/t.csv"]), Some(3));
    assert_eq!(folder.others(), Vec::<String>::new(), "nothing was written");
    assert!(folder.read("s.yaml").contains("name: two workers"));
}

#[test]
fn a_limit_that_a_scenario_passes_is_enforced_too() {
    let folder = Folder::new();
    let naive = ["simulate", "s.yaml", "--policy", "naive", "--trace", "t.csv", "-q"];
    assert_eq!(folder.run(&naive).code, Some(0));
    let run = |arguments: &[&str]| json(&folder.run(arguments).stdout);
    let alone = run(&["replay", "t.csv", "--policy", "naive", "-f", "json"]);
    assert_eq!(alone["enforced"], Value::Null, "without a scenario nothing is refused");
    let given = run(&["replay", "t.csv", "s.yaml", "--policy", "naive", "-f", "json"]);
    assert_eq!(given["scenario"]["name"], "two workers");
    let writes = &given["enforced"]["meters"][0];
    assert_eq!(writes["meter"], "writes");
    let demand = given["meters"][1]["total"].as_f64().expect("a total");
    assert_eq!(writes["refused_per_day"].as_f64(), Some(demand - 1_000.0));
}

#[test]
fn what_is_probably_a_slip_is_noted_and_changes_nothing() {
    let folder = Folder::new();
    let beat = |at: u32, status: &str| format!("{at},A,heartbeat,w,{status},0.5,,\n");
    let words = ["onlin", "b", "c", "", "d", "e", "f"];
    let beats: String = (4..).zip(words).map(|(at, word)| beat(at, word)).collect();
    let plain = format!(
        "{HEADER}0,A,existing,w,online,0.5,,rag\n1,A,route,rag,,,,\n2,FRA/1,route,rga,,,,\n\
         3,A,admin,,,,,\n{beats}"
    );
    let filled =
        plain.replace("route,rag,,,,", "route,rag,online,,m,").replace("admin,,", "admin,w,");
    fs::write(folder.path("plain.csv"), &plain).expect("written");
    fs::write(folder.path("filled.csv"), &filled).expect("written");
    let run = |file: &str, more: &[&str]| {
        let ended = folder.run(&[&["replay", file, "-f", "json"][..], more].concat());
        assert_eq!(ended.code, Some(0), "{}", ended.stderr);
        let notes = json(&ended.stdout)["trace"]["notes"].clone();
        let notes: Vec<String> = serde_json::from_value(notes).expect("texts");
        (ended, notes)
    };
    let colos = "isolates.colos=[{name: FRA}, {name: IAD}]";
    let (ended, notes) = run("filled.csv", &["s.yaml", "--set", colos]);
    let expected: [(&str, &[&str]); 4] = [
        ("2 rows fill columns", &["line 3: route with status, models;"]),
        ("1 row asks for a service", &["line 4: `rga`"]),
        ("status is neither", &["`onlin`, `b`, `c`, ``, `d`, and 2 more;"]),
        ("1 of 2 isolates names no colo", &["counts as in FRA: `A`;"]),
    ];
    assert_eq!(notes.len(), expected.len(), "{notes:?}");
    for (note, (start, parts)) in notes.iter().zip(expected) {
        assert!(note.starts_with(start), "{note}");
        assert!(parts.iter().all(|part| note.contains(part)), "{note}");
    }
    assert_eq!(ended.stderr.matches("note: ").count(), 4, "{}", ended.stderr);
    assert!(ended.stderr.lines().all(|line| line.chars().count() <= 80), "{}", ended.stderr);
    let (quiet, _) = run("filled.csv", &["s.yaml", "--set", colos, "-q"]);
    assert_eq!(quiet.stderr, "");
    assert_eq!(quiet.stdout, ended.stdout);
    assert_eq!(run("filled.csv", &["s.yaml"]).1.len(), 3, "one colo holds every isolate");
    let meters = |file| json(&run(file, &[]).0.stdout)["meters"].clone();
    assert_eq!(meters("filled.csv"), meters("plain.csv"));
    assert_eq!(run("plain.csv", &[]).1.len(), 2);
}
