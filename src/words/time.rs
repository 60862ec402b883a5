//! Virtual time: whole milliseconds since 00:00:00.000 UTC of day 0.
//!
//! Nothing here reads a clock. [`Instant`] is a point, [`Span`] a length; arithmetic saturates, so
//! that no input can make it panic or wrap.

use std::fmt;

/// Milliseconds in an hour.
pub const HOUR_MS: u64 = 3_600_000;
/// Milliseconds in a day. Quotas reset every `DAY_MS`, at 00:00 UTC.
pub const DAY_MS: u64 = 24 * HOUR_MS;

/// A point of virtual time, in milliseconds since 00:00 UTC of day 0.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default)]
pub struct Instant(u64);

impl Instant {
    /// 00:00:00.000 UTC of day 0.
    pub const START: Self = Self(0);
    /// Later than everything that is simulated: "never".
    pub const NEVER: Self = Self(u64::MAX);

    /// The instant `ms` milliseconds after the start.
    pub const fn from_ms(ms: u64) -> Self {
        Self(ms)
    }

    /// The first instant of a day; day 0 is the first.
    pub const fn of_day(day: u32) -> Self {
        Self(day as u64 * DAY_MS)
    }

    /// Milliseconds since the start.
    pub const fn ms(self) -> u64 {
        self.0
    }

    /// The day it belongs to; day 0 is the first.
    pub const fn day(self) -> u32 {
        (self.0 / DAY_MS) as u32
    }

    /// Milliseconds since 00:00 UTC of its day, `0..DAY_MS`.
    pub const fn ms_of_day(self) -> u32 {
        (self.0 % DAY_MS) as u32
    }

    /// The hour of its day, `0..24`.
    pub const fn hour_of_day(self) -> usize {
        (self.0 % DAY_MS / HOUR_MS) as usize
    }

    /// The instant a span later (at most [`Instant::NEVER`]).
    #[must_use]
    pub const fn plus(self, span: Span) -> Self {
        Self(self.0.saturating_add(span.0))
    }

    /// The instant a span earlier (at least [`Instant::START`]).
    #[must_use]
    pub const fn minus(self, span: Span) -> Self {
        Self(self.0.saturating_sub(span.0))
    }

    /// How long ago `earlier` was; zero where it is not earlier at all.
    pub const fn since(self, earlier: Self) -> Span {
        Span(self.0.saturating_sub(earlier.0))
    }
}

/// A length of virtual time, in milliseconds.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default)]
pub struct Span(u64);

impl Span {
    /// No time at all.
    pub const ZERO: Self = Self(0);
    /// One day.
    pub const DAY: Self = Self(DAY_MS);

    /// A span of `ms` milliseconds.
    pub const fn from_ms(ms: u64) -> Self {
        Self(ms)
    }

    /// A span of `seconds` seconds.
    pub const fn from_secs(seconds: u64) -> Self {
        Self(seconds.saturating_mul(1_000))
    }

    /// Its length in milliseconds.
    pub const fn ms(self) -> u64 {
        self.0
    }

    /// So many times as long.
    #[must_use]
    pub const fn times(self, factor: u64) -> Self {
        Self(self.0.saturating_mul(factor))
    }

    /// The next whole number of seconds.
    #[must_use]
    pub const fn whole_seconds(self) -> Self {
        Self(self.0.div_ceil(1_000).saturating_mul(1_000))
    }

    /// The next whole number of minutes.
    #[must_use]
    pub const fn whole_minutes(self) -> Self {
        Self(self.0.div_ceil(60_000).saturating_mul(60_000))
    }

    /// True where it is no time at all.
    pub const fn is_zero(self) -> bool {
        self.0 == 0
    }
}

/// Written as a scenario file writes it: the largest unit that leaves a whole number (`90s`, `5m`);
/// no time at all is `0s`.
impl fmt::Display for Span {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        const UNITS: [(u64, &str); 4] =
            [(DAY_MS, "d"), (HOUR_MS, "h"), (60_000, "m"), (1_000, "s")];
        if self.0 == 0 {
            return f.write_str("0s");
        }
        for (unit, name) in UNITS {
            if self.0.is_multiple_of(unit) {
                return write!(f, "{}{name}", self.0 / unit);
            }
        }
        write!(f, "{}ms", self.0)
    }
}

/// `day 3 07:05:09.250`, days counted from 1 as in every report.
impl fmt::Display for Instant {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let ms = self.0 % DAY_MS;
        let (hour, minute) = (ms / HOUR_MS, ms / 60_000 % 60);
        let (second, milli) = (ms / 1_000 % 60, ms % 1_000);
        write!(f, "day {} {hour:02}:{minute:02}:{second:02}.{milli:03}", self.0 / DAY_MS + 1)
    }
}
