//! A signal is heard at once, leaves nothing behind, and ends a command even where no thread is to be
//! had.
#![cfg(unix)]

use std::fs::{self, File};
use std::io::Read;
use std::process::{Child, Command, Output, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use crate::support::command_line::{Ended, Folder, SCENARIO};

const MOMENT: Duration = Duration::from_millis(5);

fn start(folder: &Folder, arguments: &[&str]) -> Child {
    let mut command = folder.command(arguments);
    command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("the binary runs")
}

fn interrupt(child: &Child) {
    let killed = Command::new("kill").args(["-INT", &child.id().to_string()]).status();
    assert!(killed.expect("kill").success());
}

/// Waits until it holds, while the child runs.
fn wait_until(child: &mut Child, holds: impl Fn() -> bool) {
    while !holds() {
        assert_eq!(child.try_wait().expect("a child"), None, "it ended before it was interrupted");
        thread::sleep(MOMENT);
    }
}

fn ended(child: Child) -> Output {
    child.wait_with_output().expect("the binary ends")
}

/// A named pipe.
fn pipe(folder: &Folder, name: &str) {
    let made = Command::new("mkfifo").arg(folder.path(name)).status();
    assert!(made.expect("mkfifo").success());
}

#[test]
fn the_first_ends_in_order_and_leaves_nothing_behind() {
    let folder = Folder::new();
    let long = ["--days", "300", "--runs", "100", "-j", "1", "-o", "x.csv"];
    let mut child = start(&folder, &[&["simulate", "s.yaml"], &long[..]].concat());
    wait_until(&mut child, || folder.others().len() == 2);
    interrupt(&child);
    let output = ended(child);
    assert_eq!((output.status.code(), output.stdout), (Some(130), Vec::new()));
    assert_eq!(folder.others(), Vec::<String>::new());
}

#[test]
fn answers_that_were_printed_are_told_of() {
    let folder = Folder::new();
    // Requests do not write: that search goes on until it is as long as one may be.
    let vary = ["--vary", "workers[0].count", "--vary", "traffic[0].requests_per_day"];
    let until = ["--until", "writes<=900", "-j", "1"];
    let asked = [&["headroom", "s.yaml", "-o", "x.json"][..], &vary, &until].concat();
    let mut child = start(&folder, &asked);
    let mut stdout = child.stdout.take().expect("a pipe");
    let mut printed = Vec::new();
    while !String::from_utf8_lossy(&printed).contains("workers[0].count: ") {
        let mut some = [0; 256];
        let read = stdout.read(&mut some).expect("its answer");
        assert!(read > 0, "it ended before it was interrupted");
        printed.extend(&some[..read]);
    }
    interrupt(&child);
    let output = ended(child);
    let said = String::from_utf8_lossy(&output.stderr);
    let expected = "interrupted: 1 of 2 answers stand above, no file was written\n";
    assert_eq!((output.status.code(), &*said), (Some(130), expected));
    assert_eq!(folder.others(), Vec::<String>::new());
}

#[test]
fn the_first_is_heard_while_a_pipe_waits_for_its_reader() {
    let folder = Folder::new();
    pipe(&folder, "slow.json");
    let mut child = start(&folder, &["simulate", "s.yaml", "-o", "x.csv", "-o", "slow.json"]);
    wait_until(&mut child, || folder.others().len() == 3);
    interrupt(&child);
    let output = ended(child);
    let said = String::from_utf8_lossy(&output.stderr);
    assert_eq!((output.status.code(), &*said), (Some(130), "interrupted: nothing was written\n"));
    assert_eq!(folder.others(), ["slow.json"]);
}

#[test]
fn the_second_ends_at_once_and_leaves_nothing_behind() {
    let folder = Folder::new();
    pipe(&folder, "slow.json");
    let more = ["-o", "x.csv", "-o", "slow.json", "--days", "300", "-v"];
    let mut child = start(&folder, &[&["simulate", "s.yaml"], &more[..]].concat());
    // Its reader reads one byte, and then no more: the rest has no room in the pipe.
    let mut reader = File::open(folder.path("slow.json")).expect("the pipe");
    reader.read_exact(&mut [0]).expect("a byte");
    interrupt(&child);
    thread::sleep(Duration::from_millis(100));
    assert_eq!(child.try_wait().expect("a child"), None, "the first sets a flag alone");
    interrupt(&child);
    assert_eq!(ended(child).status.code(), Some(130));
    assert_eq!(folder.others(), ["slow.json"]);
}

#[test]
fn it_is_heard_within_a_run_in_which_very_much_happens() {
    let folder = Folder::new();
    let text = SCENARIO.replace("count: 2", "count: 100000").replace("every: 30s", "every: 1s");
    fs::write(folder.path("s.yaml"), text).expect("a scenario");
    let mut child = start(&folder, &["simulate", "s.yaml", "-j", "1", "-o", "x.csv"]);
    wait_until(&mut child, || folder.others().len() == 2);
    // The world is made by now.
    thread::sleep(Duration::from_millis(700));
    let began = Instant::now();
    interrupt(&child);
    let output = ended(child);
    assert_eq!(output.status.code(), Some(130));
    assert!(began.elapsed() < Duration::from_secs(1), "{:?}", began.elapsed());
}

#[cfg(target_os = "linux")]
#[test]
fn where_no_further_thread_is_to_be_had_fewer_do_the_same() {
    let folder = Folder::new();
    let expected = folder.run(&["simulate", "s.yaml", "-q", "-j", "1"]).stdout;
    // Room for the stacks of so many threads.
    let with_room_for = |threads: u64| {
        let limit = format!("ulimit -v {} && exec \"$@\"", (threads * 2 + 1) << 20);
        let mut command = Command::new("bash");
        command.args(["-c", &limit, "-", env!("CARGO_BIN_EXE_kvplan")]);
        command.args(["simulate", "s.yaml", "-q", "-j", "8"]).current_dir(folder.root());
        command.env("RUST_MIN_STACK", (2_u64 << 30).to_string());
        Ended::from(command.output().expect("bash"))
    };
    for threads in [1, 2] {
        let ended = with_room_for(threads);
        assert_eq!((ended.code, &ended.stdout), (Some(0), &expected), "{threads} {ended:?}");
    }
    let ended = with_room_for(0);
    assert_eq!((ended.code, ended.stdout.as_str()), (Some(3), ""), "{ended:?}");
    assert!(ended.stderr.contains("no thread is to be had that hears Ctrl-C"), "{ended:?}");
}
