//! Which rows does a spreadsheet get of what was simulated? Tidy ones, days from 1 and runs from 0.
//!
//! The columns are frozen: what the command line changed is not among them. The JSON of the same
//! command has it, as `overrides`.

use serde::Serialize;

use crate::platform::DayCounts;
use crate::report::Report;
use crate::report::document::Value;
use crate::report::format::Sheet;
use crate::report::format::csv::{Columns, Header};
use crate::study::{ColoSummary, MeterSummary, RunDetail};
use crate::words::{Cause, Meter, RequestKind};

/// A sheet of these reports. Each row begins with `scenario,policy,parameter_<path>…`; the reports
/// that follow on others have their parameters.
pub fn render_sheet(reports: &[Report<'_>], sheet: Sheet, header: Header) -> String {
    match sheet {
        Sheet::Rows => days(reports, header),
        Sheet::Causes => causes(reports, header),
        Sheet::Colos => colos(reports, header),
    }
}

/// A row, and the report that it is from.
type Of<'a, R> = (&'a Report<'a>, R);

/// The columns with which each row begins: the parameters of all reports, in order of appearance.
fn tidy<'a, R>(reports: &'a [Report<'a>]) -> Columns<'a, Of<'a, R>> {
    let mut columns = Columns::<Of<'a, R>>::new()
        .column("scenario", |(report, _)| report.scenario.name.clone())
        .column("policy", |(report, _)| report.scenario.policy_name.as_str());
    let mut paths: Vec<&str> = Vec::new();
    for parameter in reports.iter().flat_map(|report| report.parameters) {
        let path = parameter.path.as_str();
        if !paths.contains(&path) {
            paths.push(path);
            columns = columns.column(format!("parameter_{path}"), move |(report, _)| {
                let found = report.parameters.iter().find(|it| it.path == path);
                found.map(|it| it.value.as_str())
            });
        }
    }
    columns
}

/// `run,day,meter,count,limit,used_ratio`: a row for each meter of each day of each run. `limit`
/// and `used_ratio` are empty where there is no limit; the latter counts what the rest of the
/// account spends too.
fn days<'a>(reports: &'a [Report<'a>], header: Header) -> String {
    type Day<'a> = (u32, usize, &'a DayCounts, &'a MeterSummary);
    let count = |day: &DayCounts, it: &MeterSummary| day.count(it.meter);
    let used = move |day: &DayCounts, it: &MeterSummary| {
        let spent = count(day, it).saturating_add(it.other_per_day) as f64;
        it.limit_per_day.map(|limit| Value::Used(spent / limit as f64))
    };
    let rows = reports.iter().flat_map(|report| {
        let runs = report.summary.runs_detail.iter();
        let days = runs
            .flat_map(|run| run.days.iter().enumerate().map(|(at, day)| (run.run, at + 1, day)));
        days.flat_map(move |(run, number, day)| {
            report.summary.meters.iter().map(move |it| (report, (run, number, day, it)))
        })
    });
    tidy::<Day<'a>>(reports)
        .column("run", |(_, (run, ..))| *run)
        .column("day", |(_, (_, number, ..))| *number as u64)
        .column("meter", |(_, (.., it))| it.meter.name())
        .column("count", move |(_, (.., day, it))| count(day, it))
        .column("limit", |(_, (.., it))| it.limit_per_day)
        .column("used_ratio", move |(_, (.., day, it))| used(day, it))
        .sheet(rows, header)
}

/// `run,request,cause,meter,count`: totals of each run.
fn causes<'a>(reports: &'a [Report<'a>], header: Header) -> String {
    type Counted<'a> = (&'a RunDetail, &'a (RequestKind, Cause, Meter, u64));
    let rows = reports.iter().flat_map(|report| {
        let runs = report.summary.runs_detail.iter();
        runs.flat_map(move |run| run.causes.iter().map(move |it| (report, (run, it))))
    });
    tidy::<Counted<'a>>(reports)
        .column("run", |(_, (run, _))| run.run)
        .column("request", |(_, (_, it))| it.0.name())
        .column("cause", |(_, (_, it))| it.1.name())
        .column("meter", |(_, (_, it))| it.2.name())
        .column("count", |(_, (_, it))| it.3)
        .sheet(rows, header)
}

/// `colo,figure,value`: the figures of each colo over all runs, named as in the JSON. What there is
/// not, such as the staleness of a colo that no client asks, has an empty value.
fn colos<'a>(reports: &'a [Report<'a>], header: Header) -> String {
    type Figure<'a> = (&'a ColoSummary, (String, Option<f64>));
    let rows = reports.iter().flat_map(|report| {
        let colos = report.summary.colos.iter();
        colos.flat_map(move |colo| figures(colo).map(move |figure| (report, (colo, figure))))
    });
    tidy::<Figure<'a>>(reports)
        .column("colo", |(_, (colo, _))| colo.colo.as_str())
        .column("figure", |(_, (_, (name, _)))| name.clone())
        .column("value", |(_, (_, (_, value)))| *value)
        .sheet(rows, header)
}

fn figures(it: &ColoSummary) -> impl Iterator<Item = (String, Option<f64>)> {
    let own = numbers(it).into_iter().chain(numbers(&it.routing));
    let known = it.staleness_ms;
    let ages = numbers(&known.unwrap_or_default()).into_iter();
    let ages = ages
        .map(move |(name, age)| (format!("staleness_{name}_ms"), age.filter(|_| known.is_some())));
    own.chain(ages)
}

/// The fields of a summary that are numbers, by name.
fn numbers(summary: &impl Serialize) -> Vec<(String, Option<f64>)> {
    let fields = serde_json::to_value(summary).expect("names as keys");
    let fields = fields.as_object().into_iter().flatten();
    let numbers = fields.filter(|(_, value)| value.is_number());
    numbers.map(|(name, value)| (name.clone(), value.as_f64())).collect()
}
