//! The mildest case: it is told, and other loads are shown and judge nothing.

use std::fs;

use serde_json::Value;

use crate::support::command_line::{Folder, SCENARIO};

/// Three workers, whose loads never change: 78.6 % of the writes.
fn mild() -> Folder {
    let folder = Folder::new();
    let budgets = "budgets:\n  - { metric: writes, max: 90% }\n";
    let text = SCENARIO.replace("count: 2", "count: 3") + budgets;
    fs::write(folder.path("m.yaml"), text).expect("a scenario");
    folder
}

fn json(text: &str) -> Value {
    serde_json::from_str(text).expect("JSON")
}

#[test]
fn a_flapping_load_is_shown_and_nothing_is_judged_by_it() {
    let folder = mild();
    let judged = folder.run(&["gate", "m.yaml", "--worlds", "-q"]);
    let shown = folder.run(&["gate", "--worlds", "load", "m.yaml", "-q"]);
    assert_eq!((judged.code, shown.code), (Some(0), Some(0)), "{shown:?}");
    let lines: Vec<&str> = shown.stdout.lines().collect();
    assert!(judged.stdout.lines().all(|line| lines.contains(&line)), "{}", shown.stdout);
    let writes =
        lines.iter().find(|line| line.trim_start().starts_with("writes ") && !line.contains("of"));
    let figures: Vec<&str> = writes.expect("a row").split_whitespace().collect();
    // Two changes every two minutes, of each of three workers: 4,320, but for the first.
    let flapping: u64 = figures[3].replace(',', "").parse().expect("a count");
    assert!((4_310..=4_320).contains(&flapping), "{figures:?}");

    let spelled = folder.run(&["gate", "--worlds=load", "m.yaml", "-q"]);
    assert_eq!(spelled.stdout, shown.stdout);
    let misspelled = folder.run(&["gate", "--worlds=laod", "m.yaml", "-q"]);
    assert_eq!(misspelled.code, Some(2), "{misspelled:?}");
}

#[test]
fn the_settings_of_another_load_lead_to_its_figures() {
    let folder = mild();
    let found =
        json(&folder.run(&["simulate", "m.yaml", "--worlds", "load", "-q", "-f", "json"]).stdout);
    let gate =
        json(&folder.run(&["gate", "m.yaml", "--worlds", "load", "-q", "-f", "json"]).stdout);
    assert_eq!(gate["other_loads"][0]["loads"], found["other_loads"]);
    let loads = found["other_loads"].as_array().expect("loads");
    assert_eq!(loads.len(), 2);
    for load in loads {
        let mut line =
            vec!["simulate".to_owned(), "m.yaml".into(), "-q".into(), "-f".into(), "json".into()];
        for it in load["settings"].as_array().expect("settings") {
            let text = |key: &str| it[key].as_str().expect("a text").to_owned();
            line.extend(["--set".to_owned(), format!("{}={}", text("path"), text("value"))]);
        }
        let line: Vec<&str> = line.iter().map(String::as_str).collect();
        assert_eq!(json(&folder.run(&line).stdout)["meters"], load["meters"], "{line:?}");
    }
    let plain = json(&folder.run(&["simulate", "m.yaml", "--worlds", "-q", "-f", "json"]).stdout);
    assert_eq!(plain.get("other_loads"), None);
}

#[test]
fn the_mildest_case_is_told_where_a_limit_is_near() {
    let folder = mild();
    let warned = |more: &[&str]| -> String {
        let ended = folder.run(&[&["simulate", "m.yaml"], more].concat());
        let said = ended.stderr.split("warning[").find(|it| it.starts_with("mildest-case]"));
        said.map_or_else(String::new, |it| it.split_whitespace().collect::<Vec<_>>().join(" "))
    };
    let near = ["--set", "account.other.writes=50"];
    let walk = ["--set", "workers[0].load={ walk: { start: 0.4, step: 0.02 } }"];
    let colos =
        ["--set", "isolates.colos=[{ name: LHR }, { name: AMS }]", "--set", "workers[0].colo=LHR"];
    assert_eq!(warned(&[]), "", "no limit is near");
    let both = warned(&near);
    assert!(
        both.contains("no load changes, and all is in one colo") && both.contains("--worlds load"),
        "{both}"
    );
    let one = warned(&[&near[..], &walk].concat());
    assert!(one.contains("mildest case: all is in one colo") && !one.contains("--worlds"), "{one}");
    let other = warned(&[&near[..], &colos].concat());
    assert!(other.contains("mildest case: no load changes = note"), "{other}");
    assert_eq!(warned(&[&near[..], &walk, &colos].concat()), "");
    assert_eq!(warned(&["--set", "account.other.writes=500"]), "", "it is passed");

    let told = |more: &[&str]| {
        let ended = folder.run(&[&["simulate", "m.yaml", "-v"], more].concat());
        let said = ended.stdout.split_whitespace().collect::<Vec<_>>().join(" ");
        said.matches(", the mildest case for ").count()
    };
    assert_eq!([told(&[]), told(&walk), told(&["--policy", "naive"])], [2, 1, 1]);
}

#[test]
fn how_far_it_goes_under_other_loads_is_told_beside_the_worlds() {
    let folder = mild();
    let ask = |more: &[&str]| {
        let line = ["headroom", "m.yaml", "--vary", "workers[0].count", "-q", "--worlds"];
        folder.run(&[&line[..], more].concat()).stdout
    };
    let shown = ask(&["load"]);
    assert!(shown.contains("judged by nothing: walking load 3 workers"), "{shown}");
    assert!(!ask(&[]).contains("judged by nothing"), "it was not asked for");
    let found = json(&ask(&["load", "-f", "json"]));
    let loads = &found["answers"][0]["other_loads"];
    assert_eq!((&loads[0]["load"], &loads[0]["holds"]), (&"walking".into(), &"3".into()));
    // One worker whose load flaps writes 1,440 times, and 1,000 are allowed.
    assert_eq!(loads[1]["breaks"], "1", "{loads}");
    let without = json(&ask(&["-f", "json"]));
    assert_eq!(without["answers"][0].get("other_loads"), None);
    assert_eq!(without["answers"][0]["worlds"], found["answers"][0]["worlds"]);
}
