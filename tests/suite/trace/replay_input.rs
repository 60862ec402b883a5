//! `replay` on input that never ends, that is long in coming, damaged or empty, through the binary.

use std::fs;
use std::io::Write;
use std::process::{Command, Stdio};

use crate::support::command_line::Folder;
use flate2::Compression;
use flate2::write::GzEncoder;
use serde_json::Value;

const HEADER: &str = "time_ms,isolate,request,target,status,load,models,services\n";

fn beats(from: u64, to: u64) -> String {
    (from..to).map(|ms| format!("{ms},a,heartbeat,w,online,0.5,,\n")).collect()
}

fn compressed(text: &str) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(text.as_bytes()).expect("written to memory");
    encoder.finish().expect("written to memory")
}

fn trace(text: &str) -> Value {
    let found: Value = serde_json::from_str(text).unwrap_or_else(|error| panic!("{error}: {text}"));
    found["trace"].clone()
}

#[test]
fn a_stray_quote_takes_no_other_row_with_it() {
    let folder = Folder::new();
    let (before, after) = (beats(0, 1), beats(2, 5_000));
    let text = format!("{HEADER}{before}1,\"a,heartbeat,w,online,0.5,,\n{after}");
    fs::write(folder.path("t.csv"), text).expect("written");
    let ended = folder.run(&["replay", "t.csv", "-f", "json", "--skip-bad"]);
    assert_eq!(ended.code, Some(0), "{}", ended.stderr);
    let found = trace(&ended.stdout);
    assert_eq!((found["rows"].as_u64(), found["skipped"].as_u64()), (Some(4_999), Some(1)));
    assert!(ended.stderr.contains("1 of 5,000 rows skipped"), "{}", ended.stderr);
    assert!(ended.stderr.contains("line 3: a quote is never closed"), "{}", ended.stderr);
    let ended = folder.run(&["replay", "t.csv"]);
    assert_eq!((ended.code, ended.stdout.as_str()), (Some(2), ""));
    assert!(ended.stderr.contains("t.csv:3"), "{}", ended.stderr);
}

#[cfg(target_os = "linux")]
#[test]
fn what_never_ends_a_line_is_refused() {
    let folder = Folder::new();
    // Many bytes in a few.
    let row = "0".repeat(80_000_000);
    fs::write(folder.path("bomb.csv.gz"), compressed(&format!("{HEADER}{row}"))).expect("written");
    for skip in [&[][..], &["--skip-bad"]] {
        let ended = folder.run(&[&["replay", "/dev/zero"], skip].concat());
        assert_eq!((ended.code, ended.stdout.as_str()), (Some(2), ""), "a header, {skip:?}");
        let ended = folder.run(&[&["replay", "bomb.csv.gz"], skip].concat());
        assert_eq!((ended.code, ended.stdout.as_str()), (Some(2), ""), "{skip:?}");
        assert!(ended.stderr.contains("bomb.csv.gz:2"), "{}", ended.stderr);
        assert_eq!(ended.stderr.contains("no end"), !skip.is_empty(), "{}", ended.stderr);
    }
}

/// More than waits between the two programs: who has written it knows that most of it was read.
#[cfg(unix)]
fn much() -> String {
    format!("{HEADER}{}", beats(0, 60_000))
}

/// Sends the signal, and waits for the end of the command and of what it left.
#[cfg(unix)]
fn interrupt(mut child: std::process::Child, signal: &str, folder: &Folder) {
    use std::time::Duration;

    let kill = |signal: &str| Command::new("kill").args([signal, &child.id().to_string()]).status();
    assert!(kill(signal).expect("kill").success());
    // Far more than it takes: without an end the test would hang.
    for _ in 0..6_000 {
        if child.try_wait().expect("a child").is_some() {
            break;
        }
        std::thread::sleep(Duration::from_millis(10));
    }
    let _ = child.kill();
    let output = child.wait_with_output().expect("it ends");
    let said = String::from_utf8(output.stderr).expect("UTF-8");
    assert_eq!((output.status.code(), output.stdout), (Some(130), Vec::new()), "{said}");
    assert_eq!(said, "interrupted: nothing was written\n");
    let mut left = folder.others();
    left.retain(|name| name != "fifo.csv" && name != "fifo.csv.gz");
    assert_eq!(left, Vec::<String>::new());
}

#[cfg(unix)]
#[test]
fn an_interrupt_is_heard_while_standard_input_stays_open() {
    for signal in ["-INT", "-TERM"] {
        let folder = Folder::new();
        let mut command = folder.command(&["replay", "-", "-o", "x.json"]);
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.spawn().expect("it runs");
        let mut input = child.stdin.take().expect("a pipe");
        input.write_all(much().as_bytes()).expect("it reads");
        interrupt(child, signal, &folder);
        drop(input);
    }
}

#[cfg(unix)]
#[test]
fn an_interrupt_is_heard_while_a_named_pipe_stays_open_or_is_opened_by_nobody() {
    use std::time::Duration;

    for (name, is_written) in [("fifo.csv", true), ("fifo.csv", false), ("fifo.csv.gz", false)] {
        let folder = Folder::new();
        let made = Command::new("mkfifo").arg(folder.path(name)).status().expect("mkfifo");
        assert!(made.success());
        let mut command = folder.command(&["replay", name, "-o", "x.json"]);
        let child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("it runs");
        let mut input = None;
        if is_written {
            let mut pipe = fs::OpenOptions::new().write(true).open(folder.path(name)).expect("it");
            pipe.write_all(much().as_bytes()).expect("it reads");
            input = Some(pipe);
        } else {
            // The export is begun just before signals are waited for.
            while folder.others().len() < 2 {
                std::thread::sleep(Duration::from_millis(5));
            }
            std::thread::sleep(Duration::from_millis(300));
        }
        interrupt(child, "-INT", &folder);
        drop(input);
    }
}

#[cfg(unix)]
#[test]
fn a_named_pipe_gives_what_a_file_gives() {
    let folder = Folder::new();
    let text = much();
    fs::write(folder.path("file.csv"), &text).expect("written");
    let made = Command::new("mkfifo").arg(folder.path("fifo.csv")).status().expect("mkfifo");
    assert!(made.success());
    let mut command = folder.command(&["replay", "fifo.csv", "-q"]);
    let child = command.stdout(Stdio::piped()).spawn().expect("it runs");
    let mut pipe = fs::OpenOptions::new().write(true).open(folder.path("fifo.csv")).expect("it");
    for part in text.as_bytes().chunks(10_007) {
        pipe.write_all(part).expect("it reads");
    }
    drop(pipe);
    let piped = child.wait_with_output().expect("it ends");
    let piped = String::from_utf8(piped.stdout).expect("UTF-8");
    let plain = folder.run(&["replay", "file.csv", "-q"]).stdout;
    assert!(plain.contains("60,000"), "{plain}");
    assert_eq!(piped.replace("fifo.csv", "file.csv"), plain);
}

#[test]
fn damage_is_told_behind_the_last_whole_line() {
    let folder = Folder::new();
    let whole = compressed(&format!("{HEADER}{}", beats(0, 10)));
    let run = |name: &str, bytes: &[u8]| {
        fs::write(folder.path(name), bytes).expect("written");
        folder.run(&["replay", name, "-f", "json"])
    };
    // The header and 10 rows are lines 1 to 11.
    let ended = run("t.csv.gz", &[&whole[..], b"rubbish, and more of it"].concat());
    assert_eq!((ended.code, ended.stdout.as_str()), (Some(2), ""));
    assert!(ended.stderr.contains("t.csv.gz is damaged after line 11: "), "{}", ended.stderr);
    let ended = run("no.csv.gz", HEADER.as_bytes());
    assert_eq!((ended.code, ended.stdout.as_str()), (Some(2), ""));
    assert!(ended.stderr.contains("no.csv.gz is damaged: "), "{}", ended.stderr);
    let more = compressed(&beats(10, 12));
    for (behind, rows) in [(0, 10), (1, 10), (200_000, 10), (512, 12)] {
        let mut bytes = [&whole[..], &vec![0; behind]].concat();
        if rows == 12 {
            bytes.extend_from_slice(&more);
        }
        let ended = run("t.csv.gz", &bytes);
        assert_eq!(ended.code, Some(0), "{behind} zeros: {}", ended.stderr);
        assert_eq!(trace(&ended.stdout)["rows"], rows, "{behind} zeros");
    }
}

#[test]
fn a_replay_of_nothing_is_warned_of() {
    let folder = Folder::new();
    let warns = |body: &str| {
        fs::write(folder.path("t.csv"), format!("{HEADER}{body}")).expect("written");
        let ended = folder.run(&["replay", "t.csv", "--skip-bad", "-q"]);
        assert_eq!(ended.code, Some(0), "{}", ended.stderr);
        ended.stderr.contains("warning: no row of t.csv was replayed")
    };
    assert!(warns(""));
    assert!(warns("0,a,jump,,,,,\n1,a,jump,,,,,\n"));
    assert!(!warns("0,a,jump,,,,,\n1,a,admin,,,,,\n"));
}
