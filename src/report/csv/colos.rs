//! The colos for a spreadsheet: a row for each figure of each colo.

use super::{Tidy, harmless};
use crate::report::Report;
use crate::study::ColoSummary;
use crate::words::Op;

const COLUMNS: [&str; 3] = ["colo", "figure", "value"];

/// `scenario,policy,parameter_<path>…,colo,figure,value`: the figures of each colo over all runs,
/// named as in the JSON. What there is not, such as the staleness of a colo that no client asks, has
/// an empty value.
pub fn render_colos_csv(reports: &[Report<'_>]) -> String {
    rows(Tidy::new(reports, &COLUMNS), reports)
}

/// The rows of [`render_colos_csv`] alone, for reports with the parameters of those before them.
pub fn render_colos_csv_rows(reports: &[Report<'_>]) -> String {
    rows(Tidy::without_header(reports), reports)
}

fn rows(mut table: Tidy, reports: &[Report<'_>]) -> String {
    for report in reports {
        for colo in &report.summary.colos {
            for (figure, value) in figures(colo) {
                let value = value.map_or_else(String::new, |value| value.to_string());
                let cells = [harmless(&colo.colo), figure.to_owned(), value];
                table.push(report, cells.into_iter());
            }
        }
    }
    table.finish()
}

fn figures(it: &ColoSummary) -> [(&'static str, Option<f64>); 20] {
    let (isolates, routing, staleness) = (&it.isolates, &it.routing, it.staleness_ms);
    [
        ("share", Some(it.share)),
        ("isolates", Some(isolates.count as f64)),
        ("requests_per_day", Some(it.requests_per_day)),
        ("reads_per_day", Some(it.operations(Op::Read))),
        ("writes_per_day", Some(it.operations(Op::Write))),
        ("deletes_per_day", Some(it.operations(Op::Delete))),
        ("lists_per_day", Some(it.operations(Op::List))),
        ("hot_reads_per_day", Some(it.hot_reads_per_day)),
        ("cold_starts_per_day", Some(isolates.cold_starts_per_day)),
        ("cold_start_reads_per_day", Some(isolates.operations(Op::Read))),
        ("cold_start_writes_per_day", Some(isolates.operations(Op::Write))),
        ("ok_per_day", Some(routing.ok_per_day)),
        ("misrouted_per_day", Some(routing.misrouted_per_day)),
        ("unroutable_per_day", Some(routing.unroutable_per_day)),
        ("false_dead_per_day", Some(routing.false_dead_per_day)),
        ("failed_per_day", Some(routing.failed_per_day)),
        ("staleness_p50_ms", staleness.map(|it| it.p50)),
        ("staleness_p95_ms", staleness.map(|it| it.p95)),
        ("staleness_p99_ms", staleness.map(|it| it.p99)),
        ("staleness_max_ms", staleness.map(|it| it.max)),
    ]
}
