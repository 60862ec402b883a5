//! What does `simulate --worlds` say?
//!
//! Below what the scenario as written uses: each meter from the least to the most of all worlds,
//! what each unknown does on its own, and the worlds in which a limit is passed. CSV has the rows
//! of every world, its choices as parameters.

mod json;
pub(super) mod loads;
mod tables;
mod words;

use super::Answer;
use super::rows::render_sheet;
use super::simulate;
use crate::report::document::{Block, Document, Section};
use crate::report::format::Sheet;
use crate::report::format::csv::Header;
use crate::report::{Depth, Parameter, Report};
use crate::scenario::{Scenario, Unknown, World};
use crate::study::{Explored, Loaded, Summary};

/// One scenario as written, and in all its worlds.
#[derive(Clone, Copy, Debug)]
pub struct WorldsReport<'a> {
    /// As written.
    pub report: Report<'a>,
    /// In all worlds.
    pub explored: &'a Explored<'a>,
    /// Under other loads, where that was asked for.
    pub loads: &'a [Loaded],
}

/// What is said of each scenario as written, then of all its worlds. Every world's figures, and why
/// each unknown is one, with `depth.verbose` only.
impl Answer for &[WorldsReport<'_>] {
    fn document(&self, depth: Depth) -> Document {
        Document::new("simulate", self.iter().map(|it| section(it, depth)).collect())
    }

    fn json(&self, depth: Depth) -> String {
        json::render(self, depth)
    }

    fn csv(&self, sheet: Sheet) -> Option<String> {
        Some(rows(self, sheet))
    }
}

fn section(all: &WorldsReport<'_>, depth: Depth) -> Section {
    let WorldsReport { report, explored, loads } = all;
    let mut section = simulate::section(report, depth);
    section.blocks.push(Block::Paragraphs(vec![words::title(explored.worlds)]));
    section.blocks.extend(tables::all(explored, depth).into_iter().map(Block::Table));
    section.blocks.push(Block::notes(words::texts(explored)));
    section.blocks.push(loads::block(report.summary, loads));
    if depth.verbose {
        section.blocks.push(Block::notes(words::unknowns(explored.worlds)));
    }
    section
}

/// The rows of every world, with a parameter for each unknown.
fn rows(reports: &[WorldsReport<'_>], sheet: Sheet) -> String {
    let each = reports.iter().flat_map(|WorldsReport { explored, .. }| {
        let unknowns = &explored.worlds.unknowns;
        let worlds = explored.worlds.worlds.iter().zip(&explored.summaries);
        worlds.map(|(world, &summary)| (&world.scenario, summary, parameters(unknowns, world)))
    });
    let each: Vec<(&Scenario, &Summary, Vec<Parameter>)> = each.collect();
    let all =
        each.iter().map(|(scenario, summary, parameters)| Report { scenario, summary, parameters });
    let all: Vec<Report<'_>> = all.collect();
    render_sheet(&all, sheet, Header::With)
}

/// What was chosen for each unknown.
fn parameters(unknowns: &[Unknown], world: &World) -> Vec<Parameter> {
    let chosen = unknowns.iter().zip(&world.choices).map(|(unknown, &choice)| Parameter {
        path: unknown.name.to_owned(),
        value: unknown.choices[choice].name.to_owned(),
    });
    chosen.collect()
}
