//! Scenarios written as YAML, and one run of them.

use kvplan::coordinator::{Policy, Preset};
use kvplan::platform::Mode;
use kvplan::program::Deployed;
use kvplan::scenario::{Overrides, Scenario, Source, load};
use kvplan::simulation::{self, Ledger, RunId, Watch};
use kvplan::study::{self, Days, Options, Summary, simulate};

/// Watches nothing.
pub struct Unwatched;

impl Watch for Unwatched {
    fn day_is_done(&self) {}

    fn goes_on(&self) -> bool {
        true
    }
}

impl study::Watch for Unwatched {
    fn advance(&self, _: u64) {}

    fn stopped(&self) -> bool {
        false
    }
}

/// A checked scenario.
pub fn scenario(yaml: &str, set: &[&str]) -> Scenario {
    let source = Source { path: "test.yaml".into(), bytes: yaml.into() };
    let set = set.iter().map(|text| (*text).to_owned()).collect();
    load(&source, &Overrides { set, ..Overrides::default() }, &|path| panic!("reads {path}"))
        .unwrap_or_else(|errors| panic!("{errors:#?}"))
}

/// One run.
pub fn run(scenario: &Scenario, run: u32, mode: Mode) -> Ledger {
    let id = RunId { run, mode };
    simulation::run(scenario, id, &scenario.policy, &Unwatched).expect("nobody stops it")
}

/// What all runs say, with nothing enforced.
pub fn summary(scenario: &Scenario) -> Summary {
    let runner = |scenario: &Scenario, id, days: &Days<'_>| {
        simulation::run(scenario, id, &scenario.policy, days)
    };
    simulate(scenario, Options::demand(1), &runner, &Unwatched).expect("nobody stops it")
}

/// A ledger of one day in one colo, with nothing in it.
pub fn empty_ledger() -> Ledger {
    Ledger::new(1, 1, Policy::preset(Preset::Optimized).axes())
}

/// Run 0, with nothing enforced.
pub fn measure(scenario: &Scenario) -> Ledger {
    run(scenario, 0, Mode::Measure)
}
