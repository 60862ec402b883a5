//! How near is a figure to its limit, in a word and a tone?

use super::{Cell, Tone, Value};
use crate::study::Nearness;

impl Nearness {
    /// Its word; nothing where all is well.
    pub(in crate::report) const fn word(self) -> &'static str {
        match self {
            Self::Unlimited | Self::Fine => "",
            Self::Near => "NEAR",
            Self::Over => "OVER",
        }
    }

    /// Its tone.
    pub(in crate::report) const fn tone(self) -> Tone {
        match self {
            Self::Unlimited => Tone::Plain,
            Self::Fine => Tone::Good,
            Self::Near => Tone::Warn,
            Self::Over => Tone::Bad,
        }
    }
}

/// A share of a limit in the tone of its verdict.
pub(in crate::report) fn used(ratio: Option<f64>) -> Cell {
    Cell::toned(ratio.map(Value::Used), Nearness::of(ratio).tone())
}

/// The word of the verdict on a share of a limit, in its tone.
pub(in crate::report) fn word(ratio: Option<f64>) -> Cell {
    let verdict = Nearness::of(ratio);
    Cell::toned(verdict.word(), verdict.tone())
}
