//! Heartbeats a second: kvplan's whole path beside loops written by hand that count the same.
//!
//! `cargo bench` measures for about four minutes, `cargo bench -- --quick` for half of one. Each
//! size runs in a process of its own. Only ratios of one run mean anything; see `../README.md`.

mod by_hand;
mod contest;
mod effort;
mod engine;
mod machine;
mod queues;
mod tally;
mod work;

use std::env;
use std::process::{Command, Stdio};

use contest::Result;
use effort::Effort;
use kvplan::words::{DAY_MS, Instant};
use machine::Stopwatch;
use work::{Setting, Work};

const SIZES: [u32; 5] = [2, 100, 10_000, 100_000, 1_000_000];

fn main() {
    let arguments: Vec<String> = env::args().collect();
    let has = |flag: &str| arguments.iter().any(|argument| argument == flag);
    let effort = if has("--quick") { Effort::Quick } else { Effort::Full };
    let child: Option<Vec<&str>> = arguments
        .iter()
        .find_map(|argument| argument.strip_prefix("--child="))
        .map(|words| words.split(',').collect());
    match child.as_deref() {
        Some(["contest", workers]) => contests(number(workers), effort),
        Some(["memory", workers, days]) => memory(number(workers), number(days)),
        Some(["year"]) => year(),
        Some([engine @ ("alone" | "by-hand"), workers, setting, beats @ ..]) => {
            let workers = number(workers);
            let beats = beats.first().map_or(effort.beats(workers), |beats| number(beats).into());
            alone(engine, &Work::of_beats(workers, named(setting), beats));
        }
        Some(other) => panic!("what is {other:?}?"),
        None => table(effort),
    }
}

fn number(text: &str) -> u32 {
    text.parse().unwrap_or_else(|error| panic!("{text}: {error}"))
}

fn table(effort: Effort) {
    println!("{}", machine::describe());
    println!(
        "ns of CPU time a heartbeat, least of {} rounds in turns; ratios of kvplan to the loop",
        effort.rounds()
    );
    println!();
    println!(
        "{:>9}  {:<9}  {:>6}  {:>13}  {:>6}  {:>8}  {:>6}  {:>12}  {:>6}  {:>8}",
        "workers",
        "setting",
        "kvplan",
        "by hand",
        "ratio",
        "std heap",
        "ratio",
        "string keys",
        "ratio",
        "TTL edge"
    );
    for workers in SIZES {
        print!("{}", child(&format!("contest,{workers}"), effort));
    }
    println!();
    print!("{}", child("year", effort));
    let peak = |workers: u32, days: u32| -> Option<f64> {
        child(&format!("memory,{workers},{days}"), effort).trim().parse().ok()
    };
    let (one_day, many_days) = (peak(2, 1), peak(2, 3_660));
    let many_workers = peak(1_000_000, 0);
    if let (Some(least), Some(days), Some(workers)) = (one_day, many_days, many_workers) {
        println!("peak memory, a day of 2 workers: {:.1} MB", least / 1e6);
        println!("bytes a simulated day: {:.0}", (days - least) / 3_659.0);
        println!(
            "bytes a worker: {:.0} ({:.0} MB for 1,000,000)",
            (workers - least) / 1e6,
            workers / 1e6
        );
    }
}

/// What this program prints when it is called for one part.
fn child(part: &str, effort: Effort) -> String {
    let mut command = Command::new(env::current_exe().expect("this program has a path"));
    command.arg(format!("--child={part}"));
    if effort == Effort::Quick {
        command.arg("--quick");
    }
    let output = command.stderr(Stdio::inherit()).output().expect("this program starts");
    assert!(output.status.success(), "{part} failed");
    String::from_utf8(output.stdout).expect("text")
}

fn contests(workers: u32, effort: Effort) {
    let results = contest::hold(workers, effort);
    let edge = results.iter().find(|result| result.setting == Setting::TtlEdge);
    for result in &results {
        let beside = edge.filter(|_| result.setting == Setting::Sampled);
        let ratio = beside.map(|edge| format!("{:.2}", result.kvplan / edge.kvplan));
        println!("{}  {:>8}", row(workers, result), ratio.unwrap_or_default());
    }
}

fn row(workers: u32, result: &Result) -> String {
    let beside = |name: &str, ns: Option<f64>| {
        let ratio = ns.map(|ns| format!("{:.2}", result.kvplan / ns)).unwrap_or_default();
        let ns = ns.map(|ns| format!("{name}{ns:.1}")).unwrap_or_default();
        (ns, ratio)
    };
    let queue = format!("{} ", contest::best_queue(workers));
    let (by_hand, hand_ratio) = beside(&queue, result.by_hand);
    let (heap, heap_ratio) = beside("", result.heap);
    let (strings, strings_ratio) = beside("", result.strings);
    format!(
        "{workers:>9}  {:<9}  {:>6.1}  {by_hand:>13}  {hand_ratio:>6}  {heap:>8}  {heap_ratio:>6}  \
         {strings:>12}  {strings_ratio:>6}",
        result.setting.name(),
        result.kvplan,
    )
}

fn year() {
    let work = Work::new(2, Setting::Sampled, Instant::of_day(365));
    let least = (0..5).map(|_| {
        let watch = Stopwatch::start();
        engine::run(&work);
        watch.elapsed()
    });
    println!(
        "a year of 2 workers with latencies: {:.0} ms",
        least.min().map_or(0.0, |took| took.as_secs_f64() * 1e3)
    );
}

fn named(setting: &str) -> Setting {
    let named = Setting::ALL.into_iter().find(|named| named.name().replace(' ', "-") == setting);
    named.unwrap_or_else(|| panic!("there is no setting {setting}"))
}

/// Runs one engine and nothing else, for a profiler or beside other programs:
/// `-- --child=alone,100,all-hit`, or `by-hand` in place of `alone`; a fourth word is the number of
/// beats.
fn alone(engine: &str, work: &Work) {
    let timed = match engine {
        "alone" => engine::run(work),
        _ => contest::best_by_hand(work),
    };
    println!("{:.2} ns a heartbeat: {}", timed.ns_per_beat(), timed.tally);
}

/// Prints the peak memory of so many days, or of ten minutes where there are none.
fn memory(workers: u32, days: u32) {
    let horizon = if days == 0 { DAY_MS / 144 } else { u64::from(days) * DAY_MS };
    engine::simulate(&Work::new(workers, Setting::AllHit, Instant::from_ms(horizon)));
    if let Some(bytes) = machine::peak_memory() {
        println!("{bytes}");
    }
}
