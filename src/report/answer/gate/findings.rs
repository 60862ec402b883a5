//! A suite as a section: a finding a budget, or one that says that there are none.

use super::baseline::was;
use super::words::{against, details, label, loose, margin, share, stated};
use crate::report::answer::simulate;
use crate::report::document::{Block, Finding, Findings, Heading, Note, Place, Section};
use crate::report::figures::NONE;
use crate::report::{Depth, Report};
use crate::study::gate::{Baseline, Check, Finding as Found, GateVerdict, OnWarning, Suite};

/// What was judged together, in the order of the file. What passed tells its reason with
/// `depth.verbose` only.
pub(super) fn section(
    (suite, checks): &(Suite<'_>, Vec<Check>),
    how: How<'_>,
    depth: Depth,
) -> Section {
    let mut all: Vec<Finding> = checks.iter().map(|it| finding(suite, it, how)).collect();
    if all.is_empty() {
        all.push(unchecked(suite));
    }
    for it in &mut all {
        it.is_brief = it.verdict == GateVerdict::Passed && !depth.verbose;
    }
    let (about, first) = (suite.name(), suite.members[0]);
    let (scenario, summary) = (first.scenario, first.summary);
    let properties = vec![
        ("path", scenario.path.clone()),
        ("plan", scenario.plan.name.clone()),
        ("policy", scenario.policy_name.clone()),
        ("days", scenario.days.to_string()),
        ("runs", scenario.runs.to_string()),
        ("seed", scenario.seed.to_string()),
    ];
    let as_run = simulate::heading(&Report { scenario, summary, parameters: &[] });
    let heading = Heading { title: format!("gate {about}"), place: Place::Below, ..as_run };
    Section { heading, blocks: vec![Block::Findings(Findings { about, properties, all })] }
}

/// Does a warning fail, and what does the baseline hold?
pub(super) type How<'a> = (OnWarning, Option<&'a Baseline>);

fn finding(suite: &Suite<'_>, check: &Check, (on_warning, before): How<'_>) -> Finding {
    let deciding = check.deciding();
    let (budget, currency) = (&check.budget, &suite.members[0].scenario.plan.currency);
    let (metric, verdict) = (&budget.metric, check.verdict());
    let (figures, share, margin) = match &deciding.finding {
        Found::Missing(_) => (NONE.to_owned(), String::new(), "no sample".to_owned()),
        Found::Judged(judged) => {
            (against(metric, judged, currency), share(judged), margin(metric, judged, currency))
        }
    };
    let (name, stat, stated) = (metric.name(), metric.statistic, stated(budget));
    Finding {
        verdict,
        fails: match verdict {
            GateVerdict::Broken | GateVerdict::NoSample => true,
            GateVerdict::Warned => on_warning == OnWarning::Fails,
            GateVerdict::Passed => false,
        },
        label: label(budget, deciding.bound),
        demand: format!("{name} {stat}: {stated} (line {})", budget.line),
        figures,
        was: was(suite, check, before),
        share,
        margin,
        place: (suite.members[check.member].scenario.path.clone(), budget.line),
        details: details(suite, check),
        hint: loose(check).map(Note::from),
        is_brief: false,
    }
}

/// That a suite has no budgets.
fn unchecked(suite: &Suite<'_>) -> Finding {
    let paths: Vec<&str> = suite.members.iter().map(|it| it.scenario.path.as_str()).collect();
    let label = "no budgets".to_owned();
    Finding {
        verdict: GateVerdict::NoSample,
        fails: true,
        demand: label.clone(),
        label,
        figures: NONE.to_owned(),
        was: String::new(),
        share: String::new(),
        margin: "nothing to check".to_owned(),
        place: (paths[0].to_owned(), 0),
        details: vec![format!("{}: add `budgets` to be checked", paths.join(", ")).into()],
        hint: None,
        is_brief: false,
    }
}
