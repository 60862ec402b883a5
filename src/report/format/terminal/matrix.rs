//! Two settings: the share of the limit where a row and a column cross.

use super::table;
use crate::report::Look;
use crate::report::document::{Cell, Column, Matrix, Table, Value};
use crate::report::figures::{NONE, used};
use crate::report::text::{clean, width, wrap};
use crate::study::{NEAR_RATIO, Nearness};

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

/// What does not fit goes into further tables below.
pub(super) fn lines(matrix: &Matrix, look: Look) -> Vec<String> {
    let heads = matrix.rows.iter().map(|(head, _)| head).chain([&matrix.corner]);
    let head = heads.map(|it| width(&clean(it))).max().unwrap_or(0);
    let room = look.width.saturating_sub(2 + head);
    let style = if matrix.across.len() * FULL <= room { Style::Full } else { Style::Brief };
    let widest = matrix.across.iter().map(|it| width(&clean(it)) + 2).max().unwrap_or(0);
    let per_cell = widest.max(if style == Style::Full { FULL } else { BRIEF });
    let columns: Vec<usize> = (0..matrix.across.len()).collect();
    let panels = columns.chunks((room / per_cell).max(1));
    let panels: Vec<Vec<String>> = panels.map(|it| panel(matrix, it, style, look)).collect();
    let mut lines = panels.join(&String::new());
    let mut cells = matrix.rows.iter().flat_map(|(_, cells)| cells);
    let is_marked = |it: &Cell| matches!(it.value, Value::Used(share) if !mark(share).is_empty());
    if style == Style::Brief && cells.any(is_marked) {
        lines.push(String::new());
        lines.extend(wrap(&legend(), "  ", look.width));
    }
    lines
}

/// The columns at these places.
fn panel(matrix: &Matrix, columns: &[usize], style: Style, look: Look) -> Vec<String> {
    let mut rows =
        Table::of(&matrix.rows).column(Column::words(&matrix.corner, 4), |(head, _)| head.clone());
    for &at in columns {
        let column = Column::figures(&matrix.across[at], 5);
        rows = rows.column(column, |(_, cells)| {
            cells.get(at).map_or_else(|| "".into(), |cell| written(cell, style))
        });
    }
    table::lines(&rows.table, look)
}

fn written(cell: &Cell, style: Style) -> Cell {
    let Value::Used(share) = cell.value else { return cell.clone() };
    let text = match style {
        Style::Full => {
            format!("{:>7} {:4}", used(Some(share)), Nearness::of(Some(share)).word())
        }
        Style::Brief => format!("{}{:1}", whole(share), mark(share)),
    };
    Cell::toned(text, cell.tone)
}

/// What the signs of brief cells say.
fn legend() -> String {
    let [near, over] = [Nearness::Near, Nearness::Over].map(Nearness::word);
    let from = NEAR_RATIO * 100.0;
    format!("% of the limit on the worst day; ~ {near} (from {from:.0} %), ! {over}")
}

fn mark(share: f64) -> &'static str {
    match Nearness::of(Some(share)) {
        Nearness::Unlimited | Nearness::Fine => "",
        Nearness::Near => "~",
        Nearness::Over => "!",
    }
}

/// A share in whole percent, never rounded onto the limit or across it.
fn whole(share: f64) -> String {
    let percent = share * 100.0;
    if !percent.is_finite() {
        NONE.to_owned()
    } else if share < 1.0 {
        format!("{:.0}", percent.round().min(99.0))
    } else if share > 1.0 {
        format!("{:.0}", percent.round().max(101.0))
    } else {
        "100".to_owned()
    }
}
