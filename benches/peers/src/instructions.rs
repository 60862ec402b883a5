//! Instructions of one heartbeat, by callgrind: a count that does not depend on the neighbours.

use std::process::Command;

use crate::kvplan::run_command;
use crate::program::{Program, Setting, told};
use crate::service::Work;
use crate::table::{cell, ratio};

const WORKERS: u32 = 100;

/// Counts for the kvplan here and the earlier one, and prints as it goes.
///
/// # Panics
/// Where there is no valgrind.
pub(crate) fn print(programs: &[Program; 6]) {
    println!("instructions of a heartbeat of {WORKERS} workers, its start and end not in it");
    println!();
    println!("{:<9}  {:>8}  {:>8}  {:>13}", "setting", "kvplan", "before", "before/kvplan");
    let [kvplan, _, before, ..] = programs;
    for setting in Setting::ALL {
        let (short, long) = (count(kvplan, setting, true), count(kvplan, setting, false));
        // An earlier one does as many beats, and may not tell how many.
        let beats = long.beats.zip(short.beats).map(|(long, short)| long - short);
        let per_beat = |short: &Counted, long: &Counted| {
            (long.instructions - short.instructions) as f64 / beats.expect("kvplan tells") as f64
        };
        let here = per_beat(&short, &long);
        let earlier = before
            .kind()
            .map(|_| per_beat(&count(before, setting, true), &count(before, setting, false)));
        println!(
            "{:<9}  {here:>8.0}  {:>8}  {:>13}",
            setting.name(),
            cell(earlier, 0),
            cell(ratio(earlier, Some(here)), 2)
        );
    }
    println!();
    if let Some(reason) = before.why_not() {
        println!("SKIPPED: {}, because {reason}", before.name);
    }
}

/// Of a whole process.
struct Counted {
    instructions: u64,
    beats: Option<u64>,
}

fn count(program: &Program, setting: Setting, is_short: bool) -> Counted {
    // The bench decides how many beats.
    let work = Work { workers: WORKERS, worker_ttl_ms: setting.worker_ttl_ms(), beats: 0 };
    let bench = program.command(&work, setting);
    let mut command = Command::new("valgrind");
    command.args(["--tool=callgrind", "--callgrind-out-file=/dev/null"]);
    command.arg(bench.get_program()).args(bench.get_args());
    if is_short {
        command.arg("--quick");
    }
    let output = run_command(&mut command).unwrap_or_else(|error| panic!("{error}"));
    let collected = output.stderr.lines().find_map(|line| line.split_once("Collected : "));
    let instructions = collected.and_then(|(_, number)| number.trim().parse().ok());
    Counted {
        instructions: instructions.unwrap_or_else(|| panic!("no count in {}", output.stderr)),
        beats: told(&output.stdout).and_then(|told| told.counts).map(|counts| counts.beats),
    }
}
