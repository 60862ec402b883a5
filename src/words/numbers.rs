//! How counts and means are written for people, alike in tables, lines and warnings.

/// What stands where there is no figure.
pub const NONE: &str = "–";

/// A whole number with thousands separators: `3,012`.
pub fn count(value: u64) -> String {
    separated(&value.to_string())
}

/// So many of a thing whose plural takes an s: `1 day`, `1,000 days`.
pub fn many(number: u64, noun: &str) -> String {
    format!("{} {noun}{}", count(number), if number == 1 { "" } else { "s" })
}

/// A part of a whole: `0 of 1 day`, `1 of 6 days`.
pub fn of(part: u64, whole: u64, noun: &str) -> String {
    format!("{} of {}", count(part), many(whole, noun))
}

/// A mean with its noun; one alone has no s: `1 write`, `1.2 writes`, `< 0.1 writes`.
pub fn amount_of(mean: f64, noun: &str) -> String {
    let written = amount(mean);
    let plural = if written == "1" { "" } else { "s" };
    format!("{written} {noun}{plural}")
}

/// A mean: whole from 100 on, with one decimal below (`523`, `52.4`, `20`); `< 0.1` where it would
/// else be shown as nothing. What is not a number is `–`.
pub fn amount(value: f64) -> String {
    if !value.is_finite() {
        return NONE.to_owned();
    }
    if value > 0.0 && value < 0.05 {
        return "< 0.1".to_owned();
    }
    if value.abs() >= 99.95 {
        return separated(&format!("{value:.0}"));
    }
    let text = format!("{value:.1}");
    text.strip_suffix(".0").unwrap_or(&text).to_owned()
}

/// Digits with a comma before each group of three; a minus in front stays in front.
pub fn separated(digits: &str) -> String {
    let (sign, digits) = digits.strip_prefix('-').map_or(("", digits), |rest| ("-", rest));
    let mut text = sign.to_owned();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
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
    fn thousands_are_separated() {
        let written = [0, 12, 999, 1_000, 100_000, 1_234_567].map(count);
        assert_eq!(written, ["0", "12", "999", "1,000", "100,000", "1,234,567"]);
        assert_eq!(separated("-1234"), "-1,234");
    }

    #[test]
    fn one_alone_has_no_plural() {
        let written = [0, 1, 2, 1_000].map(|number| many(number, "day"));
        assert_eq!(written, ["0 days", "1 day", "2 days", "1,000 days"]);
        assert_eq!([of(1, 1, "run"), of(1, 6, "run")], ["1 of 1 run", "1 of 6 runs"]);
        let means = [0.01, 1.0, 1.04, 1.2, 0.0].map(|mean| amount_of(mean, "write"));
        assert_eq!(means, ["< 0.1 writes", "1 write", "1 write", "1.2 writes", "0 writes"]);
    }

    #[test]
    fn means_keep_one_decimal_below_a_hundred() {
        let written = [0.0, 0.01, 0.26, 20.0, 52.36, 99.96, 523.6, 5_759.8].map(amount);
        assert_eq!(written, ["0", "< 0.1", "0.3", "20", "52.4", "100", "524", "5,760"]);
        assert_eq!(amount(f64::NAN), "–");
    }
}
