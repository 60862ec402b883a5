//! What a cell holds: words, or a figure with its unit and all its digits.

use std::fmt;

use crate::report::figures::{
    NONE, amount, bytes, count, latency, length, money, percent, spread, used,
};
use crate::words::{Measure, Unit};

/// Words or a figure.
#[derive(Clone)]
pub(crate) enum Value {
    /// A user's or ours.
    Words(String),
    /// There is no figure.
    Missing,
    /// A whole number.
    Count(u64),
    /// A mean.
    Mean(f64),
    /// Half the width of the 95 % interval around a mean, if known, and that mean.
    Spread(Option<f64>, f64),
    /// A share of a whole, 0 to 1.
    Share(f64),
    /// A share of a limit, 0 or more.
    Used(f64),
    /// What a reply takes, in milliseconds.
    Latency(f64),
    /// How old something is, in milliseconds.
    Age(f64),
    /// Memory, in bytes.
    Bytes(f64),
    /// A price.
    Money(f64),
    /// The name of a branch of a tree, and for each level down to it whether it is the last one
    /// there; none for the whole.
    Branch(String, Vec<bool>),
    /// A bar of so much of the longest one, 0 to 1.
    Bar(f64),
    /// A bar of a share of a limit, in which the limit stands; where there is none, a bar of so
    /// much of the longest one.
    Gauge(Option<f64>, f64),
}

impl Value {
    /// A figure in its unit.
    pub(crate) fn of(measure: Measure, value: f64) -> Self {
        match measure.unit() {
            Unit::PerDay | Unit::Workers => Self::Mean(value),
            Unit::Ratio => Self::Share(value),
            Unit::Ms => Self::Age(value),
            Unit::Bytes => Self::Bytes(value),
            Unit::Money => Self::Money(value),
        }
    }
}

/// Rounded for people, without what only a format can draw.
impl fmt::Display for Value {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text = match self {
            Self::Words(text) | Self::Branch(text, _) => return f.write_str(text),
            Self::Missing => return f.write_str(NONE),
            Self::Count(number) => count(*number),
            Self::Mean(mean) => amount(*mean),
            Self::Spread(half_width, mean) => spread(*half_width, *mean),
            Self::Share(share) => percent(*share),
            Self::Used(share) => used(Some(*share)),
            Self::Latency(ms) => latency(*ms),
            Self::Age(ms) => length(*ms),
            Self::Bytes(value) => bytes(*value),
            Self::Money(price) => money(*price),
            Self::Bar(_) | Self::Gauge(..) => String::new(),
        };
        f.write_str(&text)
    }
}

impl From<String> for Value {
    fn from(text: String) -> Self {
        Self::Words(text)
    }
}

impl From<&str> for Value {
    fn from(text: &str) -> Self {
        Self::Words(text.to_owned())
    }
}

impl From<u64> for Value {
    fn from(number: u64) -> Self {
        Self::Count(number)
    }
}

impl From<u32> for Value {
    fn from(number: u32) -> Self {
        Self::Count(number.into())
    }
}

/// A mean; other figures say what they are.
impl From<f64> for Value {
    fn from(mean: f64) -> Self {
        Self::Mean(mean)
    }
}

impl<T: Into<Value>> From<Option<T>> for Value {
    fn from(figure: Option<T>) -> Self {
        figure.map_or(Self::Missing, Into::into)
    }
}
