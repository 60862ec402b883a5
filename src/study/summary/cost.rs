//! What a month of 30 days costs on the scenario's plan.

use serde::{Deserialize, Serialize};

use super::MeterSummary;
use crate::platform::Plan;
use crate::words::Meter;

/// Days of the month that is priced.
const MONTH_DAYS: f64 = 30.0;

/// What a month costs.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct CostSummary {
    /// Three letters.
    pub currency: String,
    /// The whole.
    pub per_month: f64,
    /// Its parts, those that are not zero.
    #[serde(skip_deserializing)]
    pub lines: Vec<CostLine>,
    /// What the plan includes and how much of it is used, a meter at a time.
    #[serde(skip)]
    pub included: Vec<IncludedUse>,
}

/// One part of the cost.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct CostLine {
    /// `base`, or a meter's name.
    pub item: String,
    /// Price a month.
    pub per_month: f64,
}

/// How much of the amount that a plan includes each month is used on a meter.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct IncludedUse {
    /// Which.
    pub meter: Meter,
    /// What a month uses, the rest of the account with it.
    pub per_month: f64,
    /// What the plan includes.
    pub included_per_month: u64,
}

/// The cost of the mean day, times 30, with the rest of the account.
pub(in crate::study) fn cost(plan: &Plan, meters: &[MeterSummary]) -> CostSummary {
    let base = ("base".to_owned(), plan.base_per_month);
    let mut included = Vec::new();
    let mut items = vec![base];
    for row in meters {
        let Some(price) = &plan.prices[row.meter.index()] else { continue };
        let (meter, included_per_month) = (row.meter, price.included_per_month);
        let per_month = (row.mean_per_day + row.other_per_day as f64) * MONTH_DAYS;
        let charged = (per_month - included_per_month as f64).max(0.0);
        items.push((meter.name().to_owned(), charged / 1e6 * price.per_million));
        if included_per_month > 0 {
            included.push(IncludedUse { meter, per_month, included_per_month });
        }
    }
    let items = items.into_iter().filter(|(_, per_month)| *per_month > 0.0);
    let lines: Vec<_> = items.map(|(item, per_month)| CostLine { item, per_month }).collect();
    // From 0.0: the sum of no doubles at all is -0.0.
    let per_month = lines.iter().fold(0.0, |sum, line| sum + line.per_month);
    CostSummary { currency: plan.currency.clone(), per_month, lines, included }
}
