//! What goes to which stream, how wide and how colourful.

use std::io::{BufRead, BufReader};
use std::process::Stdio;

use crate::support::command_line::{Folder, SCENARIO};

#[test]
fn the_table_goes_to_stdout_and_the_rest_to_stderr() {
    let ended = Folder::new().run(&["simulate", "s.yaml"]);
    assert_eq!(ended.code, Some(0), "{ended:?}");
    assert!(ended.stdout.contains("\n  operation "), "{ended:?}");
    assert!(!ended.stdout.contains("warning[") && !ended.stdout.contains("Simulated"), "{ended:?}");
    assert!(!ended.stderr.contains("operation "), "{ended:?}");
    let last = ended.stderr.lines().last().unwrap_or_default();
    assert!(last.starts_with("Simulated 2 days, ") && last.ends_with(" s."), "{last}");
}

#[test]
fn no_escape_code_appears_off_a_terminal_unless_forced() {
    let folder = Folder::new();
    let colored = |arguments: &[&str], variables: &[(&str, &str)]| {
        let output = folder.command(arguments).envs(variables.iter().copied()).output();
        output.expect("the binary runs").stdout.contains(&0x1b)
    };
    assert!(!colored(&["simulate", "s.yaml"], &[]));
    assert!(colored(&["simulate", "s.yaml"], &[("CLICOLOR_FORCE", "1")]));
    assert!(!colored(&["simulate", "s.yaml"], &[("CLICOLOR_FORCE", "1"), ("NO_COLOR", "1")]));
    assert!(colored(&["simulate", "s.yaml"], &[("CLICOLOR_FORCE", "1"), ("NO_COLOR", "")]));
    assert!(!colored(&["simulate", "s.yaml", "--color", "never"], &[("CLICOLOR_FORCE", "1")]));
    assert!(colored(&["simulate", "s.yaml", "--color", "always"], &[("NO_COLOR", "1")]));
}

#[test]
fn a_reader_that_has_seen_enough_is_no_mistake() {
    let folder = Folder::new();
    let seldom = ["--set", "workers[0].heartbeat.every=1h"];
    let many = ["simulate", "s.yaml", "-f", "csv", "--days", "100", "--runs", "20", "-q"];
    let rows = [&many[..], &seldom].concat();
    for arguments in [&rows[..], &["--help"]] {
        let mut command = folder.command(arguments);
        let mut child =
            command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("the binary runs");
        let mut line = String::new();
        let mut reader = BufReader::with_capacity(64, child.stdout.take().expect("a pipe"));
        reader.read_line(&mut line).expect("a line");
        drop(reader);
        let output = child.wait_with_output().expect("the binary ends");
        assert_eq!((output.status.code(), output.stderr), (Some(0), Vec::new()), "{line}");
    }
}

#[test]
fn a_dash_is_standard_input() {
    let folder = Folder::new();
    let piped = folder.run_with_input(&["simulate", "-"], SCENARIO.as_bytes());
    assert_eq!((piped.code, &piped.stdout), (Some(0), &folder.run(&["simulate", "s.yaml"]).stdout));
    let twice = folder.run_with_input(&["simulate", "-", "-"], SCENARIO.as_bytes());
    assert_eq!(twice.code, Some(2), "{twice:?}");
    let long = format!("{SCENARIO}#{}\n", "x".repeat(3 << 20));
    let long = folder.run_with_input(&["simulate", "-"], long.as_bytes());
    assert_eq!((long.code, long.stdout.as_str()), (Some(2), ""));
}

#[test]
fn progress_is_silent_off_a_terminal_and_plain_where_it_is_asked_for() {
    let folder = Folder::new();
    let silent = folder.run(&["simulate", "s.yaml"]);
    assert!(!silent.stderr.contains(" of 2 days"), "{silent:?}");
    let asked = folder.run(&["simulate", "s.yaml", "--progress", "always"]);
    assert!(!asked.stderr.contains('\r') && !asked.stderr.contains('\x1b'), "{asked:?}");
}
