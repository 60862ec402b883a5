//! CSV, JSON and Markdown, on figures made by hand.

use crate::support::hand_made::{
    QUIET, over, render_csv, render_json, render_markdown, render_table, report, scenario, summary,
};
use crate::support::hostile::{HOSTILE, does_no_harm, does_no_harm_in};
use kvplan::report::{Depth, Look, Parameter, Report, Sheet};
use kvplan::scenario::Scenario;
use kvplan::study::{Summary, Warning};
use kvplan::words::Meter;
use serde_json::Value;

const DEEP: Depth = Depth { verbose: true, days_of_run: Some(0) };

#[test]
fn csv_has_a_row_for_each_meter_of_each_day_of_each_run() {
    let (scenario, summary) = (scenario(), summary());
    let text = render_csv(&[report(&scenario, &summary)], Sheet::Rows);
    let lines: Vec<&str> = text.lines().collect();
    assert_eq!(lines[0], "scenario,policy,run,day,meter,count,limit,used_ratio");
    assert_eq!(lines[1], "\"two workers, optimized\",optimized,0,1,reads,3000,100000,0.03");
    assert_eq!(lines[2], "\"two workers, optimized\",optimized,0,1,writes,540,1000,0.54");
    assert_eq!(lines[20], "\"two workers, optimized\",optimized,1,2,requests,5880,100000,0.0588");
    assert_eq!(lines.len(), 1 + 2 * 2 * Meter::COUNT);
}

#[test]
fn csv_counts_the_rest_of_the_account_and_leaves_cells_empty_without_a_limit() {
    let (scenario, mut summary) = (scenario(), summary());
    summary.meters[Meter::Writes.index()].other_per_day = 120;
    summary.meters[Meter::Lists.index()].limit_per_day = None;
    let text = render_csv(&[report(&scenario, &summary)], Sheet::Rows);
    assert!(text.contains(",0,1,writes,540,1000,0.66\n"), "{text}");
    assert!(text.contains(",0,1,lists,0,,\n"), "{text}");
}

#[test]
fn csv_parameters_have_columns_of_their_own() {
    let (scenario, summary) = (scenario(), summary());
    let parameter = |path: &str, value: &str| Parameter { path: path.into(), value: value.into() };
    let first = [parameter("workers[0].count", "3")];
    let second = [parameter("days", "-5"), parameter("seed", "=1+1")];
    let report = report(&scenario, &summary);
    let reports =
        [Report { parameters: &first, ..report }, Report { parameters: &second, ..report }];
    let text = render_csv(&reports, Sheet::Causes);
    let lines: Vec<&str> = text.lines().collect();
    let header = "scenario,policy,parameter_workers[0].count,parameter_days,parameter_seed,run,\
                  request,cause,meter,count";
    assert_eq!(lines[0], header);
    assert!(lines[1].ends_with(",3,,,0,heartbeat,interval,writes,1088"), "{}", lines[1]);
    assert!(lines[3].ends_with(",,-5,'=1+1,0,heartbeat,interval,writes,1088"), "{}", lines[3]);
}

#[test]
fn json_has_the_fields_of_the_format_in_their_order() {
    let (scenario, summary) = (scenario(), over());
    let text = render_json(&[report(&scenario, &summary)], QUIET);
    let value: Value = serde_json::from_str(&text).expect("JSON");
    let keys = |value: &Value| -> Vec<String> {
        value.as_object().expect("an object").keys().cloned().collect()
    };
    let expected = "schema_version kvplan_version model_version scenario plan policy overrides \
                    seed verdict runs run days meters enforced requests caches causes routing cost memory_bytes \
                    stored_bytes moved_bytes_per_day \
                    assumptions warnings colos isolates staleness_ms lost_updates_per_day unlisted_workers \
                    retries_per_day refused_per_day";
    assert_eq!(keys(&value).join(" "), expected);
    assert_eq!(keys(&value["scenario"]).join(" "), "name path sha256");
    let meter = "meter mean_per_day ci95_half_width min_per_day max_per_day limit_per_day \
                 other_per_day used_ratio mean_ratio days_tried days_over days_over_upper95 limit_passed_at";
    assert_eq!(keys(&value["meters"][0]).join(" "), meter);
    let enforced = "meter attempts_per_day refused_per_day first_refusal hours_refused_per_day";
    assert_eq!(keys(&value["enforced"]["meters"][0]).join(" "), enforced);
    let request = "request count_per_day reads_per_day writes_per_day deletes_per_day \
                   lists_per_day hit_ratio latency_ms failed_per_day retried_per_day";
    assert_eq!(keys(&value["requests"][0]).join(" "), request);
    assert_eq!(keys(&value["requests"][0]["latency_ms"]).join(" "), "p50 p95 p99");
    assert_eq!(keys(&value["caches"][0]).join(" "), "cache hit_ratio entries bytes");
    assert_eq!(keys(&value["causes"][0]).join(" "), "meter request cause mean_per_day");
    let routing =
        "ok_per_day misrouted_per_day unroutable_per_day false_dead_per_day failed_per_day";
    assert_eq!(keys(&value["routing"]).join(" "), routing);
    assert_eq!(keys(&value["enforced"]["routing"]).join(" "), routing);
    assert_eq!(keys(&value["cost"]).join(" "), "currency per_month base_per_month lines");
    assert_eq!(keys(&value["warnings"][0]).join(" "), "code message note help");
}

#[test]
fn json_gives_moments_as_run_day_and_time_and_null_where_there_is_none() {
    let (scenario, mut summary) = (scenario(), over());
    summary.meters[0].ci95_half_width = None;
    summary.meters[0].mean_ratio = Some(f64::NAN);
    let value: Value =
        serde_json::from_str(&render_json(&[report(&scenario, &summary)], DEEP)).expect("JSON");
    let passed = serde_json::json!({ "run": 0, "day": 1, "time": "19:52:07" });
    assert_eq!(value["meters"][1]["limit_passed_at"], passed);
    assert_eq!(value["meters"][0]["limit_passed_at"], Value::Null);
    assert_eq!(value["meters"][0]["ci95_half_width"], Value::Null);
    assert_eq!(value["meters"][0]["mean_ratio"], Value::Null);
    assert_eq!(value["meters"][1]["used_ratio"], 2.93);
    assert_eq!(value["runs_detail"][1]["days"][0]["meters"][1]["count"], 550);
    assert_eq!(value["runs_detail"][1]["days"][0]["meters"][1]["limit_passed_at"], "19:52:07");
    assert_eq!(value["runs_detail"][0]["causes"][0]["count"], 1_088);
}

#[test]
fn json_of_several_reports_is_an_array_and_of_one_an_object() {
    let (scenario, summary) = (scenario(), summary());
    let report = report(&scenario, &summary);
    let one: Value = serde_json::from_str(&render_json(&[report], QUIET)).expect("JSON");
    let two: Value = serde_json::from_str(&render_json(&[report, report], QUIET)).expect("JSON");
    assert_eq!(one["enforced"], Value::Null);
    assert_eq!(two, Value::Array(vec![one.clone(), one]));
}

#[test]
fn markdown_begins_with_its_tag_and_holds_the_table() {
    let (scenario, summary) = (scenario(), over());
    let text = render_markdown(&[report(&scenario, &summary)], QUIET);
    assert_eq!(text.lines().next(), Some("<!-- kvplan:simulate -->"));
    assert!(text.contains("\n### two workers, optimized\n"), "{text}");
    assert!(text.contains("\n| writes | 548 | ± 0 | 2,930 | 1,000 | 293.0 % | OVER |\n"), "{text}");
    assert!(text.contains("\n- **ttl-equals-interval**: the worker cache \\(30s\\)"), "{text}");
}

#[test]
fn json_says_what_was_changed_which_run_was_made_and_its_days_where_they_are_asked_for() {
    let (mut scenario, mut summary) = (scenario(), over());
    let json = |scenario: &Scenario, summary: &Summary, days_of_run| -> Value {
        let depth = Depth { verbose: false, days_of_run };
        serde_json::from_str(&render_json(&[report(scenario, summary)], depth)).expect("JSON")
    };
    let plain = json(&scenario, &summary, None);
    assert_eq!((&plain["overrides"], &plain["run"]), (&Value::Array(Vec::new()), &Value::Null));
    assert!(plain.get("days_detail").is_none());
    scenario.overrides = vec!["policy=naive".into(), "workers[0].count=3".into()];
    summary.only_run = Some(1);
    let asked = json(&scenario, &summary, Some(1));
    let overrides = serde_json::json!(["policy=naive", "workers[0].count=3"]);
    assert_eq!((&asked["overrides"], &asked["run"]), (&overrides, &Value::from(1)));
    let days = asked["days_detail"].as_array().expect("the days");
    assert_eq!((days.len(), &days[1]["day"]), (2, &Value::from(2)));
    let writes = serde_json::json!(
        { "meter": "writes", "count": 554, "limit_passed_at": "19:52:07" }
    );
    assert_eq!(days[1]["meters"][1], writes);
    assert_eq!(asked["days"], 2);
}

#[test]
fn markdown_holds_what_the_terminal_shows() {
    let (mut scenario, summary) = (scenario(), over());
    scenario.overrides = vec!["days=2".into(), "runs=2".into()];
    let text = render_markdown(&[report(&scenario, &summary)], DEEP);
    for part in [
        "\n2 days, 2 runs, seed 42, cloudflare-free@2026-10\n\nwith days=2, runs=2\n",
        "\nrouting: 100 ok, 0 misrouted, 0 unroutable; 0 false dead\n",
        "    writes, peak 40 an hour at 09:00, least 20\n```\n",
        "\ndays of run 0, and the mean of all days of all runs\n\n| day | reads | used | writes |",
        "\n| 2 | 3,100 | 3.1 % | 548 | 54.8 % | 5,881 | 5.9 % | writes 19:52 |\n",
        "\n| mean | 3,012 | 3.0 % | 548 | 54.8 % | 5,880 | 5.9 % |  |\n",
        "\n- writes: passes 1,000 at 19:52 UTC on day 1 \\(every day\\); enforced: 214 to 1,930",
        "that run again: kvplan simulate scenarios/2-workers.yaml --set days=2 --set runs=2",
        "\n| run, a day | reads |",
        "\n- latencies are log-normal",
    ] {
        assert!(text.contains(part), "{part}\n{text}");
    }
    let quiet = render_markdown(&[report(&scenario, &summary)], QUIET);
    assert!(!quiet.contains("days of run") && !quiet.contains("run, a day"), "{quiet}");
}

/// Every string of a scenario or summary that a user may have written.
fn hostile(name: &str) -> (Scenario, Summary) {
    let (mut scenario, mut summary) = (scenario(), over());
    for field in [&mut scenario.name, &mut scenario.policy_name, &mut scenario.path] {
        *field = name.to_owned();
    }
    scenario.plan.name = name.to_owned();
    scenario.overrides = vec![name.to_owned()];
    summary.warnings = vec![Warning::UnusedModels(name.to_owned())];
    summary.cost.currency = name.to_owned();
    summary.cost.per_month = 1.0;
    (scenario, summary)
}

#[test]
fn hostile_names_stay_harmless_in_every_format() {
    for name in HOSTILE {
        let (scenario, summary) = hostile(name);
        let parameter = [Parameter { path: name.into(), value: name.into() }];
        let report = Report { parameters: &parameter, ..report(&scenario, &summary) };
        let reports = [report];
        let look = Look { width: 80, color: false };
        let texts = [
            render_table(&reports, DEEP, look),
            render_csv(&reports, Sheet::Rows),
            render_csv(&reports, Sheet::Causes),
            render_json(&reports, DEEP),
            render_markdown(&reports, DEEP),
        ];
        let [table, csv, causes, json, markdown] = texts;
        does_no_harm(name, &table);
        for (end, text) in [("csv", &csv), ("csv", &causes), ("json", &json), ("md", &markdown)] {
            does_no_harm_in(end, name, text);
        }
        assert_eq!(csv.lines().count(), 1 + 2 * 2 * Meter::COUNT, "{name:?}: {csv}");
        let rows: Vec<&str> = markdown.lines().filter(|it| it.starts_with('|')).collect();
        let (days, runs) = (2 + 2 + 1, 2 + 2);
        assert_eq!(rows.len(), 2 + Meter::COUNT + 2 + 3 + days + runs, "{name:?}: {markdown}");
    }
}

#[test]
fn json_keeps_a_hostile_name_as_it_is() {
    for name in HOSTILE {
        let (scenario, summary) = hostile(name);
        let text = render_json(&[report(&scenario, &summary)], QUIET);
        let value: Value = serde_json::from_str(&text).expect("JSON");
        assert_eq!(value["scenario"]["name"], name);
    }
}
