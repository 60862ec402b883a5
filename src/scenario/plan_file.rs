//! Plans: those that ship with the tool, and those that a user gives as a file.
//!
//! The table of a plan file's fields, and the way from its bytes to a [`Plan`].

use super::decode::{self, Cursor};
use super::diagnostic::Diagnostic;
use super::fields::{Field, Holds, Section, field, section};
use super::place::Origin;
use super::problem::Problems;
use super::{guard, yaml};
use crate::platform::{EMBEDDED_PLANS, Plan};

const AS_OF: Field = field("as_of", Holds::Text, "the date for which it was read, 2026-10-08");
const SOURCE: Field = field("source", Holds::Text, "the page it was read on");

/// A plan file.
pub static PLAN: Section = section(
    "a plan",
    &[
        field("name", Holds::Text, "its dated name"),
        field("title", Holds::Text, "a line for people"),
        field("currency", Holds::Text, "three letters"),
        field("base_per_month", Holds::Number, "its price a month before any use; 0"),
        field("limits", Holds::Map(&LIMITS), "the daily limits, by meter"),
        field("prices", Holds::Map(&PRICES), "the prices, by meter"),
        field("rules", Holds::Map(&RULES), "the rules beside the daily limits"),
        field("facts", Holds::List(&FACT), "every other published figure"),
    ],
);

/// `limits`.
pub static LIMITS: Section = section(
    "limits",
    &[
        field("reads", Holds::Map(&LIMIT), "KV keys read"),
        field("writes", Holds::Map(&LIMIT), "KV keys written"),
        field("deletes", Holds::Map(&LIMIT), "KV keys deleted"),
        field("lists", Holds::Map(&LIMIT), "KV list requests"),
        field("requests", Holds::Map(&LIMIT), "requests of the Worker"),
    ],
);

/// An entry of `limits`.
pub static LIMIT: Section =
    section("a limit", &[field("per_day", Holds::Count, "the most in a day"), AS_OF, SOURCE]);

/// `prices`.
pub static PRICES: Section = section(
    "prices",
    &[
        field("reads", Holds::Map(&PRICE), "KV keys read"),
        field("writes", Holds::Map(&PRICE), "KV keys written"),
        field("deletes", Holds::Map(&PRICE), "KV keys deleted"),
        field("lists", Holds::Map(&PRICE), "KV list requests"),
        field("requests", Holds::Map(&PRICE), "requests of the Worker"),
    ],
);

/// An entry of `prices`.
pub static PRICE: Section = section(
    "a price",
    &[
        field("included_per_month", Holds::Count, "included in the base price"),
        field("per_million", Holds::Number, "price of each further million"),
        AS_OF,
        SOURCE,
    ],
);

/// `rules`.
pub static RULES: Section = section(
    "rules",
    &[
        field("same_key_write_interval", Holds::Map(&RULE), "between two writes of one key"),
        field("ops_per_invocation", Holds::Map(&RULE), "KV operations in one invocation"),
        field("cache_ttl_min", Holds::Map(&RULE), "the shortest `cacheTtl`"),
        field("expiration_ttl_min", Holds::Map(&RULE), "the shortest `expirationTtl`"),
        field("list_page", Holds::Map(&RULE), "keys in a page of a list"),
    ],
);

/// An entry of `rules`.
pub static RULE: Section =
    section("a rule", &[field("value", Holds::CountOr(&[]), "the figure"), AS_OF, SOURCE]);

/// An entry of `facts`.
pub static FACT: Section = section(
    "a fact",
    &[
        field("name", Holds::Name, "its name"),
        field("value", Holds::Number, "the figure"),
        field("unit", Holds::Text, "its unit"),
        AS_OF,
        SOURCE,
    ],
);

/// The names of the plans that ship with the tool.
pub fn embedded_plan_names() -> Vec<&'static str> {
    EMBEDDED_PLANS.iter().map(|(name, _)| *name).collect()
}

/// A plan that ships with the tool; `None`: there is none of that name.
pub fn embedded_plan(name: &str) -> Option<Plan> {
    let (_, text) = EMBEDDED_PLANS.iter().find(|(known, _)| *known == name)?;
    let plan = read_plan(name, text.as_bytes());
    // The files are part of the program, and a test reads them all.
    Some(plan.unwrap_or_else(|mistakes| panic!("the plan {name} is broken: {mistakes:?}")))
}

/// A plan from the bytes of a file.
///
/// # Errors
/// Every mistake of the file, each at its place in it.
pub fn read_plan(path: &str, bytes: &[u8]) -> Result<Plan, Vec<Diagnostic>> {
    let refused =
        |text: &str, problems| Err(Origin { file: path, text, edits: &[] }.diagnostics(problems));
    let text = match guard::text(bytes) {
        Ok(text) => text,
        Err(problem) => return refused(&guard::lossy(bytes), vec![problem]),
    };
    let tree = match yaml::parse(text) {
        Ok(tree) => tree,
        Err(problem) => return refused(text, vec![problem]),
    };
    let problems = Problems::default();
    match decode::plan(&Cursor::root(&tree, &problems)) {
        Some(plan) => Ok(plan),
        None => refused(text, problems.into_vec()),
    }
}
