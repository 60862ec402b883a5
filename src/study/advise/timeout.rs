//! What does a change force? Records that are written more seldom are older, and a worker whose record
//! is older than the timeout looks dead: the timeout has to outlast the oldest that a live worker's record
//! may be.

use super::Advisor;
use super::judged::View;
use super::levers::Change;
use crate::scenario::{Quantity, Scenario};
use crate::study::summary::OldRecord;
use crate::words::{Measure, Span};

const PATH: &str = "policy.health_timeout";
/// A worker that has said nothing for longer is dead by anybody's judgement.
const LONGEST: Span = Span::DAY;

/// What has to change with a change.
pub(super) enum Forced {
    /// Nothing.
    Nothing,
    /// The timeout, to the least value with which nothing gets worse.
    Timeout(Change),
    /// No timeout helps: this gets worse.
    Hopeless(Vec<Measure>),
}

impl Advisor<'_> {
    /// What these changes force, as written and with a second colo. `None`: it was stopped.
    pub(super) fn forced(&self, changes: &[Change], plain: &Scenario) -> Option<Forced> {
        let at = |timeout: Span| Change::new(PATH, timeout.to_string());
        let harms = |timeout: Span| match self.with(&[changes, &[at(timeout)]].concat()) {
            Ok(scenario) => self.harms(&scenario),
            Err(_) => Some(MAY_NOT.to_vec()),
        };
        // Whom a few requests never meet in his last minute looks dead in it all the same: what a design
        // allows counts, and the simulation says where that is not enough.
        let by_design = self.grown_beyond_timeout(plain);
        let now = by_design.unwrap_or(plain.policy.health_timeout);
        if harms(now)?.is_empty() {
            return Some(by_design.map_or(Forced::Nothing, |timeout| Forced::Timeout(at(timeout))));
        }
        let hopeless = harms(LONGEST.max(now))?;
        if !hopeless.is_empty() {
            return Some(Forced::Hopeless(hopeless));
        }
        let (mut breaks, mut holds) = (now, now.times(2).min(LONGEST));
        while holds < LONGEST && !harms(holds)?.is_empty() {
            (breaks, holds) = (holds, holds.times(2).min(LONGEST));
        }
        while let Some(Quantity::Lasting(middle)) =
            Quantity::Lasting(breaks).between(Quantity::Lasting(holds))
        {
            if harms(middle)?.is_empty() {
                holds = middle;
            } else {
                breaks = middle;
            }
        }
        Some(Forced::Timeout(at(holds)))
    }

    /// The oldest that a live worker's record may be by design, where a change makes that more than the
    /// timeout, as written or with a second colo.
    fn grown_beyond_timeout(&self, plain: &Scenario) -> Option<Span> {
        if plain.traffic.is_empty() {
            return None;
        }
        let oldest = |scenario: &Scenario| {
            let views = [View::AsWritten, View::SecondColo].into_iter();
            let seen = views.filter_map(|view| OldRecord::of(&view.of(scenario)?));
            seen.map(|it| it.oldest()).max().unwrap_or(Span::ZERO)
        };
        let (was, is) = (oldest(self.base()), oldest(plain));
        (is > was && is > plain.policy.health_timeout).then(|| is.whole_seconds())
    }

    /// What a scenario makes worse, with a second colo or as written.
    fn harms(&self, after: &Scenario) -> Option<Vec<Measure>> {
        for view in [View::SecondColo, View::AsWritten] {
            let worse = self.worsens(view, after)?;
            if !worse.is_empty() {
                return Some(worse);
            }
        }
        Some(Vec::new())
    }
}

/// What is said where a scenario cannot be made.
const MAY_NOT: [Measure; 1] = [Measure::FalseDead];
