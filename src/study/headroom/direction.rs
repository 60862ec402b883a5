//! Which way is harder?

use super::runs::Beginning;
use super::trials::Trials;
use crate::scenario::Quantity;
use crate::study::search::Direction;

/// How many halvings and doublings lie between the values that are looked at: 2, 16, 128, 1,024.
const STEPS: [u32; 4] = [1, 3, 3, 3];
/// A change by less than this share of a limit is none.
const LEAST_GROWTH: f64 = 1e-6;

impl Trials<'_> {
    /// The way in which the use of some limit grows most, around the start: at half and twice as
    /// much, and where nothing grows there further away, since a price may be flat for long. The
    /// outer `None`: it was stopped; the inner: nothing grows either way.
    pub(super) fn direction(&mut self, start: Quantity) -> Option<Option<Direction>> {
        let (mut low, mut high) = (start, start);
        for steps in STEPS {
            for _ in 0..steps {
                (low, high) = (low.half(), high.twice());
            }
            self.look(low)?;
            self.look(high)?;
            let found = self.growth(start, (low, high));
            if found.is_some() {
                return Some(found);
            }
        }
        Some(None)
    }

    /// Looks at a whole run, alike on both sides; where a run says nothing, at all of them.
    fn look(&mut self, value: Quantity) -> Option<()> {
        if let Ok(at) = self.open(value)
            && self.done[at].standing.is_none()
            && self.goal.is_told_by_days()
        {
            self.ask(at, Beginning { run: 0, days: u32::MAX })?;
            self.done[at].asked = 1;
        }
        self.probe(value).map(drop)
    }

    fn growth(&self, start: Quantity, (low, high): (Quantity, Quantity)) -> Option<Direction> {
        let ratios = |value: Quantity| -> Option<Vec<f64>> {
            let trial = self.done.iter().find(|it| it.value == value)?;
            if self.goal.is_told_by_days() {
                // The days of one run: of another value no more may be made.
                return trial.first_run.clone();
            }
            let limits = &trial.standing.as_ref()?.limits;
            Some(limits.iter().map(|it| it.mean_ratio).collect())
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
