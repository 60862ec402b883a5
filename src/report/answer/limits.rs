//! What does `limits` say? What the plan allows a day, and since when that is published.

use serde::Serialize;

use super::Answer;
use super::simulate::planned;
use crate::report::Depth;
use crate::report::document::{Block, Column, Document, Section, Table};
use crate::report::json::head::File;
use crate::report::json::written;
use crate::scenario::Scenario;
use crate::words::Meter;

/// The limits of a scenario's plan.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct PlanLimits<'a>(pub &'a Scenario);

#[derive(Serialize)]
struct Row<'a> {
    meter: Meter,
    limit_per_day: Option<u64>,
    other_per_day: u64,
    as_of: Option<&'a str>,
}

#[derive(Serialize)]
struct All<'a> {
    scenario: File<'a>,
    plan: &'a str,
    limits: Vec<Row<'a>>,
}

impl PlanLimits<'_> {
    fn rows(&self) -> Vec<Row<'_>> {
        let Scenario { plan, account, .. } = self.0;
        let row = |meter: Meter| Row {
            meter,
            limit_per_day: plan.limit(meter),
            other_per_day: account.other[meter.index()],
            as_of: plan.limits[meter.index()].as_ref().map(|it| it.basis.as_of.as_str()),
        };
        Meter::ALL.map(row).into()
    }
}

impl Answer for PlanLimits<'_> {
    fn document(&self, _depth: Depth) -> Document {
        let table = Table::of(&self.rows())
            .column(Column::words("operation", 10), |it| it.meter.name())
            .column(Column::figures("limit a day", 11), |it| it.limit_per_day)
            .column(Column::figures("others use", 10).sheds(2), |it| it.other_per_day)
            .column(Column::words("as of", 10).gap(2).sheds(1), |it| it.as_of)
            .table;
        let heading = planned(self.0, std::slice::from_ref(&self.0.plan.title));
        Document::new("limits", vec![Section { heading, blocks: vec![Block::Table(table)] }])
    }

    fn json(&self, _depth: Depth) -> String {
        let Scenario { plan, .. } = self.0;
        written(All { scenario: File::from(self.0), plan: &plan.name, limits: self.rows() })
    }
}
