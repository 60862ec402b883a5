//! The settings of a budget: bounds whose form and range depend on the metric.

use super::Slot::{self, MaybeNumber, MaybeText};
use super::{Entry, Known, Own, See, Settings, item};
use crate::platform::Rules;
use crate::scenario::caps;
use crate::scenario::checked::{Budget, BudgetMax};
use crate::scenario::fields::Holds;
use crate::scenario::figures::{find, range};
use crate::scenario::given::{Cursor, Fields, Or};
use crate::scenario::node::Node;
use crate::scenario::problem::Problem;
use crate::words::{Better, Figure, Measure, Meter, Span, Statistic, Unit};

impl Settings for Budget {
    fn each(&mut self, _: &Rules, see: See<'_>) {
        let metric = Slot::Own(Box::new(Metric(&mut self.metric)));
        see(item("metric", "the figure that is bounded", metric).needed());
        let metric = &self.metric.clone();
        let doc = "the most that passes: a count a day or a share of the limit (80%), a ratio (0.02 \
                   or 2%), a latency or an age (20ms), a cost in the plan's currency";
        see(item("max", doc, Slot::Own(Box::new(Bound(&mut self.max, metric.clone())))));
        let doc =
            "the least that passes, where more is better: a ratio (0.4 or 40%), a count a day";
        see(item("min", doc, Slot::Own(Box::new(Least(&mut self.min, metric.clone())))));
        let doc = "from here on it warns; written as `max`";
        see(item("warn", doc, Slot::Own(Box::new(Bound(&mut self.warn, metric.clone())))));
        let doc = "the growth against the baseline that passes, a share (5%)";
        see(item("growth", doc, Slot::Own(Box::new(Growth(&mut self.growth)))));
        let doc = "growth by so much passes in any case, in the metric's unit";
        see(item("growth_floor", doc, MaybeNumber(&mut self.growth_floor, caps::PER_DAY)));
        let stat = Slot::Own(Box::new(Stat(&mut self.metric)));
        see(item("stat", "which day is judged, of a meter", stat));
        see(item("reason", "why it was set", MaybeText(&mut self.reason)));
    }
}

impl Entry for Budget {
    const CAP: usize = caps::BUDGETS;

    fn fresh(_: usize) -> Self {
        Self {
            metric: Measure::Meter(Meter::Writes).of_all(),
            max: None,
            min: None,
            warn: None,
            growth: None,
            growth_floor: None,
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
        let named = given
            .get("metric")
            .is_some_and(|it| matches!(it.node, Node::Text(it) if it.contains('@')));
        if let Some(at) = given.get("stat").filter(|_| named) {
            at.refuse("stated-twice", "the day is stated twice: behind `@`, and as `stat`");
        }
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

/// A share as people write it.
fn percent(share: f64) -> Node {
    Node::Text(format!("{}%", share * 100.0))
}

/// The same for a message: `7%`, not `7.000000000000001%`.
fn whole(share: f64) -> String {
    format!("{}%", (share * 1e6).round() / 1e4)
}

/// A figure by its name.
struct Metric<'v>(&'v mut Figure);

impl Own for Metric<'_> {
    fn holds(&self) -> Vec<Holds> {
        vec![Holds::Figure]
    }

    fn read(&mut self, at: &Cursor<'_>, known: &Known) {
        let Node::Text(text) = at.node else {
            at.wrong_type::<()>("the name of a figure such as `writes`");
            return;
        };
        let colos: Vec<&str> = known.colos.iter().map(String::as_str).collect();
        match find(text, &colos) {
            Ok(figure) => *self.0 = figure,
            Err(wrong) => {
                let problem = at.problem("unknown-word", wrong.message);
                at.problems.push(problem.maybe_help(wrong.help));
                // Its bounds are read as those of what was meant.
                *self.0 = wrong.meant.unwrap_or_else(|| self.0.clone());
            }
        }
    }

    fn node(&self) -> Option<Node> {
        Some(Node::Text(self.0.to_string()))
    }
}

/// The day that a meter is judged on.
struct Stat<'v>(&'v mut Figure);

impl Own for Stat<'_> {
    fn holds(&self) -> Vec<Holds> {
        vec![Holds::Words(DAYS.map(Statistic::name).to_vec())]
    }

    fn read(&mut self, at: &Cursor<'_>, _: &Known) {
        let Some(day) = at.choice_or(&DAYS.map(|it| (it.name(), it)), Or::default()) else {
            return;
        };
        match self.0.clone().with(day) {
            Some(figure) => *self.0 = figure,
            None if self.0.statistic == Statistic::AllDays => {}
            None => at.refuse("unfit-stat", format!("{} is a mean day alone", self.0.name())),
        }
    }

    fn node(&self) -> Option<Node> {
        None
    }
}

/// The days that a meter can be judged on.
const DAYS: [Statistic; 2] = [Statistic::WorstDay, Statistic::Mean];

/// A bound in the figure's own unit, or as a share of the daily limit.
struct Bound<'v>(&'v mut Option<BudgetMax>, Figure);

impl Own for Bound<'_> {
    fn holds(&self) -> Vec<Holds> {
        vec![Holds::Number(caps::AMOUNT), Holds::Percent(6), Holds::Duration(caps::TTL)]
    }

    fn read(&mut self, at: &Cursor<'_>, _: &Known) {
        *self.0 = bound(at, &self.1);
    }

    fn node(&self) -> Option<Node> {
        self.0.map(|bound| match bound {
            BudgetMax::Count(count) => Node::Float(count),
            BudgetMax::OfLimit(share) => percent(share),
        })
    }
}

fn bound(at: &Cursor<'_>, figure: &Figure) -> Option<BudgetMax> {
    let unit = figure.measure.unit();
    if let Some(share) = at.percent() {
        if unit == Unit::Ratio {
            return Some(BudgetMax::Count(share));
        }
        if figure.meter().is_some() {
            return Some(BudgetMax::OfLimit(share));
        }
        let message = format!("{}: this metric has no limit to take a share of", at.path());
        at.refuse("no-limit", message);
        return None;
    }
    match (at.node, unit) {
        (Node::Float(share), _) if figure.meter().is_some() && *share > 0.0 && *share < 1.0 => {
            let problem = at.wrong("a number of operations a day, or a share of the limit");
            let help = format!("write `{}`, or `1` for one operation", whole(*share));
            at.problems.push(problem.help(help));
            None
        }
        (Node::Text(_), Unit::Ms) => {
            at.duration(caps::TTL).map(|span: Span| BudgetMax::Count(span.ms() as f64))
        }
        (Node::Text(_), _) => at.wrong_type("a number, or a share such as `80%`"),
        _ => at.number(range(figure)).map(BudgetMax::Count),
    }
}

struct Least<'v>(&'v mut Option<f64>, Figure);

impl Own for Least<'_> {
    fn holds(&self) -> Vec<Holds> {
        vec![Holds::Number(caps::AMOUNT), Holds::Percent(2)]
    }

    fn read(&mut self, at: &Cursor<'_>, _: &Known) {
        if self.1.measure.better() == Better::Less {
            let message = format!("`min` bounds what is better when it is more; {} is not", self.1);
            at.problems.push(at.problem("unfit-bound", message).help("use `max`"));
            return;
        }
        *self.0 = match at.percent() {
            Some(share) if self.1.measure.unit() == Unit::Ratio && share <= 1.0 => Some(share),
            Some(_) => {
                at.refuse("out-of-range", format!("{} must be from 0% to 100%", at.path()));
                None
            }
            None => at.number(range(&self.1)),
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

    fn read(&mut self, at: &Cursor<'_>, _: &Known) {
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
