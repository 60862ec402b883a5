//! Policies: a name, or the settings that differ from another policy's.
//!
//! Each entry of `policies` is decoded once, when somebody first needs it, so that entries may
//! extend one another in any order; a circle is a mistake.

use super::cursor::{Cursor, Fields};
use super::spelling::name_mistake;
use super::words::Or;
use crate::coordinator::{
    Baseline, Enumerate, Fanout, Invalidate, ModelsCompare, Policy, Preset, RouteIndex, When,
};
use crate::platform::Rules;
use crate::scenario::caps;
use crate::scenario::checked::NamedPolicy;
use crate::scenario::fields;
use crate::scenario::node::{Node, shorten};
use crate::scenario::problem::{Part, Problem, Spot, suggest};

/// The policies of a file while they are decoded.
pub(super) struct Policies<'a> {
    entries: Vec<Entry<'a>>,
    rules: &'a Rules,
}

struct Entry<'a> {
    name: &'a str,
    at: Cursor<'a>,
    state: State,
}

enum State {
    Waiting,
    Underway,
    Done(Policy),
}

impl<'a> Policies<'a> {
    /// The entries of `policies`, none of them decoded yet.
    pub(super) fn of(root: &Fields<'a>, rules: &'a Rules) -> Self {
        let entries = root.get("policies").map(|at| at.named(caps::POLICIES)).unwrap_or_default();
        for (name, at) in &entries {
            let refuse = |code, message: String| {
                Problem::new(code, Spot::At(at.path.clone(), Part::Key), message)
            };
            if let Some(help) = name_mistake(name) {
                let message = format!("`{}` is not a name", shorten(name));
                at.problems.push(refuse("bad-name", message).help(help));
            } else if preset(name).is_some() {
                at.problems.push(refuse("reserved-name", format!("`{name}` names a preset")));
            }
        }
        let entry = |(name, at)| Entry { name, at, state: State::Waiting };
        Self { entries: entries.into_iter().map(entry).collect(), rules }
    }

    /// All entries, decoded, in the order of the file.
    pub(super) fn into_named(mut self) -> Vec<NamedPolicy> {
        for place in 0..self.entries.len() {
            self.entry(place);
        }
        let done = |entry: Entry<'_>| match entry.state {
            State::Done(policy) => NamedPolicy { name: entry.name.to_owned(), policy },
            _ => unreachable!("every entry was decoded"),
        };
        self.entries.into_iter().map(done).collect()
    }

    /// A policy where a name or a map may stand, and what to call it.
    pub(super) fn value(&mut self, at: &Cursor<'a>) -> (String, Policy) {
        match at.node {
            Node::Text(name) => (name.clone(), self.by_name(name, at)),
            Node::Map(_) => {
                let fields = Fields::open(at, &fields::POLICY);
                let base = fields.need("extends");
                let name = base.as_ref().and_then(Cursor::name).unwrap_or_default().to_owned();
                let start = match base {
                    Some(base) if !name.is_empty() => self.by_name(&name, &base),
                    _ => Policy::preset(Preset::Optimized),
                };
                (format!("custom (extends {name})"), settings(&fields, start, self.rules))
            }
            _ => {
                at.wrong_type::<()>("the name of a policy, or a map that extends one");
                (String::new(), Policy::preset(Preset::Optimized))
            }
        }
    }

    fn by_name(&mut self, name: &str, at: &Cursor<'a>) -> Policy {
        if let Some(preset) = preset(name) {
            return Policy::preset(preset);
        }
        let Some(place) = self.entries.iter().position(|entry| entry.name == name) else {
            let mut known: Vec<&str> = Preset::ALL.iter().map(|preset| preset.name()).collect();
            known.extend(self.entries.iter().map(|entry| entry.name));
            let problem =
                at.problem("unknown-policy", format!("there is no policy `{}`", shorten(name)));
            at.problems.push(problem.maybe_help(suggest_policy(name, &known)));
            return Policy::preset(Preset::Optimized);
        };
        if matches!(self.entries[place].state, State::Underway) {
            at.refuse("policy-cycle", format!("the policy `{name}` extends itself"));
            return Policy::preset(Preset::Optimized);
        }
        self.entry(place)
    }

    fn entry(&mut self, place: usize) -> Policy {
        if let State::Done(policy) = &self.entries[place].state {
            return policy.clone();
        }
        self.entries[place].state = State::Underway;
        let at = self.entries[place].at.clone();
        let (_, policy) = self.value(&at);
        self.entries[place].state = State::Done(policy.clone());
        policy
    }
}

/// The preset of a name.
pub(in crate::scenario) fn preset(name: &str) -> Option<Preset> {
    Preset::ALL.into_iter().find(|preset| preset.name() == name)
}

/// The help for a misspelt policy.
pub(in crate::scenario) fn suggest_policy(name: &str, known: &[&str]) -> Option<String> {
    suggest("policy", name, known).map(|text| text.replace("policys", "policies"))
}

/// The settings that a map gives, over those that it extends.
fn settings(fields: &Fields<'_>, base: Policy, rules: &Rules) -> Policy {
    let mut policy = base;
    write(&fields.below("write"), &mut policy, rules);
    cache(&fields.below("cache"), &mut policy);
    let reads = fields.below("reads");
    policy.reads.fanout = reads.choice(
        "fanout",
        &[("sequential", Fanout::Sequential), ("parallel", Fanout::Parallel)],
        policy.reads.fanout,
    );
    policy.reads.coalesce = reads.yes_no("coalesce", policy.reads.coalesce);
    policy.reads.index = reads.choice(
        "index",
        &[("known", RouteIndex::Known), ("read", RouteIndex::Read)],
        policy.reads.index,
    );
    policy.enumerate = fields.choice(
        "enumerate",
        &[("known", Enumerate::Known), ("index", Enumerate::Index), ("list", Enumerate::List)],
        policy.enumerate,
    );
    policy.health_timeout = fields.duration("health_timeout", caps::WHILE, policy.health_timeout);
    policy
}

fn write(fields: &Fields<'_>, policy: &mut Policy, rules: &Rules) {
    let write = &mut policy.write;
    write.when =
        fields.choice("when", &[("always", When::Always), ("changed", When::Changed)], write.when);
    write.baseline = fields.choice(
        "baseline",
        &[
            ("persisted", Baseline::Persisted),
            ("cached", Baseline::Cached),
            ("memory", Baseline::Memory),
        ],
        write.baseline,
    );
    write.models_compare = fields.choice(
        "models_compare",
        &[("structural", ModelsCompare::Structural), ("identity", ModelsCompare::Identity)],
        write.models_compare,
    );
    write.load_delta = fields.load("load_delta", caps::LOAD, write.load_delta);
    write.max_interval = fields.duration("max_interval", caps::TTL, write.max_interval);
    let range = rules.expiration_ttl_min.value..=*caps::TTL.end();
    if let Some(at) = fields.get("record_ttl") {
        let ttl = at.duration_or((&[("none", None)], None), range, Some);
        write.record_ttl = ttl.unwrap_or(write.record_ttl);
    }
}

fn cache(fields: &Fields<'_>, policy: &mut Policy) {
    let cache = &mut policy.cache;
    cache.worker_ttl = fields.duration("worker_ttl", caps::TTL, cache.worker_ttl);
    cache.service_ttl = fields.duration("service_ttl", caps::TTL, cache.service_ttl);
    cache.index_ttl = fields.duration("index_ttl", caps::TTL, cache.index_ttl);
    if let Some(at) = fields.get("max_entries") {
        match at.node {
            Node::Text(_) => {
                if at.choice_or(&[("unbounded", ())], Or::Count).is_some() {
                    cache.max_entries = None;
                }
            }
            _ => cache.max_entries = at.count(caps::MAX_ENTRIES).map(|count| count as u32),
        }
    }
    cache.invalidate = fields.choice(
        "invalidate",
        &[("all", Invalidate::All), ("affected", Invalidate::Affected), ("none", Invalidate::None)],
        cache.invalidate,
    );
    cache.admin = fields.yes_no("admin", cache.admin);
    cache.prewarm = fields.yes_no("prewarm", cache.prewarm);
}
