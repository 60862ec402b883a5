//! Values that are one of some words, or else something that has no word: a duration, a map.
//!
//! A message names every form that fits, once; what was probably meant is shown in full.

use std::ops::RangeInclusive;

use super::cursor::Cursor;
use crate::scenario::fields::Section;
use crate::scenario::node::{Node, shorten};
use crate::scenario::suggestion::nearest;
use crate::words::Span;

/// A value of words, each with what it stands for.
pub(in crate::scenario) type Words<'w, T> = &'w [(&'w str, T)];

/// What else may stand where a word may.
#[derive(Default)]
pub(in crate::scenario) struct Or {
    /// What it is; nothing: words alone.
    other: String,
    /// How it is written.
    help: Option<String>,
}

impl Or {
    /// A value that is no word, and how it is written.
    pub(in crate::scenario) fn of(other: impl Into<String>, help: impl Into<String>) -> Self {
        Self { other: other.into(), help: Some(help.into()) }
    }

    /// A duration.
    pub(in crate::scenario) fn duration() -> Self {
        Self::of("a duration", "a duration is written `30s`")
    }

    /// A map with one of the fields of a section, whichever a word that is none may mean.
    pub(in crate::scenario) fn shape(section: &Section, word: Option<&str>) -> Self {
        let keys = format!("`{}`", section.names().join("` or `"));
        Self::of(format!("a map with {keys}"), shape_help(section, word))
    }

    /// ``one of `even`, `poisson` ``, and what else.
    fn expected(&self, list: &[&str]) -> String {
        let (words, other) = (format!("`{}`", list.join("`, `")), &self.other);
        match list.len() {
            _ if other.is_empty() => format!("one of {words}"),
            1 => format!("{words} or {other}"),
            _ => format!("one of {words}, or {other}"),
        }
    }
}

/// How a shape is written: that which a word names, or all of them.
fn shape_help(section: &Section, word: Option<&str>) -> String {
    let names = section.fields.iter().map(|field| field.name);
    let meant = word.and_then(|word| nearest(word, names)).and_then(|name| section.form(name));
    match meant {
        Some(form) => format!("write `{form}`"),
        None => format!("write `{}`", section.forms().join("` or `")),
    }
}

impl Cursor<'_> {
    /// A whole number, or a word for none.
    pub(in crate::scenario) fn count_or(
        &self,
        range: RangeInclusive<u64>,
        word: &str,
    ) -> Option<Option<u64>> {
        match self.node {
            Node::Text(_) => {
                let or = Or { other: "a whole number".to_owned(), help: None };
                self.choice_or(&[(word, None)], or)
            }
            _ => self.count(range).map(Some),
        }
    }

    /// A number, or a word for none.
    pub(in crate::scenario) fn number_or(
        &self,
        range: RangeInclusive<f64>,
        word: &str,
    ) -> Option<Option<f64>> {
        match self.node {
            Node::Text(_) => {
                let or = Or { other: "a number".to_owned(), help: None };
                self.choice_or(&[(word, None)], or)
            }
            _ => self.number(range).map(Some),
        }
    }

    /// Notes that it is no map with one of the shapes of a section.
    pub(in crate::scenario) fn wrong_shape(&self, section: Option<&Section>) {
        let Some(section) = section else { return };
        let help = match self.node {
            Node::Int(load) => format!("write `{{ constant: {load} }}`"),
            Node::Float(load) => format!("write `{{ constant: {load} }}`"),
            Node::Text(word) => shape_help(section, Some(word)),
            _ => shape_help(section, None),
        };
        self.problems.push(self.wrong("a map with one shape").help(help));
    }

    /// What is written, where it is text.
    pub(in crate::scenario) fn word(&self) -> Option<&str> {
        if let Node::Text(text) = self.node { Some(text) } else { None }
    }

    /// One of some words; whoever calls has looked for what else may stand there.
    pub(in crate::scenario) fn choice_or<T: Copy>(&self, words: Words<'_, T>, or: Or) -> Option<T> {
        let word = self.word();
        let found = word.and_then(|word| words.iter().find(|(known, _)| *known == word));
        if found.is_none() {
            let list: Vec<&str> = words.iter().map(|(word, _)| *word).collect();
            let near = word.and_then(|word| nearest(word, list.iter().copied()));
            let near = near.map(|near| format!("a similar word exists: `{near}`"));
            let (expected, help) = (or.expected(&list), near.or(or.help));
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

    /// A duration, or a word for none.
    pub(in crate::scenario) fn duration_or(
        &self,
        range: RangeInclusive<Span>,
        word: &str,
    ) -> Option<Option<Span>> {
        if self.looks_like_a_duration() {
            return self.duration(range).map(Some);
        }
        self.choice_or(&[(word, None)], Or::duration())
    }

    /// Does it begin as a duration does?
    pub(in crate::scenario) fn looks_like_a_duration(&self) -> bool {
        match self.node {
            Node::Text(text) => text.starts_with(|c: char| c.is_ascii_digit()),
            Node::Int(_) => true,
            _ => false,
        }
    }
}
