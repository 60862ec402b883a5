//! A comparison for a spreadsheet: a row for each figure of each side that is held against the
//! first.

use serde::Serialize;

use super::{Compared, labels};
use crate::report::csv::written;

#[derive(Serialize, Default)]
struct Row {
    before: String,
    after: String,
    metric: String,
    before_value: Option<f64>,
    after_value: Option<f64>,
    change: Option<f64>,
    ci95_half_width: Option<f64>,
    relative_change: Option<f64>,
    limit: Option<u64>,
    used_ratio: Option<f64>,
    verdict: &'static str,
}

/// What is not known is empty.
pub fn render_compared_csv(compared: Compared<'_>) -> String {
    let rows = compared.pairs().flat_map(|(from, to, found)| {
        let (before, after) = labels(from, to);
        found.rows.iter().map(move |it| Row {
            before: before.clone(),
            after: after.clone(),
            metric: it.metric.name(),
            before_value: it.before,
            after_value: it.after,
            change: it.change(),
            ci95_half_width: it.ci95_half_width,
            relative_change: it.relative(),
            limit: it.limit,
            used_ratio: it.used_ratio,
            verdict: it.verdict.name(),
        })
    });
    written(&Row::default(), rows)
}
