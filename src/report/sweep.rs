//! How does a sweep look?
//!
//! One setting makes a row for each value with a bar against the limit, and a line that says where
//! it is crossed; two make a grid of shares. The same rows go into Markdown.

mod bar;
mod curve;
mod grid;

use super::figures::{NONE, amount, count, spread, used};
use super::format::markdown::{escape, row};
use super::simulate::{counted, limits};
use super::text::{clean, fit, width, wrap};
use super::verdict::Verdict;
use super::{Depth, Look, Report};
use crate::scenario::{Axis, Step};
use crate::study::{MeterSummary, Points, Warning};
use crate::words::{Meter, many};

/// The first line of a sweep in Markdown.
const SWEEP_TAG: &str = "<!-- kvplan:sweep -->";

/// The points of a sweep that are complete.
#[derive(Clone, Copy, Debug)]
pub struct SweepReport<'a> {
    /// One report a point, in order; the first axis is outermost.
    pub points: &'a [Report<'a>],
    /// What is varied.
    pub axes: &'a [Axis],
    /// Whose limit is looked at.
    pub meter: Meter,
}

impl<'a> SweepReport<'a> {
    /// How many points were asked for.
    pub fn total(&self) -> usize {
        self.axes.iter().map(|axis| axis.values.len()).product()
    }

    /// Is the limit crossed several times?
    pub fn is_not_monotonic(&self) -> bool {
        crossings(self).is_some_and(|crossings| crossings.len() > 1)
    }

    /// Each kind of warning once, with the number of points that have it: what the table says itself
    /// is left out.
    pub fn warnings(&self) -> Vec<Warning> {
        let mut kinds: Vec<(&Warning, usize)> = Vec::new();
        let all = self.points.iter().flat_map(|point| &point.summary.warnings);
        for warning in all.filter(|it| !["over-limit", "near-limit"].contains(&it.code)) {
            match kinds.iter_mut().find(|(first, _)| first.code == warning.code) {
                Some((_, number)) => *number += 1,
                None => kinds.push((warning, 1)),
            }
        }
        let points = self.points.len();
        let each = kinds.into_iter().map(|(first, number)| {
            let place = format!("at {number} of {points} points; this is the first");
            let note = first.note.as_ref().map_or(place.clone(), |note| format!("{note}; {place}"));
            Warning { note: Some(note), ..first.clone() }
        });
        let contradiction = self.is_not_monotonic().then(|| Warning {
            code: "not-monotonic",
            message: format!("the limit of {} is crossed several times", self.meter),
            note: Some("there is no one value up to which it holds".to_owned()),
            help: Some("try more --runs, or more --points".to_owned()),
        });
        each.chain(contradiction).collect()
    }

    fn row(&self, point: &Report<'a>) -> &'a MeterSummary {
        &point.summary.meters[self.meter.index()]
    }

    /// The limit, where all points have the same.
    fn limit(&self) -> Option<u64> {
        let mut limits = self.points.iter().map(|point| self.row(point).limit_per_day);
        let first = limits.next().flatten()?;
        limits.all(|limit| limit == Some(first)).then_some(first)
    }

    /// What `used` counts beside the rows' counts; of a rest that is itself varied, that it does.
    fn rest(&self) -> Option<String> {
        let most = self.points.iter().map(|it| self.row(it)).max_by_key(|it| it.other_per_day)?;
        let is_same = |it| self.row(it).other_per_day == most.other_per_day;
        if self.points.iter().all(is_same) {
            return limits::other([most]);
        }
        Some("used counts the rest of the account, which differs between the rows".to_owned())
    }

    /// `limit of 1,000 writes a day`.
    fn limit_text(&self) -> String {
        match self.limit() {
            Some(limit) => format!("limit of {} {} a day", count(limit), self.meter),
            None => format!("limit of {}", self.meter),
        }
    }
}

/// The table or grid, every line within `look.width` columns.
pub fn render_sweep(report: &SweepReport<'_>, depth: Depth, look: Look) -> String {
    let Some(first) = report.points.first() else { return String::new() };
    let mut parts = vec![title(report, first, look)];
    parts.push(match report.axes {
        [_] => curve::lines(report, look),
        _ => grid::lines(report, look),
    });
    parts.push(wrap(&curve::conclusion(report), "  ", look.width));
    parts.push(report.rest().map_or_else(Vec::new, |it| wrap(&it, "  ", look.width)));
    if depth.verbose {
        let assumptions = first.summary.assumptions.iter();
        parts.push(assumptions.flat_map(|it| wrap(&clean(it), "  - ", look.width)).collect());
    }
    let mut text = String::new();
    for (at, part) in parts.iter().filter(|part| !part.is_empty()).enumerate() {
        text.push_str(if at > 0 { "\n" } else { "" });
        for line in part {
            let line = if line.contains('\x1b') { line.clone() } else { fit(line, look.width) };
            text.push_str(&format!("{line}\n"));
        }
    }
    text
}

/// The points alone, where nothing is simulated.
pub fn render_points(points: &Points<'_>) -> String {
    let lines = points.settings.iter().map(|point| {
        let values = point.iter().map(|it| clean(&format!("{}={}", it.path, it.value)));
        format!("  {}\n", values.collect::<Vec<_>>().join("  "))
    });
    let text: String = lines.collect();
    let (points, days) = (many(points.settings.len() as u64, "point"), many(points.days, "day"));
    text + &format!("{points}; {days} would be simulated\n")
}

/// One table with a row for each point.
pub fn render_sweep_markdown(report: &SweepReport<'_>) -> String {
    let mut text = format!("{SWEEP_TAG}\n");
    let Some(first) = report.points.first() else { return text };
    text.push_str(&format!("\n### {}\n\n", escape(&first.scenario.name)));
    let what = format!("{}; {}, {}", facts(report, first), report.meter, points(report));
    text.push_str(&format!("{}\n\n", escape(&what)));
    let heads = report.axes.iter().map(|axis| escape(&axis.path.to_string()));
    let figures = ["a day", "± 95 %", "worst day", "used", ""].map(str::to_owned);
    let heads: Vec<String> = heads.chain(figures).collect();
    text.push_str(&row(&heads));
    let rules = heads.iter().enumerate();
    let rules: Vec<&str> =
        rules.map(|(at, _)| if at + 1 < heads.len() { "--:" } else { ":--" }).collect();
    text.push_str(&format!("|{}|\n", rules.join("|")));
    for point in report.points {
        let parameters = point.parameters.iter().map(|it| escape(&it.value));
        text.push_str(&row(&parameters.chain(figures_of(report.row(point))).collect::<Vec<_>>()));
    }
    text.push_str(&format!("\n{}\n", escape(&curve::conclusion(report))));
    text.push_str(&report.rest().map_or_else(String::new, |it| format!("\n{}\n", escape(&it))));
    text
}

/// Where a curve crosses its limit: the value before, the value after, and the one between.
pub(super) type Crossings = Vec<[String; 3]>;

/// The crossings of one setting whose values are numbers.
pub(super) fn crossings(report: &SweepReport<'_>) -> Option<Crossings> {
    curve::crossings(report)
}

/// Mean, interval, worst day, share of the limit and its word.
fn figures_of(row: &MeterSummary) -> [String; 5] {
    [
        amount(row.mean_per_day),
        spread(row.ci95_half_width, row.mean_per_day),
        count(row.max_per_day),
        row.used_ratio.map_or_else(|| NONE.to_owned(), |ratio| used(Some(ratio))),
        Verdict::of(row.used_ratio).word().to_owned(),
    ]
}

fn title(report: &SweepReport<'_>, first: &Report<'_>, look: Look) -> Vec<String> {
    let (name, facts) = (clean(&first.scenario.name), facts(report, first));
    let mut lines = if width(&name) + 3 + width(&facts) <= look.width {
        vec![format!("{name}   {facts}")]
    } else {
        [wrap(&name, "", look.width), wrap(&facts, "  ", look.width)].concat()
    };
    let set = &first.scenario.overrides;
    if !set.is_empty() {
        lines.extend(wrap(&clean(&format!("with {}", set.join(", "))), "  ", look.width));
    }
    let paths: Vec<String> = report.axes.iter().map(|axis| clean(&axis.path.to_string())).collect();
    let points = points(report);
    let what = format!("{} by {}, {points}", report.meter, paths.join(" (down) and "));
    let what = if paths.len() > 1 { what.replacen(", ", " (across), ", 1) } else { what };
    lines.extend(wrap(&what, "  ", look.width));
    lines
}

/// `20 points`, or `5 of 20 points` of a sweep that was interrupted.
fn points(report: &SweepReport<'_>) -> String {
    let (done, total) = (report.points.len(), report.total());
    let of = if done == total { String::new() } else { format!("{} of ", count(done as u64)) };
    format!("{of}{} points", count(total as u64))
}

/// `7 days, 20 runs, seed 42, cloudflare-free@2026-10`, but for what differs between points.
fn facts(report: &SweepReport<'_>, first: &Report<'_>) -> String {
    let scenario = first.scenario;
    let all = [
        counted(scenario.days, "day"),
        counted(scenario.runs, "run"),
        format!("seed {}", scenario.seed),
        clean(&scenario.plan.name),
    ];
    let names = ["days", "runs", "seed", "plan"];
    let varied = |name: &str| {
        let step = Step::Key(name.to_owned());
        report.axes.iter().any(|axis| axis.path.steps() == [step.clone()])
    };
    let kept = all.into_iter().zip(names).filter(|(_, name)| !varied(name));
    kept.map(|(fact, _)| fact).collect::<Vec<_>>().join(", ")
}

/// The last name of a path, `count` of `workers[0].count`; with the one before it where that is
/// what tells two axes apart.
fn short(axis: &Axis, others: &[Axis]) -> String {
    let last = |axis: &Axis, names: usize| {
        let keys = axis.path.steps().iter().filter_map(|step| match step {
            Step::Key(name) => Some(name.as_str()),
            Step::Index(_) => None,
        });
        let keys: Vec<&str> = keys.collect();
        keys[keys.len().saturating_sub(names)..].join(".")
    };
    let is_shared = others.iter().filter(|other| last(other, 1) == last(axis, 1)).count() > 1;
    fit(&clean(&last(axis, if is_shared { 2 } else { 1 })), 20)
}
