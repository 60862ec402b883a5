//! The one file that knows the YAML library.
//!
//! Two questions: which tree of values does a text hold, and at which line and column does the value
//! at a path stand? The library gives no positions of values, but it attaches the position of the
//! current value to every error: so a walk that fails on purpose finds it.

use std::cell::{Cell, RefCell};
use std::collections::BTreeSet;
use std::fmt;

use serde::de::{DeserializeSeed, EnumAccess, IgnoredAny, MapAccess, SeqAccess, Visitor};

use super::caps;
use super::node::Node;
use super::path::{Path, Step};
use super::problem::{Part, Problem, Spot};

/// The tree of a text that passed [`super::guard`].
///
/// # Errors
/// The first thing that is wrong with it, with line and column where the library knows them.
pub(super) fn parse(text: &str) -> Result<Node, Problem> {
    let state = State::default();
    let seed = Reader { state: &state, depth: 0 };
    seed.deserialize(serde_yaml::Deserializer::from_str(text)).map_err(|error| {
        let spot = error.location().map_or(Spot::Whole, |at| Spot::Mark(at.line(), at.column()));
        match state.refusal.take() {
            Some(problem) => Problem { spot, ..problem },
            None => foreign(text, &error, spot),
        }
    })
}

/// The line and column, from 1 and in characters, of the value at a path, or of its key.
/// `None` where the text has no such value.
pub(super) fn locate(text: &str, path: &Path, part: Part) -> Option<(usize, usize)> {
    let probe = Probe { steps: path.steps(), part };
    let found = probe.deserialize(serde_yaml::Deserializer::from_str(text)).err()?;
    found.location().map(|at| (at.line(), at.column()))
}

/// An error of the library, in words that fit ours.
fn foreign(text: &str, error: &serde_yaml::Error, spot: Spot) -> Problem {
    let message = error.to_string();
    if message.contains("more than one document") {
        let content = |line: &&str| !line.trim().is_empty() && !line.starts_with('#');
        let first = text.lines().position(|line| content(&line)).unwrap_or(0);
        let second = text.lines().skip(first + 1).position(|line| line.starts_with("---"));
        let spot = second.map_or(Spot::Whole, |line| Spot::Mark(first + line + 2, 1));
        return Problem::new("two-documents", spot, "the file holds more than one document")
            .help("give each scenario a file of its own");
    }
    if message.contains("repetition limit") || message.contains("recursion limit") {
        return Problem::new("too-deep", spot, "aliases repeat too much, or nesting is too deep");
    }
    let message = match spot {
        Spot::Mark(line, column) => {
            message.replacen(&format!(" at line {line} column {column}"), "", 1)
        }
        _ => message,
    };
    let spot = before_the_end(text, spot);
    Problem::new("yaml-syntax", spot, format!("the YAML cannot be read: {message}"))
}

/// A place behind the last line is moved to the end of the last line that says something.
fn before_the_end(text: &str, spot: Spot) -> Spot {
    let Spot::Mark(line, _) = spot else { return spot };
    let mut lines = text.trim_end().split('\n');
    let (count, last) = (lines.clone().count(), lines.next_back().unwrap_or(""));
    if line > count { Spot::Mark(count, last.chars().count() + 1) } else { spot }
}

/// What one parse shares: how many values there were, and why it was refused.
#[derive(Default)]
struct State {
    nodes: Cell<usize>,
    refusal: RefCell<Option<Problem>>,
}

impl State {
    fn refuse<E: serde::de::Error>(&self, problem: Problem) -> E {
        self.refusal.replace(Some(problem));
        E::custom("refused")
    }

    fn count<E: serde::de::Error>(&self) -> Result<(), E> {
        self.nodes.set(self.nodes.get() + 1);
        if self.nodes.get() > caps::NODES {
            let message = format!("the file holds more than {} values", caps::NODES);
            return Err(self.refuse(Problem::new("too-many-values", Spot::Whole, message)));
        }
        Ok(())
    }
}

/// Builds the tree.
#[derive(Clone, Copy)]
struct Reader<'s> {
    state: &'s State,
    depth: usize,
}

impl<'s> Reader<'s> {
    fn deeper<E: serde::de::Error>(self) -> Result<Reader<'s>, E> {
        if self.depth >= caps::DEPTH {
            let message = format!("more than {} values inside one another", caps::DEPTH);
            return Err(self.state.refuse(Problem::new("too-deep", Spot::Whole, message)));
        }
        Ok(Reader { state: self.state, depth: self.depth + 1 })
    }
}

impl<'de> DeserializeSeed<'de> for Reader<'_> {
    type Value = Node;

    fn deserialize<D: serde::Deserializer<'de>>(self, input: D) -> Result<Node, D::Error> {
        input.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Reader<'_> {
    type Value = Node;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value")
    }

    fn visit_unit<E: serde::de::Error>(self) -> Result<Node, E> {
        self.state.count().map(|()| Node::Null)
    }

    fn visit_none<E: serde::de::Error>(self) -> Result<Node, E> {
        Ok(Node::Null)
    }

    fn visit_bool<E: serde::de::Error>(self, value: bool) -> Result<Node, E> {
        self.state.count().map(|()| Node::Bool(value))
    }

    fn visit_i64<E: serde::de::Error>(self, value: i64) -> Result<Node, E> {
        self.visit_i128(i128::from(value))
    }

    fn visit_u64<E: serde::de::Error>(self, value: u64) -> Result<Node, E> {
        self.visit_i128(i128::from(value))
    }

    fn visit_i128<E: serde::de::Error>(self, value: i128) -> Result<Node, E> {
        self.state.count().map(|()| Node::Int(value))
    }

    fn visit_u128<E: serde::de::Error>(self, value: u128) -> Result<Node, E> {
        // Above every range there is; its digits no longer matter.
        self.visit_i128(i128::try_from(value).unwrap_or(i128::MAX))
    }

    fn visit_f64<E: serde::de::Error>(self, value: f64) -> Result<Node, E> {
        self.state.count().map(|()| Node::Float(value))
    }

    fn visit_str<E: serde::de::Error>(self, value: &str) -> Result<Node, E> {
        self.state.count().map(|()| Node::Text(value.to_owned()))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Node, A::Error> {
        self.state.count()?;
        let below = self.deeper()?;
        let mut items = Vec::new();
        while let Some(item) = list.next_element_seed(below)? {
            items.push(item);
        }
        Ok(Node::List(items))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Node, A::Error> {
        self.state.count()?;
        let below = self.deeper()?;
        let mut names = BTreeSet::new();
        let mut entries = Vec::new();
        while let Some(name) = map.next_key_seed(Key { state: self.state, names: &mut names })? {
            entries.push((name, map.next_value_seed(below)?));
        }
        Ok(Node::Map(entries))
    }

    fn visit_enum<A: EnumAccess<'de>>(self, _: A) -> Result<Node, A::Error> {
        let problem = Problem::new("tag", Spot::Whole, "tags such as `!name` have no meaning here");
        Err(self.state.refuse(problem.help("remove the tag")))
    }
}

/// Reads a key and refuses it where the map has it already.
struct Key<'s, 'n> {
    state: &'s State,
    names: &'n mut BTreeSet<String>,
}

impl<'de> DeserializeSeed<'de> for Key<'_, '_> {
    type Value = String;

    fn deserialize<D: serde::Deserializer<'de>>(self, input: D) -> Result<String, D::Error> {
        input.deserialize_str(self)
    }
}

impl Visitor<'_> for Key<'_, '_> {
    type Value = String;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the name of a field")
    }

    fn visit_str<E: serde::de::Error>(self, name: &str) -> Result<String, E> {
        if !self.names.insert(name.to_owned()) {
            let message = format!("the field `{}` is given twice", super::node::shorten(name));
            return Err(self.state.refuse(Problem::new("repeated-field", Spot::Whole, message)));
        }
        Ok(name.to_owned())
    }
}

/// Walks to a path and fails there.
#[derive(Clone, Copy)]
struct Probe<'p> {
    steps: &'p [Step],
    part: Part,
}

impl<'p> Probe<'p> {
    /// The probe for the value of a key, where the path goes on through it.
    fn at_key(self, name: &str) -> Option<Self> {
        match self.steps {
            [Step::Key(wanted), rest @ ..] if wanted == name => Some(Self { steps: rest, ..self }),
            _ => None,
        }
    }

    fn arrive<E: serde::de::Error>(self) -> Result<(), E> {
        if self.steps.is_empty() { Err(E::custom("here")) } else { Ok(()) }
    }
}

impl<'de> DeserializeSeed<'de> for Probe<'_> {
    type Value = ();

    fn deserialize<D: serde::Deserializer<'de>>(self, input: D) -> Result<(), D::Error> {
        input.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Probe<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value")
    }

    fn visit_unit<E: serde::de::Error>(self) -> Result<(), E> {
        self.arrive()
    }

    fn visit_none<E: serde::de::Error>(self) -> Result<(), E> {
        self.arrive()
    }

    fn visit_bool<E: serde::de::Error>(self, _: bool) -> Result<(), E> {
        self.arrive()
    }

    fn visit_i64<E: serde::de::Error>(self, _: i64) -> Result<(), E> {
        self.arrive()
    }

    fn visit_u64<E: serde::de::Error>(self, _: u64) -> Result<(), E> {
        self.arrive()
    }

    fn visit_i128<E: serde::de::Error>(self, _: i128) -> Result<(), E> {
        self.arrive()
    }

    fn visit_u128<E: serde::de::Error>(self, _: u128) -> Result<(), E> {
        self.arrive()
    }

    fn visit_f64<E: serde::de::Error>(self, _: f64) -> Result<(), E> {
        self.arrive()
    }

    fn visit_str<E: serde::de::Error>(self, _: &str) -> Result<(), E> {
        self.arrive()
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<(), A::Error> {
        self.arrive()?;
        let wanted = match self.steps {
            [Step::Index(index), ..] => Some(*index),
            _ => None,
        };
        for index in 0.. {
            let more = if Some(index) == wanted {
                list.next_element_seed(Self { steps: &self.steps[1..], ..self })?.is_some()
            } else {
                list.next_element::<IgnoredAny>()?.is_some()
            };
            if !more {
                break;
            }
        }
        Ok(())
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        self.arrive()?;
        while let Some(below) = map.next_key_seed(KeyProbe(self))? {
            match below {
                Some(below) => map.next_value_seed(below)?,
                None => drop(map.next_value::<IgnoredAny>()?),
            }
        }
        Ok(())
    }
}

/// Looks at a key: fails there where the key itself is wanted, else says how to go on below it.
struct KeyProbe<'p>(Probe<'p>);

impl<'de, 'p> DeserializeSeed<'de> for KeyProbe<'p> {
    type Value = Option<Probe<'p>>;

    fn deserialize<D: serde::Deserializer<'de>>(self, input: D) -> Result<Self::Value, D::Error> {
        input.deserialize_str(self)
    }
}

impl<'p> Visitor<'_> for KeyProbe<'p> {
    type Value = Option<Probe<'p>>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the name of a field")
    }

    fn visit_str<E: serde::de::Error>(self, name: &str) -> Result<Self::Value, E> {
        let below = self.0.at_key(name);
        match below {
            Some(probe) if probe.steps.is_empty() && probe.part == Part::Key => {
                Err(E::custom("here"))
            }
            _ => Ok(below),
        }
    }
}

#[cfg(test)]
#[path = "yaml_tests.rs"]
mod tests;
