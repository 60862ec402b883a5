//! Does routing get worse, and by what?
//!
//! A change that leaves every limit alone may still leave live workers out. This holds what became of
//! the client requests of one scenario against another's; it knows nothing of what was changed.

use serde::{Serialize, Serializer};

use super::figures::value;
use super::summary::Summary;
use crate::words::{Measure, Unit};

/// What gets worse of routing where less is better, in the order in which it is shown.
pub const ROUTING: [Measure; 4] =
    [Measure::FalseDead, Measure::Misrouted, Measure::Unroutable, Measure::StalenessP99];

/// Counts a day that differ by no more than this are as good as equal.
const LEAST_PER_DAY: f64 = 1.0;
/// Ages that differ by no more than this are as good as equal, in milliseconds.
const LEAST_MS: f64 = 1_000.0;
/// Figures that differ by no more than this share are as good as equal.
const LEAST_SHARE: f64 = 0.05;

/// A change by less is none.
fn least(measure: Measure) -> f64 {
    if measure.unit() == Unit::Ms { LEAST_MS } else { LEAST_PER_DAY }
}

/// What became of client requests in one scenario.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Routed {
    /// In the order of [`ROUTING`].
    figures: [Option<f64>; ROUTING.len()],
    /// Client requests, mean a day.
    requests_per_day: f64,
    /// Workers of all groups.
    workers: u64,
}

/// The figures by name, in an order of their own.
impl Serialize for Routed {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        let [false_dead, misrouted, unroutable, staleness] = ROUTING;
        let order = [misrouted, unroutable, false_dead, staleness];
        to.collect_map(order.map(|it| (it.key(), self.figure(it))))
    }
}

impl Routed {
    /// What a summary of a scenario with so many workers says.
    pub fn of(summary: &Summary, workers: u64) -> Self {
        let requests_per_day = summary.routing.asked_per_day();
        let figures = ROUTING.map(|it| value(summary, &it.of_all()));
        Self { figures, requests_per_day, workers }
    }

    /// One figure.
    pub fn figure(&self, figure: Measure) -> Option<f64> {
        let place = ROUTING.iter().position(|it| *it == figure)?;
        self.figures[place]
    }
}

fn as_key<S: Serializer>(figure: &Measure, to: S) -> Result<S::Ok, S::Error> {
    to.serialize_str(&figure.key())
}

/// A figure that got worse.
#[derive(Clone, Copy, PartialEq, Debug, Serialize)]
pub struct Worse {
    /// Which.
    #[serde(serialize_with = "as_key")]
    pub figure: Measure,
    /// What it was.
    #[serde(rename = "as_written")]
    pub before: f64,
    /// What it is.
    #[serde(rename = "at_holds")]
    pub after: f64,
}

/// Where routing is worse than it was.
///
/// A count is worse where it is more than 5 % and more than 1 a day above what it was, an age where
/// it is more than 5 % and more than 1 s above. Where there are more client requests, counts may
/// grow as they do; where there are more workers, those left out as dead may grow as they do: the
/// same share of more is not worse. Fewer of them excuse nothing. An age is not judged where no
/// worker was chosen on one of the two sides.
pub fn worse(before: &Routed, after: &Routed) -> Vec<Worse> {
    let more = |before: f64, after: f64| if before > 0.0 { (after / before).max(1.0) } else { 1.0 };
    let requests = more(before.requests_per_day, after.requests_per_day);
    let workers = more(before.workers as f64, after.workers as f64);
    let judged = ROUTING.into_iter().filter_map(|figure| {
        let (was, is) = (before.figure(figure)?, after.figure(figure)?);
        let excused = was
            * match figure {
                Measure::Misrouted | Measure::Unroutable => requests,
                Measure::FalseDead => requests * workers,
                _ => 1.0,
            };
        let is_worse = is > excused * (1.0 + LEAST_SHARE) && is > excused + least(figure);
        is_worse.then_some(Worse { figure, before: was, after: is })
    });
    judged.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// In the order of [`ROUTING`].
    fn routed(figures: [f64; 4], requests_per_day: f64, workers: u64) -> Routed {
        Routed { figures: figures.map(Some), requests_per_day, workers }
    }

    fn names(before: &Routed, after: &Routed) -> Vec<String> {
        worse(before, after).into_iter().map(|it| it.figure.key()).collect()
    }

    #[test]
    fn a_little_more_is_noise_and_more_than_that_is_worse() {
        let before = routed([100.0, 100.0, 0.0, 30_000.0], 1_000.0, 2);
        assert!(names(&before, &routed([105.0, 104.9, 1.0, 31_500.0], 1_000.0, 2)).is_empty());
        let after = routed([105.1, 105.2, 1.1, 31_501.0], 1_000.0, 2);
        assert_eq!(names(&before, &after), ROUTING.map(Measure::key));
        assert!(names(&after, &before).is_empty(), "better is not worse");
        // Five percent of little is little.
        let fresh = |ms| routed([0.5, 0.0, 0.0, ms], 1_000.0, 2);
        assert!(names(&fresh(900.0), &fresh(1_900.0)).is_empty());
        assert_eq!(names(&fresh(900.0), &fresh(1_901.0)), ["staleness_p99_ms"]);
    }

    #[test]
    fn the_same_share_of_more_is_not_worse() {
        let before = routed([10.0, 10.0, 10.0, 0.0], 100.0, 2);
        assert!(names(&before, &routed([100.0, 100.0, 100.0, 0.0], 1_000.0, 2)).is_empty());
        // More workers excuse only that more of them are left out.
        let more = names(&before, &routed([20.0, 20.0, 20.0, 0.0], 100.0, 4));
        assert_eq!(more, ["misrouted_per_day", "unroutable_per_day"]);
        // Less of everything excuses nothing.
        assert_eq!(names(&before, &routed([12.0, 0.0, 0.0, 0.0], 1.0, 1)), ["false_dead_per_day"]);
    }

    #[test]
    fn where_nobody_chose_there_is_no_age_to_judge() {
        let before = routed([0.0; 4], 100.0, 2);
        let mut after = routed([0.0, 0.0, 100.0, 0.0], 100.0, 2);
        after.figures[3] = None;
        assert_eq!(names(&before, &after), ["unroutable_per_day"]);
        assert_eq!(names(&after, &before), Vec::<String>::new());
    }
}
