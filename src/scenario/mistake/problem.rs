//! One mistake, while it still says where it is by path; and the place that collects them all.
//!
//! A decoder never stops at a mistake: it notes it here and goes on with a default, which nobody
//! will see. Lines and columns come later, in [`crate::scenario::file::place`].

use std::cell::{Cell, RefCell};

use crate::scenario::caps;
use crate::scenario::path::Path;

/// Which half of `key: value` is meant.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(in crate::scenario) enum Part {
    /// The key.
    Key,
    /// The value.
    Value,
}

/// Where a mistake is.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(in crate::scenario) enum Spot {
    /// In the file as a whole.
    Whole,
    /// At a line and column, both from 1.
    Mark(usize, usize),
    /// At a value or its key.
    At(Path, Part),
    /// On the command line, quoted as typed.
    CommandLine(String),
}

/// A mistake.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(in crate::scenario) struct Problem {
    /// Its kind, in kebab case.
    pub(in crate::scenario) code: &'static str,
    /// What is wrong.
    pub(in crate::scenario) message: String,
    /// Where.
    pub(in crate::scenario) spot: Spot,
    /// Why it is so.
    pub(in crate::scenario) notes: Vec<String>,
    /// What to do.
    pub(in crate::scenario) helps: Vec<String>,
}

impl Problem {
    /// A mistake without hints.
    pub(in crate::scenario) fn new(
        code: &'static str,
        spot: Spot,
        message: impl Into<String>,
    ) -> Self {
        Self { code, message: message.into(), spot, notes: Vec::new(), helps: Vec::new() }
    }

    /// With a help.
    pub(in crate::scenario) fn help(mut self, text: impl Into<String>) -> Self {
        self.helps.push(text.into());
        self
    }

    /// With a note.
    pub(in crate::scenario) fn note(mut self, text: impl Into<String>) -> Self {
        self.notes.push(text.into());
        self
    }

    /// With a help where there is one.
    pub(in crate::scenario) fn maybe_help(mut self, text: Option<String>) -> Self {
        self.helps.extend(text);
        self
    }
}

/// All mistakes of a file, in the order in which they were found.
#[derive(Debug, Default)]
pub(in crate::scenario) struct Problems {
    kept: RefCell<Vec<Problem>>,
    seen: Cell<usize>,
}

impl Problems {
    /// Notes a mistake; past [`caps::PROBLEMS`] it is only counted.
    pub(in crate::scenario) fn push(&self, problem: Problem) {
        self.seen.set(self.seen.get() + 1);
        let mut kept = self.kept.borrow_mut();
        if kept.len() < caps::PROBLEMS {
            kept.push(problem);
        }
    }

    /// Notes a mistake that is dear to make: past the cap it is not made.
    pub(in crate::scenario) fn note(&self, make: impl FnOnce() -> Problem) {
        if self.is_full() { self.seen.set(self.seen.get() + 1) } else { self.push(make()) }
    }

    /// Are no more kept? Then none need be looked for.
    pub(in crate::scenario) fn is_full(&self) -> bool {
        self.seen.get() >= caps::PROBLEMS
    }

    /// Is one of them at a place or below it? Past the cap it may be.
    pub(in crate::scenario) fn lie_in(&self, path: &Path) -> bool {
        let lies = |it: &Problem| matches!(&it.spot, Spot::At(at, _) if path.contains(at));
        self.is_full() || self.kept.borrow().iter().any(lies)
    }

    /// How many there were so far.
    pub(in crate::scenario) fn count(&self) -> usize {
        self.seen.get()
    }

    /// Those that were kept.
    pub(in crate::scenario) fn into_vec(self) -> Vec<Problem> {
        self.kept.into_inner()
    }
}
