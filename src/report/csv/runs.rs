//! The days of each run, and what caused its operations.

use serde::Serialize;

use crate::platform::DayCounts;
use crate::report::Report;
use crate::study::MeterSummary;

/// `limit` and `used_ratio` are empty where there is no limit; the latter counts what the rest of
/// the account spends too.
#[derive(Serialize, Default)]
pub(super) struct DayRow {
    run: u32,
    day: usize,
    meter: &'static str,
    count: u64,
    limit: Option<u64>,
    used_ratio: Option<f64>,
}

/// A total of one run.
#[derive(Serialize, Default)]
pub(super) struct CauseRow {
    run: u32,
    request: &'static str,
    cause: &'static str,
    meter: &'static str,
    count: u64,
}

pub(super) fn days(report: &Report<'_>) -> Vec<DayRow> {
    let mut rows = Vec::new();
    for detail in &report.summary.runs_detail {
        for (day, counts) in (1..).zip(&detail.days) {
            let meters = report.summary.meters.iter();
            rows.extend(meters.map(|meter| DayRow { run: detail.run, day, ..row(counts, meter) }));
        }
    }
    rows
}

fn row(day: &DayCounts, meter: &MeterSummary) -> DayRow {
    let (count, limit) = (day.count(meter.meter), meter.limit_per_day);
    let used = |limit: u64| count.saturating_add(meter.other_per_day) as f64 / limit as f64;
    let (meter, used_ratio) = (meter.meter.name(), limit.map(used));
    DayRow { meter, count, limit, used_ratio, ..DayRow::default() }
}

pub(super) fn causes(report: &Report<'_>) -> Vec<CauseRow> {
    let runs = report.summary.runs_detail.iter();
    let rows = runs.flat_map(|detail| {
        detail.causes.iter().map(|&(request, cause, meter, count)| CauseRow {
            run: detail.run,
            request: request.name(),
            cause: cause.name(),
            meter: meter.name(),
            count,
        })
    });
    rows.collect()
}
