//! The least value of a number that is enough, and where none is the least beyond which nothing more is
//! gained.

use super::Advisor;
use super::levers::{Change, HEARTBEAT, Tried, WRITE_INTERVAL};
use super::pulled::Pulled;
use crate::scenario::{Quantity, Scenario};
use crate::study::headroom::{Goal, Headroom, Question, Standing, Trying, headroom};
use crate::study::search::{Direction, Outcome};
use crate::words::Span;

/// A number that is raised, on top of some changes.
pub(super) struct Raise<'r> {
    pub(super) by: &'r Advisor<'r>,
    pub(super) name: &'r str,
    pub(super) places: &'r [(String, Quantity)],
    pub(super) on: &'r [Change],
    pub(super) goal: &'r Goal,
}

/// What is asked of more heartbeats and requests than about these is first looked for in one run of two
/// days, where no day tells it.
const MANY_EVENTS: f64 = 1e6;
/// A change by less than this share of a bound helps nobody.
const HELPS: f64 = 0.05;

impl Raise<'_> {
    /// What becomes of it. `None`: it was stopped.
    pub(super) fn pulled(&self) -> Option<Pulled> {
        let start = Tried::start(self.places);
        if self.name == HEARTBEAT
            && let Some(found) = self.within_bands(start)?
        {
            return Some(found);
        }
        if let Some(found) = self.without_help(start)? {
            return Some(found);
        }
        self.searched(start)
    }

    fn changes(&self, value: Quantity) -> Vec<Change> {
        let raised = Tried::raised(self.places, value);
        let lasts = self.lasts(&raised, value);
        [self.on, &raised, &lasts[..]].concat()
    }

    fn suffices(&self, value: Quantity) -> Option<bool> {
        self.by.suffices(&self.changes(value), self.goal)
    }

    /// Within a band of heartbeat intervals more is easier; where the next begins it is all at once
    /// harder.
    fn within_bands(&self, start: Quantity) -> Option<Option<Pulled>> {
        for (below, top) in bands(start, self.by.base().policy.write.max_interval) {
            if !self.suffices(top)? {
                continue;
            }
            let (mut breaks, mut holds) = (below, top);
            while let Some(middle) = breaks.between(holds) {
                let side = self.suffices(middle)?;
                *(if side { &mut holds } else { &mut breaks }) = middle;
            }
            return Some(Some(self.enough(holds, Some(breaks))?));
        }
        Some(None)
    }

    /// Where even an extreme value gains next to nothing there is nothing to look for.
    fn without_help(&self, start: Quantity) -> Option<Option<Pulled>> {
        let extreme = extreme(start);
        if self.by.with(&self.changes(extreme)).is_err() || self.suffices(extreme)? {
            return Some(None);
        }
        let pulled = self.by.set(self.name, self.changes(extreme), self.goal)?;
        Some(match pulled {
            Pulled::Short(short) if short.gain <= HELPS => Some(Pulled::Short(short)),
            _ => None,
        })
    }

    fn enough(&self, holds: Quantity, breaks: Option<Quantity>) -> Option<Pulled> {
        // A figure that is known of all runs alone may be none where nothing is chosen any more.
        if !self.goal.is_told_by_days() && !self.suffices(holds)? {
            return self.by.set(self.name, self.changes(holds), self.goal);
        }
        let milder = match breaks {
            // The search has tried it no further than the first day that breaks.
            Some(breaks) => {
                let nearest = self.by.nearest_with(&self.changes(breaks), self.goal)?;
                nearest.map(|it| (breaks, it))
            }
            None => None,
        };
        Some(Pulled::Enough(self.changes(holds), milder))
    }

    /// As `headroom` looks for it.
    fn searched(&self, start: Quantity) -> Option<Pulled> {
        let is_few = self.goal.is_told_by_days() || self.by.base().expected_events() < MANY_EVENTS;
        let vary = |value: Quantity| -> Result<Scenario, String> {
            let made = self.by.with(&self.changes(value))?;
            let few = Scenario { days: made.days.min(2), runs: 1, ..made.clone() };
            Ok(if is_few { made } else { few })
        };
        let question = Question {
            path: self.places[0].0.clone(),
            start,
            direction: Some(Direction::Down),
            goal: self.goal.clone(),
        };
        let trying =
            Trying { vary: &vary, options: self.by.case.options, watched: self.by.watched };
        let known =
            (self.on.is_empty() && is_few).then_some((self.by.base(), self.by.case.written));
        let found = headroom(&question, known, trying)?;
        match found.outcome {
            Some(Outcome::Found { holds, breaks }) if is_few => self.enough(holds, Some(breaks)),
            Some(Outcome::Found { holds, .. }) => self.borne_out(holds),
            Some(Outcome::Unbroken { holds, .. }) if holds != start => self.enough(holds, None),
            Some(Outcome::NeverHolds { .. }) => {
                let value = furthest(&found).unwrap_or(start);
                self.by.set(self.name, self.changes(value), self.goal)
            }
            Some(Outcome::NotMonotonic) => {
                // The mildest of those that were tried.
                let beyond = |it: &&Standing| it.holds && it.value.number() > start.number();
                match found.tried.iter().find(beyond) {
                    Some(it) => self.by.set(self.name, self.changes(it.value), self.goal),
                    None => Some(Pulled::Nothing),
                }
            }
            _ => Some(Pulled::Nothing),
        }
    }

    /// What was found in a part of the runs, or a little more of it, where all of them need that.
    fn borne_out(&self, found: Quantity) -> Option<Pulled> {
        let more = [1.0, 1.02, 1.05, 1.1, 1.2].map(|it| found.like(found.number() * it));
        for value in more {
            if self.suffices(value)? {
                return self.enough(value, None);
            }
        }
        Some(Pulled::Nothing)
    }

    /// Records have to outlive the time between two writes, which such a change makes longer.
    fn lasts(&self, raised: &[Change], value: Quantity) -> Vec<Change> {
        let writes_later =
            |it: &Change| it.path == WRITE_INTERVAL || it.path.ends_with(".heartbeat.every");
        let (Quantity::Lasting(span), Some(ttl)) = (value, self.by.base().policy.write.record_ttl)
        else {
            return Vec::new();
        };
        let needed = span.times(2);
        let is_short = ttl < needed && raised.iter().any(writes_later);
        let longer = Change::new("policy.write.record_ttl", needed.to_string());
        if is_short { vec![longer] } else { Vec::new() }
    }
}

/// Further than anybody goes.
fn extreme(start: Quantity) -> Quantity {
    match start {
        Quantity::Lasting(span) => Quantity::Lasting(Span::DAY.max(span.times(4))),
        Quantity::Whole(_) | Quantity::Real(_) => start.like((start.number() * 4.0).max(1.0)),
    }
}

/// A quiet worker writes with the first beat that is later than the write interval: with k + 1 beats
/// where k fit into it. So each span of intervals of which equally many fit begins anew: the spans from
/// the present interval on, each as what ends below it and its last value.
fn bands(start: Quantity, max_interval: Span) -> Vec<(Quantity, Quantity)> {
    let Quantity::Lasting(now) = start else { return Vec::new() };
    let most = max_interval.ms() / now.ms().max(1);
    if most > MOST_BANDS {
        return Vec::new();
    }
    let mut tops: Vec<Quantity> = (1..=most)
        .rev()
        .map(|fits| start.like((max_interval.ms() / fits) as f64))
        .filter(|top| top.number() > start.number())
        .collect();
    tops.dedup();
    let below = [start].into_iter().chain(tops.iter().copied());
    below.zip(tops.iter().copied()).collect()
}

/// Of more of them each is too small to matter.
const MOST_BANDS: u64 = 100;

/// The mildest value beyond which hardly anything is gained any more.
fn furthest(found: &Headroom) -> Option<Quantity> {
    let used = |at: &Standing| at.nearest().map(|it| it.used_ratio);
    let least = found.tried.iter().filter_map(used).fold(f64::INFINITY, f64::min);
    let enough = |it: &&Standing| used(it).is_some_and(|it| it <= least * HARDLY);
    found.tried.iter().find(enough).map(|it| it.value)
}

/// A further gain by less than this share is hardly one.
const HARDLY: f64 = 1.02;
