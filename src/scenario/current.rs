//! Which number stands at a path now?
//!
//! The file and the overrides are looked at first; what they leave out is looked up among the
//! checked values, where the defaults are.

use super::checked::Scenario;
use super::fields::{self, Holds, Section};
use super::load::Source;
use super::node::Node;
use super::overrides::{Overrides, apply};
use super::path::{Path, Step};
use super::quantity::Quantity;
use super::{guard, yaml};
use crate::words::Span;

/// The number at a path of a scenario; `source` and `overrides` are those it was loaded from.
/// `None`: there is none, or something else stands there.
pub fn value_at(
    scenario: &Scenario,
    (source, overrides): (&Source, &Overrides),
    path: &Path,
) -> Option<Quantity> {
    default_at(scenario, &path.to_string()).or_else(|| {
        let mut tree = guard::text(&source.bytes).and_then(yaml::parse).ok()?;
        apply(&mut tree, overrides).ok()?;
        number(find(&tree, path.steps())?, holds(path.steps()))
    })
}

fn find<'n>(node: &'n Node, steps: &[Step]) -> Option<&'n Node> {
    let Some((step, rest)) = steps.split_first() else { return Some(node) };
    let below = match (step, node) {
        (Step::Key(name), Node::Map(entries)) => &entries.iter().find(|(key, _)| key == name)?.1,
        (Step::Index(index), Node::List(items)) => items.get(*index)?,
        _ => return None,
    };
    find(below, rest)
}

/// What the table of fields says of a path.
fn holds(steps: &[Step]) -> Option<Holds> {
    let mut table: Option<&Section> = Some(&fields::SCENARIO);
    let mut found = None;
    for step in steps {
        match step {
            Step::Index(_) => {}
            Step::Key(_) if matches!(found, Some(Holds::Named(_))) => found = None,
            Step::Key(name) => {
                let field = table?.field(name)?;
                found = Some(field.holds);
                table = field.section();
            }
        }
    }
    found
}

fn number(node: &Node, holds: Option<Holds>) -> Option<Quantity> {
    match node {
        Node::Int(whole) => {
            let whole = u64::try_from(*whole).ok()?;
            match holds {
                Some(Holds::Number) => Some(Quantity::Real(whole as f64)),
                Some(Holds::Duration(_) | Holds::DurationOrMap(..)) if whole == 0 => {
                    Some(Quantity::Lasting(Span::ZERO))
                }
                _ => Some(Quantity::Whole(whole)),
            }
        }
        Node::Float(number) if *number >= 0.0 && number.is_finite() => {
            Some(Quantity::Real(*number))
        }
        Node::Text(text) => match Quantity::parse(text) {
            Some(Quantity::Lasting(span)) => Some(Quantity::Lasting(span)),
            _ => None,
        },
        _ => None,
    }
}

/// Values that have a default, or that a preset gives.
fn default_at(scenario: &Scenario, path: &str) -> Option<Quantity> {
    let (write, cache) = (&scenario.policy.write, &scenario.policy.cache);
    let span = match path {
        "policy.write.max_interval" => Some(write.max_interval),
        "policy.cache.worker_ttl" => Some(cache.worker_ttl),
        "policy.cache.service_ttl" => Some(cache.service_ttl),
        "policy.cache.index_ttl" => Some(cache.index_ttl),
        "policy.health_timeout" => Some(scenario.policy.health_timeout),
        "kv.cache_ttl" => Some(scenario.kv.cache_ttl),
        _ => None,
    };
    let real = match path {
        "policy.write.load_delta" => Some(write.load_delta),
        "admin.loads_per_day" => Some(scenario.admin.loads_per_day),
        "isolates.deploys_per_day" => Some(scenario.isolates.deploys_per_day),
        _ => None,
    };
    let of_list = || {
        let (list, field) = path.split_once("].")?;
        match list.split_once('[')? {
            ("workers", index) => of_group(scenario, index.parse().ok()?, field),
            ("isolates.colos", index) => {
                let colo = scenario.isolates.colos.get(index.parse::<usize>().ok()?)?;
                (field == "isolates").then(|| Quantity::Whole(u64::from(colo.isolates)))
            }
            _ => None,
        }
    };
    span.map(Quantity::Lasting).or(real.map(Quantity::Real)).or_else(of_list)
}

fn of_group(scenario: &Scenario, index: usize, field: &str) -> Option<Quantity> {
    let group = scenario.workers.get(index)?;
    Some(match field {
        "count" => Quantity::Whole(u64::from(group.count)),
        "heartbeat.every" => Quantity::Lasting(group.heartbeat.every),
        "heartbeat.jitter" => Quantity::Lasting(group.heartbeat.jitter),
        "heartbeat.network" => Quantity::Lasting(group.heartbeat.network),
        "models.loaded" => Quantity::Whole(u64::from(group.models.loaded)),
        "models.changes_per_day" => Quantity::Real(group.models.changes_per_day),
        "outages.crashes_per_day" => Quantity::Real(group.outages.crashes_per_day),
        "outages.graceful_per_day" => Quantity::Real(group.outages.graceful_per_day),
        "outages.duration" => Quantity::Lasting(group.outages.duration),
        _ => return None,
    })
}
