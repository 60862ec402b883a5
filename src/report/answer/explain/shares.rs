//! How is a tree printed so that its parts still add up?
//!
//! Means and shares are rounded to one decimal by the largest remainder: the whole is rounded, and
//! its tenths are given to the parts, each rounded down first, then one more to those that lost
//! most. So each printed part is less than a tenth off, and a reader who adds gets the whole.

use crate::report::document::Value;
use crate::study::{Branch, Counted};

/// A line of a tree.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Printed {
    /// For each level below the top, whether it is the last branch there.
    lasts: Vec<bool>,
    /// What was counted.
    what: Counted,
    /// In all days of all runs.
    pub(super) count: u64,
    /// Mean a day, in tenths.
    tenths_a_day: u64,
    /// Share of the whole tree, in thousandths.
    thousandths: u64,
}

impl Printed {
    /// `all` at the top.
    pub(super) fn name(&self) -> Value {
        let name = if self.lasts.is_empty() { "all" } else { self.what.name() };
        Value::Branch(name.to_owned(), self.lasts.clone())
    }

    /// `523.4`, with separators.
    pub(super) fn a_day(&self) -> String {
        format!("{}.{}", crate::report::count(self.tenths_a_day / 10), self.tenths_a_day % 10)
    }

    /// `95.7 %`.
    pub(super) fn share(&self) -> String {
        format!("{}.{} %", self.thousandths / 10, self.thousandths % 10)
    }
}

/// The lines of a tree over so many days, from the top.
pub(super) fn printed(tree: &Branch, days: u64) -> Vec<Printed> {
    let days = u128::from(days.max(1));
    let tenths = (u128::from(tree.count) * 10 + days / 2) / days;
    let thousandths = if tree.count == 0 { 0 } else { 1_000 };
    let mut lines = vec![Printed {
        lasts: Vec::new(),
        what: tree.what,
        count: tree.count,
        tenths_a_day: u64::try_from(tenths).unwrap_or(u64::MAX),
        thousandths,
    }];
    below(tree, &mut lines);
    lines
}

/// Adds the lines below the last one.
fn below(branch: &Branch, lines: &mut Vec<Printed>) {
    let Some(above) = lines.last().cloned() else { return };
    let counts: Vec<u64> = branch.parts.iter().map(|part| part.count).collect();
    let (tenths, thousandths) =
        (apportion(above.tenths_a_day, &counts), apportion(above.thousandths, &counts));
    for (at, part) in branch.parts.iter().enumerate() {
        let is_last = at + 1 == branch.parts.len();
        lines.push(Printed {
            lasts: [above.lasts.as_slice(), &[is_last]].concat(),
            what: part.what,
            count: part.count,
            tenths_a_day: tenths[at],
            thousandths: thousandths[at],
        });
        below(part, lines);
    }
}

/// `whole` units by the parts' sizes: each gets its share rounded down, then one more goes to those
/// with the largest remainders, the first of equals.
fn apportion(whole: u64, parts: &[u64]) -> Vec<u64> {
    let sum: u128 = parts.iter().map(|&part| u128::from(part)).sum();
    if sum == 0 {
        return vec![0; parts.len()];
    }
    let exact = |part: u64| u128::from(part) * u128::from(whole);
    let mut given: Vec<u64> = parts.iter().map(|&part| (exact(part) / sum) as u64).collect();
    let mut order: Vec<usize> = (0..parts.len()).collect();
    order.sort_by_key(|&at| std::cmp::Reverse(exact(parts[at]) % sum));
    let missing = whole - given.iter().sum::<u64>();
    for &at in order.iter().take(missing as usize) {
        given[at] += 1;
    }
    given
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_largest_remainders_get_what_rounding_down_leaves() {
        assert_eq!(apportion(10, &[1, 1, 1]), [4, 3, 3]);
        assert_eq!(apportion(1_000, &[2, 1]), [667, 333]);
        assert_eq!(apportion(5, &[0, 7]), [0, 5]);
        assert_eq!(apportion(0, &[0, 0]), [0, 0]);
        assert_eq!(apportion(u64::MAX, &[u64::MAX, 1]).iter().sum::<u64>(), u64::MAX);
    }

    #[test]
    fn every_part_is_within_a_unit_of_its_exact_share() {
        let parts = [7, 0, 13, 1, 999, 34];
        let sum: u64 = parts.iter().sum();
        for whole in [0, 1, 5, 17, 1_000] {
            let given = apportion(whole, &parts);
            assert_eq!(given.iter().sum::<u64>(), whole);
            for (&part, &given) in parts.iter().zip(&given) {
                let exact = (part * whole) as f64 / sum as f64;
                assert!((given as f64 - exact).abs() < 1.0, "{part} of {whole}: {given}");
            }
        }
    }
}
