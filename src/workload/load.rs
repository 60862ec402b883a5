//! The load that a worker reports at a beat.

use super::settings::LoadShape;
use crate::words::{DAY_MS, HOUR_MS, Instant};

/// The load of the first beat, sent at `at`.
pub(super) fn first_load(shape: &LoadShape, at: Instant) -> f64 {
    match shape {
        LoadShape::Walk { start, .. } => *start,
        _ => load_at(shape, 0.0, at),
    }
}

/// The load of a beat that is sent at `at`; `walked` is where a walk has come to.
#[inline]
pub(super) fn load_at(shape: &LoadShape, walked: f64, at: Instant) -> f64 {
    match shape {
        LoadShape::Walk { .. } => walked,
        LoadShape::Constant(load) => *load,
        _ => load_of_time(shape, at),
    }
}

#[inline(never)]
fn load_of_time(shape: &LoadShape, at: Instant) -> f64 {
    match shape {
        LoadShape::Constant(load) | LoadShape::Walk { start: load, .. } => *load,
        LoadShape::Flap { low, high, every } => {
            if (at.ms() / every.ms().max(1)).is_multiple_of(2) {
                *low
            } else {
                *high
            }
        }
        LoadShape::Diurnal { low, high, peak_hour } => {
            low + (high - low) * (1.0 + day_wave(at, *peak_hour)) / 2.0
        }
        LoadShape::Steps(steps) => {
            let of_day = u64::from(at.ms_of_day());
            let passed = steps.iter().rev().find(|(from, _)| from.ms() <= of_day);
            passed.or(steps.last()).map_or(0.0, |(_, load)| *load)
        }
    }
}

/// Where a walk goes from `walked`, by the low half of a beat's draw.
#[inline]
pub(super) fn walk(shape: &LoadShape, walked: f64, draw: u64) -> f64 {
    match shape {
        LoadShape::Walk { step, .. } => {
            let signed = f64::from(draw as u32 as i32) * (1.0 / 2_147_483_648.0);
            (walked + signed * step).clamp(0.0, 1.0)
        }
        _ => walked,
    }
}

/// A cosine over the day: 1 at the peak hour, -1 twelve hours from it.
pub(super) fn day_wave(at: Instant, peak_hour: f64) -> f64 {
    let from_peak = f64::from(at.ms_of_day()) - peak_hour * HOUR_MS as f64;
    libm::cos(from_peak / DAY_MS as f64 * std::f64::consts::TAU)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::words::Span;

    fn hour(hour: u64) -> Instant {
        Instant::from_ms(hour * HOUR_MS)
    }

    #[test]
    fn a_diurnal_load_peaks_at_its_hour_each_day() {
        let shape = LoadShape::Diurnal { low: 0.1, high: 0.9, peak_hour: 14.0 };
        for day in [0, 24] {
            assert!((load_at(&shape, 0.0, hour(day + 14)) - 0.9).abs() < 1e-12);
            assert!((load_at(&shape, 0.0, hour(day + 2)) - 0.1).abs() < 1e-12);
        }
    }

    #[test]
    fn steps_hold_over_midnight() {
        let at = |hours| Span::from_ms(hours * HOUR_MS);
        let shape = LoadShape::Steps(vec![(at(8), 0.8), (at(20), 0.2)]);
        assert_eq!(load_at(&shape, 0.0, hour(9)), 0.8);
        assert_eq!(load_at(&shape, 0.0, hour(23)), 0.2);
        assert_eq!(load_at(&shape, 0.0, hour(24 + 3)), 0.2, "until the first step of the day");
    }

    #[test]
    fn a_walk_stays_within_its_step_and_its_bounds() {
        let shape = LoadShape::Walk { start: 0.0, step: 0.5 };
        assert_eq!(walk(&shape, 0.25, u64::from(i32::MIN as u32)), 0.0, "down by 0.5, held at 0");
        assert!((walk(&shape, 0.25, i32::MAX as u64) - 0.75).abs() < 1e-9, "up by 0.5");
        assert_eq!(walk(&shape, 0.25, 0), 0.25);
    }

    #[test]
    fn flapping_takes_turns() {
        let shape = LoadShape::Flap { low: 0.2, high: 0.6, every: Span::from_secs(60) };
        let loads =
            [0, 59, 60, 119, 120].map(|s| load_at(&shape, 0.0, Instant::from_ms(s * 1_000)));
        assert_eq!(loads, [0.2, 0.2, 0.6, 0.6, 0.2]);
    }
}
