//! Which single change is enough, at its mildest value, and what does it force?

use super::judged::{Judged, View, worse};
use super::levers::{Change, HEARTBEAT, Lever, Tried, WRITE_INTERVAL, levers};
use super::timeout::Forced;
use super::{Advisor, nearest};
use crate::scenario::{Quantity, Scenario};
use crate::study::headroom::{Goal, Headroom, Limit, Question, Standing, Trying, headroom};
use crate::study::search::{Direction, Outcome};
use crate::words::{Measure, Span};

/// A change that brings everything under its bound.
#[derive(Clone, PartialEq, Debug)]
pub struct Fix {
    /// What people call the setting, or the settings.
    pub name: String,
    /// The changes that do it, at their mildest values.
    pub changes: Vec<Change>,
    /// What has to change with them, so that clients notice nothing.
    pub forced: Vec<Change>,
    /// The next milder value of what was searched, where it is a number, and what it leaves over.
    pub milder: Option<(Quantity, Limit)>,
    /// What comes nearest to its bound then.
    pub nearest: Limit,
    /// How much less of the nearest bound is used than as written, as a share of it.
    pub gain: f64,
    /// What it does in each view.
    pub judged: Vec<Judged>,
    /// What gets worse all the same, whatever the timeout.
    pub unmended: Vec<Measure>,
    /// What was to be kept and is not.
    pub not_kept: Vec<Limit>,
}

impl Fix {
    /// All of its changes.
    pub fn all_changes(&self) -> impl Iterator<Item = &Change> {
        self.changes.iter().chain(&self.forced)
    }

    /// May it be proposed?
    pub fn is_sound(&self) -> bool {
        self.unmended.is_empty() && self.not_kept.is_empty()
    }
}

/// A setting that alone is not enough.
#[derive(Clone, PartialEq, Debug)]
pub struct FallsShort {
    /// What people call it.
    pub name: String,
    /// The change after which nothing is gained any more.
    pub changes: Vec<Change>,
    /// What is then furthest above its bound.
    pub nearest: Limit,
    /// How much less of the nearest bound is used than as written, as a share of it.
    pub gain: f64,
}

/// What can be changed.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Fixes {
    /// Those that are enough, the largest gain first, what forces nothing before what does.
    pub enough: Vec<Fix>,
    /// Those that are not, the largest gain first.
    pub short: Vec<FallsShort>,
    /// Where none is enough, two together.
    pub pairs: Vec<Fix>,
}

impl Fixes {
    /// Those that are proposed, the best first.
    pub fn proposed(&self) -> impl Iterator<Item = &Fix> {
        self.enough.iter().chain(&self.pairs).filter(|it| it.is_sound())
    }
}

/// What became of a lever.
pub(super) enum Pulled {
    /// It is enough.
    Enough(Vec<Change>, Option<(Quantity, Limit)>),
    /// It is not.
    Short(FallsShort),
    /// It changes nothing, or there is no one answer.
    Nothing,
}

impl Advisor<'_> {
    /// Every single change, and where none is enough the best two together. `None`: it was stopped.
    pub fn fixes(&self) -> Option<Fixes> {
        let mut fixes = Fixes::default();
        for lever in levers(self.base()) {
            match self.pull(&lever, &[], self.goal)? {
                Pulled::Enough(changes, milder) => {
                    fixes.enough.extend(self.fix(lever.name.to_owned(), (changes, milder))?);
                }
                Pulled::Short(short) => fixes.short.push(short),
                Pulled::Nothing => {}
            }
        }
        // To beat less often is for the workers to do; the coordinator may help itself with two changes.
        if fixes.enough.iter().all(|it| !it.is_sound() || it.name == HEARTBEAT) {
            fixes.pairs = self.pairs(&fixes.short)?;
        }
        fixes.enough.sort_by(ranked);
        fixes.short.sort_by(|a, b| b.gain.total_cmp(&a.gain));
        Some(fixes)
    }

    /// What becomes of a lever on top of some changes.
    pub(super) fn pull(&self, lever: &Lever, on: &[Change], goal: &Goal) -> Option<Pulled> {
        match &lever.tried {
            Tried::More(places) => self.raise((lever.name, places), on, goal),
            Tried::Words(path, words) => {
                let mut last = Pulled::Nothing;
                for word in words {
                    let changes = [on, &[Change::new(path, *word)]].concat();
                    last = self.set(lever.name, changes, goal)?;
                    if matches!(last, Pulled::Enough(..)) {
                        break;
                    }
                }
                Some(last)
            }
        }
    }

    fn set(&self, name: &str, changes: Vec<Change>, goal: &Goal) -> Option<Pulled> {
        let Ok(scenario) = self.with(&changes) else { return Some(Pulled::Nothing) };
        self.tries(&changes.iter().map(Change::to_string).collect::<Vec<_>>().join(", "));
        let summary = self.study(&scenario)?;
        let Ok(limits) = goal.limits(&scenario, &summary) else { return Some(Pulled::Nothing) };
        if !limits.iter().any(|it| it.passed) {
            return Some(Pulled::Enough(changes, None));
        }
        let Some(nearest) = nearest(&limits).cloned() else { return Some(Pulled::Nothing) };
        let (name, gain) = (name.to_owned(), self.gain(&nearest));
        Some(Pulled::Short(FallsShort { name, changes, nearest, gain }))
    }

    /// What comes nearest to its bound with these changes, in all runs.
    fn nearest_with(&self, changes: &[Change], goal: &Goal) -> Option<Option<Limit>> {
        let Ok(scenario) = self.with(changes) else { return Some(None) };
        let limits = goal.limits(&scenario, &self.study(&scenario)?).unwrap_or_default();
        Some(nearest(&limits).cloned())
    }

    /// How much less is used of what comes nearest than as written.
    fn gain(&self, now: &Limit) -> f64 {
        nearest(&self.as_written()).map_or(0.0, |it| it.used_ratio) - now.used_ratio
    }

    /// Looks for the least value that is enough.
    fn raise(
        &self,
        (name, places): (&str, &[(String, Quantity)]),
        on: &[Change],
        goal: &Goal,
    ) -> Option<Pulled> {
        let start = Tried::start(places);
        let changes = |value| {
            let raised = Tried::raised(places, value);
            let lasts = self.lasts(&raised, value);
            [on, &raised, &lasts[..]].concat()
        };
        if name == HEARTBEAT {
            // Between two of these more is easier; at each of them it is all at once harder.
            for (below, top) in bands(start, self.base().policy.write.max_interval) {
                if !self.suffices(&changes(top), goal)? {
                    continue;
                }
                let (mut breaks, mut holds) = (below, top);
                while let Some(middle) = breaks.between(holds) {
                    let side = self.suffices(&changes(middle), goal)?;
                    *(if side { &mut holds } else { &mut breaks }) = middle;
                }
                let milder = self.nearest_with(&changes(breaks), goal)?.map(|it| (breaks, it));
                return Some(Pulled::Enough(changes(holds), milder));
            }
        }
        let vary = |value: Quantity| -> Result<Scenario, String> { self.with(&changes(value)) };
        let question = Question {
            path: places[0].0.clone(),
            start,
            direction: Some(Direction::Down),
            goal: goal.clone(),
        };
        let trying = Trying { vary: &vary, options: self.options, watched: self.watched };
        let known = on.is_empty().then_some((self.base(), self.written));
        let found = headroom(&question, known, trying)?;
        Some(match found.outcome {
            Some(Outcome::Found { holds, breaks }) => {
                // The search has tried it no further than the first day that breaks.
                let milder = self.nearest_with(&changes(breaks), goal)?;
                Pulled::Enough(changes(holds), milder.map(|it| (breaks, it)))
            }
            Some(Outcome::Unbroken { holds, .. }) if holds != start => {
                Pulled::Enough(changes(holds), None)
            }
            Some(Outcome::NeverHolds { .. }) => {
                let value = furthest(&found).unwrap_or(start);
                return self.set(name, changes(value), goal);
            }
            Some(Outcome::NotMonotonic) => {
                // The mildest of those that were tried.
                let beyond = |it: &&Standing| it.holds && it.value.number() > start.number();
                match found.tried.iter().find(beyond) {
                    Some(it) => return self.set(name, changes(it.value), goal),
                    None => Pulled::Nothing,
                }
            }
            _ => Pulled::Nothing,
        })
    }

    /// Does everything hold with these changes? A first day that says no is enough.
    fn suffices(&self, changes: &[Change], goal: &Goal) -> Option<bool> {
        let Ok(scenario) = self.with(changes) else { return Some(false) };
        let holds = |scenario: &Scenario| -> Option<bool> {
            let summary = self.study(scenario)?;
            Some(goal.limits(scenario, &summary).is_ok_and(|all| !all.iter().any(|it| it.passed)))
        };
        let first_day = Scenario { days: 1, runs: 1, ..scenario.clone() };
        if goal.is_told_by_days() && !holds(&first_day)? {
            return Some(false);
        }
        holds(&scenario)
    }

    /// Records have to outlive the time between two writes, which such a change makes longer.
    fn lasts(&self, raised: &[Change], value: Quantity) -> Vec<Change> {
        let writes_later =
            |it: &Change| it.path == WRITE_INTERVAL || it.path.ends_with(".heartbeat.every");
        let (Quantity::Lasting(span), Some(ttl)) = (value, self.base().policy.write.record_ttl)
        else {
            return Vec::new();
        };
        let needed = span.times(2);
        let is_short = ttl < needed && raised.iter().any(writes_later);
        let longer = Change::new("policy.write.record_ttl", needed.to_string());
        if is_short { vec![longer] } else { Vec::new() }
    }

    /// A change that is enough, with what it forces and gives up; `None` inside: it cannot be made.
    pub(super) fn fix(
        &self,
        name: String,
        (changes, milder): (Vec<Change>, Option<(Quantity, Limit)>),
    ) -> Option<Option<Fix>> {
        let Ok(plain) = self.with(&changes) else { return Some(None) };
        let forced = self.forced(&changes, &plain)?;
        let (forced, unmended) = match forced {
            Forced::Nothing => (Vec::new(), Vec::new()),
            Forced::Timeout(change) => (vec![change], Vec::new()),
            Forced::Hopeless(worse) => (Vec::new(), worse),
        };
        let whole = [&changes[..], &forced].concat();
        let Ok(scenario) = self.with(&whole) else { return Some(None) };
        let judged = self.judge(&scenario)?;
        let mut not_kept = self.keep.limits(&scenario, &self.study(&scenario)?).unwrap_or_default();
        not_kept.retain(|it| it.passed);
        let as_written = judged.iter().find(|it| it.view == View::AsWritten);
        let Some(nearest) = as_written.and_then(|it| it.nearest.clone()) else {
            return Some(None);
        };
        let gain = self.gain(&nearest);
        let fix = Fix { name, changes, forced, milder, nearest, gain, judged, unmended, not_kept };
        Some(Some(fix))
    }

    /// What a scenario makes worse in a view of both.
    pub(super) fn worsens(&self, view: View, after: &Scenario) -> Option<Vec<Measure>> {
        let (Some(before), Some(after)) = (view.of(self.base()), view.of(after)) else {
            return Some(Vec::new());
        };
        let is = self.study(&after)?;
        if view == View::AsWritten {
            return Some(worse(self.written, &is));
        }
        Some(worse(&self.study(&before)?, &is))
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

/// Sound ones first, then the larger gain in whole percent, then what forces less.
fn ranked(a: &Fix, b: &Fix) -> std::cmp::Ordering {
    let percent = |it: &Fix| (it.gain * 100.0).round();
    let soundness = b.is_sound().cmp(&a.is_sound());
    let gain = percent(b).total_cmp(&percent(a));
    soundness.then(gain).then(a.forced.len().cmp(&b.forced.len()))
}
