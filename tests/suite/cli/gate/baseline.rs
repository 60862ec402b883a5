//! What growth is judged against: recorded, compared, refused.

use std::fs;

use serde_json::Value;

use super::{EXPORTS, folder, gate, write};
use crate::support::command_line::{Folder, SCENARIO};

#[test]
fn one_operation_more_than_the_baseline_is_caught() {
    let scenario = |requests: u32| {
        let even = format!("requests_per_day: {requests}\n    arrivals: even\n");
        let text = SCENARIO.replace("requests_per_day: 100\n", &even);
        format!("{text}budgets:\n  - {{ metric: requests, growth: 0% }}\n")
    };
    let folder = Folder::new();
    fs::write(folder.path("g.yaml"), scenario(100)).expect("a scenario");
    let recorded = gate(&folder, &["--update-baseline"]);
    assert_eq!(recorded.code, Some(0), "{recorded:?}");
    assert!(recorded.stderr.contains("  NEW      two workers  requests worst_day  "));
    let same = gate(&folder, &[]);
    assert_eq!(same.code, Some(0), "{same:?}");
    assert!(!same.stderr.contains("baseline-outdated"), "{same:?}");
    let before = folder.read("kvplan.baseline.json");

    fs::write(folder.path("g.yaml"), scenario(101)).expect("a scenario");
    let more = gate(&folder, &EXPORTS);
    assert_eq!(more.code, Some(1), "{more:?}");
    assert!(more.stdout.contains("FAIL") && more.stdout.contains("  1 over\n"), "{more:?}");
    assert!(more.stderr.contains("warning[baseline-outdated]"), "{more:?}");
    assert!(folder.read("g.xml").contains("<failure type=\"broken\""));

    // It is not recorded without a word, and with one it is printed as looser.
    let refused = gate(&folder, &["--update-baseline", "-q"]);
    assert_eq!(refused.code, Some(1), "{refused:?}");
    assert!(refused.stderr.contains("left as it is, 1 change not recorded"), "{refused:?}");
    assert!(refused.stderr.contains("  LOOSER   two workers  requests worst_day  "), "{refused:?}");
    assert_eq!(folder.read("kvplan.baseline.json"), before);
    let accepted = gate(&folder, &["--update-baseline", "--accept-growth", "-q"]);
    assert_eq!(accepted.code, Some(0), "{accepted:?}");
    assert!(accepted.stderr.contains("  LOOSER   two workers  requests worst_day  "));
    assert_ne!(folder.read("kvplan.baseline.json"), before);
    assert_eq!(gate(&folder, &[]).code, Some(0));

    fs::write(folder.path("g.yaml"), scenario(100)).expect("a scenario");
    let less = gate(&folder, &["--update-baseline"]);
    assert_eq!(less.code, Some(0), "{less:?}");
    assert!(less.stderr.contains("  TIGHTER  two workers  requests worst_day  "), "{less:?}");
    assert_eq!(folder.read("kvplan.baseline.json"), before);
}

#[test]
fn the_baseline_has_a_line_for_each_figure_and_keeps_those_of_other_scenarios() {
    let folder = folder("  - { metric: writes, max: 80% }\n  - { metric: reads, growth: 1% }\n");
    let other = SCENARIO.replace("name: two workers", "name: another")
        + "budgets:\n  \
                 - { metric: writes, growth: 5% }\n";
    fs::write(folder.path("h.yaml"), other).expect("a scenario");
    let all =
        folder.run(&["gate", "h.yaml", "g.yaml", "--update-baseline", "--baseline", "b.json"]);
    assert_eq!(all.code, Some(0), "{all:?}");
    let text = folder.read("b.json");
    let lines: Vec<&str> = text.lines().filter(|it| it.contains("\"metric\"")).collect();
    let keys: Vec<String> = lines
        .iter()
        .map(|line| {
            let line: Value = serde_json::from_str(line.trim_end_matches(',')).expect("a line");
            format!("{} {}", line["scenario"], line["metric"])
        })
        .collect();
    assert_eq!(
        keys,
        [r#""another" "writes""#, r#""two workers" "reads""#, r#""two workers" "writes""#]
    );
    assert!(text.contains("\"model_version\": 2,"), "{text}");
    // One alone, after its budget on reads is gone.
    write(&folder, "g.yaml", "  - { metric: writes, max: 80% }\n");
    let one = gate(&folder, &["--update-baseline", "--baseline", "b.json"]);
    assert_eq!(one.code, Some(0), "{one:?}");
    assert!(one.stderr.contains("1 change recorded\n  REMOVED  two workers  reads "), "{one:?}");
    let text = folder.read("b.json");
    assert_eq!(text.matches("\"metric\"").count(), 2, "{text}");
    assert!(text.contains("\"another\""), "{text}");
    let twice = folder.run(&["gate", "g.yaml", "g.yaml", "--baseline", "b.json"]);
    assert_eq!(twice.code, Some(2), "two scenarios of one name: {twice:?}");
}

#[test]
fn the_baseline_of_another_model_is_refused_with_the_command_that_records_it_anew() {
    let folder = folder("  - { metric: reads, growth: 0% }\n");
    assert_eq!(gate(&folder, &["--update-baseline"]).code, Some(0));
    let other = folder.read("kvplan.baseline.json");
    let other = other.replace("\"model_version\": 2", "\"model_version\": 99");
    fs::write(folder.path("kvplan.baseline.json"), other).expect("a baseline");
    let refused = gate(&folder, &EXPORTS);
    assert_eq!((refused.code, refused.stdout.as_str()), (Some(2), ""), "{refused:?}");
    assert!(refused.stderr.contains("error[baseline-model]"), "{refused:?}");
    assert!(refused.stderr.contains("kvplan gate g.yaml --update-baseline"), "{refused:?}");
    let names = ["g.csv", "g.json", "g.md", "g.xml", "g.yaml", "kvplan.baseline.json"];
    assert_eq!(folder.others(), names, "every export says why nothing was judged");
    let changed = gate(&folder, &["--days", "3", "--baseline", "kvplan.baseline.json"]);
    // A long help is wrapped.
    let said = changed.stderr.split_whitespace().collect::<Vec<_>>().join(" ");
    let command =
        "kvplan gate g.yaml --set days=3 --baseline kvplan.baseline.json --update-baseline";
    assert!(said.contains(command), "{changed:?}");
    assert_eq!(gate(&folder, &["--update-baseline"]).code, Some(0));
    assert_eq!(gate(&folder, &[]).code, Some(0));
}

#[test]
fn a_remedy_names_no_scenario_that_the_user_did_not_name() {
    let folder = folder("");
    fs::create_dir(folder.path("scenarios")).expect("a folder");
    let budgets = "budgets:\n  - { metric: reads, growth: 0% }\n";
    fs::write(folder.path("scenarios/a.yaml"), format!("{SCENARIO}{budgets}")).expect("a scenario");
    fs::write(folder.path("scenarios/b.yaml"), SCENARIO).expect("a scenario");
    let arguments = ["gate", "--baseline", "b.json"];
    assert_eq!(folder.run(&[&arguments[..], &["--update-baseline"]].concat()).code, Some(0));
    let other = folder.read("b.json").replace("\"model_version\": 2", "\"model_version\": 99");
    fs::write(folder.path("b.json"), other).expect("a baseline");
    let refused = folder.run(&arguments);
    let command = ": kvplan gate --baseline b.json --update-baseline\n";
    assert!(refused.stderr.contains(command), "{refused:?}");
}

#[test]
fn a_baseline_with_a_mistake_is_refused_at_its_place() {
    let folder = folder("  - { metric: reads, growth: 0% }\n");
    assert_eq!(gate(&folder, &["--update-baseline"]).code, Some(0));
    let good = folder.read("kvplan.baseline.json");
    let line = good.lines().find(|it| it.contains("\"metric\"")).expect("a figure").to_owned();
    let mistakes = [
        ("{".to_owned(), "kvplan.baseline.json:1:"),
        (good.replace("\"figures\"", "\"figure\""), "kvplan.baseline.json:7:"),
        (good.replace("\"reads\"", "\"reeds\""), "unknown metric `reeds`"),
        (good.replace(&line, &format!("{line},\n{line}")), "a figure stands there twice"),
        ("[".repeat(100_000), "kvplan.baseline.json:1:"),
        ("\u{1b}[31m".to_owned(), "kvplan.baseline.json:1:"),
    ];
    for (text, said) in mistakes {
        fs::write(folder.path("kvplan.baseline.json"), text).expect("a baseline");
        let ended = gate(&folder, &[]);
        assert_eq!((ended.code, ended.stdout.as_str()), (Some(2), ""), "{said}");
        assert!(ended.stderr.contains(said) && !ended.stderr.contains('\x1b'), "{ended:?}");
    }
}

#[test]
fn a_figure_that_passes_tells_what_it_was() {
    let folder =
        folder("  - { metric: requests, max: 90% }\n  - { metric: hit_ratio, min: 0.1 }\n");
    assert!(!gate(&folder, &[]).stdout.contains("(was "), "there is no baseline yet");
    assert_eq!(gate(&folder, &["--update-baseline", "-q"]).code, Some(0));
    let kept = gate(&folder, &[]).stdout;
    let fewer = gate(&folder, &["--set", "workers[0].count=1", "--set", "traffic=[]"]).stdout;
    let row = |text: &str, name: &str| -> String {
        let row = text.lines().find(|it| it.contains(name)).expect(name);
        row.split_whitespace().collect::<Vec<_>>().join(" ")
    };
    let now = |text: &str| row(text, "requests").split(' ').nth(2).expect("a figure").to_owned();
    let was = now(&kept);
    assert!(row(&kept, "requests").contains(&format!("(was {was})")), "{kept}");
    assert_ne!(now(&fewer), was, "{fewer}");
    assert!(row(&fewer, "requests").contains(&format!("(was {was})")), "{fewer}");
    assert!(row(&fewer, "hit_ratio").starts_with("PASS"), "{fewer}");
    assert!(row(&fewer, "hit_ratio").contains("min 10.0 % (was "), "{fewer}");
}
