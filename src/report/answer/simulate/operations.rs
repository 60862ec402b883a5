//! What does a day use of each meter?

use crate::report::document::verdict;
use crate::report::document::{Column, Table, Value};
use crate::study::Summary;

/// A row for each meter. `used` is the worst day, the rest of the account with it.
pub(super) fn table(summary: &Summary) -> Table {
    Table::of(&summary.meters)
        .column(Column::words("operation", 10), |it| it.meter.name())
        .column(Column::figures("a day", 9), |it| it.mean_per_day)
        .column(Column::figures("± 95 %", 9).sheds(1), |it| {
            Value::Spread(it.ci95_half_width, it.mean_per_day)
        })
        .column(Column::figures("worst day", 11).sheds(3), |it| it.max_per_day)
        .column(Column::figures("limit", 9).sheds(2), |it| it.limit_per_day)
        .column(Column::figures("used", 7), |it| verdict::used(it.used_ratio))
        .column(Column::words("", 4), |it| verdict::word(it.used_ratio))
        .table
}
