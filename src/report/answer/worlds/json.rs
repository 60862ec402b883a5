//! Worlds as JSON: each with its meters, and the range of each meter over all of them.

use serde::Serialize;

use super::WorldsReport;
use super::words::verdict;
use crate::report::Depth;
use crate::report::answer::simulate::json::Document;
use crate::report::json::one_or_all;
use crate::scenario::{Setting, Unknown, World, Worlds};
use crate::study::{Explored, MeterRange, MeterSummary, Move, RoutingRange};
use crate::words::Meter;

/// The objects of a simulation, each with `worlds`, `worlds_range` and `worlds_routing`.
pub(super) fn render(reports: &[WorldsReport<'_>], depth: Depth) -> String {
    let documents = reports.iter();
    let documents =
        documents.map(|it| Document::new(&it.report, depth, Some(InWorlds::from(it.explored))));
    one_or_all(&documents.collect::<Vec<_>>())
}

/// What was found in all worlds.
#[derive(Serialize)]
struct InWorlds<'a> {
    worlds: Vec<WorldRow<'a>>,
    worlds_range: Vec<RangeRow<'a>>,
    worlds_routing: Vec<RoutingRangeRow<'a>>,
}

/// `same_as`: the first world that is the same as this one; its own name where there is none
/// before it.
#[derive(Serialize)]
struct WorldRow<'a> {
    name: &'a str,
    as_written: bool,
    same_as: &'a str,
    choices: Vec<ChoiceRow>,
    settings: &'a [Setting],
    meters: &'a [MeterSummary],
}

#[derive(Serialize)]
struct ChoiceRow {
    unknown: &'static str,
    choice: &'static str,
}

#[derive(Serialize)]
struct RangeRow<'a> {
    meter: Meter,
    mean_per_day_least: f64,
    mean_per_day_most: f64,
    max_per_day_least: f64,
    max_per_day_most: f64,
    limit_per_day: Option<u64>,
    used_ratio_least: Option<f64>,
    used_ratio_most: Option<f64>,
    worlds: usize,
    worlds_over: usize,
    worlds_over_names: Vec<&'a str>,
    verdict: Option<String>,
    moves: Vec<MoveRow>,
}

/// `figure` says the unit; the others are `null` where no worker was chosen.
#[derive(Serialize)]
struct RoutingRangeRow<'a> {
    figure: &'static str,
    as_written: Option<f64>,
    least: Option<f64>,
    least_in: Option<&'a str>,
    most: Option<f64>,
    most_in: Option<&'a str>,
}

/// What an unknown does on its own: the mean day while all others are as written.
#[derive(Serialize)]
struct MoveRow {
    unknown: &'static str,
    mean_per_day_least: f64,
    least_with: &'static str,
    mean_per_day_most: f64,
    most_with: &'static str,
}

impl<'a> From<&Explored<'a>> for InWorlds<'a> {
    fn from(it: &Explored<'a>) -> Self {
        let worlds = it.worlds;
        let written = worlds.worlds.iter().zip(&it.summaries).enumerate();
        Self {
            worlds: written
                .map(|(place, (world, summary))| WorldRow {
                    name: &world.name,
                    as_written: place == worlds.own,
                    same_as: name(worlds, world.same_as),
                    choices: choices(worlds, world),
                    settings: &world.settings,
                    meters: &summary.meters,
                })
                .collect(),
            worlds_range: it.ranges().iter().map(|it| range(it, worlds)).collect(),
            worlds_routing: it.routing().iter().map(|it| routing_range(it, worlds)).collect(),
        }
    }
}

fn name(worlds: &Worlds, place: usize) -> &str {
    &worlds.worlds[place].name
}

fn choices(worlds: &Worlds, world: &World) -> Vec<ChoiceRow> {
    let choices = worlds.unknowns.iter().zip(&world.choices);
    let row = |(unknown, &choice): (&Unknown, &usize)| ChoiceRow {
        unknown: unknown.name,
        choice: unknown.choices[choice].name,
    };
    choices.map(row).collect()
}

fn routing_range<'a>(it: &RoutingRange, worlds: &'a Worlds) -> RoutingRangeRow<'a> {
    RoutingRangeRow {
        figure: it.figure.name(),
        as_written: it.written,
        least: it.range.map(|it| it.least),
        least_in: it.range.map(|it| name(worlds, it.least_in)),
        most: it.range.map(|it| it.most),
        most_in: it.range.map(|it| name(worlds, it.most_in)),
    }
}

fn range<'a>(it: &MeterRange, worlds: &'a Worlds) -> RangeRow<'a> {
    RangeRow {
        meter: it.meter,
        mean_per_day_least: it.mean_per_day.least,
        mean_per_day_most: it.mean_per_day.most,
        max_per_day_least: it.max_per_day.least,
        max_per_day_most: it.max_per_day.most,
        limit_per_day: it.limit_per_day,
        used_ratio_least: it.used_ratio.map(|it| it.least),
        used_ratio_most: it.used_ratio.map(|it| it.most),
        worlds: worlds.worlds.len(),
        worlds_over: it.over.len(),
        worlds_over_names: it.over.iter().map(|&place| name(worlds, place)).collect(),
        verdict: verdict(it, worlds),
        moves: it.moves.iter().map(|it| moved(it, worlds)).collect(),
    }
}

fn moved(it: &Move, worlds: &Worlds) -> MoveRow {
    let unknown = &worlds.unknowns[it.unknown];
    let choice = |place: usize| unknown.choices[worlds.worlds[place].choices[it.unknown]].name;
    MoveRow {
        unknown: unknown.name,
        mean_per_day_least: it.mean_per_day.least,
        least_with: choice(it.mean_per_day.least_in),
        mean_per_day_most: it.mean_per_day.most,
        most_with: choice(it.mean_per_day.most_in),
    }
}
