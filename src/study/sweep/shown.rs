//! Which figures does a sweep show?

use crate::study::figures::value;
use crate::study::summary::{MeterSummary, Summary};
use crate::words::{Figure, Measure, Meter, Unit};

/// What is shown of the points.
#[derive(Clone, PartialEq, Debug)]
pub struct Shown {
    /// The meter whose limit is looked at: the one that was asked for, or that comes nearest to its
    /// own.
    pub meter: Meter,
    /// Is it drawn, a bar a point?
    pub is_drawn: bool,
    /// The other figures: those that were asked for, in that order, or those that change.
    pub figures: Vec<Figure>,
    /// Were they asked for?
    pub is_asked: bool,
}

impl Shown {
    /// What is shown of these points where these figures were asked for; none: what changes. One
    /// meter alone is drawn; several figures stand side by side.
    pub fn of(asked: &[Figure], points: &[Summary]) -> Self {
        let meter = asked.iter().find_map(Figure::meter).unwrap_or_else(|| nearest_meter(points));
        match asked {
            [only] if only.meter().is_some() => {
                Self { meter, is_drawn: true, figures: Vec::new(), is_asked: true }
            }
            [] => {
                let figures = changing(points);
                let is_meter = |it: &&Figure| it.meter() == Some(meter);
                let is_drawn = points.len() < 2 || figures.iter().any(|it| is_meter(&it));
                let figures = figures.into_iter().filter(|it| !is_meter(&it)).collect();
                Self { meter, is_drawn, figures, is_asked: false }
            }
            several => {
                // Beside other figures a mean day says more than the worst.
                let figures = several.to_vec();
                Self { meter, is_drawn: false, figures, is_asked: true }
            }
        }
    }
}

/// The meter that comes nearest to its limit over all points; where nothing is limited, the one
/// that counts most.
fn nearest_meter(points: &[Summary]) -> Meter {
    let rows = points.iter().flat_map(|point| &point.meters);
    let rank = |it: &MeterSummary| (it.used_ratio.unwrap_or(-1.0), it.max_per_day);
    let mut nearest: Option<&MeterSummary> = None;
    for row in rows {
        if nearest.is_none_or(|nearest| rank(nearest) < rank(row)) {
            nearest = Some(row);
        }
    }
    nearest.map_or(Meter::Writes, |row| row.meter)
}

/// Measures that say in another way what a sweep shows anyway.
const LEFT_OUT: [Measure; 7] = [
    Measure::LatencyP50,
    Measure::LatencyP95,
    Measure::StalenessP50,
    Measure::StalenessP95,
    Measure::StalenessMax,
    Measure::MisroutedRatio,
    Measure::ColdOperations,
];

/// Values that differ by no more than this share of the largest are as good as equal.
const LEAST_SHARE: f64 = 0.01;

/// The least difference that is one.
fn least(unit: Unit) -> f64 {
    match unit {
        Unit::PerDay => 1.0,
        Unit::Ratio => 0.005,
        Unit::Ms | Unit::Bytes => 1.0,
        Unit::Workers | Unit::Money => 0.01,
    }
}

/// The figures that differ from point to point, by one percent and by what is worth a word.
fn changing(points: &[Summary]) -> Vec<Figure> {
    let figures = Measure::all().filter(|it| !LEFT_OUT.contains(it)).map(|it| it.of_all().mean());
    let changes = |figure: &Figure| {
        let found: Vec<Option<f64>> = points.iter().map(|point| value(point, figure)).collect();
        let known = || found.iter().copied().flatten();
        let (low, high) = known().fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), it| {
            (low.min(it), high.max(it))
        });
        let most = low.abs().max(high.abs());
        let differs = high - low >= least(figure.measure.unit()).max(LEAST_SHARE * most);
        differs || (known().count() > 0 && known().count() < found.len())
    };
    figures.filter(changes).collect()
}
