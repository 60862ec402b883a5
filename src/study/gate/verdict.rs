//! What is said of a budget.

use crate::study::suite::exceeds;

/// The verdict on a budget, in the order in which reports show them.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum GateVerdict {
    /// A bound does not hold.
    Broken,
    /// There is nothing to judge it by. Never a pass.
    NoSample,
    /// It holds, and the figure has reached `warn`.
    Warned,
    /// It holds.
    Passed,
}

impl GateVerdict {
    /// All of them, failures first.
    pub const ALL: [Self; 4] = [Self::Broken, Self::NoSample, Self::Warned, Self::Passed];

    /// Its word in tables.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Broken => "FAIL",
            Self::NoSample => "NONE",
            Self::Warned => "WARN",
            Self::Passed => "PASS",
        }
    }

    /// Its name in JSON and CSV.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Broken => "broken",
            Self::NoSample => "no-sample",
            Self::Warned => "warned",
            Self::Passed => "passed",
        }
    }
}

/// Does a warning break the gate (`--fail-on-warn`)?
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum OnWarning {
    /// No.
    Passes,
    /// Yes.
    Fails,
}

/// Does a baseline that is missing, outdated or holds other figures than the budgets end the gate
/// (`--check`)?
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum OnStale {
    /// No: it is told.
    Tells,
    /// Yes.
    Fails,
}

/// Has the value come up to the bound?
pub(super) fn reaches(value: f64, bound: f64) -> bool {
    !exceeds(bound, value)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bound_is_met_exactly_and_passed_by_one_operation() {
        for (share, limit, most) in [(0.29, 100.0, 29.0), (0.07, 100.0, 7.0), (0.8, 1e9, 8e8)] {
            assert!(!exceeds(most, share * limit), "{share} of {limit}");
            assert!(exceeds(most + 1.0, share * limit), "{share} of {limit}");
            assert!(reaches(most, share * limit) && !reaches(most - 1.0, share * limit));
        }
        assert!(!exceeds(0.0, 0.0) && exceeds(1.0, 0.0));
    }
}
