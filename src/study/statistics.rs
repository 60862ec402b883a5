//! Intervals and bounds: Student's t, and Clopper and Pearson's bound on a share.
//!
//! Both come from one function, the regularised incomplete beta function; logarithms go through
//! `libm`, so that every machine prints the same digits.

/// Mean and half the width of its 95 % Student interval; no width with fewer than two values.
pub fn mean_interval(values: &[f64]) -> (f64, Option<f64>) {
    let n = values.len() as f64;
    let mean = values.iter().sum::<f64>() / n.max(1.0);
    if values.len() < 2 {
        return (mean, None);
    }
    if values.iter().all(|value| *value == values[0]) {
        // Nothing spreads; the mean of equal doubles need not be equal to them.
        return (values[0], Some(0.0));
    }
    let squares: f64 = values.iter().map(|value| (value - mean) * (value - mean)).sum();
    let error = (squares / (n - 1.0) / n).sqrt();
    (mean, Some(student_975(n - 1.0) * error))
}

/// The 95 % upper bound on a share, where it was seen `hits` times of `tries` (Clopper, Pearson
/// 1934). It takes the tries for independent of one another.
pub fn share_upper95(hits: u64, tries: u64) -> f64 {
    if tries == 0 || hits >= tries {
        return 1.0;
    }
    let (hits, tries) = (hits as f64, tries as f64);
    // P(at most `hits` | share) = 1 - I_share(hits + 1, tries - hits) falls with the share.
    bisect(0.0, 1.0, |share| incomplete_beta(hits + 1.0, tries - hits, share) < 0.95)
}

/// The 97.5th percentile of Student's t distribution.
pub fn student_975(degrees: f64) -> f64 {
    // P(T <= t) = 1 - I_x(degrees / 2, 1 / 2) / 2 with x = degrees / (degrees + t²).
    let tail = |t: f64| incomplete_beta(degrees / 2.0, 0.5, degrees / (degrees + t * t)) / 2.0;
    bisect(0.0, 13.0, |t| tail(t) > 0.025)
}

/// Where `is_below`, true at `low`, turns false.
fn bisect(mut low: f64, mut high: f64, is_below: impl Fn(f64) -> bool) -> f64 {
    for _ in 0..100 {
        let middle = f64::midpoint(low, high);
        if is_below(middle) {
            low = middle;
        } else {
            high = middle;
        }
    }
    f64::midpoint(low, high)
}

/// The regularised incomplete beta function I_x(a, b), by its continued fraction (Abramowitz,
/// Stegun 26.5.8, evaluated after Lentz).
fn incomplete_beta(a: f64, b: f64, x: f64) -> f64 {
    if x <= 0.0 || x >= 1.0 {
        return if x <= 0.0 { 0.0 } else { 1.0 };
    }
    if x > (a + 1.0) / (a + b + 2.0) {
        return 1.0 - incomplete_beta(b, a, 1.0 - x);
    }
    let log_beta = libm::lgamma(a) + libm::lgamma(b) - libm::lgamma(a + b);
    let front = libm::exp(a * libm::log(x) + b * libm::log1p(-x) - log_beta) / a;
    front / continued_fraction(a, b, x)
}

fn continued_fraction(a: f64, b: f64, x: f64) -> f64 {
    const TINY: f64 = 1e-300;
    let away = |value: f64| if value.abs() < TINY { TINY } else { value };
    let (mut c, mut d, mut whole) = (1.0, 0.0, 1.0);
    for step in 1..10_000_u32 {
        let m = f64::from(step / 2);
        let coefficient = if step.is_multiple_of(2) {
            m * (b - m) * x / ((a + 2.0 * m - 1.0) * (a + 2.0 * m))
        } else {
            -(a + m) * (a + b + m) * x / ((a + 2.0 * m) * (a + 2.0 * m + 1.0))
        };
        d = 1.0 / away(1.0 + coefficient * d);
        c = away(1.0 + coefficient / c);
        whole *= c * d;
        if (c * d - 1.0).abs() < 1e-15 {
            break;
        }
    }
    whole
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn student_quantiles_are_those_of_the_tables() {
        for (degrees, quantile) in
            [(1.0, 12.706), (4.0, 2.776), (19.0, 2.093), (199.0, 1.972), (9_999.0, 1.960)]
        {
            let found = student_975(degrees);
            assert!((found - quantile).abs() < 5e-4, "{degrees}: {found}");
        }
    }

    #[test]
    fn the_interval_of_five_values() {
        // 1 … 5: mean 3, deviation √2.5, error √0.5, times 2.776.
        let (mean, half) = mean_interval(&[1.0, 2.0, 3.0, 4.0, 5.0]);
        assert_eq!(mean, 3.0);
        assert!((half.unwrap() - 1.963).abs() < 1e-3);
        assert_eq!(mean_interval(&[7.0]), (7.0, None));
        assert_eq!(mean_interval(&[0.1; 3]), (0.1, Some(0.0)));
    }

    #[test]
    fn no_bad_day_of_140_leaves_two_percent() {
        // 1 - 0.05^(1/140)
        assert!((share_upper95(0, 140) - 0.021_17).abs() < 1e-4);
        // From the tables of Clopper and Pearson: 1 of 20.
        assert!((share_upper95(1, 20) - 0.216_1).abs() < 1e-4);
        assert_eq!(share_upper95(5, 5), 1.0);
        assert!(share_upper95(1_000_000, 2_000_000) < 0.501);
    }
}
