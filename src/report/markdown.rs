//! How does it look in a comment on a pull request?
//!
//! GitHub-flavoured tables. The first line is a hidden tag, by which a bot finds its own comment
//! and updates it. Names are escaped so that they neither open HTML nor links, nor mention anybody.

use super::figures::{NONE, amount, count, latency, percent, spread, used};
use super::terminal;
use super::text::clean;
use super::verdict::Verdict;
use super::{Depth, Report};
use crate::study::Summary;

/// The first line of every Markdown report.
pub const MARKDOWN_TAG: &str = "<!-- kvplan:simulate -->";

/// The tables of each report, under a heading with its name.
pub fn render_markdown(reports: &[Report<'_>], depth: Depth) -> String {
    let mut text = format!("{MARKDOWN_TAG}\n");
    for report in reports {
        text.push_str(&format!("\n### {}\n", escape(&report.scenario.name)));
        text.push_str(&format!("\n{}\n", escape(&terminal::facts(report))));
        text.push_str(&meters(report.summary));
        text.push_str(&requests(report.summary));
        text.push_str(&warnings(report.summary));
        if depth.verbose {
            text.push_str(&list(report.summary.assumptions.iter().map(|it| escape(it))));
        }
    }
    text
}

fn meters(summary: &Summary) -> String {
    let mut text = String::from("\n| operation | a day | ± 95 % | worst day | limit | used | |\n");
    text.push_str("|:--|--:|--:|--:|--:|--:|:--|\n");
    for meter in &summary.meters {
        let limit = meter.limit_per_day.map_or_else(|| NONE.to_owned(), count);
        text.push_str(&row(&[
            meter.meter.name().to_owned(),
            amount(meter.mean_per_day),
            spread(meter.ci95_half_width, meter.mean_per_day),
            count(meter.max_per_day),
            limit,
            used(meter.used_ratio),
            Verdict::of(meter.used_ratio).word().to_owned(),
        ]));
    }
    text
}

fn requests(summary: &Summary) -> String {
    if summary.requests.is_empty() {
        return String::new();
    }
    let mut text = String::from("\n| request | count | reads | writes | hit rate | p50 | p99 |\n");
    text.push_str("|:--|--:|--:|--:|--:|--:|--:|\n");
    for request in &summary.requests {
        text.push_str(&row(&[
            request.request.name().to_owned(),
            amount(request.count_per_day),
            amount(request.reads_per_day),
            amount(request.writes_per_day),
            percent(request.hit_ratio),
            latency(request.latency_ms.p50),
            latency(request.latency_ms.p99),
        ]));
    }
    text
}

fn warnings(summary: &Summary) -> String {
    list(summary.warnings.iter().map(|warning| {
        let parts = [Some(&warning.message), warning.note.as_ref(), warning.help.as_ref()];
        let said: Vec<String> = parts.into_iter().flatten().map(|part| escape(part)).collect();
        format!("**{}**: {}", warning.code, said.join("; "))
    }))
}

pub(super) fn list(items: impl Iterator<Item = String>) -> String {
    let lines: Vec<String> = items.map(|item| format!("- {item}\n")).collect();
    if lines.is_empty() { String::new() } else { format!("\n{}", lines.concat()) }
}

/// A row of a table.
pub(super) fn row(cells: &[String]) -> String {
    format!("| {} |\n", cells.join(" | "))
}

/// Text that Markdown shows as it stands: on one line, HTML as entities, a backslash before every
/// sign with a meaning, and an invisible break after an `@` or `#` that would mention or link.
pub(super) fn escape(text: &str) -> String {
    let mut escaped = String::new();
    let mut before = ' ';
    for character in clean(text).chars() {
        match character {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '@' | '#' if !before.is_alphanumeric() => {
                escaped.push(character);
                escaped.push_str("&#8203;");
            }
            '\\' | '`' | '*' | '_' | '[' | ']' | '(' | ')' | '|' | '~' | '!' => {
                escaped.push('\\');
                escaped.push(character);
            }
            _ => escaped.push(character),
        }
        before = character;
    }
    escaped
}
