//! What does each kind of request use, and what became of the clients' requests?

use crate::report::figures::{NONE, amount, latency, percent};
use crate::report::table::{Cell, Column, Grid};
use crate::report::text::wrap;
use crate::report::{Look, Report};
use crate::study::{RequestSummary, Summary};

/// The table and what became of the clients' requests, as lines.
pub(super) fn lines(report: &Report<'_>, look: Look) -> Vec<String> {
    let mut lines = grid(report).map_or_else(Vec::new, |grid| grid.lines(look));
    if let Some(text) = routing(report.summary) {
        lines.push(String::new());
        lines.extend(wrap(&text, "  routing  ", look.width));
    }
    lines
}

/// The table of requests, figures a day. Deletes, lists, failures and requests that were
/// sent again have a column where any are.
pub(in crate::report) fn grid(report: &Report<'_>) -> Option<Grid> {
    let summary = report.summary;
    if summary.requests.is_empty() {
        return None;
    }
    let shown: Vec<Figure> = FIGURES.into_iter().filter(|it| (it.is_shown)(summary)).collect();
    let mut columns = vec![Column::words("request", 10)];
    columns.extend(shown.iter().map(|it| match it.sheds {
        Some(turn) => Column::figures(it.title, it.min).sheds(turn),
        None => Column::figures(it.title, it.min),
    }));
    let mut grid = Grid::new(columns);
    for request in &summary.requests {
        let mut row: Vec<Cell> = vec![request.request.name().into()];
        row.extend(shown.iter().map(|it| Cell::from((it.text)(request))));
        grid.push(row);
    }
    Some(grid)
}

/// A column of the table.
struct Figure {
    title: &'static str,
    min: usize,
    sheds: Option<u8>,
    is_shown: fn(&Summary) -> bool,
    text: fn(&RequestSummary) -> String,
}

fn always(_: &Summary) -> bool {
    true
}

const FIGURES: [Figure; 10] = [
    Figure {
        title: "count",
        min: 10,
        sheds: None,
        is_shown: always,
        text: |it| amount(it.count_per_day),
    },
    Figure {
        title: "reads",
        min: 7,
        sheds: None,
        is_shown: always,
        text: |it| amount(it.reads_per_day),
    },
    Figure {
        title: "writes",
        min: 7,
        sheds: None,
        is_shown: always,
        text: |it| amount(it.writes_per_day),
    },
    Figure {
        title: "deletes",
        min: 7,
        sheds: Some(2),
        is_shown: |summary| summary.requests.iter().any(|it| it.deletes_per_day > 0.0),
        text: |it| amount(it.deletes_per_day),
    },
    Figure {
        title: "lists",
        min: 5,
        sheds: Some(3),
        is_shown: |summary| summary.requests.iter().any(|it| it.lists_per_day > 0.0),
        text: |it| amount(it.lists_per_day),
    },
    Figure {
        title: "hit rate",
        min: 9,
        sheds: Some(4),
        is_shown: always,
        text: |it| if it.count_per_day > 0.0 { percent(it.hit_ratio) } else { NONE.to_owned() },
    },
    Figure {
        title: "p50",
        min: 6,
        sheds: Some(1),
        is_shown: always,
        text: |it| latency(it.latency_ms.p50),
    },
    Figure {
        title: "p99",
        min: 7,
        sheds: Some(5),
        is_shown: always,
        text: |it| latency(it.latency_ms.p99),
    },
    Figure {
        title: "failed",
        min: 6,
        sheds: None,
        is_shown: |summary| summary.requests.iter().any(|it| it.failed_per_day > 0.0),
        text: |it| amount(it.failed_per_day),
    },
    Figure {
        title: "retried",
        min: 7,
        sheds: Some(6),
        is_shown: |summary| summary.retries_per_day > 0.0,
        text: |it| amount(it.retried_per_day),
    },
];

/// `100 ok, 0 misrouted, 0 unroutable; 0 false dead`; nothing where no client asked.
pub(in crate::report) fn routing(summary: &Summary) -> Option<String> {
    let routing = &summary.routing;
    let answered = routing.ok_per_day + routing.misrouted_per_day;
    if answered + routing.unroutable_per_day + routing.failed_per_day <= 0.0 {
        return None;
    }
    let mut text = format!(
        "{} ok, {} misrouted, {} unroutable",
        amount(routing.ok_per_day),
        amount(routing.misrouted_per_day),
        amount(routing.unroutable_per_day)
    );
    if routing.failed_per_day > 0.0 {
        text.push_str(&format!(", {} failed", amount(routing.failed_per_day)));
    }
    text.push_str(&format!("; {} false dead", amount(routing.false_dead_per_day)));
    Some(text)
}
