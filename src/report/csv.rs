//! How does a spreadsheet, or another program, read it?
//!
//! Tidy rows quoted after RFC 4180, a line feed after each, `.` as the decimal sign, days from 1
//! and runs from 0. A cell of words that a spreadsheet would take for a formula (`= + - @`) gets an
//! apostrophe in front, the sign by which spreadsheets know plain text; figures never need it.
//!
//! The columns are frozen: what the command line changed is not among them. The JSON of the same
//! command has it, as `overrides`.

mod colos;

pub use colos::{render_colos_csv, render_colos_csv_rows};

use ::csv::{Terminator, Writer, WriterBuilder};

use super::text::clean;
use super::{Parameter, Report};
use crate::platform::DayCounts;
use crate::study::MeterSummary;

/// `scenario,policy,parameter_<path>…,run,day,meter,count,limit,used_ratio`: a row for each meter
/// of each day of each run. `limit` and `used_ratio` are empty where there is no limit; the
/// latter counts what the rest of the account spends too.
pub fn render_csv(reports: &[Report<'_>]) -> String {
    days(Tidy::new(reports, &["run", "day", "meter", "count", "limit", "used_ratio"]), reports)
}

/// The rows of [`render_csv`] alone, for reports with the parameters of those before them.
pub fn render_csv_rows(reports: &[Report<'_>]) -> String {
    days(Tidy::without_header(reports), reports)
}

fn days(mut table: Tidy, reports: &[Report<'_>]) -> String {
    for report in reports {
        let meters = &report.summary.meters;
        for detail in &report.summary.runs_detail {
            for (at, day) in detail.days.iter().enumerate() {
                for meter in meters {
                    let place = [detail.run.to_string(), (at + 1).to_string()];
                    table.push(report, place.into_iter().chain(day_cells(day, meter)));
                }
            }
        }
    }
    table.finish()
}

/// `scenario,policy,parameter_<path>…,run,request,cause,meter,count`: totals of each run.
pub fn render_causes_csv(reports: &[Report<'_>]) -> String {
    causes(Tidy::new(reports, &["run", "request", "cause", "meter", "count"]), reports)
}

/// The rows of [`render_causes_csv`] alone, for reports with the parameters of those before them.
pub fn render_causes_csv_rows(reports: &[Report<'_>]) -> String {
    causes(Tidy::without_header(reports), reports)
}

fn causes(mut table: Tidy, reports: &[Report<'_>]) -> String {
    for report in reports {
        for detail in &report.summary.runs_detail {
            for (request, cause, meter, count) in &detail.causes {
                let names = [request.name(), cause.name(), meter.name()].map(str::to_owned);
                let run = [detail.run.to_string()];
                table.push(report, run.into_iter().chain(names).chain([count.to_string()]));
            }
        }
    }
    table.finish()
}

fn day_cells(day: &DayCounts, meter: &MeterSummary) -> [String; 4] {
    let count = day.count(meter.meter);
    let share = |limit: u64| count.saturating_add(meter.other_per_day) as f64 / limit as f64;
    let ratio = meter.limit_per_day.map(share).filter(|share| share.is_finite());
    [
        meter.meter.name().to_owned(),
        count.to_string(),
        meter.limit_per_day.map_or_else(String::new, |limit| limit.to_string()),
        ratio.map_or_else(String::new, |share| share.to_string()),
    ]
}

/// Rows that begin with the scenario, the policy and the parameters.
struct Tidy {
    paths: Vec<String>,
    writer: Writer<Vec<u8>>,
}

impl Tidy {
    /// With a header.
    fn new(reports: &[Report<'_>], columns: &[&str]) -> Self {
        let mut table = Self::without_header(reports);
        let named = table.paths.iter().map(|path| clean(&format!("parameter_{path}")));
        let first = ["scenario", "policy"].map(str::to_owned).into_iter();
        let header: Vec<String> =
            first.chain(named).chain(columns.iter().map(|&it| it.to_owned())).collect();
        table.record(&header);
        table
    }

    /// The parameters of all reports, in order of appearance.
    fn without_header(reports: &[Report<'_>]) -> Self {
        let mut paths: Vec<String> = Vec::new();
        for parameter in reports.iter().flat_map(|report| report.parameters) {
            if !paths.contains(&parameter.path) {
                paths.push(parameter.path.clone());
            }
        }
        let writer = WriterBuilder::new().terminator(Terminator::Any(b'\n')).from_writer(vec![]);
        Self { paths, writer }
    }

    fn push(&mut self, report: &Report<'_>, cells: impl Iterator<Item = String>) {
        let scenario = report.scenario;
        let mut row = vec![harmless(&scenario.name), harmless(&scenario.policy_name)];
        for path in &self.paths {
            let found = report.parameters.iter().find(|it: &&Parameter| it.path == *path);
            row.push(found.map_or_else(String::new, |it| value(&it.value)));
        }
        row.extend(cells);
        self.record(&row);
    }

    fn record(&mut self, row: &[String]) {
        self.writer.write_record(row).expect("rows of one length, written to memory");
    }

    fn finish(self) -> String {
        let bytes = self.writer.into_inner().expect("a flush to memory");
        String::from_utf8(bytes).expect("cells are text")
    }
}

/// A parameter's value: a number stays as it is, `-5` too.
fn value(text: &str) -> String {
    if text.parse::<f64>().is_ok() { text.to_owned() } else { harmless(text) }
}

/// A cell of words, cleaned, that no spreadsheet takes for a formula.
pub(super) fn harmless(text: &str) -> String {
    let cleaned = clean(text);
    if cleaned.trim_start().starts_with(['=', '+', '-', '@', ':', '\u{fffd}']) {
        format!("'{cleaned}")
    } else {
        cleaned
    }
}
