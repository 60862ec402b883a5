//! What a month of 30 days costs on the scenario's plan.

use super::summary::{CostLine, CostSummary, MeterSummary};
use crate::platform::Plan;

/// Days of the month that is priced.
const MONTH_DAYS: f64 = 30.0;

/// The cost of the mean day, times 30, with the rest of the account.
pub(super) fn cost(plan: &Plan, meters: &[MeterSummary]) -> CostSummary {
    let base = ("base".to_owned(), plan.base_per_month);
    let priced = meters.iter().filter_map(|row| {
        let price = plan.prices[row.meter.index()].as_ref()?;
        let month = (row.mean_per_day + row.other_per_day as f64) * MONTH_DAYS;
        let charged = (month - price.included_per_month as f64).max(0.0);
        Some((row.meter.name().to_owned(), charged / 1e6 * price.per_million))
    });
    let lines: Vec<_> = std::iter::once(base)
        .chain(priced)
        .filter(|(_, per_month)| *per_month > 0.0)
        .map(|(item, per_month)| CostLine { item, per_month })
        .collect();
    // From 0.0: the sum of no doubles at all is -0.0.
    let per_month = lines.iter().fold(0.0, |sum, line| sum + line.per_month);
    CostSummary { currency: plan.currency.clone(), per_month, lines }
}
