//! What does `headroom` say? `2 → 3 workers`, then what binds, what breaks, which limits come next,
//! and what it rests on.

mod head;
mod json;
mod worlds;

pub(super) use self::head::{head, written};
use super::Answer;
use super::simulate::{asked, limits, planned};
use crate::report::Depth;
use crate::report::document::{Block, Document, Section};
use crate::report::figures::{clock, count, figure, joined, many, of, percent, used};
use crate::report::wording::{self, Remark};
use crate::scenario::{Quantity, Scenario, Worlds};
use crate::study::{Answered, Direction, Found, Goal, Headroom, Limit, Outcome, Standing};
use crate::words::{Better, Unit};

/// The answers about one scenario.
#[derive(Clone, Copy, Debug)]
pub struct HeadroomReport<'a> {
    /// What was asked about.
    pub scenario: &'a Scenario,
    /// The questions that are answered, in order.
    pub found: &'a [Found],
    /// How many there are; those that are not answered yet are left out.
    pub asked: usize,
    /// Until when.
    pub goal: &'a Goal,
    /// The worlds in which each is answered; `None`: as written alone.
    pub worlds: Option<&'a Worlds>,
}

impl HeadroomReport<'_> {
    /// Why an answer is to be mistrusted: a live worker looks dead by design at it, or it is none.
    pub fn remarks(&self) -> Vec<Remark> {
        let searched = self.found.iter().filter_map(|it| it.answered.searched());
        searched.flat_map(mistrust).collect()
    }

    /// The answers that took runs of their own, beside those as written.
    pub fn searched_in_worlds(&self) -> impl Iterator<Item = &Headroom> {
        let own = self.worlds.map(|it| it.own);
        let each = self.found.iter().flat_map(|it| it.in_worlds.iter().enumerate());
        let searched = each.filter(move |(place, it)| it.same_as == *place && own != Some(*place));
        searched.map(|(_, it)| &it.found)
    }
}

fn mistrust(found: &Headroom) -> impl Iterator<Item = Remark> {
    let path = &found.path;
    let at_answer = found.answer().and_then(|it| {
        let remark = Remark::from(it.health_timeout.as_ref()?);
        let message = format!("{path} at {}: {}", it.value, remark.message);
        Some(Remark { message, ..remark })
    });
    let contradiction = (found.outcome == Some(Outcome::NotMonotonic)).then(|| {
        let said = format!("{path}: a harder value holds where an easier one breaks");
        wording::not_monotonic(said)
            .note("there is no one value up to which the limits hold")
            .help("try more --runs, or look at it with `kvplan sweep`")
    });
    at_answer.into_iter().chain(contradiction)
}

/// An answer for each question; every value that was tried with `depth.verbose` only.
impl Answer for HeadroomReport<'_> {
    fn document(&self, depth: Depth) -> Document {
        let answers = self.found.iter().map(|found| {
            let answer = &found.answered;
            let mut lines = worlds::texts(self.worlds, &found.in_worlds, depth);
            lines.extend(worlds::loads(&found.under_loads));
            lines.extend(details(answer, self.goal, depth));
            Block::Answer(head(answer), lines)
        });
        let is_complete = self.found.len() == self.asked;
        let rest = rest(self).filter(|_| is_complete);
        let rest = Block::Paragraphs(rest.into_iter().collect());
        let blocks = answers.chain([rest]).collect();
        let heading = planned(self.scenario, &asked(self.scenario));
        Document::new("headroom", vec![Section { heading, blocks }])
    }

    fn json(&self, _depth: Depth) -> String {
        json::render(self)
    }
}

/// What the shares count beside the scenario, as it stands now.
fn rest(report: &HeadroomReport<'_>) -> Option<String> {
    let mut searched = report.found.iter().filter_map(|it| match &it.answered {
        Answered::Searched(headroom) => headroom.standing(headroom.start),
        Answered::Skipped(_) => None,
    });
    limits::other(&searched.next()?.meters)
}

fn details(answer: &Answered, goal: &Goal, depth: Depth) -> Vec<String> {
    let Answered::Searched(headroom) = answer else { return Vec::new() };
    let mut lines = Vec::new();
    lines.extend(over_now(headroom));
    match &headroom.outcome {
        Some(Outcome::Found { holds, breaks }) => {
            lines.extend(first_limit(headroom, *holds));
            lines.extend(broken(headroom, *breaks));
        }
        Some(Outcome::Unbroken { holds, .. }) => lines.extend(nearest(headroom, *holds)),
        Some(Outcome::NeverHolds { breaks }) => lines.extend(even_at(headroom, *breaks)),
        Some(Outcome::NotMonotonic) => lines.push(contradiction(headroom)),
        None => lines.extend(nearest(headroom, headroom.start)),
    }
    lines.extend(next(headroom));
    lines.extend(worse(headroom));
    lines.extend(headroom.answer().map(|it| trust(headroom, it, goal)));
    if depth.verbose {
        lines.extend(headroom.tried.iter().map(tried));
    }
    lines
}

/// `30s passes a limit: writes, 576.0 % on the worst day`, where the answer is an easier value.
fn over_now(headroom: &Headroom) -> Option<String> {
    let now = headroom.standing(headroom.start).filter(|now| !now.holds)?;
    let is_found = matches!(headroom.outcome, Some(Outcome::Found { .. }));
    let worst = now.nearest().filter(|_| is_found)?;
    Some(format!("{} passes a limit: {}", written(headroom.start), told(worst)))
}

/// `first limit met: writes, 98.2 % in the worst of 20 runs`.
fn first_limit(headroom: &Headroom, holds: Quantity) -> Option<String> {
    let standing = headroom.standing(holds)?;
    let limit = standing.limit(headroom.binding?)?;
    if !limit.is_of_plan {
        return Some(format!("first limit met: {}", told(limit)));
    }
    let runs = match standing.runs {
        1 => "the one run".to_owned(),
        runs => format!("the worst of {} runs", count(runs.into())),
    };
    Some(format!("first limit met: {}, {} in {runs}", limit.figure, used(Some(limit.used_ratio))))
}

/// `writes, 98.2 % on the worst day`; of a bound `misrouted_ratio, 0.8 % of 1.0 %`.
pub(super) fn told(limit: &Limit) -> String {
    let figure = &limit.figure;
    if limit.is_of_plan {
        return format!("{figure}, {} on the worst day", used(Some(limit.used_ratio)));
    }
    let [value, allowed] = [limit.value, limit.allowed].map(|it| self::figure(figure.measure, it));
    if value == allowed && limit.value != limit.allowed {
        let side = if limit.value > limit.allowed { "above" } else { "below" };
        return format!("{figure}, just {side} {allowed}");
    }
    let sign = if figure.measure.better() == Better::More { "at least" } else { "of" };
    format!("{figure}, {value} {sign} {allowed}")
}

/// `first to break: 4: writes, 110.2 % on the worst day, passed as early as 21:43 UTC; over on …`.
fn broken(headroom: &Headroom, breaks: Quantity) -> Option<String> {
    let standing = headroom.standing(breaks)?;
    let text = passed(headroom, standing);
    Some(format!("first to break: {}{text}", written(breaks)))
}

/// `even at 0: writes, 393.0 % on the worst day, …: this setting alone cannot help`.
fn even_at(headroom: &Headroom, breaks: Quantity) -> Option<String> {
    let standing = headroom.standing(breaks)?;
    let mut text = format!("even at {}{}", written(breaks), passed(headroom, standing));
    let others = standing.limits.iter().enumerate();
    for (_, limit) in others.filter(|(place, it)| it.passed && Some(*place) != headroom.binding) {
        text.push_str(&format!("; also {}, {}", limit.figure, used(Some(limit.used_ratio))));
    }
    Some(format!("{text}: this setting alone cannot help"))
}

/// `: 110.2 % on the worst day, …; over on 140 of 140 days, in 20 of 20 runs`, or where the first run
/// that breaks was the last one that was tried `…; over on 1 of 7 days of the one run tried`.
fn passed(headroom: &Headroom, standing: &Standing) -> String {
    let mut text = String::new();
    let binding = headroom.binding.and_then(|it| standing.limit(it));
    if let Some(limit) = binding {
        text.push_str(&format!(": {}", told(limit)));
        let meter = limit.figure.meter().filter(|_| limit.is_of_plan);
        let row = meter.map(|meter| &standing.meters[meter.index()]);
        if let Some(at) = row.and_then(|it| it.limit_passed_at) {
            text.push_str(&format!(", passed as early as {} UTC", clock(at.ms_of_day)));
        }
    }
    // A bound is on a figure of all days, or on the worst; only limits of the plan count days.
    if binding.is_some_and(|it| !it.is_of_plan) {
        return text;
    }
    let days = of(standing.days_bad, standing.days_tried, "day");
    let most = headroom.tried.iter().map(|it| it.runs).max();
    if most > Some(standing.runs) {
        return format!("{text}; over on {days} of the one run tried");
    }
    let runs = of(standing.runs_bad.into(), standing.runs.into(), "run");
    format!("{text}; over on {days}, in {runs}")
}

fn nearest(headroom: &Headroom, value: Quantity) -> Option<String> {
    Some(format!("nearest limit: {}", told(headroom.standing(value)?.nearest()?)))
}

/// The values that contradict one another.
fn contradiction(headroom: &Headroom) -> String {
    let list = |holds: bool| {
        let values = headroom.tried.iter().filter(|it| it.holds == holds);
        values.map(|it| written(it.value)).collect::<Vec<_>>().join(", ")
    };
    format!("these hold: {}; these pass a limit: {}", list(true), list(false))
}

/// The limits behind the first, and the meters that do not grow.
fn next(headroom: &Headroom) -> Option<String> {
    let (mut ahead, mut far, mut still) = (Vec::new(), Vec::new(), Vec::new());
    let to = if headroom.direction == Some(Direction::Down) { "down to" } else { "up to" };
    let here = match &headroom.outcome {
        Some(Outcome::NeverHolds { breaks }) => format!("at {}", written(*breaks)),
        _ => "here".to_owned(),
    };
    for it in &headroom.next {
        let whole = if it.is_of_plan { "" } else { " of its bound" };
        let (meter, share) = (&it.figure, used(Some(it.used_ratio)) + whole);
        match it.about {
            Some(about) => {
                ahead.push(format!("{meter} {to} about {} ({share} {here})", written(about)));
            }
            None if it.grows => far.push(format!("{meter} ({share})")),
            None => still.push(format!("{meter} ({share})")),
        }
    }
    let listed = |what: &str, all| joined(all, ", ").map(|all| format!("{what}: {all}"));
    let parts = [
        listed("next limits, on a straight line", ahead),
        listed("growing, with no limit within reach", far),
        listed("hardly growing", still),
    ];
    joined(parts.into_iter().flatten(), "; ")
}

/// `at 701s: false dead 8,590 a day (0 as written), unroutable 10.7 a day (0)`.
pub(super) fn worse(headroom: &Headroom) -> Option<String> {
    let answer = written(headroom.answer()?.value);
    let parts = headroom.worse().into_iter().enumerate().map(|(at, it)| {
        let (before, after) = (figure(it.figure, it.before), figure(it.figure, it.after));
        let unit = if it.figure.unit() == Unit::PerDay { " a day" } else { "" };
        let said = if at == 0 { " as written" } else { "" };
        format!("{} {after}{unit} ({before}{said})", it.figure.label())
    });
    joined(parts, ", ").map(|parts| format!("at {answer}: {parts}"))
}

fn trust(headroom: &Headroom, standing: &Standing, goal: &Goal) -> String {
    if !goal.asks_limits() {
        let days = many(standing.days_tried, "day");
        let all = headroom.standing(headroom.start).map_or(standing.runs, |it| it.runs);
        return match standing.runs < all {
            true => format!(
                "tried: {days}, {} of {} runs, which tell what a mean month costs",
                count(standing.runs.into()),
                count(all.into())
            ),
            false => format!("tried: {days}"),
        };
    }
    let bound = percent(standing.days_bad_upper95);
    let over = match standing.days_bad {
        0 => "none over".to_owned(),
        bad => format!("{} over ({} tolerated)", count(bad), percent(goal.tolerated)),
    };
    let days = many(standing.days_tried, "day");
    format!("tried: {days}, {over}; the share of bad days is below {bound} (95 % bound)")
}

fn tried(standing: &Standing) -> String {
    let rows = standing.limits.iter().filter(|it| it.used_ratio > 0.0);
    let rows = joined(rows.map(|it| format!("{} {}", it.figure, used(Some(it.used_ratio)))), ", ");
    let word = if standing.holds { "holds" } else { "breaks" };
    format!("{} {word}: {}", written(standing.value), rows.unwrap_or_default())
}
