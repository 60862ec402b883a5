//! What CI reads of a gate: annotations, a summary, files that other parsers understand.

use std::fs;
use std::process::Command;

use super::{EXPORTS, folder, gate, verdicts};
use crate::support::command_line::Ended;

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
fn annotations_find_their_files_from_any_folder_of_the_repository() {
    let folder = folder("  - { metric: writes, max: 1% }\n");
    fs::create_dir_all(folder.path("repository/tools/kv")).expect("a folder");
    fs::rename(folder.path("g.yaml"), folder.path("repository/g.yaml")).expect("a move");
    let file = |path: &str, workspace: Option<&str>| {
        let mut command = folder.command(&["gate", path, "-f", "github"]);
        command.current_dir(folder.path("repository/tools/kv"));
        command.envs(workspace.map(|it| ("GITHUB_WORKSPACE", folder.path(it))));
        let ended = Ended::from(command.output().expect("the binary runs"));
        let found = ended.stdout.split(['=', ',']).nth(1).expect("a file");
        assert!(ended.stdout.contains("g.yaml:16%0A"), "{ended:?}");
        found.to_owned()
    };
    let typed = "../../g.yaml";
    assert_eq!(file(typed, None), typed, "there is no repository");
    fs::create_dir(folder.path("repository/.git")).expect("a folder");
    let whole = folder.path("repository/g.yaml");
    for path in [typed, whole.to_str().expect("UTF-8")] {
        assert_eq!(file(path, None), "g.yaml");
        assert_eq!(file(path, Some(".")), "repository/g.yaml", "the variable goes first");
        assert_eq!(file(path, Some("repository/tools")), "g.yaml", "it stands outside of it");
        assert_eq!(file(path, Some("nowhere")), "g.yaml");
    }
}

#[test]
fn stdout_has_the_verdicts_and_stderr_the_rest() {
    let folder = folder("  - { metric: reads, max: 10 }\n");
    let ended = gate(&folder, &["--progress", "always"]);
    assert!(!ended.stdout.contains("Simulated"), "{ended:?}");
    assert!(ended.stderr.lines().last().is_some_and(|it| it.starts_with("Simulated 2 days, ")));
    let forced = gate(&folder, &["--color", "always"]);
    assert!(forced.stdout.contains("\x1b[31mFAIL\x1b[0m"), "{forced:?}");
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
    let ended = folder.run(&[&["gate", name, "-v"], &EXPORTS[..]].concat());
    assert_eq!(ended.code, Some(4), "{ended:?}");
    let github = folder.run(&["gate", name, "-f", "github", "-q"]).stdout;
    let texts = ["g.md", "g.csv", "g.json", "g.xml"].map(|file| folder.read(file));
    for text in texts.iter().chain([&ended.stdout]) {
        assert!(!text.chars().any(|it| it.is_control() && it != '\n'), "{text}");
        assert!(!text.lines().any(|line| line.trim_start().starts_with("::")), "{text}");
        assert!(!text.contains('\u{202e}'), "{text}");
    }
    assert!(!texts[0].contains("<script") && !texts[0].contains("<b>"), "{}", texts[0]);
    let file = "file=\"::error title=x::%0A,&lt;b&gt;|`]]&gt;.yaml\"";
    assert!(texts[3].contains(&file.replace("::", ": :")), "{}", texts[3]);
    assert!(texts[0].lines().filter(|it| it.starts_with('|')).count() == 5, "{}", texts[0]);
    let commands: Vec<&str> = github.lines().filter(|it| it.starts_with("::")).collect();
    let (baseline, commands) = commands.split_last().expect("what is missing");
    assert!(baseline.starts_with("::warning title=kvplan%3A no-baseline::"), "{github}");
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
