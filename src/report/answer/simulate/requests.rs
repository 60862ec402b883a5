//! What does each kind of request use, and what became of the clients' requests?

use crate::report::amount;
use crate::report::document::{Column, Table, Value};
use crate::study::{RequestSummary, Summary};

/// The table of requests, figures a day. Deletes, lists, failures and requests that were
/// sent again have a column where any are.
pub(super) fn table(summary: &Summary) -> Table {
    let any = |of: fn(&RequestSummary) -> f64| summary.requests.iter().any(|it| of(it) > 0.0);
    Table::of(&summary.requests)
        .column(Column::words("request", 10), |it| it.request.name())
        .column(Column::figures("count", 10), |it| it.count_per_day)
        .column(Column::figures("reads", 7), |it| it.reads_per_day)
        .column(Column::figures("writes", 7), |it| it.writes_per_day)
        .column(
            Column::figures("deletes", 7).sheds(2).only_if(any(|it| it.deletes_per_day)),
            |it| it.deletes_per_day,
        )
        .column(Column::figures("lists", 5).sheds(3).only_if(any(|it| it.lists_per_day)), |it| {
            it.lists_per_day
        })
        .column(Column::figures("hit rate", 9).sheds(4), hit_rate)
        .column(Column::figures("p50", 6).sheds(1), |it| Value::Latency(it.latency_ms.p50))
        .column(Column::figures("p99", 7).sheds(5), |it| Value::Latency(it.latency_ms.p99))
        .column(Column::figures("failed", 6).only_if(any(|it| it.failed_per_day)), |it| {
            it.failed_per_day
        })
        .column(
            Column::figures("retried", 7).sheds(6).only_if(summary.retries_per_day > 0.0),
            |it| it.retried_per_day,
        )
        .table
}

fn hit_rate(it: &RequestSummary) -> Value {
    (it.count_per_day > 0.0).then_some(Value::Share(it.hit_ratio)).into()
}

/// `100 ok, 0 misrouted, 0 unroutable; 0 false dead`; nothing where no client asked.
pub(super) fn routing(summary: &Summary) -> Option<String> {
    let routing = &summary.routing;
    if routing.asked_per_day() <= 0.0 {
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
