//! Numbers, names, durations, times of day: the values without fields of their own.
//!
//! Each has its range in its message, and a hint for the mistake that people make.

use std::fmt::Display;
use std::ops::RangeInclusive;

use super::cursor::Cursor;
use crate::scenario::caps;
use crate::scenario::node::{Node, shorten};
use crate::scenario::spelling::{
    UNIT_NAMES, grouped_number, name_mistake, parse_duration, parse_time,
};
use crate::words::{DAY_MS, Span, count};

impl Cursor<'_> {
    /// A whole number within a range.
    pub(in crate::scenario) fn count(&self, range: RangeInclusive<u64>) -> Option<u64> {
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
            let (low, high) = (count(*range.start()), count(*range.end()));
            let found = match u64::try_from(*value) {
                Ok(value) => count(value),
                Err(_) if *value == i128::MAX => "more".to_owned(),
                Err(_) => value.to_string(),
            };
            self.out_of_range(&low, &high, &found);
        }
        fits
    }

    /// A number within a range.
    pub(in crate::scenario) fn number(&self, range: RangeInclusive<f64>) -> Option<f64> {
        let value = match self.node {
            Node::Int(value) => *value as f64,
            Node::Float(value) => *value,
            Node::Text(text) => {
                let help = plain_number(text).map(|number| format!("write `{number}`"));
                self.problems.push(self.wrong("a number").maybe_help(help));
                return None;
            }
            _ => return self.wrong_type("a number"),
        };
        if !value.is_finite() {
            self.refuse("not-finite", format!("{} is not a finite number", self.path()));
            return None;
        }
        if !range.contains(&value) {
            let [low, high, found] = [*range.start(), *range.end(), value].map(grouped_number);
            self.out_of_range(&low, &high, &found);
            return None;
        }
        Some(value)
    }

    /// A load, or a part of a whole, within a range: a number that people write in percent too.
    pub(in crate::scenario) fn load(&self, range: RangeInclusive<f64>) -> Option<f64> {
        if let Node::Text(text) = self.node
            && let Some(percent) = text.trim().strip_suffix('%').and_then(plain_number)
        {
            let help = format!("write `{}`", percent / 100.0);
            self.problems.push(self.wrong("a number").help(help));
            return None;
        }
        self.number(range)
    }

    /// A duration within a range.
    pub(in crate::scenario) fn duration(&self, range: RangeInclusive<Span>) -> Option<Span> {
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
            let found = match self.node {
                Node::Text(text) => shorten(text),
                _ => span.to_string(),
            };
            self.out_of_range(range.start(), range.end(), found);
            return None;
        }
        Some(span)
    }

    /// `true`, `false`, `yes` or `no`.
    pub(in crate::scenario) fn yes_no(&self) -> Option<bool> {
        match self.node {
            Node::Bool(value) => Some(*value),
            Node::Text(text) if text.eq_ignore_ascii_case("yes") => Some(true),
            Node::Text(text) if text.eq_ignore_ascii_case("no") => Some(false),
            _ => self.wrong_type("`yes` or `no`"),
        }
    }

    /// Text for people.
    pub(in crate::scenario) fn text(&self) -> Option<String> {
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
    pub(in crate::scenario) fn name(&self) -> Option<&str> {
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
    pub(in crate::scenario) fn time_of_day(&self) -> Option<Span> {
        match self.node {
            Node::Text(text) if text.contains(':') => {
                let time = parse_time(text);
                if time.is_none() {
                    let message =
                        format!("`{}` is not a time of day from 00:00 to 23:59:59", shorten(text));
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
    pub(in crate::scenario) fn percent(&self) -> Option<f64> {
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

/// The number that a person means by `'0.2'` or `1_000`.
fn plain_number(text: &str) -> Option<f64> {
    let digits = text.trim().replace(['_', ','], "");
    let is_plain = digits.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.');
    digits.parse().ok().filter(|number: &f64| is_plain && number.is_finite())
}
