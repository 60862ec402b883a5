//! How does `compare` look? One renderer a format; what they share is here.
//!
//! In a table rows that did not change fold into one line, and rows below the threshold into
//! another; JSON and CSV hold every row.

mod cells;
mod csv;
mod json;
mod markdown;
mod table;

pub use self::csv::render_compared_csv;
pub use self::json::render_compared_json;
pub use self::markdown::{COMPARE_TAG, render_compared_markdown};
pub use self::table::render_compared_table;

use super::figures::percent;
use super::simulate::counted;
use super::text::clean;
use crate::study::{Comparison, Metric, Mismatch, Pairing, Row, Side, Verdict};

/// Several sides, each held against the first.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Compared<'a> {
    /// The first is the baseline.
    pub sides: &'a [Side],
    /// One for each other side, in their order.
    pub comparisons: &'a [Comparison],
    /// Changes by a smaller share than this are hidden.
    pub threshold: f64,
    /// What the figures rest on.
    pub assumptions: &'a [String],
}

impl<'a> Compared<'a> {
    /// Each side with what it changes, and the baseline before it.
    fn pairs(self) -> impl Iterator<Item = (&'a Side, &'a Side, &'a Comparison)> {
        let (baseline, others) = self.sides.split_first().expect("a baseline");
        others.iter().zip(self.comparisons).map(move |(after, found)| (baseline, after, found))
    }
}

/// The rows of a comparison, by what becomes of them.
struct Folded<'a> {
    shown: Vec<&'a Row>,
    small: Vec<&'a Row>,
    unchanged: Vec<&'a Row>,
}

impl<'a> Folded<'a> {
    fn of(found: &'a Comparison, threshold: f64) -> Self {
        let mut folded = Self { shown: Vec::new(), small: Vec::new(), unchanged: Vec::new() };
        for row in &found.rows {
            let is_small = row.relative().is_some_and(|share| share.abs() < threshold);
            let must_show = matches!(row.verdict, Verdict::Fixed | Verdict::Broken | Verdict::Over);
            if row.is_unchanged() && !must_show {
                folded.unchanged.push(row);
            } else if is_small && !must_show {
                folded.small.push(row);
            } else {
                folded.shown.push(row);
            }
        }
        folded
    }

    /// `unchanged: deletes, lists`.
    fn notes(&self, threshold: f64) -> Vec<String> {
        let names =
            |rows: &[&Row]| rows.iter().map(|row| row.metric.name()).collect::<Vec<_>>().join(", ");
        let mut notes = Vec::new();
        if !self.small.is_empty() {
            let percent = percent(threshold);
            notes.push(format!("changed by less than {percent}: {}", names(&self.small)));
        }
        if self.shown.iter().any(|row| row.is_few) {
            notes.push("few: fewer than 1,000 requests on a side, mostly noise".to_owned());
        }
        // What neither side ever does is left out, but for the meters.
        let told = |row: &&&Row| is_meter(row) || row.before.is_some_and(|value| value != 0.0);
        let unchanged: Vec<&Row> = self.unchanged.iter().filter(told).copied().collect();
        if !unchanged.is_empty() {
            notes.push(format!("unchanged: {}", names(&unchanged)));
        }
        notes
    }
}

/// The name of a row; `heartbeat p99 (few)` where little stands behind it.
fn named(row: &Row) -> String {
    let few = if row.is_few { " (few)" } else { "" };
    format!("{}{few}", row.metric.name())
}

/// What a side is called beside the other: the policy where the file is the same.
fn labels(before: &Side, after: &Side) -> (String, String) {
    let of: fn(&Side) -> String = if before.path == after.path && before.policy != after.policy {
        |side| side.policy.clone()
    } else if before.name != after.name {
        |side| side.name.clone()
    } else {
        |side| side.path.clone()
    };
    (clean(&of(before)), clean(&of(after)))
}

/// `7 days, 20 runs, seed 42, cloudflare-free@2026-10`; `7 → 3 days` where the sides differ.
fn facts(before: &Side, after: &Side) -> String {
    let facts = |side: &Side| {
        [
            counted(side.days, "day"),
            counted(side.runs, "run"),
            format!("seed {}", side.seed),
            clean(&side.plan),
        ]
    };
    let both = facts(before).into_iter().zip(facts(after));
    let said: Vec<String> = both
        .map(|(before, after)| if before == after { before } else { format!("{before} → {after}") })
        .collect();
    said.join(", ")
}

/// What the intervals rest on.
fn pairing(pairing: Pairing) -> &'static str {
    match pairing {
        Pairing::Paired => {
            "± is the 95 % interval of the change, paired: run k draws the same numbers on both sides"
        }
        Pairing::Unpaired(Mismatch::Seeds) => {
            "± is the 95 % interval of the change, not paired: the seeds differ"
        }
        Pairing::Unpaired(Mismatch::Days) => {
            "± is the 95 % interval of the change, not paired: the days of a run differ, and with \
             them the share of cold starts"
        }
        Pairing::Unpaired(Mismatch::Runs) => {
            "± is the 95 % interval of the change, not paired: the runs differ"
        }
        Pairing::Unknown => {
            "no interval: a saved result has no figures of single runs (simulate -v saves them)"
        }
        Pairing::OneRun => "no interval: it takes two runs",
    }
}

/// True for the rows of meters, which have limits.
fn is_meter(row: &Row) -> bool {
    matches!(row.metric, Metric::Meter(_))
}
