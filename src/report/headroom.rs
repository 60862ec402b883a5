//! How does an answer of `headroom` look?
//!
//! `2 → 3 workers`, then what binds, what breaks, which limits come next, and what it rests on. The
//! same lines make the Markdown.

mod worlds;

use super::figures::{clock, count, percent, used};
use super::markdown::escape;
use super::terminal::{counted, limits};
use super::text::{clean, fit, width, wrap};
use super::{Look, amount};
use crate::scenario::{Quantity, Scenario, Worlds};
use crate::study::{Direction, Headroom, HeadroomInWorld, Outcome, Standing};

/// The first line of an answer in Markdown.
const HEADROOM_TAG: &str = "<!-- kvplan:headroom -->";

/// The answers about one scenario.
#[derive(Clone, Copy, Debug)]
pub struct HeadroomReport<'a> {
    /// What was asked about.
    pub scenario: &'a Scenario,
    /// Questions in order.
    pub answers: &'a [Answer],
    /// The share of days on which a limit may be passed.
    pub tolerated: f64,
    /// The answers in all worlds; `None`: as written alone.
    pub worlds: Option<AnsweredWorlds<'a>>,
}

/// The answers in all worlds.
#[derive(Clone, Copy, Debug)]
pub struct AnsweredWorlds<'a> {
    /// The worlds.
    pub worlds: &'a Worlds,
    /// For each question an answer in each world; none for one that was skipped.
    pub answers: &'a [Vec<HeadroomInWorld>],
}

impl<'a> AnsweredWorlds<'a> {
    /// The answers that took runs of their own, beside those as written.
    pub fn searched(&self) -> Vec<&'a Headroom> {
        let own = self.worlds.own;
        let each = self.answers.iter().flat_map(|all| all.iter().enumerate());
        let searched = each.filter(|(place, it)| it.same_as == *place && *place != own);
        searched.map(|(_, it)| &it.found).collect()
    }
}

/// What became of a question.
#[derive(Clone, PartialEq, Debug)]
pub enum Answer {
    /// It was looked for.
    Searched(Headroom),
    /// It makes no sense here.
    Skipped {
        /// The path of the setting.
        path: String,
        /// Why.
        reason: String,
    },
}

/// The answers, every line within `look.width` columns.
pub fn render_headroom(report: &HeadroomReport<'_>, verbose: Verbosity, look: Look) -> String {
    let (name, facts) = (clean(&report.scenario.name), facts(report.scenario));
    let mut lines = if width(&name) + 3 + width(&facts) <= look.width {
        vec![format!("{name}   {facts}")]
    } else {
        [wrap(&name, "", look.width), wrap(&facts, "  ", look.width)].concat()
    };
    let set = &report.scenario.overrides;
    if !set.is_empty() {
        lines.extend(wrap(&clean(&format!("with {}", set.join(", "))), "  ", look.width));
    }
    for (at, answer) in report.answers.iter().enumerate() {
        lines.push(String::new());
        lines.extend(wrap(&head(answer), "  ", look.width));
        let in_worlds = worlds::texts(report, at, verbose);
        for detail in in_worlds.into_iter().chain(details(answer, report.tolerated, verbose)) {
            lines.extend(wrap(&detail, "    ", look.width));
        }
    }
    if let Some(rest) = rest(report) {
        lines.push(String::new());
        lines.extend(wrap(&rest, "  ", look.width));
    }
    lines.iter().map(|line| format!("{}\n", fit(line, look.width))).collect()
}

/// Whether every value that was tried is listed.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Verbosity {
    /// The answer alone.
    Brief,
    /// Also what was tried.
    Full,
}

/// A heading for each answer, its details as a list.
pub fn render_headroom_markdown(report: &HeadroomReport<'_>, verbose: Verbosity) -> String {
    let mut text = format!("{HEADROOM_TAG}\n\n### {}\n", escape(&report.scenario.name));
    text.push_str(&format!("\n{}\n", escape(&facts(report.scenario))));
    for (at, answer) in report.answers.iter().enumerate() {
        text.push_str(&format!("\n**{}**\n\n", escape(&head(answer))));
        let in_worlds = worlds::texts(report, at, verbose);
        for detail in in_worlds.into_iter().chain(details(answer, report.tolerated, verbose)) {
            text.push_str(&format!("- {}\n", escape(&detail)));
        }
    }
    text.push_str(&rest(report).map_or_else(String::new, |it| format!("\n{}\n", escape(&it))));
    text
}

/// What the shares count beside the scenario, as it stands now.
fn rest(report: &HeadroomReport<'_>) -> Option<String> {
    let mut searched = report.answers.iter().filter_map(|answer| match answer {
        Answer::Searched(headroom) => headroom.standing(headroom.start),
        Answer::Skipped { .. } => None,
    });
    limits::other(&searched.next()?.meters)
}

fn facts(scenario: &Scenario) -> String {
    let (days, runs) = (counted(scenario.days, "day"), counted(scenario.runs, "run"));
    format!("{days}, {runs}, seed {}, {}", scenario.seed, clean(&scenario.plan.name))
}

/// `workers[0].count: 2 → 3 workers`.
fn head(answer: &Answer) -> String {
    let headroom = match answer {
        Answer::Searched(headroom) => headroom,
        Answer::Skipped { path, reason } => {
            return clean(&format!("{path}: skipped: {reason}"));
        }
    };
    let path = clean(&headroom.path);
    let unit = unit(&headroom.path);
    let start = written(headroom.start);
    match &headroom.outcome {
        None => format!("{path}: {start}; half or twice as much changes nothing"),
        Some(Outcome::Found { holds, .. }) => {
            format!("{path}: {start} → {}{unit}", written(*holds))
        }
        Some(Outcome::Unbroken { holds, reason: None }) => {
            let sign = if headroom.direction == Some(Direction::Up) { "> " } else { "" };
            let holds = written(*holds);
            format!("{path}: {start} → {sign}{holds}{unit}, no limit is met; the search ends here")
        }
        Some(Outcome::Unbroken { holds, reason: Some(reason) }) => {
            let (holds, reason) = (written(*holds), clean(reason));
            format!("{path}: {start} → {holds}{unit}, no limit is met; no further: {reason}")
        }
        Some(Outcome::NeverHolds { breaks }) => {
            format!("{path}: {start} passes a limit, and so does {}", written(*breaks))
        }
        Some(Outcome::NotMonotonic) => {
            format!("{path}: {start} → not-monotonic, there is no one answer")
        }
    }
}

/// What the number counts, where it is known.
fn unit(path: &str) -> &'static str {
    match path.rsplit_once(['.', ']']).map_or(path, |(_, last)| last) {
        "count" if path.starts_with("workers[") => " workers",
        "requests_per_day" => " requests a day",
        "loads_per_day" => " page loads a day",
        "every" if path.starts_with("workers[") => " between heartbeats",
        "max_interval" => " between writes of a quiet worker",
        "isolates" => " isolates",
        _ => "",
    }
}

/// A number with separators, a duration as a file writes it.
fn written(value: Quantity) -> String {
    match value {
        Quantity::Whole(whole) => count(whole),
        Quantity::Real(number) if number >= 1_000.0 => amount(number),
        Quantity::Lasting(_) | Quantity::Real(_) => value.to_string(),
    }
}

fn details(answer: &Answer, tolerated: f64, verbose: Verbosity) -> Vec<String> {
    let Answer::Searched(headroom) = answer else { return Vec::new() };
    let mut lines = Vec::new();
    lines.extend(over_now(headroom));
    match &headroom.outcome {
        Some(Outcome::Found { holds, breaks }) => {
            lines.extend(first_limit(headroom, *holds));
            lines.extend(broken(headroom, *breaks));
        }
        Some(Outcome::Unbroken { holds, .. }) => lines.extend(nearest(headroom, *holds)),
        Some(Outcome::NeverHolds { breaks }) => lines.extend(broken(headroom, *breaks)),
        Some(Outcome::NotMonotonic) => lines.push(contradiction(headroom)),
        None => lines.extend(nearest(headroom, headroom.start)),
    }
    lines.extend(next(headroom));
    if let Some(Outcome::Found { holds, .. } | Outcome::Unbroken { holds, .. }) = &headroom.outcome
    {
        lines.extend(headroom.standing(*holds).map(|it| trust(it, tolerated)));
    }
    if verbose == Verbosity::Full {
        lines.extend(headroom.tried.iter().map(tried));
    }
    lines
}

/// `30s passes a limit: writes, 576.0 % on the worst day`, where the answer is an easier value.
fn over_now(headroom: &Headroom) -> Option<String> {
    let now = headroom.standing(headroom.start).filter(|now| !now.holds)?;
    let is_found = matches!(headroom.outcome, Some(Outcome::Found { .. }));
    let worst = nearest_limit(now).filter(|_| is_found)?;
    Some(format!("{} passes a limit: {worst} on the worst day", written(headroom.start)))
}

/// `first limit met: writes, 98.2 % in the worst of 20 runs`.
fn first_limit(headroom: &Headroom, holds: Quantity) -> Option<String> {
    let standing = headroom.standing(holds)?;
    let meter = headroom.binding?;
    let share = used(standing.meter(meter).used_ratio);
    Some(format!("first limit met: {meter}, {share} in the worst of {} runs", standing.runs))
}

/// `first to break: 4: writes, 110.2 % on the worst day, passed as early as 21:43 UTC; over on …`.
fn broken(headroom: &Headroom, breaks: Quantity) -> Option<String> {
    let standing = headroom.standing(breaks)?;
    let mut text = format!("first to break: {}", written(breaks));
    if let Some(meter) = headroom.binding {
        let row = standing.meter(meter);
        text.push_str(&format!(": {meter}, {} on the worst day", used(row.used_ratio)));
        if let Some(at) = row.limit_passed_at {
            text.push_str(&format!(", passed as early as {} UTC", clock(at.ms_of_day)));
        }
    }
    let days = format!("{} of {} days", count(standing.days_bad), count(standing.days_tried));
    Some(format!("{text}; over on {days}, in {} of {} runs", standing.runs_bad, standing.runs))
}

fn nearest(headroom: &Headroom, value: Quantity) -> Option<String> {
    let worst = nearest_limit(headroom.standing(value)?)?;
    Some(format!("nearest limit: {worst} on the worst day"))
}

/// `writes, 82.7 %`.
fn nearest_limit(standing: &Standing) -> Option<String> {
    let limited = standing.meters.iter().filter_map(|row| Some((row.used_ratio?, row.meter)));
    let (ratio, meter) = limited.max_by(|a, b| a.0.total_cmp(&b.0))?;
    Some(format!("{meter}, {}", used(Some(ratio))))
}

/// The values that contradict one another.
fn contradiction(headroom: &Headroom) -> String {
    let list = |holds: bool| {
        let values = headroom.tried.iter().filter(|it| it.holds == holds);
        values.map(|it| written(it.value)).collect::<Vec<_>>().join(", ")
    };
    format!("these hold: {}; these pass a limit: {}", list(true), list(false))
}

/// The limits behind the first, and the meters that do not grow.
fn next(headroom: &Headroom) -> Option<String> {
    let (mut ahead, mut still) = (Vec::new(), Vec::new());
    let to = if headroom.direction == Some(Direction::Down) { "down to" } else { "up to" };
    for it in &headroom.next {
        let share = used(Some(it.used_ratio));
        match it.about {
            Some(about) => {
                ahead.push(format!("{} {to} about {} ({share} here)", it.meter, written(about)));
            }
            None => still.push(format!("{} ({share})", it.meter)),
        }
    }
    let ahead = (!ahead.is_empty())
        .then(|| format!("next limits, on a straight line: {}", ahead.join(", ")));
    let still = (!still.is_empty()).then(|| format!("hardly growing: {}", still.join(", ")));
    let parts: Vec<String> = ahead.into_iter().chain(still).collect();
    (!parts.is_empty()).then(|| parts.join("; "))
}

fn trust(standing: &Standing, tolerated: f64) -> String {
    let bound = percent(standing.days_bad_upper95);
    let over = match standing.days_bad {
        0 => "none over".to_owned(),
        bad => format!("{} over ({} tolerated)", count(bad), percent(tolerated)),
    };
    let days = count(standing.days_tried);
    format!("tried: {days} days, {over}; the share of bad days is below {bound} (95 % bound)")
}

fn tried(standing: &Standing) -> String {
    let rows = standing.meters.iter().filter(|row| row.used_ratio.is_some_and(|it| it > 0.0));
    let rows: Vec<String> =
        rows.map(|row| format!("{} {}", row.meter, used(row.used_ratio))).collect();
    let word = if standing.holds { "holds" } else { "breaks" };
    format!("{} {word}: {}", written(standing.value), rows.join(", "))
}
