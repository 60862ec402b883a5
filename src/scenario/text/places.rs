//! At which line and column does each value of a text stand, and may the text be read at all?
//!
//! The library that gives the values gives no places. A second parser, made from the same one in C,
//! gives them in one pass, and never a value: where the two disagree there is no place rather than a
//! wrong one. It is asked event by event and goes first, so that what would cost the other one
//! minutes, or what that one gets wrong, is refused here.

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use libyaml_safer::{Error, Event, EventData, Parser, ScalarStyle};

use crate::scenario::caps;
use crate::scenario::node::{Node, shorten};
use crate::scenario::path::{Path, Step};
use crate::scenario::problem::{Part, Problem, Spot};

/// A line and a column, both from 1, in characters.
pub(in crate::scenario) type Mark = (usize, usize);

/// The places of a text.
#[derive(Debug)]
pub(in crate::scenario) struct Places {
    /// `None`: the text is empty, or its tree is another one.
    top: Option<Rc<Place>>,
    /// The fields that a map has already; their values are not among those of the tree.
    pub(in crate::scenario) repeated: Vec<Problem>,
}

/// Where a value begins, and all below it.
#[derive(Debug)]
struct Place {
    mark: Mark,
    below: Below,
}

#[derive(Debug)]
enum Below {
    /// As it is written, and whether it may be read as something else than text.
    Text(String, bool),
    List(Vec<Rc<Place>>),
    /// Each with the place of its key.
    Map(Vec<(String, Mark, Rc<Place>)>),
}

/// What was found, or else why the text is refused; `Err(None)`: the other library says it better.
type Found<T> = Result<T, Option<Problem>>;

impl Places {
    /// The places of a text.
    pub(in crate::scenario) fn of(text: &str) -> Found<Self> {
        // This library panics at some tags, which have no meaning here, and at some texts that end
        // without the end of a line.
        let plain = text.replace('!', "_") + "\n";
        let (mut events, mut bytes) = (Parser::new(), plain.as_bytes());
        events.set_input_string(&mut bytes);
        let (anchors, repeated) = (BTreeMap::new(), Vec::new());
        Walk { text, events, anchors, repeated, depth: 0, values: 0 }.document()
    }

    /// The same without a place where the tree that was read from the text is another one.
    pub(in crate::scenario) fn held_against(self, tree: &Node) -> Self {
        Self { top: self.top.filter(|top| top.is_of(tree)), ..self }
    }

    /// The place of the value at a path, or of its key; `None`: there is none.
    pub(in crate::scenario) fn find(&self, path: &Path, part: Part) -> Option<Mark> {
        let top = self.top.as_ref()?;
        let (mut here, mut of_key) = (top, None);
        for step in path.steps() {
            (here, of_key) = match (step, &here.below) {
                (Step::Key(name), Below::Map(entries)) => {
                    let (_, key, place) = entries.iter().find(|(key, ..)| is_seen_as(name, key))?;
                    (place, Some(*key))
                }
                (Step::Index(at), Below::List(items)) => (items.get(*at)?, None),
                _ => return None,
            };
        }
        if part == Part::Key { of_key } else { Some(here.mark) }
    }
}

/// How a value that is there is written.
pub(in crate::scenario) enum Spelled<'p> {
    /// A text, as it is seen.
    Scalar(&'p str),
    /// A map: of each entry where its key and its value begin, and whether that is a text.
    Map(Vec<(Mark, Mark, bool)>),
}

/// A value that is there.
pub(in crate::scenario) struct There<'p> {
    pub(in crate::scenario) mark: Mark,
    pub(in crate::scenario) spelled: Spelled<'p>,
}

impl Places {
    /// The value at a path, or the nearest above it, and the steps that are left; `None`: that is a list
    /// without such an entry, or the text is empty.
    pub(in crate::scenario) fn nearest<'p, 's>(
        &'p self,
        path: &'s Path,
    ) -> Option<(There<'p>, &'s [Step])> {
        let (mut here, mut left) = (self.top.as_ref()?, path.steps());
        while let [step, rest @ ..] = left {
            let below = match (step, &here.below) {
                (Step::Key(name), Below::Map(entries)) => {
                    entries.iter().find(|(key, ..)| is_seen_as(name, key)).map(|(.., at)| at)
                }
                (Step::Index(at), Below::List(items)) => Some(items.get(*at)?),
                _ => None,
            };
            let Some(below) = below else { break };
            (here, left) = (below, rest);
        }
        let spelled = match &here.below {
            Below::Text(text, _) => Spelled::Scalar(text),
            Below::Map(entries) => {
                let of = |(_, key, value): &(String, Mark, Rc<Place>)| {
                    (*key, value.mark, matches!(value.below, Below::Text(..)))
                };
                Spelled::Map(entries.iter().map(of).collect())
            }
            Below::List(_) => return None,
        };
        Some((There { mark: here.mark, spelled }, left))
    }
}

impl Place {
    fn is_of(&self, node: &Node) -> bool {
        match (&self.below, node) {
            (Below::Text(known, _), Node::Text(text)) => is_seen_as(text, known),
            (Below::Text(..), Node::List(_) | Node::Map(_)) => false,
            (Below::Text(_, may_be_other), _) => *may_be_other,
            (Below::List(places), Node::List(items)) => {
                let mut both = places.iter().zip(items);
                places.len() == items.len() && both.all(|(place, item)| place.is_of(item))
            }
            (Below::Map(places), Node::Map(entries)) => {
                let mut both = places.iter().zip(entries);
                let is_one = both.all(|((key, _, place), (name, value))| {
                    is_seen_as(name, key) && place.is_of(value)
                });
                places.len() == entries.len() && is_one
            }
            _ => false,
        }
    }
}

/// Does the parser of the places see a text so?
fn is_seen_as(text: &str, seen: &str) -> bool {
    let is_one = |(of, seen): (u8, u8)| of == seen || (of, seen) == (b'!', b'_');
    let [text, seen] = [text, seen].map(|it| it.trim_end_matches('\n').bytes());
    text.len() == seen.len() && text.zip(seen).all(is_one)
}

struct Walk<'t> {
    text: &'t str,
    events: Parser<&'t mut &'t [u8]>,
    /// All anchors so far, with what they name where it is complete.
    anchors: BTreeMap<String, Option<Rc<Place>>>,
    repeated: Vec<Problem>,
    depth: usize,
    values: usize,
}

impl Walk<'_> {
    fn document(mut self) -> Found<Places> {
        let mut event = self.next()?;
        while let EventData::StreamStart { .. } | EventData::DocumentStart { .. } = event.data {
            event = self.next()?;
        }
        if event.data == EventData::StreamEnd {
            return Ok(Places { top: None, repeated: self.repeated });
        }
        let top = self.value(event)?;
        self.next()?;
        let behind = self.events.parse().map_err(|error| Some(behind_the_end(top.mark, &error)))?;
        if behind.data != EventData::StreamEnd {
            let message = "the file holds more than one document";
            let problem = refused("two-documents", mark(behind.start_mark), message);
            return Err(Some(problem.help("give each scenario a file of its own")));
        }
        Ok(Places { top: Some(top), repeated: self.repeated })
    }

    fn next(&mut self) -> Found<Event> {
        self.events.parse().map_err(|error| {
            let at = mark(error.problem_mark()?);
            let line = self.text.split('\n').nth(at.0 - 1)?;
            let blank = line.len() - line.trim_start().len();
            let is_tab = at.1 <= blank && line.chars().nth(at.1 - 1) == Some('\t');
            let problem = refused("tab", at, "a tab in the indentation");
            is_tab.then(|| problem.help("YAML is indented with spaces"))
        })
    }

    /// The place of the value that begins with an event.
    fn value(&mut self, event: Event) -> Found<Rc<Place>> {
        let at = mark(event.start_mark);
        self.values += 1;
        if self.values > 2 * caps::NODES {
            return Err(None);
        }
        let (name, below) = match event.data {
            EventData::Alias { anchor } => {
                return self.anchors.get(&anchor).cloned().flatten().ok_or(None);
            }
            EventData::Scalar { value, style, anchor, tag, .. } => {
                (anchor, Below::Text(value, style == ScalarStyle::Plain || tag.is_some()))
            }
            EventData::SequenceStart { anchor, .. } => (anchor, Below::List(Vec::new())),
            EventData::MappingStart { anchor, .. } => (anchor, Below::Map(Vec::new())),
            _ => return Err(None),
        };
        if let Some(name) = &name
            && self.anchors.insert(name.clone(), None).is_some()
        {
            // YAML allows it; the other library then takes other aliases for this one.
            let message = format!("the anchor `{}` is given twice", shorten(name));
            let problem = refused("repeated-anchor", at, &message);
            return Err(Some(problem.help("give each anchor a name of its own")));
        }
        let place = Rc::new(Place { mark: at, below: self.inside(below, at)? });
        if let Some(name) = name {
            self.anchors.insert(name, Some(place.clone()));
        }
        Ok(place)
    }

    /// What stands in a list or a map that has just begun.
    fn inside(&mut self, mut begun: Below, at: Mark) -> Found<Below> {
        if let Below::Text(..) = begun {
            return Ok(begun);
        }
        self.depth += 1;
        if self.depth > caps::DEPTH {
            return Err(Some(too_deep(Spot::Mark(at.0, at.1))));
        }
        match &mut begun {
            Below::Text(..) => {}
            Below::List(items) => {
                while let Some(event) = self.unless(EventData::SequenceEnd)? {
                    items.push(self.value(event)?);
                }
            }
            Below::Map(entries) => {
                let mut names = BTreeSet::new();
                while let Some(event) = self.unless(EventData::MappingEnd)? {
                    let at = mark(event.start_mark);
                    let key = self.value(event)?;
                    let Below::Text(name, _) = &key.below else { return Err(None) };
                    let value = self.next()?;
                    let value = self.value(value)?;
                    if names.insert(name.clone()) {
                        entries.push((name.clone(), at, value));
                    } else if self.repeated.len() < caps::PROBLEMS {
                        let message = format!("the field `{}` is given twice", shorten(name));
                        self.repeated.push(refused("repeated-field", at, &message));
                    }
                }
            }
        }
        self.depth -= 1;
        Ok(begun)
    }

    fn unless(&mut self, end: EventData) -> Found<Option<Event>> {
        self.next().map(|event| Some(event).filter(|it| it.data != end))
    }
}

/// The mistake of what stands behind the value that begins at a mark.
fn behind_the_end(top: Mark, error: &Error) -> Problem {
    let at = error.problem_mark().map_or(top, mark);
    if at.1 < top.1 {
        let message = "this line begins further left than the first field of the file";
        let problem = refused("yaml-syntax", at, message);
        return problem.help("begin all fields of a map in one column, the first one too");
    }
    refused("yaml-syntax", at, "the file goes on behind its last value").help("remove what follows")
}

/// The mistake of values inside one another.
pub(in crate::scenario) fn too_deep(spot: Spot) -> Problem {
    Problem::new("too-deep", spot, format!("more than {} values inside one another", caps::DEPTH))
}

fn refused(code: &'static str, (line, column): Mark, message: &str) -> Problem {
    Problem::new(code, Spot::Mark(line, column), message)
}

fn mark(at: libyaml_safer::Mark) -> Mark {
    (at.line as usize + 1, at.column as usize + 1)
}
