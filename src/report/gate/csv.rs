//! How does a spreadsheet read it? A row for each bound of each budget, in the order of the files.

use serde::Serialize;

use super::GateReport;
use super::bound::BoundFigures;
use super::words::stat;
use crate::report::csv::written;
use crate::study::gate::{BoundCheck, Check, InWorlds, Suite};

/// A budget with `max` and `growth` has two rows.
#[derive(Serialize, Default)]
struct Row<'a> {
    scenario: String,
    policy: &'a str,
    path: &'a str,
    line: Option<u32>,
    metric: &'static str,
    stat: &'static str,
    #[serde(flatten)]
    figures: BoundFigures,
    days_tried: u64,
    reason: Option<&'a str>,
    #[serde(flatten)]
    worlds: Option<WorldColumns<'a>>,
}

/// Where all worlds were judged: the worst, and how many there are, how many of them were judged,
/// and how many have this verdict.
#[derive(Serialize, Default)]
struct WorldColumns<'a> {
    world: &'a str,
    worlds: usize,
    worlds_judged: usize,
    worlds_alike: usize,
}

/// Cells are empty where there is no figure.
pub fn render_csv(report: &GateReport<'_>) -> String {
    let worlds = report.gate.worlds.map(|_| WorldColumns::default());
    let rows = report.gate.suites.iter().flat_map(|(suite, checks)| {
        let bounds = checks.iter().flat_map(|check| check.bounds.iter().map(move |it| (check, it)));
        bounds.map(move |(check, bound)| Row::new(suite, check, bound))
    });
    written(&Row { worlds, ..Row::default() }, rows)
}

/// The header alone: nothing was judged.
pub fn render_unjudged_csv() -> String {
    written(&Row::default(), std::iter::empty())
}

impl<'a> Row<'a> {
    fn new(suite: &'a Suite<'a>, check: &'a Check, bound: &'a BoundCheck) -> Self {
        let (scenario, budget) = (suite.members[check.member].scenario, &check.budget);
        Self {
            scenario: suite.name(),
            policy: &scenario.policy_name,
            path: &scenario.path,
            line: (budget.line > 0).then_some(budget.line),
            metric: budget.metric.name(),
            stat: stat(budget),
            figures: BoundFigures::from(bound),
            days_tried: suite.days_tried(),
            reason: budget.reason.as_deref(),
            worlds: bound.in_worlds.as_ref().map(WorldColumns::from),
        }
    }
}

impl<'a> From<&'a InWorlds> for WorldColumns<'a> {
    fn from(it: &'a InWorlds) -> Self {
        let (worlds_judged, worlds_alike) = (it.judged, it.alike);
        Self { world: &it.world, worlds: it.all, worlds_judged, worlds_alike }
    }
}
