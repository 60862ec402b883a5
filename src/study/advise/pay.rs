//! When is it time to pay, and what does it cost then?

use super::Advisor;
use super::levers::Change;
use crate::platform::Plan;
use crate::scenario::{Scenario, Until, caps, plan_file};
use crate::study::figures::value;
use crate::study::headroom::{Goal, Limit};
use crate::study::questions::{AskedBeside, Asking, Found};
use crate::study::summary::{Summary, cost, cpu_ms};
use crate::study::worlds::Beside;
use crate::words::Measure;

/// Times as many workers.
const TIMES: [u32; 5] = [1, 3, 10, 30, 100];
/// A rung beyond the first takes one run of so many days.
const DAYS: u32 = 2;
/// A rung of more heartbeats and requests than about these is left out.
const MOST_EVENTS: f64 = 3e7;

/// What so many workers cost on a plan.
#[derive(Clone, PartialEq, Debug)]
pub struct Priced {
    /// The plan's name.
    pub plan: String,
    /// Three letters.
    pub currency: String,
    /// A month of 30 mean days.
    pub per_month: f64,
}

/// The scenario with more workers.
#[derive(Clone, PartialEq, Debug)]
pub struct Rung {
    /// Times as many.
    pub times: u32,
    /// How many that are.
    pub workers: u64,
    /// Days of each run that was made, and how many runs; `None`: it would take too long.
    pub made: Option<(u32, u32)>,
    /// What the plan's daily limits say.
    pub limits: Vec<Limit>,
    /// What it costs on each plan that has prices.
    pub costs: Vec<Priced>,
}

/// From when on.
#[derive(Clone, PartialEq, Debug)]
pub struct Pay {
    /// Ascending.
    pub rungs: Vec<Rung>,
    /// The same with the first proposal, where there is one.
    pub advised: Vec<Rung>,
    /// How far the daily limits carry what is asked about first: workers, requests, beats, writes; none
    /// where the plan has no such limit.
    pub carries: Vec<Found>,
    /// How old 99 of 100 choices are at most, as written, in milliseconds.
    pub staleness_p99: Option<f64>,
}

impl Advisor<'_> {
    /// Each rung, as written and with these changes. `None`: it was stopped.
    pub fn pay(&self, proposed: Option<&[Change]>) -> Option<Pay> {
        let names = plan_file::embedded_plan_names();
        let plans: Vec<Plan> = names.into_iter().filter_map(plan_file::embedded_plan).collect();
        let is_priced = |it: &&Plan| it.prices.iter().any(Option::is_some);
        let plans: Vec<&Plan> = plans.iter().filter(is_priced).collect();
        let all = |scenario: &Scenario| -> Option<Vec<Rung>> {
            TIMES.iter().map(|times| self.rung(scenario, *times, &plans)).collect()
        };
        let rungs = all(self.base())?;
        let advised = match proposed.map(|it| self.with(it)) {
            Some(Ok(scenario)) => all(&scenario)?,
            _ => Vec::new(),
        };
        let staleness_p99 = value(self.case.written, &Measure::StalenessP99.of_all());
        Some(Pay { rungs, advised, carries: self.carries()?, staleness_p99 })
    }

    /// As `headroom` says it.
    fn carries(&self) -> Option<Vec<Found>> {
        let is_limited = self.base().plan.limits.iter().any(Option::is_some);
        let goal = Goal { until: vec![Until::Limits], tolerated: 0.0 };
        let asked = self.case.subject.questions(&[], &Asking { direction: None, goal });
        let asked = asked.unwrap_or_default().into_iter().filter(|_| is_limited);
        let beside = AskedBeside { worlds: None, loads: Beside::Worlds };
        let how = (self.case.options, self.watched);
        asked.map(|it| self.case.subject.answer(&it, (self.case.written, beside), how)).collect()
    }

    fn rung(&self, of: &Scenario, times: u32, plans: &[&Plan]) -> Option<Rung> {
        let mut scenario = of.clone();
        for group in &mut scenario.workers {
            group.count = group.count.saturating_mul(times);
        }
        let workers = scenario.worker_count();
        if times > 1 {
            (scenario.days, scenario.runs) = (scenario.days.min(DAYS), 1);
        }
        let is_long = workers > caps::WORKERS || scenario.expected_events() > MOST_EVENTS;
        if times > 1 && is_long {
            return Some(Rung {
                times,
                workers,
                made: None,
                limits: Vec::new(),
                costs: Vec::new(),
            });
        }
        self.tries(&format!("{workers} workers"));
        // What a plan would refuse for coming too soon is asked for, and priced as if it were granted.
        let rules = &mut scenario.plan.rules;
        let is_asked = rules.same_namespace_write_interval.take().is_none();
        let is_known = times == 1 && is_asked && of == self.base();
        let made = if is_known { None } else { Some(self.study(&scenario)?) };
        let summary = made.as_ref().unwrap_or(self.case.written);
        let limits = summary.meters.iter().filter_map(Limit::of_plan).collect();
        let costs = plans.iter().map(|plan| priced(plan, &scenario, summary)).collect();
        Some(Rung { times, workers, made: Some((scenario.days, summary.runs)), limits, costs })
    }
}

fn priced(plan: &Plan, scenario: &Scenario, summary: &Summary) -> Priced {
    let beside = (cpu_ms(scenario, &summary.meters), summary.stored_bytes);
    let cost = cost(plan, &summary.meters, beside);
    Priced { plan: plan.name.clone(), currency: cost.currency, per_month: cost.per_month }
}
