//! What does each colo do, how do isolates come and go, and how old is what the routers know?

use crate::report::Report;
use crate::report::document::{Column, Table, Value};
use crate::report::figures::{amount, count, joined, length};
use crate::study::{ColoSummary, RoutingSummary, StalenessSummary, Summary};
use crate::words::{Layout, Op};

/// Columns of a table that its figures need at least: a long name gives way to them.
const FIGURES: usize = 36;

/// What reaches each colo and what it uses, figures a day; nothing where there is but one.
/// Cold starts have columns where isolates die.
pub(super) fn work(report: &Report<'_>) -> Table {
    let mortal = report.scenario.isolates.may_die();
    Table::of(several(report))
        .column(Column::words("colo", 6).gives_way(FIGURES), |it| it.colo.clone())
        .column(Column::figures("share", 6).sheds(1), |it| Value::Share(it.share))
        .column(Column::figures("isolates", 8).sheds(2), |it| it.isolates)
        .column(Column::figures("requests", 8), |it| it.requests_per_day)
        .column(Column::figures("reads", 7), |it| it.operations(Op::Read))
        .column(Column::figures("writes", 6), |it| it.operations(Op::Write))
        .column(Column::figures("hot reads", 9).sheds(3), |it| it.hot_ratio().map(Value::Share))
        .column(Column::figures("cold starts", 11).sheds(5).only_if(mortal), |it| {
            it.births.cold_starts_per_day
        })
        .column(Column::figures("cold ops", 8).sheds(4).only_if(mortal), |it| {
            it.births.operations()
        })
        .table
}

/// What became of the client requests of each colo that got any, figures a day, and how old the
/// heartbeats were that its choices rest on; nothing where there is but one colo.
pub(super) fn routes(report: &Report<'_>) -> Table {
    let asked: Vec<&ColoSummary> =
        several(report).iter().filter(|it| it.routing.asked_per_day() > 0.0).collect();
    let any = |of: fn(&RoutingSummary) -> f64| asked.iter().any(|it| of(&it.routing) > 0.0);
    Table::of(&asked)
        .column(Column::words("colo", 6).gives_way(FIGURES), |it| it.colo.clone())
        .column(Column::figures("ok", 7).sheds(2), |it| it.routing.ok_per_day)
        .column(Column::figures("misrouted", 9), |it| it.routing.misrouted_per_day)
        .column(Column::figures("unroutable", 10), |it| it.routing.unroutable_per_day)
        .column(Column::figures("failed", 6).sheds(4).only_if(any(|it| it.failed_per_day)), |it| {
            it.routing.failed_per_day
        })
        .column(
            Column::figures("false dead", 10).sheds(5).only_if(any(|it| it.false_dead_per_day)),
            |it| it.routing.false_dead_per_day,
        )
        .column(Column::figures("stale p50", 9).sheds(1), |it| age(it, |age| age.p50))
        .column(Column::figures("stale p99", 9).sheds(3), |it| age(it, |age| age.p99))
        .column(Column::figures("oldest", 9), |it| age(it, |age| age.max))
        .table
}

fn age(colo: &ColoSummary, of: fn(&StalenessSummary) -> f64) -> Option<Value> {
    colo.staleness_ms.as_ref().map(of).map(Value::Age)
}

/// Sentences, each with the word that it begins with: how old what the routers know is, where any
/// chose; how isolates come and go, where they die.
pub(super) fn texts(report: &Report<'_>) -> Vec<(&'static str, String)> {
    let Report { scenario, summary, .. } = report;
    let mut texts = Vec::new();
    if let Some(stale) = &summary.staleness_ms {
        let (half, oldest) = (length(stale.p50), length(stale.max));
        let text = format!("routes rest on heartbeats {half} old (median), {oldest} at most");
        texts.push(("staleness", text));
    }
    let layout = scenario.policy.layout;
    let where_it_is = if layout == Layout::OneKey { "one key" } else { "indexes" };
    texts.extend(indexes(summary, layout).map(|text| (where_it_is, text)));
    let isolates = &summary.isolates;
    if scenario.isolates.may_die() {
        let (at_once, born) = (count(isolates.count), amount(isolates.births.cold_starts_per_day));
        texts.push((
            "isolates",
            format!(
                "{at_once} at once, {born} born a day; their cold starts alone cost {} a day",
                operations(&isolates.births.operations_per_day)
            ),
        ));
    }
    texts
}

/// What went wrong with the lists of workers, where anything did.
fn indexes(summary: &Summary, layout: Layout) -> Option<String> {
    let mut said = Vec::new();
    if summary.lost_updates_per_day > 0.0 {
        let what =
            if layout == Layout::OneKey { "records a day put back" } else { "entries a day lost" };
        said.push(format!("{} {what}", amount(summary.lost_updates_per_day)));
    }
    if let Some(unlisted) = summary.unlisted.filter(|it| it.max > 0) {
        let (mean, max) = (amount(unlisted.mean), count(unlisted.max));
        let from = if layout == Layout::OneKey { "it" } else { "an index of theirs" };
        said.push(format!(
            "{mean} live workers at a time are missing from {from} ({max} at most): no such request \
             reaches them"
        ));
    }
    joined(said, "; ")
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

/// The colos; none where there is but one.
fn several<'a>(report: &Report<'a>) -> &'a [ColoSummary] {
    let colos = report.summary.colos.as_slice();
    if colos.len() > 1 { colos } else { &[] }
}
