//! Is the first day, which begins with cold caches, like the later ones?

use crate::report::amount;
use crate::study::{MeterSummary, Summary};

/// The first day is told apart where it differs from the later ones by more than this share.
const APART_FROM: f64 = 0.05;
/// And by at least so many a day.
const LEAST_APART: f64 = 1.0;

/// `day 1 (cold): reads 3,100; later days: 2,990`, where any meter differs.
pub(in crate::report) fn cold(summary: &Summary) -> Vec<String> {
    summary.meters.iter().filter_map(apart).collect()
}

fn apart(it: &MeterSummary) -> Option<String> {
    let later = it.later_days_mean?;
    let difference = (it.first_day_mean - later).abs();
    if difference < LEAST_APART || difference <= APART_FROM * later {
        return None;
    }
    let (first, later) = (amount(it.first_day_mean), amount(later));
    Some(format!("day 1 (cold): {} {first}; later days: {later}", it.meter))
}
