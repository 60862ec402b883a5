//! What did each day of one run use?

use crate::platform::DayCounts;
use crate::report::figures::{NONE, amount, clock, count, used};
use crate::report::table::{Cell, Column, Grid};
use crate::report::text::wrap;
use crate::report::verdict::Verdict;
use crate::report::{Look, Report};
use crate::study::MeterSummary;

/// The title and the table as lines.
pub(super) fn lines(report: &Report<'_>, run: u32, look: Look) -> Vec<String> {
    let Some(grid) = grid(report, run) else { return Vec::new() };
    let mut lines = wrap(&title(report, run), "  ", look.width);
    lines.extend(grid.lines(look));
    lines
}

/// Whose days these are, and of what the last row is the mean.
pub(in crate::report) fn title(report: &Report<'_>, run: u32) -> String {
    let meant = match report.summary.runs_detail.as_slice() {
        [_] => format!("the days of run {run}"),
        _ => "all days of all runs".to_owned(),
    };
    format!("days of run {run}, and the mean of {meant}")
}

/// A row for each day of the run, and the mean of all runs below; meters never used are left out.
pub(in crate::report) fn grid(report: &Report<'_>, run: u32) -> Option<Grid> {
    let summary = report.summary;
    let detail = summary.runs_detail.iter().find(|detail| detail.run == run)?;
    let meters: Vec<&MeterSummary> =
        summary.meters.iter().filter(|it| it.max_per_day > 0).collect();
    let mut grid = Grid::new(columns(&meters));
    for (at, day) in detail.days.iter().enumerate() {
        grid.push(row(at + 1, day, &meters));
    }
    grid.push(mean(&meters));
    Some(grid)
}

/// Shares go before counts, the last meter's first; reads and writes stay longest.
fn columns(meters: &[&MeterSummary]) -> Vec<Column> {
    let mut columns = vec![Column::words("day", 4)];
    for (at, meter) in meters.iter().enumerate() {
        let turn = 20 - at as u8;
        columns.push(Column::figures(meter.meter.name(), 7).sheds(20 + turn));
        if meter.limit_per_day.is_some() {
            columns.push(Column::figures("used", 7).sheds(turn));
        }
    }
    if meters.iter().any(|it| it.days_over > 0) {
        columns.push(Column::figures("limit passed", 14).sheds(30));
    }
    columns
}

fn row(number: usize, day: &DayCounts, meters: &[&MeterSummary]) -> Vec<Cell> {
    let mut cells: Vec<Cell> = vec![number.to_string().into()];
    let mut passed = Vec::new();
    for meter in meters {
        let counted = day.count(meter.meter);
        cells.push(count(counted).into());
        if let Some(limit) = meter.limit_per_day {
            let share = counted.saturating_add(meter.other_per_day) as f64 / limit as f64;
            cells.push(Cell::toned(used(Some(share)), Verdict::of(Some(share)).tone()));
        }
        if let Some(ms) = day.passed_at(meter.meter) {
            passed.push(format!("{} {}", meter.meter, clock(ms)));
        }
    }
    if meters.iter().any(|it| it.days_over > 0) {
        cells.push(if passed.is_empty() { NONE.into() } else { passed.join(", ").into() });
    }
    cells
}

fn mean(meters: &[&MeterSummary]) -> Vec<Cell> {
    let mut cells: Vec<Cell> = vec!["mean".into()];
    for meter in meters {
        cells.push(amount(meter.mean_per_day).into());
        if meter.limit_per_day.is_some() {
            cells.push(used(meter.mean_ratio).into());
        }
    }
    if meters.iter().any(|it| it.days_over > 0) {
        cells.push("".into());
    }
    cells
}
