//! What does each colo do, how do isolates come and go, and how old is what the routers know?

use crate::report::figures::{NONE, amount, count, length, percent};
use crate::report::table::{Cell, Column, Grid};
use crate::report::text::wrap;
use crate::report::{Look, Report};
use crate::study::{ColoSummary, RoutingSummary, StalenessSummary, Summary};
use crate::words::Op;

/// Columns of a table that its figures need at least.
const FIGURES: usize = 36;

/// The tables and the sentences, as lines.
pub(super) fn lines(report: &Report<'_>, look: Look) -> Vec<String> {
    let mut lines = Vec::new();
    // A long name gives way to the figures.
    let name = look.width.saturating_sub(FIGURES).clamp(4, 24);
    for grid in [work(report, name), routes(report, name)].into_iter().flatten() {
        lines.extend(grid.lines(look));
        lines.push(String::new());
    }
    for (word, text) in texts(report) {
        lines.extend(wrap(&text, &format!("  {word:<9}  "), look.width));
    }
    if lines.last().is_some_and(String::is_empty) {
        lines.pop();
    }
    lines
}

/// What reaches each colo and what it uses, figures a day; nothing where there is but one.
/// Cold starts have columns where isolates die.
pub(in crate::report) fn work(report: &Report<'_>, name: usize) -> Option<Grid> {
    let colos = several(report)?;
    let mortal = report.scenario.isolates.may_die();
    let mut columns = vec![
        Column::words("colo", 6),
        Column::figures("share", 6).sheds(1),
        Column::figures("isolates", 8).sheds(2),
        Column::figures("requests", 8),
        Column::figures("reads", 7),
        Column::figures("writes", 6),
        Column::figures("hot reads", 9).sheds(3),
    ];
    if mortal {
        columns.push(Column::figures("cold starts", 11).sheds(5));
        columns.push(Column::figures("cold ops", 8).sheds(4));
    }
    let mut grid = Grid::new(columns);
    for colo in colos {
        let isolates = &colo.isolates;
        let mut row: Vec<Cell> = vec![
            short_name(colo, name).into(),
            percent(colo.share).into(),
            count(isolates.count).into(),
            amount(colo.requests_per_day).into(),
            amount(colo.operations(Op::Read)).into(),
            amount(colo.operations(Op::Write)).into(),
            colo.hot_ratio().map_or_else(|| NONE.to_owned(), percent).into(),
        ];
        if mortal {
            let operations: f64 = isolates.cold_start_operations_per_day.iter().sum();
            row.push(amount(isolates.cold_starts_per_day).into());
            row.push(amount(operations).into());
        }
        grid.push(row);
    }
    Some(grid)
}

/// What became of the client requests of each colo that got any, figures a day, and how old the
/// heartbeats were that its choices rest on; nothing where there is but one colo.
pub(in crate::report) fn routes(report: &Report<'_>, name: usize) -> Option<Grid> {
    let asked: Vec<&ColoSummary> = several(report)?.iter().filter(|it| is_asked(it)).collect();
    let left_out = asked.iter().any(|it| it.routing.false_dead_per_day > 0.0);
    let failed = asked.iter().any(|it| it.routing.failed_per_day > 0.0);
    if asked.is_empty() {
        return None;
    }
    let mut grid = Grid::new(route_columns(left_out, failed));
    for colo in asked {
        let routing = &colo.routing;
        let mut row: Vec<Cell> = vec![
            short_name(colo, name).into(),
            amount(routing.ok_per_day).into(),
            amount(routing.misrouted_per_day).into(),
            amount(routing.unroutable_per_day).into(),
        ];
        row.extend(failed.then(|| amount(routing.failed_per_day).into()));
        row.extend(left_out.then(|| amount(routing.false_dead_per_day).into()));
        let age = |of: fn(&StalenessSummary) -> f64| {
            colo.staleness_ms.as_ref().map_or_else(|| NONE.to_owned(), |it| length(of(it)))
        };
        row.push(age(|it| it.p50).into());
        row.push(age(|it| it.p99).into());
        row.push(age(|it| it.max).into());
        grid.push(row);
    }
    Some(grid)
}

fn route_columns(left_out: bool, failed: bool) -> Vec<Column> {
    let mut columns = vec![
        Column::words("colo", 6),
        Column::figures("ok", 7).sheds(2),
        Column::figures("misrouted", 9),
        Column::figures("unroutable", 10),
    ];
    columns.extend(failed.then(|| Column::figures("failed", 6).sheds(4)));
    columns.extend(left_out.then(|| Column::figures("false dead", 10).sheds(5)));
    columns.push(Column::figures("stale p50", 9).sheds(1));
    columns.push(Column::figures("stale p99", 9).sheds(3));
    columns.push(Column::figures("oldest", 9));
    columns
}

/// Sentences, each with the word that it begins with: how old what the routers know is, where any
/// chose; how isolates come and go, where they die.
pub(in crate::report) fn texts(report: &Report<'_>) -> Vec<(&'static str, String)> {
    let Report { scenario, summary, .. } = report;
    let mut texts = Vec::new();
    if let Some(stale) = &summary.staleness_ms {
        let (half, oldest) = (length(stale.p50), length(stale.max));
        let text = format!("routes rest on heartbeats {half} old (median), {oldest} at most");
        texts.push(("staleness", text));
    }
    texts.extend(indexes(summary).map(|text| ("indexes", text)));
    let isolates = &summary.isolates;
    if scenario.isolates.may_die() {
        let (at_once, born) = (count(isolates.count), amount(isolates.cold_starts_per_day));
        texts.push((
            "isolates",
            format!(
                "{at_once} at once, {born} born a day; their cold starts alone cost {} a day",
                operations(&isolates.cold_start_operations_per_day)
            ),
        ));
    }
    texts
}

/// What went wrong with the lists of workers, where anything did.
fn indexes(summary: &Summary) -> Option<String> {
    let mut said = Vec::new();
    if summary.lost_updates_per_day > 0.0 {
        said.push(format!("{} entries a day lost", amount(summary.lost_updates_per_day)));
    }
    if let Some(unlisted) = summary.unlisted.filter(|it| it.max > 0) {
        let (mean, max) = (amount(unlisted.mean), count(unlisted.max));
        said.push(format!(
            "{mean} live workers at a time are missing from an index of theirs ({max} at most): \
             no such request reaches them"
        ));
    }
    (!said.is_empty()).then(|| said.join("; "))
}

/// `12.3 reads and 0 writes`; other operations where there are any.
fn operations(per_day: &[f64; Op::COUNT]) -> String {
    let shown = Op::ALL.into_iter().map(|op| (op, per_day[op.index()]));
    let shown = shown.filter(|(op, n)| matches!(op, Op::Read | Op::Write) || *n > 0.0);
    let parts: Vec<String> = shown.map(|(op, n)| format!("{} {}", amount(n), op.meter())).collect();
    match parts.split_last() {
        Some((last, others)) => format!("{} and {last}", others.join(", ")),
        None => String::new(),
    }
}

fn several<'a>(report: &Report<'a>) -> Option<&'a [ColoSummary]> {
    Some(report.summary.colos.as_slice()).filter(|colos| colos.len() > 1)
}

fn is_asked(colo: &ColoSummary) -> bool {
    let RoutingSummary {
        ok_per_day, misrouted_per_day, unroutable_per_day, failed_per_day, ..
    } = colo.routing;
    ok_per_day + misrouted_per_day + unroutable_per_day + failed_per_day > 0.0
}

/// Its name in at most so many characters.
fn short_name(colo: &ColoSummary, most: usize) -> String {
    let name = crate::report::clean(&colo.colo);
    if name.chars().count() <= most {
        return name;
    }
    name.chars().take(most.saturating_sub(1)).chain(['…']).collect()
}
