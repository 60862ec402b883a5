//! What does a month cost, and how much of what the plan includes does it use?

use crate::report::figures::{amount, count, joined, money, used};
use crate::study::{CostSummary, IncludedUse};

/// `cost: 5.00 USD a month (base 5.00)`, and the shares of the included amounts.
pub(super) fn texts(cost: &CostSummary) -> Vec<String> {
    price(cost).into_iter().chain(included(&cost.included)).collect()
}

/// `cost: 5.12 USD a month (base 5.00, writes 0.12)`; nothing where it costs nothing.
fn price(cost: &CostSummary) -> Option<String> {
    if cost.per_month == 0.0 {
        return None;
    }
    let parts = cost.lines.iter().map(|line| format!("{} {}", line.item, money(line.per_month)));
    let parts = joined(parts, ", ").map_or_else(String::new, |parts| format!(" ({parts})"));
    Some(format!("cost: {} {} a month{parts}", money(cost.per_month), cost.currency))
}

/// `included: reads 90,360 of 10,000,000 a month (0.9 %), writes …`.
fn included(uses: &[IncludedUse]) -> Option<String> {
    let told = uses.iter().enumerate().map(|(at, it)| {
        let (spent, all) = (amount(it.per_month), count(it.included_per_month));
        let share = used(Some(it.per_month / it.included_per_month as f64));
        let a_month = if at == 0 { " a month" } else { "" };
        format!("{} {spent} of {all}{a_month} ({share})", it.meter)
    });
    joined(told, ", ").map(|told| format!("included: {told}"))
}
