//! Which single change is enough, at its mildest value, and what does it force?

use super::Advisor;
use super::judged::{Judged, View};
use super::levers::{Change, HEARTBEAT, Lever, Tried, levers};
use super::pulled::{FallsShort, Pulled};
use super::raise::Raise;
use super::timeout::Forced;
use super::unknowns::Unknowns;
use crate::scenario::Quantity;
use crate::study::headroom::{Goal, Limit};
use crate::words::Measure;

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
    /// Of the first that is proposed: which unknown makes it not enough.
    pub unknowns: Option<Unknowns>,
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
    /// Those that are proposed, the best first; last what lies with the workers.
    pub fn proposed(&self) -> impl Iterator<Item = &Fix> {
        let (with_workers, own): (Vec<_>, Vec<_>) =
            self.enough.iter().partition(|it| it.name == HEARTBEAT);
        let all = own.into_iter().chain(&self.pairs).chain(with_workers);
        all.filter(|it| it.is_sound())
    }
}

impl Advisor<'_> {
    /// Every single change, and where none is enough the best two together. `None`: it was stopped.
    pub fn fixes(&self) -> Option<Fixes> {
        let mut fixes = Fixes::default();
        for lever in levers(self.base()) {
            match self.pull(&lever, &[], self.case.goal)? {
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
        self.try_the_first(&mut fixes)?;
        Some(fixes)
    }

    /// Which single unknown makes the first proposal not enough?
    fn try_the_first(&self, fixes: &mut Fixes) -> Option<()> {
        let first: Option<Vec<Change>> =
            fixes.proposed().next().map(|it| it.all_changes().cloned().collect());
        let Some(Ok(scenario)) = first.as_ref().map(|it| self.with(it)) else { return Some(()) };
        let unknowns = self.unknowns_of(&scenario, true)?;
        let mut all = fixes.enough.iter_mut().chain(&mut fixes.pairs);
        if let Some(fix) = all.find(|it| first.as_ref().is_some_and(|all| it.all_changes().eq(all)))
        {
            fix.unknowns = Some(unknowns);
        }
        Some(())
    }

    /// What becomes of a lever on top of some changes.
    pub(super) fn pull(&self, lever: &Lever, on: &[Change], goal: &Goal) -> Option<Pulled> {
        match &lever.tried {
            Tried::More(places) => Raise { by: self, name: lever.name, places, on, goal }.pulled(),
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
        let as_written = judged.iter().find(|it| it.view == View::AsWritten);
        let Some(Judged { nearest: Some(nearest), not_kept, .. }) = as_written.cloned() else {
            return Some(None);
        };
        let gain = self.gain(&nearest);
        let unknowns = None;
        let fix = Fix {
            name,
            changes,
            forced,
            milder,
            nearest,
            gain,
            judged,
            unmended,
            not_kept,
            unknowns,
        };
        Some(Some(fix))
    }
}

/// Sound ones first, then the larger gain in whole percent, then what forces less.
fn ranked(a: &Fix, b: &Fix) -> std::cmp::Ordering {
    let percent = |it: &Fix| (it.gain * 100.0).round();
    let soundness = b.is_sound().cmp(&a.is_sound());
    let gain = percent(b).total_cmp(&percent(a));
    soundness.then(gain).then(a.forced.len().cmp(&b.forced.len()))
}
