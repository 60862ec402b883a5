//! A plan file: limits and prices, each with its date and source.

use super::cursor::{Cursor, Fields};
use crate::platform::{Basis, Fact, Limit, Plan, Price, Rule, Rules};
use crate::scenario::caps;
use crate::scenario::node::Node;
use crate::scenario::plan_file as table;
use crate::scenario::problem::{Problem, Spot};
use crate::words::{Meter, Span};

/// The plan of a file's tree. Where mistakes were noted, it is not to be used.
pub(in crate::scenario) fn plan(root: &Cursor<'_>) -> Option<Plan> {
    if !matches!(root.node, Node::Map(_)) {
        let message = format!("a plan is a map of fields; found {}", root.node.describe());
        root.problems.push(Problem::new("wrong-type", Spot::Whole, message));
        return None;
    }
    let fields = Fields::open(root, &table::PLAN);
    let text = |name: &str| fields.need(name).and_then(|at| at.text()).unwrap_or_default();
    let plan = Plan {
        name: text("name"),
        title: text("title"),
        currency: currency(&fields),
        base_per_month: fields.number("base_per_month", 0.0..=1e9, 0.0),
        limits: limits(&fields.below("limits")),
        prices: prices(&fields.below("prices")),
        rules: rules(&fields),
        facts: facts(&fields),
    };
    (root.problems.count() == 0).then_some(plan)
}

fn currency(fields: &Fields<'_>) -> String {
    let Some(at) = fields.need("currency") else { return String::new() };
    let text = at.text().unwrap_or_default();
    if text.len() != 3 || !text.bytes().all(|byte| byte.is_ascii_uppercase()) {
        at.refuse("currency", "a currency has three capital letters, such as `USD`");
    }
    text
}

fn basis(fields: &Fields<'_>) -> Basis {
    let as_of = fields.need("as_of");
    let date = as_of.as_ref().and_then(Cursor::text).unwrap_or_default();
    if let Some(at) = as_of.filter(|_| !date.is_empty() && !is_date(&date)) {
        at.refuse("date", format!("{} is a date such as 2026-10-08", at.path()));
    }
    let source = fields.need("source").and_then(|at| at.text()).unwrap_or_default();
    Basis { as_of: date, source }
}

/// `2026`, `2026-10` or `2026-10-08`: as exactly as the page says.
fn is_date(text: &str) -> bool {
    let parts: Vec<&str> = text.split('-').collect();
    let digits = |part: &&str| part.bytes().all(|byte| byte.is_ascii_digit());
    let lengths: Vec<usize> = parts.iter().map(|part| part.len()).collect();
    parts.iter().all(digits) && matches!(lengths.as_slice(), [4] | [4, 2] | [4, 2, 2])
}

fn limits(fields: &Fields<'_>) -> [Option<Limit>; Meter::COUNT] {
    Meter::ALL.map(|meter| {
        let fields = Fields::open(&fields.get(meter.name())?, &table::LIMIT);
        let per_day = fields.need("per_day").and_then(|at| at.count(1..=*caps::OTHER.end()));
        Some(Limit { per_day: per_day.unwrap_or(1), basis: basis(&fields) })
    })
}

fn prices(fields: &Fields<'_>) -> [Option<Price>; Meter::COUNT] {
    Meter::ALL.map(|meter| {
        let fields = Fields::open(&fields.get(meter.name())?, &table::PRICE);
        let included = fields.need("included_per_month").and_then(|at| at.count(caps::OTHER));
        let price = fields.need("per_million").and_then(|at| at.number(0.0..=1e9));
        Some(Price {
            included_per_month: included.unwrap_or_default(),
            per_million: price.unwrap_or_default(),
            basis: basis(&fields),
        })
    })
}

fn rules(fields: &Fields<'_>) -> Rules {
    if fields.get("rules").is_none() {
        fields.need("rules");
    }
    let rules = fields.below("rules");
    let quiet = fields.get("rules").is_none();
    let open = |name: &str| {
        let at = if quiet { None } else { rules.need(name) };
        at.map(|at| Fields::open(&at, &table::RULE))
    };
    let span = |name: &str| {
        let fields = open(name);
        let value = fields.as_ref().and_then(|fields| fields.need("value"));
        Rule {
            value: value.and_then(|at| at.duration(caps::TTL)).unwrap_or(Span::ZERO),
            basis: fields.as_ref().map_or_else(nothing, basis),
        }
    };
    let count = |name: &str| {
        let fields = open(name);
        let value = fields.as_ref().and_then(|fields| fields.need("value"));
        Rule {
            value: value.and_then(|at| at.count(1..=1_000_000)).unwrap_or(1) as u32,
            basis: fields.as_ref().map_or_else(nothing, basis),
        }
    };
    Rules {
        same_key_write_interval: span("same_key_write_interval"),
        ops_per_invocation: count("ops_per_invocation"),
        cache_ttl_min: span("cache_ttl_min"),
        expiration_ttl_min: span("expiration_ttl_min"),
        list_page: count("list_page"),
    }
}

fn nothing() -> Basis {
    Basis { as_of: String::new(), source: String::new() }
}

fn facts(fields: &Fields<'_>) -> Vec<Fact> {
    let entries = fields.get("facts").map(|at| at.list(caps::FACTS)).unwrap_or_default();
    let fact = |at: &Cursor<'_>| {
        let fields = Fields::open(at, &table::FACT);
        let name = fields.need("name");
        Fact {
            name: name.as_ref().and_then(Cursor::name).unwrap_or_default().to_owned(),
            value: fields.need("value").and_then(|at| at.number(0.0..=1e18)).unwrap_or_default(),
            unit: fields.need("unit").and_then(|at| at.text()).unwrap_or_default(),
            basis: basis(&fields),
        }
    };
    entries.iter().map(fact).collect()
}
