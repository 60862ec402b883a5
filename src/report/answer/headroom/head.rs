//! The first line of an answer: `workers[0].count: 2 → 3 workers`.

use crate::report::figures::count;
use crate::report::{amount, wording};
use crate::scenario::Quantity;
use crate::study::{Answered, Direction, Headroom, Outcome};

/// The path, the value now and the answer. What shrinks until a limit is met has a lower bound, and
/// says so.
pub(in crate::report) fn head(answer: &Answered) -> String {
    let headroom = match answer {
        Answered::Searched(headroom) => headroom,
        Answered::Skipped(skipped) => return wording::skipped(skipped),
    };
    let path = &headroom.path;
    let start = written(headroom.start);
    match &headroom.outcome {
        None => {
            let holds = headroom.standing(headroom.start).is_none_or(|it| it.holds);
            let passed = if holds { "" } else { " passes a limit" };
            let ends =
                [headroom.tried.first(), headroom.tried.last()].map(|it| it.map(|it| it.value));
            let [low, high] = ends.map(|it| written(it.unwrap_or(headroom.start)));
            format!("{path}: {start}{passed}; from {low} to {high} it changes nothing")
        }
        Some(Outcome::Found { holds, .. }) => {
            let unit = unit(&headroom.path, *holds);
            format!("{path}: {start} → {}", bounded(headroom, *holds, unit))
        }
        Some(Outcome::Unbroken { holds, reason }) => {
            let reason = reason.as_ref().map(wording::barred);
            format!("{path}: {start} → {}", unbroken(headroom, *holds, reason.as_deref()))
        }
        Some(Outcome::NeverHolds { breaks }) => {
            let (breaks, meter) = (written(*breaks), headroom.binding_figure());
            let meter = meter.map_or_else(String::new, |meter| format!(": {meter}"));
            match breaks == start {
                true => format!(
                    "{path}: {start} passes a limit, and nothing easier is to be had{meter}"
                ),
                false => format!("{path}: {start} passes a limit, and so does {breaks}{meter}"),
            }
        }
        Some(Outcome::NotMonotonic) => {
            format!("{path}: {start} → not-monotonic, there is no one answer")
        }
    }
}

/// `3 workers`, `3 workers at most`, `701s at least between …`: which bound it is, where `2 → 3`
/// does not say it: nothing less than it holds, or what passes a limit now has to come down to it.
fn bounded(headroom: &Headroom, holds: Quantity, unit: &str) -> String {
    let value = written(holds);
    match headroom.direction {
        Some(Direction::Down) => format!("{value} at least{unit}"),
        Some(Direction::Up) if holds.number() < headroom.start.number() => {
            format!("{value}{unit} at most")
        }
        Some(Direction::Up) | None => format!("{value}{unit}"),
    }
}

/// `down to 0s, no limit is met; the search ends here`.
fn unbroken(headroom: &Headroom, holds: Quantity, reason: Option<&str>) -> String {
    let sign = match (headroom.direction, reason) {
        (Some(Direction::Down), _) => "down to ",
        (Some(Direction::Up), None) => "> ",
        (Some(Direction::Up), Some(_)) | (None, _) => "",
    };
    let (holds, unit) = (written(holds), unit(&headroom.path, holds));
    let end = reason.map_or_else(
        || "the search ends here".to_owned(),
        |reason| format!("no further: {reason}"),
    );
    format!("{sign}{holds}{unit}, no limit is met; {end}")
}

/// What the number counts, where it is known.
pub(super) fn unit(path: &str, value: Quantity) -> &'static str {
    let is_one = value == Quantity::Whole(1);
    match path.rsplit_once(['.', ']']).map_or(path, |(_, last)| last) {
        "count" if path.starts_with("workers[") && is_one => " worker",
        "count" if path.starts_with("workers[") => " workers",
        "requests_per_day" => " requests a day",
        "loads_per_day" => " page loads a day",
        "every" if path.starts_with("workers[") => " between heartbeats",
        "max_interval" => " between writes of a quiet worker",
        "isolates" if is_one => " isolate",
        "isolates" => " isolates",
        _ => "",
    }
}

/// A number with separators, a duration as a file writes it.
pub(in crate::report) fn written(value: Quantity) -> String {
    match value {
        Quantity::Whole(whole) => count(whole),
        Quantity::Real(number) if number >= 1_000.0 => amount(number),
        Quantity::Lasting(_) | Quantity::Real(_) => value.to_string(),
    }
}
