//! From the tree of values to the checked scenario.
//!
//! One function a section, each reading only the fields of its table in [`super::fields`]. Nothing
//! stops at a mistake: defaults stand in, and whoever called looks at the mistakes first.

mod budgets;
mod cursor;
mod load_shape;
mod plan;
mod platform;
mod policy;
mod size;
mod spelling;
mod values;
mod words;
mod workload;

pub(super) use cursor::{Cursor, Fields, unknown_field};
pub(super) use plan::plan;
pub(super) use platform::DEFAULT_COLO;
pub(super) use policy::{preset, suggest_policy};
pub(super) use spelling::parse_duration;

use super::caps;
use super::checked::Scenario;
use super::fields;
use super::node::Node;
use super::problem::{Problem, Spot};
use crate::coordinator::{Policy, Preset};
use crate::platform::Plan;
use workload::Services;

/// The scenario of a file's tree. Where mistakes were noted, it is not to be used. `path`, `sha256`
/// and `overrides` are left for the caller to fill, and the name where the file gives none.
pub(super) fn scenario(root: &Cursor<'_>, plan: Plan) -> Scenario {
    if *root.node == Node::Null {
        let problem = Problem::new("empty-file", Spot::Whole, "the file is empty");
        root.problems.push(problem.help("`kvplan init` writes a scenario to start from"));
    } else if !matches!(root.node, Node::Map(_)) {
        let message = format!("a scenario is a map of fields; found {}", root.node.describe());
        root.problems.push(Problem::new("wrong-type", Spot::Mark(1, 1), message));
    }
    // Without a map there is one thing to say, and it has been said.
    let quiet = super::problem::Problems::default();
    let problems = if matches!(root.node, Node::Map(_)) { root.problems } else { &quiet };
    let root = Cursor { problems, ..root.clone() };
    let fields = Fields::open(&root, &fields::SCENARIO);
    let isolates = platform::isolates(&fields);
    let mut services = Services::default();
    let workers = workload::workers(&fields, &isolates.colos, &mut services);
    let mut policies = policy::Policies::of(&fields, &plan.rules);
    let (policy_name, policy) = match fields.get("policy") {
        Some(at) => policies.value(&at),
        None => (Preset::Optimized.name().to_owned(), Policy::preset(Preset::Optimized)),
    };
    let scenario = Scenario {
        name: fields.get("name").and_then(|at| at.text()).unwrap_or_default(),
        path: String::new(),
        sha256: String::new(),
        overrides: Vec::new(),
        policy_name,
        policy,
        policies: policies.into_named(),
        days: fields.count("days", caps::DAYS, 7) as u32,
        runs: fields.count("runs", caps::RUNS, 20) as u32,
        seed: fields.count("seed", 0..=u64::MAX, 42),
        traffic: workload::traffic(&fields, &isolates.colos, &services),
        services: services.0,
        workers,
        admin: workload::admin(&fields, &isolates.colos),
        kv: platform::kv(&fields, &plan.rules),
        isolates,
        account: platform::account(&fields),
        quota: platform::quota(&fields),
        budgets: budgets::budgets(&fields),
        plan,
    };
    if root.problems.count() == 0 {
        size::check(&fields, &scenario);
    }
    scenario
}
