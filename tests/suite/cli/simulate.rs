//! `simulate` on the command line: what was asked for is told in every format, and what it leads to.

use crate::support::command_line::Folder;
use kvplan::scenario::caps;
use serde_json::Value;

#[test]
fn numbers_in_warnings_are_written_as_in_tables() {
    // One write every 80 s: few enough that a thousand days are soon over.
    let seldom = ["--set", "workers[0].count=1", "--set", "workers[0].heartbeat.every=80s"];
    let naive = ["simulate", "s.yaml", "--policy", "naive", "--days", "500", "--progress", "never"];
    let ended = Folder::new().run(&[&naive[..], &seldom].concat());
    let warned = "writes pass the limit of 1,000 a day on 1,000 of 1,000 days";
    assert!(ended.stderr.contains(warned), "{}", ended.stderr);
}

#[test]
fn what_was_asked_for_stands_in_json_and_markdown() {
    let folder = Folder::new();
    let asked = ["simulate", "s.yaml", "--policy", "naive", "--set", "workers[0].count=3"];
    let one = [&asked[..], &["--run", "1", "--by", "day", "-q"]].concat();
    let json = |more: &[&str]| -> Value {
        let ended = folder.run(&[more, &["-f", "json"]].concat());
        serde_json::from_str(&ended.stdout).expect("JSON")
    };
    let (all, one_run) = (json(&asked), json(&one));
    let typed = serde_json::json!(["policy=naive", "workers[0].count=3"]);
    assert_eq!((&all["overrides"], &one_run["overrides"]), (&typed, &typed));
    assert_eq!((&all["run"], &all["runs"]), (&Value::Null, &Value::from(2)));
    assert_eq!((&one_run["run"], &one_run["runs"]), (&Value::from(1), &Value::from(1)));
    assert_eq!(
        one_run["days_detail"][0]["meters"][1]["count"],
        one_run["meters"][1]["max_per_day"]
    );
    assert!(all.get("days_detail").is_none());
    let markdown = folder.run(&[&one[..], &["-f", "markdown"]].concat()).stdout;
    for part in [
        "\n1 day, run 1 of 2, seed 42, ",
        "\nwith policy=naive, workers\\[0\\].count=3\n",
        "\ndays of run 1, and the mean of the days of run 1\n\n| day |",
    ] {
        assert!(markdown.contains(part), "{part}\n{markdown}");
    }
}

#[test]
fn records_that_expire_refuse_on_the_first_day_alone_and_the_hours_are_that_day_s() {
    let folder = Folder::new();
    let collapse = concat!(env!("CARGO_MANIFEST_DIR"), "/scenarios/record-ttl-collapse.yaml");
    let few = ["simulate", collapse, "--days", "2", "--runs", "2", "-q"];
    let mut command = folder.command(&few);
    let ended = command.env("COLUMNS", "300").output().expect("the binary runs");
    let text = String::from_utf8(ended.stdout).expect("UTF-8");
    assert!(text.contains(" and 18 h 5 m without writes on such a day (2 of 4 days)"), "{text}");
}

#[test]
fn a_plan_with_prices_shows_the_share_of_what_it_includes() {
    let paid = ["simulate", "s.yaml", "--plan", "cloudflare-paid@2026-10", "-q"];
    let text = Folder::new().run(&paid).stdout;
    let rows: Vec<Vec<&str>> = text.lines().map(|it| it.split_whitespace().collect()).collect();
    let included = |of: &str| {
        let row = rows.iter().rev().find(|row| row.first() == Some(&of)).expect("a row");
        (row[2], row[4])
    };
    assert_eq!(included("reads"), ("10,000,000", "%"), "{text}");
    assert_eq!(included("writes"), ("1,000,000", "%"), "{text}");
    let said = words(&text);
    assert!(said.contains("CPU time is not in the cost"), "{text}");
    assert!(said.contains("none holds for KV"), "{text}");
    let with_cpu = [&paid[..], &["--set", "cpu_ms_per_request=2.2"]].concat();
    let text = Folder::new().run(&with_cpu).stdout;
    assert!(text.contains("\n  cpu_ms ") && !text.contains("CPU time is not"), "{text}");
}

#[test]
fn no_more_days_are_listed_in_json_than_compare_reads() {
    let folder = Folder::new();
    let verbose = |runs: &str, more: &[&str]| {
        let ended =
            folder.run(&[&["simulate", "s.yaml", "-q", "-v", "--runs", runs], more].concat());
        (ended.code, ended.stdout.len() as u64, ended.stderr)
    };
    let json = ["--days", "5", "-f", "json"];
    let (one, few) = (verbose("2", &json).1, verbose("12", &json).1);
    let longest = (few - one) / 50 * caps::LISTED_DAY_RUNS;
    assert!(longest > 10 << 20 && longest < caps::RESULT_BYTES / 2, "{longest}");
    for (runs, more) in [
        ("10000", ["--days", "6", "-f", "json"]),
        ("10000", ["--days", "6", "-o", "x.json"]),
        ("251", ["--days", "200", "-o", "x.json"]),
        ("auto", ["--days", "51", "-f", "json"]),
    ] {
        let (code, printed, said) = verbose(runs, &more);
        assert_eq!((code, printed), (Some(2), 0), "{said}");
        assert!(said.contains("at most 50,000 are listed one by one"), "{said}");
        assert!(!folder.path("x.json").exists());
    }
    let alone = verbose("10000", &["--days", "6", "--run", "7", "-f", "json"]);
    assert_eq!(alone.0, Some(0), "{}", alone.2);
}

#[test]
fn a_warning_never_rounds_onto_a_limit_that_is_not_reached() {
    let folder = Folder::new();
    let json = folder.run(&["simulate", "s.yaml", "-q", "-f", "json"]).stdout;
    let found: Value = serde_json::from_str(&json).expect("JSON");
    // The worst day is 99,970 of 100,000: 99.97 %.
    let own = found["meters"][0]["max_per_day"].as_u64().expect("reads");
    let rest = format!("account.other.reads={}", 99_970 - own);
    let ended = folder.run(&["simulate", "s.yaml", "--set", &rest]);
    assert!(words(&ended.stdout).contains(" 99.9 % NEAR"), "{}", ended.stdout);
    let said = words(&ended.stderr);
    let warned = "reads come to 99.9 % of the limit of 100,000 on the worst day";
    assert!(said.contains(warned), "{said}");
    let rest = format!("+ account.other {}", kvplan::words::count(99_970 - own));
    let rows: Vec<String> = ended.stdout.lines().map(words).collect();
    let at = rows.iter().position(|row| row.starts_with("reads ")).expect("reads");
    assert!(rows[at + 1].starts_with(&rest), "{rows:#?}");
    assert_eq!(rows.iter().filter(|row| row.starts_with('+')).count(), 1, "{rows:#?}");
}

/// With one space between its words.
fn words(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn a_key_s_rate_is_told_by_the_plan_s_rule() {
    let folder = Folder::new();
    let (_, text) = kvplan::platform::EMBEDDED_PLANS[0];
    let slow = text.replace("    value: 1s\n", "    value: 7s\n");
    assert_ne!(slow, text);
    std::fs::write(folder.path("slow.yaml"), slow).expect("a plan");
    let fresh = "workers[0].registered=no";
    let ended = folder.run(&["simulate", "s.yaml", "--plan", "slow.yaml", "--set", fresh]);
    assert!(ended.stdout.contains("one key twice within 7s"), "{}", ended.stdout);
    assert!(ended.stderr.contains("one key twice within 7s"), "{}", ended.stderr);
}
