//! How does a spreadsheet read it? A row for each bound of each budget, in the order of the files.

use ::csv::{Terminator, WriterBuilder};

use super::GateReport;
use super::words::stat;
use crate::report::csv::harmless;
use crate::study::gate::{BoundCheck, Check, Finding, InWorlds, Suite};

/// The columns; a budget with `max` and `growth` has two rows.
const COLUMNS: [&str; 19] = [
    "scenario",
    "policy",
    "path",
    "line",
    "metric",
    "stat",
    "bound",
    "verdict",
    "value",
    "allowed",
    "warn_from",
    "baseline",
    "used_ratio",
    "spare",
    "run",
    "day",
    "days_above",
    "days_tried",
    "reason",
];

/// What stands behind them where all worlds were judged: the worst, and how many there are, how many
/// of them were judged, and how many have this verdict.
const MORE: [&str; 4] = ["world", "worlds", "worlds_judged", "worlds_alike"];

/// Cells are empty where there is no figure. Quoting is that of the other CSV files.
pub fn render_csv(report: &GateReport<'_>) -> String {
    let mut writer = WriterBuilder::new().terminator(Terminator::Any(b'\n')).from_writer(vec![]);
    let mut record = |cells: &[String]| {
        writer.write_record(cells).expect("rows of one length, written to memory");
    };
    let in_worlds = report.gate.worlds.is_some();
    let more = if in_worlds { &MORE[..] } else { &[] };
    record(&COLUMNS.iter().chain(more).map(|&it| it.to_owned()).collect::<Vec<_>>());
    for (suite, checks) in &report.gate.suites {
        for check in checks {
            for bound in &check.bounds {
                let more = bound.in_worlds.as_ref().map_or_else(Vec::new, world_cells);
                record(&[cells(suite, check, bound).as_slice(), &more].concat());
            }
        }
    }
    let bytes = writer.into_inner().expect("a flush to memory");
    String::from_utf8(bytes).expect("cells are text")
}

/// The header alone: nothing was judged.
pub fn render_unjudged_csv() -> String {
    COLUMNS.join(",") + "\n"
}

fn world_cells(it: &InWorlds) -> Vec<String> {
    let counts = [it.all, it.judged, it.alike].map(|it| it.to_string());
    [harmless(&it.world)].into_iter().chain(counts).collect()
}

fn cells(suite: &Suite<'_>, check: &Check, bound: &BoundCheck) -> [String; COLUMNS.len()] {
    let scenario = suite.members[check.member].scenario;
    let budget = &check.budget;
    let judged = match &bound.finding {
        Finding::Judged(judged) => Some(judged),
        Finding::Missing(_) => None,
    };
    let at = judged.and_then(|it| it.at);
    [
        harmless(&suite.name()),
        harmless(&scenario.policy_name),
        harmless(&scenario.path),
        shown((budget.line > 0).then_some(budget.line)),
        budget.metric.name().to_owned(),
        stat(budget).to_owned(),
        bound.bound.name().to_owned(),
        bound.verdict().name().to_owned(),
        shown(judged.map(|it| it.value)),
        shown(judged.map(|it| it.allowed)),
        shown(judged.and_then(|it| it.warn_from)),
        shown(judged.and_then(|it| it.baseline)),
        shown(judged.and_then(|it| it.used_ratio())),
        shown(judged.map(|it| it.spare())),
        shown(at.map(|at| at.run)),
        shown(at.map(|at| at.day)),
        shown(judged.and_then(|it| it.days_above)),
        suite.days_tried().to_string(),
        harmless(budget.reason.as_deref().unwrap_or_default()),
    ]
}

fn shown<T: ToString>(figure: Option<T>) -> String {
    figure.map_or_else(String::new, |figure| figure.to_string())
}
