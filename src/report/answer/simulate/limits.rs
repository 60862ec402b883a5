//! Which limits are passed, and what does enforcing them do?

use crate::report::Report;
use crate::report::figures::{amount, amount_of, clock, count, hours, joined, of};
use crate::study::{Enforced, EnforcedMeter, MeterSummary, NextDay, RoutingSummary, Summary};

/// A sentence for each passed limit, and for what else a sum should not hide.
pub(super) fn texts(report: &Report<'_>) -> Vec<String> {
    let summary = report.summary;
    let mut texts = passed(summary);
    texts.extend(other(&summary.meters));
    texts.extend(too_soon(report));
    texts
}

/// `1.2 writes a day refused: one key twice within 1s`.
pub(super) fn too_soon(Report { scenario, summary, .. }: &Report<'_>) -> Option<String> {
    if summary.rate_refused_per_day > 0.0 {
        let refused = amount_of(summary.rate_refused_per_day, "write");
        let rules = &scenario.plan.rules;
        let (which, interval) = match &rules.same_namespace_write_interval {
            Some(rule) => ("the namespace was written", rule.value),
            None => ("one key", rules.same_key_write_interval.value),
        };
        return Some(format!("{refused} a day refused: {which} twice within {interval}"));
    }
    None
}

/// `writes: passes 1,000 at 19:52 UTC on day 1 (every day); enforced: …`, by the time of day at
/// which each limit is passed first.
pub(in crate::report) fn passed(summary: &Summary) -> Vec<String> {
    let over = summary.meters.iter().filter(|it| it.days_over > 0);
    let mut over: Vec<&MeterSummary> = over.collect();
    over.sort_by_key(|it| it.limit_passed_at.map_or(u32::MAX, |at| at.ms_of_day));
    let mut texts: Vec<String> = over.iter().map(|meter| of_meter(meter, summary)).collect();
    let enforced = summary.enforced.as_ref();
    let noticed = enforced.map_or_else(Vec::new, |enforced| noticed(summary, enforced));
    match texts.as_mut_slice() {
        [] => {}
        [only] => only.extend(noticed.iter().map(|it| format!(", {it}"))),
        _ => {
            texts.splice(0..0, first(&over));
            texts.extend(joined(noticed, ", ").map(|it| format!("all limits enforced: {it}")));
        }
    }
    texts.extend(enforced.and_then(|it| it.next_day.as_ref().map(|next| next_day(next, it))));
    texts
}

/// `2 limits are passed: writes come first, as early as 05:51 UTC`.
fn first(over: &[&MeterSummary]) -> Option<String> {
    let first = over.first()?;
    let (meter, at) = (first.meter, clock(first.limit_passed_at?.ms_of_day));
    let limits = count(over.len() as u64);
    Some(format!("{limits} limits are passed: {meter} come first, as early as {at} UTC"))
}

/// When the limit of a meter is passed, and what enforcing it refuses.
fn of_meter(meter: &MeterSummary, summary: &Summary) -> String {
    let mut text = demand(meter, summary.runs);
    let mut enforced = summary.enforced.iter().flat_map(|enforced| &enforced.meters);
    if let Some(found) = enforced.find(|it| it.meter == meter.meter) {
        text.push_str(&format!("; enforced: {}", refusals(found, meter.days_tried)));
    }
    text
}

/// `the day after the first refusal: 1,000 writes granted, 372 of 500 requests served`.
fn next_day(next: &NextDay, enforced: &Enforced) -> String {
    let granted = enforced.meters.iter().map(|row| row.meter);
    let granted = granted.map(|it| format!("{} {it}", amount(next.granted[it.index()])));
    let granted = joined(granted, ", ").unwrap_or_default();
    let text = format!("the day after the first refusal: {granted} granted");
    let (asked, served) = (next.routing.asked_per_day(), amount(next.routing.ok_per_day));
    if asked <= 0.0 {
        return text;
    }
    format!("{text}, {served} of {} client requests served", amount(asked))
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
        text.push_str(&format!(" ({})", of(meter.days_over, meter.days_tried, "day")));
    }
    text
}

/// `214 to 1,930 attempts refused a day, 4 h 8 m a day without writes`; where not every day has a
/// refusal, of those that have one, and how many these are.
fn refusals(meter: &EnforcedMeter, days_tried: u64) -> String {
    let range = if meter.refused_min == meter.refused_max {
        count(meter.refused_max)
    } else {
        format!("{} to {}", count(meter.refused_min), count(meter.refused_max))
    };
    let (without, name) = (hours(meter.hours_per_refused_day), meter.meter);
    if meter.days_refused == days_tried {
        return format!("{range} attempts refused a day, {without} a day without {name}");
    }
    let days = of(meter.days_refused, days_tried, "day");
    format!("{range} attempts refused and {without} without {name} on such a day ({days})")
}

/// How many client requests a day ended so.
type Fate = fn(&RoutingSummary) -> f64;

/// What clients notice of it: only what became worse.
pub(super) fn noticed(summary: &Summary, enforced: &Enforced) -> Vec<String> {
    let (before, after) = (&summary.routing, &enforced.routing);
    let kinds: [(Fate, &str); 3] = [
        (|it| it.misrouted_per_day, "misrouted"),
        (|it| it.unroutable_per_day, "unroutable"),
        (|it| it.failed_per_day, "failed"),
    ];
    let worse = kinds.iter().filter(|(of, _)| of(after) > of(before));
    let mut noticed: Vec<String> = worse
        .map(|(of, word)| format!("{} a day {word}", amount_of(of(after), "request")))
        .collect();
    if enforced.retries_per_day > summary.retries_per_day {
        let again = amount_of(enforced.retries_per_day, "request");
        noticed.push(format!("{again} a day sent again"));
    }
    if after.false_dead_per_day > before.false_dead_per_day {
        let left_out = amount(after.false_dead_per_day);
        noticed.push(format!("live workers left out as dead {left_out} times a day"));
    }
    noticed
}

/// `used counts the rest of the account: 300 writes a day`, where there is such a rest.
pub(in crate::report) fn other<'m>(
    meters: impl IntoIterator<Item = &'m MeterSummary>,
) -> Option<String> {
    let spent = rest_of_account(meters)?;
    Some(format!("used counts the rest of the account: {spent} a day"))
}

/// `300 writes, 1,000 reads`.
pub(in crate::report) fn rest_of_account<'m>(
    meters: impl IntoIterator<Item = &'m MeterSummary>,
) -> Option<String> {
    let spent = meters.into_iter().filter(|it| it.other_per_day > 0);
    joined(spent.map(|it| format!("{} {}", count(it.other_per_day), it.meter)), ", ")
}
