//! Which figure does a budget judge, and on which day was it seen?

use super::{Member, Suite};
use crate::scenario::{BudgetMetric, BudgetStat};
use crate::study::summary::MeterSummary;
use crate::study::summary::cost;
use crate::words::Meter;

/// A day of a run.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct DayOfRun {
    /// The run, from 0.
    pub run: u32,
    /// The day, from 1.
    pub day: u32,
}

/// Why a bound cannot be judged.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Missing {
    /// No request came.
    Requests,
    /// The scenario has no latencies (`kv.latency: none`).
    Latency,
    /// No client request was routed.
    Routed,
    /// A share of a limit that the plan does not have.
    Limit,
    /// There is no baseline, or it has no such figure.
    Baseline,
}

/// A figure, and the day on which it was seen where it is one day's.
#[derive(Clone, Copy, PartialEq, Debug)]
pub(super) struct Sample {
    pub(super) value: f64,
    pub(super) at: Option<DayOfRun>,
}

impl Sample {
    fn of_all_days(value: f64) -> Self {
        Self { value, at: None }
    }
}

/// The figure of a metric. `budget_of` is the scenario that has the budget; `set_aside` of the
/// worst days do not count.
pub(super) fn sample(
    suite: &Suite<'_>,
    budget_of: Member<'_>,
    (metric, stat): (BudgetMetric, BudgetStat),
    set_aside: usize,
) -> Result<Sample, Missing> {
    let summary = budget_of.summary;
    let all = summary.all_requests.ok_or(Missing::Requests);
    match metric {
        BudgetMetric::Meter(meter) => match stat {
            BudgetStat::WorstDay => Ok(worst_day(suite, meter, set_aside)),
            BudgetStat::Mean => Ok(Sample::of_all_days(mean_day(suite, meter))),
        },
        BudgetMetric::HitRatio => Ok(Sample::of_all_days(all?.hit_ratio)),
        BudgetMetric::LatencyP99 if budget_of.scenario.kv.latency.is_none() => {
            Err(Missing::Latency)
        }
        BudgetMetric::LatencyP99 => Ok(Sample::of_all_days(all?.latency_ms.p99)),
        BudgetMetric::MisroutedRatio => {
            let (ok, bad) = (summary.routing.ok_per_day, summary.routing.misrouted_per_day);
            if ok + bad > 0.0 {
                Ok(Sample::of_all_days(bad / (ok + bad)))
            } else {
                Err(Missing::Routed)
            }
        }
        BudgetMetric::CostPerMonth => Ok(Sample::of_all_days(cost_per_month(suite))),
    }
}

/// What the rest of the account spends: stated once, or alike in each member.
fn other(suite: &Suite<'_>, meter: Meter) -> u64 {
    let stated = suite.members.iter().map(|it| it.scenario.account.other[meter.index()]);
    stated.max().unwrap_or(0)
}

/// Each day of each run with its count of a meter, all members together, the rest of the account
/// with them.
pub(super) fn days(suite: &Suite<'_>, meter: Meter) -> Vec<(u64, DayOfRun)> {
    let mut days: Vec<(u64, DayOfRun)> = Vec::new();
    for (place, member) in suite.members.iter().enumerate() {
        let runs = member.summary.runs_detail.iter();
        let counted = runs.flat_map(|detail| {
            (1..)
                .zip(&detail.days)
                .map(|(day, counts)| (counts.count(meter), DayOfRun { run: detail.run, day }))
        });
        if place == 0 {
            let other = other(suite, meter);
            days = counted.map(|(count, at)| (count.saturating_add(other), at)).collect();
        } else {
            for (sum, (count, at)) in days.iter_mut().zip(counted) {
                assert_eq!(sum.1, at, "the members have the same runs and days");
                sum.0 = sum.0.saturating_add(count);
            }
        }
    }
    days
}

/// The worst day, but for those that are set aside; of equal ones the first.
fn worst_day(suite: &Suite<'_>, meter: Meter, set_aside: usize) -> Sample {
    let mut days = days(suite, meter);
    // Stable, so that the first of equal days stays the first.
    days.sort_by_key(|(count, _)| std::cmp::Reverse(*count));
    let found = days.get(set_aside).or(days.last());
    found.map_or(Sample::of_all_days(0.0), |&(count, at)| Sample {
        value: count as f64,
        at: Some(at),
    })
}

fn mean_day(suite: &Suite<'_>, meter: Meter) -> f64 {
    own_mean(suite, meter) + other(suite, meter) as f64
}

fn own_mean(suite: &Suite<'_>, meter: Meter) -> f64 {
    suite.members.iter().map(|it| it.summary.meters[meter.index()].mean_per_day).sum()
}

/// The base price counts once, and included amounts are used up together.
fn cost_per_month(suite: &Suite<'_>) -> f64 {
    let first = suite.members[0];
    if suite.members.len() == 1 {
        return first.summary.cost.per_month;
    }
    let meters: Vec<MeterSummary> = first
        .summary
        .meters
        .iter()
        .map(|row| MeterSummary {
            mean_per_day: own_mean(suite, row.meter),
            other_per_day: other(suite, row.meter),
            ..row.clone()
        })
        .collect();
    cost(&first.scenario.plan, &meters).per_month
}
