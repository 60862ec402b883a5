//! What is judged together, and what its figures are: one scenario, or several of one account.

use super::figures::{half_width, value};
use super::summary::{cost, cpu_ms};
use crate::scenario::Scenario;
use crate::study::summary::{MeterSummary, Summary};
use crate::words::{Figure, Measure, Meter, Scope, Statistic};

/// A scenario with what its study found.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Member<'a> {
    /// What was asked for.
    pub scenario: &'a Scenario,
    /// What was found.
    pub summary: &'a Summary,
}

/// What is judged together: one scenario, or several whose meters are added.
///
/// Of a sum, the meters as a whole and the cost are those of all members; the other figures are those
/// of the scenario that has the budget. The members share the plan, the days and
/// the runs ([`super::gate::check_sum`]); `account.other` counts once.
#[derive(Clone, PartialEq, Debug)]
pub struct Suite<'a> {
    /// The scenarios, one at least.
    pub members: Vec<Member<'a>>,
}

impl Suite<'_> {
    /// The scenario's name, or all names with ` + ` between them.
    pub fn name(&self) -> String {
        let names: Vec<&str> = self.members.iter().map(|it| it.scenario.name.as_str()).collect();
        names.join(" + ")
    }

    /// How many of the worst days do not count where such a share of all days is tolerated.
    pub(super) fn set_aside(&self, tolerated: f64) -> usize {
        (tolerated * self.days_tried() as f64 + 1e-9).floor() as usize
    }

    /// Days of all runs.
    pub fn days_tried(&self) -> u64 {
        let summary = self.members[0].summary;
        u64::from(summary.days) * u64::from(summary.runs)
    }
}

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
    /// No worker ever registered.
    Registered,
    /// The scenario has no such colo.
    Colo,
    /// A share of a limit that the plan does not have.
    Limit,
    /// There is no baseline.
    Baseline,
    /// The baseline has no such figure.
    Figure,
}

/// A figure, and the day on which it was seen where it is one day's.
#[derive(Clone, Copy, PartialEq, Debug)]
pub(super) struct Sample {
    pub(super) value: f64,
    pub(super) at: Option<DayOfRun>,
    pub(super) half_width: Option<f64>,
}

impl Sample {
    fn of_all_days(value: f64) -> Self {
        Self { value, at: None, half_width: None }
    }
}

/// The value of a figure. `budget_of` is the scenario that has the budget; `set_aside` of the worst
/// days do not count.
pub(super) fn sample(
    suite: &Suite<'_>,
    budget_of: Member<'_>,
    figure: &Figure,
    set_aside: usize,
) -> Result<Sample, Missing> {
    let summary = budget_of.summary;
    if summary.all_requests.is_none() {
        return Err(Missing::Requests);
    }
    if is_latency(figure.measure) && budget_of.scenario.kv.latency.is_none() {
        return Err(Missing::Latency);
    }
    let half_width = || half_width(summary, figure).filter(|_| suite.members.len() == 1);
    match (figure.meter(), figure.statistic, figure.measure) {
        (Some(meter), Statistic::WorstDay, _) => Ok(worst_day(suite, meter, set_aside)),
        (Some(meter), ..) => {
            Ok(Sample { half_width: half_width(), ..Sample::of_all_days(mean_day(suite, meter)) })
        }
        (_, _, Measure::CostPerMonth) => Ok(Sample::of_all_days(cost_per_month(suite))),
        _ => {
            let value = value(summary, figure).ok_or_else(|| missing(figure))?;
            Ok(Sample { half_width: half_width(), ..Sample::of_all_days(value) })
        }
    }
}

fn is_latency(measure: Measure) -> bool {
    matches!(measure, Measure::LatencyP50 | Measure::LatencyP95 | Measure::LatencyP99)
}

/// Why a figure has no value.
fn missing(figure: &Figure) -> Missing {
    match (&figure.scope, figure.measure) {
        (_, Measure::UnlistedWorkers) => Missing::Registered,
        (_, Measure::MisroutedRatio) => Missing::Routed,
        (_, Measure::StalenessP50 | Measure::StalenessP95) => Missing::Routed,
        (_, Measure::StalenessP99 | Measure::StalenessMax) => Missing::Routed,
        (Scope::Colo(_), _) => Missing::Colo,
        _ => Missing::Requests,
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
        half_width: None,
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
    let times = suite.members.iter().map(|it| cpu_ms(it.scenario, &it.summary.meters));
    let known: Vec<f64> = times.flatten().collect();
    let time = (!known.is_empty()).then(|| known.iter().sum());
    let stored = suite.members.iter().map(|it| it.summary.stored_bytes).sum();
    cost(&first.scenario.plan, &meters, (time, stored)).per_month
}

/// Is the value above the bound? Not by the last digits of a product of doubles (29 % of 100 is
/// 28.999…96), always by one operation.
pub(super) fn exceeds(value: f64, bound: f64) -> bool {
    value > bound + bound.abs() * 1e-12
}
