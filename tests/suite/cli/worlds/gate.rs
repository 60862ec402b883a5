//! A budget passes only where it holds in every world.

use std::fs;

use serde_json::Value;

use super::{FLIPS, folder, wide};

const EXPORTS: [&str; 8] = ["-o", "g.csv", "-o", "g.json", "-o", "g.md", "-o", "g.xml"];

#[test]
fn a_gate_that_passes_as_written_is_broken_by_a_world_that_every_format_names() {
    let folder = folder("  - { metric: writes, max: 100%, reason: the rest is another's }\n");
    let passes = wide(&folder, &["gate", "f.yaml"]);
    assert_eq!(passes.code, Some(0), "{passes:?}");
    let ended = wide(&folder, &[&["gate", "f.yaml", "--worlds"], &EXPORTS[..]].concat());
    assert_eq!(ended.code, Some(1), "{ended:?}");
    let said =
        "breaks in 4 of 12 worlds: those with timing after_reply; worst: after_reply, sticky, ";
    let conclusion = "in each of 12 worlds: a budget passes only where it holds in all of them";
    assert!(ended.stdout.contains(said) && ended.stdout.contains(conclusion), "{ended:?}");
    let github = wide(&folder, &["gate", "f.yaml", "--worlds", "-f", "github"]).stdout;
    assert!(github.starts_with("::error file=f.yaml,") && github.contains(said), "{github}");
    assert!(folder.read("g.xml").contains(said) && folder.read("g.xml").contains("failures=\"1\""));
    assert!(
        folder.read("g.md").contains("those with timing after\\_reply"),
        "{}",
        folder.read("g.md")
    );
    let header = folder.read("g.csv");
    let header = header.lines().next().expect("a header");
    assert!(header.ends_with(",reason,world,worlds,worlds_judged,worlds_alike"), "{header}");
    // The settings lead to the day that broke it.
    let whole: Value = serde_json::from_str(&folder.read("g.json")).expect("JSON");
    assert_eq!(whole["worlds"], 12);
    let bound = &whole["suites"][0]["budgets"][0]["bounds"][0];
    assert_eq!(bound["in_worlds"]["worlds_alike"], 4);
    let command = ended.stdout.split("see it: kvplan ").nth(1).expect("a command");
    let command = command.lines().next().expect("a line").replace('\'', "");
    let arguments: Vec<&str> = command.split_whitespace().collect();
    let days = wide(&folder, &[&arguments[..], &["-f", "csv"]].concat());
    let (run, day) = (&bound["run"], &bound["day"]);
    let own = bound["value"].as_f64().expect("a figure") - 433.0;
    let row = format!(",{run},{day},writes,{own},");
    assert!(days.stdout.contains(&row), "{row} {days:?}");
}

#[test]
fn what_a_world_cannot_have_is_not_judged_there() {
    let folder = folder(
        "  - { metric: latency_p99, max: 9s }\n  - { metric: reads, growth: 5% }\n  \
         - { metric: requests, max: 90%, warn: 1% }\n",
    );
    let recorded = wide(&folder, &["gate", "f.yaml", "--worlds", "--update-baseline"]);
    assert_eq!(recorded.code, Some(0), "{recorded:?}");
    let ended = wide(&folder, &["gate", "f.yaml", "--worlds", "-v"]);
    assert_eq!(ended.code, Some(0), "{ended:?}");
    let latency = "holds in all 6 worlds (the other 6 have no latencies); worst: ";
    assert!(ended.stdout.contains(latency), "{ended:?}");
    assert!(ended.stdout.contains("growth is judged as written alone, not in all 12"), "{ended:?}");
    assert!(ended.stdout.contains("warns in all 12 worlds; worst: "), "{ended:?}");
    // Without latencies as written, half of the worlds have some.
    let none = wide(&folder, &["gate", "f.yaml", "--worlds", "--set", "kv.latency=none", "-v"]);
    assert!(none.stdout.contains(latency), "{none:?}");
}

#[test]
fn a_sum_is_judged_with_all_members_in_one_world_at_a_time() {
    let folder = folder("  - { metric: writes, max: 200% }\n");
    let other = FLIPS
        .replace("two of ten", "more of ten")
        .replace("every: 10s", "every: 10s, timing: accumulate");
    fs::write(folder.path("o.yaml"), other).expect("a scenario");
    let ask = ["gate", "f.yaml", "o.yaml", "--sum", "--worlds"];
    let ended = wide(&folder, &[&ask[..], &["-v"]].concat());
    assert_eq!(ended.code, Some(0), "{ended:?}");
    // One is written on a grid, the other not: both as written is no world of the twelve.
    assert!(ended.stdout.contains("holds in all 13 worlds; worst: after_reply, "), "{ended:?}");
}
