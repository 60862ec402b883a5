//! What does `simulate` say? The order of the parts; each is a file of its own.

mod cold;
mod colos;
mod cost;
mod days;
pub(super) mod json;
pub(super) mod limits;
mod operations;
mod requests;
mod runs;
mod values;
pub(super) mod verdict;
mod worst;

pub(super) use self::cold::cold;

use super::Answer;
use super::rows::render_sheet;
use crate::report::document::{Block, Document, Heading, Place, Profile, Section};
use crate::report::figures::{many, percent, told_from};
use crate::report::format::Sheet;
use crate::report::format::csv::Header;
use crate::report::{Depth, Report, count, wording};
use crate::scenario::Scenario;
use crate::study::{AutoStop, DAYS_OVER_TARGET, MeterSummary, StopReason, Summary};
use crate::words::Meter;

/// A section for each scenario.
impl Answer for &[Report<'_>] {
    fn document(&self, depth: Depth) -> Document {
        Document::new("simulate", self.iter().map(|it| section(it, depth)).collect())
    }

    fn json(&self, depth: Depth) -> String {
        json::render(self, depth)
    }

    fn csv(&self, sheet: Sheet) -> Option<String> {
        Some(render_sheet(self, sheet, Header::With))
    }
}

/// All that is said of one scenario.
pub(super) fn section(report: &Report<'_>, depth: Depth) -> Section {
    let summary = report.summary;
    let mut blocks = vec![
        Block::Paragraphs(vec![verdict::verdict(report, verdict::Hint::Given).sentence]),
        Block::Table(operations::table(summary)),
        Block::Table(requests::table(summary)),
        Block::Labelled(
            7,
            requests::routing(summary).map(|it| ("routing", it)).into_iter().collect(),
        ),
        Block::Table(colos::work(report)),
        Block::Table(colos::routes(report)),
        Block::Labelled(9, colos::texts(report).into_iter().chain(values::text(report)).collect()),
    ];
    blocks.extend(profile(summary).map(Block::Profile));
    let days = depth.days_of_run.and_then(|run| days::table(summary, run));
    blocks.extend(days.map(Block::Table));
    blocks.extend([
        Block::Table(cost::table(&summary.cost)),
        Block::notes(limits::texts(report)),
        Block::notes(cost::texts(report)),
        Block::notes(cold(summary)),
        Block::Notes(worst::notes(report, depth)),
        Block::Warnings(wording::remarks(&summary.warnings)),
    ]);
    if depth.verbose {
        blocks.push(Block::Table(runs::table(summary)));
        blocks.push(Block::assumptions(&summary.assumptions));
    }
    Section { heading: heading(report), blocks }
}

/// The name, the facts, and what the command line changed.
pub(super) fn heading(report: &Report<'_>) -> Heading {
    let (title, below) = (report.scenario.name.clone(), with(report.changes()));
    Heading { title, facts: facts(report), place: Place::Beside, below }
}

/// The heading of a scenario that is run in several ways, with those facts that hold for all.
pub(super) fn planned(scenario: &Scenario, facts: &[String]) -> Heading {
    let (title, below) = (scenario.name.clone(), with(scenario.overrides.iter().cloned()));
    Heading { title, facts: facts.join(", "), place: Place::Beside, below }
}

/// `7 days`, `20 runs`, `seed 42`, `cloudflare-free@2026-10`, as they are asked for.
pub(super) fn asked(scenario: &Scenario) -> [String; 4] {
    let Scenario { days, runs, seed, plan, .. } = scenario;
    setup((*days, *runs), *seed, &plan.name)
}

/// The same of any source.
pub(super) fn setup((days, runs): (u32, u32), seed: u64, plan: &str) -> [String; 4] {
    [counted(days, "day"), counted(runs, "run"), format!("seed {seed}"), plan.to_owned()]
}

/// `with runs=3, workers[0].count=3`: what the command line changed.
pub(super) fn with(changes: impl Iterator<Item = String>) -> Vec<String> {
    let all = changes.collect::<Vec<_>>().join(", ");
    if all.is_empty() { Vec::new() } else { vec![format!("with {all}")] }
}

/// How the day of the busiest meter goes.
fn profile(summary: &Summary) -> Option<Profile> {
    let meter = busiest(summary)?;
    let hours = summary.hours.iter().map(|hour| hour.counts[meter.index()]).collect();
    Some(Profile { meter, hours })
}

/// The meter that uses most of its limit; where nothing is limited, the one that counts most.
pub(super) fn busiest(summary: &Summary) -> Option<Meter> {
    let rank = |it: &MeterSummary| (it.mean_ratio.unwrap_or(-1.0), it.mean_per_day);
    let used = summary.meters.iter().filter(|it| it.mean_per_day > 0.0);
    used.max_by(|a, b| {
        let (a, b) = (rank(a), rank(b));
        a.0.total_cmp(&b.0).then(a.1.total_cmp(&b.1))
    })
    .map(|it| it.meter)
}

/// `7 days, 20 runs, seed 42, cloudflare-free@2026-10`; `run 3 of 20` where only that was made.
pub(super) fn facts(report: &Report<'_>) -> String {
    let Report { scenario, summary, .. } = report;
    format!(
        "{}, {}, seed {}, {}",
        counted(summary.days, "day"),
        runs(report),
        scenario.seed,
        scenario.plan.name
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
fn counted(number: u32, noun: &str) -> String {
    many(number.into(), noun)
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
