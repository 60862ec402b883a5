//! What may a scenario file hold, as a JSON Schema for editors and other validators?
//!
//! Made from the table of fields, so that it cannot tell anything else than the decoder does. What
//! lies between fields, what a name refers to and the ranges of durations it says in words alone;
//! and JSON does not tell 7.0 from 7.

use serde_json::{Map, Value, json};

use crate::coordinator::Preset;
use crate::scenario::caps;
use crate::scenario::fields::{Field, Holds, Section};
use crate::scenario::load::SCENARIO;
use crate::scenario::node::Node;
use crate::words::{Cause, Measure, RequestKind, Span, Statistic};

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
    let long = |pattern: &str, most: usize| json!({ "type": "string", "pattern": pattern, "maxLength": most });
    let time = "^(([01]?[0-9]|2[0-3]):[0-5]?[0-9](:[0-5]?[0-9])?|[0-9]+(ms|s|m|h|d))$";
    let definitions = json!({
        "name": long("^[A-Za-z0-9]([A-Za-z0-9 ._/-]*[A-Za-z0-9._/-])?$", caps::NAME_CHARS),
        "text": long("\\S", caps::TEXT_CHARS),
        "duration": text("^[0-9]+(ms|s|m|h|d)$"),
        "time": text(time),
    });
    into.insert("$defs".to_owned(), definitions);
    format!("{root:#}\n")
}

fn map(section: &Section) -> Value {
    let properties: Map<String, Value> =
        section.fields.iter().map(|it| (it.name.to_owned(), field(it))).collect();
    let needed: Vec<&str> =
        section.fields.iter().filter(|it| it.is_needed).map(|it| it.name).collect();
    let mut map = json!({
        "type": "object",
        "additionalProperties": false,
        "properties": properties,
    });
    if !needed.is_empty() {
        map["required"] = json!(needed);
    }
    if section.one_of {
        (map["minProperties"], map["maxProperties"]) = (json!(1), json!(1));
    }
    if section.field("extends").is_some() {
        of_optimized(&mut map);
    }
    map
}

/// What a policy leaves out it has from the one that it extends, whichever that is.
fn of_optimized(map: &mut Value) {
    let fields = map.get_mut("properties").and_then(Value::as_object_mut);
    for field in fields.into_iter().flat_map(Map::values_mut) {
        if let Some(default) = field.as_object_mut().and_then(|it| it.shift_remove("default")) {
            let (doc, shown) = (field["description"].as_str().unwrap_or_default(), &default);
            let shown = shown.as_str().map_or_else(|| shown.to_string(), str::to_owned);
            field["description"] = json!(format!("{doc}; `optimized` has {shown}"));
            field["examples"] = json!([default]);
        }
        of_optimized(field);
    }
}

fn field(field: &Field) -> Value {
    let range = field.holds.iter().find_map(|it| match it {
        Holds::Duration(range) => {
            Some(format!("; a duration from {} to {}", range.start(), range.end()))
        }
        _ => None,
    });
    let mut value = json!({ "description": format!("{}{}", field.doc, range.unwrap_or_default()) });
    if let Some(default) = &field.default {
        value["default"] = node(default);
    }
    let into = value.as_object_mut().expect("a map");
    into.extend(any(&field.holds).as_object().expect("a map").clone());
    value
}

/// A value in one of several forms. Nothing, beside one other, is a type of that.
fn any(holds: &[Holds]) -> Value {
    let mut forms: Vec<Value> = holds.iter().flat_map(forms).collect();
    match (&mut forms[..], holds) {
        ([only], _) => only.take(),
        ([map, _], [_, Holds::Nothing]) => {
            map["type"] = json!([map["type"], "null"]);
            map.take()
        }
        _ => json!({ "anyOf": forms }),
    }
}

/// What the name of a figure looks like. Of which parts a measure is known is checked elsewhere.
fn figure(names: &[&str]) -> String {
    let requests = RequestKind::ALL.map(RequestKind::name).join("|");
    let causes = Cause::ALL.map(Cause::name).join("|");
    let part = format!("((({requests})(\\.({causes}))?|colo\\..+)\\.)?");
    format!("^{part}({})(@({}))?$", names.join("|"), Statistic::ALL.map(Statistic::name).join("|"))
}

fn forms(holds: &Holds) -> Vec<Value> {
    let one = |definition: &str| json!({ "$ref": format!("#/$defs/{definition}") });
    let known = |words: &[&str]| (!words.is_empty()).then(|| json!({ "enum": words }));
    let also = |words: &[&str], form| known(words).into_iter().chain([form]).collect();
    vec![match holds {
        Holds::Nothing => json!({ "type": "null" }),
        Holds::Name(words) => return also(words, one("name")),
        Holds::Text(words) => return also(words, one("text")),
        Holds::Figure => {
            let names: Vec<&str> = Measure::all().map(Measure::name).collect();
            return also(&names, json!({ "type": "string", "pattern": figure(&names) }));
        }
        Holds::Whole(range) => {
            json!({ "type": "integer", "minimum": range.start(), "maximum": range.end() })
        }
        Holds::Number(range) => {
            json!({ "type": "number", "minimum": range.start(), "maximum": range.end() })
        }
        Holds::YesNo => {
            let any_case = json!({ "pattern": "^([Yy][Ee][Ss]|[Nn][Oo])$", "type": "string" });
            return vec![json!({ "enum": [true, false, "yes", "no"] }), any_case];
        }
        Holds::Percent(power) => json!({ "type": "string", "pattern": percent(*power) }),
        Holds::Duration(range) => {
            let zero = range.contains(&Span::ZERO).then(|| json!({ "const": 0 }));
            return [one("duration")].into_iter().chain(zero).collect();
        }
        Holds::Time => one("time"),
        Holds::Words(words) => json!({ "enum": words }),
        Holds::Map(section) => map(section),
        Holds::List(count, entry) => json!({
            "type": "array",
            "minItems": count.start(),
            "maxItems": count.end(),
            "items": any(entry),
            // What is no map stands there once.
            "uniqueItems": entry.iter().all(|it| it.section().is_none()),
        }),
        Holds::Policies(section) => json!({
            "type": "object",
            "propertyNames": { "allOf": [one("name"), { "not": { "enum": Preset::ALL.map(Preset::name) } }] },
            "maxProperties": caps::POLICIES,
            "additionalProperties": { "anyOf": [one("name"), map(section)] },
        }),
    }]
}

/// The pattern of a share of at most ten to a power: more digits than that are zeros.
fn percent(power: usize) -> String {
    let whole = format!("[0-9]{{1,{power}}}(\\.[0-9]*)?|10{{{power}}}(\\.0*)?");
    format!("^\\s*(0*({whole})|\\.[0-9]+)\\s*%\\s*$")
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
