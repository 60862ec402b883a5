//! How far are the limits behind the first?

use serde::Serialize;

use super::limits::{Limit, as_text};
use super::{Headroom, Standing, sides};
use crate::scenario::Quantity;
use crate::study::limit::Nearness;
use crate::study::search::Direction;
use crate::words::Figure;

/// How far another limit is.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct NextLimit {
    /// On what.
    #[serde(rename = "meter", serialize_with = "as_text")]
    pub figure: Figure,
    /// The share of it used by the worst day at the last value that holds.
    pub used_ratio: f64,
    /// Is it a daily limit of the plan?
    #[serde(skip)]
    pub is_of_plan: bool,
    /// Does the use grow, by one percent of the limit at least, on the way from the value now to the
    /// hardest one that counts?
    #[serde(skip)]
    pub grows: bool,
    /// The last value that fits, by a straight line through what was simulated; `None`: the use
    /// does not grow, or there is no such value within reach.
    pub about: Option<Quantity>,
}

/// A limit that is further away than so many times is not named.
const FURTHEST: f64 = 1_000.0;
/// A whole number that is missed by less than this is met.
const ROUNDING: f64 = 1e-6;
/// Growth by less than this share of a limit is hardly any.
const LEAST_GROWTH: f64 = 0.01;
/// In place of an interval of nothing, of which there is no inverse.
const LEAST_INTERVAL: f64 = 1.0;

/// The other limits, by a straight line through the value now and the answer, or where that is the
/// same the value that breaks.
pub(super) fn next(answer: &Headroom) -> Vec<NextLimit> {
    let (holds, breaks) = sides(answer);
    let (Some(direction), Some(near)) = (answer.direction, holds.or(breaks)) else {
        return Vec::new();
    };
    let far = breaks.filter(|_| near.value == answer.start).unwrap_or(near);
    let Some(now) = other_end(answer, far) else { return Vec::new() };
    // What passes its limit already, on days that are tolerated, lies behind.
    let is_ahead = |it: &Limit| Nearness::of(Some(it.used_ratio)) != Nearness::Over;
    let used = |it: &Limit| it.is_used && is_ahead(it);
    let others = near
        .limits
        .iter()
        .enumerate()
        .filter(|(place, it)| Some(*place) != answer.binding && used(it));
    let mut next: Vec<NextLimit> = others
        .map(|(place, it)| NextLimit {
            figure: it.figure.clone(),
            used_ratio: it.used_ratio,
            is_of_plan: it.is_of_plan,
            grows: grows(direction, place, (now, far)),
            about: extrapolate(direction, place, (now, far)),
        })
        .collect();
    let hard = |it: &NextLimit| {
        let number = it.about.map_or(f64::INFINITY, Quantity::number);
        if direction == Direction::Up || it.about.is_none() { number } else { -number }
    };
    next.sort_by(|a, b| hard(a).total_cmp(&hard(b)));
    next
}

/// What growth is judged against: the value now, or where that is the end itself the value furthest
/// from it. `None`: nothing else was tried, so that nothing is known of growth.
fn other_end<'a>(answer: &'a Headroom, end: &Standing) -> Option<&'a Standing> {
    let away = |it: &Standing| (it.value.number() - end.value.number()).abs();
    let furthest = || answer.tried.iter().max_by(|a, b| away(a).total_cmp(&away(b)));
    let is_other = |it: &&Standing| it.value != end.value;
    answer.standing(answer.start).filter(is_other).or_else(furthest).filter(is_other)
}

/// How hard a value is: the use grows with a number, and with the inverse of an interval.
fn hardness(direction: Direction, value: Quantity) -> f64 {
    match direction {
        Direction::Up => value.number(),
        // Nothing is shorter than no interval; a millisecond stands for it.
        Direction::Down => 1.0 / value.number().max(LEAST_INTERVAL),
    }
}

/// How much the used share of a limit grows with the hardness, whichever of the two is harder.
fn slope(direction: Direction, place: usize, (from, to): (&Standing, &Standing)) -> f64 {
    let run = hardness(direction, to.value) - hardness(direction, from.value);
    (used(to, place) - used(from, place)) / run
}

fn used(standing: &Standing, place: usize) -> f64 {
    standing.limit(place).map_or(0.0, |it| it.used_ratio)
}

/// Does the harder of the two use more of a limit, by a share that is worth a word?
fn grows(direction: Direction, place: usize, (from, to): (&Standing, &Standing)) -> bool {
    slope(direction, place, (from, to)) > 0.0
        && (used(to, place) - used(from, place)).abs() >= LEAST_GROWTH
}

/// Where the worst day meets the limit.
fn extrapolate(
    direction: Direction,
    place: usize,
    (from, to): (&Standing, &Standing),
) -> Option<Quantity> {
    let slope = slope(direction, place, (from, to));
    if !slope.is_finite() || slope <= 0.0 {
        return None;
    }
    let left = 1.0 - from.limit(place)?.used_ratio;
    let meets = hardness(direction, from.value) + left / slope;
    let number = match direction {
        Direction::Up => meets,
        Direction::Down => 1.0 / meets,
    };
    // From either end: the easier one may be nothing at all.
    let is_near =
        |end: &Standing| (1.0 / FURTHEST..FURTHEST).contains(&(number / end.value.number()));
    // The last value that fits, not the first that does not.
    let fits = match (from.value, direction) {
        (Quantity::Whole(_), Direction::Up) => (number + ROUNDING).floor(),
        (Quantity::Whole(_), Direction::Down) => (number - ROUNDING).ceil(),
        (Quantity::Lasting(_) | Quantity::Real(_), _) => number,
    };
    (is_near(from) || is_near(to)).then(|| from.value.like(fits))
}
