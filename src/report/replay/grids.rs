//! The tables of a replay: by meter, by kind of request, by cause.

use super::ReplayReport;
use crate::report::count;
use crate::report::figures::{NONE, latency, percent, used};
use crate::report::table::{Cell, Column, Grid};
use crate::report::verdict::Verdict;
use crate::study::MeterSummary;
use crate::words::Op;

/// In all, and the worst day against the limit.
pub(super) fn meters(report: &ReplayReport<'_>) -> Grid {
    let mut grid = Grid::new(vec![
        Column::words("operation", 10),
        Column::figures("in all", 11),
        Column::figures("worst day", 11).sheds(2),
        Column::figures("limit a day", 11).sheds(1),
        Column::figures("used", 7),
        Column::words("", 4),
    ]);
    for meter in &report.found.summary.meters {
        let verdict = Verdict::of(meter.used_ratio);
        grid.push(vec![
            meter.meter.name().into(),
            count(total(report, meter)).into(),
            count(meter.max_per_day).into(),
            meter.limit_per_day.map_or_else(|| NONE.to_owned(), count).into(),
            Cell::toned(used(meter.used_ratio), verdict.tone()),
            Cell::toned(verdict.word(), verdict.tone()),
        ]);
    }
    grid
}

/// What was counted on a meter in all days.
pub(super) fn total(report: &ReplayReport<'_>, meter: &MeterSummary) -> u64 {
    let days = report.found.summary.runs_detail.iter().flat_map(|run| &run.days);
    days.map(|day| day.count(meter.meter)).sum()
}

/// A row for each kind of request. Latencies and failures have columns where there are any.
pub(super) fn requests(report: &ReplayReport<'_>) -> Option<Grid> {
    let summary = &report.found.summary;
    let has_latency = summary.requests.iter().any(|it| it.latency_ms.p99 > 0.0);
    let has_failed = report.found.failed.iter().any(|failed| *failed > 0);
    if summary.requests.is_empty() {
        return None;
    }
    let mut columns = vec![Column::words("request", 10), Column::figures("count", 10)];
    for op in Op::ALL {
        let column = Column::figures(op.meter().name(), 7);
        columns.push(if matches!(op, Op::List) { column.sheds(2) } else { column });
    }
    columns.push(Column::figures("hit rate", 9).sheds(3));
    if has_latency {
        columns.extend([Column::figures("p50", 6).sheds(1), Column::figures("p99", 7).sheds(4)]);
    }
    if has_failed {
        columns.push(Column::figures("failed", 6));
    }
    let mut grid = Grid::new(columns);
    let rows = summary.totals.requests.iter().zip(&summary.requests).zip(&report.found.operations);
    for ((totals, means), (_, operations)) in rows {
        let mut row: Vec<Cell> = vec![totals.request.name().into(), count(totals.count).into()];
        row.extend(operations.iter().map(|number| Cell::from(count(*number))));
        row.push(percent(means.hit_ratio).into());
        if has_latency {
            let latencies = [means.latency_ms.p50, means.latency_ms.p99];
            row.extend(latencies.map(|ms| Cell::from(latency(ms))));
        }
        if has_failed {
            row.push(count(report.found.failed[totals.request.index()]).into());
        }
        grid.push(row);
    }
    Some(grid)
}

/// A row for each cause that occurred.
pub(super) fn causes(report: &ReplayReport<'_>) -> Option<Grid> {
    let causes = &report.found.summary.totals.causes;
    if causes.is_empty() {
        return None;
    }
    let mut grid = Grid::new(vec![
        Column::words("operation", 10),
        Column::words("request", 11),
        Column::words("cause", 15),
        Column::figures("in all", 11),
    ]);
    for row in causes {
        let names = [row.meter.name(), row.request.name(), row.cause.name()].map(Cell::from);
        grid.push(names.into_iter().chain([Cell::from(count(row.count))]).collect());
    }
    Some(grid)
}
