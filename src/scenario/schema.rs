//! What may a scenario file hold, as a JSON Schema for editors and other validators?
//!
//! Made from the table of fields, so that it cannot tell anything else than the decoder does. What
//! lies between fields, and the ranges of durations, it says in words alone.

use std::ops::RangeInclusive;

use serde_json::{Map, Value, json};

use super::caps;
use super::fields::{Field, Holds, Section};
use super::load::SCENARIO;
use super::node::Node;
use crate::words::Span;

/// The name of the file that editors look for beside a scenario.
pub const SCHEMA_FILE: &str = "kvplan.schema.json";

/// The JSON Schema (2020-12) of a scenario file.
pub fn schema() -> String {
    let mut root = json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "A scenario of kvplan",
    });
    let (into, all) = (root.as_object_mut().expect("a map"), map(&SCENARIO));
    into.extend(all.as_object().expect("a map").clone());
    let text = |pattern: &str| json!({ "type": "string", "pattern": pattern });
    let mut name = text("^[A-Za-z0-9]([A-Za-z0-9 ._/-]*[A-Za-z0-9._/-])?$");
    name["maxLength"] = json!(caps::NAME_CHARS);
    let time = "^([0-9]{1,2}:[0-9]{1,2}(:[0-9]{1,2})?|[0-9]+(ms|s|m|h|d))$";
    let definitions = json!({
        "name": name,
        "text": { "type": "string", "minLength": 1, "maxLength": caps::TEXT_CHARS },
        "duration": text("^[0-9]+(ms|s|m|h|d)$"),
        "time": text(time),
        "percent": text("^ *[0-9]*\\.?[0-9]* *% *$"),
    });
    into.insert("$defs".to_owned(), definitions);
    format!("{root:#}\n")
}

fn map(section: &Section) -> Value {
    let properties: Map<String, Value> =
        section.fields.iter().map(|it| (it.name.to_owned(), field(it))).collect();
    let needed: Vec<&str> =
        section.fields.iter().filter(|it| it.is_needed).map(|it| it.name).collect();
    // A map without needed fields may be left empty.
    let may_be_empty = needed.is_empty() && !section.one_of;
    let kind = if may_be_empty { json!(["object", "null"]) } else { json!("object") };
    let mut map = json!({
        "type": kind,
        "additionalProperties": false,
        "properties": properties,
    });
    if !needed.is_empty() {
        map["required"] = json!(needed);
    }
    if section.one_of {
        (map["minProperties"], map["maxProperties"]) = (json!(1), json!(1));
    }
    map
}

fn field(field: &Field) -> Value {
    let range = match &field.holds {
        Holds::Duration(range, _) | Holds::DurationOrMap(range, ..) => {
            format!("; from {} to {}", range.start(), range.end())
        }
        _ => String::new(),
    };
    let mut value = json!({ "description": format!("{}{range}", field.doc) });
    if let Some(default) = &field.default {
        value["default"] = node(default);
    }
    let into = value.as_object_mut().expect("a map");
    into.extend(holds(&field.holds).as_object().expect("a map").clone());
    value
}

fn holds(holds: &Holds) -> Value {
    match holds {
        Holds::Name => one("name"),
        Holds::Text => one("text"),
        Holds::Count(range) => whole(range),
        Holds::Number(range) => number(range),
        Holds::YesNo => json!({ "enum": [true, false, "yes", "no"] }),
        Holds::Percent => one("percent"),
        Holds::NumberOrPercent => any(vec![number(&(0.0..=1e12)), one("percent"), one("duration")]),
        Holds::Duration(range, known) => any([duration(range), words(known)].concat()),
        Holds::CountOr(range, known) => any([vec![whole(range)], words(known)].concat()),
        Holds::Choice(known) => json!({ "enum": known }),
        Holds::Names => list(one("name")),
        Holds::Times => list(one("time")),
        Holds::Time => one("time"),
        Holds::Map(section) => map(section),
        Holds::WordOrMap(known, section) => any([words(known), vec![map(section)]].concat()),
        Holds::PolicyOrMap(section) => any(vec![one("name"), map(section)]),
        Holds::DurationOrMap(range, known, section) => {
            any([duration(range), words(known), vec![map(section)]].concat())
        }
        Holds::List(section) => list(map(section)),
        Holds::Named(section) => json!({
            "type": ["object", "null"],
            "propertyNames": one("name"),
            "additionalProperties": any(vec![one("name"), map(section)]),
        }),
    }
}

fn one(definition: &str) -> Value {
    json!({ "$ref": format!("#/$defs/{definition}") })
}

fn any(mut forms: Vec<Value>) -> Value {
    if forms.len() == 1 { forms.remove(0) } else { json!({ "anyOf": forms }) }
}

fn list(entry: Value) -> Value {
    json!({ "type": ["array", "null"], "items": entry })
}

fn whole(range: &RangeInclusive<u64>) -> Value {
    json!({ "type": "integer", "minimum": range.start(), "maximum": range.end() })
}

fn number(range: &RangeInclusive<f64>) -> Value {
    json!({ "type": "number", "minimum": range.start(), "maximum": range.end() })
}

fn words(known: &[&str]) -> Vec<Value> {
    if known.is_empty() { Vec::new() } else { vec![json!({ "enum": known })] }
}

/// Zero needs no unit.
fn duration(range: &RangeInclusive<Span>) -> Vec<Value> {
    let zero = range.contains(&Span::ZERO).then(|| json!({ "const": 0 }));
    [vec![one("duration")], zero.into_iter().collect()].concat()
}

fn node(node: &Node) -> Value {
    match node {
        Node::Null => Value::Null,
        Node::Bool(value) => json!(value),
        Node::Int(value) => json!(i64::try_from(*value).unwrap_or(i64::MAX)),
        Node::Float(value) if value.fract() == 0.0 => json!(*value as i64),
        Node::Float(value) => json!(value),
        Node::Text(text) => json!(text),
        Node::List(items) => items.iter().map(self::node).collect(),
        Node::Map(entries) => {
            entries.iter().map(|(key, value)| (key.clone(), self::node(value))).collect()
        }
    }
}
