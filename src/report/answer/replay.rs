//! What does `replay` say? As a simulation does, with totals in the place of means a day.

mod json;
mod tables;

use serde::Serialize;

use super::Answer;
use super::rows::render_sheet;
use super::simulate::{limits, with};
use crate::report::document::{Block, Document, Heading, Place, Section};
use crate::report::figures::many;
use crate::report::format::Sheet;
use crate::report::format::csv::Header;
use crate::report::{Depth, Report, count, wording};
use crate::scenario::Scenario;
use crate::study::{Platform, Replayed, TraceNote};

/// A replay, and what was replayed.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct ReplayReport<'a> {
    /// What was recorded.
    pub trace: &'a TraceFacts,
    /// The policy, the plan and, where it was given, the platform.
    pub scenario: &'a Scenario,
    /// Was a scenario given?
    pub platform: Platform,
    /// What was found.
    pub found: &'a Replayed,
}

/// What a trace holds, as far as it was read.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize)]
pub struct TraceFacts {
    /// Its path as the user typed it; `-` for standard input.
    pub path: String,
    /// Rows that were replayed, all kinds.
    pub rows: u64,
    /// Bad rows that were skipped.
    pub skipped: u64,
    /// The time of the first row, in milliseconds; `None` without rows.
    pub first_ms: Option<u64>,
    /// The time of the last row.
    pub last_ms: Option<u64>,
    /// Different isolates.
    pub isolates: u64,
    /// Different workers.
    pub workers: u64,
    /// What is legal in it and yet probably not meant.
    pub notes: Vec<TraceNote>,
}

/// The tables, and what is to be said of them.
impl Answer for ReplayReport<'_> {
    fn document(&self, depth: Depth) -> Document {
        let run = self.as_run();
        let summary = run.summary;
        let said = limits::passed(summary).into_iter();
        let said = said.chain(limits::other(&summary.meters)).chain(self.remarks());
        let mut blocks = vec![
            Block::Table(tables::meters(self)),
            Block::Table(tables::requests(self)),
            Block::Table(tables::causes(self)),
            Block::notes(said),
            Block::Warnings(wording::remarks(&summary.warnings)),
        ];
        if depth.verbose {
            blocks.push(Block::assumptions(&summary.assumptions));
        }
        let (title, facts) = (self.trace.path.clone(), self.facts());
        let below = with(run.changes());
        let heading = Heading { title, facts, place: Place::Below, below };
        Document::new("replay", vec![Section { heading, blocks }])
    }

    fn json(&self, _depth: Depth) -> String {
        json::render(*self)
    }

    fn csv(&self, sheet: Sheet) -> Option<String> {
        Some(render_sheet(&[self.as_run()], sheet, Header::With))
    }
}

impl<'a> ReplayReport<'a> {
    /// The same as a report of one run, for renderers that ask for no more.
    pub fn as_run(&self) -> Report<'a> {
        Report { scenario: self.scenario, summary: &self.found.summary, parameters: &[] }
    }

    /// `2 days, 3,001 rows, 2 workers, 3 isolates, policy optimized, cloudflare-free@2026-10`.
    fn facts(&self) -> String {
        let Self { trace, scenario, found, .. } = self;
        let mut facts = vec![many(found.summary.days.into(), "day"), many(trace.rows, "row")];
        if trace.skipped > 0 {
            facts.push(format!("{} bad and skipped", count(trace.skipped)));
        }
        facts.push(many(trace.workers, "worker"));
        facts.push(many(trace.isolates, "isolate"));
        facts.push(format!("policy {}", scenario.policy_name));
        facts.push(scenario.plan.name.clone());
        if self.platform == Platform::Given {
            facts.push(format!("on {}", scenario.name));
        }
        facts.join(", ")
    }

    /// What became of the clients' requests, of unknown workers, and of what was refused.
    fn remarks(&self) -> Vec<String> {
        let (found, routing) = (self.found, &self.found.routing);
        let mut remarks = Vec::new();
        if routing.routed + routing.unroutable + routing.failed > 0 {
            let (routed, lost) = (count(routing.routed), count(routing.unroutable));
            let mut text = format!("routing: {routed} sent to a worker, {lost} unroutable");
            if routing.failed > 0 {
                text.push_str(&format!(", {} failed", count(routing.failed)));
            }
            remarks.push(text);
        }
        if found.unknown_heartbeats > 0 {
            let unknown = count(found.unknown_heartbeats);
            remarks.push(format!("heartbeats refused as unknown: {unknown}"));
        }
        remarks
    }
}
