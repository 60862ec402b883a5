//! A comparison for a spreadsheet: a row for each figure of each side that is held against the
//! first.

use ::csv::{Terminator, WriterBuilder};

use super::{Compared, labels};
use crate::report::csv::harmless;

const HEADER: [&str; 11] = [
    "before",
    "after",
    "metric",
    "before_value",
    "after_value",
    "change",
    "ci95_half_width",
    "relative_change",
    "limit",
    "used_ratio",
    "verdict",
];

/// `before,after,metric,before_value,after_value,change,…`: what is not known is empty.
pub fn render_compared_csv(compared: Compared<'_>) -> String {
    let mut writer = WriterBuilder::new().terminator(Terminator::Any(b'\n')).from_writer(vec![]);
    let mut record = |cells: &[String; 11]| {
        writer.write_record(cells).expect("rows of one length, written to memory");
    };
    record(&HEADER.map(str::to_owned));
    for (before, after, found) in compared.pairs() {
        let (from, to) = labels(before, after);
        for row in &found.rows {
            record(&[
                harmless(&from),
                harmless(&to),
                row.metric.name(),
                cell(row.before),
                cell(row.after),
                cell(row.change()),
                cell(row.ci95_half_width),
                cell(row.relative()),
                row.limit.map_or_else(String::new, |limit| limit.to_string()),
                cell(row.used_ratio),
                row.verdict.name().to_owned(),
            ]);
        }
    }
    let bytes = writer.into_inner().expect("a flush to memory");
    String::from_utf8(bytes).expect("cells are text")
}

fn cell(value: Option<f64>) -> String {
    value.filter(|value| value.is_finite()).map_or_else(String::new, |value| value.to_string())
}
