//! A setting's number, with its kind: how far is it to the next one, and how is it written?
//!
//! Ranges and searches walk on rungs that a person would choose: whole numbers, milliseconds below
//! ten seconds and seconds above, three significant digits of any other number.

use std::fmt;

use super::spelling::parse_duration;
use crate::words::Span;

/// From here on durations are looked at in whole seconds.
const SECONDS_FROM_MS: u64 = 10_000;
/// Rungs of a power of ten: 100 to 999.
const RUNGS: u64 = 900;
/// The least number above zero that has a rung, as a power of ten.
const LEAST_POWER: i32 = -6;

/// A number of a setting, never negative.
#[derive(Clone, Copy, PartialEq, Debug)]
pub enum Quantity {
    /// A whole number.
    Whole(u64),
    /// A duration.
    Lasting(Span),
    /// Any other number.
    Real(f64),
}

impl Quantity {
    /// Reads `20`, `30s` or `0.5`.
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        if !text.starts_with(|c: char| c.is_ascii_digit() || c == '.') {
            return None;
        }
        if let Ok(whole) = text.parse() {
            return Some(Self::Whole(whole));
        }
        if let Ok(span) = parse_duration(text) {
            return Some(Self::Lasting(span));
        }
        text.parse().ok().filter(|number: &f64| number.is_finite()).map(Self::Real)
    }

    /// Its size, durations in milliseconds.
    pub fn number(self) -> f64 {
        match self {
            Self::Whole(whole) => whole as f64,
            Self::Lasting(span) => span.ms() as f64,
            Self::Real(number) => number,
        }
    }

    /// Another number of the same kind, on a rung; `number` as [`Self::number`] gives it.
    #[must_use]
    pub fn like(self, number: f64) -> Self {
        let number = number.max(0.0);
        let raw = match self {
            Self::Whole(_) => Self::Whole(number.round() as u64),
            Self::Lasting(_) => Self::Lasting(Span::from_ms(number.round() as u64)),
            Self::Real(_) => Self::Real(number),
        };
        raw.at(raw.rung())
    }

    /// Twice as much; after nothing comes one.
    #[must_use]
    pub fn twice(self) -> Self {
        if self.number() > 0.0 {
            return self.like(self.number() * 2.0);
        }
        self.like(match self {
            Self::Whole(_) | Self::Real(_) => 1.0,
            Self::Lasting(_) => 1_000.0,
        })
    }

    /// Half as much, rounded down.
    #[must_use]
    pub fn half(self) -> Self {
        match self {
            Self::Whole(whole) => Self::Whole(whole / 2),
            Self::Lasting(span) => self.like((span.ms() / 2) as f64),
            Self::Real(number) => self.like(number / 2.0),
        }
    }

    /// The middle of the rungs between two; `None` where there is no rung between them.
    pub fn between(self, other: Self) -> Option<Self> {
        self.share(other, 0.5)
    }

    /// A rung between two, at that share of the rungs from the first; `None` where it is neither
    /// after the first nor before the second.
    pub fn share(self, other: Self, share: f64) -> Option<Self> {
        let (from, to) = (self.rung(), other.rung());
        let step = (from.abs_diff(to) as f64 * share).floor() as u64;
        if step == 0 || step >= from.abs_diff(to) {
            return None;
        }
        Some(self.at(if from < to { from + step } else { from - step }))
    }

    fn rung(self) -> u64 {
        match self {
            Self::Whole(whole) => whole,
            Self::Lasting(span) if span.ms() < SECONDS_FROM_MS => span.ms(),
            Self::Lasting(span) => SECONDS_FROM_MS + (span.ms() - SECONDS_FROM_MS) / 1_000,
            Self::Real(number) => real_rung(number),
        }
    }

    fn at(self, rung: u64) -> Self {
        match self {
            Self::Whole(_) => Self::Whole(rung),
            Self::Lasting(_) if rung < SECONDS_FROM_MS => Self::Lasting(Span::from_ms(rung)),
            Self::Lasting(_) => {
                let seconds = Span::from_secs(rung - SECONDS_FROM_MS);
                Self::Lasting(Span::from_ms(SECONDS_FROM_MS.saturating_add(seconds.ms())))
            }
            Self::Real(_) => Self::Real(real_at(rung)),
        }
    }
}

fn real_rung(number: f64) -> u64 {
    if number < libm::pow(10.0, f64::from(LEAST_POWER)) {
        return 0;
    }
    // `2.04e3`: the digits that a person would write, rounded as a person would.
    let written = format!("{number:.2e}");
    let (digits, power) = written.split_once('e').unwrap_or(("1.00", "0"));
    let digits: u64 = digits.replace('.', "").parse().unwrap_or(100);
    let power: i32 = power.parse().unwrap_or(0);
    let decades = u64::try_from(power - LEAST_POWER).unwrap_or(0);
    1 + decades * RUNGS + (digits - 100)
}

fn real_at(rung: u64) -> f64 {
    let Some(rung) = rung.checked_sub(1) else { return 0.0 };
    let power = i64::try_from(rung / RUNGS).unwrap_or(0) + i64::from(LEAST_POWER) - 2;
    let digits = rung % RUNGS + 100;
    format!("{digits}e{power}").parse().unwrap_or(0.0)
}

/// Written as a scenario file writes it.
impl fmt::Display for Quantity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Whole(whole) => write!(f, "{whole}"),
            Self::Lasting(span) => write!(f, "{span}"),
            Self::Real(number) => write!(f, "{number}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn quantity(text: &str) -> Quantity {
        Quantity::parse(text).unwrap_or_else(|| panic!("{text}"))
    }

    #[test]
    fn numbers_are_read_with_their_kind_and_written_back() {
        for text in ["0", "20", "30s", "1500ms", "5m", "0.5", "93200.5"] {
            assert_eq!(quantity(text).to_string(), text);
        }
        for bad in ["", "optimized", "-1", "1x", "inf", "nan", "1..2", "[1]"] {
            assert_eq!(Quantity::parse(bad), None, "{bad}");
        }
    }

    #[test]
    fn doubling_and_halving_stay_on_the_rungs() {
        let twice = |text| quantity(text).twice().to_string();
        assert_eq!(
            ["3", "0", "30s", "7501ms", "0.1234", "0.0"].map(twice),
            ["6", "1", "1m", "15s", "0.247", "1"]
        );
        let half = |text| quantity(text).half().to_string();
        assert_eq!(
            ["3", "1", "25s", "15s", "100.5"].map(half),
            ["1", "0", "12s", "7500ms", "50.2"]
        );
    }

    #[test]
    fn between_two_neighbours_there_is_nothing() {
        let between = |a, b| quantity(a).between(quantity(b)).map(|it| it.to_string());
        assert_eq!(between("3", "4"), None);
        assert_eq!(between("8", "4").as_deref(), Some("6"));
        assert_eq!(between("20s", "21s"), None);
        assert_eq!(between("10s", "9999ms"), None);
        assert_eq!(between("1000.0", "1010.0"), None);
        assert_eq!(between("100.5", "102.5").as_deref(), Some("101"));
    }
}
