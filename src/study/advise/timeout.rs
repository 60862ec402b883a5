//! What does a change force? Records that are written more seldom are older, and a worker whose record
//! is older than the timeout looks dead.

use super::Advisor;
use super::judged::View;
use super::levers::Change;
use crate::scenario::{Quantity, Scenario};
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
        if self.harms(plain)?.is_empty() {
            return Some(Forced::Nothing);
        }
        let at = |timeout: Span| Change::new(PATH, timeout.to_string());
        let with = |timeout: Span| self.with(&[changes, &[at(timeout)]].concat());
        let now = plain.policy.health_timeout;
        let harms = |timeout: Span| match with(timeout) {
            Ok(scenario) => self.harms(&scenario),
            Err(_) => Some(MAY_NOT.to_vec()),
        };
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
