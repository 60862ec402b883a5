//! What the reports say of colos, isolates and staleness, on figures made by hand.

use crate::support::hand_made::{
    QUIET, colo, isolates, render_csv, render_json, render_markdown, render_table, report,
    scenario, summary,
};
use kvplan::platform::ColoSettings;
use kvplan::report::{Header, Look, Parameter, Report, Sheet, render_sheet};
use kvplan::scenario::Scenario;
use kvplan::study::{IsolatesSummary, RoutingSummary, StalenessSummary, Summary};
use serde_json::Value;
use unicode_width::UnicodeWidthStr;

const PLAIN: Look = Look { width: 80, color: false };

/// HOME, where the workers are, and AWAY, where clients find a worker dead now and then.
fn two() -> (Scenario, Summary) {
    let (mut scenario, mut summary) = (scenario(), summary());
    let named = |name: &str| ColoSettings { name: name.into(), share: 1.0, isolates: 1 };
    scenario.isolates.colos = vec![named("HOME"), named("AWAY")];
    let (mut home, mut away) = (colo("HOME"), colo("AWAY"));
    (home.share, away.share) = (0.25, 0.75);
    home.routing = RoutingSummary::default();
    home.staleness_ms = None;
    away.routing.misrouted_per_day = 2.0;
    away.operations_per_day = [0.0; 4];
    summary.colos = vec![home, away];
    summary.isolates = IsolatesSummary { count: 2, ..isolates() };
    summary.staleness_ms =
        Some(StalenessSummary { p50: 150_000.0, p95: 320e3, p99: 330e3, max: 372_000.0 });
    (scenario, summary)
}

fn shown((scenario, summary): &(Scenario, Summary), width: usize) -> String {
    render_table(&[report(scenario, summary)], QUIET, Look { width, ..PLAIN })
}

const TABLES: &str = "
  colo     share  isolates  requests    reads  writes  hot reads
  ──────────────────────────────────────────────────────────────────────
  HOME    25.0 %         1     5,880    3,012     548     90.0 %
  AWAY    75.0 %         1     5,880        0       0          –

  colo         ok  misrouted  unroutable  stale p50  stale p99     oldest
  ───────────────────────────────────────────────────────────────────────
  AWAY        100          2           0       15 s     29.5 s   6 m 12 s

  staleness  routes rest on heartbeats 2 m 30 s old (median), 6 m 12 s at most
";

#[test]
fn several_colos_have_a_table_of_their_work_and_one_of_their_routes() {
    let text = shown(&two(), 80);
    assert!(text.contains(TABLES), "{text}");
}

#[test]
fn one_colo_whose_isolates_never_die_has_no_table_and_nobody_asking_no_staleness() {
    let (scenario, mut summary) = (scenario(), summary());
    let text = shown(&(scenario.clone(), summary.clone()), 80);
    for word in ["colo", "staleness", "isolates"] {
        assert!(!text.contains(word), "{word}: {text}");
    }
    summary.staleness_ms = two().1.staleness_ms;
    let with_age = shown(&(scenario, summary), 80);
    assert_eq!(with_age.lines().count(), text.lines().count() + 2, "one line more, and a gap");
}

#[test]
fn isolates_that_die_have_columns_and_a_sentence() {
    let mut two = two();
    two.0.isolates.deploys_per_day = 0.5;
    let text = shown(&two, 200);
    assert!(text.contains("  hot reads  cold starts  cold ops\n"), "{text}");
    assert!(text.contains("     90.0 %          0.5       1.5\n"), "{text}");
    let line = "  isolates   2 at once, 0.5 born a day; their cold starts alone cost 1.5 reads and \
                0 writes a day\n";
    assert!(text.contains(line), "{text}");
}

#[test]
fn where_room_is_scarce_settings_go_first_and_every_line_fits() {
    let mut two = two();
    two.0.isolates.idle_timeout = Some(kvplan::words::Span::from_secs(60));
    two.1.colos[1].routing.false_dead_per_day = 3.0;
    two.1.colos[1].routing.failed_per_day = 4.0;
    two.1.retries_per_day = 7.0;
    for width in 1..=200 {
        let text = shown(&two, width);
        let wide = text.lines().find(|line| line.width() > width);
        assert!(wide.is_none(), "{width}: {wide:?}");
    }
    let narrow = shown(&two, 60);
    for (word, stays) in [("share", false), ("hot reads", false), ("writes", true)] {
        let header = narrow.lines().find(|it| it.starts_with("  colo")).unwrap_or_default();
        assert_eq!(header.contains(word), stays, "{word}: {header}");
    }
    assert!(narrow.contains("oldest") && narrow.contains("cold starts"), "{narrow}");
}

#[test]
fn requests_that_were_sent_again_have_a_column_where_there_are_any() {
    let (scenario, mut summary) = (scenario(), summary());
    summary.retries_per_day = 7.0;
    summary.requests[1].retried_per_day = 7.0;
    let text = shown(&(scenario, summary), 100);
    let row = text.lines().find(|it| it.starts_with("  route ")).unwrap_or_default();
    assert!(text.contains("  retried\n") && row.ends_with("        7"), "{text}");
}

#[test]
fn markdown_holds_the_tables_and_the_sentence() {
    let (scenario, summary) = two();
    let text = render_markdown(&[report(&scenario, &summary)], QUIET);
    assert!(text.contains("\n| HOME | 25.0 % | 1 | 5,880 | 3,012 | 548 | 90.0 % |\n"), "{text}");
    assert!(text.contains("\n| AWAY | 100 | 2 | 0 | 15 s | 29.5 s | 6 m 12 s |\n"), "{text}");
    assert!(text.contains("\nstaleness: routes rest on heartbeats 2 m 30 s old"), "{text}");
}

#[test]
fn json_has_a_row_for_each_colo_and_the_sum_of_all() {
    let (scenario, summary) = two();
    let text = render_json(&[report(&scenario, &summary)], QUIET);
    let value: Value = serde_json::from_str(&text).expect("JSON");
    let keys = |value: &Value| -> String {
        let keys = value.as_object().expect("an object").keys();
        keys.map(String::as_str).collect::<Vec<_>>().join(" ")
    };
    let expected = "colo share isolates requests_per_day reads_per_day writes_per_day \
                    deletes_per_day lists_per_day hot_reads_per_day cold_starts_per_day \
                    cold_start_reads_per_day cold_start_writes_per_day routing staleness_ms";
    assert_eq!(keys(&value["colos"][0]), expected);
    assert_eq!(value["colos"][0]["staleness_ms"], Value::Null);
    assert_eq!(keys(&value["colos"][1]["staleness_ms"]), "p50 p95 p99 max");
    assert_eq!(keys(&value["colos"][1]["routing"]), keys(&value["routing"]));
    let isolates = serde_json::json!({
        "count": 2, "cold_starts_per_day": 0.5,
        "cold_start_reads_per_day": 1.5, "cold_start_writes_per_day": 0.0,
    });
    assert_eq!(value["isolates"], isolates);
    assert_eq!(value["staleness_ms"]["max"], 372_000.0);
    assert_eq!(value["model_version"], 3);
}

#[test]
fn the_csv_of_colos_has_a_row_for_each_figure_of_each_colo() {
    let (scenario, mut summary) = two();
    summary.colos[1].colo = "=AWAY".into();
    let parameters = [Parameter { path: "days".into(), value: "3".into() }];
    let report = Report { parameters: &parameters, ..report(&scenario, &summary) };
    let text = render_csv(&[report], Sheet::Colos);
    let lines: Vec<&str> = text.lines().collect();
    assert_eq!(lines[0], "scenario,policy,parameter_days,colo,figure,value");
    let figures: Vec<&str> =
        lines[1..].iter().filter_map(|line| line.split(',').nth_back(1)).collect();
    let expected = "share isolates requests_per_day reads_per_day writes_per_day deletes_per_day \
                    lists_per_day hot_reads_per_day cold_starts_per_day cold_start_reads_per_day \
                    cold_start_writes_per_day ok_per_day misrouted_per_day unroutable_per_day \
                    false_dead_per_day failed_per_day staleness_p50_ms staleness_p95_ms \
                    staleness_p99_ms staleness_max_ms";
    assert_eq!(figures.join(" "), format!("{expected} {expected}"));
    assert!(lines[1].ends_with("optimized,3,HOME,share,0.25"), "{}", lines[1]);
    assert!(lines[20].ends_with(",HOME,staleness_max_ms,"), "nobody asked: {}", lines[20]);
    assert!(lines[40].ends_with(",3,'=AWAY,staleness_max_ms,372000"), "{}", lines[40]);
    assert_eq!(
        render_sheet(&[report], Sheet::Colos, Header::Without),
        lines[1..].join("\n") + "\n"
    );
}
