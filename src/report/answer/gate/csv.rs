//! A gate for a spreadsheet: a row for each bound of each budget, in the order of the files. Cells
//! are empty where there is no figure.

use super::GateReport;
use super::bound::BoundFigures;
use crate::report::format::csv::{Columns, Header};
use crate::scenario::Scenario;
use crate::study::gate::{BoundCheck, Check, InWorlds, Suite};

/// A bound, and where it stands. A budget with `max` and `growth` has two.
struct Row<'a> {
    suite: &'a Suite<'a>,
    check: &'a Check,
    bound: &'a BoundCheck,
    figures: BoundFigures,
}

impl Row<'_> {
    fn in_worlds<T>(&self, of: impl Fn(&InWorlds) -> T) -> Option<T> {
        self.bound.in_worlds.as_ref().map(of)
    }
}

/// The sheet.
pub(super) fn render(report: &GateReport<'_>) -> String {
    let suites = report.gate.suites.iter();
    let rows = suites.flat_map(|(suite, checks)| {
        let bounds = checks.iter().flat_map(|check| check.bounds.iter().map(move |it| (check, it)));
        bounds.map(move |(check, bound)| Row {
            suite,
            check,
            bound,
            figures: BoundFigures::from(bound),
        })
    });
    let columns = columns();
    let columns = if report.gate.worlds.is_some() { with_worlds(columns) } else { columns };
    columns.sheet(rows, Header::With)
}

/// The header alone: nothing was judged.
pub(super) fn render_unjudged() -> String {
    columns().sheet([], Header::With)
}

fn columns<'a>() -> Columns<'a, Row<'a>> {
    Columns::<Row<'a>>::new()
        .column("scenario", |it| it.suite.name())
        .column("policy", |it| scenario(it).policy_name.as_str())
        .column("path", |it| scenario(it).path.as_str())
        .column("line", |it| Some(it.check.budget.line).filter(|line| *line > 0))
        .column("metric", |it| it.check.budget.metric.name())
        .column("stat", |it| it.check.budget.metric.statistic.name())
        .column("bound", |it| it.figures.bound)
        .column("verdict", |it| it.figures.verdict)
        .column("value", |it| it.figures.value)
        .column("allowed", |it| it.figures.allowed)
        .column("warn_from", |it| it.figures.warn_from)
        .column("baseline", |it| it.figures.baseline)
        .column("used_ratio", |it| it.figures.used_ratio)
        .column("spare", |it| it.figures.spare)
        .column("run", |it| it.figures.run)
        .column("day", |it| it.figures.day)
        .column("days_above", |it| it.figures.days_above)
        .column("days_tried", |it| it.suite.days_tried())
        .column("reason", |it| it.check.budget.reason.as_deref().unwrap_or_default())
}

/// With the worst world, and how many there are, how many of them were judged, and how many have
/// this verdict.
fn with_worlds<'a>(columns: Columns<'a, Row<'a>>) -> Columns<'a, Row<'a>> {
    columns
        .column("world", |it| it.in_worlds(|it| it.world.clone()))
        .column("worlds", |it| it.in_worlds(|it| it.all as u64))
        .column("worlds_judged", |it| it.in_worlds(|it| it.judged as u64))
        .column("worlds_alike", |it| it.in_worlds(|it| it.alike as u64))
}

fn scenario<'a>(row: &Row<'a>) -> &'a Scenario {
    row.suite.members[row.check.member].scenario
}
