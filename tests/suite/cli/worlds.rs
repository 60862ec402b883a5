//! `--worlds` through the binary: simulate, headroom and gate.

mod gate;
mod loads;

use std::fs;

use crate::support::command_line::{Ended, Folder};
use serde_json::Value;

/// The shipped two workers.
const TWO_WORKERS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/scenarios/2-workers.yaml");

/// A quiet worker writes when more than 5 minutes have passed. With beats 10 s apart that is each
/// 31st on an exact grid (310 s: 278.7 writes a day); with 0 to 500 ms more in each gap each 30th,
/// after about 307.5 s (281); after each reply, 40 ms later, each 30th after 301.2 s (286.8, and 286
/// with latencies). Of two workers that is 557, 562 and 573 a day. The rest of the account leaves
/// 567: timing alone decides.
const FLIPS: &str = "\
name: two of ten seconds
days: 2
runs: 2
workers:
  - { name: gpu, count: 2, services: [rag], heartbeat: { every: 10s } }
traffic: [{ service: rag, requests_per_day: 100, arrivals: even }]
account: { other: { writes: 433 } }
kv: { latency: typical }
";

fn folder(budgets: &str) -> Folder {
    let folder = Folder::new();
    let text =
        if budgets.is_empty() { FLIPS.into() } else { format!("{FLIPS}budgets:\n{budgets}") };
    fs::write(folder.path("f.yaml"), text).expect("a scenario");
    folder
}

fn wide(folder: &Folder, arguments: &[&str]) -> Ended {
    let mut command = folder.command(arguments);
    command.env("COLUMNS", "200");
    Ended::from(command.output().expect("the binary runs"))
}

fn json(ended: &Ended) -> Value {
    serde_json::from_str(&ended.stdout).unwrap_or_else(|error| panic!("{error} {ended:?}"))
}

fn list<'v>(value: &'v Value, key: &str) -> &'v [Value] {
    value[key].as_array().unwrap_or_else(|| panic!("{key} {value}"))
}

fn find<'v>(values: &'v [Value], key: &str, name: &str) -> &'v Value {
    values.iter().find(|it| it[key] == name).unwrap_or_else(|| panic!("{name} {values:?}"))
}

/// What leads to a world, as arguments.
fn settings(world: &Value) -> Vec<String> {
    let settings = list(world, "settings").iter();
    let edit =
        |it: &Value| format!("{}={}", it["path"].as_str().unwrap(), it["value"].as_str().unwrap());
    settings.flat_map(|it| ["--set".to_owned(), edit(it)]).collect()
}

#[test]
fn one_assumption_alone_flips_a_verdict_and_is_named() {
    let folder = folder("");
    let ended = wide(&folder, &["simulate", "f.yaml", "--worlds"]);
    assert_eq!(ended.code, Some(0), "{ended:?}");
    let out = &ended.stdout;
    assert!(out.contains("12 worlds: timing (grid, accumulate, after_reply), "), "{out}");
    assert!(out.contains("; as written: grid, sticky, typical\n"), "{out}");
    assert!(
        out.contains("\n  writes: over only with timing after_reply (4 of 12 worlds)\n"),
        "{out}"
    );
    assert!(out.contains("\n  affinity makes no difference here: "), "{out}");
    let row = |name: &str| out.lines().find(|it| it.trim_start().starts_with(name)).expect("a row");
    assert!(row("timing after_reply").ends_with("OVER writes"), "{out}");
    assert!(row("timing grid").ends_with("as written"), "{out}");
    let mut ranges = out.lines().filter(|it| it.trim_start().starts_with("writes "));
    assert!(ranges.next_back().is_some_and(|it| it.ends_with("NEAR .. OVER")), "{out}");
    let within =
        wide(&folder, &["simulate", "f.yaml", "--worlds", "--set", "account.other.writes=0"]);
    assert!(within.stdout.contains("no limit is passed in any of the 12 worlds"), "{within:?}");
    let over = ["--set", "account.other.writes=900"];
    let over = wide(&folder, &[&["simulate", "f.yaml", "--worlds"], &over[..]].concat());
    assert!(over.stdout.contains("writes: over in all 12 worlds"), "{over:?}");
}

#[test]
fn each_world_is_what_its_settings_simulate_and_the_ranges_hold_all() {
    let folder = folder("");
    let whole = json(&wide(&folder, &["simulate", "f.yaml", "--worlds", "-f", "json"]));
    let worlds = list(&whole, "worlds");
    assert_eq!(worlds.len(), 12);
    for world in worlds {
        let edits = settings(world);
        let edits: Vec<&str> = edits.iter().map(String::as_str).collect();
        let alone = wide(&folder, &[&["simulate", "f.yaml", "-f", "json"], &edits[..]].concat());
        assert_eq!(json(&alone)["meters"], world["meters"], "{}", world["name"]);
    }
    let written: Vec<&Value> = worlds.iter().filter(|it| it["as_written"] == true).collect();
    assert_eq!(written.len(), 1);
    assert_eq!(written[0]["meters"], whole["meters"]);
    for range in list(&whole, "worlds_range") {
        let name = range["meter"].as_str().expect("a name");
        let of = |key: &str| -> Vec<f64> {
            let rows = worlds.iter().map(|it| find(list(it, "meters"), "meter", name));
            rows.map(|it| it[key].as_f64().expect("a figure")).collect()
        };
        for (key, figures) in
            [("mean_per_day", of("mean_per_day")), ("max_per_day", of("max_per_day"))]
        {
            let least = figures.iter().copied().fold(f64::MAX, f64::min);
            let most = figures.iter().copied().fold(0.0, f64::max);
            assert_eq!(range[format!("{key}_least")], least, "{name}");
            assert_eq!(range[format!("{key}_most")], most, "{name}");
        }
        let over = of("used_ratio").iter().filter(|&&ratio| ratio > 1.0).count();
        assert_eq!(range["worlds_over"], over, "{name}");
        assert_eq!(list(range, "worlds_over_names").len(), over);
    }
    let writes = find(list(&whole, "worlds_range"), "meter", "writes");
    assert_eq!(writes["worlds_over"], 4);
    let timing = find(list(writes, "moves"), "unknown", "timing");
    assert_eq!(
        (&timing["least_with"], &timing["most_with"]),
        (&"grid".into(), &"after_reply".into())
    );
    let plain = json(&wide(&folder, &["simulate", "f.yaml", "-f", "json"]));
    assert!(plain.get("worlds").is_none() && plain.get("worlds_range").is_none());
    assert!(plain["meters"] == whole["meters"], "what is as written stays");
}

#[test]
fn routing_is_told_over_all_worlds() {
    // Quiet workers write each 300 s and a bit; a list that judges them after 301 s leaves them out
    // for as long as the rest of that gap lasts, which is the timing's affair.
    let folder = folder("");
    let ask = ["simulate", "f.yaml", "--worlds", "--set", "policy.health_timeout=301s"];
    let ask = [&ask[..], &["--set", "traffic[0].requests_per_day=3000"]].concat();
    let whole = json(&wide(&folder, &[&ask[..], &["-f", "json"]].concat()));
    let worlds = list(&whole, "worlds");
    let mut told = 0;
    for range in list(&whole, "worlds_routing") {
        let figure = range["figure"].as_str().expect("a name");
        let of = |world: &Value| -> f64 {
            let edits = settings(world);
            let edits: Vec<&str> = edits.iter().map(String::as_str).collect();
            let alone = ["simulate", "f.yaml", "-f", "json", "--set=policy.health_timeout=301s"];
            let alone = [&alone[..], &["--set=traffic[0].requests_per_day=3000"], &edits].concat();
            let alone = json(&wide(&folder, &alone));
            let at = if figure == "staleness_p99_ms" {
                &alone["staleness_ms"]["p99"]
            } else {
                &alone["routing"][figure]
            };
            at.as_f64().expect("a figure")
        };
        let figures: Vec<f64> = worlds.iter().map(of).collect();
        let least = figures.iter().copied().fold(f64::MAX, f64::min);
        let most = figures.iter().copied().fold(0.0, f64::max);
        assert_eq!((&range["least"], &range["most"]), (&least.into(), &most.into()), "{figure}");
        let first = |name: &Value| {
            let place = worlds.iter().position(|it| it["name"] == *name).expect("a world");
            figures[place]
        };
        assert_eq!([first(&range["least_in"]), first(&range["most_in"])], [least, most]);
        let own = worlds.iter().position(|it| it["as_written"] == true).expect("as written");
        assert_eq!(range["as_written"], figures[own], "{figure}");
        told += usize::from(least < most);
    }
    assert!(told > 0, "the worlds differ somewhere: {}", whole["worlds_routing"]);
    let out = wide(&folder, &ask).stdout;
    let table = out.split("  routing ").last().expect("a table");
    for label in ["false dead ", "misrouted ", "unroutable ", "staleness p99 "] {
        assert!(table.contains(&format!("\n  {label}")), "{label} {out}");
    }
    // Nobody asks, nothing is told.
    let quiet = wide(&folder, &["simulate", "f.yaml", "--worlds", "--set", "traffic=[]"]);
    assert!(quiet.code == Some(0) && !quiet.stdout.contains("staleness p99"), "{quiet:?}");
}

#[test]
fn what_makes_no_difference_says_why_and_what_to_try() {
    let folder = folder("");
    let said = |ended: &Ended| -> String {
        let line = "affinity makes no difference here: each colo has one isolate; with --set ";
        let after = ended.stdout.split(line).nth(1).unwrap_or_else(|| panic!("{ended:?}"));
        let (set, _) = after.split_once(" it may\n").expect("what to try");
        set.trim_matches('\'').to_owned()
    };
    // A file without colos, and one that names its own: what is said can be typed, and helps.
    let own = format!("{FLIPS}isolates: {{ colos: [{{ name: AMS, share: 1 }}] }}\n");
    fs::write(folder.path("own.yaml"), own).expect("a scenario");
    for file in ["f.yaml", "own.yaml"] {
        let set = said(&wide(&folder, &["simulate", file, "--worlds"]));
        let tried = wide(&folder, &["simulate", file, "--worlds", "--set", &set]);
        assert_eq!(tried.code, Some(0), "{set} {tried:?}");
        assert!(!tried.stdout.contains("makes no difference"), "{tried:?}");
        assert!(tried.stdout.contains("affinity random "), "{tried:?}");
    }
}

#[test]
fn csv_has_the_rows_of_every_world_under_a_parameter_for_each_unknown() {
    let folder = folder("");
    let ended = wide(&folder, &["simulate", "f.yaml", "--worlds", "-f", "csv", "-o", "w.csv"]);
    assert_eq!(folder.read("w.csv"), ended.stdout);
    let mut lines = ended.stdout.lines();
    let columns = "scenario,policy,parameter_timing,parameter_affinity,parameter_latency,run,day,\
                   meter,count,limit,used_ratio";
    assert_eq!(lines.next(), Some(columns));
    // 12 worlds, 2 runs of 2 days, 5 meters.
    assert_eq!(lines.count(), 12 * 2 * 2 * 5);
    for world in ["grid,sticky,none", "after_reply,random,typical"] {
        assert_eq!(ended.stdout.matches(&format!("optimized,{world},")).count(), 2 * 2 * 5);
    }
    assert!(folder.read("w.causes.csv").starts_with("scenario,policy,parameter_timing,"));
}

#[test]
fn three_workers_fit_in_all_worlds_of_the_shipped_two() {
    let few = ["headroom", TWO_WORKERS, "--days", "2", "--runs", "3", "--worlds"];
    let ended = wide(&Folder::new(), &[&few[..], &["--vary", "workers[0].count"]].concat());
    assert_eq!(ended.code, Some(0), "{ended:?}");
    let expected = "  workers[0].count: 2 → 3 workers\n    3 workers in all 12 worlds\n";
    assert!(ended.stdout.contains(expected), "{ended:?}");
}

#[test]
fn headroom_names_the_worlds_with_another_answer_and_what_binds_there() {
    // 567 writes are left: two workers fit but after each reply, where one does.
    let folder = folder("");
    let ask = ["headroom", "f.yaml", "--worlds", "--vary", "workers[0].count"];
    let ended = wide(&folder, &ask);
    let expected = "    2 workers; in 4 of 12 worlds only 1: those with timing after_reply, where \
                    writes bind; 1 holds in every world\n";
    assert!(ended.stdout.contains(expected), "{ended:?}");
    let whole = json(&wide(&folder, &[&ask[..], &["-f", "json"]].concat()));
    let answer = &list(&whole, "answers")[0];
    let worlds = list(answer, "worlds");
    assert_eq!(worlds.len(), 12);
    // Each is what headroom says of the scenario that its settings make.
    for name in ["accumulate, sticky, typical", "after_reply, random, none"] {
        let world = find(worlds, "name", name);
        let edits = settings(world);
        let edits: Vec<&str> = edits.iter().map(String::as_str).collect();
        let alone = ["headroom", "f.yaml", "--vary", "workers[0].count", "-f", "json"];
        let alone = json(&wide(&folder, &[&alone[..], &edits].concat()));
        for key in ["outcome", "holds", "breaks", "binding"] {
            assert_eq!(world[key], alone["answers"][0][key], "{name} {key}");
        }
    }
    let listed = wide(&folder, &[&ask[..], &["--dry-run"]].concat());
    assert_eq!(listed.stdout, "workers[0].count: from 2\neach in 12 worlds\n");
}

#[test]
fn what_makes_no_sense_is_refused() {
    let folder = folder("");
    for more in [&["--run", "1"][..], &["--by", "day"]] {
        let ended = wide(&folder, &[&["simulate", "f.yaml", "--worlds"], more].concat());
        assert_eq!((ended.code, ended.stdout.as_str()), (Some(2), ""), "{ended:?}");
        assert!(ended.stderr.contains("--worlds") && ended.stderr.contains(more[0]), "{ended:?}");
    }
    for command in ["simulate", "gate"] {
        let many = [command, "f.yaml", "--worlds", "--days", "3000", "--runs", "600"];
        let ended = wide(&folder, &many);
        assert_eq!((ended.code, ended.stdout.as_str()), (Some(2), ""), "{ended:?}");
        assert!(ended.stderr.contains("10,800,000 days of all runs of 6 worlds"), "{ended:?}");
    }
}
