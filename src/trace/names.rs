//! Names as small integers, in the order of their first use.
//!
//! A sorted map finds a name. Traces repeat themselves: heartbeats come in turns, so the name that
//! last followed the one before is tried first, which saves most searches.

use std::collections::BTreeMap;
use std::rc::Rc;

/// One kind of names.
#[derive(Clone, Debug, Default)]
pub struct Names {
    ids: BTreeMap<Rc<str>, u32>,
    names: Vec<Rc<str>>,
    /// By name: the one that came after it.
    followers: Vec<u32>,
    last: u32,
}

/// All names of a trace.
#[derive(Clone, Debug, Default)]
pub struct Known {
    /// The isolates; an [`super::IsolateId`] is a place in it.
    pub isolates: Names,
    /// The workers, by id.
    pub workers: Names,
    /// The services, by id.
    pub services: Names,
    /// Sets of models: their members in order, separated by `;`.
    pub models: Names,
    /// Words for a status other than `online` and `offline`.
    pub statuses: Names,
}

impl Names {
    /// How many there are.
    pub fn len(&self) -> usize {
        self.names.len()
    }

    /// Are there none?
    pub fn is_empty(&self) -> bool {
        self.names.is_empty()
    }

    /// The name with this number.
    pub fn get(&self, id: u32) -> Option<&str> {
        self.names.get(id as usize).map(Rc::as_ref)
    }

    /// All of them, by number.
    pub fn iter(&self) -> impl Iterator<Item = &str> {
        self.names.iter().map(Rc::as_ref)
    }

    /// The number of a name that is known.
    #[inline]
    pub(super) fn find(&mut self, name: &[u8]) -> Option<u32> {
        let guess = *self.followers.get(self.last as usize)?;
        if self.names[guess as usize].as_bytes() == name {
            self.last = guess;
            return Some(guess);
        }
        self.search(name)
    }

    #[inline(never)]
    fn search(&mut self, name: &[u8]) -> Option<u32> {
        let name = std::str::from_utf8(name).ok()?;
        let id = *self.ids.get(name)?;
        self.note(id);
        Some(id)
    }

    /// Is this the name with that number?
    #[inline]
    pub(super) fn is(&self, id: u32, name: &[u8]) -> bool {
        self.names.get(id as usize).is_some_and(|known| known.as_bytes() == name)
    }

    /// Adds a name that is not known yet.
    pub(super) fn add(&mut self, name: &str) -> u32 {
        let id = self.names.len() as u32;
        let name: Rc<str> = name.into();
        self.ids.insert(name.clone(), id);
        self.names.push(name);
        self.followers.push(id);
        self.note(id);
        id
    }

    fn note(&mut self, id: u32) {
        self.followers[self.last as usize] = id;
        self.last = id;
    }
}
