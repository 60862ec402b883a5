//! `kvplan compare` through the binary.

use std::fs;

use crate::support::command_line::{Folder, SCENARIO};
use serde_json::{Value, json};

/// The line of a table that begins with this word.
fn line<'a>(text: &'a str, word: &str) -> &'a str {
    text.lines().find(|line| line.trim_start().starts_with(word)).unwrap_or_default()
}

fn cells(line: &str) -> Vec<&str> {
    line.split_whitespace().collect()
}

#[test]
fn the_published_before_and_after() {
    let folder = Folder::new();
    let shipped = concat!(env!("CARGO_MANIFEST_DIR"), "/scenarios/2-workers.yaml");
    let runs = ["--runs", "3", "--days", "3"];
    let ended = folder.run(&[&["compare", shipped], &runs[..]].concat());
    assert_eq!(ended.code, Some(0), "{ended:?}");
    // Two workers of 86,400 / 30 heartbeats, each of which naive writes, less the time that they
    // are down; optimized writes each 11th beat (523.6 a day) and what changes.
    let writes = cells(line(&ended.stdout, "writes"));
    let before: f64 = writes[1].replace(',', "").parse().expect("a number");
    let after: f64 = writes[2].parse().expect("a number");
    assert!((5_700.0..5_761.0).contains(&before), "{writes:?}");
    assert!((523.0..575.0).contains(&after), "{writes:?}");
    assert_eq!(writes.last(), Some(&"FIXED"), "{}", ended.stdout);
    assert!(ended.stdout.starts_with("naive → optimized   3 days, 3 runs, seed 42, "));
    assert!(ended.stdout.contains("\n  ~ policy.write.when: always → changed\n"));
    assert!(ended.stdout.contains("\n  + policy.write.max_interval: 5m\n"));
}

#[test]
fn policies_of_one_file_are_held_against_the_first() {
    let folder = Folder::new();
    let policies = ["--policy", "optimized", "--policy", "naive", "--policy", "as-published"];
    let ended = folder.run(&[&["compare", "s.yaml"], &policies[..]].concat());
    assert_eq!(ended.code, Some(0), "{ended:?}");
    assert!(ended.stdout.starts_with("optimized → naive   "), "{}", ended.stdout);
    assert!(ended.stdout.contains("\noptimized → as-published   "), "{}", ended.stdout);
    assert_eq!(cells(line(&ended.stdout, "writes")).last(), Some(&"BROKEN"));
    let one = folder.run(&["compare", "s.yaml", "--policy", "as-published", "-q"]);
    assert!(one.stdout.starts_with("optimized → as-published   "), "{one:?}");
}

#[test]
fn files_are_held_against_the_first_and_a_change_that_breaks_a_limit_is_told() {
    let folder = Folder::new();
    let more = SCENARIO.replace("count: 2", "count: 4").replace("two workers", "four workers");
    fs::write(folder.path("more.yaml"), more).expect("a scenario");
    let ended = folder.run(&["compare", "s.yaml", "more.yaml"]);
    assert!(ended.stdout.starts_with("two workers → four workers   "), "{}", ended.stdout);
    assert!(ended.stdout.contains("\n  ~ workers[0].count: 2 → 4\n"), "{}", ended.stdout);
    assert_eq!(cells(line(&ended.stdout, "writes")).last(), Some(&"BROKEN"), "{}", ended.stdout);
    let back = folder.run(&["compare", "more.yaml", "s.yaml"]);
    assert_eq!(cells(line(&back.stdout, "writes")).last(), Some(&"FIXED"), "{}", back.stdout);
    let same = folder.run(&["compare", "s.yaml", "s.yaml"]);
    assert!(same.stdout.contains("  no setting differs\n"), "{}", same.stdout);
    let bound = format!("# moved\n{SCENARIO}budgets: [ {{ metric: writes, max: 900 }} ]\n");
    fs::write(folder.path("bound.yaml"), &bound).expect("a scenario");
    fs::write(folder.path("moved.yaml"), format!("# again\n{bound}")).expect("a scenario");
    let only = folder.run(&["compare", "s.yaml", "bound.yaml"]);
    assert!(only.stdout.contains("  no setting differs, only the budgets\n"), "{}", only.stdout);
    let moved = folder.run(&["compare", "bound.yaml", "moved.yaml"]);
    assert!(moved.stdout.contains("  no setting differs\n"), "{}", moved.stdout);
    assert!(same.stdout.contains("  unchanged: reads, writes, deletes, "), "{}", same.stdout);
}

#[test]
fn a_saved_result_is_a_side_and_pairs_where_it_has_its_runs() {
    let folder = Folder::new();
    folder.run(&["simulate", "s.yaml", "-o", "means.json"]);
    folder.run(&["simulate", "s.yaml", "-v", "-o", "runs.json", "--policy", "naive"]);
    let paired = folder.run(&["compare", "runs.json", "s.yaml", "-f", "json"]);
    assert_eq!(paired.code, Some(0), "{paired:?}");
    let paired: Value = serde_json::from_str(&paired.stdout).expect("JSON");
    let direct = folder.run(&["compare", "s.yaml", "-f", "json"]);
    let direct: Value = serde_json::from_str(&direct.stdout).expect("JSON");
    let of = |json: &Value, key: &str| json["comparisons"][0][key].clone();
    assert_eq!(of(&paired, "pairing"), "paired");
    assert_eq!(of(&paired, "meters"), of(&direct, "meters"));
    assert_eq!(of(&paired, "settings"), Value::Null);
    let means = folder.run(&["compare", "means.json", "s.yaml", "-f", "json"]);
    let means: Value = serde_json::from_str(&means.stdout).expect("JSON");
    assert_eq!(means["comparisons"][0]["pairing"], "unknown: no figures of single runs");
    assert_eq!(means["comparisons"][0]["meters"][0]["ci95_half_width"], Value::Null);
    let other = SCENARIO.replace("two workers", "the same again");
    fs::write(folder.path("other.yaml"), other).expect("a scenario");
    folder.run(&["simulate", "s.yaml", "other.yaml", "-v", "-o", "two.json"]);
    let two = folder.run(&["compare", "two.json"]);
    assert!(two.stdout.starts_with("two workers → the same again   "), "{two:?}");
    let both = folder.run(&["compare", "runs.json", "means.json"]);
    assert!(both.stdout.contains("a saved result does not hold its settings"), "{both:?}");
}

#[test]
fn a_result_of_another_version_or_of_another_tool_is_refused() {
    let folder = Folder::new();
    folder.run(&["simulate", "s.yaml", "-o", "a.json"]);
    let good = folder.read("a.json");
    let cases = [
        ("\"schema_version\": 1", "\"schema_version\": 99", "its schema_version is 99"),
        ("\"model_version\": 3", "\"model_version\": 99", "its model_version is 99"),
        ("\"model_version\": 3,", "", "it has no model_version"),
        ("\"meters\"", "\"metres\"", "missing field `meters`"),
        ("\"meter\": \"reads\"", "\"meter\": \"\\u001b[31m\"", "unknown meter `\u{fffd}[31m`"),
    ];
    for (from, to, said) in cases {
        let bad = good.replace(from, to);
        assert_ne!(bad, good, "{from}");
        fs::write(folder.path("bad.json"), bad).expect("a file");
        let ended = folder.run(&["compare", "bad.json", "s.yaml"]);
        assert_eq!((ended.code, ended.stdout.as_str()), (Some(2), ""), "{to}: {ended:?}");
        assert!(ended.stderr.contains(said), "{to}: {ended:?}");
    }
}

#[test]
fn what_makes_no_sense_ends_with_2() {
    let folder = Folder::new();
    folder.run(&["simulate", "s.yaml", "-o", "a.json"]);
    let wrong: [&[&str]; 10] = [
        &[],
        &["a.json"],
        &["bad.yaml"],
        &["s.yaml", "--policy", "no-such-policy"],
        &["s.yaml", "--policy", "naive", "--set", "policy=naive", "--policy", "nowhere"],
        &["s.yaml", "--set", "policy=naive"],
        &["s.yaml", "s.yaml", "--policy", "naive", "--policy", "optimized"],
        &["s.yaml", "--target", "2%"],
        &["s.yaml", "-t", "much"],
        &["s.yaml", "-o", "a.html"],
    ];
    for arguments in wrong {
        let ended = folder.run(&[&["compare"], arguments].concat());
        assert_eq!((ended.code, ended.stdout.as_str()), (Some(2), ""), "{arguments:?} {ended:?}");
    }
    let missing = folder.run(&["compare", "s.yaml", "missing.yaml"]);
    assert_eq!(missing.code, Some(3), "{missing:?}");
}

#[test]
fn small_changes_are_hidden_and_broken_limits_are_not() {
    let folder = Folder::new();
    let arguments = ["compare", "s.yaml", "--policy", "as-published", "-t", "100%"];
    let ended = folder.run(&arguments);
    assert_eq!(cells(line(&ended.stdout, "writes")).last(), Some(&"BROKEN"), "{}", ended.stdout);
    let little = ["compare", "s.yaml", "--policy", "optimized", "--policy", "as-published"];
    let all = folder.run(&little).stdout;
    let some = folder.run(&[&little[..], &["-t", "50"]].concat()).stdout;
    assert!(some.contains("  changed by less than 50.0 %: ") && !all.contains("less than"));
}

#[test]
fn csv_has_a_row_for_each_metric() {
    let folder = Folder::new();
    let text = folder.run(&["compare", "s.yaml", "-f", "csv"]).stdout;
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let header: Vec<_> = reader.headers().expect("a header").iter().map(str::to_owned).collect();
    assert_eq!(header[..4], ["before", "after", "metric", "before_value"]);
    let rows: Vec<_> = reader.records().map(|row| row.expect("a row")).collect();
    let writes = rows.iter().find(|row| &row[2] == "writes").expect("writes");
    assert_eq!((&writes[0], &writes[1], &writes[10]), ("naive", "optimized", "fixed"));
    let markdown = folder.run(&["compare", "s.yaml", "-f", "markdown"]).stdout;
    assert!(markdown.starts_with("<!-- kvplan:compare -->\n"));
}

#[test]
fn in_eighty_columns_the_interval_and_the_verdict_have_room() {
    let eighty = Folder::new().run(&["compare", "s.yaml", "-v"]).stdout;
    assert!(eighty.contains("± 95 %") && line(&eighty, "writes").ends_with("FIXED"), "{eighty}");
}

#[test]
fn auto_makes_equally_many_runs_on_both_sides() {
    let folder = Folder::new();
    let ended =
        folder.run(&["compare", "s.yaml", "--runs", "auto", "--target", "5%", "-f", "json"]);
    let json: Value = serde_json::from_str(&ended.stdout).expect("JSON");
    assert_eq!(json["comparisons"][0]["pairing"], "paired");
    assert_eq!(json["baseline"]["runs"], json["comparisons"][0]["after"]["runs"]);
    assert!(json["baseline"]["runs"].as_u64() >= Some(20), "{json}");
}

#[test]
fn a_file_as_written_is_held_against_itself_with_a_change() {
    let folder = Folder::new();
    let with = ["compare", "s.yaml", "--with", "workers[0].count=4", "--days", "1"];
    let ended = folder.run(&with);
    assert_eq!(ended.code, Some(0), "{ended:?}");
    let heading = "as written → with workers[0].count=4\n";
    assert!(ended.stdout.starts_with(heading), "{}", ended.stdout);
    assert!(ended.stdout.contains("\n  ~ workers[0].count: 2 → 4\n"), "{}", ended.stdout);
    assert!(!ended.stderr.contains("set-on-both-sides"), "{}", ended.stderr);
    let set = folder.run(&["compare", "s.yaml", "--set", "workers[0].count=4"]);
    assert!(set.stdout.starts_with("naive → optimized"), "{}", set.stdout);
    assert!(set.stderr.contains("set-on-both-sides") && set.stderr.contains("--with"), "{set:?}");
    let wrong = folder.run(&["compare", "s.yaml", "--with", "days=0", "--with", "x"]);
    assert_eq!(wrong.code, Some(2), "{wrong:?}");
    assert!(wrong.stderr.contains(" --> --with x"), "{}", wrong.stderr);
    folder.run(&["simulate", "s.yaml", "s.yaml", "-o", "two.json"]);
    for files in [&["s.yaml", "s.yaml"][..], &["two.json"]] {
        let ended = folder.run(&[&["compare", "--with", "days=1"], files].concat());
        assert_eq!(ended.code, Some(2), "{ended:?}");
    }
    let rows = folder.run(&[&with[..], &["-f", "csv"]].concat()).stdout;
    let row = "\nas written,with workers[0].count=4,writes,";
    assert!(rows.contains(row), "{rows}");
}

#[test]
fn a_saved_result_that_no_simulation_finds_is_refused() {
    let folder = Folder::new();
    let saved = folder.run(&["simulate", "s.yaml", "-q", "-v", "-f", "json"]).stdout;
    let with = |pointer: &str, value: Value| {
        let mut result: Value = serde_json::from_str(&saved).expect("JSON");
        *result.pointer_mut(pointer).expect("a field") = value;
        std::fs::write(folder.path("edited.json"), result.to_string()).expect("a file");
        folder.run(&["compare", "s.yaml", "edited.json"])
    };
    assert_eq!(with("/seed", json!(7)).code, Some(0), "nothing that a figure rests on");
    let wrong = [
        ("/days", json!(0), "days is 0, not 1 to 3,660"),
        ("/runs", json!(10_001), "runs is 10001, not 1 to 10,000"),
        ("/meters", json!([]), "its meters are not reads, writes, deletes, lists, requests, each"),
        ("/runs_detail/0/days", json!([]), "a run has 0 days, not 1"),
        ("/requests/0/hit_ratio", json!(5), "heartbeat.hit_ratio is 5, not 0 to 1"),
        ("/requests/1/count_per_day", json!(-5), "the sample of route.latency_p99 is -10, not"),
        ("/meters/1/mean_per_day", json!(1.7e308), "writes@mean is 1.7e308, not 0 to"),
        ("/days", json!("x"), "not a result of simulate: invalid type: string \"x\" at line 1"),
        ("/runs_detail/0", json!(5), "not a result of simulate: invalid type: integer `5` at line"),
        ("/scenario", json!([]), "not a result of simulate: invalid length 0 at line 1"),
    ];
    for (pointer, value, said) in wrong {
        let ended = with(pointer, value);
        assert_eq!((ended.code, ended.stdout.as_str()), (Some(2), ""), "{pointer} {ended:?}");
        assert!(ended.stderr.starts_with("error: edited.json: "), "{ended:?}");
        assert!(ended.stderr.contains(said), "{said}: {ended:?}");
    }
    std::fs::write(folder.path("cut.json"), &saved[..saved.len() / 2]).expect("a file");
    let cut = folder.run(&["compare", "s.yaml", "cut.json"]);
    assert!(cut.code == Some(2) && cut.stderr.contains("EOF while parsing"), "{cut:?}");
}

#[test]
fn a_saved_result_that_is_given_as_a_scenario_is_recognised() {
    let folder = Folder::new();
    folder.run(&["simulate", "s.yaml", "-q", "-o", "a.json"]);
    for command in ["simulate", "validate", "explain", "gate", "headroom"] {
        let ended = folder.run(&[command, "a.json"]);
        assert_eq!((ended.code, ended.stdout.as_str()), (Some(2), ""), "{ended:?}");
        assert!(ended.stderr.contains("error[saved-result]"), "{ended:?}");
        assert!(ended.stderr.contains("kvplan compare RESULT SCENARIO"), "{ended:?}");
    }
    let swept = folder.run(&["sweep", "a.json", "--vary", "days=1,2"]);
    assert!(swept.code == Some(2) && swept.stderr.contains("[saved-result]"), "{swept:?}");
}
