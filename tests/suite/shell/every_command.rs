//! What holds for every command that gives an answer.

use std::process::Stdio;

use unicode_width::UnicodeWidthStr;

use super::commands::{ANSWERS, Answer, folder};

#[test]
fn threads_change_no_byte_of_any_format() {
    let folder = folder("two colos");
    for answer in ANSWERS.iter().filter(|it| !it.line.starts_with("replay")) {
        let texts = |jobs| answer.texts(&folder, &["-j", jobs, "--runs", "5"]);
        assert_eq!(texts("1"), texts("8"), "{}", answer.line);
    }
    for answer in ANSWERS.iter().filter(|it| it.line.starts_with("gate")) {
        let text = |jobs| answer.run(&folder, &["-f", "github", "-j", jobs]).stdout;
        assert_eq!(text("1"), text("8"), "{}", answer.line);
    }
}

#[test]
fn every_line_stays_within_columns_and_no_escape_code_is_printed_off_a_terminal() {
    let folder = folder("two colos");
    for (answer, columns) in ANSWERS.iter().flat_map(|it| [20, 40, 60, 80, 200].map(|to| (it, to)))
    {
        let mut command = folder.command(&answer.arguments(&[]));
        let output = command.env("COLUMNS", columns.to_string()).output().expect("it runs");
        let text = String::from_utf8(output.stdout).expect("UTF-8");
        let wide = text.lines().find(|line| line.width() > columns);
        let ended = (output.status.code(), wide);
        assert_eq!(ended, (Some(answer.code), None), "{} at {columns}", answer.line);
        assert!(text.lines().count() > 5 && !text.contains('\x1b'), "{}: {text}", answer.line);
    }
}

#[test]
fn each_export_holds_what_stdout_would_show() {
    let folder = folder("two colos");
    for answer in &ANSWERS {
        let texts = answer.texts(&folder, &[]);
        for (format, end) in answer.formats {
            let printed = answer.run(&folder, &["-f", format]).stdout;
            let (_, exported) =
                texts.iter().find(|(name, _)| *name == format!("x.{end}")).expect(end);
            assert!(!printed.is_empty() && printed == *exported, "{} -f {format}", answer.line);
        }
    }
}

#[test]
fn quiet_leaves_stderr_empty_and_stdout_as_it_was() {
    let folder = folder("two colos");
    for answer in &ANSWERS {
        let (quiet, loud) = (answer.run(&folder, &["-q"]), answer.run(&folder, &[]));
        assert_eq!((quiet.stderr.as_str(), quiet.stdout), ("", loud.stdout), "{}", answer.line);
        assert!(!loud.stderr.is_empty(), "{}", answer.line);
    }
}

#[test]
fn a_reader_that_is_gone_already_is_no_mistake() {
    let folder = folder("two colos");
    for answer in &ANSWERS {
        let mut command = folder.command(&answer.arguments(&["-q"]));
        command.stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.spawn().expect("the binary runs");
        drop(child.stdout.take());
        let output = child.wait_with_output().expect("the binary ends");
        let said = String::from_utf8(output.stderr).expect("UTF-8");
        let ended = (output.status.code(), said.as_str());
        assert_eq!(ended, (Some(answer.code), ""), "{}", answer.line);
    }
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_is_said_and_ends_with_3() {
    let folder = folder("two colos");
    let lines = ["init", "schema scenario", "--help", "validate f.yaml"].into_iter();
    for line in lines.chain(ANSWERS.iter().map(|it| it.line)) {
        let full = std::fs::OpenOptions::new().write(true).open("/dev/full").expect("/dev/full");
        let arguments: Vec<&str> = line.split(' ').collect();
        let output = folder.command(&arguments).stdout(full).output().expect("the binary runs");
        let said = String::from_utf8(output.stderr).expect("UTF-8");
        assert_eq!(output.status.code(), Some(3), "{line}: {said}");
        assert!(said.contains("cannot write to standard output: No space left"), "{said}");
    }
}

/// Ends with this code, prints nothing and leaves nothing behind.
#[track_caller]
fn comes_to_nothing(answer: &Answer, (input, more): (&str, &[&str]), code: i32) {
    let folder = folder("two colos");
    let line = answer.line.replace("f.yaml", input);
    let arguments: Vec<&str> = line.split(' ').chain(more.iter().copied()).collect();
    let ended = folder.run(&arguments);
    let found = (ended.code, ended.stdout.as_str(), folder.others());
    assert_eq!(found, (Some(code), "", vec!["f.yaml".into(), "t.csv".into()]), "{arguments:?}");
    assert!(ended.stderr.contains("error"), "{arguments:?}: {ended:?}");
}

#[test]
fn what_cannot_be_meant_ends_with_2_and_what_cannot_be_read_or_written_with_3() {
    for answer in &ANSWERS {
        // A gate that cannot be judged says so in its exports.
        let export: &[&str] = if answer.line.starts_with("gate") { &[] } else { &["-o", "x.json"] };
        if answer.line.contains("f.yaml") {
            comes_to_nothing(answer, ("bad.yaml", export), 2);
            comes_to_nothing(answer, ("missing.yaml", export), 3);
        }
        let wrong: [&[&str]; 5] = [
            &["--no-such-flag"],
            &["-f", "html"],
            &["-o", "x.html"],
            &["-o", "-"],
            &["-o", "x.json", "-o", "./x.json"],
        ];
        let mistakes = [["--policy", "no-such"], ["--set", "no.such.path=1"]];
        let mistakes = mistakes.map(|it| [&it, export].concat());
        for more in wrong.into_iter().chain(mistakes.iter().map(Vec::as_slice)) {
            comes_to_nothing(answer, ("f.yaml", more), 2);
        }
        comes_to_nothing(answer, ("f.yaml", &["-o", "x.md", "-o", "no/x.json"]), 3);
    }
}
