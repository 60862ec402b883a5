//! Policies: a name, or the settings that differ from another policy's.
//!
//! Each entry of `policies` is decoded once, when somebody first needs it, so that entries may
//! extend one another in any order; a circle is a mistake.

use super::read::Reading;
use crate::coordinator::{Policy, Preset};
use crate::scenario::caps;
use crate::scenario::checked::NamedPolicy;
use crate::scenario::fields::{Field, Section};
use crate::scenario::given::{Cursor, Fields};
use crate::scenario::node::{Node, shorten};
use crate::scenario::problem::{Part, Problem, Spot};
use crate::scenario::spelling::name_mistake;
use crate::scenario::suggestion::suggest;

/// The policies of a file while they are decoded.
pub(super) struct Policies<'a> {
    entries: Vec<Entry<'a>>,
    reading: Reading<'a>,
    section: &'static Section,
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
    pub(super) fn of(root: &Fields<'a>, reading: Reading<'a>) -> Self {
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
        let section = root.section().field("policy").and_then(Field::section);
        let section = section.expect("a policy may be a map");
        let entry = |(name, at)| Entry { name, at, state: State::Waiting };
        Self { entries: entries.into_iter().map(entry).collect(), reading, section }
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
                let fields = Fields::open(at, self.section);
                let base = fields.need("extends");
                let name = base.as_ref().and_then(Cursor::name).unwrap_or_default().to_owned();
                let start = match base {
                    Some(base) if !name.is_empty() => self.by_name(&name, &base),
                    _ => Policy::preset(Preset::Optimized),
                };
                let mut policy = start;
                self.reading.settings(&fields, &mut policy);
                (format!("custom (extends {name})"), policy)
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
