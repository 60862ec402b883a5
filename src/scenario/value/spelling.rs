//! How durations, times of day, names and large numbers are spelled.
//!
//! From text to plain values and back, without paths or places.

use crate::scenario::caps;
use crate::words::{DAY_MS, Span, separated};

/// The units of a duration, in milliseconds.
const UNITS: [(&str, u64); 5] =
    [("ms", 1), ("s", 1_000), ("m", 60_000), ("h", 3_600_000), ("d", DAY_MS)];
/// Their names, for messages.
pub(in crate::scenario) const UNIT_NAMES: &str = "`ms`, `s`, `m`, `h`, `d`";

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
        return Err(match meant(text) {
            Some(span) => format!("write `{span}`: one whole number with one unit, {UNIT_NAMES}"),
            None if unit.starts_with('.') => {
                "use a smaller unit instead of a fraction: `90s`, not `1.5m`".to_owned()
            }
            None => format!("a duration is a whole number with a unit: {UNIT_NAMES}"),
        });
    };
    let ms = number.parse::<u64>().ok().and_then(|number| number.checked_mul(*factor));
    ms.map(Span::from_ms).ok_or_else(|| "that is longer than any simulation".to_owned())
}

/// What people write for a unit, beside its name.
const ALIASES: [(&str, &[&str]); 5] = [
    ("ms", &["msec", "msecs", "millisecond", "milliseconds"]),
    ("s", &["sec", "secs", "second", "seconds"]),
    ("m", &["min", "mins", "minute", "minutes"]),
    ("h", &["hr", "hrs", "hour", "hours"]),
    ("d", &["day", "days"]),
];

/// What a person means by `9m30s`, `1h 30m`, `1.5h`, `5 min`; `None` where that is not plain.
fn meant(text: &str) -> Option<Span> {
    let lower = text.to_lowercase();
    let mut rest = lower.trim();
    let mut ms = 0.0;
    while !rest.is_empty() {
        let digits =
            rest.len() - rest.trim_start_matches(|c: char| c.is_ascii_digit() || c == '.').len();
        let (number, tail) = rest.split_at(digits);
        let tail = tail.trim_start();
        let letters = tail.len() - tail.trim_start_matches(|c: char| c.is_alphabetic()).len();
        let (unit, tail) = tail.split_at(letters);
        let alias = ALIASES.iter().find(|(_, aliases)| aliases.contains(&unit));
        let unit = alias.map_or(unit, |(name, _)| name);
        let (_, factor) = UNITS.iter().find(|(name, _)| *name == unit)?;
        ms += number.parse::<f64>().ok()? * *factor as f64;
        rest = tail.trim_start();
    }
    let whole = ms.round();
    let is_plain = (ms - whole).abs() < 1e-6 && (0.0..1e15).contains(&whole);
    is_plain.then(|| Span::from_ms(whole as u64))
}

/// `09:00` or `09:00:30`, as the span since midnight.
pub(in crate::scenario) fn parse_time(text: &str) -> Option<Span> {
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
pub(in crate::scenario) fn name_mistake(text: &str) -> Option<String> {
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

/// Any number with commas between its thousands, the huge and the tiny in powers of ten.
pub(in crate::scenario) fn grouped_number(value: f64) -> String {
    let size = value.abs();
    if size != 0.0 && !(1e-6..1e15).contains(&size) {
        return format!("{value:e}");
    }
    let text = value.to_string();
    match text.split_once('.') {
        Some((whole, fraction)) => format!("{}.{fraction}", separated(whole)),
        None => separated(&text),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::words::count;

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
    fn several_numbers_and_fractions_are_told_as_one_whole_number() {
        for (typed, right) in [
            ("9m30s", "570s"),
            ("1h 30m", "90m"),
            ("1h30m", "90m"),
            ("1d12h", "36h"),
            ("1.5h", "90m"),
            ("0.5s", "500ms"),
            ("5 min", "5m"),
            ("2 hours 1 minute", "121m"),
            ("5 S", "5s"),
            ("1s 1ms", "1001ms"),
        ] {
            let help = parse_duration(typed).expect_err(typed);
            assert!(help.starts_with(&format!("write `{right}`:")), "{typed}: {help}");
            assert!(parse_duration(right).is_ok(), "{right}");
        }
        for vague in ["5months", "1h30", "1h-30m", "1.2.3s", "0.0001ms", "9m30x"] {
            let help = parse_duration(vague).expect_err(vague);
            assert!(!help.contains("write"), "{vague}: {help}");
        }
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
        assert_eq!(count(999), "999");
        assert_eq!(count(1_000), "1,000");
        assert_eq!(count(u64::MAX), "18,446,744,073,709,551,615");
        let numbers = [0.0, 1e9, -1234.5, 0.02, 2e9, 1e20, 1e-9].map(grouped_number);
        assert_eq!(
            numbers,
            ["0", "1,000,000,000", "-1,234.5", "0.02", "2,000,000,000", "1e20", "1e-9"]
        );
    }
}
