//! How does the use of a limit depend on a setting, and where does it cross the limit?
//!
//! A sweep is [`super::simulate_all`] over its points.

mod points;
mod shown;

use std::sync::atomic::{AtomicBool, Ordering};

pub use self::points::{Points, sweep_axes};
pub use self::shown::Shown;

use super::limit::Nearness;
use super::simulate::{Options, Watch, Watched, simulate_all};
use super::summary::Summary;
use crate::scenario::Scenario;

/// Runs the points and sends each, with its runs, as soon as it and those before it are complete.
/// It ends where `send` says `false`. Returns the points that were sent, without their runs: fewer
/// than were asked for where it was stopped.
pub fn sweep(
    points: &[Scenario],
    options: Options,
    (runner, watch): Watched<'_>,
    send: &mut (dyn FnMut(usize, &Summary) -> bool + Send),
) -> Vec<Summary> {
    watch.expect(options.days_of(points));
    let watch = Stoppable { watch, has_failed: AtomicBool::new(false) };
    let mut sent = Vec::new();
    let mut take = |place: usize, mut summary: Summary| {
        if watch.has_failed.load(Ordering::Relaxed) {
            return;
        }
        watch.has_failed.store(!send(place, &summary), Ordering::Relaxed);
        summary.runs_detail = Vec::new();
        sent.push(summary);
    };
    simulate_all(points, options, (runner, &watch), &mut take);
    sent
}

/// Stops also where a point cannot be sent.
struct Stoppable<'a> {
    watch: &'a dyn Watch,
    has_failed: AtomicBool,
}

impl Watch for Stoppable<'_> {
    fn advance(&self, days: u64) {
        self.watch.advance(days);
    }

    fn stopped(&self) -> bool {
        self.has_failed.load(Ordering::Relaxed) || self.watch.stopped()
    }
}

/// How a curve lies to its limit. Places are those of the points, in their own order.
#[derive(Clone, PartialEq, Debug)]
pub enum Shape {
    /// There is no limit.
    Unlimited,
    /// No point passes it; the place of the nearest one.
    Under(usize),
    /// Each point passes it; the place of the nearest one.
    Over(usize),
    /// The values have no order; the places of those that pass it.
    Unordered(Vec<usize>),
    /// It crosses the limit once.
    Crosses(Crossing),
    /// It crosses the limit several times.
    NotMonotonic(Vec<Crossing>),
}

/// Where a curve goes from one side of its limit to the other.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Crossing {
    /// The point with the smaller value.
    pub from: usize,
    /// The next point.
    pub to: usize,
    /// The value at which a straight line between the two meets the limit.
    pub interpolated: f64,
}

/// How the worst days of the points lie to their limit. `values` are the numbers of a setting, where
/// all are numbers.
pub fn shape(values: Option<&[f64]>, used: &[Option<f64>]) -> Shape {
    let Some(used) = used.iter().copied().collect::<Option<Vec<f64>>>() else {
        return Shape::Unlimited;
    };
    let over: Vec<usize> = (0..used.len()).filter(|&place| is_over(used[place])).collect();
    let distance = |place: &usize| (used[*place] - 1.0).abs();
    let nearest = (0..used.len()).min_by(|a, b| distance(a).total_cmp(&distance(b)));
    let Some(nearest) = nearest else { return Shape::Unlimited };
    if over.is_empty() {
        return Shape::Under(nearest);
    }
    if over.len() == used.len() {
        return Shape::Over(nearest);
    }
    let Some(values) = values else { return Shape::Unordered(over) };
    match crossings(values, &used).as_slice() {
        [only] => Shape::Crosses(*only),
        several => Shape::NotMonotonic(several.to_vec()),
    }
}

fn is_over(used: f64) -> bool {
    Nearness::of(Some(used)) == Nearness::Over
}

fn crossings(values: &[f64], used: &[f64]) -> Vec<Crossing> {
    let mut order: Vec<usize> = (0..values.len()).collect();
    order.sort_by(|a, b| values[*a].total_cmp(&values[*b]));
    let neighbours = order.windows(2).map(|pair| (pair[0], pair[1]));
    let crossing = neighbours.filter(|&(from, to)| is_over(used[from]) != is_over(used[to]));
    let crossing = crossing.map(|(from, to)| {
        let share = (1.0 - used[from]) / (used[to] - used[from]);
        let interpolated = values[from] + (values[to] - values[from]) * share;
        Crossing { from, to, interpolated }
    });
    crossing.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(values: &[f64], used: &[f64]) -> Shape {
        let used: Vec<Option<f64>> = used.iter().copied().map(Some).collect();
        shape(Some(values), &used)
    }

    #[test]
    fn one_crossing_is_found_between_its_points_in_the_order_of_the_values() {
        let crossing = Crossing { from: 2, to: 0, interpolated: 2.5 };
        assert_eq!(of(&[3.0, 1.0, 2.0], &[1.25, 0.25, 0.75]), Shape::Crosses(crossing));
    }

    #[test]
    fn a_curve_that_crosses_twice_is_not_monotonic() {
        let shape = of(&[1.0, 2.0, 3.0], &[0.5, 1.5, 0.5]);
        let Shape::NotMonotonic(crossings) = shape else { panic!("{shape:?}") };
        assert_eq!(crossings.iter().map(|it| it.interpolated).collect::<Vec<_>>(), [1.5, 2.5]);
    }

    #[test]
    fn a_curve_on_one_side_names_its_nearest_point() {
        assert_eq!(of(&[1.0, 2.0], &[0.5, 1.0]), Shape::Under(1));
        assert_eq!(of(&[1.0, 2.0], &[1.5, 3.0]), Shape::Over(0));
    }

    #[test]
    fn names_have_no_order_and_no_limit_has_no_crossing() {
        assert_eq!(shape(None, &[Some(0.5), Some(2.0)]), Shape::Unordered(vec![1]));
        assert_eq!(shape(Some(&[1.0, 2.0]), &[Some(0.5), None]), Shape::Unlimited);
    }
}
