//! From the tree of values to the checked scenario.
//!
//! One walk over the descriptions of the settings, with the table of their fields at hand.
//! Nothing stops at a mistake: defaults stand in, and whoever called looks at the mistakes first.

mod policy;
mod read;
mod size;

pub(super) use policy::{preset, suggest_policy};

use super::checked::Scenario;
use super::describe::Known;
use super::fields::Section;
use super::given::{Cursor, Fields};
use super::node::Node;
use super::problem::{Problem, Problems, Spot};
use crate::platform::Plan;
use read::Reading;

/// The scenario of a file's tree. Where mistakes were noted, it is not to be used. `path`, `sha256`
/// and `overrides` are left for the caller to fill, and the name where the file gives none.
pub(super) fn scenario(root: &Cursor<'_>, plan: Plan, section: &'static Section) -> Scenario {
    if !matches!(root.node, Node::Map(_)) {
        let message = format!("a scenario is a map of fields; found {}", root.node.describe());
        root.problems.push(Problem::new("wrong-type", Spot::Mark(1, 1), message));
    }
    // Without a map there is one thing to say, and it has been said.
    let quiet = Problems::default();
    let problems = if matches!(root.node, Node::Map(_)) { root.problems } else { &quiet };
    let root = Cursor { problems, ..root.clone() };
    let fields = Fields::open(&root, section);
    let known = Known { colos: colos(&fields, &plan), ..Known::of(&plan.rules) };
    let reading = Reading(&known);
    let mut scenario = Scenario::fresh(plan);
    reading.settings(&fields, &mut scenario);
    let mut policies = policy::Policies::of(&fields, reading);
    if let Some(at) = fields.get("policy") {
        (scenario.policy_name, scenario.policy) = policies.value(&at);
    }
    scenario.policies = policies.into_named();
    scenario.services = known.services.take();
    if root.problems.count() == 0 {
        size::check(&fields, &scenario);
    }
    scenario
}

/// The names of the colos, which other settings refer to; what is wrong with them is said later.
fn colos(given: &Fields<'_>, plan: &Plan) -> Vec<String> {
    let mut scenario = Scenario::fresh(plan.clone());
    Reading(&Known::of(&plan.rules)).quietly(given, "isolates", &mut scenario.isolates);
    scenario.isolates.colos.into_iter().map(|colo| colo.name).collect()
}

/// The plan of a file's tree; `None` where mistakes were noted.
pub(super) fn plan(root: &Cursor<'_>, section: &'static Section) -> Option<Plan> {
    if !matches!(root.node, Node::Map(_)) {
        let message = format!("a plan is a map of fields; found {}", root.node.describe());
        root.problems.push(Problem::new("wrong-type", Spot::Whole, message));
        return None;
    }
    let mut plan = Plan::fresh();
    let known = Known::of(&plan.rules);
    Reading(&known).settings(&Fields::open(root, section), &mut plan);
    (root.problems.count() == 0).then_some(plan)
}
