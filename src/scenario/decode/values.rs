//! Numbers, names, durations, times of day: the values without fields of their own.
//!
//! Each has its range in its message, and a hint for the mistake that people make.

use std::fmt::Display;
use std::ops::RangeInclusive;

use super::cursor::{Cursor, Fields};
use crate::scenario::caps;
use crate::scenario::node::{Node, shorten};
use crate::scenario::problem::suggest;
use crate::words::{DAY_MS, Span};

impl Cursor<'_> {
    /// A whole number within a range.
    pub(super) fn count(&self, range: RangeInclusive<u64>) -> Option<u64> {
        let Node::Int(value) = self.node else {
            return match self.node {
                Node::Text(text) if text.replace('_', "").parse::<u64>().is_ok() => {
                    let problem = self.wrong("a whole number");
                    self.problems.push(problem.help("write the digits without `_` and quotes"));
                    None
                }
                _ => self.wrong_type("a whole number"),
            };
        };
        let fits = u64::try_from(*value).ok().filter(|value| range.contains(value));
        if fits.is_none() {
            let (low, high) = (grouped(*range.start()), grouped(*range.end()));
            let found = if *value == i128::MAX { "more".to_owned() } else { value.to_string() };
            self.out_of_range(&low, &high, &found);
        }
        fits
    }

    /// A number within a range.
    pub(super) fn number(&self, range: RangeInclusive<f64>) -> Option<f64> {
        let value = match self.node {
            Node::Int(value) => *value as f64,
            Node::Float(value) => *value,
            _ => return self.wrong_type("a number"),
        };
        if !value.is_finite() {
            self.refuse("not-finite", format!("{} is not a finite number", self.path()));
            return None;
        }
        if !range.contains(&value) {
            self.out_of_range(range.start(), range.end(), value);
            return None;
        }
        Some(value)
    }

    /// A duration within a range.
    pub(super) fn duration(&self, range: RangeInclusive<Span>) -> Option<Span> {
        let span = match self.node {
            Node::Text(text) => match parse_duration(text) {
                Ok(span) => span,
                Err(help) => {
                    let message = format!(
                        "{} is a duration such as `30s`; found `{}`",
                        self.path(),
                        shorten(text)
                    );
                    self.problems.push(self.problem("duration", message).help(help));
                    return None;
                }
            },
            Node::Int(0) if range.contains(&Span::ZERO) => Span::ZERO,
            Node::Int(value) => {
                let message = format!("{} is a duration; {value} has no unit", self.path());
                let help = format!("write `{value}s` or `{value}ms`; units are {UNIT_NAMES}");
                self.problems.push(self.problem("duration", message).help(help));
                return None;
            }
            _ => return self.wrong_type("a duration such as `30s`"),
        };
        if !range.contains(&span) {
            self.out_of_range(range.start(), range.end(), span);
            return None;
        }
        Some(span)
    }

    /// A duration, or one of some words.
    pub(super) fn duration_or<T: Copy>(
        &self,
        words: &[(&str, T)],
        range: RangeInclusive<Span>,
        wrap: impl Fn(Span) -> T,
    ) -> Option<T> {
        if let Node::Text(text) = self.node {
            if let Some((_, value)) = words.iter().find(|(word, _)| word == text) {
                return Some(*value);
            }
            if !text.starts_with(|c: char| c.is_ascii_digit()) {
                let list: Vec<&str> = words.iter().map(|(word, _)| *word).collect();
                let message = format!(
                    "{} is a duration or `{}`; found `{}`",
                    self.path(),
                    list.join("`, `"),
                    shorten(text)
                );
                self.problems.push(
                    self.problem("unknown-word", message).maybe_help(suggest("word", text, &list)),
                );
                return None;
            }
        }
        self.duration(range).map(wrap)
    }

    /// `true`, `false`, `yes` or `no`.
    pub(super) fn yes_no(&self) -> Option<bool> {
        match self.node {
            Node::Bool(value) => Some(*value),
            Node::Text(text) if text.eq_ignore_ascii_case("yes") => Some(true),
            Node::Text(text) if text.eq_ignore_ascii_case("no") => Some(false),
            _ => self.wrong_type("`yes` or `no`"),
        }
    }

    /// One of some words.
    pub(super) fn choice<T: Copy>(&self, words: &[(&str, T)]) -> Option<T> {
        let list: Vec<&str> = words.iter().map(|(word, _)| *word).collect();
        let Node::Text(text) = self.node else {
            return self.wrong_type(&format!("one of `{}`", list.join("`, `")));
        };
        let found = words.iter().find(|(word, _)| word == text);
        if found.is_none() {
            let message = format!(
                "{} is one of `{}`; found `{}`",
                self.path(),
                list.join("`, `"),
                shorten(text)
            );
            let problem = self.problem("unknown-word", message);
            self.problems.push(problem.maybe_help(suggest("word", text, &list)));
        }
        found.map(|(_, value)| *value)
    }

    /// Text for people.
    pub(super) fn text(&self) -> Option<String> {
        let Node::Text(text) = self.node else {
            let problem = self.wrong("a text");
            self.problems.push(problem.help("put it in quotes"));
            return None;
        };
        if text.trim().is_empty() || text.chars().nth(caps::TEXT_CHARS).is_some() {
            let message =
                format!("{} is a text of 1 to {} characters", self.path(), caps::TEXT_CHARS);
            self.refuse("text-length", message);
            return None;
        }
        Some(crate::scenario::clean(text))
    }

    /// A name that other parts of the file, and tables, refer to.
    pub(super) fn name(&self) -> Option<&str> {
        let Node::Text(text) = self.node else {
            let problem = self.wrong("a name");
            self.problems.push(problem.help("put it in quotes"));
            return None;
        };
        match name_mistake(text) {
            None => Some(text),
            Some(help) => {
                let message = format!("`{}` is not a name", shorten(text));
                self.problems.push(self.problem("bad-name", message).help(help));
                None
            }
        }
    }

    /// A time of day such as `09:00`, or a duration since midnight.
    pub(super) fn time_of_day(&self) -> Option<Span> {
        match self.node {
            Node::Text(text) if text.contains(':') => {
                let time = parse_time(text);
                if time.is_none() {
                    let message =
                        format!("`{}` is not a time of day from 00:00 to 23:59", shorten(text));
                    self.refuse("time-of-day", message);
                }
                time
            }
            Node::Text(_) => self.duration(Span::ZERO..=Span::from_ms(DAY_MS - 1)),
            _ => {
                let problem = self.wrong("a time of day such as `09:00`");
                self.problems.push(problem.help("put it in quotes: \"09:00\""));
                None
            }
        }
    }

    /// A share such as `80%`, where the text is one.
    pub(super) fn percent(&self) -> Option<f64> {
        let Node::Text(text) = self.node else { return None };
        let digits = text.trim().strip_suffix('%')?.trim_end();
        let plain = digits.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.');
        digits.parse::<f64>().ok().filter(|value| plain && *value <= 1e6).map(|value| value / 100.0)
    }

    fn out_of_range(&self, low: impl Display, high: impl Display, found: impl Display) {
        let message = format!("{} must be from {low} to {high}; found {found}", self.path());
        self.refuse("out-of-range", message);
    }
}

impl Fields<'_> {
    /// A whole number, or its default.
    pub(super) fn count(&self, name: &str, range: RangeInclusive<u64>, default: u64) -> u64 {
        self.get(name).and_then(|at| at.count(range)).unwrap_or(default)
    }

    /// A number, or its default.
    pub(super) fn number(&self, name: &str, range: RangeInclusive<f64>, default: f64) -> f64 {
        self.get(name).and_then(|at| at.number(range)).unwrap_or(default)
    }

    /// A duration, or its default.
    pub(super) fn duration(&self, name: &str, range: RangeInclusive<Span>, default: Span) -> Span {
        self.get(name).and_then(|at| at.duration(range)).unwrap_or(default)
    }

    /// A switch, or its default.
    pub(super) fn yes_no(&self, name: &str, default: bool) -> bool {
        self.get(name).and_then(|at| at.yes_no()).unwrap_or(default)
    }

    /// One of some words, or the default.
    pub(super) fn choice<T: Copy>(&self, name: &str, words: &[(&str, T)], default: T) -> T {
        self.get(name).and_then(|at| at.choice(words)).unwrap_or(default)
    }
}

/// The units of a duration, in milliseconds.
const UNITS: [(&str, u64); 5] =
    [("ms", 1), ("s", 1_000), ("m", 60_000), ("h", 3_600_000), ("d", DAY_MS)];
const UNIT_NAMES: &str = "`ms`, `s`, `m`, `h`, `d`";

/// A whole number with a unit.
///
/// # Errors
/// What to do about it.
pub(in crate::scenario) fn parse_duration(text: &str) -> Result<Span, String> {
    let digits = text.len() - text.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    let (number, unit) = text.split_at(digits);
    if number.is_empty() {
        return Err(format!("a duration is a whole number with a unit: {UNIT_NAMES}"));
    }
    if unit == "M" {
        return Err(format!("minutes are written `{number}m`; a month has no fixed length"));
    }
    let Some((_, factor)) = UNITS.iter().find(|(name, _)| *name == unit) else {
        if unit.starts_with('.') {
            return Err("use a smaller unit instead of a fraction: `90s`, not `1.5m`".to_owned());
        }
        let trimmed = unit.trim().to_lowercase();
        let near = UNITS.iter().find(|(name, _)| trimmed.starts_with(name));
        return Err(match near {
            Some((name, _)) => format!("write `{number}{name}`; units are {UNIT_NAMES}"),
            None => format!("units are {UNIT_NAMES}"),
        });
    };
    let ms = number.parse::<u64>().ok().and_then(|number| number.checked_mul(*factor));
    ms.map(Span::from_ms).ok_or_else(|| "that is longer than any simulation".to_owned())
}

/// `09:00` or `09:00:30`, as the span since midnight.
fn parse_time(text: &str) -> Option<Span> {
    let mut ms = 0;
    let parts: Vec<&str> = text.split(':').collect();
    if !(2..=3).contains(&parts.len()) {
        return None;
    }
    for (part, (limit, factor)) in parts.iter().zip([(24, 3_600_000), (60, 60_000), (60, 1_000)]) {
        let digits =
            (1..=2).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_digit());
        let value: u64 = part.parse().ok().filter(|value| digits && *value < limit)?;
        ms += value * factor;
    }
    Some(Span::from_ms(ms))
}

/// What keeps a text from being a name.
fn name_mistake(text: &str) -> Option<String> {
    if text.chars().nth(caps::NAME_CHARS).is_some() {
        return Some(format!("a name has at most {} characters", caps::NAME_CHARS));
    }
    let inside = |c: char| c.is_ascii_alphanumeric() || " ._/-".contains(c);
    let good = text.starts_with(|c: char| c.is_ascii_alphanumeric()) && text.chars().all(inside);
    (!good || text.ends_with(' ')).then(|| {
        "a name begins with a letter or digit and goes on with these, `.`, `_`, `/`, `-` or blanks"
            .to_owned()
    })
}

/// A number with commas between its thousands.
fn grouped(value: u64) -> String {
    let digits = value.to_string();
    let mut text = String::new();
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_are_whole_numbers_with_a_unit() {
        let ms = |text: &str| parse_duration(text).map(Span::ms).ok();
        assert_eq!(ms("30s"), Some(30_000));
        assert_eq!(ms("5m"), Some(300_000));
        assert_eq!(ms("0ms"), Some(0));
        assert_eq!(ms("2d"), Some(2 * DAY_MS));
        for bad in ["", "s", "5", "5M", "1.5h", "-5s", "5 s", "5min", "1h30m", "99999999999999999d"]
        {
            assert_eq!(ms(bad), None, "{bad}");
        }
        assert!(parse_duration("5M").unwrap_err().contains("`5m`"));
        assert!(parse_duration("5 S").unwrap_err().contains("`5s`"));
    }

    #[test]
    fn times_of_day_end_before_midnight() {
        assert_eq!(parse_time("09:30").map(Span::ms), Some(34_200_000));
        assert_eq!(parse_time("23:59:59").map(Span::ms), Some(DAY_MS - 1_000));
        for bad in ["24:00", "9", "09:60", "a:b", "1:2:3:4", "+1:00", "001:00", ":"] {
            assert_eq!(parse_time(bad), None, "{bad}");
        }
    }

    #[test]
    fn numbers_are_grouped_by_thousands() {
        assert_eq!(grouped(999), "999");
        assert_eq!(grouped(1_000), "1,000");
        assert_eq!(grouped(u64::MAX), "18,446,744,073,709,551,615");
    }
}
