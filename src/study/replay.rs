//! What does a replay of recorded traffic say? Totals: a trace need not be whole days.

use serde::Serialize;

use super::assumptions::of_replay;
use super::collect::Collected;
use super::simulate::summarize;
use super::summary::Summary;
use super::warnings::replay_warnings;
use crate::scenario::Scenario;
use crate::simulation::Ledger;
use crate::words::{Op, Refusal, RequestKind};

/// What a replay found.
#[derive(Clone, PartialEq, Debug)]
pub struct Replayed {
    /// The figures that a simulation of one run has too; its `totals` are exact. Its means a day
    /// count a day that was begun as a whole one, and its cost and routing mean nothing here.
    pub summary: Summary,
    /// Operations by kind of request: reads, writes, deletes, lists. Those that occurred, in order.
    pub operations: Vec<(RequestKind, [u64; Op::COUNT])>,
    /// Requests that failed, by kind, in the order of [`RequestKind::ALL`].
    pub failed: [u64; RequestKind::COUNT],
    /// Heartbeats that were refused because KV did not know the worker.
    pub unknown_heartbeats: u64,
    /// Operations that were refused, in the order of [`Refusal::ALL`].
    pub refused: [u64; Refusal::COUNT],
    /// What became of client requests.
    pub routing: RecordedRouting,
    /// Isolates that were born.
    pub cold_starts: u64,
}

/// What became of client requests. Who was up is not known, so nothing is told of misrouted ones.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize)]
pub struct RecordedRouting {
    /// Sent to a worker.
    #[serde(rename = "routed_total")]
    pub routed: u64,
    /// No healthy worker was known.
    #[serde(rename = "unroutable_total")]
    pub unroutable: u64,
    /// Something was refused.
    #[serde(rename = "failed_total")]
    pub failed: u64,
}

/// Where the rules of the platform come from.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Platform {
    /// From a scenario.
    Given,
    /// From nowhere: instantaneous and consistent, and nothing is refused or expires.
    Ideal,
}

/// The figures of a replay: what was measured, and what enforcing the limits did where one was
/// passed.
pub fn replayed(
    scenario: &Scenario,
    (measured, enforced): (Ledger, Option<&Ledger>),
    platform: Platform,
) -> Replayed {
    let days = measured.days.len() as u32;
    let operations = |kind| Op::ALL.map(|op| measured.operations_of(kind, op));
    let occurred = |kind: &RequestKind| measured.requests[kind.index()].count > 0;
    let operations =
        RequestKind::ALL.into_iter().filter(occurred).map(|kind| (kind, operations(kind)));
    let operations = operations.collect();
    let failed = RequestKind::ALL.map(|kind| measured.requests[kind.index()].failed);
    let (refused, cold_starts) = (measured.refused, measured.cold_starts());
    let unknown_heartbeats = measured.skipped.unknown;
    let counts = measured.routing;
    let routing =
        RecordedRouting { routed: counts.ok, unroutable: counts.unroutable, failed: counts.failed };
    let mut collected = Collected::new(days);
    collected.add(0, measured, enforced);
    let (warnings, assumptions) =
        (replay_warnings(scenario, &collected), of_replay(scenario, platform));
    let summary = Summary { warnings, assumptions, ..summarize(scenario, collected) };
    Replayed { summary, operations, failed, unknown_heartbeats, refused, routing, cold_starts }
}
