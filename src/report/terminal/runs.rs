//! What did each run use, a day?

use crate::report::figures::amount;
use crate::report::table::{Cell, Column, Grid};
use crate::report::{Look, Report};
use crate::study::RunDetail;
use crate::words::Meter;

/// The table as lines.
pub(super) fn lines(report: &Report<'_>, look: Look) -> Vec<String> {
    grid(report).map_or_else(Vec::new, |grid| grid.lines(look))
}

/// A row for each run: its mean day.
pub(in crate::report) fn grid(report: &Report<'_>) -> Option<Grid> {
    let details = &report.summary.runs_detail;
    if details.is_empty() {
        return None;
    }
    let mut columns = vec![Column::words("run, a day", 10)];
    for meter in Meter::ALL {
        let column = Column::figures(meter.name(), 9);
        columns.push(match meter {
            Meter::Reads | Meter::Writes => column,
            Meter::Deletes => column.sheds(1),
            Meter::Lists => column.sheds(2),
            Meter::Requests => column.sheds(3),
        });
    }
    let mut grid = Grid::new(columns);
    for detail in details {
        let mut row: Vec<Cell> = vec![detail.run.to_string().into()];
        row.extend(Meter::ALL.map(|meter| Cell::from(amount(mean(detail, meter)))));
        grid.push(row);
    }
    Some(grid)
}

fn mean(detail: &RunDetail, meter: Meter) -> f64 {
    let total: f64 = detail.days.iter().map(|day| day.count(meter) as f64).sum();
    total / detail.days.len().max(1) as f64
}
