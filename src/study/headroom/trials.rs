//! Trying the values that a search asks for, no longer than each deserves.
//!
//! A day that passes a limit says that a value breaks; that it holds only all days of all runs say.
//! So the search asks a few witnesses, the first day of one run to begin with, and its answer is then
//! judged in all runs. A run that contradicts it joins the witnesses, and the search goes on from what
//! is known. Every value that breaks has been seen to; of those that hold, the answer has been tried
//! in all runs, or in another world follows from a few, and an easier one is taken to hold where the
//! witnesses do not say otherwise.

mod asking;

use super::limits::Goal;
use super::paired::Held;
use super::runs::{Beginning, How};
use super::trial::{Told, Trial};
use super::{Headroom, Question, Standing, Trying, Vary};
use crate::scenario::{Quantity, Scenario, caps};
use crate::study::search::{Barred, Direction, Outcome, Reply, Search, search};
use crate::study::simulate::Watch;
use crate::study::suite::Missing;
use crate::study::summary::Summary;
use crate::words::Figure;

/// What the trials are for.
#[derive(Clone, Copy)]
pub(super) enum Purpose<'t> {
    /// The answer as written, with its figures; the scenario's own are known already where it was
    /// simulated before.
    Figures(Option<(&'t Scenario, &'t Summary)>),
    /// The answer alone, in a scenario whose runs lie to one another as those do.
    Answer(&'t [&'t Held]),
}

/// Values that were tried.
pub(super) struct Trials<'t> {
    path: &'t str,
    pub(super) goal: &'t Goal,
    vary: &'t Vary<'t>,
    how: How<'t>,
    purpose: Purpose<'t>,
    /// Those that are asked first, in this order.
    witnesses: Vec<Beginning>,
    /// Where the first witness stays below this share of each limit it speaks for the others.
    well_below: f64,
    pub(super) done: Vec<Trial>,
    /// All runs of the last value that was found to hold in them.
    held: Option<Box<Held>>,
    /// A figure that had no value, and why.
    pub(super) missing: Option<(Figure, Missing)>,
}

/// The share of a limit below which a witness speaks for the others, until one contradicts it; and
/// from there on so far below where it was contradicted.
const WELL_BELOW: f64 = 0.9;

impl<'t> Trials<'t> {
    pub(super) fn new(question: &'t Question, trying: Trying<'t>, purpose: Purpose<'t>) -> Self {
        // Where no day speaks for itself there is nobody to ask but all runs.
        let is_told_by_days = question.goal.is_told_by_days();
        let first = is_told_by_days.then_some(Beginning { run: 0, days: 1 });
        let witnesses = first.into_iter().collect();
        let Question { path, goal, .. } = question;
        let Trying { vary, options, watched } = trying;
        let (how, done, held, missing) = ((options, watched), Vec::new(), None, None);
        let well_below = WELL_BELOW;
        Self { path, goal, vary, how, purpose, witnesses, well_below, done, held, missing }
    }

    /// Asks the first days of a run too, from here on.
    pub(super) fn ask_also(&mut self, witness: Beginning) {
        if self.goal.is_told_by_days() && !self.witnesses.contains(&witness) {
            self.witnesses.push(witness);
        }
    }

    /// Asks the first days of a run no longer.
    pub(super) fn ask_no_longer(&mut self, witness: Beginning) {
        self.witnesses.retain(|it| *it != witness);
        self.done.iter_mut().for_each(|it| it.asked = it.asked.min(self.witnesses.len()));
    }

    /// Do the values beside an answer that was found elsewhere go the same way here? The one that
    /// breaks is asked first: it is the one that soon says no.
    pub(super) fn bear_out(&mut self, answer: &Headroom) -> Option<bool> {
        let sides = answer.outcome.as_ref().map_or_else(Vec::new, Outcome::sides);
        for (value, holds) in sides.iter().rev() {
            if self.judge(*value)? != Some(*holds) {
                return Some(false);
            }
        }
        Some(!sides.is_empty())
    }

    /// Every value that was tried, ascending, and all runs of the answer.
    pub(super) fn into_standings(self) -> (Vec<Standing>, Option<Box<Held>>) {
        let mut tried: Vec<Standing> =
            self.done.into_iter().filter_map(|trial| trial.standing).collect();
        tried.sort_by(|a, b| a.value.number().total_cmp(&b.value.number()));
        (tried, self.held)
    }

    /// Looks for the answer, until what it rests on is borne out.
    pub(super) fn search(&mut self, start: Quantity, direction: Direction) -> Option<Outcome> {
        loop {
            let found = search(start, direction, &mut |value| self.probe(value))?;
            if self.is_borne_out(&found, direction)? {
                self.show_breaking(start, &found.outcome)?;
                return Some(found.outcome);
            }
        }
    }

    /// Makes the whole of the run that shows that a value breaks, for its figures. They need a second
    /// value that was tried in all runs, to see what grows: the one as written, or where that is the
    /// answer itself, or none is, the one that breaks.
    fn show_breaking(&mut self, start: Quantity, outcome: &Outcome) -> Option<()> {
        let (breaks, is_second) = match outcome {
            Outcome::Found { holds, breaks } => (*breaks, *holds == start),
            Outcome::NeverHolds { breaks } => (*breaks, true),
            Outcome::Unbroken { .. } | Outcome::NotMonotonic => return Some(()),
        };
        match self.purpose {
            Purpose::Figures(_) if is_second => self.try_fully(breaks),
            Purpose::Figures(_) => self.finish_run(breaks),
            Purpose::Answer(_) => Some(()),
        }
    }

    /// Do all runs agree with what the witnesses have said?
    fn is_borne_out(&mut self, found: &Search, direction: Direction) -> Option<bool> {
        let sides = match found.outcome {
            Outcome::NotMonotonic => found.contradiction(direction).into_iter().collect(),
            _ => found.outcome.sides(),
        };
        for (value, holds) in sides {
            if self.judge(value)?.is_some_and(|it| it != holds) {
                return Some(false);
            }
        }
        Some(true)
    }

    /// How a value goes as the witnesses say, and where they do not say enough as all runs do.
    pub(super) fn probe(&mut self, value: Quantity) -> Option<Reply> {
        let at = match self.open(value) {
            Ok(at) => at,
            Err(barred) => return Some(Reply::Refused(barred)),
        };
        while self.done[at].asked < self.witnesses.len() && !self.done[at].is_settled() {
            let witness = self.witnesses[self.done[at].asked];
            if self.done[at].asked > 0 && self.done[at].nearness() < self.well_below {
                break;
            }
            self.ask(at, witness)?;
            self.done[at].asked += 1;
        }
        if self.done[at].standing.is_none() {
            self.complete(at)?;
        }
        Some(self.reply(at))
    }

    /// Does a value hold in all runs? A value that breaks is tried no further than the run that shows
    /// it. The outer `None`: it was stopped; the inner: it cannot be tried.
    pub(super) fn judge(&mut self, value: Quantity) -> Option<Option<bool>> {
        let is_refused = matches!(self.probe(value)?, Reply::Refused(_));
        let Some(at) = self.open(value).ok().filter(|_| !is_refused) else { return Some(None) };
        if !self.done[at].is_settled() {
            self.look_for_a_miss(at)?;
        }
        let holds = self.done[at].holds();
        let has_figures = matches!(self.purpose, Purpose::Figures(_)) && holds == Some(true);
        if has_figures || self.is_unclear(at) {
            self.complete(at)?;
        }
        Some(self.done[at].holds())
    }

    /// Where several limits are near a witness does not say which of them is passed first.
    fn is_unclear(&self, at: usize) -> bool {
        let near =
            |it: &Standing| it.limits.iter().filter(|it| it.used_ratio >= WELL_BELOW).count();
        let broken = self.done[at].standing.as_ref().filter(|it| !it.holds);
        broken.is_some_and(|it| near(it) > 1)
    }

    /// Tries a value in all runs.
    pub(super) fn try_fully(&mut self, value: Quantity) -> Option<()> {
        self.open(value).map_or(Some(()), |at| self.complete(at))
    }

    /// The place of a value among those that are tried, or why it cannot be.
    pub(super) fn open(&mut self, value: Quantity) -> Result<usize, Barred> {
        if let Some(at) = self.done.iter().position(|it| it.value == value) {
            return match &self.done[at].told {
                Told::Barred(barred) => Err(barred.clone()),
                _ => Ok(at),
            };
        }
        let mut scenario = (self.vary)(value).map_err(Barred::Wrong)?;
        self.watch().tries(&format!("{} {value}", self.path));
        // The first value, which stands as written, is tried whatever it takes.
        if !self.done.is_empty() {
            if self.goal.is_of_money() {
                scenario.runs = runs_that_tell(&scenario);
            }
            if scenario.expected_events() > self.most_events() {
                return Err(Barred::TooLong);
            }
            if scenario.too_large_a_value().is_some() {
                return Err(Barred::ValueTooLarge);
            }
        }
        self.done.push(Trial::new(value, scenario));
        Ok(self.done.len() - 1)
    }

    /// With more heartbeats and requests than these all runs together would take too long.
    fn most_events(&self) -> f64 {
        match self.goal.is_told_by_days() {
            true => caps::SEARCH_EVENTS,
            false => caps::SEARCH_EVENTS_EACH,
        }
    }

    fn watch(&self) -> &'t dyn Watch {
        self.how.1.1
    }

    fn reply(&self, at: usize) -> Reply {
        match (&self.done[at].told, self.done[at].holds()) {
            (Told::Barred(barred), _) => Reply::Refused(barred.clone()),
            (_, Some(false)) => Reply::Breaks,
            (_, _) => Reply::Holds,
        }
    }
}

/// So many runs tell a price: it is a mean, and known of a part of them.
fn runs_that_tell(scenario: &Scenario) -> u32 {
    let a_run = scenario.expected_events() / f64::from(scenario.runs);
    let few = (caps::SEARCH_EVENTS_OF_PRICES / a_run.max(1.0)) as u32;
    scenario.runs.min(few.max(1))
}
