//! Where no single change is enough: which two are?

use super::Advisor;
use super::fixes::Fix;
use super::levers::{Change, HEARTBEAT, Lever, levers};
use super::pulled::{FallsShort, Pulled};
use crate::scenario::Until;
use crate::study::headroom::Goal;

/// So many of those that gain most alone are tried with every other one.
const FIRST: usize = 3;
/// So many pairs are judged.
const MOST: usize = 3;

impl Advisor<'_> {
    /// The best pairs, each of one that gains most alone and another. `None`: it was stopped.
    pub(super) fn pairs(&self, short: &[FallsShort]) -> Option<Vec<Fix>> {
        let mut found: Vec<Fix> = Vec::new();
        let others: Vec<Lever> =
            levers(self.base()).into_iter().filter(|it| it.name != HEARTBEAT).collect();
        for (name, first) in self.first_steps(short)? {
            // Enough by itself, it is no half of a pair.
            if self.suffices(&first, self.case.goal)? {
                continue;
            }
            for lever in &others {
                let is_known = |it: &Fix| it.name.contains(&name) && it.name.contains(lever.name);
                if lever.name == name || found.iter().any(is_known) || found.len() >= MOST {
                    continue;
                }
                if let Pulled::Enough(changes, milder) = self.pull(lever, &first, self.case.goal)?
                    && changes.len() > first.len()
                {
                    let both = format!("{name} and {}", lever.name);
                    found.extend(self.fix(both, (changes, milder))?);
                }
            }
        }
        Some(found)
    }

    /// What to begin with: what brings one of the bounds that are passed under it, at its mildest value;
    /// else what gains most.
    fn first_steps(&self, short: &[FallsShort]) -> Option<Vec<(String, Vec<Change>)>> {
        let mut steps = Vec::new();
        let written = self.case.limits();
        let passed = written.iter().zip(&self.case.goal.until).filter(|(limit, _)| limit.passed);
        let passed: Vec<&Until> = passed.map(|(_, until)| until).collect();
        if passed.len() > 1 {
            for until in passed {
                let goal = Goal { until: vec![until.clone()], tolerated: 0.0 };
                for lever in levers(self.base()) {
                    if let Pulled::Enough(changes, _) = self.pull(&lever, &[], &goal)? {
                        steps.push((lever.name.to_owned(), changes));
                    }
                }
            }
        }
        let mut most: Vec<&FallsShort> = short.iter().filter(|it| it.gain > 0.0).collect();
        most.sort_by(|a, b| b.gain.total_cmp(&a.gain));
        steps.extend(most.iter().take(FIRST).map(|it| (it.name.clone(), it.changes.clone())));
        Some(steps)
    }
}
