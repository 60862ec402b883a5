//! Which bounds are so loose that they would let a regression pass?

use super::check::{BoundCheck, Finding};
use super::verdict::GateVerdict;
use crate::scenario::{Budget, BudgetMax};

/// A passing budget is far too loose where the figure is below this share of it.
const LOOSE_BELOW: f64 = 0.5;
/// What the hint leaves above the figure.
const LOOSE_SPARE: f64 = 1.25;

/// What a `max` that is far too loose can come down to, in the form in which it was written.
/// `limit` is the plan's, which a share is of.
pub(super) fn loose(
    budget: &Budget,
    limit: Option<f64>,
    bounds: &[BoundCheck],
) -> Option<BudgetMax> {
    let max = budget.max?;
    let Finding::Judged(found) = bounds.first()?.finding else { return None };
    let is_loose = found.verdict == GateVerdict::Passed
        && found.value > 0.0
        && found.value < found.allowed * LOOSE_BELOW;
    if !is_loose {
        return None;
    }
    let tighter = found.value * LOOSE_SPARE;
    let (new, old) = match max {
        BudgetMax::Count(old) => (BudgetMax::Count(round_up(tighter)), old),
        BudgetMax::OfLimit(old) => {
            let percent = (tighter / limit? * 100.0).ceil();
            (BudgetMax::OfLimit(percent / 100.0), old)
        }
    };
    let (BudgetMax::Count(value) | BudgetMax::OfLimit(value)) = new;
    (value < old).then_some(new)
}

/// Up to two digits that are not zero: 713.75 to 720, 0.0123 to 0.013.
fn round_up(value: f64) -> f64 {
    let digits = libm::floor(libm::log10(value)) as i32 - 1;
    if digits >= 0 {
        let step = libm::pow(10.0, f64::from(digits));
        (value / step).ceil() * step
    } else {
        // Dividing by a whole number gives the double that the decimal fraction means.
        let steps = libm::pow(10.0, f64::from(-digits));
        (value * steps).ceil() / steps
    }
}

#[cfg(test)]
mod tests {
    use super::round_up;

    #[test]
    fn a_hint_is_a_round_number_that_holds() {
        let rounded = [713.75, 720.0, 3.01, 1_000.0, 0.012_3, 12.5].map(round_up);
        assert_eq!(rounded, [720.0, 720.0, 3.1, 1_000.0, 0.013, 13.0]);
    }
}
