//! Which day was the worst, and how is exactly that one made again?

use crate::report::text::{clean, width, wrap};
use crate::report::verdict::Verdict;
use crate::report::{Depth, Look, Report, command, count};
use crate::study::MeterSummary;

/// The sentences as lines; a command that does not fit behind its sentence stands below it.
pub(super) fn lines(report: &Report<'_>, depth: Depth, look: Look) -> Vec<String> {
    let mut lines = Vec::new();
    for (said, again) in told(report, depth) {
        let whole = format!("  {said} {again}");
        if width(&whole) <= look.width {
            lines.push(whole);
        } else {
            lines.extend(wrap(&said, "  ", look.width));
            lines.extend(command::lines(&again, "    ", look.width));
        }
    }
    lines
}

/// The sentences, each with its command.
pub(in crate::report) fn texts(report: &Report<'_>, depth: Depth) -> Vec<String> {
    told(report, depth).into_iter().map(|(said, again)| format!("{said} {again}")).collect()
}

/// For each meter that is near its limit or over it, its worst day and the command that makes it
/// again; where all is shown, for each used.
fn told(report: &Report<'_>, depth: Depth) -> Vec<(String, String)> {
    if report.summary.runs_detail.len() < 2 {
        return Vec::new();
    }
    let meters = report.summary.meters.iter().filter(|it| is_told(it, depth));
    meters.map(|it| (said(it), again(report, it.max_run))).collect()
}

fn is_told(it: &MeterSummary, depth: Depth) -> bool {
    let verdict = Verdict::of(it.used_ratio);
    it.max_per_day > 0 && (depth.verbose || matches!(verdict, Verdict::Near | Verdict::Over))
}

fn said(it: &MeterSummary) -> String {
    let (meter, day, run, most) = (it.meter, it.max_day, it.max_run, count(it.max_per_day));
    format!("{meter}: most on day {day} of run {run}, {most}; that run again:")
}

/// The command that makes just this run, with every change that was made to the file.
fn again(report: &Report<'_>, run: u32) -> String {
    let scenario = report.scenario;
    let mut words = vec!["kvplan simulate".to_owned(), command::path(&clean(&scenario.path))];
    let parameters = report.parameters.iter().map(|it| format!("{}={}", it.path, it.value));
    for change in scenario.overrides.iter().cloned().chain(parameters) {
        words.push(format!("--set {}", command::quoted(&clean(&change))));
    }
    if report.summary.auto.is_some() {
        words.push(format!("--runs {}", report.summary.runs));
    }
    words.push(format!("--run {run} --by day"));
    words.join(" ")
}
