//! Values that are one of some words, or else something that has no word: a duration, a map.
//!
//! A message names every form that fits, once; what was probably meant is shown in full.

use std::ops::RangeInclusive;

use super::cursor::Cursor;
use crate::scenario::fields::Section;
use crate::scenario::node::{Node, shorten};
use crate::scenario::problem::nearest;
use crate::words::Span;

/// A value of words, each with what it stands for.
pub(super) type Words<'w, T> = &'w [(&'w str, T)];

/// What else may stand where a word may.
#[derive(Clone, Copy)]
pub(super) enum Or<'f> {
    /// Nothing else.
    Only,
    /// A whole number.
    Count,
    /// A duration.
    Duration,
    /// A duration, or a map of this form.
    DurationOrMap(&'f str),
    /// A map of this form.
    Map(&'f str),
    /// A map with one of the fields of a section.
    Shape(&'static Section),
}

impl Or<'_> {
    /// ``one of `even`, `poisson` ``, and what else.
    fn expected(self, list: &[&str]) -> String {
        let words = format!("`{}`", list.join("`, `"));
        let other = match self {
            Self::Only => return format!("one of {words}"),
            Self::Count => "a whole number".to_owned(),
            Self::Duration => "a duration".to_owned(),
            Self::DurationOrMap(_) => "a duration or a map".to_owned(),
            Self::Map(_) => "a map".to_owned(),
            Self::Shape(section) => {
                let keys: Vec<String> =
                    section.fields.iter().map(|field| format!("`{}`", field.name)).collect();
                format!("a map with {}", keys.join(" or "))
            }
        };
        if list.len() == 1 {
            format!("{words} or {other}")
        } else {
            format!("one of {words}, or {other}")
        }
    }

    /// How to write what was probably meant by a word that is none.
    fn help(self, word: Option<&str>, list: &[&str]) -> Option<String> {
        if let Some(near) = word.and_then(|word| nearest(word, list.iter().copied())) {
            return Some(format!("a similar word exists: `{near}`"));
        }
        match self {
            Self::Only | Self::Count => None,
            Self::Duration => Some("a duration is written `30s`".to_owned()),
            Self::DurationOrMap(form) => Some(format!("write `30s` or `{form}`")),
            Self::Map(form) => Some(format!("as a map: `{form}`")),
            Self::Shape(section) => Some(shape_help(section, word)),
        }
    }
}

/// How a shape is written: that which a word names, or all of them.
fn shape_help(section: &'static Section, word: Option<&str>) -> String {
    let names = section.fields.iter().map(|field| field.name);
    let meant = word.and_then(|word| nearest(word, names)).and_then(|name| section.form(name));
    match meant {
        Some(form) => format!("write `{form}`"),
        None => format!("write `{}`", section.forms().join("` or `")),
    }
}

impl Cursor<'_> {
    /// A whole number, or a word for none.
    pub(super) fn count_or(&self, range: RangeInclusive<u64>, word: &str) -> Option<Option<u64>> {
        match self.node {
            Node::Text(_) => self.choice_or(&[(word, None)], Or::Count),
            _ => self.count(range).map(Some),
        }
    }

    /// Notes that it is no map with one of the shapes of a section.
    pub(super) fn wrong_shape(&self, section: Option<&'static Section>) {
        let Some(section) = section else { return };
        let help = match self.node {
            Node::Int(load) => format!("write `{{ constant: {load} }}`"),
            Node::Float(load) => format!("write `{{ constant: {load} }}`"),
            Node::Text(word) => shape_help(section, Some(word)),
            _ => shape_help(section, None),
        };
        self.problems.push(self.wrong("a map with one shape").help(help));
    }

    /// One of some words; whoever calls has looked for what else may stand there.
    pub(super) fn choice_or<T: Copy>(&self, words: Words<'_, T>, or: Or<'_>) -> Option<T> {
        let word = match self.node {
            Node::Text(text) => Some(text.as_str()),
            _ => None,
        };
        let found = word.and_then(|word| words.iter().find(|(known, _)| *known == word));
        if found.is_none() {
            let list: Vec<&str> = words.iter().map(|(word, _)| *word).collect();
            let (expected, help) = (or.expected(&list), or.help(word, &list));
            let problem = match word {
                None => self.wrong(&expected),
                Some(word) => {
                    let found = shorten(word);
                    let message = format!("{} is {expected}; found `{found}`", self.path());
                    self.problem("unknown-word", message)
                }
            };
            self.problems.push(problem.maybe_help(help));
        }
        found.map(|(_, value)| *value)
    }

    /// A duration, or one of some words. `form`: the form of the map that may stand there too.
    pub(super) fn duration_or<T: Copy>(
        &self,
        (words, form): (Words<'_, T>, Option<&str>),
        range: RangeInclusive<Span>,
        wrap: impl Fn(Span) -> T,
    ) -> Option<T> {
        if self.looks_like_a_duration() {
            return self.duration(range).map(wrap);
        }
        self.choice_or(words, form.map_or(Or::Duration, Or::DurationOrMap))
    }

    /// Does it begin as a duration does?
    pub(super) fn looks_like_a_duration(&self) -> bool {
        match self.node {
            Node::Text(text) => text.starts_with(|c: char| c.is_ascii_digit()),
            Node::Int(_) => true,
            _ => false,
        }
    }
}
