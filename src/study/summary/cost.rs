//! What a month of 30 days costs on the scenario's plan.

use serde::{Deserialize, Serialize};

use super::MeterSummary;
use crate::platform::{Charged, Plan, Price};
use crate::words::Meter;

/// Days of the month that is priced.
const MONTH_DAYS: f64 = 30.0;

/// What a month costs, beside what the rest of the account costs by itself.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct CostSummary {
    /// Three letters.
    pub currency: String,
    /// The whole.
    pub per_month: f64,
    /// What the plan costs before any use.
    #[serde(skip_deserializing)]
    pub base_per_month: f64,
    /// Whatever the plan puts a price on and is known, in the order of [`Charged::all`].
    #[serde(skip_deserializing)]
    pub lines: Vec<CostLine>,
    /// The plan has a price of CPU time, and nobody says how much a request takes.
    #[serde(skip)]
    pub leaves_out_cpu: bool,
}

impl CostSummary {
    /// Does it cost anything, or might it with more use?
    pub fn is_priced(&self) -> bool {
        self.base_per_month > 0.0 || !self.lines.is_empty()
    }
}

/// One part of the cost.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct CostLine {
    /// The name of what is charged.
    pub item: &'static str,
    /// What a month of this scenario uses.
    pub used_per_month: f64,
    /// What the plan includes and the rest of the account leaves of it.
    pub included_per_month: f64,
    /// What the plan asks for a million beyond that.
    pub per_million: f64,
    /// Price a month of what lies beyond.
    pub per_month: f64,
}

impl CostLine {
    /// What is charged.
    pub fn beyond_per_month(&self) -> f64 {
        (self.used_per_month - self.included_per_month).max(0.0)
    }
}

/// The cost of the mean day, times 30, after the rest of the account has taken what it uses of the
/// included amounts, and that of what KV holds; `cpu_ms` is the CPU time of that day where it is known.
pub(in crate::study) fn cost(
    plan: &Plan,
    meters: &[MeterSummary],
    (cpu_ms, stored_bytes): (Option<f64>, f64),
) -> CostSummary {
    let mut lines = Vec::new();
    for charged in Charged::all() {
        let row = match charged {
            Charged::Meter(meter) => used(meters, meter),
            // What other programs take nobody says.
            Charged::CpuMs => cpu_ms.map(|it| (it * MONTH_DAYS, 0.0)),
            Charged::StoredBytes => Some((stored_bytes, 0.0)),
        };
        if let (Some(price), Some(a_month)) = (plan.price(charged), row) {
            lines.push(line(charged, price, a_month));
        }
    }
    let base_per_month = plan.base_per_month;
    let per_month = lines.iter().fold(base_per_month, |sum, line| sum + line.per_month);
    let leaves_out_cpu = plan.price(Charged::CpuMs).is_some() && cpu_ms.is_none();
    CostSummary {
        currency: plan.currency.clone(),
        per_month,
        base_per_month,
        lines,
        leaves_out_cpu,
    }
}

/// What a month uses of a meter, and the rest of the account.
fn used(meters: &[MeterSummary], meter: Meter) -> Option<(f64, f64)> {
    let row = meters.iter().find(|it| it.meter == meter)?;
    Some((row.mean_per_day * MONTH_DAYS, row.other_per_day as f64 * MONTH_DAYS))
}

fn line(charged: Charged, price: &Price, (used_per_month, other): (f64, f64)) -> CostLine {
    let included_per_month = (price.included_per_month as f64 - other).max(0.0);
    let (item, per_million) = (charged.name(), price.per_million);
    let free = CostLine { item, used_per_month, included_per_month, per_million, per_month: 0.0 };
    CostLine { per_month: free.beyond_per_month() / 1e6 * per_million, ..free }
}
