//! How near is a figure to its limit, in a word and a tone?
//!
//! The only place that knows where green ends.

use super::document::{Cell, Tone, Value};

/// From this share of a limit on it is near.
const NEAR_FROM: f64 = 0.8;

/// How near a figure is to its limit.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Verdict {
    /// There is no limit.
    Unlimited,
    /// Under 80 %.
    Fine,
    /// From 80 % to the limit itself.
    Near,
    /// Above the limit.
    Over,
}

impl Verdict {
    /// The verdict on a share of a limit.
    pub(super) fn of(used_ratio: Option<f64>) -> Self {
        match used_ratio {
            None => Self::Unlimited,
            Some(ratio) if ratio > 1.0 => Self::Over,
            Some(ratio) if ratio >= NEAR_FROM => Self::Near,
            Some(_) => Self::Fine,
        }
    }

    /// Its word; nothing where all is well.
    pub(super) const fn word(self) -> &'static str {
        match self {
            Self::Unlimited | Self::Fine => "",
            Self::Near => "NEAR",
            Self::Over => "OVER",
        }
    }

    /// Its tone.
    pub(super) const fn tone(self) -> Tone {
        match self {
            Self::Unlimited => Tone::Plain,
            Self::Fine => Tone::Good,
            Self::Near => Tone::Warn,
            Self::Over => Tone::Bad,
        }
    }
}

/// A share of a limit in the tone of its verdict.
pub(super) fn used(ratio: Option<f64>) -> Cell {
    Cell::toned(ratio.map(Value::Used), Verdict::of(ratio).tone())
}

/// The word of the verdict on a share of a limit, in its tone.
pub(super) fn word(ratio: Option<f64>) -> Cell {
    let verdict = Verdict::of(ratio);
    Cell::toned(verdict.word(), verdict.tone())
}
