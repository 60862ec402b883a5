//! What becomes of client requests in all worlds?

use super::{Explored, Spread, spread};
use crate::study::figures::value;
use crate::study::routed::ROUTING;
use crate::words::Measure;

/// One figure of routing in all worlds.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct RoutingRange {
    /// Which.
    pub figure: Measure,
    /// As written; `None` where no worker was chosen.
    pub written: Option<f64>,
    /// Over the worlds that have it; `None`: none does.
    pub range: Option<Spread>,
}

impl Explored<'_> {
    /// Every figure of routing in all worlds, in the order of [`ROUTING`].
    pub fn routing(&self) -> Vec<RoutingRange> {
        let each = ROUTING.into_iter().map(|measure| {
            let figure = measure.of_all();
            let value = |place: usize| value(self.summaries[place], &figure);
            let places = 0..self.summaries.len();
            let places: Vec<usize> = places.filter(|&place| value(place).is_some()).collect();
            let range =
                (!places.is_empty()).then(|| spread(&places, |it| value(it).unwrap_or(0.0)));
            RoutingRange { figure: measure, written: value(self.worlds.own), range }
        });
        each.collect()
    }
}
