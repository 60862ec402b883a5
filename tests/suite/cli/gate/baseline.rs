//! What growth is judged against: recorded, compared, refused.

use std::fs;
use std::process::Stdio;

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
    assert!(text.contains("\"model_version\": 3,"), "{text}");
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
    let other = other.replace("\"model_version\": 3", "\"model_version\": 99");
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
    let other = folder.read("b.json").replace("\"model_version\": 3", "\"model_version\": 99");
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
    let value = line.rsplit(' ').nth(1).expect("a value").to_owned();
    let mistakes = [
        ("{".to_owned(), "kvplan.baseline.json:1:"),
        (good.replace("\"figures\"", "\"figure\""), "kvplan.baseline.json:7:"),
        (good.replace("\"reads\"", "\"reeds\""), "unknown metric `reeds`"),
        (good.replace(&line, &format!("{line},\n{line}")), "a figure stands there twice"),
        ("[".repeat(100_000), "kvplan.baseline.json:1:"),
        ("\u{1b}[31m".to_owned(), "kvplan.baseline.json:1:"),
        (good.replace(&value, "1.7e308"), "reads worst_day is 1.7e308; figures"),
        (good.replace(&value, "-1"), "reads worst_day is -1; figures are"),
        (good.replace(&value, "\"x\""), "]: invalid type: string \"x\"\n"),
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

#[test]
fn a_conflict_that_a_merge_left_is_to_be_resolved_not_deleted() {
    let folder = folder("  - { metric: reads, growth: 0% }\n");
    assert_eq!(gate(&folder, &["--update-baseline"]).code, Some(0));
    let good = folder.read("kvplan.baseline.json");
    let line = good.lines().find(|it| it.contains("\"metric\"")).expect("a figure");
    let both = format!("<<<<<<< HEAD\n{line}\n=======\n{line}\n>>>>>>> theirs");
    fs::write(folder.path("kvplan.baseline.json"), good.replace(line, &both)).expect("a baseline");
    for more in [&[][..], &["--update-baseline"]] {
        let ended = gate(&folder, more);
        assert_eq!((ended.code, ended.stdout.as_str()), (Some(2), ""), "{ended:?}");
        assert!(ended.stderr.contains("both sides of a conflict"), "{ended:?}");
        assert!(ended.stderr.contains("kvplan.baseline.json:8:1"), "{ended:?}");
        assert!(ended.stderr.contains("keep the lines that are right"), "{ended:?}");
        assert!(!ended.stderr.contains("delete"), "{ended:?}");
    }
}

#[test]
fn a_missing_baseline_is_told_once_and_what_broke_beside_it_is_counted() {
    let budgets = "  - { metric: reads, growth: 0%, max: 1 }\n  - { metric: writes, growth: 0% }\n  \
                   - { metric: writes, max: 2 }\n";
    let folder = folder(budgets);
    let other = SCENARIO.replace("name: two workers", "name: another");
    fs::write(folder.path("h.yaml"), other).expect("a scenario");
    for more in [&[][..], &["h.yaml", "--sum"]] {
        let ended = gate(&folder, more);
        assert_eq!(ended.code, Some(4), "{ended:?}");
        assert!(ended.stdout.contains("3 budgets, 2 broken, 1 without a sample"), "{ended:?}");
        assert_eq!(ended.stderr.matches("warning[").count(), 1, "{ended:?}");
        let said = ended.stderr.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(
            said.contains("warning[no-baseline]: the baseline kvplan.baseline.json is missing")
        );
        assert!(said.contains("was it committed?"), "{said}");
        let command = [&["kvplan gate g.yaml"], more, &["--update-baseline"]].concat().join(" ");
        assert!(said.contains(&command), "{command}: {said}");
    }
    // Nothing that is judged needs it.
    write(&folder, "g.yaml", "  - { metric: writes, max: 80% }\n");
    let ended = gate(&folder, &[]);
    assert!(ended.code == Some(0) && !ended.stderr.contains("baseline"), "{ended:?}");
}

#[test]
fn check_ends_with_4_where_the_baseline_is_not_that_of_the_budgets() {
    let both = "  - { metric: reads, growth: 9% }\n  - { metric: writes, max: 100% }\n";
    let folder = folder(both);
    let check = |more: &[&str]| gate(&folder, &[&["--check"], more].concat());
    let stale = |more: &[&str], code: &str| {
        let (plain, checked) = (gate(&folder, more), check(more));
        assert_eq!(checked.code, Some(4), "{checked:?}");
        assert!(checked.stderr.contains(&format!("warning[{code}]")), "{checked:?}");
        assert!(checked.stdout.contains("gate could not check everything"), "{checked:?}");
        let said = checked.stdout.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(said.ends_with("; the baseline is not in order (--check)"), "{said}");
        plain
    };
    assert_eq!(stale(&[], "no-baseline").code, Some(4));
    assert_eq!(stale(&["--baseline", "none.json"], "no-baseline").code, Some(3));
    assert_eq!(gate(&folder, &["--update-baseline"]).code, Some(0));
    assert_eq!(check(&[]).code, Some(0));
    assert_eq!(check(&["--update-baseline"]).code, Some(2));
    assert_eq!(
        stale(&["--seed", "7", "--set", "workers[0].count=1"], "baseline-outdated").code,
        Some(0)
    );
    write(&folder, "g.yaml", "  - { metric: reads, growth: 9% }\n");
    let unused = stale(&[], "baseline-unused");
    assert_eq!(unused.code, Some(0), "{unused:?}");
    let said = unused.stderr.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(said.contains("no budget has: `two workers writes worst_day`"), "{said}");
    write(&folder, "g.yaml", &format!("{both}  - {{ metric: lists, max: 9 }}\n"));
    let lacking = stale(&[], "baseline-incomplete");
    assert!(lacking.code == Some(0) && !lacking.stderr.contains("incomplete"), "{lacking:?}");
    let other =
        folder.read("kvplan.baseline.json").replace("model_version\": 3", "model_version\": 9");
    fs::write(folder.path("kvplan.baseline.json"), other).expect("a baseline");
    assert_eq!(check(&[]).code, Some(2));
}

#[test]
fn two_updates_at_once_lose_no_figure() {
    let budgets = "  - { metric: reads, growth: 0% }\n";
    let folder = folder(budgets);
    let other = fs::read_to_string(folder.path("g.yaml")).expect("a scenario");
    let other = other.replace("name: two workers", "name: another");
    fs::write(folder.path("h.yaml"), other).expect("a scenario");
    for _ in 0..20 {
        let update = |file| {
            let arguments = ["gate", file, "--update-baseline", "-q", "--runs", "1"];
            folder
                .command(&arguments)
                .stdout(Stdio::null())
                .stderr(Stdio::null())
                .spawn()
                .expect("it runs")
        };
        let both = ["g.yaml", "h.yaml"].map(update);
        assert!(both.into_iter().all(|mut it| it.wait().expect("it ends").success()));
        let text = folder.read("kvplan.baseline.json");
        assert_eq!(text.matches("\"metric\"").count(), 2, "{text}");
        fs::remove_file(folder.path("kvplan.baseline.json")).expect("it is there");
    }
    assert_eq!(folder.others(), ["g.yaml", "h.yaml"], "no lock is left behind");
}
