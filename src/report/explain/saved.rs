//! What did caches and the write policy save? A row for each way in which nothing was used.

use crate::report::figures::{amount, percent};
use crate::study::Totals;

/// Something that was not used.
pub(super) struct Saved {
    /// What, in words.
    pub(super) name: String,
    /// How often a day.
    pub(super) a_day: String,
    /// How often in all.
    pub(super) count: u64,
    /// Of what it is a share: `49.8 % of heartbeats`.
    pub(super) share: String,
}

/// Heartbeats that wrote nothing by reason, requests without an operation by kind, hits by cache.
pub(super) fn saved(totals: &Totals) -> Vec<Saved> {
    let heartbeats = totals.requests.iter().find(|it| it.request.name() == "heartbeat");
    let beats = heartbeats.map_or(0, |it| it.count);
    let skipped = [
        ("heartbeats not written: nothing changed", totals.unchanged_heartbeats),
        ("heartbeats not written: small change of load", totals.small_load_changes),
    ];
    let skipped = skipped
        .into_iter()
        .map(|(name, count)| row((name.to_owned(), count), (beats, "heartbeats"), totals));
    let requests = totals.requests.iter().map(|it| {
        let name = format!("{} without an operation", it.request);
        row((name, it.hits), (it.count, "of its kind"), totals)
    });
    let caches = totals.caches.iter().map(|it| {
        let name = format!("hits of the {} cache", it.cache);
        row((name, it.hits), (it.lookups, "lookups"), totals)
    });
    skipped.chain(requests).chain(caches).filter(|it| it.count > 0).collect()
}

fn row((name, count): (String, u64), (of, whole): (u64, &str), totals: &Totals) -> Saved {
    let share = percent(count as f64 / of.max(1) as f64);
    let share = match whole {
        "of its kind" => share,
        whole => format!("{share} of {whole}"),
    };
    Saved { name, a_day: amount(count as f64 / totals.days.max(1) as f64), count, share }
}
