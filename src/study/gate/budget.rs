//! One budget: its bounds, each held against a figure.

use super::baseline::Baseline;
use super::check::{Bound, BoundCheck, Check, Direction, Finding, Judged};
use super::loose::loose;
use super::verdict::{GateVerdict, reaches};
use super::{Member, Suite};
use crate::scenario::{Budget, BudgetMax};
use crate::study::suite::{Missing, Sample, days, exceeds, sample};
use crate::words::{Better, Statistic};

/// A check for each budget of each member.
pub(super) fn checks(suite: &Suite<'_>, base: Option<&Baseline>, tolerate: f64) -> Vec<Check> {
    let members = suite.members.iter().enumerate();
    members
        .flat_map(|(place, member)| member.scenario.budgets.iter().map(move |it| (place, it)))
        .map(|(place, budget)| {
            let judge = Judge { suite, member: suite.members[place], budget, base, tolerate };
            let bounds = judge.bounds();
            let loose = loose(budget, judge.limit(), &bounds);
            Check { member: place, budget: budget.clone(), bounds, loose }
        })
        .collect()
}

struct Judge<'j> {
    suite: &'j Suite<'j>,
    member: Member<'j>,
    budget: &'j Budget,
    base: Option<&'j Baseline>,
    tolerate: f64,
}

impl Judge<'_> {
    fn bounds(&self) -> Vec<BoundCheck> {
        let max = self.budget.max.map(|max| (Bound::Max, self.max(max)));
        let min = self.budget.min.map(|min| (Bound::Min, self.min(min)));
        let growth = self.budget.growth.map(|growth| (Bound::Growth, self.growth(growth)));
        let bounds = [max, min, growth].into_iter().flatten();
        let finding = |found: Result<Judged, Missing>| match found {
            Ok(judged) => Finding::Judged(judged),
            Err(missing) => Finding::Missing(missing),
        };
        let check = |(bound, found)| BoundCheck { bound, finding: finding(found), in_worlds: None };
        bounds.map(check).collect()
    }

    fn sample(&self, set_aside: usize) -> Result<Sample, Missing> {
        sample(self.suite, self.member, &self.budget.metric, set_aside)
    }

    fn max(&self, max: BudgetMax) -> Result<Judged, Missing> {
        let set_aside = self.suite.set_aside(self.tolerate);
        let Sample { value, at, half_width } = self.sample(set_aside)?;
        let allowed = self.in_units(max)?;
        let warn_from = self.budget.warn.map(|warn| self.in_units(warn)).transpose()?;
        let verdict = if exceeds(value, allowed) {
            GateVerdict::Broken
        } else if warn_from.is_some_and(|warn| reaches(value, warn)) {
            GateVerdict::Warned
        } else {
            GateVerdict::Passed
        };
        Ok(Judged {
            verdict,
            value,
            half_width,
            allowed,
            direction: Direction::AtMost,
            warn_from,
            baseline: None,
            at,
            set_aside: if at.is_some() { set_aside as u64 } else { 0 },
            days_above: self.days_above(allowed),
        })
    }

    fn min(&self, min: f64) -> Result<Judged, Missing> {
        let sample = self.sample(0)?;
        Ok(plain(sample, min, Direction::AtLeast))
    }

    /// Growth by the share passes, and growth by the floor, whichever is more.
    fn growth(&self, share: f64) -> Result<Judged, Missing> {
        let sample = self.sample(0)?;
        let key = self.suite.key(self.member, &self.budget.metric);
        let base = self.base.ok_or(Missing::Baseline)?.value(&key).ok_or(Missing::Figure)?;
        let floor = self.budget.growth_floor.unwrap_or(0.0);
        let room = (base * share).max(floor);
        let judged = match self.budget.metric.measure.better() {
            Better::More => plain(sample, (base - room).max(0.0), Direction::AtLeast),
            Better::Less => plain(sample, base + room, Direction::AtMost),
        };
        let days_above = self.days_above(judged.allowed);
        Ok(Judged { baseline: Some(base), days_above, ..judged })
    }

    fn in_units(&self, max: BudgetMax) -> Result<f64, Missing> {
        match max {
            BudgetMax::Count(count) => Ok(count),
            BudgetMax::OfLimit(share) => Ok(share * self.limit().ok_or(Missing::Limit)?),
        }
    }

    fn limit(&self) -> Option<f64> {
        let meter = self.budget.metric.meter()?;
        self.member.scenario.plan.limit(meter).map(|limit| limit as f64)
    }

    fn days_above(&self, allowed: f64) -> Option<u64> {
        let figure = &self.budget.metric;
        let meter = figure.meter().filter(|_| figure.statistic == Statistic::WorstDay)?;
        let days = days(self.suite, meter);
        Some(days.iter().filter(|(count, _)| exceeds(*count as f64, allowed)).count() as u64)
    }
}

fn plain(Sample { value, at, half_width }: Sample, allowed: f64, direction: Direction) -> Judged {
    let holds = match direction {
        Direction::AtMost => !exceeds(value, allowed),
        Direction::AtLeast => !exceeds(allowed, value),
    };
    let verdict = if holds { GateVerdict::Passed } else { GateVerdict::Broken };
    Judged {
        verdict,
        value,
        half_width,
        allowed,
        direction,
        warn_from: None,
        baseline: None,
        at,
        set_aside: 0,
        days_above: None,
    }
}
