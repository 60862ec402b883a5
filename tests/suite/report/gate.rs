//! The formats of a gate, on figures made by hand.

use crate::support::hand_made::{QUIET, scenario, summary};
use crate::support::hostile::{HOSTILE, does_no_harm, does_no_harm_in};
use kvplan::report::gate::{
    BaselineUse, GateReport, read_baseline, render_baseline, render_changes,
};
use kvplan::report::{Depth, Format, Look, Sheet, render};
use kvplan::scenario::{Budget, BudgetMax, Scenario};
use kvplan::study::gate::{
    Baseline, Gate, Member, OnStale, OnWarning, Recorded, Strictness, Suite, Update, judge,
};
use kvplan::words::{Measure, Meter, Statistic};
use serde_json::Value;

const STRICT: Strictness =
    Strictness { tolerate: 0.0, on_warning: OnWarning::Passes, on_stale: OnStale::Tells };
const LOOK: Look = Look { width: 80, color: false };
const DEEP: Depth = Depth { verbose: true, days_of_run: None };

fn shown(report: &GateReport<'_>, format: Format, depth: Depth, look: Look) -> String {
    render(report, (format, Sheet::Rows), (depth, look)).expect("a gate has every format")
}

fn budget(meter: Meter, max: BudgetMax) -> Budget {
    Budget {
        metric: Measure::Meter(meter).of_all(),
        max: Some(max),
        min: None,
        warn: None,
        growth: None,
        growth_floor: None,
        reason: None,
        line: 34,
    }
}

/// One that passes, one that warns, one that is broken, one without a sample.
fn scenario_with_budgets() -> Scenario {
    let mut scenario = scenario();
    let reason = Some("room for deploys".to_owned());
    let writes = Budget { reason, ..budget(Meter::Writes, BudgetMax::OfLimit(0.5)) };
    let warn = Some(BudgetMax::Count(5_000.0));
    let growth =
        Budget { growth: Some(0.0), max: None, ..budget(Meter::Lists, BudgetMax::Count(0.0)) };
    scenario.budgets = vec![
        budget(Meter::Reads, BudgetMax::Count(4_000.0)),
        Budget { warn, ..budget(Meter::Requests, BudgetMax::OfLimit(0.8)) },
        growth,
        writes,
    ];
    scenario
}

const EXPECTED: &str = "\
gate two workers, optimized
  2 days, 2 runs, seed 42, cloudflare-free@2026-10

  FAIL  writes          554 of 500  110.8 %        54 over
        scenarios/2-workers.yaml:34: room for deploys
        worst day: run 1, day 2 (4 of 4 days above)
        see it: kvplan simulate scenarios/2-workers.yaml --run 1 --by day
  NONE  lists growth             –               no sample
        scenarios/2-workers.yaml:34
        there is no baseline
  WARN  requests   5,881 of 80,000    7.4 %  74,119 to spare
        scenarios/2-workers.yaml:34
        it warns from 5,000 on
        worst day: run 0, day 2
        see it: kvplan simulate scenarios/2-workers.yaml --run 0 --by day
  PASS  reads       3,100 of 4,000   77.5 %     900 to spare

gate could not check everything: 4 budgets, 1 broken, 1 without a sample, 1 warned, 1 passed; 4
days tried
";

#[test]
fn the_table_puts_failures_first_and_says_where_why_and_how_to_see_it() {
    let (scenario, summary) = (scenario_with_budgets(), summary());
    let gate = gate(&scenario, &summary);
    let report = GateReport { gate: &gate, baseline: None, worlds: None };
    let shown = shown(&report, Format::Table, QUIET, Look { width: 95, color: false });
    let squeezed = |text: &str| -> Vec<String> {
        text.lines().map(|it| it.split_whitespace().collect::<Vec<_>>().join(" ")).collect()
    };
    assert_eq!(squeezed(&shown), squeezed(EXPECTED), "{shown}");
}

#[test]
fn each_of_several_scenarios_has_its_rows_under_its_own_name_the_failures_first() {
    let (broken, summary) = (scenario_with_budgets(), summary());
    let fine = Scenario {
        name: "a scenario with a name that leaves no room for anything beside it".into(),
        budgets: vec![budget(Meter::Reads, BudgetMax::Count(4_000.0))],
        ..scenario()
    };
    let suite = |scenario| Suite { members: vec![Member { scenario, summary: &summary }] };
    let gate = judge(vec![suite(&fine), suite(&broken)], None, STRICT);
    let report = GateReport { gate: &gate, baseline: None, worlds: None };
    let text = shown(&report, Format::Table, QUIET, LOOK);
    let lines: Vec<&str> = text.lines().collect();
    let at = |start: &str| lines.iter().position(|it| it.starts_with(start)).expect(start);
    let last_row = lines.iter().rposition(|it| it.starts_with("  PASS")).expect("a row");
    assert_eq!(at("gate two workers, optimized"), 0, "{text}");
    let named = at("gate a scenario with a name that leaves no room for anything beside it");
    assert!(at("  FAIL") < named && named < last_row, "{text}");
    assert!(lines[last_row].contains("900 to spare"), "{text}");
    assert!(lines.iter().all(|it| it.chars().count() <= 80), "{text}");
}

fn gate<'a>(scenario: &'a Scenario, summary: &'a kvplan::study::Summary) -> Gate<'a> {
    judge(vec![Suite { members: vec![Member { scenario, summary }] }], None, STRICT)
}

#[test]
fn json_has_its_fields_in_their_order() {
    let (scenario, summary) = (scenario_with_budgets(), summary());
    let gate = gate(&scenario, &summary);
    let report = GateReport { gate: &gate, baseline: None, worlds: None };
    let text = shown(&report, Format::Json, QUIET, LOOK);
    let value: Value = serde_json::from_str(&text).expect("JSON");
    let keys = |value: &Value| -> String {
        let keys: Vec<String> = value.as_object().expect("an object").keys().cloned().collect();
        keys.join(" ")
    };
    let expected = "schema_version kvplan_version model_version passed outcome tolerate_ratio \
                    fail_on_warn broken without_sample warned passing suites baseline warnings";
    assert_eq!(keys(&value), expected);
    let suite = &value["suites"][0];
    assert_eq!(keys(suite), "name days_tried scenarios budgets");
    let scenario = "name path sha256 plan policy seed runs days overrides";
    assert_eq!(keys(&suite["scenarios"][0]), scenario);
    let budget = "metric stat path line reason verdict passed bounds loose_max loose_max_ratio";
    assert_eq!(keys(&suite["budgets"][0]), budget);
    let bound = "bound verdict value allowed warn_from baseline used_ratio spare run day \
                 days_above ci95_half_width missing";
    assert_eq!(keys(&suite["budgets"][0]["bounds"][0]), bound);
    // The order of the file, whatever the verdict.
    let metrics = suite["budgets"].as_array().expect("budgets").iter();
    let verdicts: Vec<&str> = metrics.filter_map(|it| it["verdict"].as_str()).collect();
    assert_eq!(verdicts, ["passed", "warned", "no-sample", "broken"]);
}

#[test]
fn csv_has_its_columns_and_a_row_for_each_bound() {
    let (mut scenario, summary) = (scenario_with_budgets(), summary());
    scenario.budgets[0].growth = Some(0.1);
    let gate = gate(&scenario, &summary);
    let report = GateReport { gate: &gate, baseline: None, worlds: None };
    let text = shown(&report, Format::Csv, QUIET, LOOK);
    let lines: Vec<&str> = text.lines().collect();
    let header = "scenario,policy,path,line,metric,stat,bound,verdict,value,allowed,warn_from,\
                  baseline,used_ratio,spare,run,day,days_above,days_tried,reason";
    assert_eq!((lines[0], lines.len()), (header, 6));
    let writes = "\"two workers, optimized\",optimized,scenarios/2-workers.yaml,34,writes,\
                  worst_day,max,broken,554,500,,,1.108,-54,1,2,4,4,room for deploys";
    assert_eq!(lines[5], writes);
}

#[test]
fn a_baseline_read_back_is_the_same_whatever_its_names() {
    let (mut scenario, mut summary) = (scenario_with_budgets(), summary());
    scenario.name = "a\"\\\n\u{1b}[31m::error".into();
    scenario.overrides = vec!["days=2".into(), "name=\u{202e}x".into()];
    scenario.budgets[0].metric.statistic = Statistic::Mean;
    summary.meters[0].mean_per_day = 1.0 / 3.0;
    let baseline = gate(&scenario, &summary).record(1);
    let text = render_baseline(&baseline);
    assert!(!text.chars().any(|it| it.is_control() && it != '\n') && !text.contains('\u{202e}'));
    let again = read_baseline("b.json", &text).expect("a baseline");
    assert_eq!(again, baseline);
    assert_eq!(render_baseline(&again), text);
    let expected =
        Recorded { overrides: vec!["name=\u{202e}x".into()], ..again.scenarios[0].clone() };
    assert_eq!(again.scenarios[0], expected, "days have a field of their own");
}

#[test]
fn hostile_names_stay_harmless_in_every_format() {
    for name in HOSTILE {
        let (mut scenario, summary) = (scenario_with_budgets(), summary());
        for field in [&mut scenario.name, &mut scenario.policy_name, &mut scenario.path] {
            *field = name.to_owned();
        }
        scenario.plan.name = name.to_owned();
        scenario.plan.currency = name.to_owned();
        scenario.overrides = vec![name.to_owned()];
        for budget in &mut scenario.budgets {
            budget.reason = Some(name.to_owned());
        }
        let gate = gate(&scenario, &summary);
        let empty = Baseline { model_version: 1, scenarios: vec![], figures: vec![] };
        let changes = gate.record(1).changes(&empty);
        let (changes, update) = (changes.as_slice(), Update::Recorded);
        let used = BaselineUse { path: name, changes, update, before: None };
        let report = GateReport { gate: &gate, baseline: Some(used), worlds: None };
        let shown = |format| shown(&report, format, DEEP, LOOK);
        does_no_harm(name, &shown(Format::Table));
        does_no_harm(name, &render_changes(&used));
        let (markdown, github) = (shown(Format::Markdown), shown(Format::Github));
        does_no_harm_in("md", name, &markdown);
        does_no_harm_in("json", name, &shown(Format::Json));
        does_no_harm_in("csv", name, &shown(Format::Csv));
        does_no_harm_in("xml", name, &shown(Format::Junit));
        assert_eq!(markdown.lines().next(), Some("<!-- kvplan:gate -->"));
        let rows = markdown.lines().filter(|it| it.starts_with('|')).count();
        assert_eq!(rows, 2 + 4, "{name:?}: {markdown}");
        // Three annotations, each a single line, and the conclusion.
        assert_eq!(github.lines().count(), 4, "{name:?}: {github}");
        let commands = github.lines().filter_map(|it| it.strip_prefix("::"));
        does_no_harm(name, &commands.clone().collect::<Vec<_>>().join("\n"));
        for line in commands {
            let (properties, message) = line.split_once("::").expect("two parts");
            assert!(!properties.contains("::") && !message.contains("::"), "{name:?}: {line}");
        }
    }
}
