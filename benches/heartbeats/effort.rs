//! How much is simulated: all of it in about three minutes, or a quick look in half of one.

/// How long to measure.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Effort {
    Quick,
    Full,
}

impl Effort {
    /// Beats of one measurement, about.
    pub(crate) fn beats(self, workers: u32) -> u64 {
        match self {
            Self::Quick => 2_000_000.max(4 * u64::from(workers)),
            Self::Full => 6_000_000.max(15 * u64::from(workers)),
        }
    }

    /// How often each engine runs.
    pub(crate) fn rounds(self) -> u32 {
        match self {
            Self::Quick => 2,
            Self::Full => 4,
        }
    }

    /// The slow loops go over so much less of the work.
    pub(crate) fn slow_divisor(self) -> u64 {
        match self {
            Self::Quick => 2,
            Self::Full => 4,
        }
    }
}
