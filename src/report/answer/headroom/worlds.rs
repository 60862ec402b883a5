//! What is said of an answer in all worlds: `3 workers in all 12 worlds`.

use super::head::{unit, written};
use crate::report::Depth;
use crate::report::figures::joined;
use crate::scenario::{Quantity, Worlds};
use crate::study::{Direction, Headroom, HeadroomInWorld, Outcome, Region, UnderLoads};
use crate::words::Figure;

/// An answer without what differs from world to world beside it.
#[derive(Clone, Copy, PartialEq, Debug)]
enum Brief {
    Holds(Quantity),
    Never,
    NotMonotonic,
    Unaffected,
}

/// One line on all worlds, and with every detail a line for each of them.
pub(super) fn texts(
    worlds: Option<&Worlds>,
    answers: &[HeadroomInWorld],
    depth: Depth,
) -> Vec<String> {
    let Some(worlds) = worlds.filter(|_| !answers.is_empty()) else { return Vec::new() };
    let mut texts = vec![summary(worlds, answers)];
    if depth.verbose {
        let each = worlds.worlds.iter().zip(answers);
        texts.extend(each.map(|(world, it)| {
            let binds = binds([&it.found].into_iter());
            format!("{}: {}{binds}", world.name, value(Brief::of(&it.found), &it.found))
        }));
    }
    texts
}

/// `judged by nothing: walking load 3 workers, flapping load nothing holds, where writes bind`.
pub(super) fn loads(under_loads: &UnderLoads) -> Option<String> {
    let each = under_loads.iter().map(|(load, found)| {
        let binds = binds([found].into_iter());
        format!("{load} load {}{binds}", value(Brief::of(found), found))
    });
    joined(each, ", ").map(|said| format!("judged by nothing: {said}"))
}

impl Brief {
    fn of(found: &Headroom) -> Self {
        match &found.outcome {
            Some(Outcome::Found { holds, .. } | Outcome::Unbroken { holds, .. }) => {
                Self::Holds(*holds)
            }
            Some(Outcome::NeverHolds { .. }) => Self::Never,
            Some(Outcome::NotMonotonic) => Self::NotMonotonic,
            None => Self::Unaffected,
        }
    }

    fn number(self) -> Option<f64> {
        match self {
            Self::Holds(value) => Some(value.number()),
            Self::Never | Self::NotMonotonic | Self::Unaffected => None,
        }
    }
}

/// `3 workers; in 4 of 12 worlds only 2: those with timing after_reply, where writes bind; 2 holds
/// in every world`.
fn summary(worlds: &Worlds, answers: &[HeadroomInWorld]) -> String {
    let own = &answers[worlds.own].found;
    let all = answers.len();
    let said = value(Brief::of(own), own);
    let mut kinds: Vec<Brief> = Vec::new();
    for it in answers {
        let brief = Brief::of(&it.found);
        if !kinds.contains(&brief) && brief != Brief::of(own) {
            kinds.push(brief);
        }
    }
    if kinds.is_empty() {
        return format!("{said} in all {all} worlds");
    }
    kinds.sort_by(|a, b| a.number().unwrap_or(-1.0).total_cmp(&b.number().unwrap_or(-1.0)));
    let parts = kinds.into_iter().map(|kind| {
        let places = (0..all).filter(|&place| Brief::of(&answers[place].found) == kind);
        let places: Vec<usize> = places.collect();
        let binds = binds(places.iter().map(|&place| &answers[place].found));
        let (number, value) = (places.len(), differing(kind, own));
        let which = Region::of(worlds, &places).words();
        format!("in {number} of {all} worlds {value}: {which}{binds}")
    });
    let parts: Vec<String> = [said].into_iter().chain(parts).chain(in_each(answers)).collect();
    parts.join("; ")
}

/// `3 workers`.
fn value(brief: Brief, found: &Headroom) -> String {
    match brief {
        Brief::Holds(value) => format!("{}{}", written(value), unit(&found.path, value)),
        Brief::Never => "nothing holds".to_owned(),
        Brief::NotMonotonic => "no one answer".to_owned(),
        Brief::Unaffected => "no effect".to_owned(),
    }
}

/// `only 2`, `even 4`, beside the answer as written.
fn differing(brief: Brief, own: &Headroom) -> String {
    let (Brief::Holds(value), Brief::Holds(written_value)) = (brief, Brief::of(own)) else {
        return self::value(brief, own);
    };
    let is_less = value.number() < written_value.number();
    let is_harder = is_less == (own.direction == Some(Direction::Down));
    format!("{} {}", if is_harder { "even" } else { "only" }, written(value))
}

/// `2 holds in every world`, where each has an answer.
fn in_each(answers: &[HeadroomInWorld]) -> Option<String> {
    let values: Option<Vec<Quantity>> = answers
        .iter()
        .map(|it| match Brief::of(&it.found) {
            Brief::Holds(value) => Some(value),
            Brief::Never | Brief::NotMonotonic | Brief::Unaffected => None,
        })
        .collect();
    let by_number = |a: &Quantity, b: &Quantity| a.number().total_cmp(&b.number());
    let values = values?.into_iter();
    let easiest = match answers.iter().find_map(|it| it.found.direction)? {
        Direction::Up => values.min_by(by_number),
        Direction::Down => values.max_by(by_number),
    };
    Some(format!("{} holds in every world", written(easiest?)))
}

/// `, where reads or writes bind`: the limits that are met first in some worlds.
fn binds<'h>(answers: impl Iterator<Item = &'h Headroom>) -> String {
    let mut meters: Vec<String> = Vec::new();
    for meter in answers.filter_map(Headroom::binding_figure).map(Figure::to_string) {
        if !meters.contains(&meter) {
            meters.push(meter);
        }
    }
    if meters.is_empty() { String::new() } else { format!(", where {} bind", meters.join(" or ")) }
}
