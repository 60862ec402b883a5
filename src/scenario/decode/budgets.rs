//! `budgets`: bounds on metrics.

use super::cursor::{Cursor, Fields};
use crate::scenario::caps;
use crate::scenario::checked::{Budget, BudgetMax, BudgetMetric, BudgetStat};
use crate::scenario::fields;
use crate::scenario::node::Node;
use crate::scenario::problem::Problem;
use crate::words::{Meter, Span};

pub(super) fn budgets(root: &Fields<'_>) -> Vec<Budget> {
    let entries = root.get("budgets").map(|at| at.list(caps::BUDGETS)).unwrap_or_default();
    entries.iter().map(budget).collect()
}

fn budget(at: &Cursor<'_>) -> Budget {
    let fields = Fields::open(at, &fields::BUDGET);
    let metrics = BudgetMetric::ALL.map(|metric| (metric.name(), metric));
    let metric = fields.need("metric").and_then(|at| at.choice(&metrics));
    let metric = metric.unwrap_or(BudgetMetric::Meter(Meter::Writes));
    let bound = |name: &str| fields.get(name).and_then(|at| bound(&at, metric));
    let stat = BudgetStat::ALL.map(|stat| (stat.name(), stat));
    let budget = Budget {
        metric,
        max: bound("max"),
        min: fields.get("min").and_then(|at| least(&at, metric)),
        warn: bound("warn"),
        growth: fields.get("growth").and_then(|at| growth(&at)),
        growth_floor: fields.get("growth_floor").and_then(|at| at.number(caps::PER_DAY)),
        stat: fields.choice("stat", &stat, BudgetStat::WorstDay),
        reason: fields.get("reason").and_then(|at| at.text()),
        line: 0,
    };
    combined(at, &fields, &budget);
    budget
}

/// The mistakes that lie between fields.
fn combined(at: &Cursor<'_>, fields: &Fields<'_>, budget: &Budget) {
    let given = |name: &str| fields.get(name).is_some();
    if matches!(at.node, Node::Map(_)) && !given("max") && !given("min") && !given("growth") {
        let problem = at.problem("empty-budget", "the budget bounds nothing");
        at.problems.push(problem.help("give it `max`, `growth`, or `min` for a hit ratio"));
    }
    let needs = |name: &str, other: &str| -> Option<Problem> {
        let at = fields.get(name).filter(|_| !given(other))?;
        Some(at.problem("missing-field", format!("`{name}` goes with `{other}`, which is missing")))
    };
    for problem in [needs("warn", "max"), needs("growth_floor", "growth")].into_iter().flatten() {
        at.problems.push(problem);
    }
    let above = match (budget.warn, budget.max) {
        (Some(BudgetMax::Count(warn)), Some(BudgetMax::Count(max)))
        | (Some(BudgetMax::OfLimit(warn)), Some(BudgetMax::OfLimit(max))) => warn > max,
        _ => false,
    };
    if let Some(at) = fields.get("warn").filter(|_| above) {
        at.refuse("out-of-range", format!("{} is above `max`", at.path()));
    }
}

/// A bound in the metric's own unit, or as a share of the daily limit.
fn bound(at: &Cursor<'_>, metric: BudgetMetric) -> Option<BudgetMax> {
    if let Some(share) = at.percent() {
        return match metric {
            BudgetMetric::Meter(_) => Some(BudgetMax::OfLimit(share)),
            BudgetMetric::HitRatio | BudgetMetric::MisroutedRatio => Some(BudgetMax::Count(share)),
            BudgetMetric::LatencyP99 | BudgetMetric::CostPerMonth => {
                let message = format!("{}: this metric has no limit to take a share of", at.path());
                at.refuse("no-limit", message);
                None
            }
        };
    }
    let range = match metric {
        BudgetMetric::HitRatio | BudgetMetric::MisroutedRatio => caps::UNIT,
        _ => 0.0..=1e12,
    };
    match (at.node, metric) {
        (Node::Text(_), BudgetMetric::LatencyP99) => {
            at.duration(caps::TTL).map(|span: Span| BudgetMax::Count(span.ms() as f64))
        }
        (Node::Text(_), _) => at.wrong_type("a number, or a share such as `80%`"),
        _ => at.number(range).map(BudgetMax::Count),
    }
}

fn least(at: &Cursor<'_>, metric: BudgetMetric) -> Option<f64> {
    if metric != BudgetMetric::HitRatio {
        let problem = at.problem("unfit-bound", "`min` bounds a hit ratio alone");
        at.problems.push(problem.help("use `max`"));
        return None;
    }
    match at.percent() {
        Some(share) if caps::UNIT.contains(&share) => Some(share),
        Some(_) => {
            at.refuse("out-of-range", format!("{} must be from 0% to 100%", at.path()));
            None
        }
        None => at.number(caps::UNIT),
    }
}

fn growth(at: &Cursor<'_>) -> Option<f64> {
    if let Node::Int(_) | Node::Float(_) = at.node {
        let problem = at.wrong("a share such as `5%`");
        at.problems.push(problem.help("add the `%`"));
        return None;
    }
    at.percent().or_else(|| at.wrong_type("a share such as `5%`"))
}
