//! What a study found: figures, no layout. Every report is made from this.
//!
//! The order of the fields is that of the JSON, which skips what is for people alone. A saved result
//! is read back into the same types, as much of it as a comparison needs.

mod assumptions;
mod collect;
mod colos;
mod cost;
mod meters;
mod requests;
mod totals;
mod warnings;

use serde::{Deserialize, Serialize};

use self::assumptions::assumptions;
use self::warnings::warnings;
use crate::platform::DayCounts;
use crate::scenario::Scenario;
use crate::words::{Cause, Meter, Refusal, RequestKind};

pub(super) use self::assumptions::of_replay;
pub use self::assumptions::{Assumption, Platform};
pub(super) use self::collect::Collected;
pub use self::colos::{Births, ColoSummary, IsolatesSummary, StalenessSummary, UnlistedSummary};
pub(super) use self::cost::cost;
pub use self::cost::{CostLine, CostSummary};
pub use self::meters::{Enforced, EnforcedMeter, MeterSummary, Moment, NextDay};
pub use self::requests::{
    AllRequests, CacheSummary, CauseSummary, LatencySummary, LivingSummary, RequestSummary,
};
pub use self::totals::{CacheTotal, CauseTotal, RequestTotal, Totals};
pub(super) use self::warnings::replay_warnings;
pub use self::warnings::{Advice, Kept, OldRecord, Patience, Together, Warning};

/// What all runs of one scenario say together.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Summary {
    /// Runs that were made.
    pub runs: u32,
    /// The one run that was asked for, from 0; `None`: all of them were.
    #[serde(rename = "run")]
    pub only_run: Option<u32>,
    /// Days of each run.
    pub days: u32,
    /// Demand, in the order of [`Meter::ALL`]: the daily limits refuse nothing here.
    pub meters: Vec<MeterSummary>,
    /// What enforcing the limits does; `None` where no limit is passed.
    #[serde(skip_deserializing)]
    pub enforced: Option<Enforced>,
    /// The kinds of request that occurred, in the order of [`RequestKind::ALL`].
    pub requests: Vec<RequestSummary>,
    /// The caches that are switched on, in the order of [`crate::words::CacheName::ALL`].
    #[serde(skip_deserializing)]
    pub caches: Vec<CacheSummary>,
    /// Operations by meter, request kind and cause, those that occurred; they add up to the meters.
    #[serde(default)]
    pub causes: Vec<CauseSummary>,
    /// What became of client requests.
    pub routing: RoutingSummary,
    /// What it costs a month of 30 days.
    pub cost: CostSummary,
    /// What the isolates say of themselves that live at the end of the first run.
    #[serde(skip)]
    pub living: Option<LivingSummary>,
    /// The most memory that the caches of all isolates held at once, estimated, in bytes.
    #[serde(default)]
    pub memory_bytes: u64,
    /// The most that KV held, looked at each hour, estimated, in bytes.
    pub stored_bytes: f64,
    /// What was read from KV and written to it, estimated, in bytes a day.
    pub moved_bytes_per_day: f64,
    /// What the figures rest on that nobody has measured.
    #[serde(skip_deserializing)]
    pub assumptions: Vec<Assumption>,
    /// What the user should look at.
    #[serde(skip_deserializing)]
    pub warnings: Vec<Warning>,
    /// By colo, in the order of the scenario.
    #[serde(skip_deserializing)]
    pub colos: Vec<ColoSummary>,
    /// The isolates of all colos.
    #[serde(default)]
    pub isolates: IsolatesSummary,
    /// How old what the routers of all colos knew was; `None` where none chose a worker.
    pub staleness_ms: Option<StalenessSummary>,
    /// Index entries that a write undid, because it was made from an older list; mean a day.
    #[serde(default)]
    pub lost_updates_per_day: f64,
    /// Live workers that no route can find; `None` where no worker ever registered.
    #[serde(rename = "unlisted_workers", default)]
    pub unlisted: Option<UnlistedSummary>,
    /// Requests that were sent because one had failed, mean a day; they are among all counts.
    #[serde(default)]
    pub retries_per_day: f64,
    /// Operations refused because of their key's rate, or as too many of one invocation, mean a day;
    /// `None`: a saved result of before does not say.
    pub refused_per_day: Option<f64>,
    /// Why there were so many runs; `None`: so many were asked for.
    #[serde(skip)]
    pub auto: Option<AutoStop>,
    /// All requests of all kinds together; `None` where there were none.
    #[serde(skip)]
    pub all_requests: Option<AllRequests>,
    /// Demand by hour of the day, 24 rows.
    #[serde(skip)]
    pub hours: Vec<HourSummary>,
    /// Refused because one key was written twice within the plan's interval; mean a day.
    #[serde(skip)]
    pub rate_refused_per_day: f64,
    /// Heartbeats that wrote nothing, mean a day.
    #[serde(skip)]
    pub skipped: SkippedSummary,
    /// Events simulated, all runs together.
    #[serde(skip)]
    pub events: u64,
    /// The same as exact sums.
    #[serde(skip)]
    pub totals: Totals,
    /// The figures of each run, in order.
    #[serde(skip)]
    pub runs_detail: Vec<RunDetail>,
}

impl Summary {
    /// The mean day of each run.
    pub fn run_means(&self, meter: Meter) -> Vec<f64> {
        self.runs_detail.iter().map(|it| it.mean_per_day(meter)).collect()
    }

    /// The figures of all runs that were collected.
    pub(super) fn of(scenario: &Scenario, collected: Collected) -> Self {
        let meters = collected.meters(scenario);
        let smaller = scenario.kv.sizes.compression;
        let stored_bytes = collected.stored_bytes as f64 / smaller;
        Self {
            days: collected.days,
            runs: collected.runs,
            only_run: None,
            auto: None,
            enforced: collected.enforced(),
            requests: collected.requests(),
            all_requests: collected.all_requests(),
            caches: collected.caches(),
            causes: collected.causes(),
            routing: collected.routing(),
            hours: collected.hours(),
            cost: cost(&scenario.plan, &meters, (cpu_ms(scenario, &meters), stored_bytes)),
            rate_refused_per_day: collected.per_day(collected.refused(Refusal::SameKeyRate)),
            memory_bytes: collected.memory_bytes,
            living: collected.living(),
            stored_bytes,
            moved_bytes_per_day: collected.per_day(collected.moved_bytes) / smaller,
            colos: collected.colos(scenario),
            isolates: collected.isolates(scenario),
            staleness_ms: collected.staleness_ms(),
            lost_updates_per_day: collected.per_day(collected.lost_updates()),
            unlisted: collected.unlisted(),
            retries_per_day: collected.per_day(collected.retries()),
            refused_per_day: Some(
                collected.per_day(REFUSED.map(|it| collected.refused(it)).iter().sum()),
            ),
            skipped: collected.skipped(),
            events: collected.events,
            totals: collected.totals(),
            warnings: warnings(scenario, &collected, &meters),
            assumptions: assumptions(scenario),
            meters,
            runs_detail: collected.detail,
        }
    }
}

/// The CPU time of the mean day, in milliseconds; `None`: nobody says how much a request takes.
pub(super) fn cpu_ms(scenario: &Scenario, meters: &[MeterSummary]) -> Option<f64> {
    let requests = meters.iter().find(|it| it.meter == Meter::Requests)?;
    scenario.cpu_ms_per_request.map(|ms| ms * requests.mean_per_day)
}

/// Why an operation is refused where the demand is measured: no daily limit refuses anything.
const REFUSED: [Refusal; 2] = [Refusal::SameKeyRate, Refusal::TooManyOps];

/// Why no more runs were made.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct AutoStop {
    /// Why.
    pub reason: StopReason,
    /// The target.
    pub target: f64,
    /// The meter whose mean is known least, with half the width of its interval as a share of the
    /// mean; `None` where nothing is used.
    pub widest: Option<(Meter, f64)>,
}

/// Why no more runs were made.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum StopReason {
    /// All is known within the targets.
    Known,
    /// There are [`crate::study::AUTO_RUNS_MOST`].
    MostRuns,
}

/// What became of client requests, mean a day.
#[derive(Clone, Copy, PartialEq, Debug, Default, Serialize, Deserialize)]
pub struct RoutingSummary {
    /// Sent to a worker that was up.
    pub ok_per_day: f64,
    /// Sent to a worker that was down.
    pub misrouted_per_day: f64,
    /// No healthy worker was known.
    pub unroutable_per_day: f64,
    /// Workers that were up and left out as dead, counted each time a list was made.
    pub false_dead_per_day: f64,
    /// Client requests that failed because an operation or the request itself was refused.
    #[serde(default)]
    pub failed_per_day: f64,
}

impl RoutingSummary {
    /// Requests that were sent to a worker, up or down.
    pub fn answered_per_day(&self) -> f64 {
        self.ok_per_day + self.misrouted_per_day
    }

    /// Requests of clients.
    pub fn asked_per_day(&self) -> f64 {
        self.answered_per_day() + self.unroutable_per_day + self.failed_per_day
    }
}

/// One hour of the day, mean over all days of all runs.
#[derive(Clone, PartialEq, Debug)]
pub struct HourSummary {
    /// `0..24`, UTC.
    pub hour: u8,
    /// Mean counts of that hour, in the order of [`Meter::ALL`].
    pub counts: [f64; Meter::COUNT],
}

/// Heartbeats that wrote nothing, mean a day.
#[derive(Clone, Copy, PartialEq, Debug, Default)]
pub struct SkippedSummary {
    /// Nothing had changed.
    pub unchanged_per_day: f64,
    /// The load had moved by no more than `load_delta`.
    pub small_load_change_per_day: f64,
    /// There was something to write, and it was left out.
    pub dropped_per_day: f64,
    /// Refused: KV did not know the worker.
    pub unknown_per_day: f64,
}

/// One run.
#[derive(Clone, PartialEq, Debug)]
pub struct RunDetail {
    /// Its number, from 0.
    pub run: u32,
    /// Its days, in order.
    pub days: Vec<DayCounts>,
    /// Operations by request kind, cause and meter, totals of the run.
    pub causes: Vec<(RequestKind, Cause, Meter, u64)>,
    /// What became of client requests; a saved result does not say it of each run.
    pub routing: RoutingSummary,
}

impl RunDetail {
    /// Its mean day.
    pub fn mean_per_day(&self, meter: Meter) -> f64 {
        let total: u64 = self.days.iter().map(|day| day.count(meter)).sum();
        total as f64 / self.days.len().max(1) as f64
    }
}
