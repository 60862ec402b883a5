//! How far does a number go until something breaks?
//!
//! Doubling, then bisection, then a look at a few values on either side of the answer: where one of
//! them contradicts it, that is said instead of an answer. It asks a function and knows nothing of
//! what breaks; each value is asked for once.

use super::suite::Missing;
use crate::scenario::{Quantity, caps};
use crate::words::Figure;

/// Which way it is made harder.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Direction {
    /// More is harder.
    Up,
    /// Less is harder, as for an interval.
    Down,
}

/// What is known of a value.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Reply {
    /// All is well.
    Holds,
    /// A limit is passed.
    Breaks,
    /// It cannot be tried, and why.
    Refused(Barred),
}

/// Why a value cannot be tried.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Barred {
    /// The scenario is wrong with it, as its reader says.
    Wrong(String),
    /// It would take too long.
    TooLong,
    /// One key would hold more than KV takes.
    ValueTooLarge,
    /// A figure that is asked about has no value there.
    NoSample(Figure, Missing),
}

/// What a search found.
#[derive(Clone, PartialEq, Debug)]
pub enum Outcome {
    /// The last value that holds, and the next one, which breaks.
    Found {
        /// It holds.
        holds: Quantity,
        /// It breaks.
        breaks: Quantity,
    },
    /// Nothing broke as far as it could be tried.
    Unbroken {
        /// The last value that was tried; it holds.
        holds: Quantity,
        /// Why nothing harder could be tried; `None`: the search ends there.
        reason: Option<Barred>,
    },
    /// No value that could be tried holds.
    NeverHolds {
        /// The easiest value that was tried; it breaks.
        breaks: Quantity,
    },
    /// A harder value holds where an easier one breaks: there is no one answer.
    NotMonotonic,
}

impl Outcome {
    /// The values that it rests on, and whether each holds.
    pub fn sides(&self) -> Vec<(Quantity, bool)> {
        match self {
            Self::Found { holds, breaks } => vec![(*holds, true), (*breaks, false)],
            Self::Unbroken { holds, .. } => vec![(*holds, true)],
            Self::NeverHolds { breaks } => vec![(*breaks, false)],
            Self::NotMonotonic => Vec::new(),
        }
    }
}

/// What was found, and what it rests on.
#[derive(Clone, PartialEq, Debug)]
pub struct Search {
    /// What was found.
    pub outcome: Outcome,
    /// Every value that was tried, ascending, and whether it holds.
    pub tried: Vec<(Quantity, bool)>,
}

impl Search {
    /// The easiest value that holds beyond one that breaks, and that it does.
    pub fn contradiction(&self, direction: Direction) -> Option<(Quantity, bool)> {
        let mut harder_last = self.tried.clone();
        if direction == Direction::Down {
            harder_last.reverse();
        }
        let first_break = harder_last.iter().position(|(_, holds)| !holds)?;
        harder_last[first_break..].iter().copied().find(|(_, holds)| *holds)
    }
}

/// Says what becomes of a value; `None` ends the search.
pub type Probe<'p> = dyn FnMut(Quantity) -> Option<Reply> + 'p;

/// The last value on the way from `start` at which all is well. `None`: the probe ended it.
pub fn search(start: Quantity, direction: Direction, probe: &mut Probe<'_>) -> Option<Search> {
    let mut walk = Walk { direction, probe, tried: Vec::new() };
    let outcome = match walk.ask(start)? {
        Reply::Refused(reason) => Outcome::Unbroken { holds: start, reason: Some(reason) },
        Reply::Holds => walk.outward(start)?,
        Reply::Breaks => walk.inward(start)?,
    };
    walk.look_around(&outcome)?;
    walk.tried.sort_by(|a, b| a.0.number().total_cmp(&b.0.number()));
    let outcome = if walk.is_monotonic() { outcome } else { Outcome::NotMonotonic };
    Some(Search { outcome, tried: walk.tried })
}

/// A look around asks for values at these shares of the way.
const SHARES: [f64; 3] = [0.25, 0.5, 0.75];
/// Values by this factor apart have something between them worth a look.
const FAR_APART: f64 = 1.5;

struct Walk<'a, 'p> {
    direction: Direction,
    probe: &'a mut Probe<'p>,
    tried: Vec<(Quantity, bool)>,
}

impl Walk<'_, '_> {
    fn ask(&mut self, value: Quantity) -> Option<Reply> {
        if let Some((_, holds)) = self.tried.iter().find(|(tried, _)| *tried == value) {
            return Some(if *holds { Reply::Holds } else { Reply::Breaks });
        }
        let reply = (self.probe)(value)?;
        match reply {
            Reply::Holds => self.tried.push((value, true)),
            Reply::Breaks => self.tried.push((value, false)),
            Reply::Refused(_) => {}
        }
        Some(reply)
    }

    /// From a value that holds to harder ones, until one breaks.
    fn outward(&mut self, start: Quantity) -> Option<Outcome> {
        let mut holds = start;
        loop {
            let Some(next) = step(holds, self.direction) else {
                return Some(Outcome::Unbroken { holds, reason: None });
            };
            match self.ask(next)? {
                Reply::Holds => holds = next,
                Reply::Breaks => return self.bisect(holds, next, None),
                Reply::Refused(reason) => return self.bisect(holds, next, Some(reason)),
            }
        }
    }

    /// From a value that breaks to easier ones, until one holds.
    fn inward(&mut self, start: Quantity) -> Option<Outcome> {
        let easier = match self.direction {
            Direction::Up => Direction::Down,
            Direction::Down => Direction::Up,
        };
        let mut breaks = start;
        let mut edge = None;
        loop {
            let next = match edge {
                Some(edge) => breaks.between(edge),
                None => step(breaks, easier),
            };
            let Some(next) = next else { return Some(Outcome::NeverHolds { breaks }) };
            match self.ask(next)? {
                Reply::Holds => return self.bisect(next, breaks, None),
                Reply::Breaks => breaks = next,
                Reply::Refused(_) => edge = Some(next),
            }
        }
    }

    /// Between a value that holds and one that breaks, or that is refused for that reason.
    fn bisect(
        &mut self,
        mut holds: Quantity,
        mut beyond: Quantity,
        mut refused: Option<Barred>,
    ) -> Option<Outcome> {
        while let Some(middle) = holds.between(beyond) {
            match self.ask(middle)? {
                Reply::Holds => holds = middle,
                Reply::Breaks => (beyond, refused) = (middle, None),
                Reply::Refused(reason) => (beyond, refused) = (middle, Some(reason)),
            }
        }
        Some(match &refused {
            None => Outcome::Found { holds, breaks: beyond },
            Some(_) => Outcome::Unbroken { holds, reason: refused },
        })
    }

    /// Asks for a few values on the easier side of the answer, and beyond it.
    fn look_around(&mut self, outcome: &Outcome) -> Option<()> {
        let (near, beyond) = match outcome {
            Outcome::Found { holds, breaks } => (*holds, Some(*breaks)),
            Outcome::Unbroken { holds, .. } => (*holds, None),
            Outcome::NeverHolds { .. } | Outcome::NotMonotonic => return Some(()),
        };
        let (far_below, far_beyond) = match self.direction {
            Direction::Up => (near.half(), near.twice()),
            Direction::Down => (near.twice(), near.half()),
        };
        let mut spans = vec![(far_below, near)];
        self.look_between_steps()?;
        spans.extend(beyond.map(|breaks| (breaks, far_beyond)));
        for (from, to) in spans {
            for share in SHARES {
                if let Some(value) = from.share(to, share) {
                    self.ask(value)?;
                }
            }
        }
        Some(())
    }

    /// Asks for a value between any two that hold and lie far apart: what the doubling has stepped
    /// over may break.
    fn look_between_steps(&mut self) -> Option<()> {
        let mut held: Vec<Quantity> =
            self.tried.iter().filter(|(_, holds)| *holds).map(|(value, _)| *value).collect();
        held.sort_by(|a, b| a.number().total_cmp(&b.number()));
        for pair in held.windows(2) {
            let is_far = pair[1].number() > FAR_APART * pair[0].number();
            if let Some(value) = pair[0].share(pair[1], 0.5).filter(|_| is_far) {
                self.ask(value)?;
            }
        }
        Some(())
    }

    /// Does nothing hold that is harder than something that breaks?
    fn is_monotonic(&self) -> bool {
        let harder_last: Vec<bool> = match self.direction {
            Direction::Up => self.tried.iter().map(|(_, holds)| *holds).collect(),
            Direction::Down => self.tried.iter().rev().map(|(_, holds)| *holds).collect(),
        };
        harder_last.is_sorted_by(|easier, harder| *easier || !*harder)
    }
}

/// The next value, twice or half as much; `None` at the end.
fn step(value: Quantity, direction: Direction) -> Option<Quantity> {
    let next = match direction {
        Direction::Up => match value {
            Quantity::Lasting(_) => value.twice(),
            Quantity::Whole(_) | Quantity::Real(_) => {
                let most = caps::SEARCH_MOST as f64;
                value.like(value.twice().number().min(most.max(value.number())))
            }
        },
        Direction::Down => value.half(),
    };
    (next != value).then_some(next)
}
