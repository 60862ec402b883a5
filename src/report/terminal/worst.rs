//! Which day was the worst, and how is exactly that one made again?

use crate::report::text::{clean, wrap};
use crate::report::verdict::Verdict;
use crate::report::{Depth, Look, Report, count};
use crate::study::MeterSummary;

/// The sentences as lines.
pub(super) fn lines(report: &Report<'_>, depth: Depth, look: Look) -> Vec<String> {
    texts(report, depth).iter().flat_map(|text| wrap(text, "  ", look.width)).collect()
}

/// A sentence for each meter that is near its limit or over it; where all is shown, for each used.
pub(in crate::report) fn texts(report: &Report<'_>, depth: Depth) -> Vec<String> {
    if report.summary.runs_detail.len() < 2 {
        return Vec::new();
    }
    let meters = report.summary.meters.iter().filter(|it| is_told(it, depth));
    meters.map(|it| told(it, report)).collect()
}

fn is_told(it: &MeterSummary, depth: Depth) -> bool {
    let verdict = Verdict::of(it.used_ratio);
    it.max_per_day > 0 && (depth.verbose || matches!(verdict, Verdict::Near | Verdict::Over))
}

fn told(it: &MeterSummary, report: &Report<'_>) -> String {
    let (meter, day, run) = (it.meter, it.max_day, it.max_run);
    let most = count(it.max_per_day);
    let again = again(report, run);
    format!("{meter}: most on day {day} of run {run}, {most}; that run again: {again}")
}

/// The command that makes just this run, with every change that was made to the file.
fn again(report: &Report<'_>, run: u32) -> String {
    let scenario = report.scenario;
    let mut words = vec!["kvplan simulate".to_owned(), quoted(&scenario.path)];
    let parameters = report.parameters.iter().map(|it| format!("{}={}", it.path, it.value));
    for change in scenario.overrides.iter().cloned().chain(parameters) {
        words.push(format!("--set {}", quoted(&change)));
    }
    if report.summary.auto.is_some() {
        words.push(format!("--runs {}", report.summary.runs));
    }
    words.push(format!("--run {run} --by day"));
    words.join(" ")
}

/// A word as a POSIX shell takes it.
fn quoted(text: &str) -> String {
    let text = clean(text);
    let is_plain = |it: char| it.is_ascii_alphanumeric() || "-_./=,:@%+".contains(it);
    if !text.is_empty() && text.chars().all(is_plain) {
        text
    } else {
        format!("'{}'", text.replace('\'', "'\\''"))
    }
}
