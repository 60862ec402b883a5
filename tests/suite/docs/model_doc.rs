//! `MODEL.md` against the code: every setting with its default, and what each change does.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use crate::support::simulated::run;
use kvplan::platform::Mode;
use kvplan::scenario::{Overrides, Scenario, Source, load};
use kvplan::words::{Meter, count};

fn model() -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("MODEL.md");
    fs::read_to_string(path).expect("MODEL.md")
}

/// The rows of the table under a heading, as cells.
fn rows(model: &str, heading: &str) -> Vec<Vec<String>> {
    let section = model.split(&format!("\n## {heading}\n")).nth(1).expect("the section");
    let section = section.split("\n## ").next().unwrap_or(section);
    let rows = section.lines().filter(|line| line.starts_with("| ")).skip(1);
    rows.map(|row| row.trim_matches('|').split('|').map(|cell| cell.trim().to_owned()).collect())
        .collect()
}

/// The words between backquotes.
fn code(cell: &str) -> Vec<String> {
    cell.split('`').skip(1).step_by(2).map(str::to_owned).collect()
}

fn scenario(yaml: &str, set: Vec<String>) -> Scenario {
    let source = Source { path: "test.yaml".into(), bytes: yaml.into() };
    let read = |_: &str| Err(std::io::ErrorKind::NotFound.into());
    load(&source, &Overrides { set, ..Overrides::default() }, &read).expect("a sound scenario")
}

#[test]
fn every_setting_stands_there_with_its_default() {
    let one_of_each =
        "workers: [ { services: [a] } ]\ntraffic: [ { service: a, requests_per_day: 1 } ]\n";
    let settings = scenario(one_of_each, vec![]).settings();
    // What belongs to this example, or to a study and not to the model.
    let left_out = [
        "workers[].name",
        "workers[].count",
        "workers[].services",
        "traffic[].service",
        "traffic[].requests_per_day",
        "days",
        "runs",
        "seed",
    ];
    let settings: BTreeMap<String, String> = settings
        .into_iter()
        .map(|setting| (setting.path.replace("[0]", "[]"), setting.value))
        .filter(|(path, _)| !left_out.contains(&path.as_str()))
        .collect();
    let mut told = BTreeMap::new();
    for row in rows(&model(), "What each default rests on") {
        let (path, value) = (code(&row[0]).concat(), code(&row[1]).concat());
        assert!(row[2].len() > 3, "{path} rests on something");
        assert!(told.insert(path.clone(), value).is_none(), "{path} stands there once");
    }
    assert_eq!(told, settings);
}

#[test]
fn each_change_does_what_the_table_says() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios/2-workers.yaml");
    let yaml = fs::read_to_string(path).expect("the scenario");
    let rows = rows(&model(), "What would change the numbers most");
    assert!(rows.len() >= 10);
    for row in rows {
        let scenario = scenario(&yaml, code(&row[1]));
        let days = f64::from(scenario.days) * f64::from(scenario.runs);
        let ledgers: Vec<_> =
            (0..scenario.runs).map(|number| run(&scenario, number, Mode::Measure)).collect();
        let mean = |meter| {
            let all: u64 = ledgers.iter().map(|ledger| ledger.total(meter)).sum();
            count((all as f64 / days).round() as u64)
        };
        let found = [mean(Meter::Reads), mean(Meter::Writes)];
        assert_eq!(found, [row[2].as_str(), row[3].as_str()], "{}", row[0]);
    }
}
