//! Worlds as JSON: each with its meters, and the range of each meter over all of them.

use serde_json::{Value, json};

use super::words::verdict;
use super::{WorldsReport, loads};
use crate::report::Depth;
use crate::report::answer::simulate::json::Document;
use crate::report::json::one_or_all;
use crate::scenario::{Unknown, World, Worlds};
use crate::study::{Explored, MeterRange, Move, RoutingRange};

/// The objects of a simulation, each with `worlds`, `worlds_range` and `worlds_routing`, and with
/// `other_loads` where they were asked for.
pub(super) fn render(reports: &[WorldsReport<'_>], depth: Depth) -> String {
    let documents = reports.iter().map(|it| Document::new(&it.report, depth, Some(in_worlds(it))));
    one_or_all(&documents.collect::<Vec<_>>())
}

/// What was found in all worlds. `same_as`: the first world that is the same as this one; its own
/// name where there is none before it.
fn in_worlds(report: &WorldsReport<'_>) -> Value {
    let it: &Explored<'_> = report.explored;
    let worlds = it.worlds;
    let written = worlds.worlds.iter().zip(&it.summaries).enumerate();
    let each = written.map(|(place, (world, summary))| {
        json!({
            "name": world.name,
            "as_written": place == worlds.own,
            "same_as": name(worlds, world.same_as),
            "choices": choices(worlds, world),
            "settings": world.settings,
            "meters": summary.meters,
        })
    });
    let (ranges, routing) = (it.ranges(), it.routing());
    let mut found = json!({
        "worlds": each.collect::<Value>(),
        "worlds_range": ranges.iter().map(|it| range(it, worlds)).collect::<Value>(),
        "worlds_routing": routing.iter().map(|it| routing_range(it, worlds)).collect::<Value>(),
    });
    if !report.loads.is_empty() {
        found["other_loads"] = loads::json(report.loads);
    }
    found
}

fn name(worlds: &Worlds, place: usize) -> &str {
    &worlds.worlds[place].name
}

fn choices(worlds: &Worlds, world: &World) -> Value {
    let choices = worlds.unknowns.iter().zip(&world.choices);
    let row = |(unknown, &choice): (&Unknown, &usize)| json!({ "unknown": unknown.name, "choice": unknown.choices[choice].name });
    choices.map(row).collect()
}

/// `figure` says the unit; the others are `null` where no worker was chosen.
fn routing_range(it: &RoutingRange, worlds: &Worlds) -> Value {
    json!({
        "figure": it.figure.key(),
        "as_written": it.written,
        "least": it.range.map(|it| it.least),
        "least_in": it.range.map(|it| name(worlds, it.least_in)),
        "most": it.range.map(|it| it.most),
        "most_in": it.range.map(|it| name(worlds, it.most_in)),
    })
}

fn range(it: &MeterRange, worlds: &Worlds) -> Value {
    json!({
        "meter": it.meter,
        "mean_per_day_least": it.mean_per_day.least,
        "mean_per_day_most": it.mean_per_day.most,
        "max_per_day_least": it.max_per_day.least,
        "max_per_day_most": it.max_per_day.most,
        "limit_per_day": it.limit_per_day,
        "used_ratio_least": it.used_ratio.map(|it| it.least),
        "used_ratio_most": it.used_ratio.map(|it| it.most),
        "worlds": worlds.worlds.len(),
        "worlds_over": it.over.len(),
        "worlds_over_names": it.over.iter().map(|&it| name(worlds, it)).collect::<Value>(),
        "verdict": verdict(it, worlds),
        "moves": it.moves.iter().map(|it| moved(it, worlds)).collect::<Value>(),
    })
}

/// What an unknown does on its own: the mean day while all others are as written.
fn moved(it: &Move, worlds: &Worlds) -> Value {
    let unknown = &worlds.unknowns[it.unknown];
    let choice = |place: usize| unknown.choices[worlds.worlds[place].choices[it.unknown]].name;
    json!({
        "unknown": unknown.name,
        "mean_per_day_least": it.mean_per_day.least,
        "least_with": choice(it.mean_per_day.least_in),
        "mean_per_day_most": it.mean_per_day.most,
        "most_with": choice(it.mean_per_day.most_in),
    })
}
