//! The colos for a spreadsheet: a row for each figure of each colo.

use serde::Serialize;

use super::fields;
use crate::report::Report;
use crate::study::ColoSummary;

/// What there is not, such as the staleness of a colo that no client asks, has no value.
#[derive(Serialize, Default)]
pub(super) struct Row<'a> {
    colo: &'a str,
    figure: String,
    value: Option<f64>,
}

/// Named as in the JSON.
pub(super) fn figures<'a>(report: &Report<'a>) -> Vec<Row<'a>> {
    report.summary.colos.iter().flat_map(of_colo).collect()
}

fn of_colo(it: &ColoSummary) -> impl Iterator<Item = Row<'_>> {
    let known = it.staleness_ms;
    let ages = numbers(&known.unwrap_or_default());
    let ages = ages
        .map(move |(name, age)| (format!("staleness_{name}_ms"), age.filter(|_| known.is_some())));
    let all = numbers(it).chain(numbers(&it.routing)).chain(ages);
    all.map(|(figure, value)| Row { colo: &it.colo, figure, value })
}

/// The fields that are numbers.
fn numbers<T: Serialize>(it: &T) -> impl Iterator<Item = (String, Option<f64>)> + use<T> {
    let numbers = fields(it).filter(|(_, value)| value.is_number());
    numbers.map(|(name, value)| (name, value.as_f64()))
}
