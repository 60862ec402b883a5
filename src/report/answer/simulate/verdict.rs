//! Am I safe? One sentence, before any figure.

use serde::Serialize;

use super::limits::{noticed, too_soon};
use crate::report::figures::{amount, clock, count, joined, many, money, of, used};
use crate::report::{Report, wording};
use crate::study::{Assumption, MeterSummary, Nearness, Summary, Warning};

/// The sentence, and what it comes to in a word.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub(in crate::report) struct Verdict {
    /// `safe`, `close`, `over`, or `unlimited` where there is no daily limit.
    pub(in crate::report) state: &'static str,
    /// The sentence.
    pub(in crate::report) sentence: String,
}

/// What is said of what to change.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(in crate::report) enum Hint {
    /// What buys most, and who looks for more.
    Given,
    /// Nothing: that is what follows.
    Follows,
}

/// Of the meter that is nearest to its limit on the worst day.
pub(in crate::report) fn verdict(report: &Report<'_>, hint: Hint) -> Verdict {
    let summary = report.summary;
    let limited = summary.meters.iter().filter(|it| it.limit_per_day.is_some());
    let nearest = limited.max_by(|a, b| {
        let share = |it: &MeterSummary| it.used_ratio.unwrap_or(0.0);
        share(a).total_cmp(&share(b))
    });
    let Some(nearest) = nearest else { return unlimited(report) };
    let (state, said) = match Nearness::of(nearest.used_ratio) {
        Nearness::Over => ("over", over(summary, hint)),
        Nearness::Near => ("close", close(nearest, summary, hint)),
        Nearness::Fine | Nearness::Unlimited => ("safe", safe(nearest)),
    };
    let more = [served(summary), too_soon(report), mildest(summary)].into_iter().flatten();
    let more: String = more.map(|it| format!("; {it}")).collect();
    Verdict { state, sentence: format!("{said}{more}.") }
}

fn unlimited(report: &Report<'_>) -> Verdict {
    let cost = &report.summary.cost;
    let price = format!("{} {} a month", money(cost.per_month), cost.currency);
    let base = match cost.per_month > cost.base_per_month {
        true => String::new(),
        false => ", the base price".to_owned(),
    };
    let refused = too_soon(report).map_or_else(String::new, |it| format!("; {it}"));
    Verdict { state: "unlimited", sentence: format!("No daily limit: {price}{base}{refused}.") }
}

/// `Safe: writes come nearest to their limit, 57.1 % on the worst of 140 days, which leaves 429`.
fn safe(it: &MeterSummary) -> String {
    format!("Safe: {} come nearest to their limit, {}", it.meter, margin(it, ""))
}

/// `Close: writes come to 87.0 % of their limit on the worst of 140 days, which leaves 130; try …`.
fn close(it: &MeterSummary, summary: &Summary, hint: Hint) -> String {
    let advice = tried(it, summary, hint).map_or_else(String::new, |it| format!("; {it}"));
    format!("Close: {} come to {}{advice}", it.meter, margin(it, " of their limit"))
}

/// `57.1 % on the worst of 140 days, which leaves 429`.
fn margin(it: &MeterSummary, of: &str) -> String {
    let day = match it.days_tried {
        1 => "on the one day".to_owned(),
        days => format!("on the worst of {}", many(days, "day")),
    };
    let left = it.limit_per_day.unwrap_or(0).saturating_sub(it.other_per_day + it.max_per_day);
    format!("{}{of} {day}, which leaves {}", used(it.used_ratio), count(left))
}

/// `Over: writes pass 1,000 a day as early as 05:51 UTC, on 140 of 140 days; clients then notice: …;
/// try …`, of the limit that is passed earliest in the day.
fn over(summary: &Summary, hint: Hint) -> String {
    let passed = summary.meters.iter().filter(|it| it.days_over > 0);
    let time = |it: &&MeterSummary| it.limit_passed_at.map_or(u32::MAX, |at| at.ms_of_day);
    let Some(first) = passed.clone().min_by_key(time) else { return "Over".to_owned() };
    let at = first
        .limit_passed_at
        .map_or_else(String::new, |at| format!(" as early as {} UTC", clock(at.ms_of_day)));
    let days = of(first.days_over, first.days_tried, "day");
    let limit = count(first.limit_per_day.unwrap_or(0));
    let mut said = format!("Over: {} pass {limit} a day{at}, on {days}", first.meter);
    let others = passed.filter(|it| it.meter != first.meter).map(|it| it.meter.to_string());
    said.extend(joined(others, ", ").map(|others| format!("; so do {others}")));
    let seen = summary.enforced.as_ref().map_or_else(Vec::new, |it| noticed(summary, it));
    said.push_str(&match joined(seen, ", ") {
        Some(seen) => format!("; clients then notice: {seen}"),
        None => "; no client notices".to_owned(),
    });
    said.extend(tried(first, summary, hint).map(|it| format!("; {it}")));
    said
}

/// The one change that buys most, as the warning of that limit says it.
fn tried(it: &MeterSummary, summary: &Summary, hint: Hint) -> Option<String> {
    if hint == Hint::Follows {
        return None;
    }
    let advice = summary.warnings.iter().find_map(|warning| match warning {
        Warning::Limit(row, Some(advice)) if row.meter == it.meter => Some(advice),
        _ => None,
    })?;
    let ask = "kvplan advise looks for what is enough";
    Some(format!("{}; {ask}", wording::advice(advice)))
}

/// Clients notice what is not the limits' doing: requests that find no worker or fail, and live workers
/// that are left out.
fn served(summary: &Summary) -> Option<String> {
    let routing = &summary.routing;
    let asked = routing.asked_per_day();
    let mut seen = Vec::new();
    let mut note = |value: f64, share: f64, said: &str| {
        if value > share * asked {
            seen.push(format!("{} {said}", amount(value)));
        }
    };
    note(routing.unroutable_per_day, UNSERVED, "find no worker");
    note(routing.failed_per_day, UNSERVED, "fail");
    note(routing.false_dead_per_day, LEFT_OUT, "times a live worker is left out as dead");
    let seen = joined(seen, ", ")?;
    Some(format!("but of {} client requests a day {seen}, whatever the limits", amount(asked)))
}

/// Is nothing of that to be told?
pub(in crate::report) fn is_served(summary: &Summary) -> bool {
    served(summary).is_none()
}

/// Beyond this share of all client requests those that nobody serves are told of.
const UNSERVED: f64 = 0.01;
/// And for so many of them a live worker that a list has left out.
const LEFT_OUT: f64 = 0.1;

/// `all this in the mildest case: one colo, loads that never change, no deploys`.
fn mildest(summary: &Summary) -> Option<String> {
    let taken = summary.assumptions.iter().filter_map(|it| match it {
        Assumption::OneColo => Some("one colo"),
        Assumption::ConstantLoads => Some("loads that never change"),
        Assumption::IsolatesNeverDie { deploys: false, .. } => Some("no deploys"),
        _ => None,
    });
    let taken = joined(taken.map(str::to_owned), ", ")?;
    Some(format!("all this in the mildest case: {taken}"))
}
