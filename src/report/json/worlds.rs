//! Worlds as JSON: each with its meters, and the range of each meter over all of them.

use serde::Serialize;

use super::meters::MeterRow;
use super::shape::Document;
use super::written;
use crate::report::Depth;
use crate::report::worlds::{WorldsReport, verdict};
use crate::scenario::{Setting, World, Worlds};
use crate::study::{Explored, MeterRange, RoutingRange, Spread};

/// The objects of [`super::render_json`], each with `worlds`, `worlds_range` and `worlds_routing`.
pub fn render_worlds_json(reports: &[WorldsReport<'_>], depth: Depth) -> String {
    let documents: Vec<Document<'_>> = reports.iter().map(|it| document(it, depth)).collect();
    match documents.as_slice() {
        [only] => written(only),
        several => written(&several),
    }
}

fn document<'a>(it: &WorldsReport<'a>, depth: Depth) -> Document<'a> {
    let explored = it.explored;
    let worlds = (0..explored.worlds.worlds.len()).map(|place| row(explored, place));
    let ranges = explored.ranges();
    let ranges = ranges.iter().map(|it| range(it, explored.worlds));
    let routing = explored.routing().into_iter().map(|it| routing_range(it, explored.worlds));
    let ranges = (ranges.collect(), routing.collect());
    Document::new(&it.report, depth).in_worlds(worlds.collect(), ranges)
}

/// `same_as`: the first world that is the same as this one; its own name where there is none
/// before it.
#[derive(Serialize)]
pub(super) struct WorldRow {
    name: String,
    as_written: bool,
    same_as: String,
    choices: Vec<ChoiceRow>,
    settings: Vec<SettingRow>,
    meters: Vec<MeterRow>,
}

#[derive(Serialize)]
pub(super) struct ChoiceRow {
    unknown: &'static str,
    choice: &'static str,
}

#[derive(Serialize)]
pub(in crate::report) struct SettingRow {
    path: String,
    value: String,
}

#[derive(Serialize)]
pub(super) struct RangeRow {
    meter: &'static str,
    mean_per_day_least: f64,
    mean_per_day_most: f64,
    max_per_day_least: f64,
    max_per_day_most: f64,
    limit_per_day: Option<u64>,
    used_ratio_least: Option<f64>,
    used_ratio_most: Option<f64>,
    worlds: usize,
    worlds_over: usize,
    worlds_over_names: Vec<String>,
    verdict: Option<String>,
    moves: Vec<MoveRow>,
}

/// `figure` says the unit; the others are `null` where no worker was chosen.
#[derive(Serialize)]
pub(super) struct RoutingRangeRow {
    figure: &'static str,
    as_written: Option<f64>,
    least: Option<f64>,
    least_in: Option<String>,
    most: Option<f64>,
    most_in: Option<String>,
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

fn row(explored: &Explored<'_>, place: usize) -> WorldRow {
    let worlds = explored.worlds;
    let world = &worlds.worlds[place];
    WorldRow {
        name: world.name.clone(),
        as_written: place == worlds.own,
        same_as: worlds.worlds[world.same_as].name.clone(),
        choices: choices(worlds, world),
        settings: settings(&world.settings),
        meters: explored.summaries[place].meters.iter().map(MeterRow::from).collect(),
    }
}

fn choices(worlds: &Worlds, world: &World) -> Vec<ChoiceRow> {
    let choices = worlds.unknowns.iter().zip(&world.choices);
    let choices = choices.map(|(unknown, &choice)| ChoiceRow {
        unknown: unknown.name,
        choice: unknown.choices[choice].name,
    });
    choices.collect()
}

/// What is not as written.
pub(in crate::report) fn settings(settings: &[Setting]) -> Vec<SettingRow> {
    let rows = settings.iter();
    rows.map(|it| SettingRow { path: it.path.clone(), value: it.value.clone() }).collect()
}

fn routing_range(it: RoutingRange, worlds: &Worlds) -> RoutingRangeRow {
    let name = |place: usize| worlds.worlds[place].name.clone();
    RoutingRangeRow {
        figure: it.figure.name(),
        as_written: it.written,
        least: it.range.map(|it| it.least),
        least_in: it.range.map(|it| name(it.least_in)),
        most: it.range.map(|it| it.most),
        most_in: it.range.map(|it| name(it.most_in)),
    }
}

fn range(it: &MeterRange, worlds: &Worlds) -> RangeRow {
    let name = |place: &usize| worlds.worlds[*place].name.clone();
    let moves = it.moves.iter().map(|moved| {
        let Spread { least, least_in, most, most_in } = moved.mean_per_day;
        let unknown = &worlds.unknowns[moved.unknown];
        let choice =
            |place: usize| unknown.choices[worlds.worlds[place].choices[moved.unknown]].name;
        MoveRow {
            unknown: unknown.name,
            mean_per_day_least: least,
            least_with: choice(least_in),
            mean_per_day_most: most,
            most_with: choice(most_in),
        }
    });
    RangeRow {
        meter: it.meter.name(),
        mean_per_day_least: it.mean_per_day.least,
        mean_per_day_most: it.mean_per_day.most,
        max_per_day_least: it.max_per_day.least,
        max_per_day_most: it.max_per_day.most,
        limit_per_day: it.limit_per_day,
        used_ratio_least: it.used_ratio.map(|it| it.least),
        used_ratio_most: it.used_ratio.map(|it| it.most),
        worlds: worlds.worlds.len(),
        worlds_over: it.over.len(),
        worlds_over_names: it.over.iter().map(name).collect(),
        verdict: verdict(it, worlds),
        moves: moves.collect(),
    }
}
