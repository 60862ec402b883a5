//! `MODEL.md` against the code: every setting with its default, and what each change does. With
//! UPDATE_MODEL=1 the table of defaults is written anew; what each rests on is kept.

use std::collections::BTreeMap;
use std::env;
use std::fs;
use std::iter::once;
use std::path::{Path, PathBuf};

use crate::support::simulated::run;
use kvplan::platform::Mode;
use kvplan::scenario::{Overrides, SCENARIO, Scenario, Source, load};
use kvplan::words::{Meter, count};

fn path() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("MODEL.md")
}

fn model() -> String {
    fs::read_to_string(path()).expect("MODEL.md")
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

/// Each setting of the model, as a path, with its default.
fn defaults() -> Vec<(String, String)> {
    let one_of_each =
        "workers: [ { services: [a] } ]\ntraffic: [ { service: a, requests_per_day: 1 } ]\n";
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
    let settings = scenario(one_of_each, vec![]).settings().into_iter();
    settings
        .map(|setting| (setting.path.replace("[0]", "[]"), setting.value))
        .filter(|(path, _)| !left_out.contains(&path.as_str()))
        .collect()
}

/// What a setting means; a plan's are told in its own file.
fn meaning(path: &str) -> &'static str {
    let (mut section, mut doc) = (Some(&*SCENARIO), "");
    for key in path.split('.') {
        let field = section.and_then(|section| section.field(key.trim_end_matches("[]")));
        doc = field.map_or("", |field| field.doc);
        section = field.and_then(|field| field.section());
    }
    doc
}

/// The model with the rows that the code gives. What a setting rests on is written by hand; a new
/// one is assumed until somebody says more.
fn rewritten(model: &str) -> String {
    const MARKS: [&str; 2] = ["<!-- defaults -->\n", "<!-- end of the defaults -->\n"];
    let (before, rest) = model.split_once(MARKS[0]).expect("the table begins");
    let (_, after) = rest.split_once(MARKS[1]).expect("the table ends");
    let rows = rows(model, "What each default rests on").into_iter();
    let known: BTreeMap<String, String> =
        rows.map(|row| (code(&row[0]).concat(), row.last().expect("a cell").clone())).collect();
    let row = |(path, value): (String, String)| {
        let rests_on = known.get(&path).map_or("assumed", String::as_str);
        format!("| `{path}` | {} | `{value}` | {rests_on} |\n", meaning(&path))
    };
    let head = "| setting | meaning | default | rests on |\n|---|---|---|---|\n".to_owned();
    let table: String = once(head).chain(defaults().into_iter().map(row)).collect();
    format!("{before}{}{table}{}{after}", MARKS[0], MARKS[1])
}

#[test]
fn every_setting_stands_there_with_its_default() {
    let (model, made) = (model(), rewritten(&model()));
    if env::var_os("UPDATE_MODEL").is_some() {
        return fs::write(path(), made).expect("MODEL.md can be written");
    }
    for (written, made) in model.lines().zip(made.lines()) {
        assert_eq!(written, made, "run this test again with UPDATE_MODEL=1");
    }
    assert_eq!(model.lines().count(), made.lines().count());
    for row in rows(&model, "What each default rests on") {
        assert!(row[3].len() > 3, "{} rests on something", row[0]);
    }
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
