//! The gate through the binary: its five ways to end, its exports, its baseline.

mod baseline;
mod folders;
mod formats;

use std::fs;

use crate::support::command_line::{Ended, Folder, SCENARIO};
use serde_json::Value;

/// All kinds of export at once.
const EXPORTS: [&str; 8] = ["-o", "g.csv", "-o", "g.json", "-o", "g.md", "-o", "g.xml"];
const EXPORTED: [&str; 4] = ["g.csv", "g.json", "g.md", "g.xml"];

/// A folder with `g.yaml`: the usual scenario with these budgets.
fn folder(budgets: &str) -> Folder {
    let folder = Folder::new();
    write(&folder, "g.yaml", budgets);
    folder
}

fn write(folder: &Folder, name: &str, budgets: &str) {
    let text = format!("{SCENARIO}budgets:\n{budgets}");
    fs::write(folder.path(name), text).expect("a scenario");
}

fn gate(folder: &Folder, more: &[&str]) -> Ended {
    folder.run(&[&["gate", "g.yaml"], more].concat())
}

/// The worst day's count of a meter, as `simulate` says it.
fn worst(folder: &Folder, meter: &str) -> u64 {
    let ended = folder.run(&["simulate", "s.yaml", "-f", "json", "-q"]);
    let value: Value = serde_json::from_str(&ended.stdout).expect("JSON");
    let meters = value["meters"].as_array().expect("meters");
    let found = meters.iter().find(|it| it["meter"] == meter).expect("the meter");
    found["max_per_day"].as_u64().expect("a count")
}

fn verdicts(text: &str) -> Vec<&str> {
    let words = text.lines().filter_map(|line| line.trim_start().split(' ').next());
    words.filter(|word| ["FAIL", "NONE", "WARN", "PASS"].contains(word)).collect()
}

#[test]
fn a_budget_that_is_broken_by_one_ends_with_1_and_writes_every_export() {
    let folder = folder("");
    let most = worst(&folder, "writes");
    let budgets = format!(
        "  - {{ metric: hit_ratio, min: 0.1 }}\n  \
         - {{ metric: writes, max: {}, reason: room for deploys }}\n",
        most - 1
    );
    write(&folder, "g.yaml", &budgets);
    let ended = gate(&folder, &EXPORTS);
    assert_eq!(ended.code, Some(1), "{ended:?}");
    assert_eq!(verdicts(&ended.stdout), ["FAIL", "PASS"], "{ended:?}");
    let line = ended.stdout.lines().find(|it| it.contains("FAIL")).expect("a row");
    let words: Vec<&str> = line.split_whitespace().collect();
    assert!(words.ends_with(&["1", "over"]), "{line}");
    assert!(line.contains(&format!("{most} of {}", most - 1)), "{line}");
    // The file's line, the reason, and the command that makes the day again.
    assert!(ended.stdout.contains("g.yaml:17: room for deploys\n"), "{}", ended.stdout);
    assert!(ended.stdout.contains("kvplan simulate g.yaml --run "), "{}", ended.stdout);
    let last = ended.stdout.lines().last().expect("a line");
    assert!(ended.stdout.contains("\ngate broken: 2 budgets, 1 broken, "), "{last}");
    assert_eq!(folder.others(), [&["g.csv"], &EXPORTED[1..3], &["g.xml", "g.yaml"]].concat());
    for (file, format) in EXPORTED.iter().zip(["csv", "json", "markdown", "junit"]) {
        assert_eq!(folder.read(file), gate(&folder, &["-f", format]).stdout, "{file}");
    }
}

#[test]
fn the_command_of_a_failure_makes_its_day_again() {
    let folder = folder("  - { metric: reads, max: 1 }\n");
    let ended = gate(&folder, &["--set", "workers[0].count=3", "-f", "json"]);
    let value: Value = serde_json::from_str(&ended.stdout).expect("JSON");
    let bound = &value["suites"][0]["budgets"][0]["bounds"][0];
    let mut wide = folder.command(&["gate", "g.yaml", "--set", "workers[0].count=3"]);
    let table = Ended::from(wide.env("COLUMNS", "200").output().expect("it runs")).stdout;
    let narrow = gate(&folder, &["--set", "workers[0].count=3"]).stdout;
    assert!(narrow.contains("--by \\\n        day\n"), "{narrow}");
    let command = table.split("see it: kvplan ").nth(1).expect("a command");
    let command = command.lines().next().expect("a line").replace('\'', "");
    let arguments: Vec<&str> = command.split_whitespace().collect();
    let days = folder.run(&[&arguments[..], &["-f", "csv"]].concat());
    assert_eq!(days.code, Some(0), "{days:?}");
    let (run, day) = (&bound["run"], &bound["day"]);
    let row = format!(",{run},{day},reads,{},", bound["value"].as_f64().expect("a figure"));
    assert!(days.stdout.contains(&row), "{row} {}", days.stdout);
}

#[test]
fn a_warning_passes_unless_it_is_to_fail() {
    let budgets = "  - { metric: writes, max: 100%, warn: 1% }\n";
    for (more, code) in [(&[][..], 0), (&["--fail-on-warn"], 1)] {
        let folder = folder(budgets);
        let ended = gate(&folder, &[&EXPORTS[..], more].concat());
        assert_eq!(ended.code, Some(code), "{ended:?}");
        assert_eq!(verdicts(&ended.stdout), ["WARN"], "{ended:?}");
        assert!(ended.stdout.contains("it warns from 10 on"), "{ended:?}");
        assert_eq!(folder.others().len(), 5, "{:?}", folder.others());
        let failures = format!("failures=\"{code}\"");
        assert!(folder.read("g.xml").contains(&failures), "{}", folder.read("g.xml"));
        let command = if code == 0 { "::warning file=g.yaml," } else { "::error file=g.yaml," };
        let said = gate(&folder, &[&["-f", "github"], more].concat()).stdout;
        assert!(said.starts_with(command), "{said}");
    }
}

#[test]
fn what_holds_passes_with_its_margin() {
    let folder = folder("");
    let most = worst(&folder, "writes");
    write(&folder, "g.yaml", &format!("  - {{ metric: writes, max: {most} }}\n"));
    let ended = gate(&folder, &EXPORTS);
    assert_eq!(ended.code, Some(0), "{ended:?}");
    assert!(ended.stdout.contains("100.0 %"), "{ended:?}");
    assert!(ended.stdout.contains("  0 to spare\n"), "{ended:?}");
    assert!(ended.stdout.contains("\ngate passed: 1 budget, 0 broken, "), "{ended:?}");
    assert_eq!(folder.others().len(), 5, "{:?}", folder.others());
    assert!(gate(&folder, &["-f", "github"]).stdout.starts_with("gate passed: "));
}

#[test]
fn nothing_to_check_ends_with_4_and_writes_every_export() {
    let none = Folder::new();
    // No folder, a scenario without budgets, a metric without a sample.
    let nowhere = none.run(&[&["gate"], &EXPORTS[..]].concat());
    assert_eq!(nowhere.code, Some(4), "{nowhere:?}");
    assert!(nowhere.stderr.contains("the folder ./scenarios is missing"), "{nowhere:?}");
    assert_eq!(none.others(), EXPORTED);
    let xml = none.read("g.xml");
    assert!(xml.contains("tests=\"1\" failures=\"0\" errors=\"1\""), "{xml}");
    assert!(none.read("g.json").contains("\"passed\": false"));
    let without = none.run(&["gate", "s.yaml"]);
    assert_eq!(without.code, Some(4), "{without:?}");
    assert!(without.stdout.contains("nothing to check: no budgets in s.yaml"), "{without:?}");
    assert!(without.stderr.contains("warning[no-budgets]: s.yaml has no budgets"), "{without:?}");
    // At once: so many days would take minutes.
    let long = none.run(&["gate", "s.yaml", "--days", "3660", "--runs", "500"]);
    assert_eq!((long.code, &long.stdout), (Some(4), &without.stdout), "{long:?}");
    let folder = folder(
        "  - { metric: writes, max: 1 }\n  - { metric: latency_p99, max: 1s }\n  \
         - { metric: reads, growth: 5% }\n",
    );
    let ended = gate(&folder, &[&["--set", "kv.latency=none"], &EXPORTS[..]].concat());
    assert_eq!(ended.code, Some(4), "a failure beside it: {ended:?}");
    assert_eq!(verdicts(&ended.stdout), ["FAIL", "NONE", "NONE"], "{ended:?}");
    assert_eq!(folder.others().len(), 5, "{:?}", folder.others());
    // One of two files has budgets: the other must not look as if it had passed.
    let both = folder.run(&["gate", "g.yaml", "s.yaml", "--set", "days=1"]);
    assert_eq!(both.code, Some(4), "{both:?}");
    let said = both.stdout.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(said.contains("; no budgets in s.yaml"), "{both:?}");
}

#[test]
fn a_share_of_a_limit_that_the_plan_lacks_ends_with_4() {
    let folder = folder("  - { metric: writes, max: 80% }\n");
    assert_eq!(gate(&folder, &[]).code, Some(0));
    let paid = gate(&folder, &["--plan", "cloudflare-paid@2026-10"]);
    assert_eq!(paid.code, Some(4), "{paid:?}");
    assert!(paid.stdout.contains("the plan has no daily limit"), "{paid:?}");
}

#[test]
fn a_broken_file_ends_with_2_and_every_export_says_so() {
    let mistakes = [
        "  - { metric: wrotes, max: 1 }\n",
        "  - { metric: writes }\n",
        "  - { metric: writes, max: [] }\n",
    ];
    for mistake in mistakes {
        let folder = folder(mistake);
        fs::write(folder.path("g.json"), "old").expect("a file");
        let ended = gate(&folder, &[&["--update-baseline"], &EXPORTS[..]].concat());
        assert_eq!((ended.code, ended.stdout.as_str()), (Some(2), ""), "{ended:?}");
        assert!(ended.stderr.contains("g.yaml:16:"), "{ended:?}");
        // No export of an earlier run is left to be taken for this one's; no baseline is made.
        assert_eq!(folder.others(), ["g.csv", "g.json", "g.md", "g.xml", "g.yaml"]);
        let result: serde_json::Value = serde_json::from_str(&folder.read("g.json")).expect("JSON");
        assert_eq!(
            (&result["passed"], &result["outcome"]),
            (&false.into(), &"could-not-judge".into())
        );
        assert!(result["errors"][0].as_str().expect("text").starts_with("error["), "{result}");
        assert!(folder.read("g.xml").contains("<error type=\"could-not-judge\" message=\"error["));
        assert!(folder.read("g.md").contains("### kvplan gate could not judge"));
        assert_eq!(folder.read("g.csv").lines().count(), 1, "the header alone");
    }
    let github = gate(&folder(mistakes[0]), &["-f", "github"]);
    assert_eq!(github.code, Some(2), "{github:?}");
    let annotation = "::error title=kvplan%3A could-not-judge::error[unknown-word]: unknown figure";
    assert!(github.stdout.starts_with(annotation), "{github:?}");
    assert!(github.stdout.contains("g.yaml:16:") && github.stdout.lines().count() == 2);
    let unknown = gate(&folder(mistakes[0]), &[]);
    assert!(unknown.stderr.contains("`writes`"), "the name it may mean: {unknown:?}");
}

#[test]
fn a_wrong_command_line_ends_with_2_and_what_cannot_be_written_with_3() {
    let folder = folder("  - { metric: writes, max: 80% }\n");
    let wrong: [&[&str]; 8] = [
        &["-f", "html"],
        &["-o", "g.html"],
        &["-o", "g.xml", "-o", "./g.xml"],
        &["-o", "kvplan.baseline.json", "--update-baseline"],
        &["--accept-growth"],
        &["--tolerate", "60%"],
        &["--tolerate", "some"],
        &["--baseline", "g.yaml", "--update-baseline"],
    ];
    for more in wrong {
        let ended = gate(&folder, more);
        assert_eq!((ended.code, ended.stdout.as_str()), (Some(2), ""), "{more:?} {ended:?}");
    }
    for more in [&["-o", "no/g.xml"][..], &["--baseline", "none.json"], &["missing.yaml"]] {
        let ended = gate(&folder, more);
        assert_eq!((ended.code, ended.stdout.as_str()), (Some(3), ""), "{more:?} {ended:?}");
    }
    assert_eq!(folder.others(), ["g.yaml"]);
}

#[test]
fn without_a_name_the_scenarios_that_have_budgets_are_judged() {
    let folder = folder("  - { metric: writes, max: 80% }\n");
    fs::create_dir(folder.path("scenarios")).expect("a folder");
    write(&folder, "scenarios/b.yml", "  - { metric: writes, max: 80% }\n");
    write(&folder, "scenarios/a.yaml", "  - { metric: reads, max: 80% }\n");
    fs::write(folder.path("scenarios/none.yaml"), SCENARIO).expect("a scenario");
    fs::write(folder.path("scenarios/notes.txt"), "no scenario").expect("a file");
    let ended = folder.run(&["gate", "-f", "csv"]);
    assert_eq!(ended.code, Some(0), "{ended:?}");
    let mut reader = csv::Reader::from_reader(ended.stdout.as_bytes());
    let paths: Vec<String> =
        reader.records().map(|row| row.expect("a row")[2].to_owned()).collect();
    assert_eq!(paths, ["scenarios/a.yaml", "scenarios/b.yml"]);
    fs::copy(folder.path("bad.yaml"), folder.path("scenarios/c.yaml")).expect("a copy");
    assert_eq!(folder.run(&["gate"]).code, Some(2), "a broken file is never passed over");
}

#[test]
fn a_sum_is_judged_as_one_account() {
    let folder = folder("  - { metric: writes, max: 60% }\n");
    let other = SCENARIO.replace("name: two workers", "name: another");
    fs::write(folder.path("h.yaml"), &other).expect("a scenario");
    assert_eq!(gate(&folder, &[]).code, Some(0));
    let sum = gate(&folder, &["h.yaml", "--sum"]);
    assert_eq!(sum.code, Some(1), "{sum:?}");
    assert!(sum.stdout.starts_with("gate two workers + another\n"), "{sum:?}");
    let twice = 2 * worst(&folder, "writes");
    let grouped = format!("{},{:03} of 600", twice / 1_000, twice % 1_000);
    assert!(sum.stdout.contains(&grouped), "{grouped} {sum:?}");
    assert!(sum.stdout.contains("kvplan simulate g.yaml h.yaml --run "), "{sum:?}");
    fs::write(folder.path("h.yaml"), other.replace("days: 1", "days: 2")).expect("a scenario");
    let uneven = gate(&folder, &["h.yaml", "--sum"]);
    assert_eq!(uneven.code, Some(2), "{uneven:?}");
    assert!(uneven.stderr.contains("days: 1 in two workers, 2 in another"), "{uneven:?}");
}

#[test]
fn hit_ratio_and_latency_are_those_of_all_kinds_of_request_together() {
    let folder =
        folder("  - { metric: hit_ratio, min: 0 }\n  - { metric: latency_p99, max: 9s }\n");
    let simulated = folder.run(&["simulate", "s.yaml", "-f", "json", "-q"]).stdout;
    let simulated: Value = serde_json::from_str(&simulated).expect("JSON");
    let requests = simulated["requests"].as_array().expect("requests");
    let number = |value: &Value| value.as_f64().expect("a number");
    let all: f64 = requests.iter().map(|it| number(&it["count_per_day"])).sum();
    let hits: f64 =
        requests.iter().map(|it| number(&it["count_per_day"]) * number(&it["hit_ratio"])).sum();
    let p99 = |it: &Value| number(&it["latency_ms"]["p99"]);
    let (least, most) = requests
        .iter()
        .map(p99)
        .fold((f64::MAX, 0.0_f64), |(least, most), it| (least.min(it), most.max(it)));
    let ended = gate(&folder, &["-f", "json"]);
    assert_eq!(ended.code, Some(0), "{ended:?}");
    let value: Value = serde_json::from_str(&ended.stdout).expect("JSON");
    let found = |at: usize| number(&value["suites"][0]["budgets"][at]["bounds"][0]["value"]);
    assert!((found(0) - hits / all).abs() < 1e-12, "{} {}", found(0), hits / all);
    assert!(found(1) > 0.0 && (least..=most).contains(&found(1)), "{least} {} {most}", found(1));
}
