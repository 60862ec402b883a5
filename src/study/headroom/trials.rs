//! Trying the values that a search asks for, no longer than each deserves.

use super::limits::{Goal, Limit};
use super::{Standing, Vary};
use crate::scenario::{Quantity, Scenario, caps};
use crate::study::search::{Barred, Direction, Outcome, Reply, Search, search};
use crate::study::suite::Missing;
use crate::study::summary::Summary;
use crate::words::Figure;

/// Values that were tried.
///
/// Most values are far from a limit, which one run shows: where it passes a limit the value breaks,
/// where it stays well below all of them it holds. Only what is near is tried in all runs, and the
/// two values of the answer always are.
pub(super) struct Trials<'t> {
    goal: &'t Goal,
    screens: bool,
    vary: &'t Vary<'t>,
    run: &'t Run<'t>,
    done: Vec<Trial>,
    /// A figure that had no value, and why.
    pub(super) missing: Option<(Figure, Missing)>,
}

/// Makes one run of a scenario, or all of them; `None`: it was stopped.
pub(super) type Run<'t> = dyn Fn(&Scenario, Option<u32>) -> Option<Summary> + 't;

struct Trial {
    standing: Standing,
    events_a_run: f64,
    runs: Runs,
}

/// In how many runs was it tried?
#[derive(Clone, Copy, PartialEq, Eq)]
enum Runs {
    /// In one, which speaks for the others.
    One,
    /// In all of them.
    All,
}

/// With fewer runs than this one run alone saves nothing.
const SCREEN_FROM_RUNS: u32 = 5;
/// A run whose worst day stays below this share of each limit speaks for the others.
const WELL_BELOW: f64 = 0.9;

impl<'t> Trials<'t> {
    pub(super) fn new(goal: &'t Goal, vary: &'t Vary<'t>, run: &'t Run<'t>) -> Self {
        // What one run tolerates says nothing of the others.
        Self { goal, screens: goal.tolerated == 0.0, vary, run, done: Vec::new(), missing: None }
    }

    /// Every value that was tried, ascending.
    pub(super) fn into_standings(self) -> Vec<Standing> {
        let mut tried: Vec<Standing> = self.done.into_iter().map(|trial| trial.standing).collect();
        tried.sort_by(|a, b| a.value.number().total_cmp(&b.value.number()));
        tried
    }

    /// Looks for the answer, and once more without screening where all runs contradict one.
    pub(super) fn search(&mut self, start: Quantity, direction: Direction) -> Option<Outcome> {
        let Search { outcome, .. } = search(start, direction, &mut |value| self.probe(value))?;
        let mut agrees = true;
        for (value, _) in outcome.sides() {
            let screened = self.known(value).map(|trial| trial.standing.holds);
            self.try_fully(value)?;
            agrees &= screened == self.known(value).map(|trial| trial.standing.holds);
        }
        if agrees {
            return Some(outcome);
        }
        self.screens = false;
        self.done.retain(|trial| trial.runs == Runs::All);
        Some(search(start, direction, &mut |value| self.probe(value))?.outcome)
    }

    fn known(&self, value: Quantity) -> Option<&Trial> {
        self.done.iter().find(|trial| trial.standing.value == value)
    }

    /// Does a value hold, where it was tried?
    pub(super) fn holds(&self, value: Quantity) -> Option<bool> {
        self.known(value).map(|trial| trial.standing.holds)
    }

    pub(super) fn probe(&mut self, value: Quantity) -> Option<Reply> {
        if let Some(trial) = self.known(value) {
            return Some(if trial.standing.holds { Reply::Holds } else { Reply::Breaks });
        }
        if self.takes_too_long(value) {
            return Some(Reply::Refused(Barred::TooLong));
        }
        let scenario = match (self.vary)(value) {
            Ok(scenario) => scenario,
            Err(wrong) => return Some(Reply::Refused(Barred::Wrong(wrong))),
        };
        if self.screens && scenario.runs >= SCREEN_FROM_RUNS {
            let summary = (self.run)(&scenario, Some(0))?;
            let standing = Standing::new(value, (&scenario, &summary), self.goal);
            if let Ok(standing) = standing
                && is_told_by_one_run(&standing)
            {
                return Some(self.note(standing, &summary, Runs::One));
            }
        }
        let summary = (self.run)(&scenario, None)?;
        Some(self.judge(value, (&scenario, &summary)))
    }

    /// Tries a value in all runs, unless that was done.
    pub(super) fn try_fully(&mut self, value: Quantity) -> Option<()> {
        if self.known(value).is_some_and(|trial| trial.runs == Runs::All) {
            return Some(());
        }
        if let Ok(scenario) = (self.vary)(value) {
            let summary = (self.run)(&scenario, None)?;
            self.done.retain(|trial| trial.standing.value != value);
            self.judge(value, (&scenario, &summary));
        }
        Some(())
    }

    /// How a value goes in all runs.
    fn judge(&mut self, value: Quantity, of: (&Scenario, &Summary)) -> Reply {
        match Standing::new(value, of, self.goal) {
            Ok(standing) => self.note(standing, of.1, Runs::All),
            Err((figure, missing)) => {
                self.missing = Some((figure.clone(), missing));
                Reply::Refused(Barred::NoSample(figure, missing))
            }
        }
    }

    fn note(&mut self, standing: Standing, summary: &Summary, runs: Runs) -> Reply {
        let reply = if standing.holds { Reply::Holds } else { Reply::Breaks };
        let events_a_run = summary.events as f64 / f64::from(summary.runs.max(1));
        self.done.push(Trial { standing, events_a_run, runs });
        reply
    }

    /// From the value with the most events those of another are extrapolated.
    fn takes_too_long(&self, value: Quantity) -> bool {
        let most = |a: &&Trial, b: &&Trial| a.events_a_run.total_cmp(&b.events_a_run);
        let Some(trial) = self.done.iter().max_by(most) else { return false };
        let (known, asked) = (trial.standing.value.number(), value.number());
        let factor = (asked / known.max(1e-9)).max(known / asked.max(1e-9));
        let is_large = trial.events_a_run > caps::SEARCH_EVENTS / 4.0;
        is_large && trial.events_a_run * factor > caps::SEARCH_EVENTS
    }

    /// The way in which the use of some limit grows most, around the start: at half and twice as
    /// much, and where nothing grows there further away, since a price may be flat for long. The
    /// outer `None`: it was stopped; the inner: nothing grows either way.
    pub(super) fn direction(&mut self, start: Quantity) -> Option<Option<Direction>> {
        let (mut low, mut high) = (start, start);
        for steps in STEPS {
            for _ in 0..steps {
                (low, high) = (low.half(), high.twice());
            }
            self.probe(low)?;
            self.probe(high)?;
            let found = self.growth(start, (low, high));
            if found.is_some() {
                return Some(found);
            }
        }
        Some(None)
    }

    fn growth(&self, start: Quantity, (low, high): (Quantity, Quantity)) -> Option<Direction> {
        let ratios = |value: Quantity| -> Option<Vec<f64>> {
            let standing = &self.known(value)?.standing;
            Some(standing.limits.iter().map(|it| it.mean_ratio).collect())
        };
        let now = ratios(start)?;
        let low = ratios(low).unwrap_or_else(|| now.clone());
        let high = ratios(high).unwrap_or(now);
        let growth = |from: &[f64], to: &[f64]| {
            from.iter().zip(to).map(|(from, to)| to - from).fold(0.0, f64::max)
        };
        let (up, down) = (growth(&low, &high), growth(&high, &low));
        if up.max(down) < LEAST_GROWTH {
            return None;
        }
        Some(if up >= down { Direction::Up } else { Direction::Down })
    }
}

/// Does one run speak for the others? Where it stays well below all limits, and where it passes one
/// on some day.
fn is_told_by_one_run(standing: &Standing) -> bool {
    let passes = |it: &Limit| it.passed && it.is_told_by_one_run();
    let is_clear = standing.limits.iter().all(|it| it.used_ratio < WELL_BELOW);
    is_clear || standing.limits.iter().any(passes)
}

/// How many halvings and doublings lie between the values that are looked at: 2, 16, 128, 1,024.
const STEPS: [u32; 4] = [1, 3, 3, 3];
/// A change by less than this share of a limit is none.
const LEAST_GROWTH: f64 = 1e-6;
