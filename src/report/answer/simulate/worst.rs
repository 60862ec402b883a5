//! Which day was the worst, and how is exactly that one made again?

use crate::report::document::Note;
use crate::report::text::file;
use crate::report::{Depth, Report, count};
use crate::study::{MeterSummary, Nearness};

/// For each meter that is near its limit or over it, its worst day and the command that makes it
/// again; where all is shown, for each used.
pub(super) fn notes(report: &Report<'_>, depth: Depth) -> Vec<Note> {
    if report.summary.runs_detail.len() < 2 {
        return Vec::new();
    }
    let meters = report.summary.meters.iter().filter(|it| is_told(it, depth));
    let note = |it| Note { said: said(it), command: again(report, it.max_run) };
    meters.map(note).collect()
}

fn is_told(it: &MeterSummary, depth: Depth) -> bool {
    let verdict = Nearness::of(it.used_ratio);
    it.max_per_day > 0 && (depth.verbose || matches!(verdict, Nearness::Near | Nearness::Over))
}

fn said(it: &MeterSummary) -> String {
    let (meter, day, run, most) = (it.meter, it.max_day, it.max_run, count(it.max_per_day));
    format!("{meter}: most on day {day} of run {run}, {most}; that run again:")
}

/// The command that makes just this run, with every change that was made to the file.
fn again(report: &Report<'_>, run: u32) -> Vec<String> {
    let mut words = vec!["kvplan".to_owned(), "simulate".to_owned()];
    words.push(file(&report.scenario.path));
    words.extend(report.changes().flat_map(|change| ["--set".to_owned(), change]));
    if report.summary.auto.is_some() {
        words.extend(["--runs".to_owned(), report.summary.runs.to_string()]);
    }
    words.extend(["--run", &run.to_string(), "--by", "day"].map(str::to_owned));
    words
}
