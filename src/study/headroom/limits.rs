//! What may not be passed: the limits of the plan, and bounds on any figure.

use serde::{Serialize, Serializer};

use crate::scenario::{BudgetMax, Scenario, Until};
use crate::study::suite::{Member, Missing, Suite, exceeds, sample};
use crate::study::summary::{MeterSummary, Summary};
use crate::words::{Better, Figure, Measure, Statistic};

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

pub(super) fn as_text<S: Serializer>(figure: &Figure, to: S) -> Result<S::Ok, S::Error> {
    to.collect_str(figure)
}

impl Goal {
    /// Are the limits of the plan among it?
    pub fn asks_limits(&self) -> bool {
        self.until.contains(&Until::Limits)
    }

    /// How near everything is that may not be passed, in the order in which it was asked for.
    ///
    /// # Errors
    /// The first figure that has no value, and why.
    pub(super) fn limits(
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
    fn of_plan(it: &MeterSummary) -> Option<Self> {
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
        let plan_limit = figure.meter().and_then(|meter| member.scenario.plan.limit(meter));
        let allowed = match bound {
            BudgetMax::Count(count) => count,
            BudgetMax::OfLimit(share) => share * plan_limit.ok_or(Missing::Limit)? as f64,
        };
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

    /// Does one run that passes it say that all runs together do?
    pub(super) fn is_told_by_one_run(&self) -> bool {
        self.figure.statistic == Statistic::WorstDay
    }
}

/// Where nothing is allowed the share is one of very little, so that it grows with the value.
fn used(value: f64, allowed: f64, better: Better) -> f64 {
    let (part, whole) = match better {
        Better::Less => (value, allowed),
        Better::More => (allowed, value),
    };
    part / whole.max(VERY_LITTLE)
}
