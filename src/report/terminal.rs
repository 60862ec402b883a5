//! How does `simulate` look in a terminal?
//!
//! The order of the parts, and their titles. Each part is a file of its own that gives lines within
//! the width; none knows where they go.

mod cold;
pub(super) mod colos;
mod cost;
pub(super) mod days;
pub(super) mod hours;
pub(super) mod limits;
pub(super) mod operations;
pub(super) mod requests;
pub(super) mod runs;
pub(super) mod worst;

pub(super) use self::cold::{cold, cold_lines};
pub(super) use self::hours::busiest;

use super::figures::{many, percent, told_from};
use super::text::{clean, fit, width, wrap};
use super::{Depth, Look, Report, count};
use crate::study::{AutoStop, DAYS_OVER_TARGET, StopReason};

/// The tables of each report, one below the other, every line within `look.width` columns.
pub fn render_table(reports: &[Report<'_>], depth: Depth, look: Look) -> String {
    let blocks: Vec<String> = reports.iter().map(|report| one(report, depth, look)).collect();
    blocks.join("\n")
}

fn one(report: &Report<'_>, depth: Depth, look: Look) -> String {
    let mut parts = vec![title(report, look), operations::lines(report, look)];
    parts.push(requests::lines(report, look));
    parts.push(colos::lines(report, look));
    parts.push(hours::lines(report, look));
    if let Some(run) = depth.days_of_run {
        parts.push(days::lines(report, run, look));
    }
    parts.push(limits::lines(report, look));
    parts.push(cold_lines(report.summary, look));
    parts.push(worst::lines(report, depth, look));
    if depth.verbose {
        parts.push(runs::lines(report, look));
        parts.push(assumptions(report, look));
    }
    parts.retain(|part| !part.is_empty());
    let mut text = String::new();
    for (at, part) in parts.iter().enumerate() {
        if at > 0 {
            text.push('\n');
        }
        for line in part {
            text.push_str(&fit_plain(line, look));
            text.push('\n');
        }
    }
    text
}

/// The last resort at widths where nothing fits: cut. Coloured lines are cut before their colour.
pub(super) fn fit_plain(line: &str, look: Look) -> String {
    if line.contains('\x1b') { line.to_owned() } else { fit(line, look.width) }
}

/// The name and the facts; what the command line changed below.
pub(super) fn title(report: &Report<'_>, look: Look) -> Vec<String> {
    let name = clean(&report.scenario.name);
    let facts = facts(report);
    let mut lines = if width(&name) + 3 + width(&facts) <= look.width {
        vec![format!("{name}   {facts}")]
    } else {
        let mut lines = wrap(&name, "", look.width);
        lines.extend(wrap(&facts, "  ", look.width));
        lines
    };
    if let Some(changed) = changed(report) {
        lines.extend(wrap(&clean(&changed), "  ", look.width));
    }
    lines
}

/// `with runs=3, workers[0].count=3`: what the command line changed, not cleaned yet.
pub(super) fn changed(report: &Report<'_>) -> Option<String> {
    let parameters = report.parameters.iter().map(|it| format!("{}={}", it.path, it.value));
    let set: Vec<String> = report.scenario.overrides.iter().cloned().chain(parameters).collect();
    (!set.is_empty()).then(|| format!("with {}", set.join(", ")))
}

/// `7 days, 20 runs, seed 42, cloudflare-free@2026-10`; `run 3 of 20` where only that was made.
pub(super) fn facts(report: &Report<'_>) -> String {
    let Report { scenario, summary, .. } = report;
    format!(
        "{}, {}, seed {}, {}",
        counted(summary.days, "day"),
        runs(report),
        scenario.seed,
        clean(&scenario.plan.name)
    )
}

fn runs(report: &Report<'_>) -> String {
    let Report { scenario, summary, .. } = report;
    match summary.only_run {
        Some(run) if scenario.runs != 1 => {
            format!("run {run} of {}", count(u64::from(scenario.runs)))
        }
        _ => counted(summary.runs, "run") + &auto(summary.auto),
    }
}

/// Why there are so many runs, where that was found out.
fn auto(stop: Option<AutoStop>) -> String {
    let Some(AutoStop { reason, target, widest }) = stop else { return String::new() };
    let within = typed(target);
    match (reason, widest) {
        (StopReason::Known, _) => format!(" (auto: all means within {within})"),
        (StopReason::MostRuns, Some((meter, width))) if width > target => {
            format!(" (auto: the most; {meter} within {}, not {within})", told_from(width, target))
        }
        (StopReason::MostRuns, _) => {
            let points = percent(DAYS_OVER_TARGET);
            format!(" (auto: the most; the share of days over is not known within {points})")
        }
    }
}

/// A share as it was typed, `0.01 %`; with one decimal at least.
fn typed(share: f64) -> String {
    // Beyond ten digits stands what the division by 100 left.
    let percents = (share * 1e10).round() / 1e8;
    if percents.fract() == 0.0 { percent(share) } else { format!("{percents} %") }
}

/// `1 day`, `1,000 days`.
pub(super) fn counted(number: u32, noun: &str) -> String {
    many(number.into(), noun)
}

/// The assumptions, one below the other.
pub(super) fn assumptions(report: &Report<'_>, look: Look) -> Vec<String> {
    let assumptions = &report.summary.assumptions;
    let mut lines = Vec::new();
    if !assumptions.is_empty() {
        lines.push("  assumptions".to_owned());
    }
    for assumption in assumptions {
        lines.extend(wrap(&clean(assumption), "  - ", look.width));
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_target_is_shown_as_it_was_typed() {
        let shares = [0.01, 0.0001, 0.000_1 / 100.0, 0.025, 0.1235];
        assert_eq!(shares.map(typed), ["1.0 %", "0.01 %", "0.0001 %", "2.5 %", "12.35 %"]);
    }
}
