//! The gate through the binary: its five ways to end, its exports, its baseline.

mod command_line;

use std::fs;
use std::process::Command;

use command_line::{Ended, Folder, SCENARIO};
use serde_json::Value;
use unicode_width::UnicodeWidthStr;

/// All kinds of export at once.
const EXPORTS: [&str; 8] = ["-o", "g.csv", "-o", "g.json", "-o", "g.md", "-o", "g.xml"];
const EXPORTED: [&str; 4] = ["g.csv", "g.json", "g.md", "g.xml"];
const FORMATS: [&str; 6] = ["table", "json", "csv", "markdown", "github", "junit"];

/// A folder with `g.yaml`: the usual scenario with these budgets.
fn folder(budgets: &str) -> Folder {
    let folder = Folder::new();
    write(&folder, "g.yaml", budgets);
    folder
}

fn write(folder: &Folder, name: &str, budgets: &str) {
    let text = format!("{SCENARIO}budgets:\n{budgets}");
    fs::write(folder.path(name), text).expect("a scenario");
}

fn run(folder: &Folder, arguments: &[&str]) -> Ended {
    let mut command = folder.command(arguments);
    command.env_remove("GITHUB_STEP_SUMMARY").env_remove("GITHUB_ACTIONS");
    Ended::from(command.output().expect("the binary runs"))
}

fn gate(folder: &Folder, more: &[&str]) -> Ended {
    run(folder, &[&["gate", "g.yaml"], more].concat())
}

/// The worst day's count of a meter, as `simulate` says it.
fn worst(folder: &Folder, meter: &str) -> u64 {
    let ended = run(folder, &["simulate", "s.yaml", "-f", "json", "-q"]);
    let value: Value = serde_json::from_str(&ended.stdout).expect("JSON");
    let meters = value["meters"].as_array().expect("meters");
    let found = meters.iter().find(|it| it["meter"] == meter).expect("the meter");
    found["max_per_day"].as_u64().expect("a count")
}

fn verdicts(text: &str) -> Vec<&str> {
    let words = text.lines().filter_map(|line| line.trim_start().split(' ').next());
    words.filter(|word| ["FAIL", "NONE", "WARN", "PASS"].contains(word)).collect()
}

#[test]
fn a_budget_that_is_broken_by_one_ends_with_1_and_writes_every_export() {
    let folder = folder("");
    let most = worst(&folder, "writes");
    let budgets = format!(
        "  - {{ metric: hit_ratio, min: 0.1 }}\n  \
         - {{ metric: writes, max: {}, reason: room for deploys }}\n",
        most - 1
    );
    write(&folder, "g.yaml", &budgets);
    let ended = gate(&folder, &EXPORTS);
    assert_eq!(ended.code, Some(1), "{ended:?}");
    assert_eq!(verdicts(&ended.stdout), ["FAIL", "PASS"], "{ended:?}");
    let line = ended.stdout.lines().find(|it| it.contains("FAIL")).expect("a row");
    let words: Vec<&str> = line.split_whitespace().collect();
    assert!(words.ends_with(&["1", "over"]), "{line}");
    assert!(line.contains(&format!("{most} of {}", most - 1)), "{line}");
    // The file's line, the reason, and the command that makes the day again.
    assert!(ended.stdout.contains("g.yaml:17: room for deploys\n"), "{}", ended.stdout);
    assert!(ended.stdout.contains("kvplan simulate g.yaml --run "), "{}", ended.stdout);
    let last = ended.stdout.lines().last().expect("a line");
    assert!(ended.stdout.contains("\ngate broken: 2 budgets, 1 broken, "), "{last}");
    assert_eq!(folder.others(), [&["g.csv"], &EXPORTED[1..3], &["g.xml", "g.yaml"]].concat());
    for (file, format) in EXPORTED.iter().zip(["csv", "json", "markdown", "junit"]) {
        assert_eq!(folder.read(file), gate(&folder, &["-f", format]).stdout, "{file}");
    }
}

#[test]
fn the_command_of_a_failure_makes_its_day_again() {
    let folder = folder("  - { metric: reads, max: 1 }\n");
    let ended = gate(&folder, &["--set", "workers[0].count=3", "-f", "json"]);
    let value: Value = serde_json::from_str(&ended.stdout).expect("JSON");
    let bound = &value["suites"][0]["budgets"][0]["bounds"][0];
    let mut wide = folder.command(&["gate", "g.yaml", "--set", "workers[0].count=3"]);
    let table = Ended::from(wide.env("COLUMNS", "200").output().expect("it runs")).stdout;
    let narrow = gate(&folder, &["--set", "workers[0].count=3"]).stdout;
    assert!(narrow.contains("--by \\\n        day\n"), "{narrow}");
    let command = table.split("see it: kvplan ").nth(1).expect("a command");
    let command = command.lines().next().expect("a line").replace('\'', "");
    let arguments: Vec<&str> = command.split_whitespace().collect();
    let days = run(&folder, &[&arguments[..], &["-f", "csv"]].concat());
    assert_eq!(days.code, Some(0), "{days:?}");
    let (run, day) = (&bound["run"], &bound["day"]);
    let row = format!(",{run},{day},reads,{},", bound["value"].as_f64().expect("a figure"));
    assert!(days.stdout.contains(&row), "{row} {}", days.stdout);
}

#[test]
fn a_warning_passes_unless_it_is_to_fail() {
    let budgets = "  - { metric: writes, max: 100%, warn: 1% }\n";
    for (more, code) in [(&[][..], 0), (&["--fail-on-warn"], 1)] {
        let folder = folder(budgets);
        let ended = gate(&folder, &[&EXPORTS[..], more].concat());
        assert_eq!(ended.code, Some(code), "{ended:?}");
        assert_eq!(verdicts(&ended.stdout), ["WARN"], "{ended:?}");
        assert!(ended.stdout.contains("it warns from 10 on"), "{ended:?}");
        assert_eq!(folder.others().len(), 5, "{:?}", folder.others());
        let failures = format!("failures=\"{code}\"");
        assert!(folder.read("g.xml").contains(&failures), "{}", folder.read("g.xml"));
        let command = if code == 0 { "::warning file=g.yaml," } else { "::error file=g.yaml," };
        let said = gate(&folder, &[&["-f", "github"], more].concat()).stdout;
        assert!(said.starts_with(command), "{said}");
    }
}

#[test]
fn what_holds_passes_with_its_margin() {
    let folder = folder("");
    let most = worst(&folder, "writes");
    write(&folder, "g.yaml", &format!("  - {{ metric: writes, max: {most} }}\n"));
    let ended = gate(&folder, &EXPORTS);
    assert_eq!(ended.code, Some(0), "{ended:?}");
    assert!(ended.stdout.contains("100.0 %"), "{ended:?}");
    assert!(ended.stdout.contains("  0 to spare\n"), "{ended:?}");
    assert!(ended.stdout.contains("\ngate passed: 1 budget, 0 broken, "), "{ended:?}");
    assert_eq!(folder.others().len(), 5, "{:?}", folder.others());
    assert!(gate(&folder, &["-f", "github"]).stdout.starts_with("gate passed: "));
}

#[test]
fn nothing_to_check_ends_with_4_and_writes_every_export() {
    let none = Folder::new();
    // No folder, a scenario without budgets, a metric without a sample.
    let nowhere = run(&none, &[&["gate"], &EXPORTS[..]].concat());
    assert_eq!(nowhere.code, Some(4), "{nowhere:?}");
    assert_eq!(none.others(), EXPORTED);
    let xml = none.read("g.xml");
    assert!(xml.contains("tests=\"1\" failures=\"0\" errors=\"1\""), "{xml}");
    assert!(none.read("g.json").contains("\"passed\": false"));
    let without = run(&none, &["gate", "s.yaml"]);
    assert_eq!(without.code, Some(4), "{without:?}");
    assert!(
        without.stdout.contains("NONE") && without.stdout.contains("no budgets"),
        "{without:?}"
    );
    let folder = folder(
        "  - { metric: writes, max: 1 }\n  - { metric: latency_p99, max: 1s }\n  \
         - { metric: reads, growth: 5% }\n",
    );
    let ended = gate(&folder, &[&["--set", "kv.latency=none"], &EXPORTS[..]].concat());
    assert_eq!(ended.code, Some(4), "a failure beside it: {ended:?}");
    assert_eq!(verdicts(&ended.stdout), ["FAIL", "NONE", "NONE"], "{ended:?}");
    assert_eq!(folder.others().len(), 5, "{:?}", folder.others());
    // One of two files has budgets: the other must not look as if it had passed.
    let both = run(&folder, &["gate", "g.yaml", "s.yaml", "--set", "days=1"]);
    assert_eq!(both.code, Some(4), "{both:?}");
}

#[test]
fn a_share_of_a_limit_that_the_plan_lacks_ends_with_4() {
    let folder = folder("  - { metric: writes, max: 80% }\n");
    assert_eq!(gate(&folder, &[]).code, Some(0));
    let paid = gate(&folder, &["--plan", "cloudflare-paid@2026-10"]);
    assert_eq!(paid.code, Some(4), "{paid:?}");
    assert!(paid.stdout.contains("the plan has no daily limit"), "{paid:?}");
}

#[test]
fn a_broken_file_ends_with_2_and_leaves_nothing_half_written() {
    let mistakes = [
        "  - { metric: wrotes, max: 1 }\n",
        "  - { metric: writes }\n",
        "  - { metric: writes, max: [] }\n",
    ];
    for mistake in mistakes {
        let folder = folder(mistake);
        fs::write(folder.path("g.json"), "old").expect("a file");
        let ended = gate(&folder, &[&["--update-baseline"], &EXPORTS[..]].concat());
        assert_eq!((ended.code, ended.stdout.as_str()), (Some(2), ""), "{ended:?}");
        assert!(ended.stderr.contains("g.yaml:16:"), "{ended:?}");
        assert_eq!(folder.others(), ["g.json", "g.yaml"]);
        assert_eq!(folder.read("g.json"), "old");
    }
    let unknown = gate(&folder(mistakes[0]), &[]);
    assert!(unknown.stderr.contains("`writes`"), "the name it may mean: {unknown:?}");
}

#[test]
fn a_wrong_command_line_ends_with_2_and_what_cannot_be_written_with_3() {
    let folder = folder("  - { metric: writes, max: 80% }\n");
    let wrong: [&[&str]; 8] = [
        &["-f", "html"],
        &["-o", "g.html"],
        &["-o", "g.xml", "-o", "./g.xml"],
        &["-o", "kvplan.baseline.json", "--update-baseline"],
        &["--accept-growth"],
        &["--tolerate", "60%"],
        &["--tolerate", "some"],
        &["--baseline", "g.yaml", "--update-baseline"],
    ];
    for more in wrong {
        let ended = gate(&folder, more);
        assert_eq!((ended.code, ended.stdout.as_str()), (Some(2), ""), "{more:?} {ended:?}");
    }
    for more in [&["-o", "no/g.xml"][..], &["--baseline", "none.json"], &["missing.yaml"]] {
        let ended = gate(&folder, more);
        assert_eq!((ended.code, ended.stdout.as_str()), (Some(3), ""), "{more:?} {ended:?}");
    }
    assert_eq!(folder.others(), ["g.yaml"]);
}

#[test]
fn without_a_name_the_scenarios_that_have_budgets_are_judged() {
    let folder = folder("  - { metric: writes, max: 80% }\n");
    fs::create_dir(folder.path("scenarios")).expect("a folder");
    write(&folder, "scenarios/b.yml", "  - { metric: writes, max: 80% }\n");
    write(&folder, "scenarios/a.yaml", "  - { metric: reads, max: 80% }\n");
    fs::write(folder.path("scenarios/none.yaml"), SCENARIO).expect("a scenario");
    fs::write(folder.path("scenarios/notes.txt"), "no scenario").expect("a file");
    let ended = run(&folder, &["gate", "-f", "csv"]);
    assert_eq!(ended.code, Some(0), "{ended:?}");
    let mut reader = csv::Reader::from_reader(ended.stdout.as_bytes());
    let paths: Vec<String> =
        reader.records().map(|row| row.expect("a row")[2].to_owned()).collect();
    assert_eq!(paths, ["scenarios/a.yaml", "scenarios/b.yml"]);
    fs::copy(folder.path("bad.yaml"), folder.path("scenarios/c.yaml")).expect("a copy");
    assert_eq!(run(&folder, &["gate"]).code, Some(2), "a broken file is never passed over");
}

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
        run(&folder, &["gate", "h.yaml", "g.yaml", "--update-baseline", "--baseline", "b.json"]);
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
    assert!(text.contains("\"model_version\": 1,"), "{text}");
    // One alone, after its budget on reads is gone.
    write(&folder, "g.yaml", "  - { metric: writes, max: 80% }\n");
    let one = gate(&folder, &["--update-baseline", "--baseline", "b.json"]);
    assert_eq!(one.code, Some(0), "{one:?}");
    assert!(one.stderr.contains("1 change recorded\n  REMOVED  two workers  reads "), "{one:?}");
    let text = folder.read("b.json");
    assert_eq!(text.matches("\"metric\"").count(), 2, "{text}");
    assert!(text.contains("\"another\""), "{text}");
    let twice = run(&folder, &["gate", "g.yaml", "g.yaml", "--baseline", "b.json"]);
    assert_eq!(twice.code, Some(2), "two scenarios of one name: {twice:?}");
}

#[test]
fn the_baseline_of_another_model_is_refused_with_the_command_that_records_it_anew() {
    let folder = folder("  - { metric: reads, growth: 0% }\n");
    assert_eq!(gate(&folder, &["--update-baseline"]).code, Some(0));
    let other = folder.read("kvplan.baseline.json");
    let other = other.replace("\"model_version\": 1", "\"model_version\": 99");
    fs::write(folder.path("kvplan.baseline.json"), other).expect("a baseline");
    let refused = gate(&folder, &EXPORTS);
    assert_eq!((refused.code, refused.stdout.as_str()), (Some(2), ""), "{refused:?}");
    assert!(refused.stderr.contains("error[baseline-model]"), "{refused:?}");
    assert!(refused.stderr.contains("kvplan gate g.yaml --update-baseline"), "{refused:?}");
    assert_eq!(folder.others(), ["g.yaml", "kvplan.baseline.json"]);
    assert_eq!(gate(&folder, &["--update-baseline"]).code, Some(0));
    assert_eq!(gate(&folder, &[]).code, Some(0));
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
fn a_sum_is_judged_as_one_account() {
    let folder = folder("  - { metric: writes, max: 60% }\n");
    let other = SCENARIO.replace("name: two workers", "name: another");
    fs::write(folder.path("h.yaml"), &other).expect("a scenario");
    assert_eq!(gate(&folder, &[]).code, Some(0));
    let sum = gate(&folder, &["h.yaml", "--sum"]);
    assert_eq!(sum.code, Some(1), "{sum:?}");
    assert!(sum.stdout.starts_with("gate two workers + another\n"), "{sum:?}");
    let twice = 2 * worst(&folder, "writes");
    let grouped = format!("{},{:03} of 600", twice / 1_000, twice % 1_000);
    assert!(sum.stdout.contains(&grouped), "{grouped} {sum:?}");
    assert!(sum.stdout.contains("kvplan simulate g.yaml h.yaml --run "), "{sum:?}");
    fs::write(folder.path("h.yaml"), other.replace("days: 1", "days: 2")).expect("a scenario");
    let uneven = gate(&folder, &["h.yaml", "--sum"]);
    assert_eq!(uneven.code, Some(2), "{uneven:?}");
    assert!(uneven.stderr.contains("days: 1 in two workers, 2 in another"), "{uneven:?}");
}

#[test]
fn github_gets_annotations_and_the_summary_below_what_is_there() {
    let folder = folder("  - { metric: writes, max: 1%, reason: 'a, b: 100%' }\n");
    let summary = folder.path("summary.md");
    fs::write(&summary, "# before").expect("a file");
    let github = |format: &str| {
        let mut command = folder.command(&["gate", "g.yaml", "-f", format]);
        command.env("GITHUB_STEP_SUMMARY", &summary).env("GITHUB_ACTIONS", "true");
        Ended::from(command.output().expect("the binary runs"))
    };
    assert_eq!(verdicts(&github("table").stdout), ["FAIL"], "the default stays a table");
    assert_eq!(folder.read("summary.md"), "# before");
    let ended = github("github");
    assert_eq!(ended.code, Some(1), "{ended:?}");
    let title = "title=kvplan FAIL%3A two workers writes::";
    let start = format!("::error file=g.yaml,line=16,{title}");
    assert!(ended.stdout.starts_with(&start), "{ended:?}");
    assert!(ended.stdout.contains("%0Ag.yaml:16: a, b: 100%25%0A"), "{ended:?}");
    let text = folder.read("summary.md");
    let markdown = gate(&folder, &["-f", "markdown"]).stdout;
    assert_eq!(text, format!("# before\n{markdown}"));
    // No room is left for the table, but for the conclusion.
    fs::write(&summary, " ".repeat((1 << 20) - 300)).expect("a file");
    let full = github("github");
    assert!(full.stderr.contains("1 MiB"), "{full:?}");
    let text = folder.read("summary.md");
    assert!(text.len() <= 1 << 20 && text.contains("### kvplan gate broken"), "{}", text.len());
}

#[test]
fn the_number_of_threads_changes_no_byte_and_stderr_has_the_rest() {
    let budgets = "  - { metric: writes, max: 80%, warn: 10% }\n  - { metric: hit_ratio, min: 1% }\n  \
                   - { metric: reads, max: 10 }\n  - { metric: latency_p99, max: 1s }\n";
    let folder = folder(budgets);
    for format in FORMATS {
        let run = |jobs| gate(&folder, &["-v", "-q", "-f", format, "-j", jobs, "--runs", "5"]);
        let (one, eight) = (run("1"), run("8"));
        assert_eq!(one.stdout, eight.stdout, "{format}");
        assert_eq!(one.stderr, "", "{format}");
    }
    let ended = gate(&folder, &["--progress", "always"]);
    assert!(!ended.stdout.contains("Simulated"), "{ended:?}");
    assert!(ended.stderr.lines().last().is_some_and(|it| it.starts_with("Simulated 2 days, ")));
    let forced = gate(&folder, &["--color", "always"]);
    assert!(forced.stdout.contains("\x1b[31mFAIL\x1b[0m"), "{forced:?}");
    assert!(!ended.stdout.contains('\x1b'));
    for columns in ["20", "40", "60", "80", "200"] {
        let mut command = folder.command(&["gate", "g.yaml", "-v"]);
        let output = command.env("COLUMNS", columns).output().expect("the binary runs");
        let width: usize = columns.parse().expect("a number");
        let text = String::from_utf8(output.stdout).expect("UTF-8");
        let wide = text.lines().find(|line| line.width() > width);
        assert_eq!((output.status.code(), wide), (Some(1), None), "{columns}");
    }
}

/// Reads the JUnit and CSV files with Python's own parsers, and says what it found.
const READER: &str = r#"
import csv, sys, xml.etree.ElementTree as xml
root = xml.parse("g.xml").getroot()
assert root.tag == "testsuites", root.tag
for suite in root:
    assert suite.tag == "testsuite" and suite.attrib["name"], suite.attrib
    cases = suite.findall("testcase")
    found = lambda kind: sum(1 for case in cases if case.find(kind) is not None)
    assert int(suite.attrib["tests"]) == len(cases) > 0
    assert int(suite.attrib["failures"]) == found("failure")
    assert int(suite.attrib["errors"]) == found("error")
    names = [case.attrib["name"] for case in cases]
    assert len(set(names)) == len(names), names
    for case in cases:
        assert case.attrib["classname"] and case.attrib["time"] == "0"
        assert len(case) == 1 and case[0].tag in ("failure", "error", "system-out")
total = lambda name: sum(int(suite.attrib[name]) for suite in root)
for name in ("tests", "failures", "errors"):
    assert int(root.attrib[name]) == total(name), name
rows = list(csv.DictReader(open("g.csv", newline="", encoding="utf-8")))
assert all(None not in row and None not in row.values() for row in rows)
print(total("tests"), total("failures"), total("errors"), len(rows))
print("".join(root.itertext()))
"#;

#[test]
fn other_parsers_read_junit_and_csv_even_of_hostile_reasons() {
    let reason = r#""::error::x\n%0A::warning::y <script>|]]>&\"' \e[31m\u202e=1+1""#;
    let budgets = format!(
        "  - {{ metric: writes, max: 1, reason: {reason} }}\n  \
         - {{ metric: writes, max: 80%, growth: 5%, reason: '=1+1' }}\n  \
         - {{ metric: reads, max: 90%, reason: '@SUM(A1)' }}\n"
    );
    let folder = folder(&budgets);
    let name = "::error title=x::%0A,<b>|`]]>.yaml";
    fs::rename(folder.path("g.yaml"), folder.path(name)).expect("a strange name");
    let ended = run(&folder, &[&["gate", name, "-v"], &EXPORTS[..]].concat());
    assert_eq!(ended.code, Some(4), "{ended:?}");
    let github = run(&folder, &["gate", name, "-f", "github", "-q"]).stdout;
    let texts = ["g.md", "g.csv", "g.json", "g.xml"].map(|file| folder.read(file));
    for text in texts.iter().chain([&ended.stdout]) {
        assert!(!text.chars().any(|it| it.is_control() && it != '\n'), "{text}");
        assert!(!text.lines().any(|line| line.trim_start().starts_with("::")), "{text}");
        assert!(!text.contains('\u{202e}'), "{text}");
    }
    assert!(!texts[0].contains("<script") && !texts[0].contains("<b>"), "{}", texts[0]);
    assert!(texts[0].lines().filter(|it| it.starts_with('|')).count() == 5, "{}", texts[0]);
    let commands: Vec<&str> = github.lines().filter(|it| it.starts_with("::")).collect();
    assert_eq!(commands.len(), 3, "{github}");
    let file = "file=%3A%3Aerror title=x%3A%3A%250A%2C<b>|`]]>.yaml,line=";
    for command in commands {
        assert!(command.contains(file), "{command}");
        let (_, message) = command[2..].split_once("::").expect("a message");
        assert!(!message.contains("::") && !command.contains('\x1b'), "{command}");
    }
    let python = Command::new("python3").args(["-c", READER]).current_dir(folder.root()).output();
    let Ok(output) = python else {
        eprintln!("SKIPPED: python3 is not at hand, nothing else read the files");
        return;
    };
    let said = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    assert!(said.starts_with("3 1 1 4\n"), "{said}");
    assert!(said.contains("<script>|]]>&\"'"), "the text comes back whole: {said}");
}
