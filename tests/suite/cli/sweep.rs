//! `sweep` through the binary.

use std::io::{BufRead, BufReader, Read};
use std::process::{Command, Stdio};
use std::time::Duration;

use crate::support::command_line::{Ended, Folder};

fn sweep(arguments: &[&str]) -> Ended {
    Folder::new().run(&[&["sweep", "s.yaml"], arguments].concat())
}

/// The values that a spec stands for.
fn values(path: &str, spec: &str, more: &[&str]) -> Vec<String> {
    let vary = format!("{path}={spec}");
    let ended = sweep(&[&["--dry-run", "--vary", &vary], more].concat());
    assert_eq!(ended.code, Some(0), "{ended:?}");
    let rows = ended.stdout.lines().filter_map(|line| line.trim().strip_prefix(path));
    rows.map(|row| row.trim_start_matches('=').to_owned()).collect()
}

#[test]
fn lists_and_ranges_become_values() {
    let count = |spec, more: &[&str]| values("workers[0].count", spec, more);
    assert_eq!(count("1..4", &[]), ["1", "2", "3", "4"]);
    assert_eq!(count("1..100", &["--points", "4"]), ["1", "34", "67", "100"]);
    assert_eq!(count("1..1000", &["--points", "4", "--scale", "log"]), ["1", "10", "100", "1000"]);
    assert_eq!(count("7, 3,3", &[]), ["7", "3", "3"]);
    // Rounding leaves each whole number once.
    assert_eq!(count("1..3", &["--points", "9"]), ["1", "2", "3"]);
    let every = |spec, more: &[&str]| values("workers[0].heartbeat.every", spec, more);
    assert_eq!(every("10s,30s,1m", &[]), ["10s", "30s", "1m"]);
    assert_eq!(every("10s..5m", &["--points", "3"]), ["10s", "155s", "5m"]);
    assert_eq!(every("10s..5m", &[]).len(), 10);
    let share = |spec| values("traffic[0].requests_per_day", spec, &["--points", "3"]);
    assert_eq!(share("0.5..1.5"), ["0.5", "1", "1.5"]);
    let load = "{ constant: 0.1 },{ walk: { start: 0.4, step: 0.02 } }";
    assert_eq!(values("workers[0].load", load, &[]).len(), 2);
}

#[test]
fn the_first_axis_is_outermost_and_nothing_is_simulated() {
    let grid = ["--vary", "workers[0].count=1,2", "--vary", "policy=naive,optimized"];
    let ended = sweep(&[&grid[..], &["--dry-run", "-o", "x.csv"]].concat());
    let expected = "  workers[0].count=1  policy=naive
  workers[0].count=1  policy=optimized
  workers[0].count=2  policy=naive
  workers[0].count=2  policy=optimized
4 points; 8 days would be simulated
";
    assert_eq!((ended.code, ended.stdout.as_str(), ended.stderr.as_str()), (Some(0), expected, ""));
}

#[test]
fn a_curve_shows_its_bars_and_where_it_crosses() {
    // 523.6 / 2 writes a worker: three fit into 1,000, four do not.
    let ended = sweep(&["--vary", "workers[0].count=1..5"]);
    assert_eq!(ended.code, Some(0), "{ended:?}");
    let row = |value: &str| {
        let mut lines = ended.stdout.lines();
        lines.find(|line| line.starts_with(&format!("  {value} "))).unwrap_or_default().to_owned()
    };
    assert!(row("1").contains("%      █") && row("1").ends_with('│'), "{ended:?}");
    assert!(row("3").contains("% ") && row("3").ends_with('│'), "{ended:?}");
    assert!(row("4").contains("OVER ") && row("4").contains("█│"), "{ended:?}");
    let told: String = ended.stdout.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(told.contains("limit of 1,000 writes a day is crossed between count=3"), "{told}");
    assert!(told.contains("interpolated, not simulated"), "{told}");
    assert!(ended.stderr.contains("Simulated 10 days"), "{ended:?}");
}

#[test]
fn a_grid_marks_what_is_near_and_over() {
    let grid = ["--vary", "workers[0].count=2..4", "--vary", "workers[0].heartbeat.every=30s,60s"];
    let ended = sweep(&grid);
    let rows: Vec<&str> = ended.stdout.lines().filter(|line| line.contains(" % ")).collect();
    assert_eq!(rows.iter().filter(|row| row.contains("OVER")).count(), 1, "{ended:?}");
    let narrow = Folder::new()
        .command(&[&["sweep", "s.yaml"], &grid[..]].concat())
        .env("COLUMNS", "30")
        .output()
        .expect("the binary runs");
    let text = String::from_utf8(narrow.stdout).expect("UTF-8");
    assert!(text.contains('!') && text.contains("OVER"), "{text}");
}

#[test]
fn the_same_setting_of_two_groups_has_two_names() {
    let folder = Folder::new();
    let second = "  - { name: cpu, services: [rag] }\ntraffic:";
    let text = folder.read("s.yaml").replace("traffic:", second);
    std::fs::write(folder.path("two.yaml"), text).expect("a scenario");
    let grid = ["--vary", "workers[0].count=1,2", "--vary", "workers[1].count=1,2"];
    let ended = folder.run(&[&["sweep", "two.yaml", "-f", "markdown"], &grid[..]].concat());
    let title = r"| workers\[0\].count | workers\[1\].count | a day |";
    assert!(ended.stdout.contains(title), "{ended:?}");
}

#[test]
fn csv_is_tidy_with_a_column_for_each_parameter() {
    let grid = ["--vary", "workers[0].count=1,2", "--vary", "policy=naive,optimized"];
    let folder = Folder::new();
    let files = ["-f", "csv", "-o", "x.csv", "-o", "x.json", "-o", "x.md"];
    let ended = folder.run(&[&["sweep", "s.yaml"], &grid[..], &files[..]].concat());
    assert_eq!(ended.code, Some(0), "{ended:?}");
    let mut reader = csv::Reader::from_reader(ended.stdout.as_bytes());
    let header = reader.headers().expect("a header").clone();
    let columns = ["scenario", "policy", "parameter_workers[0].count", "parameter_policy", "run"];
    assert_eq!(header.iter().take(5).collect::<Vec<_>>(), columns);
    let rows: Vec<csv::StringRecord> = reader.records().map(|row| row.expect("a row")).collect();
    // 4 points, 2 runs of one day, 5 meters.
    assert_eq!(rows.len(), 4 * 2 * 5);
    let mut points: Vec<(&str, &str)> = rows.iter().map(|row| (&row[2], &row[3])).collect();
    points.dedup();
    let expected = [("1", "naive"), ("1", "optimized"), ("2", "naive"), ("2", "optimized")];
    assert_eq!(points, expected);
    assert_eq!(folder.read("x.csv"), ended.stdout);
    assert_eq!(folder.read("x.causes.csv").lines().filter(|it| it.contains("scenario")).count(), 1);
    let json: serde_json::Value = serde_json::from_str(&folder.read("x.json")).expect("JSON");
    assert_eq!(json["points"].as_array().map(Vec::len), Some(4));
    assert_eq!(json["points"][1]["parameters"][1]["value"], "optimized");
    assert_eq!(json["points"][1]["policy"], "optimized");
    assert!(folder.read("x.md").starts_with("<!-- kvplan:sweep -->\n"));
}

#[test]
fn a_point_is_what_simulate_says_with_that_value_set() {
    let folder = Folder::new();
    let swept =
        folder.run(&["sweep", "s.yaml", "--vary", "workers[0].count=2,3", "-f", "json"]).stdout;
    let set =
        folder.run(&["simulate", "s.yaml", "--set", "workers[0].count=3", "-f", "json"]).stdout;
    let json = |text: &str| serde_json::from_str::<serde_json::Value>(text).expect("JSON");
    assert_eq!(json(&swept)["points"][1]["meters"], json(&set)["meters"]);
}

#[test]
fn mistakes_of_all_points_are_said_at_their_flags_before_anything_runs() {
    let cases: [(&[&str], &str); 9] = [
        (&["workers[0].count"], "spelled `PATH=SPEC`"),
        (&["workers[0].count=3..1"], "a range goes upwards"),
        (&["workers[0].count=1..5s"], "not of one kind"),
        (&["workers[0].count=1,,2"], "a value is missing"),
        (&["workers[0].count=0,2"], "must be from 1 to 1,000,000; found 0"),
        (&["workers[0].cuont=1,2"], "a similar field exists: `count`"),
        (&["policy=naive,optimzed"], "optimzed"),
        (&["workers[0].count=1..20000"], "at most 10000 values"),
        (&["days=1,2", "runs=1,2", "seed=1,2"], "at most 2 settings"),
    ];
    for (vary, said) in cases {
        let flags: Vec<&str> = vary.iter().flat_map(|typed| ["--vary", *typed]).collect();
        let ended = sweep(&flags);
        assert_eq!((ended.code, ended.stdout.as_str()), (Some(2), ""), "{vary:?}: {ended:?}");
        let last = format!("--> --vary {}", vary[vary.len() - 1]);
        assert!(ended.stderr.contains(said) && ended.stderr.contains(&last), "{ended:?}");
    }
    let both = sweep(&["--vary", "workers[0].count=0,2", "--vary", "policy=x,naive"]);
    assert!(both.stderr.contains("found 0") && both.stderr.contains("2 errors"), "{both:?}");
    let many = ["--days", "2000", "--runs", "1000"];
    let large = sweep(&[&["--vary", "workers[0].count=1..10"], &many[..]].concat());
    assert!(large.code == Some(2) && large.stderr.contains("at most 10,000,000"), "{large:?}");
    let log = sweep(&["--vary", "workers[0].count=0..9", "--scale", "log"]);
    assert!(log.code == Some(2) && log.stderr.contains("above zero"), "{log:?}");
}

#[cfg(unix)]
#[test]
fn an_interrupted_sweep_keeps_whole_rows() {
    let folder = Folder::new();
    let vary = ["--vary", "workers[0].count=1..2000", "--runs", "4", "--days", "3"];
    let arguments = [&["sweep", "s.yaml", "-f", "csv", "-o", "x.csv", "-j", "2"], &vary[..]];
    let mut command = folder.command(&arguments.concat());
    let mut child =
        command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("the binary runs");
    let mut reader = BufReader::new(child.stdout.take().expect("a pipe"));
    let mut text = String::new();
    for _ in 0..100 {
        reader.read_line(&mut text).expect("a row");
    }
    let id = child.id().to_string();
    let killed = Command::new("kill").args(["-INT", &id]).status().expect("kill");
    assert!(killed.success());
    // Whatever still waits in the pipe is read, so that the program can end.
    reader.read_to_string(&mut text).expect("rows");
    std::thread::sleep(Duration::from_millis(1));
    let output = child.wait_with_output().expect("the binary ends");
    let said = String::from_utf8(output.stderr).expect("UTF-8");
    assert_eq!(output.status.code(), Some(130), "{said}");
    let kept = " of 2000 points are complete and kept; in place, with these points alone: ";
    assert!(said.contains(&format!("{kept}x.csv, x.causes.csv\n")), "{said}");
    assert_eq!(folder.read("x.csv"), text);
    let mut rows = csv::Reader::from_reader(text.as_bytes());
    // 4 runs of 3 days, 5 meters: each point has all its rows.
    let rows: Vec<csv::StringRecord> = rows.records().map(|row| row.expect("whole")).collect();
    assert_eq!(rows.len() % (4 * 3 * 5), 0);
    assert_eq!(folder.others(), ["x.causes.csv", "x.csv"]);
}
