//! `workers[].load`: one key says which shape.

use super::cursor::{Cursor, Fields};
use super::words::shape_help;
use crate::scenario::caps;
use crate::scenario::fields;
use crate::scenario::node::Node;
use crate::words::Span;
use crate::workload::LoadShape;

const DEFAULT: LoadShape = LoadShape::Constant(0.5);

pub(super) fn load_shape(at: &Cursor<'_>) -> LoadShape {
    if !matches!(at.node, Node::Map(_)) {
        let help = match at.node {
            Node::Int(load) => format!("write `{{ constant: {load} }}`"),
            Node::Float(load) => format!("write `{{ constant: {load} }}`"),
            Node::Text(word) => shape_help(&fields::LOAD, Some(word)),
            _ => shape_help(&fields::LOAD, None),
        };
        at.problems.push(at.wrong("a map with one shape").help(help));
        return DEFAULT;
    }
    let shape = Fields::open(at, &fields::LOAD);
    match shape.only() {
        Some(("constant", at)) => LoadShape::Constant(at.load(caps::LOAD).unwrap_or_default()),
        Some(("steps", at)) => steps(&at),
        Some(("walk", _)) => {
            let fields = shape.below("walk");
            LoadShape::Walk {
                start: fields.load("start", caps::UNIT, 0.5),
                step: fields.load("step", caps::UNIT, 0.02),
            }
        }
        Some(("diurnal", _)) => diurnal(&shape.below("diurnal")),
        Some(("flap", _)) => {
            let fields = shape.below("flap");
            LoadShape::Flap {
                low: fields.load("low", caps::LOAD, 0.2),
                high: fields.load("high", caps::LOAD, 0.6),
                every: fields.duration("every", caps::WHILE, Span::from_secs(60)),
            }
        }
        _ => DEFAULT,
    }
}

fn diurnal(fields: &Fields<'_>) -> LoadShape {
    let low = fields.load("low", caps::LOAD, 0.1);
    let high = fields.load("high", caps::LOAD, 0.9);
    if let Some(at) = fields.get("high").or_else(|| fields.get("low"))
        && low > high
    {
        at.refuse("out-of-range", format!("{}: low, {low}, is above high, {high}", fields.path()));
    }
    LoadShape::Diurnal { low, high, peak_hour: fields.number("peak_hour", caps::HOUR, 14.0) }
}

fn steps(at: &Cursor<'_>) -> LoadShape {
    let entries = at.list(caps::TIMES_OF_DAY);
    if entries.is_empty() && matches!(at.node, Node::Null | Node::List(_)) {
        at.refuse("no-steps", format!("{} needs one entry at least", at.path()));
    }
    let mut steps: Vec<(Span, f64)> = Vec::new();
    for entry in &entries {
        let fields = Fields::open(entry, &fields::STEP);
        let (time_at, load_at) = (fields.need("at"), fields.need("load"));
        let load = load_at.and_then(|at| at.load(caps::LOAD)).unwrap_or_default();
        let time = time_at.as_ref().and_then(Cursor::time_of_day);
        if let (Some(at), Some(time)) = (time_at, time) {
            if steps.last().is_some_and(|(before, _)| *before >= time) {
                let message = format!("{} is not after the step before it", at.path());
                at.problems.push(at.problem("order", message).help("put the steps in order"));
            }
            steps.push((time, load));
        }
    }
    LoadShape::Steps(steps)
}
