//! Two settings: the share of the limit at each crossing of row and column.

use super::{SweepReport, short};
use crate::report::document::{Cell, Column, Table};
use crate::report::figures::{NONE, amount, used};
use crate::report::format::terminal;
use crate::report::text::{clean, width, wrap};
use crate::report::verdict::Verdict;
use crate::report::{Look, Report};
use crate::study::MeterSummary;

/// Columns of a cell such as `110.2 % OVER`, with the gap before it.
const FULL: usize = 14;
/// Columns of a cell such as `110!`, with the gap before it.
const BRIEF: usize = 7;

/// How a share is written.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Style {
    Full,
    Brief,
}

/// Rows are the first setting, columns the second. What does not fit goes into further grids below.
pub(super) fn lines(report: &SweepReport<'_>, look: Look) -> Vec<String> {
    let [outer, inner] = report.axes else { return Vec::new() };
    let head = outer.values.iter().map(|value| width(&clean(value))).max().unwrap_or(0);
    let room = look.width.saturating_sub(2 + head.max(width(&short(outer, report.axes))));
    let style = if inner.values.len() * FULL <= room { Style::Full } else { Style::Brief };
    let widest = inner.values.iter().map(|value| width(&clean(value)) + 2).max().unwrap_or(0);
    let per_cell = widest.max(if style == Style::Full { FULL } else { BRIEF });
    let per_grid = (room / per_cell).max(1);
    let mut lines = Vec::new();
    let columns: Vec<usize> = (0..inner.values.len()).collect();
    for (number, panel) in columns.chunks(per_grid).enumerate() {
        if number > 0 {
            lines.push(String::new());
        }
        lines.extend(one(report, panel, style, look));
    }
    if style == Style::Brief && lines.iter().any(|line| line.contains(['~', '!'])) {
        lines.push(String::new());
        let legend = "% of the limit on the worst day; ~ NEAR (from 80 %), ! OVER";
        lines.extend(wrap(legend, "  ", look.width));
    }
    lines
}

fn one(report: &SweepReport<'_>, panel: &[usize], style: Style, look: Look) -> Vec<String> {
    let [outer, inner] = report.axes else { return Vec::new() };
    let mut columns = vec![Column::words(short(outer, report.axes), 4)];
    columns.extend(panel.iter().map(|&at| Column::figures(clean(&inner.values[at]), 5)));
    let mut grid = Table::new(columns);
    for (at, value) in outer.values.iter().enumerate() {
        let first = at * inner.values.len();
        if first >= report.points.len() {
            break;
        }
        let mut cells: Vec<Cell> = vec![clean(value).into()];
        cells.extend(panel.iter().map(|&column| {
            let point = report.points.get(first + column);
            point.map_or_else(|| "".into(), |point| cell(report, point, style))
        }));
        grid.push(cells);
    }
    terminal::table(&grid, look)
}

fn cell(report: &SweepReport<'_>, point: &Report<'_>, style: Style) -> Cell {
    let row: &MeterSummary = report.row(point);
    let verdict = Verdict::of(row.used_ratio);
    let Some(ratio) = row.used_ratio else { return amount(row.mean_per_day).into() };
    let text = match style {
        Style::Full => format!("{:>7} {:4}", used(Some(ratio)), verdict.word()),
        Style::Brief => {
            let mark = match verdict {
                Verdict::Unlimited | Verdict::Fine => " ",
                Verdict::Near => "~",
                Verdict::Over => "!",
            };
            format!("{}{mark}", whole(ratio))
        }
    };
    Cell::toned(text, verdict.tone())
}

/// A share in whole percent, never rounded onto the limit or across it.
fn whole(ratio: f64) -> String {
    let percent = ratio * 100.0;
    if !percent.is_finite() {
        NONE.to_owned()
    } else if ratio < 1.0 {
        format!("{:.0}", percent.round().min(99.0))
    } else if ratio > 1.0 {
        format!("{:.0}", percent.round().max(101.0))
    } else {
        "100".to_owned()
    }
}
