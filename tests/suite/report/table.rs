//! The tables of the terminal, on figures made by hand.

use crate::support::hand_made::{QUIET, over, render_table, report, scenario, summary};
use kvplan::report::{Depth, Look};
use kvplan::scenario::Scenario;
use kvplan::study::{CostLine, Summary};
use kvplan::words::Meter;
use unicode_width::UnicodeWidthStr;

const PLAIN: Look = Look { width: 80, color: false };
const DEEP: Depth = Depth { verbose: true, days_of_run: Some(0) };

fn shown(scenario: &Scenario, summary: &Summary, look: Look) -> String {
    render_table(&[report(scenario, summary)], QUIET, look)
}

const EXPECTED: &str = "\
two workers, optimized   2 days, 2 runs, seed 42, cloudflare-free@2026-10

  Safe: writes come nearest to their limit, 55.4 % on the worst of 4 days, which
  leaves 446.

  operation       a day     ± 95 %    worst day      limit     used
  ──────────────────────────────────────────────────────────────────────
  reads           3,012        ± 9        3,100    100,000    3.1 %
  writes            548        ± 0          554      1,000   55.4 %
  deletes             0        ± 0            0      1,000    0.0 %
  lists               0        ± 0            0      1,000    0.0 %
  requests        5,880        ± 0        5,881    100,000    5.9 %

  request          count    reads   writes   hit rate     p50      p99
  ──────────────────────────────────────────────────────────────────────
  heartbeat        5,760    2,884      548     49.9 %    5 ms   160 ms
  route              100      127        0     49.9 %    5 ms   160 ms
  admin               20        1        0     49.9 %    5 ms   160 ms

  routing  100 ok, 0 misrouted, 0 unroutable; 0 false dead

  hour   0     6     12    18    24
         ▄▄▄▄▄▄▄▄▄█▄▄▄▄▄▄▄▄▄▄▄▄▄▄    writes, peak 40 an hour at 09:00, least 20
";

#[test]
fn the_whole_table_reads_as_laid_down() {
    assert_eq!(shown(&scenario(), &summary(), PLAIN), EXPECTED);
}

#[test]
fn a_passed_limit_says_when_how_often_and_what_enforcement_does() {
    let text = shown(&scenario(), &over(), Look { width: 400, color: false });
    let line = "  writes: passes 1,000 at 19:52 UTC on day 1 (every day); enforced: 214 to 1,930 \
                attempts refused a day, 4 h 8 m a day without writes, 3 requests a day misrouted";
    assert!(text.lines().any(|it| it == line), "{text}");
    let row = text.lines().find(|it| it.starts_with("  writes ")).unwrap_or_default();
    assert!(row.ends_with("293.0 % OVER"), "{row}");
}

#[test]
fn some_days_over_are_counted_and_an_earlier_run_is_named() {
    let mut summary = over();
    let writes = &mut summary.meters[Meter::Writes.index()];
    writes.days_over = 3;
    if let Some(at) = &mut writes.limit_passed_at {
        (at.run, at.day, at.ms_of_day) = (1, 2, 60_000);
    }
    let text = shown(&scenario(), &summary, Look { width: 400, color: false });
    assert!(text.contains("as early as 00:01 UTC on day 2 of run 1 (3 of 4 days)"), "{text}");
}

#[test]
fn the_verdict_turns_at_80_percent_and_above_the_limit() {
    for (used, word) in [(0.799, ""), (0.8, "NEAR"), (1.0, "NEAR"), (1.000_1, "OVER")] {
        let mut summary = summary();
        summary.meters[Meter::Writes.index()].used_ratio = Some(used);
        let text = shown(&scenario(), &summary, PLAIN);
        let row = text.lines().find(|it| it.starts_with("  writes")).unwrap_or_default();
        assert_eq!(row.ends_with('%'), word.is_empty(), "{used}: {row}");
        assert!(row.ends_with(word), "{used}: {row}");
    }
}

#[test]
fn a_plan_without_limits_shows_a_dash_and_its_cost() {
    let mut summary = summary();
    for meter in &mut summary.meters {
        meter.limit_per_day = None;
        meter.used_ratio = None;
        meter.mean_ratio = None;
    }
    let line = |item, used_per_month, included_per_month, per_month| CostLine {
        item,
        used_per_month,
        included_per_month,
        per_million: 5.0,
        per_month,
    };
    let reads = line("reads", 90_360.0, 1_000_000.0, 0.0);
    let writes = line("writes", 1_024_600.0, 1_000_000.0, 0.123);
    summary.cost.lines = vec![reads, writes, line("lists", 0.0, 1_000_000.0, 0.0)];
    (summary.cost.base_per_month, summary.cost.per_month) = (5.0, 5.123);
    let text = shown(&scenario(), &summary, PLAIN);
    assert!(text.contains("3,100          –        –"), "{text}");
    let cost: Vec<String> = text
        .lines()
        .skip_while(|line| !line.starts_with("  cost "))
        .take_while(|line| !line.is_empty())
        .map(|line| line.split_whitespace().collect::<Vec<_>>().join(" "))
        .filter(|line| !line.starts_with('─'))
        .collect();
    let rows = [
        "cost a month included of it a million USD",
        "base 5.00",
        "reads 90,360 1,000,000 9.0 % 5.00 0.00",
        "writes 1,024,600 1,000,000 102.5 % 5.00 0.12",
        "a month 5.12",
    ];
    assert_eq!(cost, rows, "{text}");
}

#[test]
fn days_of_a_run_stand_beside_the_means() {
    let depth = Depth { verbose: false, days_of_run: Some(1) };
    let (scenario, summary) = (scenario(), over());
    let text = render_table(&[report(&scenario, &summary)], depth, Look { width: 100, ..PLAIN });
    let day = "  2       3,000    3.0 %      554   55.4 %     5,880    5.9 %    writes 19:52";
    assert!(text.lines().any(|line| line == day), "{text}");
    let mean = "  mean    3,012    3.0 %      548   54.8 %     5,880    5.9 %";
    assert!(text.lines().any(|line| line == mean), "{text}");
}

#[test]
fn the_mean_of_the_days_is_that_of_one_run_where_only_that_was_made() {
    let depth = Depth { verbose: false, days_of_run: Some(1) };
    let (scenario, mut summary) = (scenario(), summary());
    let shown = |summary: &Summary| render_table(&[report(&scenario, summary)], depth, PLAIN);
    let all = "\n  days of run 1, and the mean of all days of all runs\n";
    assert!(shown(&summary).contains(all), "{}", shown(&summary));
    summary.runs_detail.remove(0);
    (summary.runs, summary.only_run) = (1, Some(1));
    let text = shown(&summary);
    assert!(text.contains("\n  days of run 1, and the mean of the days of run 1\n"), "{text}");
    assert!(text.contains("2 days, run 1 of 2, seed 42"), "{text}");
}

#[test]
fn one_run_has_no_interval_and_equal_runs_have_none_to_speak_of() {
    let mut summary = summary();
    let row = |summary: &Summary| {
        let text = shown(&scenario(), summary, PLAIN);
        text.lines().find(|it| it.starts_with("  writes")).unwrap_or_default().to_owned()
    };
    assert!(row(&summary).contains("548        ± 0          554"), "{}", row(&summary));
    summary.meters[Meter::Writes.index()].ci95_half_width = None;
    assert!(row(&summary).contains("548          –          554"), "{}", row(&summary));
}

#[test]
fn verbose_adds_every_run_and_every_assumption() {
    let (scenario, summary) = (scenario(), summary());
    let text = render_table(&[report(&scenario, &summary)], DEEP, PLAIN);
    assert!(text.contains("  - latencies are log-normal"), "{text}");
    assert!(text.contains("  0               3,050        544"), "{text}");
    assert!(text.contains("  1               2,974        552"), "{text}");
}

#[test]
fn every_line_stays_within_the_width_and_nothing_panics() {
    let mut scenario = scenario();
    scenario.overrides = vec!["workers[0].heartbeat.every=45s".into(); 4];
    let mut rich = over();
    (rich.cost.base_per_month, rich.cost.per_month) = (5.0, 12.0);
    rich.requests[0].deletes_per_day = 3.0;
    rich.requests[0].lists_per_day = 3.0;
    rich.requests[0].failed_per_day = 120.5;
    rich.meters[0].other_per_day = 5_000;
    for summary in [summary(), rich] {
        for width in 0..=200 {
            for color in [false, true] {
                let look = Look { width, color };
                let text = render_table(&[report(&scenario, &summary)], DEEP, look);
                let wide = text.lines().find(|line| without_codes(line).width() > width);
                assert!(wide.is_none() || width == 0, "{width}: {wide:?}");
            }
        }
    }
}

#[test]
fn at_60_columns_the_middle_goes_and_the_verdict_stays() {
    let text = shown(&scenario(), &over(), Look { width: 60, color: false });
    assert!(!text.contains("± 95 %") && text.contains("worst day"), "{text}");
    let text = shown(&scenario(), &over(), Look { width: 40, color: false });
    assert!(!text.contains("worst day") && text.contains("293.0 % OVER"), "{text}");
}

#[test]
fn colours_change_no_column_and_are_absent_without_leave() {
    let (scenario, summary) = (scenario(), over());
    let plain = render_table(&[report(&scenario, &summary)], DEEP, PLAIN);
    let look = Look { color: true, ..PLAIN };
    let painted = render_table(&[report(&scenario, &summary)], DEEP, look);
    assert!(!plain.contains('\x1b'));
    assert!(painted.contains("\x1b[31mOVER\x1b[0m") && painted.contains("\x1b[32m3.1 %\x1b[0m"));
    assert_eq!(without_codes(&painted), plain);
}

#[test]
fn several_reports_follow_one_another() {
    let (scenario, summary) = (scenario(), summary());
    let report = report(&scenario, &summary);
    assert_eq!(render_table(&[report, report], QUIET, PLAIN), format!("{EXPECTED}\n{EXPECTED}"));
}

fn without_codes(text: &str) -> String {
    let mut plain = String::new();
    let mut parts = text.split('\x1b');
    plain.push_str(parts.next().unwrap_or_default());
    for part in parts {
        plain.push_str(part.split_once('m').map_or("", |(_, rest)| rest));
    }
    plain
}
