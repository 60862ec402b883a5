//! What does a day use of each meter?

use crate::report::document::verdict;
use crate::report::document::{Cell, Column, Table, Value};
use crate::study::{MeterSummary, Summary};

/// A row of the table: who uses the meter.
enum User<'s> {
    /// The scenario.
    Scenario(&'s MeterSummary),
    /// The rest of the account, the same each day.
    Rest(&'s MeterSummary),
}

use User::{Rest, Scenario};

/// A row for each meter, and one below it for what the rest of the account uses of it. `used` is
/// the worst day, the rest of the account with it.
pub(super) fn table(summary: &Summary) -> Table {
    let rows = summary.meters.iter().flat_map(|it| {
        let rest = (it.other_per_day > 0).then_some(Rest(it));
        [Scenario(it)].into_iter().chain(rest)
    });
    Table::of(&rows.collect::<Vec<_>>())
        .column(Column::words("operation", 10), |it| match it {
            Scenario(it) => it.meter.name(),
            Rest(_) => "+ account.other",
        })
        .column(Column::figures("a day", 9), |it| match it {
            Scenario(it) => Value::Mean(it.mean_per_day),
            Rest(it) => Value::Count(it.other_per_day),
        })
        .column(Column::figures("± 95 %", 9).sheds(1), |it| match it {
            Scenario(it) => Value::Spread(it.ci95_half_width, it.mean_per_day),
            Rest(_) => Value::from(""),
        })
        .column(Column::figures("worst day", 11).sheds(3), |it| match it {
            Scenario(it) => it.max_per_day,
            Rest(it) => it.other_per_day,
        })
        .column(Column::figures("limit", 9).sheds(2), |it| match it {
            Scenario(it) => it.limit_per_day.into(),
            Rest(_) => Value::from(""),
        })
        .column(Column::figures("used", 7), |it| match it {
            Scenario(it) => verdict::used(it.used_ratio),
            Rest(_) => Cell::from(""),
        })
        .column(Column::words("", 4), |it| match it {
            Scenario(it) => verdict::word(it.used_ratio),
            Rest(_) => Cell::from(""),
        })
        .table
}
