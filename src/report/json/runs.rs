//! What does each run look like in a verbose result?

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
struct DayRow {
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
        let meters: Vec<Meter> = summary.meters.iter().map(|it| it.meter).collect();
        let day = |(at, day): (usize, &DayCounts)| DayRow {
            day: at + 1,
            meters: meters
                .iter()
                .map(|meter| DayMeterRow {
                    meter: meter.name(),
                    count: day.count(*meter),
                    limit_passed_at: day.passed_at(*meter).map(clock_seconds),
                })
                .collect(),
        };
        let causes = it.causes.iter().map(|&(request, cause, meter, count)| RunCauseRow {
            request: request.name(),
            cause: cause.name(),
            meter: meter.name(),
            count,
        });
        let days = it.days.iter().enumerate().map(day).collect();
        Self { run: it.run, days, causes: causes.collect() }
    }
}
