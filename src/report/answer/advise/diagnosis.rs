//! What is behind a symptom?

use super::fixes::{all, command};
use crate::report::Report;
use crate::report::document::{Block, Note};
use crate::report::figures::figure;
use crate::study::{Diagnosis, Step, Symptom};
use crate::words::Unit;

/// What takes away less than this share is not behind it.
const LEAST_SHARE: f64 = 0.05;

/// The figure as written, without each suspected cause, and the command that shows the greatest.
pub(super) fn blocks(it: &Diagnosis, report: &Report<'_>) -> Vec<Block> {
    let measure = it.symptom.measure();
    let unit = if measure.unit() == Unit::PerDay { " a day" } else { "" };
    let shown = |value: Option<f64>| match value {
        Some(value) => figure(measure, value) + unit,
        None => "no value".to_owned(),
    };
    let is_cause = |step: &Step| {
        step.without.zip(it.now).is_some_and(|(without, now)| without < now * (1.0 - LEAST_SHARE))
    };
    let lines = it.steps.iter().map(|step| {
        let (so, without) =
            (if is_cause(step) { "a cause" } else { "not it" }, shown(step.without));
        format!("{so}: {} ({}): {without} without", step.suspected, all(&step.changes))
    });
    let head = format!("{}: {}", measure.label(), shown(it.now));
    let enforced = enforced(it, report).map(|(without, with)| {
        let (without, with) = (shown(Some(without)), shown(Some(with)));
        format!(
            "a cause: limits that are passed: {with} where they are enforced, {without} where nothing \
             is refused; bring the use below them first (kvplan advise)"
        )
    });
    let greatest = it.steps.first().filter(|step| is_cause(step));
    let note = greatest.map(|step| Note {
        said: format!("most of it, {}:", step.suspected),
        command: command("compare", "--with", step.changes.iter(), report),
    });
    vec![
        Block::Answer(head, enforced.into_iter().chain(lines).collect()),
        Block::Notes(note.into_iter().collect()),
    ]
}

/// The figure where nothing is refused and where the limits are enforced, where that makes it more.
fn enforced(it: &Diagnosis, report: &Report<'_>) -> Option<(f64, f64)> {
    let (was, is) = (&report.summary.routing, &report.summary.enforced.as_ref()?.routing);
    let (was, is) = match it.symptom {
        Symptom::Unroutable => (was.unroutable_per_day, is.unroutable_per_day),
        Symptom::Stale | Symptom::Reads | Symptom::Memory | Symptom::Writes => return None,
    };
    (is > was).then_some((was, is))
}
