//! The settings of a budget: bounds whose form and range depend on the metric.

use std::ops::RangeInclusive;

use super::Slot::{self, MaybeNumber, MaybeText, Word};
use super::{Entry, Own, See, Settings, item};
use crate::platform::Rules;
use crate::scenario::caps;
use crate::scenario::checked::{Budget, BudgetMax, BudgetMetric, BudgetStat};
use crate::scenario::fields::Holds;
use crate::scenario::given::{Cursor, Fields};
use crate::scenario::node::Node;
use crate::scenario::problem::Problem;
use crate::words::{Meter, Span};

impl Settings for Budget {
    fn each(&mut self, _: &Rules, see: See<'_>) {
        see(item("metric", "what is bounded", Word(&mut self.metric)).needed());
        let metric = self.metric;
        let doc = "the most that passes: a count a day or a share of the limit (80%), a ratio (0.02 \
                   or 2%), a latency (20ms), a cost in the plan's currency";
        see(item("max", doc, Slot::Own(Box::new(Bound(&mut self.max, metric)))));
        let doc = "the least hit ratio that passes, 0 to 1 or a share (40%)";
        see(item("min", doc, Slot::Own(Box::new(Least(&mut self.min, metric)))));
        let doc = "from here on it warns; written as `max`";
        see(item("warn", doc, Slot::Own(Box::new(Bound(&mut self.warn, metric)))));
        let doc = "the growth against the baseline that passes, a share (5%)";
        see(item("growth", doc, Slot::Own(Box::new(Growth(&mut self.growth)))));
        let doc = "growth by so much passes in any case, in the metric's unit";
        see(item("growth_floor", doc, MaybeNumber(&mut self.growth_floor, caps::PER_DAY)));
        see(item("stat", "which day is judged", Word(&mut self.stat)));
        see(item("reason", "why it was set", MaybeText(&mut self.reason)));
    }
}

impl Entry for Budget {
    const CAP: usize = caps::BUDGETS;

    fn fresh(_: usize) -> Self {
        Self {
            metric: BudgetMetric::Meter(Meter::Writes),
            max: None,
            min: None,
            warn: None,
            growth: None,
            growth_floor: None,
            stat: BudgetStat::WorstDay,
            reason: None,
            line: 0,
        }
    }

    fn check_among(&self, _: &[Self], given: &Fields<'_>, at: &Cursor<'_>) {
        let has = |name: &str| given.get(name).is_some();
        if matches!(at.node, Node::Map(_)) && !has("max") && !has("min") && !has("growth") {
            let problem = at.problem("empty-budget", "the budget bounds nothing");
            at.problems.push(problem.help("give it `max`, `growth`, or `min` for a hit ratio"));
        }
        let needs = |name: &str, other: &str| -> Option<Problem> {
            let at = given.get(name).filter(|_| !has(other))?;
            let message = format!("`{name}` goes with `{other}`, which is missing");
            Some(at.problem("missing-field", message))
        };
        for problem in [needs("warn", "max"), needs("growth_floor", "growth")] {
            problem.into_iter().for_each(|it| at.problems.push(it));
        }
        let above = match (self.warn, self.max) {
            (Some(BudgetMax::Count(warn)), Some(BudgetMax::Count(max)))
            | (Some(BudgetMax::OfLimit(warn)), Some(BudgetMax::OfLimit(max))) => warn > max,
            _ => false,
        };
        if let Some(at) = given.get("warn").filter(|_| above) {
            at.refuse("out-of-range", format!("{} is above `max`", at.path()));
        }
    }
}

/// A bound in the metric's own unit.
const AMOUNT: RangeInclusive<f64> = 0.0..=1e12;

/// A share as people write it.
fn percent(share: f64) -> Node {
    Node::Text(format!("{}%", share * 100.0))
}

/// The same for a message: `7%`, not `7.000000000000001%`.
fn whole(share: f64) -> String {
    format!("{}%", (share * 1e6).round() / 1e4)
}

/// A bound in the metric's own unit, or as a share of the daily limit.
struct Bound<'v>(&'v mut Option<BudgetMax>, BudgetMetric);

impl Own for Bound<'_> {
    fn holds(&self) -> Vec<Holds> {
        vec![Holds::Number(AMOUNT), Holds::Percent(6), Holds::Duration(caps::TTL)]
    }

    fn read(&mut self, at: &Cursor<'_>) {
        *self.0 = bound(at, self.1);
    }

    fn node(&self) -> Option<Node> {
        self.0.map(|bound| match bound {
            BudgetMax::Count(count) => Node::Float(count),
            BudgetMax::OfLimit(share) => percent(share),
        })
    }
}

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
        _ => AMOUNT,
    };
    match (at.node, metric) {
        (Node::Float(share), BudgetMetric::Meter(_)) if *share > 0.0 && *share < 1.0 => {
            let problem = at.wrong("a number of operations a day, or a share of the limit");
            let help = format!("write `{}`, or `1` for one operation", whole(*share));
            at.problems.push(problem.help(help));
            None
        }
        (Node::Text(_), BudgetMetric::LatencyP99) => {
            at.duration(caps::TTL).map(|span: Span| BudgetMax::Count(span.ms() as f64))
        }
        (Node::Text(_), _) => at.wrong_type("a number, or a share such as `80%`"),
        _ => at.number(range).map(BudgetMax::Count),
    }
}

struct Least<'v>(&'v mut Option<f64>, BudgetMetric);

impl Own for Least<'_> {
    fn holds(&self) -> Vec<Holds> {
        vec![Holds::Number(caps::UNIT), Holds::Percent(2)]
    }

    fn read(&mut self, at: &Cursor<'_>) {
        if self.1 != BudgetMetric::HitRatio {
            let problem = at.problem("unfit-bound", "`min` bounds a hit ratio alone");
            at.problems.push(problem.help("use `max`"));
            return;
        }
        *self.0 = match at.percent() {
            Some(share) if caps::UNIT.contains(&share) => Some(share),
            Some(_) => {
                at.refuse("out-of-range", format!("{} must be from 0% to 100%", at.path()));
                None
            }
            None => at.number(caps::UNIT),
        };
    }

    fn node(&self) -> Option<Node> {
        self.0.map(Node::Float)
    }
}

struct Growth<'v>(&'v mut Option<f64>);

impl Own for Growth<'_> {
    fn holds(&self) -> Vec<Holds> {
        vec![Holds::Percent(6)]
    }

    fn read(&mut self, at: &Cursor<'_>) {
        if let Node::Int(_) | Node::Float(_) = at.node {
            let help = match at.node {
                Node::Float(share) if *share < 1.0 => format!("did you mean `{}`?", whole(*share)),
                _ => "add the `%`".to_owned(),
            };
            at.problems.push(at.wrong("a share such as `5%`").help(help));
            return;
        }
        *self.0 = at.percent().or_else(|| at.wrong_type("a share such as `5%`"));
    }

    fn node(&self) -> Option<Node> {
        self.0.map(percent)
    }
}
