//! kvplan's whole path beside its loop by hand, an earlier kvplan, nexosim and SimPy, in turns.
//!
//! See `../README.md`. Each program runs in processes of its own; what cannot be had is left out,
//! and why is said.

mod instructions;
mod kvplan;
#[path = "../../heartbeats/machine.rs"]
#[allow(dead_code, reason = "the other benches use the rest")]
mod machine;
mod many_models;
mod one_model;
mod program;
mod service;
mod table;
mod whole;

use std::time::Duration;

use clap::Parser;
use service::{Counts, Work};

/// What a program counted, and the CPU time that this took.
pub(crate) struct Timed {
    pub(crate) took: Duration,
    pub(crate) counts: Counts,
}

/// Times the work of kvplan's benches in kvplan and in other simulators, in turns.
#[derive(Parser)]
#[command(version)]
struct Arguments {
    /// Half a minute of measuring; too short for figures to keep
    #[arg(long)]
    quick: bool,
    /// The commit of the earlier kvplan, or "none"
    #[arg(long, default_value = "287db60")]
    before: String,
    /// The Python that has simpy
    #[arg(long, default_value = "python3")]
    python: String,
    /// Count a heartbeat's instructions by callgrind (valgrind) in place of measuring time
    #[arg(long)]
    instructions: bool,
    /// Replay a trace, here and before, in place of the heartbeats
    #[arg(long, conflicts_with = "instructions")]
    replay: bool,
    /// Time a command of kvplan, here and before, in place of the heartbeats: "headroom
    /// scenarios/2-workers.yaml"; may be given again
    #[arg(long = "command", value_name = "WORDS", conflicts_with_all = ["instructions", "replay"])]
    commands: Vec<String>,
    /// Does the work of one program: its name, workers, TTL in ms, beats
    #[arg(long, hide = true)]
    child: Option<String>,
}

fn main() {
    let arguments = Arguments::parse();
    if let Some(child) = &arguments.child {
        run_child(&child.split(',').collect::<Vec<_>>());
    } else if arguments.replay {
        whole::print_replay(&arguments.before, arguments.quick);
    } else if !arguments.commands.is_empty() {
        whole::print_commands(&arguments.commands, &arguments.before, arguments.quick);
    } else {
        let programs = program::all(&arguments.before, &arguments.python);
        if arguments.instructions {
            instructions::print(&programs);
        } else {
            table::print(&programs, table::Effort::new(arguments.quick));
        }
    }
}

fn run_child(words: &[&str]) {
    let [engine, workers, ttl, beats] = words else { panic!("what is {words:?}?") };
    let number = |text: &str| text.parse().unwrap_or_else(|error| panic!("{text}: {error}"));
    let work =
        Work { workers: number(workers) as u32, worker_ttl_ms: number(ttl), beats: number(beats) };
    let timed = match *engine {
        program::ONE_MODEL => one_model::run(&work),
        program::MANY_MODELS => many_models::run(&work),
        _ => panic!("there is no {engine}"),
    };
    let Timed { took, counts } = timed.unwrap_or_else(|error| panic!("{error}"));
    println!("{:.2} ns a heartbeat: {counts}", took.as_nanos() as f64 / counts.beats as f64);
}
