//! Which limits are passed, what does enforcing them do, and what does it all cost?

use crate::report::figures::{amount, clock, count, hours, money};
use crate::report::text::{clean, wrap};
use crate::report::{Look, Report};
use crate::study::{
    CostSummary, Enforced, EnforcedMeter, MeterSummary, NextDay, RoutingSummary, Summary,
};
use crate::words::Meter;

/// A line for each passed limit, and for what else a sum should not hide.
pub(super) fn lines(report: &Report<'_>, look: Look) -> Vec<String> {
    let summary = report.summary;
    let mut texts = passed(summary);
    texts.extend(other(&summary.meters));
    if summary.rate_refused_per_day > 0.0 {
        let refused = amount(summary.rate_refused_per_day);
        texts.push(format!("{refused} writes a day refused: one key twice within a second"));
    }
    texts.extend(cost(&summary.cost));
    texts.iter().flat_map(|text| wrap(text, "  ", look.width)).collect()
}

/// `writes: passes 1,000 at 19:52 UTC on day 1 (every day); enforced: …`.
fn passed(summary: &Summary) -> Vec<String> {
    let over: Vec<&MeterSummary> = summary.meters.iter().filter(|it| it.days_over > 0).collect();
    let mut texts: Vec<String> = over.iter().map(|meter| demand(meter, summary.runs)).collect();
    let Some(enforced) = &summary.enforced else { return texts };
    let next = enforced.next_day.as_ref().map(|next| next_day(next, enforced));
    for (meter, text) in over.iter().zip(&mut texts) {
        let found = enforced.meters.iter().find(|it| it.meter == meter.meter);
        if let Some(found) = found {
            text.push_str(&format!("; enforced: {}", refusals(found)));
        }
    }
    let routing = clients(summary, enforced);
    match texts.as_mut_slice() {
        [] => {}
        [only] => only.extend(routing.iter().map(|it| format!(", {it}"))),
        _ if routing.is_empty() => {}
        _ => texts.push(format!("all limits enforced: {}", routing.join(", "))),
    }
    texts.extend(next);
    texts
}

/// `the day after the first refusal: 1,000 writes granted, 372 of 500 requests served`.
fn next_day(next: &NextDay, enforced: &Enforced) -> String {
    let granted = enforced
        .meters
        .iter()
        .map(|row| format!("{} {}", amount(next.granted[row.meter.index()]), row.meter));
    let granted: Vec<String> = granted.collect();
    let mut text = format!("the day after the first refusal: {} granted", granted.join(", "));
    let routing = &next.routing;
    let asked = routing.ok_per_day
        + routing.misrouted_per_day
        + routing.unroutable_per_day
        + routing.failed_per_day;
    if asked > 0.0 {
        let served = amount(routing.ok_per_day);
        text.push_str(&format!(", {served} of {} client requests served", amount(asked)));
    }
    text
}

fn demand(meter: &MeterSummary, runs: u32) -> String {
    let mut text = format!("{}: passes", meter.meter);
    if let Some(limit) = meter.limit_per_day {
        text.push_str(&format!(" {}", count(limit)));
    }
    if let Some(at) = meter.limit_passed_at {
        let is_first = meter.first_passed_at.is_none_or(|first| first == at);
        let as_early_as = if is_first { "at" } else { "as early as" };
        let day = format!("{} UTC on day {}", clock(at.ms_of_day), at.day);
        text.push_str(&format!(" {as_early_as} {day}"));
        if runs > 1 && !is_first {
            text.push_str(&format!(" of run {}", at.run));
        }
    }
    if meter.days_over == meter.days_tried {
        text.push_str(" (every day)");
    } else {
        let (over, tried) = (count(meter.days_over), count(meter.days_tried));
        text.push_str(&format!(" ({over} of {tried} days)"));
    }
    text
}

/// `214 to 1,930 attempts refused a day, 4 h 8 m a day without writes`.
fn refusals(meter: &EnforcedMeter) -> String {
    let range = if meter.refused_min == meter.refused_max {
        count(meter.refused_max)
    } else {
        format!("{} to {}", count(meter.refused_min), count(meter.refused_max))
    };
    let without = hours(meter.hours_refused_per_day);
    format!("{range} attempts refused a day, {without} a day without {}", meter.meter)
}

/// How many client requests a day ended so.
type Fate = fn(&RoutingSummary) -> f64;

/// What clients notice of it: only what became worse.
fn clients(summary: &Summary, enforced: &Enforced) -> Vec<String> {
    let (before, after) = (&summary.routing, &enforced.routing);
    let kinds: [(Fate, &str); 3] = [
        (|it| it.misrouted_per_day, "misrouted"),
        (|it| it.unroutable_per_day, "unroutable"),
        (|it| it.failed_per_day, "failed"),
    ];
    let worse = kinds.iter().filter(|(of, _)| of(after) > of(before));
    worse.map(|(of, word)| format!("{} requests a day {word}", amount(of(after)))).collect()
}

fn other(meters: &[MeterSummary]) -> Option<String> {
    let spent = meters.iter().filter(|it| it.other_per_day > 0);
    let spent: Vec<String> = spent.map(|it| with_meter(it.other_per_day, it.meter)).collect();
    if spent.is_empty() {
        return None;
    }
    Some(format!("used counts the rest of the account: {} a day", spent.join(", ")))
}

fn with_meter(number: u64, meter: Meter) -> String {
    format!("{} {meter}", count(number))
}

fn cost(cost: &CostSummary) -> Option<String> {
    if cost.per_month == 0.0 {
        return None;
    }
    let lines = cost.lines.iter();
    let parts: Vec<String> =
        lines.map(|line| format!("{} {}", clean(&line.item), money(line.per_month))).collect();
    let total = format!("cost: {} {} a month", money(cost.per_month), clean(&cost.currency));
    Some(if parts.is_empty() { total } else { format!("{total} ({})", parts.join(", ")) })
}
