//! All programs in turns, the least time of each, and their counts held against kvplan's.

use crate::machine;
use crate::program::{Kind, Program, Setting, Told};
use crate::service::{Counts, Work};

const SIZES: [u32; 5] = [2, 100, 10_000, 100_000, 1_000_000];

/// How long to measure.
#[derive(Clone, Copy)]
pub(crate) struct Effort {
    rounds: u32,
    /// What the bench of a kvplan is told.
    flags: &'static [&'static str],
    /// Beats of a peer: where the work is compiled, and where it is interpreted.
    beats: [u64; 2],
}

impl Effort {
    pub(crate) fn new(is_quick: bool) -> Self {
        if is_quick {
            Self { rounds: 2, flags: &["--quick"], beats: [400_000, 100_000] }
        } else {
            Self { rounds: 4, flags: &[], beats: [2_000_000, 600_000] }
        }
    }

    /// None for a kvplan, which knows itself.
    fn beats(&self, kind: Kind, workers: u32) -> u64 {
        let [compiled, interpreted] = self.beats;
        let beats = match kind {
            Kind::Kvplan => return 0,
            Kind::Compiled => compiled,
            Kind::Interpreted => interpreted,
        };
        beats.max(30 * u64::from(workers))
    }
}

/// Measures, and prints as it goes.
///
/// # Panics
/// Where a program has counted something else than kvplan.
pub(crate) fn print(programs: &[Program; 6], effort: Effort) {
    println!("{}", machine::describe());
    println!("ns of CPU time a heartbeat, least of {} rounds in turns", effort.rounds);
    println!();
    print!("{:>9}  {:<9}", "workers", "setting");
    programs.iter().for_each(|program| print!("  {:>12}", program.name));
    println!("  kvplan/by hand  before/kvplan  nexosim/kvplan  SimPy/kvplan");
    for workers in SIZES {
        for setting in Setting::ALL {
            println!("{}", row(programs, workers, setting, effort));
        }
    }
    println!();
    println!("nexosim: one model for all workers; many: a model for each worker");
    for program in programs {
        if let Some(reason) = program.why_not() {
            println!("SKIPPED: {}, because {reason}", program.name);
        }
    }
}

fn row(programs: &[Program; 6], workers: u32, setting: Setting, effort: Effort) -> String {
    let mut least = [None::<f64>; 6];
    for round in 0..effort.rounds {
        // It goes first.
        let mut kvplan = None;
        for (least, program) in least.iter_mut().zip(programs) {
            let Some(kind) = program.kind().filter(|_| program.does(setting, workers)) else {
                continue;
            };
            let work = Work {
                workers,
                worker_ttl_ms: setting.worker_ttl_ms(),
                beats: effort.beats(kind, workers),
            };
            let is_peer = kind != Kind::Kvplan;
            let flags = if is_peer { &[] } else { effort.flags };
            let told = program.run(&work, setting, flags);
            let kvplan = kvplan.get_or_insert(told);
            if round == 0 && is_peer {
                check(programs, (program, &told), &work, setting);
            }
            lessen(least, in_cpu_time(&told, kvplan));
        }
    }
    let [kvplan, by_hand, before, nexosim, _, simpy] = least;
    let mut row = format!("{workers:>9}  {:<9}", setting.name());
    least.iter().for_each(|ns| row += &format!("  {:>12}", cell(*ns, 1)));
    row + &format!(
        "  {:>14}  {:>13}  {:>14}  {:>12}",
        cell(ratio(kvplan, by_hand), 2),
        cell(ratio(before, kvplan), 2),
        cell(ratio(nexosim, kvplan), 2),
        cell(ratio(simpy, kvplan), 2)
    )
}

/// Keeps the least.
pub(crate) fn lessen(least: &mut Option<f64>, one: f64) {
    *least = Some(least.map_or(one, |least| least.min(one)));
}

/// One by the other, where both are there.
pub(crate) fn ratio(of: Option<f64>, to: Option<f64>) -> Option<f64> {
    of.zip(to).map(|(of, to)| of / to)
}

/// A number of a table, or a dash.
pub(crate) fn cell(number: Option<f64>, decimals: usize) -> String {
    number.map_or_else(|| "-".into(), |number| format!("{number:.decimals$}"))
}

/// What a kvplan took that tells no counts, and so does not look at its CPU time either: wall time,
/// or what is left of its process's CPU time without what kvplan's took to start and end, whichever
/// is less.
fn in_cpu_time(told: &Told, kvplan: &Told) -> f64 {
    if told.counts.is_some() {
        return told.ns_per_beat;
    }
    let beats = kvplan.counts.expect("kvplan tells them").beats as f64;
    let [told_whole, kvplan_whole] =
        [told, kvplan].map(|told| told.whole.as_nanos() as f64 / beats);
    told.ns_per_beat.min(told_whole - (kvplan_whole - kvplan.ns_per_beat))
}

fn check(programs: &[Program; 6], peer: (&Program, &Told), work: &Work, setting: Setting) {
    let (program, told) = peer;
    let kvplan = programs[0].run(work, setting, &[]).counts.expect("kvplan tells them");
    let counts = told.counts.expect("each peer tells them");
    let Counts { beats, reads, writes, routed } = kvplan;
    let is_near = |a: u64, b: u64, random: f64| a.abs_diff(b) as f64 <= random + 0.01 * b as f64;
    // They draw other numbers: five standard deviations of rare events, and a hundredth of what
    // happens often. A beat may fall beyond the horizon, once a worker.
    let by_chance = |count: u64| 5.0 + 7.0 * (count as f64).sqrt();
    let is_same = is_near(counts.beats, beats, f64::from(work.workers))
        && is_near(counts.reads, reads, by_chance(reads))
        && is_near(counts.writes, writes, by_chance(writes))
        && is_near(counts.routed, routed, by_chance(routed));
    assert!(is_same, "{}: {counts}\nwhere kvplan has {kvplan}", program.name);
}
