//! The points of a sweep, as rows or where two settings cross.

use super::{SweepReport, short};
use crate::report::Report;
use crate::report::document::verdict;
use crate::report::document::{Block, Cell, Column, Matrix, Rows, Table, Value};
use crate::scenario::Axis;
use crate::study::{Shown, value};
use crate::words::{Figure, Statistic};

/// Columns of the other cells, roughly: what is left is for the bar.
const BESIDE_BAR: usize = 62;

/// The meter whose limit is looked at; nothing where it is not drawn.
pub(super) fn drawn(report: &SweepReport<'_>) -> Vec<Block> {
    match report.axes {
        _ if !report.shown.is_drawn => Vec::new(),
        [down, across] => {
            let cell = |point: &Report<'_>| crossing(report, point);
            vec![Block::Matrix(matrix(report, (down, across), cell, points(report)))]
        }
        _ => vec![Block::Table(points(report))],
    }
}

/// The other figures: a column each, or where two settings cross each by itself. What nobody asked
/// for is named alone where two settings cross.
pub(super) fn figures(report: &SweepReport<'_>) -> Vec<Block> {
    let Shown { figures, is_asked, .. } = report.shown;
    match report.axes {
        _ if figures.is_empty() => Vec::new(),
        [down, across] if *is_asked => {
            let each = figures.iter().flat_map(|figure| {
                let cell = |point: &Report<'_>| cell(point, figure);
                let all = columns(report, std::slice::from_ref(figure));
                let matrix = matrix(report, (down, across), cell, all);
                [Block::Paragraphs(vec![title(figure)]), Block::Matrix(matrix)]
            });
            each.collect()
        }
        [_, _] => vec![Block::Paragraphs(vec![also(report, figures)])],
        _ => side_by_side(figures).map(|some| Block::Table(columns(report, some))).collect(),
    }
}

/// What the columns of figures take together at most: beside the values of a setting that is the
/// width of a usual terminal.
const MOST_WIDTH: usize = 66;

/// The figures in groups that stand side by side in a table each.
fn side_by_side(figures: &[Figure]) -> impl Iterator<Item = &[Figure]> {
    let mut left = figures;
    std::iter::from_fn(move || {
        let mut width = 0;
        let fits = left.iter().take_while(|figure| {
            width += title(figure).chars().count().max(7) + 2;
            width <= MOST_WIDTH
        });
        let some = fits.count().max(1).min(left.len());
        let (now, later) = left.split_at(some);
        left = later;
        (!now.is_empty()).then_some(now)
    })
}

/// A row for each point, with the values of its settings.
fn settings<'a>(report: &SweepReport<'a>) -> Rows<'a, Report<'a>> {
    let axes = report.axes.iter().enumerate();
    axes.fold(Table::of(report.points), |rows, (at, axis)| {
        let column = Column::words(short(axis, report.axes), 8);
        rows.column(column, |it| it.parameters[at].value.clone())
    })
}

/// A row for each point, a column for each figure.
fn columns(report: &SweepReport<'_>, figures: &[Figure]) -> Table {
    let mut rows = settings(report);
    for (turn, figure) in (0..figures.len()).rev().zip(figures) {
        let column = Column::figures(title(figure), 7).sheds(turn as u8 + 1);
        rows = rows.column(column, |point| cell(point, figure));
    }
    rows.table
}

/// `writes`, `writes, worst day`.
fn title(figure: &Figure) -> String {
    match figure.statistic {
        Statistic::WorstDay => format!("{}, worst day", figure.label()),
        Statistic::Mean | Statistic::AllDays => figure.label(),
    }
}

fn cell(point: &Report<'_>, figure: &Figure) -> Cell {
    value(point.summary, figure).map_or(Value::Missing, |it| Value::of(figure.measure, it)).into()
}

/// `also changing: reads 100 to 2,781, …`.
fn also(report: &SweepReport<'_>, figures: &[Figure]) -> String {
    let each = figures.iter().map(|figure| {
        let found = report.points.iter().filter_map(|point| value(point.summary, figure));
        let found: Vec<f64> = found.collect();
        let low = found.iter().copied().fold(f64::INFINITY, f64::min);
        let high = found.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        let [low, high] = [low, high].map(|it| Value::of(figure.measure, it));
        format!("{} {low} to {high}", figure.label())
    });
    let each: Vec<String> = each.collect();
    let names: Vec<String> = figures.iter().map(Figure::to_string).collect();
    format!("also changing: {}; see them with --metric {}", each.join(", "), names.join(","))
}

/// A row for each point.
fn points<'a>(report: &SweepReport<'a>) -> Table {
    let row = |point: &Report<'a>| report.row(point);
    let used = |point: &Report<'a>| row(point).used_ratio;
    let bar = if report.points.iter().any(|it| used(it).is_some()) { "│ the limit" } else { "" };
    let most = report.points.iter().map(|it| row(it).max_per_day).max();
    let most = most.unwrap_or(0).max(1) as f64;
    settings(report)
        .column(Column::figures("a day", 9), |it| Value::Mean(row(it).mean_per_day))
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

/// The first setting goes down, the second across; `pairs` has a row for each pair.
fn matrix<'a>(
    report: &SweepReport<'a>,
    (down, across): (&Axis, &Axis),
    cell: impl Fn(&Report<'a>) -> Cell,
    pairs: Table,
) -> Matrix {
    let lines = report.points.chunks(across.values.len());
    let rows = down.values.iter().zip(lines);
    let rows = rows.map(|(value, points)| (value.clone(), points.iter().map(&cell).collect()));
    Matrix {
        corner: short(down, report.axes),
        across: across.values.clone(),
        rows: rows.collect(),
        pairs,
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
