//! The points of a sweep, as rows or where two settings cross.

use super::{SweepReport, short};
use crate::report::Report;
use crate::report::document::verdict;
use crate::report::document::{Cell, Column, Matrix, Table, Value};
use crate::scenario::Axis;

/// Columns of the other cells, roughly: what is left is for the bar.
const BESIDE_BAR: usize = 62;

/// A row for each point.
pub(super) fn points<'a>(report: &SweepReport<'a>) -> Table {
    let row = |point: &Report<'a>| report.row(point);
    let used = |point: &Report<'a>| row(point).used_ratio;
    let bar = if report.points.iter().any(|it| used(it).is_some()) { "│ the limit" } else { "" };
    let most = report.points.iter().map(|it| row(it).max_per_day).max();
    let most = most.unwrap_or(0).max(1) as f64;
    let mut rows = Table::of(report.points);
    for (at, axis) in report.axes.iter().enumerate() {
        let column = Column::words(short(axis, report.axes), 8);
        rows = rows.column(column, |it| it.parameters[at].value.clone());
    }
    rows.column(Column::figures("a day", 9), |it| Value::Mean(row(it).mean_per_day))
        .column(Column::figures("± 95 %", 7).sheds(1), |it| {
            Value::Spread(row(it).ci95_half_width, row(it).mean_per_day)
        })
        .column(Column::figures("worst day", 10).sheds(2), |it| Value::Count(row(it).max_per_day))
        .column(Column::figures("used", 7).sheds(9), |it| verdict::used(used(it)))
        .column(Column::words("", 4).sheds(8), |it| verdict::word(used(it)))
        .column(Column::bars(bar, BESIDE_BAR).sheds(7), |it| {
            let gauge = Value::Gauge(used(it), row(it).max_per_day as f64 / most);
            Cell::toned(gauge, verdict::word(used(it)).tone)
        })
        .table
}

/// The first setting goes down, the second across.
pub(super) fn matrix(report: &SweepReport<'_>, down: &Axis, across: &Axis) -> Matrix {
    let lines = report.points.chunks(across.values.len());
    let rows = down.values.iter().zip(lines).map(|(value, points)| {
        (value.clone(), points.iter().map(|point| crossing(report, point)).collect())
    });
    Matrix {
        corner: short(down, report.axes),
        across: across.values.clone(),
        rows: rows.collect(),
        pairs: points(report),
    }
}

fn crossing(report: &SweepReport<'_>, point: &Report<'_>) -> Cell {
    let row = report.row(point);
    if row.used_ratio.is_none() {
        Value::Mean(row.mean_per_day).into()
    } else {
        verdict::used(row.used_ratio)
    }
}
