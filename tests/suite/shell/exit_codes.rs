//! How commands end, and what they say when they end early.

use crate::support::command_line::{Folder, SCENARIO};
use kvplan::cli::ExitCode;

#[test]
fn help_lists_every_exit_code_and_the_examples() {
    let ended = Folder::new().run(&["--help"]);
    assert_eq!((ended.code, ended.stderr.as_str()), (Some(0), ""));
    for code in ExitCode::ALL {
        let line = format!("  {:>3}  {}\n", code.number(), code.meaning());
        assert!(ended.stdout.contains(&line), "{line}{}", ended.stdout);
    }
    assert!(ended.stdout.contains("  kvplan simulate coordinator.yaml\n"), "{}", ended.stdout);
}

#[test]
fn a_wrong_command_line_ends_with_2_and_prints_nothing() {
    let folder = Folder::new();
    let wrong: [&[&str]; 10] = [
        &[],
        &["simulat", "s.yaml"],
        &["simulate"],
        &["simulate", "s.yaml", "--no-such-flag"],
        &["simulate", "s.yaml", "-f", "html"],
        &["simulate", "s.yaml", "-f", "junit"],
        &["simulate", "s.yaml", "-j", "0"],
        &["simulate", "s.yaml", "--run", "2"],
        &["simulate", "s.yaml", "--plan", "no-such-plan"],
        &["simulate", "s.yaml", "--set", "no.such.path=1"],
    ];
    for arguments in wrong {
        let ended = folder.run(arguments);
        assert_eq!((ended.code, ended.stdout.as_str()), (Some(2), ""), "{arguments:?} {ended:?}");
        assert!(!ended.stderr.is_empty(), "{arguments:?}");
    }
    let html = folder.run(&["simulate", "s.yaml", "-f", "html"]);
    assert!(html.stderr.contains("table, json, csv, markdown"), "{html:?}");
}

#[test]
fn all_mistakes_of_all_files_are_said_before_anything_runs() {
    let folder = Folder::new();
    std::fs::copy(folder.path("bad.yaml"), folder.path("worse.yaml")).expect("a copy");
    let ended = folder.run(&["simulate", "s.yaml", "bad.yaml", "worse.yaml", "-o", "x.csv"]);
    assert_eq!((ended.code, ended.stdout.as_str()), (Some(2), ""));
    assert!(ended.stderr.contains("bad.yaml:") && ended.stderr.contains("worse.yaml:"));
    assert!(!folder.path("x.csv").exists());
}

#[test]
fn a_file_that_cannot_be_read_ends_with_3_but_a_wrong_one_wins() {
    let folder = Folder::new();
    let missing = folder.run(&["simulate", "s.yaml", "missing.yaml"]);
    assert_eq!((missing.code, missing.stdout.as_str()), (Some(3), ""));
    assert!(missing.stderr.contains("cannot read missing.yaml: No such file"), "{missing:?}");
    let is_folder = folder.run(&["validate", "."]);
    assert_eq!(is_folder.code, Some(3), "{is_folder:?}");
    let both = folder.run(&["validate", "missing.yaml", "bad.yaml"]);
    assert_eq!(both.code, Some(2));
    assert!(both.stderr.contains("missing.yaml") && both.stderr.contains("bad.yaml:"), "{both:?}");
}

#[test]
fn validate_says_in_a_line_what_is_sound() {
    let ended = Folder::new().run(&["validate", "s.yaml", "s.yaml"]);
    assert_eq!(ended.code, Some(0), "{ended:?}");
    let start = "s.yaml: sound: ";
    assert_eq!(ended.stdout.lines().filter(|line| line.starts_with(start)).count(), 2);
}

#[test]
fn init_prints_or_writes_a_sound_scenario_and_overwrites_nothing() {
    let folder = Folder::new();
    let printed = folder.run(&["init"]);
    assert_eq!((printed.code, printed.stderr.as_str()), (Some(0), ""));
    let written = folder.run(&["init", "new.yaml"]);
    assert_eq!((written.code, written.stdout.as_str()), (Some(0), ""));
    let line = "# yaml-language-server: $schema=./kvplan.schema.json\n";
    assert_eq!(folder.read("new.yaml"), format!("{line}{}", printed.stdout));
    let schema = folder.run(&["schema", "scenario"]);
    assert_eq!(folder.read("kvplan.schema.json"), schema.stdout);
    assert!(written.stderr.contains("kvplan.schema.json for editors"), "{written:?}");
    let second = folder.run(&["init", "second.yaml"]);
    assert!(!second.stderr.contains("schema"), "the same schema is there: {second:?}");
    std::fs::write(folder.path("kvplan.schema.json"), "mine").expect("a file");
    let third = folder.run(&["init", "third.yaml"]);
    assert_eq!((third.code, folder.read("kvplan.schema.json").as_str()), (Some(0), "mine"));
    assert!(third.stderr.contains("kvplan.schema.json exists already"), "{third:?}");
    assert_eq!(folder.run(&["validate", "new.yaml"]).code, Some(0));
    let again = folder.run(&["init", "s.yaml"]);
    assert_eq!((again.code, folder.read("s.yaml").as_str()), (Some(3), SCENARIO));
    assert!(again.stderr.contains("s.yaml exists already"), "{again:?}");
    assert_eq!(folder.run(&["init", "no/folder.yaml"]).code, Some(3));
    let fresh = Folder::new();
    let schema = fresh.run(&["init", "./kvplan.schema.json"]);
    assert!(schema.code == Some(2) && schema.stderr.contains("name the scenario"), "{schema:?}");
    assert!(!fresh.path("kvplan.schema.json").exists());
}

#[test]
fn one_run_can_be_made_alone_and_its_days_shown() {
    let folder = Folder::new();
    let ended = folder.run(&["simulate", "s.yaml", "--run", "1", "--by", "day", "-q"]);
    assert_eq!(ended.code, Some(0), "{ended:?}");
    assert!(ended.stdout.contains("1 day, run 1 of 2, seed 42"), "{ended:?}");
    assert!(ended.stdout.contains("  days of run 1,"), "{ended:?}");
    let all = folder.run(&["simulate", "s.yaml", "-f", "csv", "-q"]).stdout;
    let one = folder.run(&["simulate", "s.yaml", "-f", "csv", "-q", "--run", "1"]).stdout;
    let mut rows = one.lines().skip(1).peekable();
    assert!(rows.peek().is_some() && rows.all(|row| all.lines().any(|it| it == row)), "{one}");
}
