//! `headroom` through the binary.

use std::fs;

use crate::support::command_line::{Ended, Folder, SCENARIO};

/// The shipped two workers.
const TWO_WORKERS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/scenarios/2-workers.yaml");

/// The shipped two workers for two days, three runs.
fn ask(arguments: &[&str]) -> Ended {
    let few = ["headroom", TWO_WORKERS, "--days", "2", "--runs", "3"];
    Folder::new().run(&[&few[..], arguments].concat())
}

#[test]
fn two_workers_may_become_three_and_writes_bind() {
    // A quiet worker writes at its first heartbeat after max_interval, strictly after: with beats
    // exactly 30 s apart at each 11th, every 330 s. 86,400 / 330 = 261.8 writes a worker and day;
    // 1,000 / 261.8 = 3.8, so that three workers fit and four do not. With the jitter, the walking
    // load, the model changes and the crashes of this file it is about 274, and still three.
    let ended = ask(&["--vary", "workers[0].count"]);
    assert_eq!(ended.code, Some(0), "{ended:?}");
    let expected = "\
  workers[0].count: 2 → 3 workers
    first limit met: writes, 8";
    assert!(ended.stdout.contains(expected), "{ended:?}");
    assert!(ended.stdout.contains("    first to break: 4: writes, 1"), "{ended:?}");
    let out = ended.stdout.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(out.contains("; over on 2 of 2 days of the one run tried"), "{ended:?}");
    assert!(ended.stdout.contains(" UTC"), "{ended:?}");
    assert!(ended.stdout.contains("requests up to about 3"), "{ended:?}");
    // No bad day of 6: 1 - 0.05^(1/6) = 39.3 %.
    assert!(ended.stdout.contains("below 39.3 %"), "{ended:?}");
    assert!(!ended.stdout.contains("warning["), "{ended:?}");
}

#[test]
fn exact_beats_give_exactly_three_workers() {
    // The same by hand without anything random: 86,400 / 330 = 261.8 writes a worker and day.
    let yaml = "\
policy: optimized
days: 2
runs: 1
workers: [{ count: 1 }]
kv: { latency: none }
";
    let folder = Folder::new();
    fs::write(folder.path("exact.yaml"), yaml).expect("a scenario");
    let arguments = ["headroom", "exact.yaml", "--vary", "workers[0].count", "-f", "json"];
    let ended = folder.run(&arguments);
    let json: serde_json::Value = serde_json::from_str(&ended.stdout).expect("JSON");
    let answer = &json["answers"][0];
    let facts = ["outcome", "start", "holds", "breaks", "binding"].map(|name| &answer[name]);
    assert_eq!(facts, ["found", "1", "3", "4", "writes"]);
    let tried = answer["tried"].as_array().expect("a list");
    let worst = |value: &str| {
        let found = tried.iter().find(|it| it["value"] == value).expect("it was tried");
        found["meters"][1]["max_per_day"].as_u64().expect("a count")
    };
    assert!((784..=787).contains(&worst("3")), "{}", worst("3"));
    assert!((1_045..=1_049).contains(&worst("4")), "{}", worst("4"));
}

#[test]
fn alone_it_answers_the_four_published_questions() {
    let yaml = SCENARIO;
    let folder = Folder::new();
    fs::write(folder.path("one.yaml"), yaml.replace("runs: 2", "runs: 1")).expect("a scenario");
    let ended = folder.run(&["headroom", "one.yaml"]);
    assert_eq!(ended.code, Some(0), "{ended:?}");
    let heads: Vec<&str> = ended
        .stdout
        .lines()
        .filter_map(|line| line.strip_prefix("  ").filter(|it| !it.starts_with(' ')))
        .collect();
    let paths = heads.iter().map(|head| head.split(": ").next().unwrap_or(head));
    let expected = [
        "workers[0].count",
        "traffic[0].requests_per_day",
        "workers[0].heartbeat.every",
        "policy.write.max_interval",
    ];
    assert_eq!(paths.collect::<Vec<_>>(), expected);
    assert!(heads.iter().all(|head| head.contains(" → ")), "{heads:?}");
    // 100,000 requests of the Worker a day, less 5,760 heartbeats: about 94,000 are left.
    assert!(heads[1].contains("100 → 93,") || heads[1].contains("100 → 94,"), "{heads:?}");
}

#[test]
fn what_does_not_apply_is_skipped_with_a_reason() {
    let folder = Folder::new();
    let yaml = "days: 1\nruns: 1\nworkers: [{ count: 1 }]\n";
    fs::write(folder.path("quiet.yaml"), yaml).expect("a scenario");
    let ended = folder.run(&["headroom", "quiet.yaml", "--policy", "naive", "--dry-run"]);
    let expected = "\
workers[0].count: from 1
traffic[0].requests_per_day: skipped: the scenario has no traffic
workers[0].heartbeat.every: from 30s
policy.write.max_interval: skipped: the policy writes at each heartbeat (policy.write.when: always)
";
    assert_eq!((ended.code, ended.stdout.as_str()), (Some(0), expected), "{ended:?}");
    let paid = ask(&["--plan", "cloudflare-paid@2026-10", "--until", "limits"]);
    assert_eq!(paid.code, Some(2), "{paid:?}");
    assert!(
        paid.stderr.contains("has no daily limit") && paid.stderr.contains("--until"),
        "{paid:?}"
    );
}

#[test]
fn what_is_over_already_is_brought_down() {
    // A worker that writes at each heartbeat: 86,400 / every, at most 500 for each of two.
    let ended = ask(&["--policy", "naive", "--vary", "workers[0].heartbeat.every"]);
    assert!(ended.stdout.contains("heartbeat.every: 30s → 173s"), "{ended:?}");
    assert!(ended.stdout.contains("30s passes a limit: writes, 57"), "{ended:?}");
    let count = ask(&["--policy", "naive", "--vary", "workers[0].count"]);
    assert!(count.stdout.contains("2 passes a limit, and so does 1"), "{count:?}");
}

#[test]
fn a_wrong_path_is_said_at_its_flag() {
    let cases = [
        ("workers[0].cuont", "unknown field `cuont`"),
        ("workers[7].count", "there is no [7]"),
        ("policy", "policy is not a number"),
        ("workers[0].count=1..3", "a path alone"),
        ("workers[", "a `[` of the path has no `]`"),
    ];
    for (path, said) in cases {
        let ended = ask(&["--vary", path]);
        assert_eq!((ended.code, ended.stdout.as_str()), (Some(2), ""), "{ended:?}");
        assert!(ended.stderr.contains(said), "{ended:?}");
        assert!(ended.stderr.contains(&format!("--> --vary {path}")), "{ended:?}");
    }
    let csv = ask(&["-o", "x.csv"]);
    assert!(csv.code == Some(2) && csv.stderr.contains("headroom writes .json and .md"), "{csv:?}");
}

#[test]
fn more_bad_days_are_tolerated_where_that_is_asked_for() {
    // With every day allowed to be bad nothing ever breaks.
    let ended = ask(&["--vary", "policy.write.max_interval", "--tolerate", "100%"]);
    assert!(ended.stdout.contains("5m → down to 0s between writes"), "{ended:?}");
    let wrong = ask(&["--tolerate", "101%"]);
    assert!(wrong.code == Some(2) && wrong.stderr.contains("0% to 100%"), "{wrong:?}");
}

#[test]
fn a_lower_bound_is_worded_as_one() {
    let ended = ask(&["--vary", "policy.write.max_interval", "--down"]);
    let head = ended.stdout.lines().find(|it| it.contains("max_interval: ")).expect("a head");
    assert!(head.contains("max_interval: 5m → 15"), "{head}");
    assert!(head.ends_with("s at least between writes of a quiet worker"), "{head}");
    let fewer = Folder::new().run(&[
        "headroom",
        TWO_WORKERS,
        "--days=1",
        "--runs=1",
        "--set=workers[0].count=6",
        "--vary=workers[0].count",
    ]);
    assert!(fewer.stdout.contains("count: 6 → 3 workers at most\n"), "{fewer:?}");
    let unbroken = ask(&["--vary", "kv.cache_ttl", "--set", "traffic=[]", "--down"]);
    let head = unbroken.stdout.lines().find(|it| it.contains("cache_ttl: ")).expect("a head");
    assert!(head.contains(" → down to "), "{head}");
}

#[test]
fn a_setting_that_cannot_help_says_so_and_names_the_meter() {
    let naive = ["--policy", "naive", "--vary", "traffic[0].requests_per_day"];
    let few = ["--days", "1", "--runs", "1", "--set", "traffic[0].requests_per_day=15000"];
    let ended = Folder::new().run(&[&["headroom", TWO_WORKERS], &naive[..], &few[..]].concat());
    let out = ended.stdout.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(out.contains(": 15,000 passes a limit, and so does 0: writes even at 0: "), "{out}");
    // 86,400 / 30 writes of each of two workers.
    assert!(out.contains("even at 0: writes, 576.0 % on the worst day"), "{out}");
    assert!(out.contains("over on 1 of 1 day, in 1 of 1 run: this setting alone cannot help"));
    // Each request is one of the Worker: about 100,000 less 5,760 heartbeats; arrivals are drawn.
    let about = out.split("requests up to about ").nth(1).expect("the next limit");
    let about: u64 = about[..6].replace(',', "").parse().expect("a number");
    assert!((92_000..97_000).contains(&about), "{out}");
    assert!(!out.contains("hardly growing: reads") && !out.contains("requests (5."), "{out}");
}

/// Six workers that write too often, in a colo whose clients another one serves.
const TOO_LONG: [&str; 9] = [
    "headroom",
    TWO_WORKERS,
    "--days=1",
    "--runs=2",
    "--set=workers[0].count=6",
    "--set=traffic[0].requests_per_day=2000",
    "--set=policy.health_timeout=6m",
    "--vary=policy.write.max_interval",
    "--down",
];

#[test]
fn an_answer_that_breaks_routing_says_by_what_and_warns() {
    // As written a quiet worker writes each 330 s or so, within the 6 minutes; the writes of six
    // workers fit only with more than 8 minutes between two, by when a router takes it for dead.
    let ended = Folder::new().run(&TOO_LONG);
    assert_eq!(ended.code, Some(0), "{ended:?}");
    let head = ended.stdout.lines().find(|it| it.contains("max_interval: 5m → ")).expect("a head");
    let answer = head.split(' ').nth(5).expect("an answer");
    let line = format!("    at {answer}: false dead ");
    let worse = ended.stdout.lines().find(|it| it.starts_with(&line));
    assert!(worse.is_some_and(|it| it.contains(" a day (0 as written)")), "{ended:?}");
    let warned = format!("[health-timeout-too-short]: policy.write.max_interval at {answer}: ");
    assert!(ended.stderr.contains(&warned), "{ended:?}");
    // The figures are those that `simulate` finds there.
    let json = Folder::new().run(&[&TOO_LONG[..], &["-f", "json"]].concat());
    let json: serde_json::Value = serde_json::from_str(&json.stdout).expect("JSON");
    let found = &json["answers"][0];
    let value = format!("--set=policy.write.max_interval={answer}");
    let alone = [&["simulate"], &TOO_LONG[1..7], &[value.as_str(), "-f", "json"]].concat();
    let alone = Folder::new().run(&alone);
    let alone: serde_json::Value = serde_json::from_str(&alone.stdout).expect("JSON");
    let tried = found["tried"].as_array().expect("a list");
    let tried = tried.iter().find(|it| it["value"] == answer).expect("the answer was tried");
    for figure in ["misrouted_per_day", "unroutable_per_day", "false_dead_per_day"] {
        assert_eq!(tried[figure], alone["routing"][figure], "{figure}");
    }
    assert_eq!(tried["staleness_p99_ms"], alone["staleness_ms"]["p99"]);
    let worse = &found["worse"][0];
    assert_eq!(
        (&worse["figure"], worse["as_written"].as_f64()),
        (&"false_dead_per_day".into(), Some(0.0))
    );
    assert_eq!(worse["at_holds"], tried["false_dead_per_day"]);
    assert_eq!(found["warnings"][0]["code"], "health-timeout-too-short");
}

#[test]
fn an_answer_that_leaves_routing_alone_says_nothing_of_it() {
    let ended = ask(&["--vary", "policy.write.max_interval"]);
    assert!(!ended.stdout.contains("as written)"), "{ended:?}");
    assert!(!ended.stderr.contains("health-timeout"), "{ended:?}");
}

#[test]
fn a_list_or_a_section_is_told_of_a_number_in_it() {
    for (path, number) in
        [("workers", "workers[0].count"), ("workers[0].heartbeat", "workers[0].heartbeat.every")]
    {
        let ended = ask(&["--vary", path]);
        assert_eq!((ended.code, ended.stdout.as_str()), (Some(2), ""), "{ended:?}");
        assert!(ended.stderr.contains(&format!("try --vary '{number}'\n")), "{ended:?}");
        assert!(!ended.stderr.contains("--set"), "{ended:?}");
    }
}

#[test]
fn what_changes_nothing_does_so_though_runs_differ() {
    // Crashes and clients make the four runs differ; the policy's own cache serves, not the edge's.
    let yaml = "\
policy: naive
days: 1
runs: 4
workers:
  - { count: 3, services: [rag], heartbeat: { every: 5m }, outages: { crashes_per_day: 2 } }
traffic: [{ service: rag, requests_per_day: 100 }]
kv: { latency: none }
";
    let folder = Folder::new();
    fs::write(folder.path("same.yaml"), yaml).expect("a scenario");
    let ended = folder.run(&["headroom", "same.yaml", "--vary", "kv.cache_ttl"]);
    assert!(ended.stdout.contains("it changes nothing"), "{ended:?}");
}

#[test]
fn on_a_plan_without_limits_it_asks_how_many_workers_each_cost_carries() {
    // The rest of the account takes all that is included. A worker that writes each hour sends 24 × 30
    // = 720 writes a month, 0.0036 USD, and as many requests, 0.000216: 5 USD beyond the base price
    // carry 5 / 0.003816 = 1,310 of them, 15 carry 3,930.
    let folder = Folder::new();
    let file = "policy: naive\ndays: 1\nruns: 1\nplan: cloudflare-paid@2026-10\n\
                kv: { latency: none }\naccount: { other: { writes: 50000, requests: 500000 } }\n\
                workers: [{ count: 2, heartbeat: { every: 1h, phase: 0s } }]\n";
    fs::write(folder.path("paid.yaml"), file).expect("a scenario");
    let ended = folder.run(&["headroom", "paid.yaml", "-q"]);
    assert_eq!(ended.code, Some(0), "{ended:?}");
    let heads = ended.stdout.lines().filter(|line| line.starts_with("  workers[0].count: "));
    let heads: Vec<&str> = heads.map(|line| line.rsplit("count: ").next().unwrap_or("")).collect();
    let [five, ten, twenty] = heads[..] else { panic!("{}", ended.stdout) };
    assert!(five.starts_with("2 passes a limit"), "{five}");
    assert_eq!([ten, twenty], ["2 → 1,310 workers", "2 → 3,930 workers"]);
}
