//! The table of every field that a file may hold, as plain data.
//!
//! An unknown field is compared with these, an override finds its way by them, and the schema for
//! editors and the template are written from them.

use std::ops::RangeInclusive;

use super::node::Node;
use crate::words::Span;

/// Words that may stand for a value.
pub type Words = Vec<&'static str>;

/// What a field holds.
#[derive(Clone, Debug)]
pub enum Holds {
    /// A name: letters, digits, `._/-` and blanks.
    Name,
    /// Any text.
    Text,
    /// A whole number.
    Count(RangeInclusive<u64>),
    /// A number.
    Number(RangeInclusive<f64>),
    /// `true` or `false`, `yes` or `no`.
    YesNo,
    /// A share such as `5%`.
    Percent,
    /// A number, or a share such as `80%`.
    NumberOrPercent,
    /// A duration such as `30s`, or one of these words.
    Duration(RangeInclusive<Span>, Words),
    /// A whole number, or one of these words.
    CountOr(RangeInclusive<u64>, Words),
    /// One of these words.
    Choice(Words),
    /// A list of names.
    Names,
    /// A list of times of day such as `09:00`.
    Times,
    /// A time of day such as `09:00`, or a duration since midnight.
    Time,
    /// A map.
    Map(Section),
    /// One of these words, or a map.
    WordOrMap(Words, Section),
    /// The name of a policy, or a map.
    PolicyOrMap(Section),
    /// A duration, one of these words, or a map.
    DurationOrMap(RangeInclusive<Span>, Words, Section),
    /// A list of maps.
    List(Section),
    /// A map from names that the user chooses to maps.
    Named(Section),
}

/// A field.
#[derive(Clone, Debug)]
pub struct Field {
    /// Its key.
    pub name: &'static str,
    /// What it holds.
    pub holds: Holds,
    /// What it means, in a line.
    pub doc: &'static str,
    /// A value of it as a file writes it, where its form needs showing; else empty.
    pub example: String,
    /// Is its absence a mistake?
    pub is_needed: bool,
    /// What holds where it is left out, and is no map with defaults of its own.
    pub(super) default: Option<Node>,
}

/// A map with fields.
#[derive(Clone, Debug)]
pub struct Section {
    /// Its fields, in the order of the documentation.
    pub fields: Vec<Field>,
    /// Exactly one field is given: it says which shape is meant.
    pub one_of: bool,
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

    /// The forms of all fields that show one.
    pub fn forms(&self) -> Vec<String> {
        self.fields.iter().filter_map(|field| self.form(field.name)).collect()
    }
}

impl Field {
    /// The section of the maps below it, where there are any.
    pub fn section(&self) -> Option<&Section> {
        self.holds.section()
    }
}

impl Holds {
    /// The section of the maps that it holds, where there are any.
    pub fn section(&self) -> Option<&Section> {
        match self {
            Self::Map(section)
            | Self::WordOrMap(_, section)
            | Self::PolicyOrMap(section)
            | Self::DurationOrMap(_, _, section)
            | Self::List(section)
            | Self::Named(section) => Some(section),
            _ => None,
        }
    }

    /// May a map stand there?
    pub fn takes_map(&self) -> bool {
        self.section().is_some() && !matches!(self, Self::List(_))
    }
}
