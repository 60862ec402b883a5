//! What do the days of a run look like, and each run of a verbose result? Written, and read back as
//! far as a comparison needs it.

use serde::{Deserialize, Serialize};

use crate::platform::DayCounts;
use crate::study::{RoutingSummary, RunDetail, time_of_day};
use crate::words::{Cause, Meter, RequestKind};

#[derive(Serialize, Deserialize)]
pub(in crate::report) struct RunRow {
    run: u32,
    pub(in crate::report) days: Vec<DayRow>,
    #[serde(default)]
    causes: Vec<RunCauseRow>,
}

#[derive(Serialize, Deserialize)]
pub(in crate::report) struct DayRow {
    #[serde(skip_deserializing)]
    day: usize,
    meters: Vec<DayMeterRow>,
}

#[derive(Serialize, Deserialize)]
struct DayMeterRow {
    meter: Meter,
    count: u64,
    #[serde(skip_deserializing)]
    limit_passed_at: Option<String>,
}

#[derive(Serialize, Deserialize)]
struct RunCauseRow {
    request: RequestKind,
    cause: Cause,
    meter: Meter,
    count: u64,
}

impl From<&RunDetail> for RunRow {
    fn from(it: &RunDetail) -> Self {
        let meters = |day: &DayCounts| {
            Meter::ALL.map(|meter| DayMeterRow {
                meter,
                count: day.count(meter),
                limit_passed_at: day.passed_at(meter).map(time_of_day),
            })
        };
        let days = (1..).zip(&it.days).map(|(day, of)| DayRow { day, meters: meters(of).into() });
        let causes = it.causes.iter();
        let causes = causes.map(|&(request, cause, meter, count)| RunCauseRow {
            request,
            cause,
            meter,
            count,
        });
        Self { run: it.run, days: days.collect(), causes: causes.collect() }
    }
}

impl From<RunRow> for RunDetail {
    fn from(it: RunRow) -> Self {
        let day = |day: DayRow| {
            let mut counts = [0; Meter::COUNT];
            for row in day.meters {
                counts[row.meter.index()] = row.count;
            }
            DayCounts::new(counts, [None; Meter::COUNT])
        };
        let cause = |it: RunCauseRow| (it.request, it.cause, it.meter, it.count);
        let causes = it.causes.into_iter().map(cause).collect();
        let days = it.days.into_iter().map(day).collect();
        Self { run: it.run, days, causes, routing: RoutingSummary::default() }
    }
}
