//! How is a number written for people?
//!
//! The only place where reports round, but for counts and means, which [`crate::words`] writes for
//! warnings too. It knows no meter, no table and no colour.

use crate::words::{Measure, Unit, separated};

/// What stands where there is no figure.
pub(super) use crate::words::NONE;
pub use crate::words::{amount, count};
pub(super) use crate::words::{amount_of, many, of};

/// Half the width of the interval around a mean, as exact as the mean is shown: `± 9`. `± 0` where
/// runs do not differ, `–` where there is one run, which says nothing of it.
pub(super) fn spread(half_width: Option<f64>, mean: f64) -> String {
    match half_width.filter(|half| half.is_finite()) {
        None => NONE.to_owned(),
        Some(half) if mean >= 99.95 && half >= 0.5 => {
            format!("± {}", separated(&format!("{half:.0}")))
        }
        Some(half) => format!("± {}", amount(half)),
    }
}

/// A share in percent with one decimal: `54.8 %`.
pub(super) fn percent(share: f64) -> String {
    if !share.is_finite() {
        return NONE.to_owned();
    }
    format!("{} %", decimal(share * 100.0, 1))
}

/// With so many decimals, one at least, and separators.
pub(super) fn decimal(value: f64, decimals: usize) -> String {
    let text = format!("{value:.decimals$}");
    let (whole, decimals) = text.split_once('.').unwrap_or((&text, "0"));
    format!("{}.{decimals}", separated(whole))
}

/// One behind the other, with that between them; nothing where there is none.
pub(super) fn joined(parts: impl IntoIterator<Item = String>, between: &str) -> Option<String> {
    let parts: Vec<String> = parts.into_iter().collect();
    (!parts.is_empty()).then(|| parts.join(between))
}

/// A share of a limit. Never rounded to the other side of 100 %, nor onto it: what is shown as
/// `100.0 %` is the limit exactly.
pub(super) fn used(share: Option<f64>) -> String {
    match share {
        None => NONE.to_owned(),
        Some(share) if (0.9995..1.0).contains(&share) => percent(0.999),
        Some(share) if share > 1.0 && share <= 1.0005 => percent(1.001),
        Some(share) => percent(share),
    }
}

/// A share with as many decimals, up to four, as tell it from another one: `100.02 %` beside 100 %.
/// Never rounded onto that one.
pub(super) fn told_from(share: f64, mark: f64) -> String {
    if !share.is_finite() || share == mark {
        return percent(share);
    }
    let written = |share: f64, decimals: usize| decimal(share * 100.0, decimals) + " %";
    let told = |decimals: &usize| written(share, *decimals) != written(mark, *decimals);
    match (1..=MOST_DECIMALS).find(told) {
        Some(decimals) => written(share, decimals),
        None => written(mark + LEAST_TOLD.copysign(share - mark), MOST_DECIMALS),
    }
}

/// A change with its sign, never `-0.0 %`: `+0.02 %`.
pub(super) fn change(share: f64) -> String {
    let sign = if share < 0.0 { '-' } else { '+' };
    format!("{sign}{}", told_from(share.abs(), 0.0))
}

/// Decimals of a percentage.
const MOST_DECIMALS: usize = 4;
/// The last of them.
const LEAST_TOLD: f64 = 0.000_001;

/// A latency: `5 ms`, `1.2 s` from a second on.
pub(super) fn latency(ms: f64) -> String {
    if !ms.is_finite() {
        NONE.to_owned()
    } else if ms < 999.5 {
        format!("{ms:.0} ms")
    } else {
        format!("{} s", amount(ms / 1_000.0))
    }
}

/// A time of day to the minute: `19:52`.
pub(super) fn clock(ms_of_day: u32) -> String {
    let minutes = ms_of_day / 60_000;
    format!("{:02}:{:02}", minutes / 60, minutes % 60)
}

/// A length in hours: `4 h 8 m`, `35 m`.
pub(super) fn hours(length: f64) -> String {
    let minutes = (length * 60.0).round().max(0.0) as u64;
    match (minutes / 60, minutes % 60) {
        (0, minutes) => format!("{minutes} m"),
        (hours, 0) => format!("{hours} h"),
        (hours, minutes) => format!("{hours} h {minutes} m"),
    }
}

/// A figure in its unit, without the currency of money.
pub(super) fn figure(measure: Measure, value: f64) -> String {
    match measure.unit() {
        Unit::PerDay | Unit::Workers => amount(value),
        Unit::Ratio => percent(value),
        Unit::Ms => length(value),
        Unit::Bytes => bytes(value),
        Unit::Money => money(value),
    }
}

/// `812 B`, `340 kB`, `1.2 MB`: powers of a thousand.
pub(super) fn bytes(value: f64) -> String {
    let (divisor, unit) = match value {
        ..1e3 => return format!("{value:.0} B"),
        ..1e6 => (1e3, "kB"),
        ..1e9 => (1e6, "MB"),
        _ => (1e9, "GB"),
    };
    format!("{} {unit}", amount(value / divisor))
}

/// How old or long something is: `5 ms`, `12.3 s`, `6 m 12 s`, `4 h 8 m`, `2 d 3 h`.
pub(super) fn length(ms: f64) -> String {
    if !ms.is_finite() || ms < 59_950.0 {
        return latency(ms);
    }
    let seconds = (ms / 1_000.0).round() as u64;
    let minutes = (ms / 60_000.0).round() as u64;
    let hours = (ms / 3_600_000.0).round() as u64;
    let (whole, unit, rest, part) = match (seconds, minutes, hours) {
        (..3_600, ..) => (seconds / 60, "m", seconds % 60, "s"),
        (_, ..1_440, _) => (minutes / 60, "h", minutes % 60, "m"),
        _ => (hours / 24, "d", hours % 24, "h"),
    };
    let rest = if rest == 0 { String::new() } else { format!(" {rest} {part}") };
    format!("{} {unit}{rest}", count(whole))
}

/// A price with two decimals: `1,205.00`; `< 0.01` where it would else be shown as nothing.
pub(super) fn money(value: f64) -> String {
    if value > 0.0 && value < 0.005 {
        return "< 0.01".to_owned();
    }
    decimal(value, 2)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_interval_is_as_exact_as_its_mean() {
        assert_eq!(spread(Some(9.2), 3_012.0), "± 9");
        assert_eq!(spread(Some(0.3), 3_012.0), "± 0.3");
        assert_eq!(spread(Some(2.25), 20.0), "± 2.2");
    }

    #[test]
    fn no_spread_and_no_interval_are_told_apart() {
        assert_eq!(spread(Some(0.0), 20.0), "± 0");
        assert_eq!(spread(Some(0.01), 20.0), "± < 0.1");
        assert_eq!(spread(None, 20.0), "–");
    }

    #[test]
    fn a_share_is_never_rounded_onto_or_over_the_limit() {
        assert_eq!(used(Some(0.999_9)), "99.9 %");
        assert_eq!(used(Some(1.0)), "100.0 %");
        assert_eq!(used(Some(1.000_1)), "100.1 %");
        assert_eq!(used(Some(57.6)), "5,760.0 %");
        assert_eq!(used(None), "–");
    }

    #[test]
    fn a_share_has_the_decimals_that_tell_it_from_another() {
        let ratio = 5_912.0 / 5_911.0;
        assert_eq!(told_from(ratio, 1.0), "100.02 %");
        assert_eq!(change(ratio - 1.0), "+0.02 %");
        assert_eq!(change(1.0 / ratio - 1.0), "-0.02 %");
        assert_eq!(told_from(0.999_999_99, 1.0), "99.9999 %");
        assert_eq!(told_from(1.000_000_01, 1.0), "100.0001 %");
        assert_eq!(
            [0.0, -0.0, -1e-9, 0.5].map(change),
            ["+0.0 %", "+0.0 %", "-0.0001 %", "+50.0 %"]
        );
        assert_eq!(told_from(1.526, 1.0), "152.6 %");
    }

    #[test]
    fn ages_have_two_units_at_most_and_never_sixty_of_the_lesser() {
        let ages = [0.0, 5.0, 999.7, 59_900.0, 59_990.0, 60_400.0, 90_000.0, 372_000.0];
        let written = ["0 ms", "5 ms", "1 s", "59.9 s", "1 m", "1 m", "1 m 30 s", "6 m 12 s"];
        assert_eq!(ages.map(length), written);
        let ages = [3_599_400.0, 3_599_600.0, 14_880_000.0, 86_340_000.0, 86_399_999.0, 1e9];
        assert_eq!(
            ages.map(length),
            ["59 m 59 s", "1 h", "4 h 8 m", "23 h 59 m", "1 d", "11 d 14 h"]
        );
    }

    #[test]
    fn times_lengths_and_prices() {
        assert_eq!(clock(71_520_000), "19:52");
        assert_eq!([4.13, 0.58, 3.0].map(hours), ["4 h 8 m", "35 m", "3 h"]);
        assert_eq!([0.0, 5.4, 999.6, 12_345.0].map(latency), ["0 ms", "5 ms", "1 s", "12.3 s"]);
        assert_eq!([0.0, 0.001, 5.0, 1_205.0].map(money), ["0.00", "< 0.01", "5.00", "1,205.00"]);
    }
}
