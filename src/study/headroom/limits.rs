//! What may not be passed: the limits of the plan, and bounds on any figure.

use serde::{Serialize, Serializer};

use crate::platform::DayCounts;
use crate::scenario::{BudgetMax, Scenario, Until};
use crate::study::suite::{Member, Missing, Suite, exceeds, sample};
use crate::study::summary::{MeterSummary, Summary};
use crate::words::{Better, Figure, Measure, Meter, Statistic};

/// In place of nothing, of which nothing is a share.
const VERY_LITTLE: f64 = 1e-9;

/// Until when a search goes on.
#[derive(Clone, PartialEq, Debug)]
pub struct Goal {
    /// What may not be passed, one thing at least.
    pub until: Vec<Until>,
    /// The share of days on which a limit of the plan may be passed, from 0 to 1.
    pub tolerated: f64,
}

/// A limit of the plan, or a bound, and how near a value comes to it.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct Limit {
    /// On what.
    #[serde(serialize_with = "as_text")]
    pub figure: Figure,
    /// What was found, in the figure's unit, the rest of the account with it.
    pub value: f64,
    /// The last value that passes.
    pub allowed: f64,
    /// The value as a share of what is allowed; where more is better the other way round.
    pub used_ratio: f64,
    /// The same of the mean day.
    #[serde(skip)]
    pub mean_ratio: f64,
    /// Is it passed on any day?
    pub passed: bool,
    /// Is it a daily limit of the plan?
    #[serde(skip)]
    pub is_of_plan: bool,
    /// Does the scenario itself use anything of it?
    #[serde(skip)]
    pub is_used: bool,
}

/// What a day may use of a meter.
#[derive(Clone, Copy, PartialEq, Debug)]
pub(super) struct Share {
    meter: Meter,
    /// Of the rest of the account.
    other: u64,
    allowed: f64,
    is_of_plan: bool,
}

pub(super) fn as_text<S: Serializer>(figure: &Figure, to: S) -> Result<S::Ok, S::Error> {
    to.collect_str(figure)
}

impl Goal {
    /// Are the limits of the plan among it?
    pub fn asks_limits(&self) -> bool {
        self.until.contains(&Until::Limits)
    }

    /// Does a day that misses it say that a value breaks, and does nothing else say so? Where days are
    /// tolerated, or a figure is one of all days, only all runs together say anything.
    pub(in crate::study) fn is_told_by_days(&self) -> bool {
        self.tolerated == 0.0 && self.until.iter().all(is_of_days)
    }

    /// Is all of it a bound on what a month costs? Such a mean is known of a part of the runs.
    pub(in crate::study) fn is_of_money(&self) -> bool {
        let is_cost =
            |it: &Until| matches!(it, Until::Passes(it, _) if it.measure == Measure::CostPerMonth);
        self.until.iter().all(is_cost)
    }

    /// Is none of it passed? What has no value passes nothing.
    pub fn is_met(&self, scenario: &Scenario, summary: &Summary) -> bool {
        self.limits(scenario, summary).map_or(true, |all| !Limit::any_passed(&all))
    }

    /// What each day may use, in the order in which it was asked for; other figures are left out.
    pub(super) fn shares(&self, scenario: &Scenario) -> Vec<Share> {
        let mut shares = Vec::new();
        for until in self.until.iter().filter(|it| is_of_days(it)) {
            let is_of_plan = *until == Until::Limits;
            let mut of = |meter: Meter, allowed: Option<f64>| {
                let other = scenario.account.other[meter.index()];
                shares.extend(allowed.map(|allowed| Share { meter, other, allowed, is_of_plan }));
            };
            match until {
                Until::Limits => Meter::ALL.into_iter().for_each(|meter| {
                    of(meter, scenario.plan.limit(meter).map(|limit| limit as f64));
                }),
                Until::Passes(figure, bound) => {
                    let meter = figure.meter().expect("a figure of days counts a meter");
                    of(meter, allowed(figure, *bound, scenario).ok());
                }
            }
        }
        shares
    }

    /// The mean share of each of these that the days of a run use.
    pub(super) fn mean_shares(&self, scenario: &Scenario, days: &[DayCounts]) -> Vec<f64> {
        let mean = |it: &Share| days.iter().map(|day| it.of(day)).sum::<f64>() / days.len() as f64;
        self.shares(scenario).iter().map(mean).collect()
    }

    /// How near everything is that may not be passed, in the order in which it was asked for.
    ///
    /// # Errors
    /// The first figure that has no value, and why.
    pub(in crate::study) fn limits(
        &self,
        scenario: &Scenario,
        summary: &Summary,
    ) -> Result<Vec<Limit>, (Figure, Missing)> {
        let suite = Suite { members: vec![Member { scenario, summary }] };
        let mut limits = Vec::new();
        for until in &self.until {
            match until {
                Until::Limits => limits.extend(summary.meters.iter().filter_map(Limit::of_plan)),
                Until::Passes(figure, bound) => limits.push(
                    Limit::bound(&suite, figure, *bound, self.tolerated)
                        .map_err(|it| (figure.clone(), it))?,
                ),
            }
        }
        Ok(limits)
    }
}

impl Limit {
    /// The one that is nearest.
    pub fn nearest(limits: &[Self]) -> Option<&Self> {
        limits.iter().max_by(|a, b| a.used_ratio.total_cmp(&b.used_ratio))
    }

    /// Is one of them passed?
    pub fn any_passed(limits: &[Self]) -> bool {
        limits.iter().any(|it| it.passed)
    }

    pub(in crate::study) fn of_plan(it: &MeterSummary) -> Option<Self> {
        Some(Self {
            figure: Measure::Meter(it.meter).of_all(),
            value: it.max_per_day.saturating_add(it.other_per_day) as f64,
            allowed: it.limit_per_day? as f64,
            used_ratio: it.used_ratio?,
            mean_ratio: it.mean_ratio?,
            passed: it.days_over > 0,
            is_of_plan: true,
            is_used: it.max_per_day > 0,
        })
    }

    fn bound(
        suite: &Suite<'_>,
        figure: &Figure,
        bound: BudgetMax,
        tolerated: f64,
    ) -> Result<Self, Missing> {
        let member = suite.members[0];
        let allowed = allowed(figure, bound, member.scenario)?;
        let value = sample(suite, member, figure, suite.set_aside(tolerated))?.value;
        let mean = sample(suite, member, &figure.clone().mean(), 0)?.value;
        let better = figure.measure.better();
        Ok(Self {
            figure: figure.clone(),
            value,
            allowed,
            used_ratio: used(value, allowed, better),
            mean_ratio: used(mean, allowed, better),
            passed: match better {
                Better::Less => exceeds(value, allowed),
                Better::More => exceeds(allowed, value),
            },
            is_of_plan: false,
            is_used: value > 0.0,
        })
    }
}

impl Share {
    /// What a day uses of it, the rest of the account with it.
    pub(super) fn of(&self, day: &DayCounts) -> f64 {
        used(self.counted(day), self.allowed, Better::Less)
    }

    /// Does a day pass it?
    pub(super) fn is_passed_on(&self, day: &DayCounts) -> bool {
        if self.is_of_plan {
            return day.passed_at(self.meter).is_some();
        }
        exceeds(self.counted(day), self.allowed)
    }

    fn counted(&self, day: &DayCounts) -> f64 {
        day.count(self.meter).saturating_add(self.other) as f64
    }
}

/// Is it judged day by day?
fn is_of_days(until: &Until) -> bool {
    match until {
        Until::Limits => true,
        Until::Passes(figure, _) => {
            figure.meter().is_some() && figure.statistic == Statistic::WorstDay
        }
    }
}

/// The last value that passes.
fn allowed(figure: &Figure, bound: BudgetMax, scenario: &Scenario) -> Result<f64, Missing> {
    let plan_limit = figure.meter().and_then(|meter| scenario.plan.limit(meter));
    Ok(match bound {
        BudgetMax::Count(count) => count,
        BudgetMax::OfLimit(share) => share * plan_limit.ok_or(Missing::Limit)? as f64,
    })
}

/// Where nothing is allowed the share is one of very little, so that it grows with the value.
fn used(value: f64, allowed: f64, better: Better) -> f64 {
    let (part, whole) = match better {
        Better::Less => (value, allowed),
        Better::More => (allowed, value),
    };
    part / whole.max(VERY_LITTLE)
}
