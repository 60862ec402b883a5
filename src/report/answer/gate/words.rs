//! What a figure, a bound and a check say in words. Numbers are rounded here and nowhere later.

use super::units::{bound, difference, figure, plain_percent};
use super::worlds::{each_world, in_worlds};
use crate::report::document::Note;
use crate::report::figures::{NONE, change, count, joined, many, of, told_from};
use crate::report::text::file;
use crate::scenario::{Budget, BudgetMax, Setting};
use crate::study::gate::{
    Bound, BoundCheck, Check, Direction, Finding, Gate, GateVerdict, InWorlds, Judged,
    Note as Said, OnWarning, Outcome, Suite,
};
use crate::words::{Figure, Statistic};

/// `1,221 of 800`; where less is worse `39.6 % min 40.0 %`.
pub(super) fn against(metric: &Figure, judged: &Judged, currency: &str) -> String {
    let value = figure(metric, judged.value, currency);
    let allowed = figure(metric, judged.allowed, currency);
    match judged.direction {
        Direction::AtMost => format!("{value} of {allowed}"),
        Direction::AtLeast => format!("{value} min {allowed}"),
    }
}

/// `152.6 %`; nothing where less is worse.
pub(super) fn share(judged: &Judged) -> String {
    match judged.direction {
        Direction::AtMost => {
            judged.used_ratio().map_or_else(|| NONE.to_owned(), |it| told_from(it, 1.0))
        }
        Direction::AtLeast => String::new(),
    }
}

/// `421 over`, `229 to spare`, `5.2 points short`.
pub(super) fn margin(metric: &Figure, judged: &Judged, currency: &str) -> String {
    let spare = judged.spare();
    let difference = difference(metric, spare.abs(), currency);
    match (judged.verdict, judged.direction) {
        (GateVerdict::Broken, Direction::AtMost) => format!("{difference} over"),
        (GateVerdict::Broken, Direction::AtLeast) => format!("{difference} short"),
        _ => format!("{difference} to spare"),
    }
}

/// `writes`, `writes mean`, `writes growth`.
pub(super) fn label(budget: &Budget, bound: Bound) -> String {
    let mut text = budget.metric.name();
    if budget.metric.meter().is_some() && budget.metric.statistic == Statistic::Mean {
        text.push_str(" mean");
    }
    if bound == Bound::Growth {
        text.push_str(" growth");
    }
    text
}

/// The budget as the file states it: `max 80%, warn 60%, growth 5%`.
pub(super) fn stated(budget: &Budget) -> String {
    let bound = |it| bound(&budget.metric, it);
    let max = budget.max.map(|it| format!("max {}", bound(it)));
    let min = budget.min.map(|it| format!("min {}", bound(BudgetMax::Count(it))));
    let warn = budget.warn.map(|it| format!("warn {}", bound(it)));
    let growth = budget.growth.map(|it| format!("growth {}", plain_percent(it)));
    let floor = budget.growth_floor.map(|it| format!("growth_floor {it}"));
    joined([max, min, warn, growth, floor].into_iter().flatten(), ", ").unwrap_or_default()
}

/// `scenarios/2-workers.yaml:34`, without the line where an override set the budget.
fn place(suite: &Suite<'_>, check: &Check) -> String {
    let path = &suite.members[check.member].scenario.path;
    match check.budget.line {
        0 => path.clone(),
        line => format!("{path}:{line}"),
    }
}

/// Everything worth saying of a check below its row, a sentence each, but for a hint.
pub(super) fn details(suite: &Suite<'_>, check: &Check) -> Vec<Note> {
    let reason = check.budget.reason.as_deref();
    let reason = reason.map_or_else(String::new, |it| format!(": {it}"));
    let mut said = vec![format!("{}{reason}", place(suite, check))];
    let deciding = check.deciding();
    let mut day = Vec::new();
    match deciding.finding {
        Finding::Missing(missing) => {
            said.push(missing.reason().to_owned());
            said.extend(in_worlds(deciding));
        }
        Finding::Judged(judged) => {
            said.extend(growth(suite, check, &judged));
            said.extend(known_within(suite, check, &judged));
            said.extend(warned(suite, check, &judged));
            said.extend(in_worlds(deciding));
            day = worst_day(suite, &judged, deciding.in_worlds.as_ref());
        }
    }
    let others = check.bounds.iter().filter(|it| it.bound != deciding.bound);
    let others = others.map(|it| also(suite, check, it));
    let said = said.into_iter().map(Note::from);
    said.chain(day).chain(others.map(Note::from)).collect()
}

fn currency<'a>(suite: &'a Suite<'_>) -> &'a str {
    &suite.members[0].scenario.plan.currency
}

fn growth(suite: &Suite<'_>, check: &Check, judged: &Judged) -> Option<String> {
    let base = judged.baseline?;
    let said = figure(&check.budget.metric, base, currency(suite));
    let changed = if base > 0.0 {
        format!(", changed by {}", change(judged.value / base - 1.0))
    } else {
        String::new()
    };
    Some(format!("the baseline is {said}{changed}"))
}

/// How well a mean is known.
fn known_within(suite: &Suite<'_>, check: &Check, judged: &Judged) -> Option<String> {
    let half = difference(&check.budget.metric, judged.half_width?, currency(suite));
    Some(format!("the mean is known within ± {half} (95 % interval over the runs)"))
}

fn warned(suite: &Suite<'_>, check: &Check, judged: &Judged) -> Option<String> {
    let from = judged.warn_from.filter(|_| judged.verdict == GateVerdict::Warned)?;
    Some(format!("it warns from {} on", figure(&check.budget.metric, from, currency(suite))))
}

/// Which day it was, and the command that makes it again.
fn worst_day(suite: &Suite<'_>, judged: &Judged, found: Option<&InWorlds>) -> Vec<Note> {
    let Some(at) = judged.at else { return Vec::new() };
    let tolerated = match judged.set_aside {
        0 => String::new(),
        days => format!(" but for {} tolerated", count(days)),
    };
    let above = judged.days_above.filter(|&days| days > 0).map_or_else(String::new, |days| {
        format!(" ({} above)", of(days, suite.days_tried(), "day"))
    });
    let day = format!("worst day{tolerated}: run {}, day {}{above}", at.run, at.day);
    let settings = match found {
        None => &[][..],
        Some(InWorlds { settings: Some(settings), .. }) => settings,
        // No one command leads all members there.
        Some(InWorlds { settings: None, .. }) => return vec![day.into()],
    };
    let again = Note { said: "see it:".to_owned(), command: again(suite, settings, at.run) };
    vec![day.into(), again]
}

/// `kvplan simulate FILE --set days=3 --run 4 --by day`.
fn again(suite: &Suite<'_>, settings: &[Setting], run: u32) -> Vec<String> {
    let files = suite.members.iter().map(|it| file(&it.scenario.path));
    let typed = suite.members[0].scenario.overrides.iter().cloned();
    let chosen = settings.iter().map(|it| format!("{}={}", it.path, it.value));
    let edits = typed.chain(chosen).flat_map(|edit| ["--set".to_owned(), edit]);
    let run = ["--run".to_owned(), run.to_string(), "--by".to_owned(), "day".to_owned()];
    ["kvplan", "simulate"]
        .map(str::to_owned)
        .into_iter()
        .chain(files)
        .chain(edits)
        .chain(run)
        .collect()
}

/// A bound that does not decide.
fn also(suite: &Suite<'_>, check: &Check, bound: &BoundCheck) -> String {
    let (word, name) = (bound.verdict().word(), bound.bound.name());
    match bound.finding {
        Finding::Missing(missing) => format!("also {word} {name}: {}", missing.reason()),
        Finding::Judged(judged) => {
            let (metric, currency) = (&check.budget.metric, currency(suite));
            let said = against(metric, &judged, currency);
            format!("also {word} {name}: {said}, {}", margin(metric, &judged, currency))
        }
    }
}

/// `budget-loose: max can come down to 72%`.
pub(super) fn loose(check: &Check) -> Option<String> {
    let tighter = check.loose?;
    let tighter = bound(&check.budget.metric, tighter);
    // The loader refuses a `warn` above `max`.
    let warn = if check.budget.warn.is_some() { ", and warn below it" } else { "" };
    Some(format!("budget-loose: max can come down to {tighter}{warn}"))
}

/// The verdict on everything: the last line of every format for people.
pub(super) fn conclusion(gate: &Gate<'_>) -> String {
    let word = match gate.outcome() {
        Outcome::Passed => "gate passed",
        Outcome::Broken => "gate broken",
        Outcome::NothingToCheck => "gate could not check everything",
    };
    let checks: usize = gate.suites.iter().map(|(_, checks)| checks.len()).sum();
    let unchecked = unchecked(gate);
    if checks == 0 {
        let place = unchecked.map_or_else(String::new, |it| format!(" in {it}"));
        return format!("gate had nothing to check: no budgets{place}");
    }
    let unchecked = unchecked.map_or_else(String::new, |it| format!("; no budgets in {it}"));
    let number = |verdict| count(gate.count(verdict) as u64);
    let warns = match gate.strictness.on_warning {
        OnWarning::Passes => "warned",
        OnWarning::Fails => "warned (--fail-on-warn)",
    };
    let days: u64 = gate.suites.iter().map(|(suite, _)| suite.days_tried()).sum();
    let worlds = each_world(gate);
    let stale = if gate.is_stale() { "; the baseline is not in order (--check)" } else { "" };
    format!(
        "{word}: {}, {} broken, {} without a sample, {} {warns}, {} passed; {} tried{worlds}{unchecked}{stale}",
        many(checks as u64, "budget"),
        number(GateVerdict::Broken),
        number(GateVerdict::NoSample),
        number(GateVerdict::Warned),
        number(GateVerdict::Passed),
        many(days, "day"),
    )
}

/// The files that have no budgets: `a.yaml, b.yaml`.
fn unchecked(gate: &Gate<'_>) -> Option<String> {
    let suites = gate.suites.iter().filter(|(_, checks)| checks.is_empty());
    let members = suites.flat_map(|(suite, _)| &suite.members);
    let unstudied = gate.notes.iter().flat_map(|it| match it {
        Said::NoBudgets(paths) => paths.as_slice(),
        _ => &[],
    });
    let paths = members.map(|it| &it.scenario.path).chain(unstudied);
    joined(paths.cloned(), ", ")
}
