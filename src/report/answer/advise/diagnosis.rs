//! What is behind a symptom?

use super::fixes::{all, command};
use crate::report::Report;
use crate::report::document::{Block, Note};
use crate::report::figures::{bytes, count, figure, percent};
use crate::study::{Diagnosis, LivingSummary, Step, Symptom};
use crate::words::Unit;

/// What takes away less than this share is not behind it.
const LEAST_SHARE: f64 = 0.05;

/// What people ask first.
const TIME: &str = "not it: time; an entry takes the place of the one before, so that these caches grow \
                    with workers and services alone: what grows by the day is kept elsewhere";

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
    let grows = (it.symptom == Symptom::Memory).then(|| TIME.to_owned());
    let lines = enforced.into_iter().chain(lines).chain(grows).chain(stats(it.symptom, report));
    vec![Block::Answer(head, lines.collect()), Block::Notes(note.into_iter().collect())]
}

/// What the `stats` of one isolate say, where somebody would look there, against the whole.
fn stats(symptom: Symptom, report: &Report<'_>) -> Option<String> {
    if !matches!(symptom, Symptom::Memory | Symptom::Reads) {
        return None;
    }
    let LivingSummary {
        isolates,
        hit_ratio_min,
        hit_ratio_max,
        hit_ratio,
        bytes_min,
        bytes_max,
        bytes: all,
    } = report.summary.living.as_ref()?;
    let (rate, all) = (percent(*hit_ratio), bytes(*all as f64));
    if *isolates == 1 {
        return Some(format!(
            "stats: one isolate lives at the end, and says what it did since it was born: {rate} of \
             its lookups hit (simulate tells how many *requests* needed nothing of KV), {all} held"
        ));
    }
    let (least, most) = (percent(*hit_ratio_min), percent(*hit_ratio_max));
    let (small, large) = (bytes(*bytes_min as f64), bytes(*bytes_max as f64));
    Some(format!(
        "stats: a request for them reaches one of {} isolates and hears, as it falls, that {least} to \
         {most} of its lookups hit and {small} to {large} are held; of all it is {rate} and {all} (simulate \
         tells how many *requests* needed nothing of KV)",
        count(*isolates as u64)
    ))
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
