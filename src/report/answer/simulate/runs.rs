//! What did each run use, a day?

use crate::report::document::{Column, Table};
use crate::study::{RunDetail, Summary};
use crate::words::Meter;

/// A row for each run: its mean day.
pub(super) fn table(summary: &Summary) -> Table {
    let mut rows = Table::of(&summary.runs_detail)
        .column(Column::words("run, a day", 10), |it| it.run.to_string());
    for meter in Meter::ALL {
        let column = Column::figures(meter.name(), 9);
        let column = match meter {
            Meter::Reads | Meter::Writes => column,
            Meter::Deletes => column.sheds(1),
            Meter::Lists => column.sheds(2),
            Meter::Requests => column.sheds(3),
        };
        rows = rows.column(column, |it| mean(it, meter));
    }
    rows.table
}

fn mean(detail: &RunDetail, meter: Meter) -> f64 {
    let total: f64 = detail.days.iter().map(|day| day.count(meter) as f64).sum();
    total / detail.days.len().max(1) as f64
}
