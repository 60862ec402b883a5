//! The table of every field that a file may hold, as plain data.
//!
//! An unknown field is compared with these, an override finds its way by them, and the schema for
//! editors and the template are written from them.

use std::ops::RangeInclusive;

use crate::scenario::node::Node;
use crate::scenario::path::{Path, Step};
use crate::scenario::problem::{Problem, Spot};
use crate::words::Span;

/// Places of a field that a help names.
const PLACES: usize = 3;

/// Words that may stand for a value.
pub type Words = Vec<&'static str>;

/// A form in which a value may stand.
#[derive(Clone, Debug)]
pub enum Holds {
    /// Nothing: `key:` or `null`.
    Nothing,
    /// A name: letters, digits, `._/-` and blanks. These are known before any file.
    Name(Words),
    /// Any text. These are known before any file.
    Text(Words),
    /// The name of a figure: `writes`, `heartbeat.cold.writes@mean`.
    Figure,
    /// A whole number.
    Whole(RangeInclusive<u64>),
    /// A number.
    Number(RangeInclusive<f64>),
    /// `true` or `false`, or `yes` or `no` in any case, as YAML 1.1 has them.
    YesNo,
    /// A share such as `5%`, at most ten to that power.
    Percent(usize),
    /// A duration such as `30s`.
    Duration(RangeInclusive<Span>),
    /// A time of day such as `09:00`, or a duration since midnight.
    Time,
    /// One of these words.
    Words(Words),
    /// A map.
    Map(Section),
    /// A list of so many entries, each in one of these forms.
    List(RangeInclusive<usize>, Vec<Holds>),
    /// A map from names that the user chooses to policies.
    Policies(Section),
}

/// A field.
#[derive(Clone, Debug, Default)]
pub struct Field {
    /// Its key.
    pub name: &'static str,
    /// The forms in which it may stand.
    pub holds: Vec<Holds>,
    /// What it means, in a line.
    pub doc: &'static str,
    /// A value of it as a file writes it, where its form needs showing; else empty.
    pub example: String,
    /// Is its absence a mistake?
    pub is_needed: bool,
    /// What holds where it is left out, and is no map with defaults of its own.
    pub(in crate::scenario) default: Option<Node>,
    /// The maps that words of it are short for.
    pub(in crate::scenario) short_for: Vec<(&'static str, Node)>,
}

/// A map with fields.
#[derive(Clone, Debug)]
pub struct Section {
    /// Its fields, in the order of the documentation.
    pub fields: Vec<Field>,
    /// Exactly one field is given: it says which shape is meant.
    pub one_of: bool,
    /// A text alone stands for the map with this field.
    pub(in crate::scenario) alone: Option<&'static str>,
}

impl Section {
    /// A field by its key.
    pub fn field(&self, name: &str) -> Option<&Field> {
        self.fields.iter().find(|field| field.name == name)
    }

    /// The keys of its fields.
    pub fn names(&self) -> Words {
        self.fields.iter().map(|field| field.name).collect()
    }

    /// How a map with one field looks, `{ walk: { start: 0.5, step: 0.02 } }`.
    pub fn form(&self, name: &str) -> Option<String> {
        let field = self.field(name).filter(|field| !field.example.is_empty())?;
        Some(format!("{{ {name}: {} }}", field.example))
    }

    /// The map for which a text alone stands; `None`: it is none, or stands for none.
    pub(in crate::scenario) fn spelled_out(&self, node: &Node) -> Option<Node> {
        let name = self.alone.filter(|_| matches!(node, Node::Text(_)))?;
        Some(Node::Map(vec![(name.to_owned(), node.clone())]))
    }

    /// An unknown field, with the help that says where fields of its name stand: below the map in
    /// which it was found, else anywhere; unless these are too many to be named.
    pub(in crate::scenario) fn placed(&self, mut problem: Problem) -> Problem {
        let (Spot::At(path, _), "unknown-field") = (&problem.spot, problem.code) else {
            return problem;
        };
        let Some(Step::Key(name)) = path.steps().last() else { return problem };
        let here = path.parent();
        let places: Vec<Path> = self.places_of(name).iter().map(|it| it.beside(&here)).collect();
        let below: Vec<&Path> = places.iter().filter(|it| here.contains(it)).collect();
        let chosen = if below.is_empty() { places.iter().collect() } else { below };
        if (1..=PLACES).contains(&chosen.len()) {
            let chosen: Vec<String> = chosen.iter().map(|it| format!("`{it}`")).collect();
            problem.helps = vec![format!("a field of this name is {}", chosen.join(" or "))];
        }
        problem
    }

    /// Where a field of this name stands, from the top; of lists in their first entry. A policy
    /// stands for all of them.
    fn places_of(&self, name: &str) -> Vec<Path> {
        let mut found = Vec::new();
        self.look_for(name, &Path::default(), &mut found);
        found
    }

    fn look_for(&self, name: &str, here: &Path, found: &mut Vec<Path>) {
        for field in self.fields.iter().filter(|field| !field.is_named()) {
            let path = here.key(field.name);
            let below = if field.is_list() { path.index(0) } else { path.clone() };
            found.extend((field.name == name).then_some(path));
            if let Some(section) = field.section() {
                section.look_for(name, &below, found);
            }
        }
    }

    /// The forms of all fields that show one.
    pub fn forms(&self) -> Vec<String> {
        self.fields.iter().filter_map(|field| self.form(field.name)).collect()
    }
}

impl Field {
    /// The section of the maps below it, where there are any.
    pub fn section(&self) -> Option<&Section> {
        self.holds.iter().find_map(Holds::section)
    }

    /// The words that may stand for its value.
    pub fn words(&self) -> &[&'static str] {
        let words = self.holds.iter().find_map(|it| match it {
            Holds::Words(words) => Some(words),
            _ => None,
        });
        words.map_or(&[], Vec::as_slice)
    }

    /// Is it a list?
    pub fn is_list(&self) -> bool {
        matches!(self.holds[..], [Holds::List(..), ..])
    }

    /// Are the keys below it the user's own?
    pub fn is_named(&self) -> bool {
        matches!(self.holds[..], [Holds::Policies(_), ..])
    }

    /// What a word or a name is as a map, where it is short for one.
    pub(in crate::scenario) fn spelled_out(&self, word: &str) -> Option<Vec<(String, Node)>> {
        let known = self.short_for.iter().find(|(known, _)| *known == word);
        match known {
            Some((_, Node::Map(entries))) => Some(entries.clone()),
            _ => {
                self.section()?.field("extends")?;
                Some(vec![("extends".to_owned(), Node::Text(word.to_owned()))])
            }
        }
    }
}

impl Holds {
    /// The section of the maps that it holds, where there are any.
    pub(in crate::scenario) fn section(&self) -> Option<&Section> {
        match self {
            Self::Map(section) | Self::Policies(section) => Some(section),
            Self::List(_, entry) => entry.iter().find_map(Self::section),
            _ => None,
        }
    }
}
