//! How does `explain` look? Trees whose printed parts add up to the printed whole, what was saved,
//! and how the day goes.

mod json;
mod markdown;
mod saved;
mod shares;
mod table;

pub use self::json::render_explained_json;
pub use self::markdown::{EXPLAIN_TAG, render_explained_markdown};
pub use self::table::render_explained_table;

use self::shares::{Printed, printed};
use super::Report;
use crate::study::explain;
use crate::words::Meter;

/// A report, and what of it is asked for.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Explained<'a> {
    /// Of one scenario.
    pub report: Report<'a>,
    /// Only this meter; `None`: each that is used.
    pub meter: Option<Meter>,
    /// The assumptions too?
    pub verbose: bool,
}

impl Explained<'_> {
    /// The meters to be shown: the one asked for, or those that are used.
    fn meters(self) -> Vec<Meter> {
        let meters = self.report.summary.meters.iter();
        let shown = meters.filter(|it| match self.meter {
            Some(only) => it.meter == only,
            None => it.max_per_day > 0,
        });
        shown.map(|it| it.meter).collect()
    }

    /// The tree of a meter as lines, the whole first.
    fn tree(self, meter: Meter) -> Vec<Printed> {
        let totals = &self.report.summary.totals;
        printed(&explain(totals, meter), totals.days)
    }

    /// What is not in the counts of the trees, though it spends of the same limits.
    fn rest(self) -> Option<String> {
        let shown = self.meters();
        let meters = self.report.summary.meters.iter().filter(|it| shown.contains(&it.meter));
        let spent = super::terminal::limits::rest_of_account(meters)?;
        Some(format!("not in these counts: the rest of the account, {spent} a day"))
    }

    /// The meter whose day is shown: the one asked for, or the one that uses most of its limit.
    fn profiled(self) -> Option<Meter> {
        self.meter.or_else(|| super::terminal::busiest(self.report.summary))
    }
}
