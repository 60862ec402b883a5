//! The colos for a spreadsheet: a row for each figure of each colo.

use serde::Serialize;

use super::{Tidy, harmless};
use crate::report::Report;
use crate::study::ColoSummary;

const COLUMNS: [&str; 3] = ["colo", "figure", "value"];

/// `scenario,policy,parameter_<path>…,colo,figure,value`: the figures of each colo over all runs,
/// named as in the JSON. What there is not, such as the staleness of a colo that no client asks, has
/// an empty value.
pub fn render_colos_csv(reports: &[Report<'_>]) -> String {
    rows(Tidy::new(reports, &COLUMNS), reports)
}

/// The rows of [`render_colos_csv`] alone, for reports with the parameters of those before them.
pub fn render_colos_csv_rows(reports: &[Report<'_>]) -> String {
    rows(Tidy::without_header(reports), reports)
}

fn rows(mut table: Tidy, reports: &[Report<'_>]) -> String {
    for report in reports {
        for colo in &report.summary.colos {
            for (figure, value) in figures(colo) {
                let value = value.map_or_else(String::new, |value| value.to_string());
                let cells = [harmless(&colo.colo), figure, value];
                table.push(report, cells.into_iter());
            }
        }
    }
    table.finish()
}

/// All figures of a colo; of the staleness, none of them has a value where no worker was chosen.
fn figures(it: &ColoSummary) -> impl Iterator<Item = (String, Option<f64>)> {
    let own = numbers(it).into_iter().chain(numbers(&it.routing));
    let known = it.staleness_ms;
    let ages = numbers(&known.unwrap_or_default()).into_iter();
    let ages = ages
        .map(move |(name, age)| (format!("staleness_{name}_ms"), age.filter(|_| known.is_some())));
    own.chain(ages)
}

/// The fields of a summary that are numbers, by name.
fn numbers(summary: &impl Serialize) -> Vec<(String, Option<f64>)> {
    let fields = serde_json::to_value(summary).expect("names as keys");
    let fields = fields.as_object().into_iter().flatten();
    let numbers = fields.filter(|(_, value)| value.is_number());
    numbers.map(|(name, value)| (name.clone(), value.as_f64())).collect()
}
