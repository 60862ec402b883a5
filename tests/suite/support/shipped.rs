//! The scenarios of the folder `scenarios`, and what all their runs say together.

use std::fs;
use std::path::{Path, PathBuf};

use kvplan::platform::Mode;
use kvplan::scenario::{Overrides, Scenario, Source, load};
use kvplan::simulation::Ledger;
use kvplan::words::{Cause, Meter, Op, Refusal, RequestKind};

use super::simulated::run;

/// The folder.
pub fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios")
}

/// The names of all files in it, sorted.
pub fn names() -> Vec<String> {
    let entries = fs::read_dir(folder()).expect("the folder");
    let names = entries.map(|it| it.expect("an entry").file_name().into_string().expect("UTF-8"));
    let mut names: Vec<_> = names.filter(|name| name.ends_with(".yaml")).collect();
    names.sort();
    names
}

/// The text of one.
pub fn text(name: &str) -> String {
    fs::read_to_string(folder().join(name)).expect(name)
}

/// One, with these values changed as `--set` does.
pub fn shipped(name: &str, set: &[&str]) -> Scenario {
    let set = set.iter().map(|text| (*text).to_owned()).collect();
    let source = Source { path: name.into(), bytes: text(name).into_bytes() };
    let overrides = Overrides { set, ..Overrides::default() };
    load(&source, &overrides, &|path| panic!("reads {path}"))
        .unwrap_or_else(|errors| panic!("{name}: {errors:#?}"))
}

/// The ledgers of all runs of a scenario.
pub struct AllRuns(pub Vec<Ledger>);

impl AllRuns {
    /// Makes them.
    pub fn of(scenario: &Scenario, mode: Mode) -> Self {
        Self((0..scenario.runs).map(|number| run(scenario, number, mode)).collect())
    }

    /// All runs of a shipped scenario, with nothing enforced.
    pub fn measured(name: &str, set: &[&str]) -> Self {
        Self::of(&shipped(name, set), Mode::Measure)
    }

    /// All runs of a shipped scenario, under the plan's limits.
    pub fn enforced(name: &str, set: &[&str]) -> Self {
        Self::of(&shipped(name, set), Mode::Enforce)
    }

    /// The mean a day of a count.
    pub fn per_day(&self, count: impl Fn(&Ledger) -> u64) -> f64 {
        let days: usize = self.0.iter().map(|ledger| ledger.days.len()).sum();
        self.0.iter().map(count).sum::<u64>() as f64 / days as f64
    }

    /// The mean a day of a meter.
    pub fn meter(&self, meter: Meter) -> f64 {
        self.per_day(|ledger| ledger.total(meter))
    }

    /// Operations whose cause is a cold isolate, mean a day.
    pub fn cold(&self, op: Op) -> f64 {
        let cold = |ledger: &Ledger| {
            let kinds = RequestKind::ALL.iter();
            kinds.map(|kind| ledger.causes.of((*kind).into(), Cause::Cold.into())[op.index()]).sum()
        };
        self.per_day(cold)
    }

    /// Writes that KV refused, one key twice within a second, mean a day.
    pub fn refused_writes(&self) -> f64 {
        self.per_day(|ledger| ledger.refused[Refusal::SameKeyRate.index()])
    }

    /// The share of client requests that needed no operation.
    pub fn route_hits(&self) -> f64 {
        let routes = |count: fn(&Ledger) -> u64| self.0.iter().map(count).sum::<u64>() as f64;
        let hits = routes(|ledger| ledger.requests[RequestKind::Route.index()].hits);
        hits / routes(|ledger| ledger.requests[RequestKind::Route.index()].count)
    }

    /// The oldest heartbeat that a router knew of the worker that it chose, in milliseconds.
    pub fn stalest_ms(&self) -> u64 {
        let colos = self.0.iter().flat_map(|ledger| &ledger.colos);
        colos.map(|colo| colo.stalest_ms).max().unwrap_or(0)
    }

    /// The earliest time of a day at which a limit is passed, in milliseconds since 00:00 UTC.
    pub fn passed_at(&self, meter: Meter) -> Option<u32> {
        let days = self.0.iter().flat_map(|ledger| &ledger.days);
        days.filter_map(|day| day.passed_at(meter)).min()
    }
}
