//! At which line and column does each value of a text stand?
//!
//! The library that gives the values gives no places. A second parser, made from the same one in C,
//! gives them in one pass, and never a value: it is held against the tree, event by event, and from
//! where the two disagree on there is no place rather than a wrong one.

use std::collections::BTreeMap;
use std::rc::Rc;

use libyaml_safer::{Event, EventData, Parser, ScalarStyle};

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
        let mut bytes = text.as_bytes();
        let mut events = Parser::new();
        events.set_input_string(&mut bytes);
        let mut walk = Walk { events, anchors: BTreeMap::new(), is_lost: false };
        let mut event = walk.next()?;
        while let EventData::StreamStart { .. } | EventData::DocumentStart { .. } = event.data {
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
    events: Parser<&'t mut &'t [u8]>,
    /// What an anchor names, with the tree that it had there.
    anchors: BTreeMap<String, (Rc<Place>, &'n Node)>,
    /// The parsers have disagreed: no place from here on.
    is_lost: bool,
}

impl<'n> Walk<'_, 'n> {
    fn next(&mut self) -> Option<Event> {
        if self.is_lost { None } else { self.events.parse().ok() }
    }

    /// What was found, unless nothing was: then all that follows is lost.
    fn kept<T>(&mut self, found: Option<T>) -> Option<T> {
        self.is_lost |= found.is_none();
        found
    }

    /// The place of the value that begins with an event.
    fn place(&mut self, event: Event, node: &'n Node) -> Option<Rc<Place>> {
        let (mark, mut below) = (mark(&event), Vec::new());
        let (anchor, end) = match (event.data, node) {
            (EventData::Alias { anchor }, _) => {
                let (place, named) = self.anchors.get(&anchor)?;
                return (*named == node).then(|| place.clone());
            }
            (EventData::Scalar { value, style, anchor, tag, .. }, _) => {
                let is_same = match node {
                    Node::Text(known) => *known == value,
                    Node::List(_) | Node::Map(_) => false,
                    _ => style == ScalarStyle::Plain || tag.is_some(),
                };
                (is_same.then_some(anchor)?, None)
            }
            (EventData::SequenceStart { anchor, .. }, Node::List(items)) => {
                for item in items {
                    let entry = self
                        .next()
                        .and_then(|event| Some((self::mark(&event), self.place(event, item)?)));
                    below.extend(self.kept(entry));
                }
                (anchor, Some(EventData::SequenceEnd))
            }
            (EventData::MappingStart { anchor, .. }, Node::Map(entries)) => {
                for (name, value) in entries {
                    let entry = self.entry(name, value);
                    below.extend(self.kept(entry));
                }
                (anchor, Some(EventData::MappingEnd))
            }
            _ => return None,
        };
        if let Some(end) = end {
            let found = self.next().filter(|event| event.data == end);
            self.kept(found);
        }
        let place = Rc::new(Place { mark, below });
        if let Some(anchor) = anchor {
            self.anchors.insert(anchor, (place.clone(), node));
        }
        Some(place)
    }

    /// The places of a key and its value.
    fn entry(&mut self, name: &str, value: &'n Node) -> Option<(Mark, Rc<Place>)> {
        let key = self.next()?;
        let is_same = matches!(&key.data, EventData::Scalar { value, .. } if value == name);
        let event = self.next().filter(|_| is_same)?;
        Some((mark(&key), self.place(event, value)?))
    }
}

fn mark(event: &Event) -> Mark {
    (event.start_mark.line as usize + 1, event.start_mark.column as usize + 1)
}
