//! A budget's figures, their differences and bounds, each in its unit.

use crate::report::figures::{amount, bytes, count, decimal, length, money, percent};
use crate::scenario::BudgetMax;
use crate::words::{Figure, Span, Unit};

/// A figure in its unit: `1,221`, `39.6 %`, `161 ms`, `6 m 52 s`, `5.00 USD`.
pub(super) fn figure(metric: &Figure, value: f64, currency: &str) -> String {
    match metric.measure.unit() {
        Unit::PerDay | Unit::Workers => quantity(value),
        Unit::Ratio => percent(value),
        Unit::Ms if value < A_SECOND => format!("{} ms", quantity(value)),
        Unit::Ms => length(value),
        Unit::Bytes => bytes(value),
        Unit::Money => format!("{} {currency}", money(value)),
    }
}

/// From so many milliseconds on a duration is read more easily in seconds.
const A_SECOND: f64 = 1_000.0;

/// A difference of two figures; of shares, in points.
pub(super) fn difference(metric: &Figure, value: f64, currency: &str) -> String {
    match metric.measure.unit() {
        Unit::PerDay | Unit::Workers => amount_or_count(value),
        Unit::Ratio => format!("{} points", amount(value * 100.0)),
        Unit::Ms if value < A_SECOND => format!("{} ms", amount_or_count(value)),
        Unit::Bytes => bytes(value),
        Unit::Ms | Unit::Money => figure(metric, value, currency),
    }
}

/// A whole number with separators, else with one decimal: a budget's figure is never rounded to
/// a whole one.
fn quantity(value: f64) -> String {
    if is_whole(value) {
        count(value as u64)
    } else if value < 99.95 {
        amount(value)
    } else {
        decimal(value, 1)
    }
}

fn amount_or_count(value: f64) -> String {
    if is_whole(value) { count(value as u64) } else { amount(value) }
}

fn is_whole(value: f64) -> bool {
    value.fract() == 0.0 && (0.0..1e15).contains(&value)
}

/// A bound as the scenario file may write it: `800`, `80%`, `300ms`.
pub(super) fn bound(metric: &Figure, max: BudgetMax) -> String {
    match (max, metric.measure.unit()) {
        (BudgetMax::OfLimit(share), _) | (BudgetMax::Count(share), Unit::Ratio) => {
            plain_percent(share)
        }
        (BudgetMax::Count(ms), Unit::Ms) if ms.fract() == 0.0 => {
            Span::from_ms(ms as u64).to_string()
        }
        (BudgetMax::Count(ms), Unit::Ms) => format!("{ms}ms"),
        (BudgetMax::Count(count), Unit::PerDay | Unit::Bytes | Unit::Workers | Unit::Money) => {
            count.to_string()
        }
    }
}

/// `5%`, `12.5%`: at most four decimals, none that says nothing.
pub(super) fn plain_percent(share: f64) -> String {
    let text = format!("{:.4}", share * 100.0);
    format!("{}%", text.trim_end_matches('0').trim_end_matches('.'))
}
