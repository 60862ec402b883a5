//! What did each run use, a day?

use crate::report::document::{Column, Table};
use crate::study::Summary;
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
        rows = rows.column(column, |it| it.mean_per_day(meter));
    }
    rows.table
}
