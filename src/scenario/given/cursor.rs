//! A value and its path, with the questions that a decoder asks of it.
//!
//! Every question notes what is wrong and answers `None`; the decoder goes on with a default, since
//! all mistakes of a file are reported together. It knows the tree, not what a scenario is.

use crate::scenario::caps;
use crate::scenario::fields::Section;
use crate::scenario::node::Node;
use crate::scenario::path::Path;
use crate::scenario::problem::{Part, Problem, Problems, Spot};
use crate::scenario::suggestion::{nearest, suggest};

/// A value, where it stands, and where mistakes are noted.
#[derive(Clone)]
pub(in crate::scenario) struct Cursor<'a> {
    pub(in crate::scenario) node: &'a Node,
    pub(in crate::scenario) path: Path,
    pub(in crate::scenario) problems: &'a Problems,
}

impl<'a> Cursor<'a> {
    /// The whole file.
    pub(in crate::scenario) fn root(node: &'a Node, problems: &'a Problems) -> Self {
        Self { node, path: Path::default(), problems }
    }

    /// A mistake at this value.
    pub(in crate::scenario) fn problem(
        &self,
        code: &'static str,
        message: impl Into<String>,
    ) -> Problem {
        // An empty value has no text of its own to point at.
        let part = if *self.node == Node::Null { Part::Key } else { Part::Value };
        Problem::new(code, Spot::At(self.path.clone(), part), message)
    }

    /// Notes a mistake at this value.
    pub(in crate::scenario) fn refuse(&self, code: &'static str, message: impl Into<String>) {
        self.problems.push(self.problem(code, message));
    }

    /// Notes that it is not what it should be.
    pub(in crate::scenario) fn wrong_type<T>(&self, expected: &str) -> Option<T> {
        self.problems.push(self.wrong(expected));
        None
    }

    /// The mistake that it is not what it should be.
    pub(in crate::scenario) fn wrong(&self, expected: &str) -> Problem {
        let found = self.node.describe();
        self.problem("wrong-type", format!("{} is {expected}; found {found}", self.path))
    }

    /// The path, for a message.
    pub(in crate::scenario) fn path(&self) -> &Path {
        &self.path
    }

    /// The entries of a list, at most `cap`; none where it is empty.
    pub(in crate::scenario) fn list(&self, cap: usize) -> Vec<Self> {
        match self.node {
            Node::Null => Vec::new(),
            Node::List(items) if items.len() > cap => self.too_many(items.len(), cap),
            Node::List(items) => items
                .iter()
                .enumerate()
                .map(|(place, node)| Self { node, path: self.path.index(place), ..self.clone() })
                .collect(),
            _ => {
                self.problems.push(self.wrong("a list").help("begin each entry with `- `"));
                Vec::new()
            }
        }
    }

    /// The entries of a list of words, at most `cap`; a word alone is told how to be a list.
    pub(in crate::scenario) fn words(&self, cap: usize) -> Vec<Self> {
        let Node::Text(text) = self.node else { return self.list(cap) };
        let text = crate::scenario::node::shorten(text);
        let text = if text.contains(':') { format!("\"{text}\"") } else { text };
        self.problems.push(self.wrong("a list").help(format!("write `[{text}]`")));
        Vec::new()
    }

    /// The entries of a map whose keys the user chooses, at most `cap`.
    pub(in crate::scenario) fn named(&self, cap: usize) -> Vec<(&'a str, Self)> {
        match self.node {
            Node::Null => Vec::new(),
            Node::Map(entries) if entries.len() > cap => self.too_many(entries.len(), cap),
            Node::Map(entries) => entries
                .iter()
                .map(|(name, node)| {
                    (name.as_str(), Self { node, path: self.path.key(name), ..self.clone() })
                })
                .collect(),
            _ => self.wrong_type("a map").unwrap_or_default(),
        }
    }

    fn too_many<T>(&self, entries: usize, cap: usize) -> Vec<T> {
        let message = format!("{} has {entries} entries; at most {cap} are allowed", self.path);
        self.refuse("too-many", message);
        Vec::new()
    }
}

/// A map with known fields.
pub(in crate::scenario) struct Fields<'a> {
    section: &'static Section,
    entries: &'a [(String, Node)],
    path: Path,
    problems: &'a Problems,
    /// Something else stands there, which has been noted: then nothing is missing beside it.
    mistaken: bool,
}

impl<'a> Fields<'a> {
    /// The fields of a map; unknown ones are noted at once. A map that is not there has none.
    pub(in crate::scenario) fn open(at: &Cursor<'a>, section: &'static Section) -> Self {
        let entries = match at.node {
            Node::Map(entries) => entries.as_slice(),
            Node::Null => &[],
            _ => {
                let help = format!("its fields are `{}`", section.names().join("`, `"));
                at.problems.push(at.wrong("a map").help(help));
                &[]
            }
        };
        let mistaken = !matches!(at.node, Node::Map(_) | Node::Null);
        let path = at.path.clone();
        let problems = at.problems;
        let opened = Self { section, entries, path, problems, mistaken };
        for (name, _) in entries {
            if section.field(name).is_none() && !opened.problems.is_full() {
                opened.problems.push(unknown_field(&opened.path, name, section));
            }
        }
        opened
    }

    /// A field's value, where it is given.
    pub(in crate::scenario) fn get(&self, name: &str) -> Option<Cursor<'a>> {
        debug_assert!(self.section.field(name).is_some(), "{name} is not in the table");
        let (_, node) = self.entries.iter().find(|(key, _)| key == name)?;
        Some(Cursor { node, path: self.path.key(name), problems: self.problems })
    }

    /// A field's value; its absence is a mistake.
    pub(in crate::scenario) fn need(&self, name: &str) -> Option<Cursor<'a>> {
        let found = self.get(name);
        let silent = self.mistaken || self.problems.is_full();
        if found.is_none() && !silent && !self.misspells(name) {
            let message = match self.path.is_root() {
                true => format!("the field `{name}` is missing"),
                false => format!("the field `{name}` is missing in {}", self.path),
            };
            let doc = self.section.field(name).map_or("", |field| field.doc);
            let spot = Spot::At(self.path.clone(), Part::Value);
            let problem = Problem::new("missing-field", spot, message);
            self.problems.push(problem.note(format!("`{name}`: {doc}")));
        }
        found
    }

    /// Does an unknown field look like this one? Then its own message says enough.
    fn misspells(&self, wanted: &str) -> bool {
        let unknown = self.entries.iter().filter(|(name, _)| self.section.field(name).is_none());
        unknown
            .take(caps::SHOWN)
            .any(|(name, _)| nearest(name, self.section.names()) == Some(wanted))
    }

    /// Was each of these values read well, or left out where it may be?
    pub(in crate::scenario) fn are_sound(&self, names: &[&str]) -> bool {
        let may_lack = |name: &str| self.section.field(name).is_some_and(|it| !it.is_needed);
        names.iter().all(|name| {
            let is_given = self.get(name).is_some();
            (is_given || may_lack(name)) && !self.problems.lie_in(&self.path.key(name))
        })
    }

    /// The one field of a section whose key says which shape is meant.
    pub(in crate::scenario) fn only(&self) -> Option<(&'a str, Cursor<'a>)> {
        let [(name, node)] = self.entries else {
            let message = format!("{} holds exactly one shape", self.path);
            let list = self.section.names().join("`, `");
            let part = if self.entries.is_empty() { Part::Key } else { Part::Value };
            let problem = Problem::new("one-shape", Spot::At(self.path.clone(), part), message);
            self.problems.push(problem.help(format!("choose one of `{list}`")));
            return None;
        };
        let at = Cursor { node, path: self.path.key(name), problems: self.problems };
        self.section.field(name).map(|_| (name.as_str(), at))
    }

    /// The table of its fields.
    pub(in crate::scenario) fn section(&self) -> &'static Section {
        self.section
    }

    /// Where it stands.
    pub(in crate::scenario) fn path(&self) -> &Path {
        &self.path
    }
}

/// The mistake of a field that the section does not have.
pub(in crate::scenario) fn unknown_field(path: &Path, name: &str, section: &Section) -> Problem {
    let short = crate::scenario::node::shorten(name);
    let message = match path.is_root() {
        true => format!("unknown field `{short}`"),
        false => format!("unknown field `{short}` in {path}"),
    };
    let problem = Problem::new("unknown-field", Spot::At(path.key(name), Part::Key), message);
    if name == "<<" {
        return problem.note("merge keys are not supported").help("write the fields out");
    }
    problem.maybe_help(suggest("field", name, &section.names()))
}
