//! Whole scenarios drawn at random: policy, namespace, isolates, colos, workers, traffic, plan.
//!
//! A scenario is a base file and a list of edits as `--set` takes them, drawn from the table of all
//! fields, so that a new setting is among them as soon as it is in the table. Each is made from its
//! number, which a failure prints; `DRAWN_SCENARIO` in the environment makes that one alone, and
//! `DRAWN_SCENARIOS` says how many are made.

use std::fmt::Display;
use std::sync::LazyLock;
use std::{env, iter};

use kvplan::coordinator::Preset;
use kvplan::scenario::{Overrides, Scenario, Source, load};
use kvplan::scenario::{
    SCENARIO,
    fields::{Holds, Section},
};
use rand::rngs::Xoshiro256PlusPlus;
use rand::{Rng, SeedableRng};

/// How many, unless the environment says otherwise.
const SCENARIOS: u64 = 160;
const HOW_MANY: &str = "DRAWN_SCENARIOS";
const WHICH: &str = "DRAWN_SCENARIO";
/// Edits that are tried on each.
const TRIES: usize = 30;

/// Two of everything that there may be several of.
pub const BASE: &str = "\
name: drawn
days: 1
runs: 2
workers:
  - { name: gpu, count: 2, services: [rag], heartbeat: { every: 3m } }
  - { name: cpu, services: [rag, ocr], heartbeat: { every: 5m } }
traffic:
  - { service: rag, requests_per_day: 300 }
  - { service: ocr, requests_per_day: 40 }
admin: { loads_per_day: 2, refresh: { every: 70s, during: 7m } }
isolates: { colos: [ { name: LHR }, { name: AMS } ] }
kv:
  latency:
    hot: { median: 5ms, p99: 160ms }
    cold: { median: 50ms, p99: 287ms }
    write: { median: 40ms, p99: 300ms }
";

/// A plan whose limits are soon passed.
pub const TIGHT: &str = "tight.yaml";

/// The text of the plan that a drawn scenario may name.
pub fn tight_plan() -> String {
    let free = include_str!("../../../src/platform/plans/cloudflare-free@2026-10.yaml");
    let rules = free.replace("100000", "500").replace("per_day: 1000", "per_day: 20");
    rules.replace("cloudflare-free@2026-10", "tight")
}

/// The scenario of the base file with these edits, or the first mistake.
pub fn with(edits: &[String]) -> Result<Scenario, String> {
    with_plan(edits, &tight_plan())
}

/// The same, where [`TIGHT`] holds this text.
pub fn with_plan(edits: &[String], plan: &str) -> Result<Scenario, String> {
    let source = Source { path: "drawn.yaml".into(), bytes: BASE.into() };
    let overrides = Overrides { set: edits.to_vec(), ..Overrides::default() };
    let read = |path: &str| match path {
        TIGHT => Ok(plan.into()),
        _ => Err(std::io::ErrorKind::NotFound.into()),
    };
    load(&source, &overrides, &read).map_err(|mistakes| mistakes[0].message.clone())
}

/// A drawn scenario.
pub struct Drawn {
    /// Its number.
    pub number: u64,
    /// What was changed in the base file.
    pub edits: Vec<String>,
    /// What came of the first edit, of the first two, …
    pub made: Vec<Scenario>,
}

impl Drawn {
    fn new(number: u64, leaves: &[Leaf]) -> Self {
        let mut draws = Xoshiro256PlusPlus::seed_from_u64(number);
        let (mut edits, mut made) = (Vec::new(), Vec::new());
        let seed = format!("seed={number}");
        let tries = (0..TRIES).map(|place| {
            // One by one in turn, so that each is tried equally often, and any other with them.
            let in_turn = (number as usize * TRIES / 2 + place / 2) % leaves.len();
            let leaf = if place % 2 == 0 { &leaves[in_turn] } else { pick(&mut draws, leaves) };
            format!("{}={}", leaf.path, pick(&mut draws, &leaf.values))
        });
        for edit in iter::once(seed).chain(tries) {
            edits.push(edit);
            match with(&edits) {
                Ok(scenario) => made.push(scenario),
                Err(_) => drop(edits.pop()),
            }
        }
        Self { number, edits, made }
    }

    /// With all edits.
    pub fn scenario(&self) -> &Scenario {
        self.made.last().expect("a seed is always sound")
    }
}

/// Says which scenario it was that a law fails on.
struct Told<'d>(&'d Drawn);

impl Drop for Told<'_> {
    fn drop(&mut self) {
        if std::thread::panicking() {
            let set = |edit: &String| format!(" --set '{edit}'");
            let edits: String = self.0.edits.iter().map(set).collect();
            eprintln!("again: {WHICH}={} cargo test drawn\n{BASE}{edits}", self.0.number);
        }
    }
}

fn pick<'a, T>(draws: &mut impl Rng, from: &'a [T]) -> &'a T {
    &from[(draws.next_u64() % from.len() as u64) as usize]
}

fn asked(name: &str) -> Option<u64> {
    let text = env::var(name).ok()?;
    Some(text.parse().unwrap_or_else(|_| panic!("{name}={text} is no whole number")))
}

/// How many scenarios are drawn.
pub fn how_many() -> u64 {
    asked(HOW_MANY).unwrap_or(SCENARIOS)
}

/// All of them, drawn once.
static ALL: LazyLock<Vec<Drawn>> = LazyLock::new(|| {
    let leaves = leaves();
    let numbers = match asked(WHICH) {
        Some(number) => number..number + 1,
        None => 0..how_many(),
    };
    numbers.map(|number| Drawn::new(number, &leaves)).collect()
});

/// Holds a law against each drawn scenario.
pub fn each(mut law: impl FnMut(&Drawn)) {
    for drawn in &*ALL {
        let told = Told(drawn);
        law(told.0);
    }
}

/// A field that has a value of its own, and values that it may have.
pub struct Leaf {
    /// Its path; an entry of a list is the first or the second.
    pub path: String,
    /// Values to try; where bounds or other settings forbid one it is refused.
    pub values: Vec<String>,
}

/// All fields that figures may depend on.
pub fn leaves() -> Vec<Leaf> {
    let mut found = Vec::new();
    below(&SCENARIO, "", &mut found);
    found
}

/// What only people see, what only `gate` reads, and the policies that are not in use.
const IDLE: [&str; 3] = ["name", "budgets", "policies"];

fn below(section: &Section, at: &str, found: &mut Vec<Leaf>) {
    for field in &section.fields {
        let path = format!("{at}{}", field.name);
        if IDLE.contains(&path.as_str()) {
            continue;
        }
        let values = match path.as_str() {
            "plan" => own(&[
                "cloudflare-free@2026-10",
                "cloudflare-paid@2026-10",
                "cloudflare-kv-instant@2026-10",
                TIGHT,
            ]),
            "policy" => own(&Preset::NAMES),
            "days" => own(&["1", "2", "3"]),
            _ => field.holds.iter().flat_map(values).collect(),
        };
        if !values.is_empty() {
            found.push(Leaf { path: path.clone(), values });
        }
        let Some(section) = field.section() else { continue };
        if field.is_list() {
            for entry in 0..2 {
                below(section, &format!("{path}[{entry}]."), found);
            }
        } else {
            below(section, &format!("{path}."), found);
        }
    }
}

/// Values that cost little to simulate, the least that may stand there among them.
fn values(holds: &Holds) -> Vec<String> {
    let spans = ["0s", "20ms", "1s", "7s", "30s", "70s", "7m", "3h"];
    let counts = ["0", "1", "2", "3", "7"];
    let numbers = ["0", "0.1", "0.7", "1", "7", "60"];
    match holds {
        Holds::Name(_) => own(&["rag", "ocr", "LHR", "AMS", "any", "naive", "optimized"]),
        Holds::Whole(range) => from(range.start(), &counts),
        Holds::Number(range) => from(range.start(), &numbers),
        Holds::YesNo => own(&["yes", "no"]),
        Holds::Time => own(&["05:00", "07:00", "12:30", "18:00"]),
        Holds::Duration(range) => from(range.start(), &spans),
        Holds::Words(words) => own(words),
        Holds::List(_, entry) => match &entry[..] {
            [Holds::Name(_)] => own(&["[rag]", "[ocr]", "[rag, ocr]", "[ocr, rag]"]),
            [Holds::Time] => own(&["[]", "[\"07:00\"]", "[\"07:00\", \"12:30\"]"]),
            [Holds::Map(section), ..] if section.field("at").is_some() => {
                own(&["[ { at: \"07:00\", load: 0.1 }, { at: \"12:30\", load: 0.7 } ]"])
            }
            _ => Vec::new(),
        },
        _ => Vec::new(),
    }
}

fn from(least: impl Display, more: &[&str]) -> Vec<String> {
    iter::once(least.to_string()).chain(own(more)).collect()
}

fn own(words: &[&str]) -> Vec<String> {
    words.iter().map(|word| (*word).to_owned()).collect()
}

/// The path of an edit, the same for every entry of a list.
pub fn field_of(edit: &str) -> String {
    let (path, _) = edit.split_once('=').unwrap_or((edit, ""));
    path.replace("[0]", "[]").replace("[1]", "[]")
}
