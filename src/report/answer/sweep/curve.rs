//! Where one setting crosses the limit.

use super::{SweepReport, short};
use crate::report::figures::used;
use crate::report::{Report, count};
use crate::scenario::Quantity;
use crate::study::{Crossing, Shape, shape};

/// The curve with the numbers of its setting.
fn shape_of(report: &SweepReport<'_>) -> (Shape, Option<Vec<Quantity>>) {
    let used: Vec<Option<f64>> =
        report.points.iter().map(|point| report.row(point).used_ratio).collect();
    let numbers = numbers(report);
    let values: Option<Vec<f64>> =
        numbers.as_ref().map(|numbers| numbers.iter().map(|it| it.number()).collect());
    (shape(values.as_deref(), &used), numbers)
}

/// Where a curve crosses its limit: the value before, the value after, and the one between.
pub(super) type Crossings = Vec<[String; 3]>;

/// The crossings of one setting; `None`: its values have no order.
pub(super) fn crossings(report: &SweepReport<'_>) -> Option<Crossings> {
    let (shape, numbers) = shape_of(report);
    let numbers = numbers?;
    let crossings = match shape {
        Shape::Crosses(only) => vec![only],
        Shape::NotMonotonic(several) => several,
        Shape::Unlimited | Shape::Under(_) | Shape::Over(_) | Shape::Unordered(_) => Vec::new(),
    };
    let value = |place: usize| numbers[place].to_string();
    let row = |it: &Crossing| [value(it.from), value(it.to), between(&numbers, it)];
    Some(crossings.iter().map(row).collect())
}

/// Where the limit is passed, in a sentence.
pub(super) fn conclusion(report: &SweepReport<'_>) -> String {
    let (shape, numbers) = shape_of(report);
    let limit = report.limit_text();
    let worst = |place: usize| {
        let share = report.row(&report.points[place]).used_ratio;
        format!("{} ({})", named(report, place), used(share))
    };
    match shape {
        Shape::Unlimited => format!("there is no daily limit of {}", report.meter()),
        Shape::Under(near) if !report.shown.is_drawn && !report.shown.is_asked => {
            let share = used(report.row(&report.points[near]).used_ratio);
            format!(
                "nearest limit: {}, {share} on the worst day, alike at each point",
                report.meter()
            )
        }
        Shape::Under(near) => format!("the {limit} is kept; nearest at {}", worst(near)),
        Shape::Over(near) => {
            format!("the {limit} is passed at each point; least at {}", worst(near))
        }
        Shape::Unordered(over) => {
            let points = [over.len(), report.points.len()].map(|it| count(it as u64)).join(" of ");
            let named = some(&over, |&place| worst(place));
            format!("the {limit} is passed at {points} points: {named}")
        }
        Shape::Crosses(only) => {
            let at = numbers.map_or_else(String::new, |numbers| between(&numbers, &only));
            format!(
                "the {limit} is crossed between {} and {}; a straight line between them meets it \
                 at about {at} (interpolated, not simulated)",
                worst(only.from),
                worst(only.to),
            )
        }
        Shape::NotMonotonic(several) => {
            let pair =
                |it: &Crossing| format!("{} and {}", named(report, it.from), named(report, it.to));
            let (times, places) = (several.len(), some(&several, pair));
            format!("not-monotonic: the {limit} is crossed {times} times, between {places}")
        }
    }
}

/// The first of them, and `…` where there are more.
fn some<T>(all: &[T], name: impl Fn(&T) -> String) -> String {
    let mut names: Vec<String> = all.iter().take(LISTED).map(name).collect();
    if all.len() > LISTED {
        names.push("…".to_owned());
    }
    names.join(", ")
}

/// At most so many points are named in a sentence.
const LISTED: usize = 5;

/// The values as numbers, where one setting is varied and all its values are numbers.
fn numbers(report: &SweepReport<'_>) -> Option<Vec<Quantity>> {
    let value = |point: &Report<'_>| match point.parameters {
        [only] => Quantity::parse(&only.value),
        _ => None,
    };
    report.points.iter().map(value).collect()
}

/// Where a straight line meets the limit; between whole numbers that has a fraction.
fn between(numbers: &[Quantity], crossing: &Crossing) -> String {
    let like = match (numbers[crossing.to], numbers[crossing.from]) {
        (Quantity::Whole(0), like) | (like, _) => like,
    };
    let like = if let Quantity::Whole(_) = like { Quantity::Real(0.0) } else { like };
    like.like(crossing.interpolated).to_string()
}

fn named(report: &SweepReport<'_>, place: usize) -> String {
    let parameters = report.points[place].parameters.iter();
    let named = parameters
        .zip(report.axes)
        .map(|(parameter, axis)| format!("{}={}", short(axis, report.axes), parameter.value));
    named.collect::<Vec<_>>().join(" ")
}
