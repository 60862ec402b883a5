//! One row of a comparison in words: each figure in its own unit.

use crate::report::document::Tone;
use crate::report::figures::{NONE, amount, latency, length, money, percent, spread, used};
use crate::study::{Metric, RequestFigure, Row, Verdict};

/// Half an interval of less than this is not shown beside a change.
const LEAST_SPREAD: f64 = 0.05;

/// The cells of a row, without its name.
pub(super) struct Cells {
    pub(super) before: String,
    pub(super) after: String,
    pub(super) change: String,
    pub(super) spread: String,
    pub(super) relative: String,
    pub(super) limit: String,
    pub(super) used: String,
    pub(super) word: &'static str,
    pub(super) tone: Tone,
}

impl Cells {
    pub(super) fn of(row: &Row) -> Self {
        let shown = |value: Option<f64>| value.map_or_else(|| NONE.to_owned(), |it| show(row, it));
        let (word, tone) = verdict(row.verdict);
        Self {
            before: shown(row.before),
            after: shown(row.after),
            change: row.change().map_or_else(|| NONE.to_owned(), |change| signed(row, change)),
            spread: shown_spread(row),
            relative: row.relative().map_or_else(|| NONE.to_owned(), relative),
            limit: row.limit.map_or_else(|| NONE.to_owned(), crate::report::count),
            used: used(row.used_ratio),
            word,
            tone,
        }
    }
}

/// The interval of a change; nothing where there is none, or none worth showing.
fn shown_spread(row: &Row) -> String {
    let half = row.ci95_half_width.filter(|half| *half >= LEAST_SPREAD);
    let change = row.change().unwrap_or(0.0).abs();
    half.map_or_else(String::new, |half| spread(Some(half), change))
}

fn show(row: &Row, value: f64) -> String {
    match row.metric {
        Metric::Meter(_) | Metric::Routing(_) => amount(value),
        Metric::Request(_, RequestFigure::HitRatio) => percent(value),
        Metric::Request(_, RequestFigure::LatencyP99) => latency(value),
        Metric::StalenessP99 => length(value),
        Metric::Cost => money(value),
    }
}

/// With its sign, also where it is rounded to nothing.
fn signed(row: &Row, change: f64) -> String {
    let size = match row.metric {
        Metric::Request(_, RequestFigure::HitRatio) => {
            format!("{:.1} points", change.abs() * 100.0)
        }
        _ => show(row, change.abs()),
    };
    // `+< 0.1` would be no number at all.
    let size = if size.starts_with('<') { format!("{:.2}", change.abs()) } else { size };
    format!("{}{size}", sign(change))
}

/// From tenfold on a change is shown without decimals.
const SHOWN_WHOLE_FROM: f64 = 10.0;

fn relative(share: f64) -> String {
    if share.abs() < SHOWN_WHOLE_FROM {
        return format!("{}{}", sign(share), percent(share.abs()));
    }
    let percent = crate::report::amount((share.abs() * 100.0).round());
    format!("{}{percent} %", sign(share))
}

fn sign(value: f64) -> &'static str {
    if value > 0.0 {
        "+"
    } else if value < 0.0 {
        "-"
    } else {
        ""
    }
}

/// The word of a verdict, and its tone.
fn verdict(verdict: Verdict) -> (&'static str, Tone) {
    match verdict {
        Verdict::Unlimited => ("", Tone::Plain),
        Verdict::Fine => ("", Tone::Good),
        Verdict::Near => ("NEAR", Tone::Warn),
        Verdict::Fixed => ("FIXED", Tone::Good),
        Verdict::Broken => ("BROKEN", Tone::Bad),
        Verdict::Over => ("OVER", Tone::Bad),
    }
}
