//! A comparison for a spreadsheet: a row for each figure of each side that is held against the
//! first. What is not known is empty.

use super::{Compared, labels};
use crate::report::format::csv::{Columns, Header};
use crate::study::Row;

/// A row of a comparison, and what its two sides are called.
type Of<'a> = (&'a (String, String), &'a Row);

/// `before,after,metric,before_value,after_value,change,…`.
pub(super) fn render(compared: Compared<'_>) -> String {
    let pairs = compared.pairs().map(|(before, after, found)| (labels(before, after), &found.rows));
    let pairs: Vec<_> = pairs.collect();
    let rows = pairs.iter().flat_map(|(names, rows)| rows.iter().map(move |row| (names, row)));
    Columns::<Of<'_>>::new()
        .column("before", |((before, _), _)| before.as_str())
        .column("after", |((_, after), _)| after.as_str())
        .column("metric", |(_, row)| row.figure.label())
        .column("before_value", |(_, row)| row.before)
        .column("after_value", |(_, row)| row.after)
        .column("change", |(_, row)| row.change())
        .column("ci95_half_width", |(_, row)| row.ci95_half_width)
        .column("relative_change", |(_, row)| row.relative())
        .column("limit", |(_, row)| row.limit)
        .column("used_ratio", |(_, row)| row.used_ratio)
        .column("verdict", |(_, row)| row.verdict.name())
        .sheet(rows, Header::With)
}
