//! What the command line changes in a scenario: `--set PATH=VALUE` and its relatives, as data.
//!
//! After [`super::put`] nobody knows which values came from the command line, but for the list of
//! edits that tells an error where to point.

use crate::scenario::caps;
use crate::scenario::node::Node;
use crate::scenario::path::Path;
use crate::scenario::problem::{Problem, Spot};
use crate::scenario::quantity::Quantity;
use crate::scenario::{guard, yaml};

/// One change: a value at a path.
#[derive(Clone, PartialEq, Debug)]
pub struct Edit {
    /// Where.
    pub path: Path,
    /// The value, as a scenario file writes it.
    pub value: String,
    /// The flag that asked for it, as typed.
    pub flag: String,
    /// The value as a tree, or why it is none.
    pub(in crate::scenario) node: Result<Node, Problem>,
}

impl Edit {
    /// A value as it is typed.
    pub fn typed(path: Path, value: &str, flag: String) -> Self {
        let node = if value.trim().is_empty() {
            Err(refused("the value is missing"))
        } else {
            let node = guard::text(value.as_bytes()).and_then(yaml::value);
            node.map_err(|problem| refused(format!("the value: {}", problem.message)))
        };
        Self { path, value: value.to_owned(), flag, node }
    }

    /// A number or a duration.
    pub fn to(path: Path, quantity: Quantity, flag: String) -> Self {
        let node = match quantity {
            Quantity::Whole(whole) => Node::Int(i128::from(whole)),
            Quantity::Real(number) => Node::Float(number),
            Quantity::Lasting(span) => Node::Text(span.to_string()),
        };
        Self { path, value: quantity.to_string(), flag, node: Ok(node) }
    }

    /// Reads `PATH=VALUE` of a flag such as `--set`. What is wrong with it is told where it is used.
    pub fn read(flag: &str, typed: &str) -> Self {
        let example = format!("for example `{flag} 'workers[0].count=3'`");
        let flag = format!("{flag} {typed}");
        let parsed = match typed.split_once('=') {
            None => Err(refused("an override is spelled `PATH=VALUE`").help(example)),
            Some((path, value)) => {
                Path::parse(path.trim()).map(|path| (path, value)).map_err(refused)
            }
        };
        match parsed {
            Ok((path, value)) => Self::typed(path, value, flag),
            Err(problem) => {
                Self { path: Path::default(), value: String::new(), flag, node: Err(problem) }
            }
        }
    }
}

/// A mistake whose place is the flag.
pub(super) fn refused(message: impl Into<String>) -> Problem {
    Problem::new("override", Spot::Whole, message)
}

/// What the command line changes in a scenario.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Overrides {
    /// `--set PATH=VALUE`, in order.
    pub set: Vec<String>,
    /// `--policy NAME`.
    pub policy: Option<String>,
    /// `--plan NAME`.
    pub plan: Option<String>,
    /// `--days N`.
    pub days: Option<u32>,
    /// `--runs N`.
    pub runs: Option<u32>,
    /// `--seed N`.
    pub seed: Option<u64>,
}

impl Overrides {
    /// All of them as `PATH=VALUE`, in the order in which they are applied.
    pub fn as_paths(&self) -> Vec<String> {
        let mut all: Vec<String> =
            self.flags().into_iter().map(|(name, _, text)| format!("{name}={text}")).collect();
        all.extend(self.set.iter().cloned());
        all
    }

    /// The flag of its own that sets the value at a path, as typed: `--days 3`.
    pub fn flag_of(&self, path: &Path) -> Option<String> {
        let path = path.to_string();
        let found = self.flags().into_iter().find(|(name, ..)| *name == path);
        found.map(|(name, _, typed)| format!("--{name} {typed}"))
    }

    /// All of them, in the order in which they are applied. What `varied` sets begins at the value
    /// of a flag of its own, and is not in conflict with it.
    ///
    /// # Errors
    /// Too many values are set.
    pub(in crate::scenario) fn edits(&self, varied: &[&Edit]) -> Result<Vec<Edit>, Problem> {
        if self.set.len() + varied.len() > caps::OVERRIDES {
            let message = format!("at most {} values can be set", caps::OVERRIDES);
            return Err(Problem::new("too-many", Spot::CommandLine("--set".into()), message));
        }
        let mut edits = Vec::new();
        for (name, node, typed) in self.flags() {
            let (path, flag) = (Path::default().key(name), format!("--{name} {typed}"));
            if varied.iter().all(|it| it.path != path) {
                edits.push(Edit { path, value: typed, flag, node: Ok(node) });
            }
        }
        let mut named: Vec<Edit> = edits.clone();
        for typed in &self.set {
            let edit = Edit::read("--set", typed);
            let place = named.iter().position(|known| known.path == edit.path && edit.node.is_ok());
            let twice = place.map(|place| twice(&named.swap_remove(place).flag, &edit));
            edits.push(edit);
            edits.extend(twice);
        }
        edits.extend(varied.iter().map(|it| (*it).clone()));
        Ok(edits)
    }

    /// The flags that have names of their own: (field, value, value as typed).
    fn flags(&self) -> Vec<(&'static str, Node, String)> {
        let text = |name, value: &Option<String>| {
            value.clone().map(|value| (name, Node::Text(value.clone()), value))
        };
        let number = |name, value: Option<u64>| {
            value.map(|value| (name, Node::Int(i128::from(value)), value.to_string()))
        };
        [
            text("policy", &self.policy),
            text("plan", &self.plan),
            number("days", self.days.map(u64::from)),
            number("runs", self.runs.map(u64::from)),
            number("seed", self.seed),
        ]
        .into_iter()
        .flatten()
        .collect()
    }
}

/// The mistake of setting one value in two ways.
fn twice(named: &str, set: &Edit) -> Edit {
    let problem = refused(format!("`{named}` and `{}` set one value", set.flag));
    Edit { node: Err(problem.help("leave one of them out")), ..set.clone() }
}
