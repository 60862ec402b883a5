//! What does a replay of recorded traffic say? Totals: a trace need not be whole days.

use serde::Serialize;

use super::serial::operations_total;
use super::summary::{Collected, LatencySummary, Platform, Summary, of_replay, replay_warnings};
use crate::scenario::Scenario;
use crate::simulation::Ledger;
use crate::words::{Op, Refusal, RequestKind};

/// What a replay found.
#[derive(Clone, PartialEq, Debug)]
pub struct Replayed {
    /// The figures that a simulation of one run has too; its `totals` are exact. Its means a day
    /// count a day that was begun as a whole one, and its cost and routing mean nothing here.
    pub summary: Summary,
    /// The kinds of request that occurred, in the order of [`RequestKind::ALL`].
    pub requests: Vec<RecordedRequests>,
    /// Heartbeats that were refused because KV did not know the worker.
    pub unknown_heartbeats: u64,
    /// Operations that were refused, in the order of [`Refusal::ALL`].
    pub refused: [u64; Refusal::COUNT],
    /// What became of client requests.
    pub routing: RecordedRouting,
    /// Isolates that were born.
    pub cold_starts: u64,
}

/// Requests of one kind.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct RecordedRequests {
    /// Which.
    pub request: RequestKind,
    /// How many.
    #[serde(rename = "count_total")]
    pub count: u64,
    /// Their operations, in the order of [`Op::ALL`].
    #[serde(flatten, serialize_with = "operations_total")]
    pub operations: [u64; Op::COUNT],
    /// The share that needed no KV operation.
    pub hit_ratio: f64,
    /// Those that failed.
    #[serde(rename = "failed_total")]
    pub failed: u64,
    /// How long they took inside the Worker.
    pub latency_ms: LatencySummary,
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

/// The figures of a replay: what was measured, and what enforcing the limits did where one was
/// passed.
pub fn replayed(
    scenario: &Scenario,
    (measured, enforced): (Ledger, Option<&Ledger>),
    platform: Platform,
) -> Replayed {
    let days = measured.days.len() as u32;
    let operations =
        RequestKind::ALL.map(|kind| Op::ALL.map(|op| measured.operations_of(kind, op)));
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
    let summary = Summary { warnings, assumptions, ..Summary::of(scenario, collected) };
    let requests = summary.requests.iter().zip(&summary.totals.requests);
    let requests = requests.map(|(means, totals)| RecordedRequests {
        request: totals.request,
        count: totals.count,
        operations: operations[totals.request.index()],
        hit_ratio: means.hit_ratio,
        failed: failed[totals.request.index()],
        latency_ms: means.latency_ms,
    });
    let requests = requests.collect();
    Replayed { summary, requests, unknown_heartbeats, refused, routing, cold_starts }
}
