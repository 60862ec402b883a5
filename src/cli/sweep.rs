//! How does the use depend on a setting?

use std::sync::atomic::{AtomicBool, Ordering};

use super::arguments::Sweep;
use super::exit::ExitCode;
use super::failure::Failure;
use super::job::{Files, Job, Plan};
use super::load;
use super::output::Output;
use super::progress::Progress;
use super::runner::run_coordinator;
use super::simulate::done;
use crate::report::{
    Header, Parameter, Report, SweepReport, clean, count, render_sheet, render_warning,
};
use crate::scenario::{Axis, Diagnostic, Scenario, Source, Varied, caps};
use crate::scenario::{check_axes, load_points, points};
use crate::study::{self, Consequences, Summary, Warning, Watch};
use crate::words::many;

/// Load, study, render, write. What was complete when it was interrupted is kept.
pub(super) fn run(flags: &Sweep, output: &Output) -> Result<ExitCode, Failure> {
    let files = Files { read: &flags.asked.scenarios, written: &[] };
    let plan = Plan::new(Sweep::OFFER, (&flags.delivery, output), files)?;
    let source = load::one(&flags.asked)?;
    let axes = axes(flags, &source, output)?;
    let points = points(&axes);
    let overrides = flags.asked.overrides();
    let scenarios = load_points(&source, &overrides, &points, &load::named);
    let scenarios = scenarios.map_err(|wrong| load::wrong(&wrong, output))?;
    let days = days(&scenarios, &axes, output)?;
    if flags.dry_run {
        output.print(&list(&points, days))?;
        return Ok(ExitCode::Done);
    }
    let mut job = plan.open(&scenarios)?;
    let parameters: Vec<Vec<Parameter>> = points.iter().map(|point| parameters(point)).collect();
    let progress = job.progress(days);
    let mut rows = Rows::new((&scenarios, &parameters), &mut job);
    let is_whole = rows.study(flags.jobs.threads(), &progress);
    progress.finish();
    let Rows { summaries, failed, .. } = rows;
    if let Some(failure) = failed {
        return Err(failure);
    }
    if summaries.is_empty() {
        return Err(Failure::interrupted());
    }
    let points = scenarios.iter().zip(&summaries).zip(&parameters);
    let points: Vec<Report<'_>> = points
        .map(|((scenario, summary), parameters)| Report { scenario, summary, parameters })
        .collect();
    let meter = flags.meter.unwrap_or_else(|| study::nearest_meter(&summaries));
    let report = SweepReport { points: &points, axes: &axes, meter };
    job.deliver(&report, output.depth())?;
    remark(&report, &job);
    if is_whole {
        return Ok(ExitCode::Done);
    }
    Err(Failure::interrupted_after(points.len(), scenarios.len()))
}

fn axes(flags: &Sweep, source: &Source, output: &Output) -> Result<Vec<Axis>, Failure> {
    let (mut axes, mut wrong) = (Vec::new(), Vec::new());
    for typed in &flags.vary {
        match Axis::parse(typed, flags.spacing()) {
            Ok(axis) => axes.push(axis),
            Err(diagnostics) => wrong.extend(diagnostics),
        }
    }
    if wrong.is_empty() {
        wrong.extend(check_axes(&axes, source.bytes.len()).err().unwrap_or_default());
    }
    let overrides = flags.asked.overrides();
    for axis in &axes {
        if let Some(flag) = overrides.flag_of(&axis.path) {
            let message = format!("`{flag}` and `{}` set one value", axis.flag);
            wrong.push(Diagnostic::error("override", &message).at(&axis.flag));
        }
    }
    if wrong.is_empty() { Ok(axes) } else { Err(load::wrong(&wrong, output)) }
}

/// The days of all runs of all points.
fn days(scenarios: &[Scenario], axes: &[Axis], output: &Output) -> Result<u64, Failure> {
    let days = scenarios.iter().map(|it| u64::from(it.days) * u64::from(it.runs)).sum();
    if days <= caps::SWEEP_DAYS {
        return Ok(days);
    }
    let (asked, most) = (count(days), count(caps::SWEEP_DAYS));
    let message = format!("{asked} days of all runs of all points; at most {most} are simulated");
    let flag = axes.first().map_or("--vary", |axis| &axis.flag);
    let help = "try fewer --runs, --days or --points";
    Err(load::wrong(&[Diagnostic::error("too-many", &message).at(flag).help(help)], output))
}

fn list(points: &[Vec<Varied<'_>>], days: u64) -> String {
    let mut text = String::new();
    for point in points {
        let values: Vec<String> =
            point.iter().map(|it| clean(&format!("{}={}", it.path, it.value))).collect();
        text.push_str(&format!("  {}\n", values.join("  ")));
    }
    let (points, days) = (many(points.len() as u64, "point"), many(days, "day"));
    text + &format!("{points}; {days} would be simulated\n")
}

fn parameters(point: &[Varied<'_>]) -> Vec<Parameter> {
    let parameter =
        |it: &Varied<'_>| Parameter { path: it.path.to_string(), value: it.value.to_owned() };
    point.iter().map(parameter).collect()
}

/// The rows that go out as points become complete.
struct Rows<'a, 'j> {
    scenarios: &'a [Scenario],
    parameters: &'a [Vec<Parameter>],
    job: &'a mut Job<'j>,
    summaries: Vec<Summary>,
    failed: Option<Failure>,
}

impl<'a, 'j> Rows<'a, 'j> {
    fn new(
        (scenarios, parameters): (&'a [Scenario], &'a [Vec<Parameter>]),
        job: &'a mut Job<'j>,
    ) -> Self {
        Self { scenarios, parameters, job, summaries: Vec::new(), failed: None }
    }

    /// Runs all points. `false`: it was stopped; what is there is whole.
    fn study(&mut self, threads: usize, progress: &Progress) -> bool {
        let options =
            study::Options { threads, only_run: None, consequences: Consequences::Skipped };
        let watch = Stoppable { progress, has_failed: AtomicBool::new(false) };
        let scenarios = self.scenarios;
        let mut take = |place: usize, summary: Summary| {
            if self.failed.is_none() {
                self.failed = self.take(place, summary).err();
                watch.has_failed.store(self.failed.is_some(), Ordering::Relaxed);
            }
        };
        study::simulate_all(scenarios, options, (&run_coordinator, &watch), &mut take)
    }

    /// Sends a point's rows out; its days are not needed after that.
    fn take(&mut self, place: usize, mut summary: Summary) -> Result<(), Failure> {
        let (scenario, parameters) = (&self.scenarios[place], self.parameters[place].as_slice());
        let report = [Report { scenario, summary: &summary, parameters }];
        let header = if place == 0 { Header::With } else { Header::Without };
        self.job.send(|sheet| render_sheet(&report, sheet, header))?;
        summary.runs_detail = Vec::new();
        self.summaries.push(summary);
        Ok(())
    }
}

/// Stops also where rows cannot be written.
struct Stoppable<'a> {
    progress: &'a Progress,
    has_failed: AtomicBool,
}

impl Watch for Stoppable<'_> {
    fn advance(&self, days: u64) {
        self.progress.advance(days);
    }

    fn stopped(&self) -> bool {
        self.has_failed.load(Ordering::Relaxed) || self.progress.stopped()
    }
}

/// Each kind of warning once, with the number of points that have it. What the table says itself is
/// left out. Then what was done, in which time.
fn remark(report: &SweepReport<'_>, job: &Job<'_>) {
    let output = job.output;
    let mut kinds: Vec<(&Warning, usize)> = Vec::new();
    let all = report.points.iter().flat_map(|point| &point.summary.warnings);
    for warning in all.filter(|it| !["over-limit", "near-limit"].contains(&it.code)) {
        match kinds.iter_mut().find(|(first, _)| first.code == warning.code) {
            Some((_, number)) => *number += 1,
            None => kinds.push((warning, 1)),
        }
    }
    let points = report.points.len();
    for (first, number) in kinds {
        let place = format!("at {number} of {points} points; this is the first");
        let note = first.note.as_ref().map_or(place.clone(), |note| format!("{note}; {place}"));
        let warning = Warning { note: Some(note), ..first.clone() };
        output.remark(&render_warning(&warning, output.message_look()));
    }
    if report.is_not_monotonic() {
        let warning = Warning {
            code: "not-monotonic",
            message: format!("the limit of {} is crossed several times", report.meter),
            note: Some("there is no one value up to which it holds".to_owned()),
            help: Some("try more --runs, or more --points".to_owned()),
        };
        output.remark(&render_warning(&warning, output.message_look()));
    }
    let summaries = report.points.iter().map(|point| point.summary);
    let days = summaries.map(|it| u64::from(it.days) * u64::from(it.runs)).sum();
    let events = report.points.iter().map(|point| point.summary.events).sum();
    output.remark(&done(days, events, job.stopwatch));
}
