//! What did caches and the write policy save? A row for each way in which nothing was used.

use crate::report::document::{Column, Table};
use crate::report::figures::percent;
use crate::study::Totals;

/// Something that was not used.
struct Saved {
    /// What, in words.
    name: String,
    /// How often in all.
    count: u64,
    /// Of how many.
    whole: u64,
    /// Of what, where the name does not say it: `heartbeats`.
    of: &'static str,
}

/// Heartbeats that wrote nothing by reason, requests without an operation by kind, hits by cache.
pub(super) fn saved(totals: &Totals) -> Table {
    let heartbeats = totals.requests.iter().find(|it| it.request.name() == "heartbeat");
    let beats = heartbeats.map_or(0, |it| it.count);
    let skipped = [
        ("heartbeats not written: nothing changed", totals.unchanged_heartbeats),
        ("heartbeats not written: small change of load", totals.small_load_changes),
        ("heartbeats not written: dropped", totals.dropped_heartbeats),
    ];
    let skipped = skipped.map(|(name, count)| Saved {
        name: name.to_owned(),
        count,
        whole: beats,
        of: "heartbeats",
    });
    let requests = totals.requests.iter().map(|it| {
        let name = format!("{} without an operation", it.request);
        Saved { name, count: it.hits, whole: it.count, of: "" }
    });
    let caches = totals.caches.iter().map(|it| {
        let name = format!("hits of the {} cache", it.cache);
        Saved { name, count: it.hits, whole: it.lookups, of: "lookups" }
    });
    let all = skipped.into_iter().chain(requests).chain(caches).filter(|it| it.count > 0);
    let a_day = |it: &Saved| it.count as f64 / totals.days.max(1) as f64;
    Table::of(&all.collect::<Vec<_>>())
        .column(Column::words("saved", 30), |it| it.name.clone())
        .column(Column::figures("a day", 8), a_day)
        .column(Column::figures("", 8).sheds(1), share)
        .table
}

/// `49.8 % of heartbeats`.
fn share(it: &Saved) -> String {
    let share = percent(it.count as f64 / it.whole.max(1) as f64);
    if it.of.is_empty() { share } else { format!("{share} of {}", it.of) }
}
