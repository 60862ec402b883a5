//! One syntax for every figure: budgets, `--metric`, `--until`.

use std::fs;

use serde_json::Value;

use crate::support::command_line::{Ended, Folder};

/// Two workers on an exact grid without latency, whose counts are known by hand: a worker writes
/// each 330 s, 86,400 / 330 = 261.8 times a day, and every heartbeat at 30 s reads.
const EXACT: &str = "\
name: exact
policy: optimized
days: 2
runs: 1
workers: [{ name: gpu, count: 2, services: [rag], heartbeat: { every: 30s, phase: aligned } }]
traffic: [{ service: rag, requests_per_day: 100, arrivals: even }]
kv: { latency: none }
";

fn folder() -> Folder {
    let folder = Folder::new();
    fs::write(folder.path("exact.yaml"), EXACT).expect("a scenario");
    folder
}

fn run(arguments: &[&str]) -> Ended {
    folder().run(arguments)
}

fn with_budgets(budgets: &str, arguments: &[&str]) -> Ended {
    let folder = folder();
    fs::write(folder.path("gated.yaml"), format!("{EXACT}budgets:\n{budgets}")).expect("a file");
    folder.run(&[&["gate", "gated.yaml", "-q"], arguments].concat())
}

#[test]
fn a_budget_bounds_any_figure_in_its_own_unit() {
    let budgets = "  - { metric: staleness_p99, max: 23s }
  - { metric: heartbeat.interval.writes, max: 522 }
  - { metric: heartbeat.hit_ratio, min: 1% }
  - { metric: colo.LHR.writes, max: 1000 }
  - { metric: writes@mean, max: 60% }
  - { metric: memory, max: 1 }
";
    let ended = with_budgets(budgets, &["-f", "json"]);
    assert_eq!(ended.code, Some(1), "{ended:?}");
    let json: Value = serde_json::from_str(&ended.stdout).expect("JSON");
    let found = |place: usize| {
        let budget = &json["suites"][0]["budgets"][place];
        let text = |name: &str| budget[name].as_str().unwrap_or_default().to_owned();
        (text("metric"), text("stat"), text("verdict"))
    };
    let expected = [
        // Requests come each 864 s, heartbeats each 30 s: what is known is 24, 18, 12, 6 or 0 s old.
        ("staleness_p99", "all_days", "broken"),
        // The 523rd beat that is written comes at 172,590 s of 172,800: 2 × 523 in two days.
        ("heartbeat.interval.writes", "mean", "broken"),
        // With a TTL of 30 s and a heartbeat each 30 s nothing hits.
        ("heartbeat.hit_ratio", "all_days", "broken"),
        ("colo.LHR.writes", "mean", "passed"),
        ("writes", "mean", "passed"),
        ("memory", "all_days", "broken"),
    ];
    for (place, (metric, stat, verdict)) in expected.into_iter().enumerate() {
        assert_eq!(found(place), (metric.into(), stat.into(), verdict.into()), "{ended:?}");
    }
}

#[test]
fn what_is_no_figure_is_said_once_at_its_place_and_its_bounds_are_those_of_what_was_meant() {
    for (budget, code, help) in [
        ("{ metric: staleness_p9, max: 5m }", "unknown-word", "staleness_p95"),
        ("{ metric: beat.writes, max: 5 }", "unknown-word", "heartbeat.writes"),
        ("{ metric: colo.XYZ.writes, max: 5 }", "unknown-word", "the only colo here is `LHR`"),
        ("{ metric: heartbeat.staleness_p99, max: 5m }", "unknown-word", "colo.LHR.staleness_p99"),
        ("{ metric: hit_ratio@mean, min: 40% }", "unknown-word", "have one alone"),
        ("{ metric: writes@mean, stat: mean, max: 5 }", "stated-twice", ""),
        ("{ metric: heartbeat.writes, stat: worst_day, max: 5 }", "unfit-stat", ""),
        ("{ metric: staleness_p99, max: 80% }", "no-limit", ""),
        ("{ metric: routed, min: 80% }", "out-of-range", ""),
        ("{ metric: misrouted, min: 1 }", "unfit-bound", "max"),
    ] {
        let ended = with_budgets(&format!("  - {budget}\n"), &[]);
        assert_eq!(ended.code, Some(2), "{budget}: {ended:?}");
        assert!(ended.stderr.contains(&format!("error[{code}]")), "{budget}: {ended:?}");
        assert!(ended.stderr.contains("gated.yaml:9:"), "{budget}: {ended:?}");
        assert!(ended.stderr.contains("error: 1 error"), "{budget}: {ended:?}");
        let words = ended.stderr.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(words.contains(help), "{budget}: {ended:?}");
    }
}

#[test]
fn a_sweep_shows_what_changes_and_names_the_limit_that_does_not() {
    let ttl = "policy.cache.worker_ttl=30s,31s";
    let ended = run(&["sweep", "exact.yaml", "-q", "--vary", ttl]);
    assert_eq!(ended.code, Some(0), "{ended:?}");
    let head = ended.stdout.lines().find(|it| it.contains("worker_ttl ")).expect("a header");
    assert!(head.contains("reads") && !head.contains("writes"), "{head}");
    assert!(
        ended.stdout.contains("nearest limit: writes, 52.4 % on the worst day, alike"),
        "{ended:?}"
    );
    let asked = run(&["sweep", "exact.yaml", "-q", "--vary", ttl, "--metric", "writes@mean,reads"]);
    let head = asked.stdout.lines().find(|it| it.contains("worker_ttl ")).expect("a header");
    let columns: Vec<&str> = head.split_whitespace().collect();
    assert_eq!(columns, ["worker_ttl", "writes", "reads,", "worst", "day"], "{asked:?}");
    // The old name of the flag goes on.
    let [old, new] = ["--meter", "--metric"]
        .map(|flag| run(&["sweep", "exact.yaml", "-q", "--vary", ttl, flag, "writes"]).stdout);
    assert_eq!(old, new);
    assert!(old.contains("the limit") && !old.contains("nearest limit"), "{old}");
    let wrong = run(&["sweep", "exact.yaml", "--vary", ttl, "--metric", "read,colo.X.reads"]);
    assert_eq!(wrong.code, Some(2), "{wrong:?}");
    assert!(wrong.stderr.contains("`reads`") && wrong.stderr.contains("2 errors"), "{wrong:?}");
}

#[test]
fn a_grid_shows_each_figure_that_was_asked_for() {
    let vary = ["--vary", "workers[0].count=1,2", "--vary", "policy.cache.worker_ttl=30s,31s"];
    let ask = |more: &[&str]| run(&[&["sweep", "exact.yaml", "-q"], &vary[..], more].concat());
    let plain = ask(&[]);
    assert!(plain.stdout.contains("also changing: reads"), "{plain:?}");
    let both = ask(&["--metric", "reads@mean,hit_ratio"]);
    for title in ["reads", "hit rate"] {
        assert!(both.stdout.lines().any(|line| line.trim() == title), "{title}: {both:?}");
    }
    // One meter alone is drawn, and no figure stands beside it.
    let json: Value = serde_json::from_str(&ask(&["-f", "json", "--metric", "writes@mean"]).stdout)
        .expect("JSON");
    assert_eq!(json["figures"].as_array().map(Vec::len), Some(0), "drawn: {json}");
}

#[test]
fn headroom_goes_until_any_figure_passes_its_bound() {
    let ask = |until: &[&str]| {
        let mut arguments = vec!["headroom", "exact.yaml", "-q", "--vary", "workers[0].count"];
        arguments.extend(until.iter().flat_map(|it| ["--until", it]));
        run(&arguments)
    };
    // 1,000 / 261.8 = 3.8; 1,400 / 261.8 = 5.3.
    assert!(ask(&[]).stdout.contains("2 → 3 workers"));
    let five = ask(&["heartbeat.interval.writes<=1400"]);
    assert!(five.stdout.contains("2 → 5 workers"), "{five:?}");
    assert!(five.stdout.contains("first limit met: heartbeat.interval.writes"), "{five:?}");
    let both = ask(&["heartbeat.interval.writes<=1400", "limits"]);
    assert!(both.stdout.contains("2 → 3 workers"), "{both:?}");
    assert!(both.stdout.contains("first limit met: writes"), "{both:?}");
    let share = ask(&["writes<=140%"]);
    assert!(share.stdout.contains("2 → 5 workers"), "{share:?}");
    let next = ask(&["heartbeat.interval.writes<=1400", "writes<=1500"]);
    assert!(next.stdout.contains("(87.3 % of its bound"), "{next:?}");
    let none = ask(&["hit_ratio>=99%"]);
    assert!(none.stdout.contains("2 passes a limit; from"), "{none:?}");
    let wrong = ask(&["misrouted_ratio>=1%", "writes", "memory<=80%", "budgets", "foo<=1"]);
    assert_eq!(wrong.code, Some(2), "{wrong:?}");
    assert!(wrong.stderr.contains("error: 5 errors"), "{wrong:?}");
}

#[test]
fn a_question_goes_the_same_way_whether_it_is_typed_or_one_of_the_four() {
    // The longer between heartbeats, the older is what clients are told.
    let ask = |more: &[&str]| {
        let until = ["headroom", "exact.yaml", "-q", "-f", "json", "--until", "staleness_p99<=2m"];
        let ended = run(&[&until[..], more].concat());
        let json: Value = serde_json::from_str(&ended.stdout).expect("JSON");
        let answers = json["answers"].as_array().expect("a list");
        let path = "workers[0].heartbeat.every";
        answers.iter().find(|it| it["path"] == path).expect("an answer").clone()
    };
    let typed = ask(&["--vary", "workers[0].heartbeat.every"]);
    assert_eq!(typed["direction"], "up");
    assert_eq!(typed, ask(&[]));
}

#[test]
fn headroom_takes_its_bounds_from_the_budgets_and_asks_where_a_plan_has_no_limits() {
    let folder = folder();
    let yaml = format!(
        "{EXACT}budgets: [{{ metric: writes, max: 60% }}, {{ metric: reads, growth: 5% }}]\n"
    );
    fs::write(folder.path("gated.yaml"), yaml).expect("a file");
    let ask = ["headroom", "gated.yaml", "-q", "--vary", "workers[0].count"];
    // 600 / 261.8 = 2.3.
    let ended = folder.run(&[&ask[..], &["--until", "budgets"]].concat());
    assert!(ended.stdout.contains("2 → 2 workers"), "{ended:?}");
    let paid = [&ask[..], &["--plan", "cloudflare-paid@2026-10"]].concat();
    let limits = folder.run(&[&paid[..], &["--until", "limits"]].concat());
    assert_eq!(limits.code, Some(2), "{limits:?}");
    let writes = folder.run(&[&paid[..], &["--until", "writes<=800"]].concat());
    assert!(writes.stdout.contains("2 → 3 workers"), "{writes:?}");
    // Five dollars a month is the base price, flat around two workers. It includes ten million reads
    // and as many requests: 30 days of 2,880 heartbeats, each a read, are 86,400 a worker, and
    // 115 × 86,400 = 9,936,000 fit, with the 3,000 requests of clients.
    let cost = folder.run(&[&paid[..], &["--until", "cost_per_month<=5"]].concat());
    assert!(cost.stdout.contains("2 → 115 workers"), "{cost:?}");
    assert!(cost.stdout.contains("first to break: 116: cost_per_month, 5.02 of 5.00"), "{cost:?}");
    // A share of a limit that the plan lacks is no bound, and none is passed over in silence.
    let share = folder.run(&[&paid[..], &["--until", "budgets"]].concat());
    assert_eq!(share.code, Some(2), "{share:?}");
    let unitless = folder.run(&[&ask[..], &["--until", "staleness_p99<=120"]].concat());
    assert_eq!(unitless.code, Some(2), "{unitless:?}");
}

#[test]
fn a_figure_without_a_sample_is_told_and_not_passed() {
    let quiet =
        ["--set", "traffic=[]", "--until", "staleness_p99<=5m", "--vary", "workers[0].count"];
    let ended = run(&[&["headroom", "exact.yaml", "-q"], &quiet[..]].concat());
    assert_eq!(ended.code, Some(0), "{ended:?}");
    let said = "workers[0].count: skipped: staleness_p99: no client request was routed";
    assert!(ended.stdout.contains(said), "{ended:?}");
}

#[test]
fn a_bound_of_nothing_is_one_and_the_tighter_of_two_binds() {
    let ask = |more: &[&str]| {
        let asked = ["headroom", "exact.yaml", "-q", "--vary", "workers[0].count"];
        run(&[&asked[..], more].concat()).stdout
    };
    // Only without workers is nothing written.
    let nothing = ask(&["--until", "writes<=0"]);
    assert!(nothing.contains("2 passes a limit, and so does 1: writes"), "{nothing}");
    let alone = ask(&["--until", "writes<=0", "--set", "workers[0].count=1"]);
    let said = "1 passes a limit, and nothing easier is to be had: writes";
    assert!(alone.contains(said), "{alone}");
    let two = ask(&["--until", "writes<=5000", "--until", "limits"]);
    assert!(two.contains("first limit met: writes, 78.6 % in the one run"), "{two}");
    // Three workers write 786 times on the worst day, two 524 times.
    let two = ask(&["--until", "writes<=900", "--until", "writes<=700"]);
    assert!(two.contains("first to break: 3: writes, 786 of 700\n"), "{two}");
    // Of two days one may be worse.
    let tolerated = ask(&["--until", "writes<=785", "--tolerate", "50%"]);
    assert!(tolerated.contains("2 → 3 workers"), "{tolerated}");
    for wrong in ["writes<=-5%", "writes<=1e308%", "reads<=-0", "staleness_p99<=120"] {
        let ended = run(&["headroom", "exact.yaml", "--until", wrong]);
        assert_eq!(ended.code, Some(2), "{wrong}: {ended:?}");
    }
}

#[test]
fn a_sweep_leaves_out_no_figure_that_was_asked_for() {
    let asked =
        "hit_ratio,misrouted_ratio,route.hit_ratio,staleness_p99,colo.LHR.misrouted_ratio,memory";
    let vary = "workers[0].count=1,2";
    let ended = run(&["sweep", "exact.yaml", "-q", "--vary", vary, "--metric", asked]);
    let titles = ["hit rate", "misrouted share", "route hit rate", "staleness p99", "memory"];
    for title in titles.into_iter().chain(["colo LHR misrouted share"]) {
        assert!(ended.stdout.contains(title), "{title}: {ended:?}");
    }
    assert_eq!(ended.stdout.matches("  count ").count(), 2, "two tables: {ended:?}");
}
