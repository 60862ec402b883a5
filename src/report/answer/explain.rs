//! What does `explain` say? Trees whose printed parts add up to the printed whole, what was saved,
//! and how the day goes.

mod json;
mod saved;
mod shares;

use self::saved::saved;
use self::shares::printed;
use super::Answer;
use super::simulate::{busiest, cold, heading, limits};
use crate::report::document::{Block, Column, Document, Section, Table, Value};
use crate::report::{Depth, Report};
use crate::study::{HourSummary, explain};
use crate::words::Meter;

/// A report, and what of it is asked for.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Explained<'a> {
    /// Of one scenario.
    pub report: Report<'a>,
    /// Only this meter; `None`: each that is used.
    pub meter: Option<Meter>,
}

/// The trees, what was saved, and the day.
impl Answer for Explained<'_> {
    fn document(&self, depth: Depth) -> Document {
        let summary = self.report.summary;
        let trees = self.meters().into_iter().map(|it| Block::Table(self.tree(it)));
        let mut blocks: Vec<Block> = trees.collect();
        blocks.push(Block::Paragraphs(self.rest().into_iter().collect()));
        blocks.push(Block::Table(saved(&summary.totals)));
        blocks.extend(self.day().map(Block::Table));
        blocks.push(Block::Paragraphs(cold(summary)));
        if depth.verbose {
            blocks.push(Block::assumptions(&summary.assumptions));
        }
        let section = Section { heading: heading(&self.report), blocks };
        Document::new("explain", vec![section])
    }

    fn json(&self, _depth: Depth) -> String {
        json::render(*self)
    }
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

    /// The tree of a meter, the whole first.
    fn tree(self, meter: Meter) -> Table {
        let totals = &self.report.summary.totals;
        Table::of(&printed(&explain(totals, meter), totals.days))
            .column(Column::words(meter.name(), 30), |it| it.name())
            .column(Column::figures("a day", 10), |it| it.a_day())
            .column(Column::figures("share", 8).sheds(1), |it| it.share())
            .column(Column::figures("in all", 12).sheds(2), |it| it.count)
            .table
    }

    /// What is not in the counts of the trees, though it spends of the same limits.
    fn rest(self) -> Option<String> {
        let shown = self.meters();
        let meters = self.report.summary.meters.iter().filter(|it| shown.contains(&it.meter));
        let spent = limits::rest_of_account(meters)?;
        Some(format!("not in these counts: the rest of the account, {spent} a day"))
    }

    /// A row for each hour of the meter asked for, or of the one that uses most of its limit.
    fn day(self) -> Option<Table> {
        let meter = self.meter.or_else(|| busiest(self.report.summary))?;
        let counted = |hour: &HourSummary| hour.counts[meter.index()];
        let hours = &self.report.summary.hours;
        let sum: f64 = hours.iter().map(counted).sum();
        let peak = hours.iter().map(counted).fold(0.0, f64::max);
        (peak > 0.0).then(|| {
            Table::of(hours)
                .column(Column::words("hour", 5), |it| format!("{:02}:00", it.hour))
                .column(Column::figures(meter.name(), 8), |it| counted(it))
                .column(Column::figures("share", 7).sheds(2), |it| Value::Share(counted(it) / sum))
                .column(Column::bars("", 28).sheds(1), |it| Value::Bar(counted(it) / peak))
                .table
        })
    }
}
