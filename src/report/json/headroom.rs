//! Answers of `headroom` as JSON.

use serde::Serialize;

use super::meters::MeterRow;
use super::shape::{File, WarningRow};
use super::{MODEL_VERSION, SCHEMA_VERSION, SettingRow, settings, written};
use crate::report::{Answered, AnsweredWorlds, HeadroomReport};
use crate::scenario::Quantity;
use crate::study::{Direction, Headroom, Outcome, RoutingFigure, Standing};

#[derive(Serialize)]
struct Document<'a> {
    schema_version: u32,
    kvplan_version: &'static str,
    model_version: u32,
    scenario: File<'a>,
    plan: &'a str,
    policy: &'a str,
    seed: u64,
    runs: u32,
    days: u32,
    tolerated_ratio: f64,
    answers: Vec<AnswerRow<'a>>,
}

/// `outcome`: `found`, `unbroken`, `never-holds`, `not-monotonic`, `unaffected`, `skipped`.
#[derive(Serialize)]
struct AnswerRow<'a> {
    path: &'a str,
    outcome: &'static str,
    reason: Option<&'a str>,
    start: Option<String>,
    direction: Option<&'static str>,
    holds: Option<String>,
    breaks: Option<String>,
    binding: Option<&'static str>,
    next: Vec<NextRow>,
    /// Where routing is worse at `holds` than as written.
    worse: Vec<WorseRow>,
    /// What is to be looked at with `holds`.
    warnings: Vec<WarningRow<'a>>,
    tried: Vec<StandingRow>,
    #[serde(skip_serializing_if = "Option::is_none")]
    worlds: Option<Vec<WorldAnswerRow>>,
}

/// The answer in one world; `outcome` as above.
#[derive(Serialize)]
struct WorldAnswerRow {
    name: String,
    as_written: bool,
    same_as: String,
    settings: Vec<SettingRow>,
    outcome: &'static str,
    holds: Option<String>,
    breaks: Option<String>,
    binding: Option<&'static str>,
}

#[derive(Serialize)]
struct NextRow {
    meter: &'static str,
    used_ratio: f64,
    about: Option<String>,
}

#[derive(Serialize)]
struct StandingRow {
    value: String,
    holds: bool,
    days_tried: u64,
    days_bad: u64,
    days_bad_upper95: f64,
    runs: u32,
    runs_bad: u32,
    meters: Vec<MeterRow>,
    misrouted_per_day: Option<f64>,
    unroutable_per_day: Option<f64>,
    false_dead_per_day: Option<f64>,
    /// `null` where no worker was chosen.
    staleness_p99_ms: Option<f64>,
}

/// `figure` is one of the last four of [`StandingRow`] and says the unit.
#[derive(Serialize)]
struct WorseRow {
    figure: &'static str,
    as_written: f64,
    at_holds: f64,
}

/// One object; a line feed ends the text.
pub fn render_headroom_json(report: &HeadroomReport<'_>) -> String {
    let scenario = report.scenario;
    let document = Document {
        schema_version: SCHEMA_VERSION,
        kvplan_version: env!("CARGO_PKG_VERSION"),
        model_version: MODEL_VERSION,
        scenario: File::of(scenario),
        plan: &scenario.plan.name,
        policy: &scenario.policy_name,
        seed: scenario.seed,
        runs: scenario.runs,
        days: scenario.days,
        tolerated_ratio: report.tolerated,
        answers: (0..)
            .zip(report.answers)
            .map(|(at, it)| in_worlds(answer(it), report, at))
            .collect(),
    };
    written(&document)
}

fn answer(answer: &Answered) -> AnswerRow<'_> {
    match answer {
        Answered::Searched(headroom) => searched(headroom),
        Answered::Skipped { path, reason } => AnswerRow {
            path,
            outcome: "skipped",
            reason: Some(reason),
            start: None,
            direction: None,
            holds: None,
            breaks: None,
            binding: None,
            next: Vec::new(),
            worse: Vec::new(),
            warnings: Vec::new(),
            tried: Vec::new(),
            worlds: None,
        },
    }
}

fn in_worlds<'a>(row: AnswerRow<'a>, report: &HeadroomReport<'a>, at: usize) -> AnswerRow<'a> {
    let Some(AnsweredWorlds { worlds, answers }) = report.worlds else { return row };
    let rows = worlds.worlds.iter().zip(&answers[at]).enumerate().map(|(place, (world, it))| {
        let (outcome, holds, breaks, _) = ending(&it.found);
        WorldAnswerRow {
            name: world.name.clone(),
            as_written: place == worlds.own,
            same_as: worlds.worlds[it.same_as].name.clone(),
            settings: settings(&world.settings),
            outcome,
            holds: holds.map(ToString::to_string),
            breaks: breaks.map(ToString::to_string),
            binding: it.found.binding.map(|meter| meter.name()),
        }
    });
    AnswerRow { worlds: Some(rows.collect()), ..row }
}

/// The outcome, the value that holds, the one that breaks, and why it is no further.
type Ending<'a> = (&'static str, Option<&'a Quantity>, Option<&'a Quantity>, Option<&'a String>);

fn ending(headroom: &Headroom) -> Ending<'_> {
    match &headroom.outcome {
        Some(Outcome::Found { holds, breaks }) => ("found", Some(holds), Some(breaks), None),
        Some(Outcome::Unbroken { holds, reason }) => {
            ("unbroken", Some(holds), None, reason.as_ref())
        }
        Some(Outcome::NeverHolds { breaks }) => ("never-holds", None, Some(breaks), None),
        Some(Outcome::NotMonotonic) => ("not-monotonic", None, None, None),
        None => ("unaffected", None, None, None),
    }
}

fn searched(headroom: &Headroom) -> AnswerRow<'_> {
    let (outcome, holds, breaks, reason) = ending(headroom);
    let next = headroom.next.iter();
    let warning = headroom.answer().and_then(|it| it.health_timeout.as_ref()).into_iter();
    AnswerRow {
        path: &headroom.path,
        outcome,
        reason: reason.map(String::as_str),
        start: Some(headroom.start.to_string()),
        direction: headroom.direction.map(|direction| match direction {
            Direction::Up => "up",
            Direction::Down => "down",
        }),
        holds: holds.map(ToString::to_string),
        breaks: breaks.map(ToString::to_string),
        binding: headroom.binding.map(|meter| meter.name()),
        next: next
            .map(|it| NextRow {
                meter: it.meter.name(),
                used_ratio: it.used_ratio,
                about: it.about.map(|about| about.to_string()),
            })
            .collect(),
        worse: headroom
            .worse()
            .into_iter()
            .map(|it| WorseRow {
                figure: it.figure.name(),
                as_written: it.before,
                at_holds: it.after,
            })
            .collect(),
        warnings: warning.map(WarningRow::from).collect(),
        tried: headroom.tried.iter().map(StandingRow::from).collect(),
        worlds: None,
    }
}

impl From<&Standing> for StandingRow {
    fn from(it: &Standing) -> Self {
        Self {
            value: it.value.to_string(),
            holds: it.holds,
            days_tried: it.days_tried,
            days_bad: it.days_bad,
            days_bad_upper95: it.days_bad_upper95,
            runs: it.runs,
            runs_bad: it.runs_bad,
            meters: it.meters.iter().map(MeterRow::from).collect(),
            misrouted_per_day: it.routed.figure(RoutingFigure::Misrouted),
            unroutable_per_day: it.routed.figure(RoutingFigure::Unroutable),
            false_dead_per_day: it.routed.figure(RoutingFigure::FalseDead),
            staleness_p99_ms: it.routed.figure(RoutingFigure::StalenessP99),
        }
    }
}
