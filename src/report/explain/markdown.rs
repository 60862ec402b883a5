//! The trees for a comment.

use super::Explained;
use super::saved::saved;
use crate::report::count;
use crate::report::figures::amount;
use crate::report::markdown::{escape, heading, row};
use crate::report::terminal::cold;
use crate::words::Meter;

/// The first line of every explanation in Markdown.
pub const EXPLAIN_TAG: &str = "<!-- kvplan:explain -->";

/// The trees, what was saved, and the day.
pub fn render_explained_markdown(explained: Explained<'_>) -> String {
    let report = &explained.report;
    let mut text = format!("{EXPLAIN_TAG}\n{}", heading(report));
    for meter in explained.meters() {
        text.push_str(&tree(explained, meter));
    }
    text.push_str(&explained.rest().map_or_else(String::new, |it| format!("\n{it}\n")));
    let saved = saved(&report.summary.totals);
    if !saved.is_empty() {
        text.push_str("\n| saved | a day | |\n|:--|--:|--:|\n");
        saved.into_iter().for_each(|it| text.push_str(&row(&[it.name, it.a_day, it.share])));
    }
    text.push_str(&hours(explained));
    for line in cold(report.summary) {
        text.push_str(&format!("\n{line}\n"));
    }
    if explained.verbose {
        text.push('\n');
        let all = report.summary.assumptions.iter();
        all.for_each(|it| text.push_str(&format!("- {}\n", escape(it))));
    }
    text
}

fn tree(explained: Explained<'_>, meter: Meter) -> String {
    let mut text = format!("\n| {meter} | a day | share | in all |\n|:--|--:|--:|--:|\n");
    for line in explained.tree(meter) {
        let depth = line.stem.chars().count() / 3;
        let name = match depth {
            0 => "all".to_owned(),
            depth => format!("{}{}", "&emsp;".repeat(depth), line.what.name()),
        };
        text.push_str(&row(&[name, line.a_day(), line.share(), count(line.count)]));
    }
    text
}

fn hours(explained: Explained<'_>) -> String {
    let Some(meter) = explained.profiled() else { return String::new() };
    let mut text = format!("\n| hour | {meter} |\n|:--|--:|\n");
    for hour in &explained.report.summary.hours {
        let counted = amount(hour.counts[meter.index()]);
        text.push_str(&row(&[format!("{:02}:00", hour.hour), counted]));
    }
    text
}
