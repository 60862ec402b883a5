//! Answers of `headroom` as JSON.

use std::borrow::Cow;

use serde::Serialize;

use super::HeadroomReport;
use crate::report::json::head::{File, Setup};
use crate::report::json::written;
use crate::report::wording;
use crate::scenario::{Quantity, Setting, Worlds};
use crate::study::{
    Answered, Direction, Headroom, HeadroomInWorld, NextLimit, Outcome, Skipped, Standing,
    UnderLoads, Warning, Worse,
};
use crate::words::Figure;

#[derive(Serialize)]
struct Document<'a> {
    scenario: File<'a>,
    #[serde(flatten)]
    setup: Setup<'a>,
    tolerated_ratio: f64,
    answers: Vec<AnswerRow<'a>>,
}

/// `outcome`: `found`, `unbroken`, `never-holds`, `not-monotonic`, `unaffected`, `skipped`.
#[derive(Serialize, Default)]
struct AnswerRow<'a> {
    path: &'a str,
    outcome: &'static str,
    reason: Option<Cow<'a, str>>,
    start: Option<Quantity>,
    direction: Option<&'static str>,
    #[serde(flatten)]
    sides: Sides<'a>,
    next: &'a [NextLimit],
    /// Where routing is worse at `holds` than as written.
    worse: Vec<Worse>,
    /// What is to be looked at with `holds`.
    warnings: Vec<&'a Warning>,
    tried: &'a [Standing],
    #[serde(skip_serializing_if = "Option::is_none")]
    worlds: Option<Vec<WorldAnswerRow<'a>>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    other_loads: Vec<LoadAnswerRow<'a>>,
}

/// The answer under another load; `outcome` as above.
#[derive(Serialize)]
struct LoadAnswerRow<'a> {
    load: &'static str,
    outcome: &'static str,
    #[serde(flatten)]
    sides: Sides<'a>,
}

/// The answer in one world; `outcome` as above.
#[derive(Serialize)]
struct WorldAnswerRow<'a> {
    name: &'a str,
    as_written: bool,
    same_as: &'a str,
    settings: &'a [Setting],
    outcome: &'static str,
    #[serde(flatten)]
    sides: Sides<'a>,
}

/// The last value that holds, the first that breaks, and the meter whose limit is passed there.
#[derive(Serialize, Default)]
struct Sides<'a> {
    holds: Option<&'a Quantity>,
    breaks: Option<&'a Quantity>,
    binding: Option<String>,
}

/// One object; a line feed ends the text.
pub(super) fn render(report: &HeadroomReport<'_>) -> String {
    let scenario = report.scenario;
    let rows = report.found.iter().map(|it| AnswerRow {
        worlds: report.worlds.map(|worlds| in_worlds(worlds, &it.in_worlds)),
        other_loads: under_loads(&it.under_loads),
        ..AnswerRow::from(&it.answered)
    });
    written(Document {
        scenario: File::from(scenario),
        setup: Setup::new(scenario, scenario.runs),
        tolerated_ratio: report.goal.tolerated,
        answers: rows.collect(),
    })
}

impl<'a> From<&'a Answered> for AnswerRow<'a> {
    fn from(it: &'a Answered) -> Self {
        let found = match it {
            Answered::Searched(found) => found,
            Answered::Skipped(Skipped { path, reason }) => {
                let (outcome, reason) = ("skipped", Some(wording::reason(reason).into()));
                return Self { path, outcome, reason, ..Self::default() };
            }
        };
        let (outcome, sides, reason) = ending(found);
        Self {
            path: &found.path,
            outcome,
            reason: reason.map(Cow::from),
            start: Some(found.start),
            direction: found.direction.map(|direction| match direction {
                Direction::Up => "up",
                Direction::Down => "down",
            }),
            sides,
            next: &found.next,
            worse: found.worse(),
            warnings: found.answer().into_iter().flat_map(|it| &it.health_timeout).collect(),
            tried: &found.tried,
            worlds: None,
            other_loads: Vec::new(),
        }
    }
}

fn under_loads(all: &UnderLoads) -> Vec<LoadAnswerRow<'_>> {
    let rows = all.iter().map(|(load, found)| {
        let (outcome, sides, _) = ending(found);
        LoadAnswerRow { load, outcome, sides }
    });
    rows.collect()
}

fn in_worlds<'a>(worlds: &'a Worlds, answers: &'a [HeadroomInWorld]) -> Vec<WorldAnswerRow<'a>> {
    let rows = worlds.worlds.iter().zip(answers).enumerate().map(|(place, (world, it))| {
        let (outcome, sides, _) = ending(&it.found);
        WorldAnswerRow {
            name: &world.name,
            as_written: place == worlds.own,
            same_as: &worlds.worlds[it.same_as].name,
            settings: &world.settings,
            outcome,
            sides,
        }
    });
    rows.collect()
}

/// The outcome, the values beside it, and why it is no further.
fn ending(found: &Headroom) -> (&'static str, Sides<'_>, Option<String>) {
    let binding = found.binding_figure().map(Figure::to_string);
    let sides = |holds, breaks| Sides { holds, breaks, binding: binding.clone() };
    match &found.outcome {
        Some(Outcome::Found { holds, breaks }) => ("found", sides(Some(holds), Some(breaks)), None),
        Some(Outcome::Unbroken { holds, reason }) => {
            ("unbroken", sides(Some(holds), None), reason.as_ref().map(wording::barred))
        }
        Some(Outcome::NeverHolds { breaks }) => ("never-holds", sides(None, Some(breaks)), None),
        Some(Outcome::NotMonotonic) => ("not-monotonic", sides(None, None), None),
        None => ("unaffected", sides(None, None), None),
    }
}
