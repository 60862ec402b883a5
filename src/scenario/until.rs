//! Until when does a search go on? `limits`, `budgets`, `misrouted_ratio<=1%`.

use super::caps;
use super::checked::{Budget, BudgetMax, Scenario};
use super::diagnostic::Diagnostic;
use super::figures::{Misnamed, colos, find, range};
use super::node::shorten;
use super::spelling::parse_duration;
use crate::words::{Better, Figure, Measure, Unit};

/// Until when a search goes on.
#[derive(Clone, PartialEq, Debug)]
pub enum Until {
    /// A daily limit of the plan is passed.
    Limits,
    /// A figure passes a bound: from above, or from below where more is better.
    Passes(Figure, BudgetMax),
}

impl Until {
    /// What `--until` means, each in the order in which it was typed; nothing typed: the limits.
    ///
    /// # Errors
    /// What is wrong with each; that a scenario has no budgets; that the plan has no daily limits
    /// where nothing else is asked about.
    pub fn of(typed: &[String], scenario: &Scenario) -> Result<Vec<Self>, Vec<Diagnostic>> {
        if typed.is_empty() {
            let refused = |(message, help): (String, String)| {
                vec![Diagnostic::error("no-limit", &message).help(&help)]
            };
            return of_plan(scenario).map_err(refused);
        }
        Self::of_flag("--until", typed, scenario)
    }

    /// What such a flag means, each in the order in which it was typed.
    ///
    /// # Errors
    /// What is wrong with each, at the flag.
    pub fn of_flag(
        flag: &str,
        typed: &[String],
        scenario: &Scenario,
    ) -> Result<Vec<Self>, Vec<Diagnostic>> {
        let (mut all, mut wrong) = (Vec::new(), Vec::new());
        for typed in typed {
            match Self::parse(typed, scenario) {
                Ok(found) => found.into_iter().for_each(|it| {
                    if !all.contains(&it) {
                        all.push(it);
                    }
                }),
                Err((message, help)) => {
                    let problem = Diagnostic::error("until", &message);
                    let help = help.replace("--until", flag);
                    wrong.push(problem.at(&format!("{flag} {typed}")).help(&help));
                }
            }
        }
        if wrong.is_empty() { Ok(all) } else { Err(wrong) }
    }

    /// Where nothing is typed and the plan has prices and no daily limit: each of these costs a month.
    pub fn costs(scenario: &Scenario) -> Option<[Self; COSTS.len()]> {
        let plan = &scenario.plan;
        let is_paid = plan.limits.iter().all(Option::is_none)
            && (plan.base_per_month > 0.0 || plan.prices.iter().any(Option::is_some));
        let cost = |cost| Self::Passes(Measure::CostPerMonth.of_all(), BudgetMax::Count(cost));
        is_paid.then(|| COSTS.map(cost))
    }

    fn parse(typed: &str, scenario: &Scenario) -> Result<Vec<Self>, (String, String)> {
        match typed.trim() {
            "limits" => return of_plan(scenario),
            "budgets" => return of_budgets(scenario),
            _ => {}
        }
        let more = typed.split_once(">=").map(|it| (it, Better::More));
        let Some(((name, value), better)) =
            typed.split_once("<=").map(|it| (it, Better::Less)).or(more)
        else {
            let message = "a figure with a bound is spelled `FIGURE<=VALUE` or `FIGURE>=VALUE`";
            return Err((message.to_owned(), HELP.to_owned()));
        };
        let told = |it: Misnamed| (it.message, it.help.unwrap_or_default());
        let colos = colos(std::slice::from_ref(scenario));
        let figure = find(name, &colos).map_err(told)?;
        if figure.measure.better() != better {
            let (sign, side) = if better == Better::More { ("<=", "less") } else { (">=", "more") };
            let help = format!("write `{figure}{sign}{}`", value.trim());
            return Err((format!("{side} of {figure} is better"), help));
        }
        let bound = bound(&figure, value.trim(), scenario)?;
        Ok(vec![Self::Passes(figure, bound)])
    }
}

/// What people set aside for such a thing: the base price of the paid plan, twice and four times it.
const COSTS: [f64; 3] = [5.0, 10.0, 20.0];

const HELP: &str = "say which bound: --until limits, --until budgets, --until \
                    'misrouted_ratio<=1%', --until 'cost_per_month<=20'";

fn of_plan(scenario: &Scenario) -> Result<Vec<Until>, (String, String)> {
    if scenario.plan.limits.iter().any(Option::is_some) {
        return Ok(vec![Until::Limits]);
    }
    Err((format!("the plan {} has no daily limit", scenario.plan.name), HELP.to_owned()))
}

/// The bounds of all budgets; growth is against a baseline, which a search does not have.
fn of_budgets(scenario: &Scenario) -> Result<Vec<Until>, (String, String)> {
    let lacks = |it: &&Budget| {
        let limit = it.metric.meter().and_then(|meter| scenario.plan.limit(meter));
        matches!(it.max, Some(BudgetMax::OfLimit(_))) && limit.is_none()
    };
    if let Some(budget) = scenario.budgets.iter().find(lacks) {
        let (metric, plan) = (&budget.metric, &scenario.plan.name);
        let message =
            format!("the budget on {metric} is a share of a limit that the plan {plan} lacks");
        let others = scenario.budgets.iter().find(|it| !lacks(it) && it.max.is_some());
        let name = others.map_or("cost_per_month".to_owned(), |it| it.metric.to_string());
        return Err((message, format!("name the others one by one: --until '{name}<=…'")));
    }
    let budgets = scenario.budgets.iter();
    let bounds: Vec<Until> = budgets
        .flat_map(|it| {
            let least = it.min.map(BudgetMax::Count);
            // Where more is better `max` bounds nothing that growth would break.
            let bound = if it.metric.measure.better() == Better::More { least } else { it.max };
            bound.map(|bound| Until::Passes(it.metric.clone(), bound))
        })
        .collect();
    if bounds.is_empty() {
        let message = "the scenario has no budget with a bound of its own".to_owned();
        return Err((message, HELP.to_owned()));
    }
    Ok(bounds)
}

/// A value in the figure's unit, or a share of its daily limit.
fn bound(figure: &Figure, text: &str, scenario: &Scenario) -> Result<BudgetMax, (String, String)> {
    let number = |text: &str| text.trim_end().parse::<f64>().ok().filter(|it| it.is_finite());
    let unit = figure.measure.unit();
    let found = match (text.strip_suffix('%').map(number), unit) {
        (Some(Some(percent)), Unit::Ratio) => Some(percent / 100.0),
        (Some(Some(percent)), _) => {
            let limit = figure.meter().and_then(|meter| scenario.plan.limit(meter));
            if limit.is_none() {
                let message = format!("{figure} has no daily limit to take a share of");
                return Err((message, example(figure)));
            }
            if !(0.0..=caps::PERCENT).contains(&percent) || text.starts_with('-') {
                let message = format!("{figure} is from 0% to {}% of its limit", caps::PERCENT);
                return Err((message, example(figure)));
            }
            return Ok(BudgetMax::OfLimit(percent / 100.0));
        }
        (Some(None), _) => None,
        (None, Unit::Ms) => {
            let span = parse_duration(text);
            let told = |help| {
                (format!("{figure} is a duration such as `5m`; found `{}`", shorten(text)), help)
            };
            Some(span.map_err(told)?.ms() as f64)
        }
        (None, _) => number(text),
    };
    let found = found.ok_or_else(|| no_value(figure, text))?;
    let range = range(figure);
    if !range.contains(&found) || text.starts_with('-') {
        let message = format!("{figure} is from {} to {}", range.start(), range.end());
        return Err((message, example(figure)));
    }
    Ok(BudgetMax::Count(found))
}

fn no_value(figure: &Figure, text: &str) -> (String, String) {
    (format!("`{}` is no value of {figure}", shorten(text)), example(figure))
}

/// How a bound on a figure is written.
fn example(figure: &Figure) -> String {
    let value = match figure.measure.unit() {
        Unit::PerDay if figure.meter().is_some() => "800` or `80%",
        Unit::PerDay => "800",
        Unit::Ratio => "1%",
        Unit::Ms => "5m",
        Unit::Bytes => "1000000",
        Unit::Workers => "1",
        Unit::Money => "20",
    };
    format!("such as `{value}`")
}
