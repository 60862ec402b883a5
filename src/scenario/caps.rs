//! Every cap on what a scenario may ask for, by name.
//!
//! A file comes from anywhere, and `gate` runs in CI on files that a stranger may have changed: no
//! input may cost more than a moment to refuse.

use std::ops::RangeInclusive;

use crate::platform::VALUE_BYTES_MAX;
use crate::trace::Caps;
use crate::words::Span;

/// Bytes of a scenario or plan file.
pub const FILE_BYTES: usize = 1024 * 1024;
/// Folders inside one another that `gate` walks, the one that it is given among them.
pub const FOLDER_DEPTH: usize = 16;
/// Files and folders of a folder that `gate` walks, and of all below it.
pub const FOLDER_ENTRIES: usize = 100_000;
/// Lines that begin with `%`, each of which costs more than the one before.
pub const DIRECTIVES: usize = 100;
/// Values inside one another.
pub const DEPTH: usize = 32;
/// Values of a file, those that an alias repeats among them.
pub const NODES: usize = 50_000;
/// Errors that are kept; the rest show when these are mended.
pub const PROBLEMS: usize = 200;
/// Errors that are shown.
pub const SHOWN: usize = 50;
/// Steps of a path such as `workers[0].heartbeat.every`.
pub const PATH_STEPS: usize = 16;
/// Overrides (`--set`) of one command.
pub const OVERRIDES: usize = 1_000;

/// Settings that one sweep varies; two make a grid.
pub const SWEEP_AXES: usize = 2;
/// Points of a sweep.
pub const SWEEP_POINTS: usize = 10_000;
/// Points where only their number is given, or nothing.
pub const SWEEP_POINTS_DEFAULT: usize = 10;
/// Points times the bytes of the file, whose values are looked at for each.
pub const SWEEP_BYTES: usize = 256 * 1024 * 1024;
/// Points times runs times days.
pub const SWEEP_DAYS: u64 = 10_000_000;
/// Settings that one `headroom` asks about.
pub const QUESTIONS: usize = 20;
/// `headroom` looks no further up than this number.
pub const SEARCH_MOST: u64 = 1_000_000;
/// `headroom` tries no value of which all runs have more heartbeats and requests than about these.
pub const SEARCH_EVENTS: f64 = 1e9;
/// The same where all runs are made of each value, not only of the answer.
pub const SEARCH_EVENTS_EACH: f64 = 3e7;
/// Where a price is asked for, of which a part of the runs tells enough, so many of them are made that
/// they have no more than about these; one at least.
pub const SEARCH_EVENTS_OF_PRICES: f64 = 5e6;

/// Characters of a name (worker groups, services, colos, policies).
pub const NAME_CHARS: usize = 64;
/// Characters of a text for people (`name` of the scenario, `reason` of a budget).
pub const TEXT_CHARS: usize = 300;

/// Groups in `workers`.
pub const GROUPS: usize = 1_000;
/// Different services.
pub const SERVICES: usize = 1_000;
/// Workers of all groups together.
pub const WORKERS: u64 = 1_000_000;
/// Workers times the services that each of them offers.
pub const OFFERS: u64 = 4_000_000;
/// Workers times isolates: each isolate may hold an entry for each worker.
pub const WORKERS_TIMES_ISOLATES: u64 = 4_000_000;
/// Entries in `traffic`.
pub const TRAFFIC: usize = 1_000;
/// Entries in `isolates.colos`.
pub const COLOS: usize = 400;
/// Entries in `isolates.deploys_at`, and `steps` of a load.
pub const TIMES_OF_DAY: usize = 1_440;
/// Entries in `policies`.
pub const POLICIES: usize = 100;
/// Entries in `budgets`.
pub const BUDGETS: usize = 200;
/// Entries in `facts` of a plan.
pub const FACTS: usize = 1_000;
/// Entries in `notes` of a plan.
pub const PLAN_NOTES: usize = 20;
/// Days times runs: each of them is kept, some 500 bytes or more, until the report is written.
pub const DAY_RUNS: u64 = 2_000_000;
/// The same, of all worlds that differ.
pub const WORLD_DAY_RUNS: u64 = DAY_RUNS;
/// The same, of a verbose JSON, which lists them one by one: some 40 MB.
pub const LISTED_DAY_RUNS: u64 = 50_000;
/// Bytes of a saved result: more than a verbose one can have.
pub const RESULT_BYTES: u64 = 128 * 1024 * 1024;
/// Heartbeats, requests and page loads of all runs together.
pub const EVENTS: f64 = 1e12;

/// Simulated days of a run.
pub const DAYS: RangeInclusive<u64> = 1..=3_660;
/// Replications.
pub const RUNS: RangeInclusive<u64> = 1..=10_000;
/// Workers of one group.
pub const COUNT: RangeInclusive<u64> = 1..=WORKERS;
/// Isolates of one colo.
pub const ISOLATES: RangeInclusive<u64> = 1..=10_000;
/// Bytes of a value.
pub const BYTES: RangeInclusive<u64> = 1..=VALUE_BYTES_MAX as u64;
/// Entries of a bounded cache.
pub const MAX_ENTRIES: RangeInclusive<u64> = 1..=10_000_000;
/// Writes of heartbeats a day that an isolate makes.
pub const MAX_WRITES: RangeInclusive<u64> = 1..=1_000_000_000;
/// Models loaded at once.
pub const MODELS: RangeInclusive<u64> = 0..=1_000;
/// Requests in a burst.
pub const BURST: RangeInclusive<u64> = 1..=1_000_000;
/// Operations a day, of the rest of the account.
pub const OTHER: RangeInclusive<u64> = 0..=1_000_000_000_000;
/// Requests or page loads a day.
pub const PER_DAY: RangeInclusive<f64> = 0.0..=1e9;
/// Deploys, crashes, changes of a model a day.
pub const HAPPENINGS_PER_DAY: RangeInclusive<f64> = 0.0..=1_440.0;
/// A load, by convention 0 to 1.
pub const LOAD: RangeInclusive<f64> = 0.0..=1e9;
/// The load of a random walk.
pub const UNIT: RangeInclusive<f64> = 0.0..=1.0;
/// A colo's share of the clients' traffic.
pub const SHARE: RangeInclusive<f64> = 0.0..=1e6;
/// The peak rate over the least rate.
pub const RATIO: RangeInclusive<f64> = 1.0..=1_000.0;
/// An hour of the day; 24 itself is not one.
pub const HOUR: RangeInclusive<f64> = 0.0..=23.999;

const SECOND: Span = Span::from_secs(1);
const MONTH: Span = Span::from_secs(30 * 86_400);
const DECADE: Span = Span::from_secs(3_660 * 86_400);

/// Between two heartbeats.
pub const EVERY: RangeInclusive<Span> = SECOND..=MONTH;
/// The first heartbeat after the start, and the jitter of each, which stays below the interval.
pub const PHASE: RangeInclusive<Span> = Span::ZERO..=MONTH;
/// How long an operation takes, or a request on its way through the network.
pub const LATENCY: RangeInclusive<Span> = Span::ZERO..=Span::from_secs(60);
/// The median of a distribution of delays, which zero cannot be.
pub const MEDIAN: RangeInclusive<Span> = Span::from_ms(1)..=Span::from_secs(60);
/// How long an outage lasts, or an admin page stays open.
pub const OUTAGE: RangeInclusive<Span> = SECOND..=MONTH;
/// From one request of a burst to the next.
pub const SPACING: RangeInclusive<Span> = Span::ZERO..=Span::DAY;
/// A time to live in the coordinator's caches, and `max_interval`.
pub const TTL: RangeInclusive<Span> = Span::ZERO..=DECADE;
/// Spans that have to last a while: timeouts, lifetimes, turns of a flapping load.
pub const WHILE: RangeInclusive<Span> = SECOND..=DECADE;
/// How long a write takes to be readable in other colos.
pub const PROPAGATION: RangeInclusive<Span> = Span::ZERO..=Span::from_secs(3_600);
/// How often a request is sent in all.
pub const ATTEMPTS: RangeInclusive<u64> = 1..=20;
/// Before a request is sent the second time.
pub const BACKOFF: RangeInclusive<Span> = Span::from_ms(1)..=Span::from_secs(3_600);

/// A trace. Its days are those of a run; workers times isolates as in a scenario.
pub const TRACE: Caps = Caps {
    days: *DAYS.end(),
    row_bytes: 64 * 1024,
    name_bytes: 255,
    workers: WORKERS as usize,
    isolates: 100_000,
    workers_times_isolates: WORKERS_TIMES_ISOLATES,
    model_sets: 1_000_000,
    names_bytes: 128 * 1024 * 1024,
};
/// Milliseconds of CPU time that a request takes.
pub const CPU_MS: RangeInclusive<f64> = 0.0..=300_000.0;
/// A bound on a figure, in its unit.
pub const AMOUNT: RangeInclusive<f64> = 0.0..=1e12;
/// A bound as a share of a daily limit, in percent.
pub const PERCENT: f64 = 1e6;
