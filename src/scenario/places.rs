//! At which line and column does each value of a text stand?
//!
//! The library that gives the values gives no places. A second parser gives them, in one pass, and
//! never a value: it is held against the tree, event by event, and from where the two disagree on
//! there is no place rather than a wrong one.

use std::collections::BTreeMap;
use std::rc::Rc;

use saphyr_parser::{Event, Parser, ScalarStyle, Span, StrInput};

use super::node::Node;
use super::path::{Path, Step};
use super::problem::Part;

/// A line and a column, both from 1, in characters.
pub(super) type Mark = (usize, usize);

/// Where a value begins, and all below it.
#[derive(Debug)]
pub(super) struct Place {
    mark: Mark,
    /// The values of a list, or of a map, each with its key's place.
    below: Vec<(Mark, Rc<Place>)>,
}

impl Place {
    /// The places of a text whose tree is known, up to where the parsers disagree about it.
    pub(super) fn of(text: &str, tree: &Node) -> Option<Rc<Self>> {
        let events = Parser::new_from_str(text);
        let lines = text.split('\n').collect();
        let mut walk = Walk { events, lines, anchors: BTreeMap::new(), is_lost: false };
        let mut event = walk.next()?;
        while matches!(event.0, Event::StreamStart | Event::DocumentStart(_) | Event::Nothing) {
            event = walk.next()?;
        }
        walk.place(event, tree)
    }

    /// The place of the value at a path of the tree, or of its key; `None`: there is none.
    pub(super) fn find(&self, tree: &Node, path: &Path, part: Part) -> Option<Mark> {
        let (mut node, mut here, mut key) = (tree, self, self.mark);
        for step in path.steps() {
            let (at, below) = match (step, node) {
                (Step::Key(name), Node::Map(entries)) => {
                    let at = entries.iter().position(|(key, _)| key == name)?;
                    (at, &entries[at].1)
                }
                (Step::Index(at), Node::List(items)) => (*at, items.get(*at)?),
                _ => return None,
            };
            let (mark, place) = here.below.get(at)?;
            (node, here, key) = (below, place, *mark);
        }
        match (part, path.steps().last()) {
            (Part::Value, _) => Some(here.mark),
            (Part::Key, Some(Step::Key(_))) => Some(key),
            (Part::Key, _) => None,
        }
    }
}

struct Walk<'t, 'n> {
    events: Parser<'t, StrInput<'t>>,
    lines: Vec<&'t str>,
    /// What an anchor names, with the tree that it had there.
    anchors: BTreeMap<usize, (Rc<Place>, &'n Node)>,
    /// The parsers have disagreed: no place from here on.
    is_lost: bool,
}

impl<'t, 'n> Walk<'t, 'n> {
    fn next(&mut self) -> Option<(Event<'t>, Span)> {
        if self.is_lost { None } else { self.events.next()?.ok() }
    }

    /// What was found, unless nothing was: then all that follows is lost.
    fn kept<T>(&mut self, found: Option<T>) -> Option<T> {
        self.is_lost |= found.is_none();
        found
    }

    /// The place of the value that begins with an event.
    fn place(&mut self, (event, span): (Event<'t>, Span), node: &'n Node) -> Option<Rc<Place>> {
        let (mut at, mut below) = (mark(&span), Vec::new());
        let (anchor, end) = match (event, node) {
            (Event::Alias(anchor), _) => {
                let (place, named) = self.anchors.get(&anchor)?;
                return (*named == node).then(|| place.clone());
            }
            (Event::Scalar(text, style, anchor, tag), _) => {
                let is_same = match node {
                    Node::Text(known) => *known == text,
                    Node::List(_) | Node::Map(_) => false,
                    _ => style == ScalarStyle::Plain || tag.is_some(),
                };
                if matches!(style, ScalarStyle::Literal | ScalarStyle::Folded) {
                    at = self.opening(at)?;
                }
                (is_same.then_some(anchor)?, None)
            }
            (Event::SequenceStart(anchor, _), Node::List(items)) => {
                for item in items {
                    let entry = self
                        .next()
                        .and_then(|event| Some((mark(&event.1), self.place(event, item)?)));
                    below.extend(self.kept(entry));
                }
                (anchor, Some(Event::SequenceEnd))
            }
            (Event::MappingStart(anchor, _), Node::Map(entries)) => {
                for (name, value) in entries {
                    let entry = self.entry(name, value);
                    below.extend(self.kept(entry));
                }
                (anchor, Some(Event::MappingEnd))
            }
            _ => return None,
        };
        if let Some(end) = end {
            let found = self.next().filter(|(event, _)| *event == end);
            self.kept(found);
        }
        let place = Rc::new(Place { mark: at, below });
        if anchor > 0 {
            self.anchors.insert(anchor, (place.clone(), node));
        }
        Some(place)
    }

    /// The `|` or `>` above the first line of a block of text.
    fn opening(&self, (line, _): Mark) -> Option<Mark> {
        let above = &self.lines[..line.checked_sub(1)?];
        let line = above.iter().rposition(|text| !text.trim().is_empty())?;
        let before = above[line].split(" #").next()?;
        let column = before.rfind(['|', '>'])?;
        Some((line + 1, before[..column].chars().count() + 1))
    }

    /// The places of a key and its value.
    fn entry(&mut self, name: &str, value: &'n Node) -> Option<(Mark, Rc<Place>)> {
        let (event, key) = self.next()?;
        let is_same = matches!(event, Event::Scalar(text, ..) if text == name);
        let event = self.next().filter(|_| is_same)?;
        Some((mark(&key), self.place(event, value)?))
    }
}

fn mark(span: &Span) -> Mark {
    (span.start.line(), span.start.col() + 1)
}
