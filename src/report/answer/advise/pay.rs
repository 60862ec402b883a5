//! When is it time to pay, and what does it cost then?

use crate::report::answer::headroom::{head, worse};
use crate::report::document::{Block, Cell, Column, Table, Value, verdict};
use crate::report::figures::{joined, length, many, money};
use crate::study::{Answered, Limit, Pay, Rung};

/// As written, and with the first proposal.
pub(super) fn blocks(pay: &Pay) -> Vec<Block> {
    let caption = "when to pay: times the workers, and what a month then costs";
    let mut blocks = vec![Block::Table(table(&pay.rungs, caption))];
    if !pay.advised.is_empty() {
        blocks.push(Block::Table(table(&pay.advised, "the same with proposal 1")));
    }
    blocks.push(Block::notes(notes(pay)));
    blocks
}

/// A row for each number of workers.
fn table(rungs: &[Rung], caption: &str) -> Table {
    let priced = rungs.iter().find(|it| !it.costs.is_empty());
    let plans: Vec<String> = priced.map_or_else(Vec::new, |it| {
        it.costs.iter().map(|it| format!("{} {}", short(&it.plan), it.currency)).collect()
    });
    let nearest = |it: &Rung| Limit::nearest(&it.limits).cloned();
    let mut rows = Table::of(rungs)
        .column(Column::words("workers", 10), |it| Value::Count(it.workers))
        .column(Column::words("nearest limit", 13).sheds(1), |it| {
            Value::Words(nearest(it).map_or_else(String::new, |it| it.figure.name()))
        })
        .column(Column::figures("used", 9).sheds(2), |it| match nearest(it) {
            Some(limit) => verdict::used(Some(limit.used_ratio)),
            None => Cell::from(Value::Missing),
        })
        .column(Column::words("", 4).sheds(3), |it| match nearest(it) {
            Some(limit) => verdict::word(Some(limit.used_ratio)),
            None => Cell::from(""),
        });
    for (place, plan) in plans.iter().enumerate() {
        rows = rows.column(Column::figures(plan.clone(), 12), |it| match it.costs.get(place) {
            Some(cost) => Value::Money(cost.per_month),
            None => Value::Missing,
        });
    }
    rows.table.caption(caption.to_owned())
}

/// `cloudflare-paid@2026-10` as a column's title: `paid`.
fn short(plan: &str) -> &str {
    let name = plan.split('@').next().unwrap_or(plan);
    name.strip_prefix("cloudflare-").unwrap_or(name)
}

fn notes(pay: &Pay) -> Vec<String> {
    let mut notes = Vec::new();
    notes.extend(in_words(pay));
    let carried = joined(pay.carries.iter().map(|it| carried(&it.answered)), "; ");
    notes.extend(carried.map(|it| format!("how far the limits of this plan carry: {it}")));
    let view = pay.staleness_p99.map_or_else(String::new, |it| {
        format!(" (99 of 100 choices rest here on heartbeats of {} at most)", length(it))
    });
    notes.push(format!(
        "published: free below 10 workers and 1,000 requests a day, paid above 15 workers or 5,000 \
         requests, for updates within a second, for a service level. The first two stand above for this \
         scenario; the paid plan has the same consistency, and makes no view younger{view}; service \
         levels are not simulated"
    ));
    let beyond: Vec<&Rung> = pay.rungs.iter().filter(|it| it.times > 1).collect();
    if let Some((days, runs)) = beyond.iter().find_map(|it| it.made) {
        let (days, runs) = (many(days.into(), "day"), many(runs.into(), "run"));
        notes.push(format!("more workers than as written: {runs} of {days} alone"));
    }
    let instant = pay.rungs.iter().flat_map(|it| &it.costs).any(|it| it.plan.contains("instant"));
    if instant {
        notes.push(
            "KV Instant takes one write a second of a namespace: what it would refuse is priced as if it \
             were granted"
                .to_owned(),
        );
    }
    let left_out = beyond.iter().filter(|it| it.made.is_none());
    notes.extend(left_out.map(|it| {
        format!("{}: not simulated, it would take too long", many(it.workers, "worker"))
    }));
    notes
}

/// How far, and what clients notice there.
fn carried(answered: &Answered) -> String {
    let spoilt = answered.searched().and_then(worse);
    let spoilt = spoilt.map_or_else(String::new, |it| format!(" ({it})"));
    head(answered) + &spoilt
}

/// `As it is written the plan carries 3 workers. More cost 5.00 USD a month on cloudflare-paid@2026-10
/// (15 workers).`
fn in_words(pay: &Pay) -> Option<String> {
    let workers = pay.carries.first()?.answered.searched()?;
    let carried = match workers.answer() {
        Some(holds) => format!("it carries {}", many(holds.value.number() as u64, "worker")),
        None => "it carries not even one worker".to_owned(),
    };
    let rung = pay.rungs.iter().find(|rung| Limit::any_passed(&rung.limits))?;
    let cheapest = rung.costs.iter().min_by(|a, b| a.per_month.total_cmp(&b.per_month))?;
    let (price, currency, plan) = (money(cheapest.per_month), &cheapest.currency, &cheapest.plan);
    let at = many(rung.workers, "worker");
    Some(format!(
        "as the policy is written {carried} without paying; {at} cost {price} {currency} a month on {plan}"
    ))
}
