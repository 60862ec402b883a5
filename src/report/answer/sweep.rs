//! What does `sweep` say? One setting makes a row for each value with a bar against the limit, and
//! a sentence on where it is crossed; two make a matrix of shares.

mod curve;
mod json;
mod tables;

use super::Answer;
use super::simulate::{asked, limits, planned};
use crate::report::document::{Block, Document, Heading, Section};
use crate::report::text::clean;
use crate::report::wording::{self, Remark};
use crate::report::{Depth, Report, count};
use crate::scenario::{Axis, Step};
use crate::study::{MeterSummary, Points, Shown, Warning};
use crate::words::{Meter, many};

/// The points of a sweep that are complete.
#[derive(Clone, Copy, Debug)]
pub struct SweepReport<'a> {
    /// One report a point, in order; the first axis is outermost.
    pub points: &'a [Report<'a>],
    /// What is varied.
    pub axes: &'a [Axis],
    /// Which figures are shown.
    pub shown: &'a Shown,
}

impl<'a> SweepReport<'a> {
    /// How many points were asked for.
    pub fn total(&self) -> usize {
        self.axes.iter().map(|axis| axis.values.len()).product()
    }

    /// Is the limit crossed several times?
    pub fn is_not_monotonic(&self) -> bool {
        curve::crossings(self).is_some_and(|crossings| crossings.len() > 1)
    }

    /// Each kind of warning once, with the number of points that have it: what the table says
    /// itself is left out.
    pub fn remarks(&self) -> Vec<Remark> {
        let mut kinds: Vec<(Remark, usize)> = Vec::new();
        let all = self.points.iter().flat_map(|point| &point.summary.warnings);
        for warning in all.filter(|it| !matches!(it, Warning::Limit(..))) {
            let remark = Remark::from(warning);
            match kinds.iter_mut().find(|(first, _)| first.code == remark.code) {
                Some((_, number)) => *number += 1,
                None => kinds.push((remark, 1)),
            }
        }
        let points = self.points.len();
        let each = kinds.into_iter().map(|(first, number)| {
            let place = format!("at {number} of {points} points; this is the first");
            let note = first.note.as_ref().map_or(place.clone(), |note| format!("{note}; {place}"));
            first.note(note)
        });
        let contradiction = self.is_not_monotonic().then(|| {
            wording::not_monotonic(format!(
                "the limit of {} is crossed several times",
                self.meter()
            ))
            .note("there is no one value up to which it holds")
            .help("try more --runs, or more --points")
        });
        each.chain(contradiction).collect()
    }

    /// Whose limit is looked at.
    fn meter(&self) -> Meter {
        self.shown.meter
    }

    fn row(&self, point: &Report<'a>) -> &'a MeterSummary {
        &point.summary.meters[self.meter().index()]
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
            Some(limit) => format!("limit of {} {} a day", count(limit), self.meter()),
            None => format!("limit of {}", self.meter()),
        }
    }
}

/// Nothing where no point is complete. The rows go out as its points become complete.
impl Answer for SweepReport<'_> {
    fn document(&self, depth: Depth) -> Document {
        let sections = self.points.first().map(|first| section(self, first, depth));
        Document::new("sweep", sections.into_iter().collect())
    }

    fn json(&self, _depth: Depth) -> String {
        json::render(self)
    }
}

fn section(report: &SweepReport<'_>, first: &Report<'_>, depth: Depth) -> Section {
    let said = [Some(curve::conclusion(report)), report.rest()];
    let said = said.into_iter().flatten().map(|it| Block::Paragraphs(vec![it]));
    let (drawn, figures) = (tables::drawn(report), tables::figures(report));
    let blocks = if report.shown.is_drawn {
        drawn.into_iter().chain(said).chain(figures).collect()
    } else if report.shown.is_asked {
        let limits = said.filter(|_| report.shown.figures.iter().any(|it| it.meter().is_some()));
        figures.into_iter().chain(limits).collect()
    } else {
        figures.into_iter().chain(said).collect()
    };
    let mut section = Section { heading: heading(report, first), blocks };
    if depth.verbose {
        let said = wording::assumptions(&first.summary.assumptions);
        section.blocks.push(Block::Assumptions(None, said));
    }
    section
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

/// The facts are those of all points.
fn heading(report: &SweepReport<'_>, first: &Report<'_>) -> Heading {
    let names = ["days", "runs", "seed", "plan"];
    let varied = |name: &str| {
        let step = Step::Key(name.to_owned());
        report.axes.iter().any(|axis| axis.path.steps() == [step.clone()])
    };
    let kept = asked(first.scenario).into_iter().zip(names).filter(|(_, name)| !varied(name));
    let facts: Vec<String> = kept.map(|(fact, _)| fact).collect();
    let mut heading = planned(first.scenario, &facts);
    let paths: Vec<String> = report.axes.iter().map(|axis| axis.path.to_string()).collect();
    let across = if paths.len() > 1 { " (across)" } else { "" };
    let (paths, points) = (paths.join(" (down) and "), points(report));
    let shown = match report.shown {
        Shown { is_drawn: true, meter, .. } => meter.to_string(),
        Shown { figures, .. } => many(figures.len() as u64, "figure"),
    };
    heading.below.push(format!("{shown} by {paths}{across}, {points}"));
    heading
}

/// `20 points`, or `5 of 20 points` of a sweep that was interrupted.
fn points(report: &SweepReport<'_>) -> String {
    let (done, total) = (report.points.len(), report.total());
    let of = if done == total { String::new() } else { format!("{} of ", count(done as u64)) };
    format!("{of}{} points", count(total as u64))
}

/// The last name of a path, `count` of `workers[0].count`; with the one before it, or else whole,
/// where that is what tells two axes apart.
fn short(axis: &Axis, others: &[Axis]) -> String {
    let last = |axis: &Axis, names: usize| {
        let keys = axis.path.steps().iter().filter_map(|step| match step {
            Step::Key(name) => Some(name.as_str()),
            Step::Index(_) => None,
        });
        let keys: Vec<&str> = keys.collect();
        keys[keys.len().saturating_sub(names)..].join(".")
    };
    let tells_apart = |names: &usize| {
        others.iter().filter(|other| last(other, *names) == last(axis, *names)).count() < 2
    };
    let names = [1, 2].into_iter().find(tells_apart);
    names.map_or_else(|| axis.path.to_string(), |names| last(axis, names))
}
