//! Builds the tree of values from what a parser reports.
//!
//! It counts values and depth as it goes, so that neither aliases nor nesting can cost more than
//! their caps. Of a repeated key the first value stays. It knows serde's events, not who sends them.

use std::cell::{Cell, RefCell};
use std::collections::BTreeSet;
use std::fmt;

use serde::de::{DeserializeSeed, EnumAccess, MapAccess, SeqAccess, Visitor};

use super::places::too_deep;
use crate::scenario::caps;
use crate::scenario::node::Node;
use crate::scenario::problem::{Problem, Spot};

/// What one parse shares: how many values there were, and why it was refused.
#[derive(Default)]
pub(in crate::scenario) struct State {
    nodes: Cell<usize>,
    refusal: RefCell<Option<Problem>>,
}

impl State {
    /// Why the tree was refused, where it was not the parser that refused it.
    pub(in crate::scenario) fn refusal(&self) -> Option<Problem> {
        self.refusal.take()
    }

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
pub(in crate::scenario) struct Reader<'s> {
    state: &'s State,
    depth: usize,
}

impl<'s> Reader<'s> {
    /// A reader for the top of a document.
    pub(in crate::scenario) fn new(state: &'s State) -> Self {
        Self { state, depth: 0 }
    }

    fn deeper<E: serde::de::Error>(self) -> Result<Reader<'s>, E> {
        if self.depth >= caps::DEPTH {
            return Err(self.state.refuse(too_deep(Spot::Whole)));
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
        let (mut names, mut entries) = (BTreeSet::new(), Vec::new());
        while let Some(name) = map.next_key::<String>()? {
            let value = map.next_value_seed(below)?;
            if names.insert(name.clone()) {
                entries.push((name, value));
            }
        }
        Ok(Node::Map(entries))
    }

    fn visit_enum<A: EnumAccess<'de>>(self, _: A) -> Result<Node, A::Error> {
        let problem = Problem::new("tag", Spot::Whole, "tags such as `!name` have no meaning here");
        Err(self.state.refuse(problem.help("remove the tag")))
    }
}
