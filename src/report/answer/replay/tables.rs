//! The tables of a replay: by meter, by kind of request, by cause.

use super::ReplayReport;
use crate::report::document::verdict;
use crate::report::document::{Column, Table, Value};
use crate::study::MeterSummary;
use crate::words::Op;

/// In all, and the worst day against the limit.
pub(super) fn meters(report: &ReplayReport<'_>) -> Table {
    Table::of(&report.found.summary.meters)
        .column(Column::words("operation", 10), |it| it.meter.name())
        .column(Column::figures("in all", 11), |it| total(report, it))
        .column(Column::figures("worst day", 11).sheds(2), |it| it.max_per_day)
        .column(Column::figures("limit a day", 11).sheds(1), |it| it.limit_per_day)
        .column(Column::figures("used", 7), |it| verdict::used(it.used_ratio))
        .column(Column::words("", 4), |it| verdict::word(it.used_ratio))
        .table
}

/// What was counted on a meter in all days.
pub(super) fn total(report: &ReplayReport<'_>, meter: &MeterSummary) -> u64 {
    let days = report.found.summary.runs_detail.iter().flat_map(|run| &run.days);
    days.map(|day| day.count(meter.meter)).sum()
}

/// A row for each kind of request. Latencies and failures have columns where there are any.
pub(super) fn requests(report: &ReplayReport<'_>) -> Table {
    let all = &report.found.requests;
    let has_latency = all.iter().any(|it| it.latency_ms.p99 > 0.0);
    let has_failed = all.iter().any(|it| it.failed > 0);
    let mut rows = Table::of(all)
        .column(Column::words("request", 10), |it| it.request.name())
        .column(Column::figures("count", 10), |it| it.count);
    for op in Op::ALL {
        let column = Column::figures(op.meter().name(), 7);
        let column = if matches!(op, Op::List) { column.sheds(2) } else { column };
        rows = rows.column(column, |it| it.operations[op.index()]);
    }
    rows.column(Column::figures("hit rate", 9).sheds(3), |it| Value::Share(it.hit_ratio))
        .column(Column::figures("p50", 6).sheds(1).only_if(has_latency), |it| {
            Value::Latency(it.latency_ms.p50)
        })
        .column(Column::figures("p99", 7).sheds(4).only_if(has_latency), |it| {
            Value::Latency(it.latency_ms.p99)
        })
        .column(Column::figures("failed", 6).only_if(has_failed), |it| it.failed)
        .table
}

/// A row for each cause that occurred.
pub(super) fn causes(report: &ReplayReport<'_>) -> Table {
    Table::of(&report.found.summary.totals.causes)
        .column(Column::words("operation", 10), |it| it.meter.name())
        .column(Column::words("request", 11), |it| it.request.name())
        .column(Column::words("cause", 15), |it| it.cause.name())
        .column(Column::figures("in all", 11), |it| it.count)
        .table
}
