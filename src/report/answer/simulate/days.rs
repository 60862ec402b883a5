//! What did each day of one run use?

use crate::platform::DayCounts;
use crate::report::document::verdict;
use crate::report::document::{Cell, Column, Table, Value};
use crate::report::figures::clock;
use crate::study::{MeterSummary, Summary};

/// A row for each day of the run, and the mean of all runs below; meters never used are left out.
pub(super) fn table(summary: &Summary, run: u32) -> Option<Table> {
    let detail = summary.runs_detail.iter().find(|detail| detail.run == run)?;
    let meters = summary.meters.iter().filter(|it| it.max_per_day > 0);
    let meters: Vec<&MeterSummary> = meters.collect();
    let days = detail.days.iter().enumerate().map(|(at, day)| Some((at + 1, day)));
    let days: Vec<Row<'_>> = days.chain([None]).collect();
    Some(rows(&days, &meters).caption(title(summary, run)))
}

/// Whose days these are, and of what the last row is the mean.
fn title(summary: &Summary, run: u32) -> String {
    let meant = match summary.runs_detail.as_slice() {
        [_] => format!("the days of run {run}"),
        _ => "all days of all runs".to_owned(),
    };
    format!("days of run {run}, and the mean of {meant}")
}

/// A day with its number; `None`: the mean of all.
type Row<'a> = Option<(usize, &'a DayCounts)>;

/// Shares go before counts, the last meter's first; reads and writes stay longest.
fn rows(days: &[Row<'_>], meters: &[&MeterSummary]) -> Table {
    let number = |row: &Row<'_>| row.map_or("mean".to_owned(), |(number, _)| number.to_string());
    let mut rows = Table::of(days).column(Column::words("day", 4), number);
    for (at, meter) in meters.iter().enumerate() {
        let turn = 20 - at as u8;
        let column = Column::figures(meter.meter.name(), 7).sheds(20 + turn);
        rows = rows.column(column, |row| counted(*row, meter));
        let (column, is_shown) = (Column::figures("used", 7), meter.limit_per_day.is_some());
        rows = rows.column(column.sheds(turn).only_if(is_shown), |row| used(*row, meter));
    }
    let is_over = meters.iter().any(|it| it.days_over > 0);
    let column = Column::figures("limit passed", 14).sheds(30);
    rows.column(column.only_if(is_over), |row| passed(*row, meters)).table
}

fn counted(row: Row<'_>, meter: &MeterSummary) -> Value {
    row.map_or(meter.mean_per_day.into(), |(_, day)| day.count(meter.meter).into())
}

fn used(row: Row<'_>, meter: &MeterSummary) -> Cell {
    let Some((_, day)) = row else { return meter.mean_ratio.map(Value::Used).into() };
    let spent = day.count(meter.meter).saturating_add(meter.other_per_day);
    verdict::used(meter.limit_per_day.map(|limit| spent as f64 / limit as f64))
}

/// When which limits were passed.
fn passed(row: Row<'_>, meters: &[&MeterSummary]) -> Value {
    let Some((_, day)) = row else { return "".into() };
    let passed = meters
        .iter()
        .filter_map(|it| day.passed_at(it.meter).map(|ms| format!("{} {}", it.meter, clock(ms))));
    let passed: Vec<String> = passed.collect();
    if passed.is_empty() { Value::Missing } else { passed.join(", ").into() }
}
