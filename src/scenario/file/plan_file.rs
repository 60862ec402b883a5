//! Plans: those that ship with the tool, and those that a user gives as a file.
//!
//! The way from the bytes of a plan file to a [`Plan`].

use std::sync::LazyLock;

use super::place::Parsed;
use crate::platform::{EMBEDDED_PLANS, Plan};
use crate::scenario::decode;
use crate::scenario::describe::Known;
use crate::scenario::diagnostic::Diagnostic;
use crate::scenario::fields::Section;
use crate::scenario::given::Cursor;

/// The plan where none is named.
const DEFAULT_PLAN: &str = "cloudflare-free@2026-10";

/// The fields of a plan file.
pub(super) static PLAN: LazyLock<Section> = LazyLock::new(|| {
    let mut plan = Plan::fresh();
    let known = Known::of(&plan.rules);
    Section::of(&mut plan, &known)
});

/// The names of the plans that ship with the tool.
pub fn embedded_plan_names() -> Vec<&'static str> {
    EMBEDDED_PLANS.iter().map(|(name, _)| *name).collect()
}

/// Those that ship with the tool. A test reads them all.
static EMBEDDED: LazyLock<Vec<Plan>> = LazyLock::new(|| {
    let read = |(name, text): (&str, &str)| {
        let plan = read_plan(name, text.as_bytes());
        plan.unwrap_or_else(|mistakes| panic!("the plan {name} is broken: {mistakes:?}"))
    };
    EMBEDDED_PLANS.into_iter().map(read).collect()
});

/// A plan that ships with the tool; `None`: there is none of that name.
pub fn embedded_plan(name: &str) -> Option<Plan> {
    let place = EMBEDDED_PLANS.iter().position(|(known, _)| *known == name)?;
    Some(EMBEDDED[place].clone())
}

/// The plan where none is named.
pub(in crate::scenario) fn default_plan() -> Plan {
    embedded_plan(DEFAULT_PLAN).expect("it ships with the tool")
}

/// A plan from the bytes of a file.
///
/// # Errors
/// Every mistake of the file, each at its place in it.
pub fn read_plan(path: &str, bytes: &[u8]) -> Result<Plan, Vec<Diagnostic>> {
    let parsed = Parsed::of(path, bytes)?;
    let problems = parsed.problems();
    let plan = decode::plan(&Cursor::root(&parsed.tree, &problems), &PLAN);
    plan.ok_or_else(|| parsed.origin(path, &[]).diagnostics(problems.into_vec()))
}
