//! What does a day use of each meter?

use crate::report::figures::{NONE, amount, count, spread, used};
use crate::report::table::{Cell, Column, Grid};
use crate::report::verdict::Verdict;
use crate::report::{Look, Report};
use crate::study::MeterSummary;

/// The table as lines.
pub(super) fn lines(report: &Report<'_>, look: Look) -> Vec<String> {
    grid(report).lines(look)
}

/// The table of meters. `used` is the worst day, the rest of the account with it.
pub(in crate::report) fn grid(report: &Report<'_>) -> Grid {
    let mut grid = Grid::new(vec![
        Column::words("operation", 10),
        Column::figures("a day", 9),
        Column::figures("± 95 %", 9).sheds(1),
        Column::figures("worst day", 11).sheds(3),
        Column::figures("limit", 9).sheds(2),
        Column::figures("used", 7),
        Column::words("", 4),
    ]);
    for meter in &report.summary.meters {
        grid.push(row(meter));
    }
    grid
}

fn row(meter: &MeterSummary) -> Vec<Cell> {
    let verdict = Verdict::of(meter.used_ratio);
    vec![
        meter.meter.name().into(),
        amount(meter.mean_per_day).into(),
        spread(meter.ci95_half_width, meter.mean_per_day).into(),
        count(meter.max_per_day).into(),
        meter.limit_per_day.map_or_else(|| NONE.to_owned(), count).into(),
        Cell::toned(used(meter.used_ratio), verdict.tone()),
        Cell::toned(verdict.word(), verdict.tone()),
    ]
}
