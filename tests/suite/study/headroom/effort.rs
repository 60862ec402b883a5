//! How much `headroom` simulates for its answers, counted in requests begun and replies delivered.

use std::sync::atomic::{AtomicU64, Ordering};

use kvplan::scenario::{File, Overrides, Scenario, Source, Worlds};
use kvplan::simulation::{self, Ledger, RunId};
use kvplan::study::{AskedBeside, Asking, Beside, Days, Options, Standing, Subject, simulate};
use kvplan::words::Meter;

use super::Unwatched;

const TWO_WORKERS: &str = include_str!("../../../../scenarios/2-workers.yaml");

/// Events of all answers to the published questions about the shipped two workers, and how many requests
/// all runs of each value that was tried would have, the least of what they take.
fn events(yaml: &str, worlds: impl Fn(&Scenario) -> Option<Worlds>) -> (u64, u64) {
    let made = AtomicU64::new(0);
    let runner = |scenario: &Scenario, id: RunId, days: &Days<'_>| -> Option<Ledger> {
        let ledger = simulation::run(scenario, id, &scenario.policy, days)?;
        made.fetch_add(ledger.events, Ordering::Relaxed);
        Some(ledger)
    };
    let source = Source { path: "2-workers.yaml".into(), bytes: yaml.into() };
    let (overrides, read) = (Overrides::default(), |path: &str| panic!("reads {path}"));
    let file = File::parse(&source).expect("a shipped file");
    let base = file.load(&overrides, &read).expect("a shipped scenario");
    let subject = Subject { file: &file, overrides: &overrides, base: &base, read: &read };
    let asking = Asking { direction: None, goal: super::goal() };
    let (options, watched) = (Options::demand(2), (&runner as _, &Unwatched as _));
    let written = simulate(&base, options, &runner, &Unwatched).expect("nobody stops it");
    let worlds = worlds(&base);
    let beside = AskedBeside { worlds: worlds.as_ref(), loads: Beside::Worlds };
    let mut all = 0.0;
    for asked in subject.questions(&[], &asking).expect("the published ones") {
        let before = made.load(Ordering::Relaxed);
        let found = subject.answer(&asked, (&written, beside), (options, watched));
        let found = found.expect("nobody stops it");
        println!("{:.60}: {}", format!("{asked:?}"), made.load(Ordering::Relaxed) - before);
        let worlds = found.in_worlds.iter().enumerate();
        let elsewhere = worlds.filter(|(place, it)| it.same_as == *place).map(|(_, it)| &it.found);
        for answer in found.answered.searched().into_iter().chain(elsewhere) {
            let requests = |it: &Standing| it.meters[Meter::Requests.index()].mean_per_day;
            let a_day: f64 = answer.tried.iter().map(requests).sum();
            all += a_day * f64::from(base.days * base.runs);
        }
    }
    (made.into_inner(), all as u64)
}

/// All runs of eight values beside the answers and of the scenario as written take 37 million.
#[test]
#[ignore = "simulates for ten seconds; `cargo test --release effort -- --ignored --nocapture`"]
fn two_workers_take_little_more_than_their_answers() {
    let (alone, _) = events(TWO_WORKERS, |_| None);
    let (in_worlds, _) = events(TWO_WORKERS, |base| Some(Worlds::of(base)));
    println!("{alone} events, {in_worlds} in all worlds");
    assert!(alone <= 60_000_000, "{alone}");
    assert!(in_worlds <= 120_000_000, "{in_worlds}");
}

/// The same in ten days, of which a first day of each value and ten of each answer are made.
#[test]
fn few_days_take_a_fraction_of_all_runs_of_each_value() {
    let few = TWO_WORKERS.replace("\ndays: 7", "\ndays: 2").replace("\nruns: 20", "\nruns: 5");
    let (alone, all) = events(&few, |_| None);
    let (in_worlds, all_in_worlds) = events(&few, |base| Some(Worlds::of(base)));
    println!("{alone} events of {all}, {in_worlds} of {all_in_worlds} in all worlds");
    assert!(3 * alone < all, "{alone} of {all}");
    assert!(4 * in_worlds < all_in_worlds, "{in_worlds} of {all_in_worlds}");
}
