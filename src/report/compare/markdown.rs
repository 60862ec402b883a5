//! A comparison for a comment.

use super::cells::Cells;
use super::table::setting;
use super::{Compared, Folded, facts, is_meter, labels, named, pairing};
use crate::report::format::markdown::{escape, row};
use crate::study::{Comparison, Row, Side};

/// The first line of every Markdown comparison.
pub const COMPARE_TAG: &str = "<!-- kvplan:compare -->";

/// What each side changes, under a heading of its own.
pub fn render_compared_markdown(compared: Compared<'_>) -> String {
    let mut text = format!("{COMPARE_TAG}\n");
    for (before, after, found) in compared.pairs() {
        text.push_str(&one(before, after, (found, compared.threshold)));
    }
    text
}

fn one(before: &Side, after: &Side, (found, threshold): (&Comparison, f64)) -> String {
    let (from, to) = labels(before, after);
    let mut text = format!("\n### {} → {}\n", escape(&from), escape(&to));
    text.push_str(&format!("\n{}\n", escape(&facts(before, after))));
    let folded = Folded::of(found, threshold);
    let (meters, others): (Vec<&Row>, Vec<&Row>) =
        folded.shown.iter().partition(|row| is_meter(row));
    text.push_str(&meter_table(&meters));
    text.push_str(&other_table(&others));
    let mut notes = folded.notes(threshold);
    notes.push(pairing(found.pairing).to_owned());
    text.push_str(&format!("\n{}\n", notes.join("; ")));
    let mut settings = found.settings.iter().flatten().map(setting).peekable();
    if settings.peek().is_some() {
        text.push_str("\nSettings that differ:\n\n");
        // As code a sign does not begin a list within the list.
        settings.for_each(|(sign, it)| text.push_str(&format!("- `{sign}` {}\n", escape(&it))));
    }
    text
}

fn meter_table(rows: &[&Row]) -> String {
    if rows.is_empty() {
        return String::new();
    }
    let mut text = String::from(
        "\n| a day | before | after | change | ± 95 % | | limit | used | |\n\
         |:--|--:|--:|--:|--:|--:|--:|--:|:--|\n",
    );
    for it in rows {
        let cells = Cells::of(it);
        let name = it.metric.name();
        let Cells { before, after, change, spread, relative, limit, used, .. } = cells;
        let word = cells.word.to_owned();
        text.push_str(&row(&[name, before, after, change, spread, relative, limit, used, word]));
    }
    text
}

fn other_table(rows: &[&Row]) -> String {
    if rows.is_empty() {
        return String::new();
    }
    let mut text = String::from("\n| also | before | after | change |\n|:--|--:|--:|--:|\n");
    for it in rows {
        let Cells { before, after, change, .. } = Cells::of(it);
        text.push_str(&row(&[named(it), before, after, change]));
    }
    text
}
