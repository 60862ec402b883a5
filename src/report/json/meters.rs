//! What does each meter look like, measured and with the limits enforced?

use serde::Serialize;

use super::shape::RoutingRow;
use crate::report::figures::clock_seconds;
use crate::study::{Enforced, EnforcedMeter, MeterSummary, Moment};

#[derive(Serialize)]
pub(in crate::report) struct MomentRow {
    run: u32,
    day: u32,
    time: String,
}

impl From<Moment> for MomentRow {
    fn from(it: Moment) -> Self {
        Self { run: it.run, day: it.day, time: clock_seconds(it.ms_of_day) }
    }
}

#[derive(Serialize)]
pub(super) struct MeterRow {
    meter: &'static str,
    mean_per_day: f64,
    ci95_half_width: Option<f64>,
    min_per_day: u64,
    max_per_day: u64,
    limit_per_day: Option<u64>,
    other_per_day: u64,
    used_ratio: Option<f64>,
    mean_ratio: Option<f64>,
    days_tried: u64,
    days_over: u64,
    days_over_upper95: Option<f64>,
    limit_passed_at: Option<MomentRow>,
}

impl From<&MeterSummary> for MeterRow {
    fn from(it: &MeterSummary) -> Self {
        Self {
            meter: it.meter.name(),
            mean_per_day: it.mean_per_day,
            ci95_half_width: it.ci95_half_width,
            min_per_day: it.min_per_day,
            max_per_day: it.max_per_day,
            limit_per_day: it.limit_per_day,
            other_per_day: it.other_per_day,
            used_ratio: it.used_ratio,
            mean_ratio: it.mean_ratio,
            days_tried: it.days_tried,
            days_over: it.days_over,
            days_over_upper95: it.days_over_upper95,
            limit_passed_at: it.limit_passed_at.map(MomentRow::from),
        }
    }
}

#[derive(Serialize)]
pub(in crate::report) struct EnforcedRow {
    meters: Vec<EnforcedMeterRow>,
    routing: RoutingRow,
    retries_per_day: f64,
}

impl From<&Enforced> for EnforcedRow {
    fn from(it: &Enforced) -> Self {
        let meters = it.meters.iter().map(EnforcedMeterRow::from).collect();
        let routing = RoutingRow::from(&it.routing);
        Self { meters, routing, retries_per_day: it.retries_per_day }
    }
}

#[derive(Serialize)]
struct EnforcedMeterRow {
    meter: &'static str,
    attempts_per_day: f64,
    refused_per_day: f64,
    first_refusal: Option<MomentRow>,
    hours_refused_per_day: f64,
}

impl From<&EnforcedMeter> for EnforcedMeterRow {
    fn from(it: &EnforcedMeter) -> Self {
        Self {
            meter: it.meter.name(),
            attempts_per_day: it.attempts_per_day,
            refused_per_day: it.refused_per_day,
            first_refusal: it.first_refusal.map(MomentRow::from),
            hours_refused_per_day: it.hours_refused_per_day,
        }
    }
}
