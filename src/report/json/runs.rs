//! What do the days of a run look like, and each run of a verbose result?

use serde::Serialize;

use crate::platform::DayCounts;
use crate::report::figures::clock_seconds;
use crate::study::{RunDetail, Summary};
use crate::words::Meter;

#[derive(Serialize)]
pub(super) struct RunRow {
    run: u32,
    days: Vec<DayRow>,
    causes: Vec<RunCauseRow>,
}

#[derive(Serialize)]
pub(super) struct DayRow {
    day: usize,
    meters: Vec<DayMeterRow>,
}

#[derive(Serialize)]
struct DayMeterRow {
    meter: &'static str,
    count: u64,
    limit_passed_at: Option<String>,
}

#[derive(Serialize)]
struct RunCauseRow {
    request: &'static str,
    cause: &'static str,
    meter: &'static str,
    count: u64,
}

impl RunRow {
    pub(super) fn new(it: &RunDetail, summary: &Summary) -> Self {
        let causes = it.causes.iter().map(|&(request, cause, meter, count)| RunCauseRow {
            request: request.name(),
            cause: cause.name(),
            meter: meter.name(),
            count,
        });
        Self { run: it.run, days: days(it, summary), causes: causes.collect() }
    }
}

/// The days of one run; `None` where it was not made.
pub(super) fn day_rows(run: u32, summary: &Summary) -> Option<Vec<DayRow>> {
    let detail = summary.runs_detail.iter().find(|detail| detail.run == run)?;
    Some(days(detail, summary))
}

fn days(it: &RunDetail, summary: &Summary) -> Vec<DayRow> {
    let row = |meter: Meter, day: &DayCounts| DayMeterRow {
        meter: meter.name(),
        count: day.count(meter),
        limit_passed_at: day.passed_at(meter).map(clock_seconds),
    };
    let days = it.days.iter().enumerate();
    days.map(|(at, day)| DayRow {
        day: at + 1,
        meters: summary.meters.iter().map(|it| row(it.meter, day)).collect(),
    })
    .collect()
}
