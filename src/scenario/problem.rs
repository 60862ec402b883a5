//! One mistake, while it still says where it is by path; and the place that collects them all.
//!
//! A decoder never stops at a mistake: it notes it here and goes on with a default, which nobody
//! will see. Lines and columns come later, in [`super::place`].

use std::cell::{Cell, RefCell};

use super::caps;
use super::path::Path;

/// Which half of `key: value` is meant.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Part {
    /// The key.
    Key,
    /// The value.
    Value,
}

/// Where a mistake is.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) enum Spot {
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
pub(super) struct Problem {
    /// Its kind, in kebab case.
    pub(super) code: &'static str,
    /// What is wrong.
    pub(super) message: String,
    /// Where.
    pub(super) spot: Spot,
    /// Why it is so.
    pub(super) notes: Vec<String>,
    /// What to do.
    pub(super) helps: Vec<String>,
}

impl Problem {
    /// A mistake without hints.
    pub(super) fn new(code: &'static str, spot: Spot, message: impl Into<String>) -> Self {
        Self { code, message: message.into(), spot, notes: Vec::new(), helps: Vec::new() }
    }

    /// With a help.
    pub(super) fn help(mut self, text: impl Into<String>) -> Self {
        self.helps.push(text.into());
        self
    }

    /// With a note.
    pub(super) fn note(mut self, text: impl Into<String>) -> Self {
        self.notes.push(text.into());
        self
    }

    /// With a help where there is one.
    pub(super) fn maybe_help(mut self, text: Option<String>) -> Self {
        self.helps.extend(text);
        self
    }
}

/// All mistakes of a file, in the order in which they were found.
#[derive(Debug, Default)]
pub(super) struct Problems {
    kept: RefCell<Vec<Problem>>,
    seen: Cell<usize>,
}

impl Problems {
    /// Notes a mistake; past [`caps::PROBLEMS`] it is only counted.
    pub(super) fn push(&self, problem: Problem) {
        self.seen.set(self.seen.get() + 1);
        let mut kept = self.kept.borrow_mut();
        if kept.len() < caps::PROBLEMS {
            kept.push(problem);
        }
    }

    /// Are no more kept? Then none need be looked for.
    pub(super) fn is_full(&self) -> bool {
        self.seen.get() >= caps::PROBLEMS
    }

    /// Is one of them at a place or below it? Past the cap it may be.
    pub(super) fn lie_in(&self, path: &Path) -> bool {
        let lies = |it: &Problem| matches!(&it.spot, Spot::At(at, _) if path.contains(at));
        self.is_full() || self.kept.borrow().iter().any(lies)
    }

    /// How many there were so far.
    pub(super) fn count(&self) -> usize {
        self.seen.get()
    }

    /// Those that were kept.
    pub(super) fn into_vec(self) -> Vec<Problem> {
        self.kept.into_inner()
    }
}

/// The candidate nearest to a misspelt word, where one is near: by the whole of it, else by its
/// last part alone, so that `tll` finds `worker_ttl`.
pub(super) fn nearest<'a>(
    word: &str,
    candidates: impl IntoIterator<Item = &'a str>,
) -> Option<&'a str> {
    // Longer than any name by far: not worth a comparison.
    if word.len() > 4 * caps::NAME_CHARS {
        return None;
    }
    let lower = word.to_lowercase();
    let candidates: Vec<(&str, String)> =
        candidates.into_iter().map(|candidate| (candidate, candidate.to_lowercase())).collect();
    let whole = candidates
        .iter()
        .map(|(candidate, known)| {
            let distance = strsim::damerau_levenshtein(&lower, known);
            (distance, strsim::jaro_winkler(&lower, known), *candidate)
        })
        .filter(|(distance, score, _)| *distance <= 1 || *score >= 0.8)
        .min_by(|left, right| left.0.cmp(&right.0).then(right.1.total_cmp(&left.1)))
        .map(|(_, _, candidate)| candidate);
    let last_part = |known: &str| {
        let part = known.rsplit('_').next().filter(|part| part.len() >= 3 && *part != known);
        part.is_some_and(|part| strsim::damerau_levenshtein(&lower, part) <= 1)
    };
    whole.or_else(|| candidates.iter().find(|(_, known)| last_part(known)).map(|one| one.0))
}

/// The help for a misspelt word: the nearest candidate, or all of them.
pub(super) fn suggest(kind: &str, word: &str, candidates: &[&str]) -> Option<String> {
    if let Some(candidate) = nearest(word, candidates.iter().copied()) {
        return Some(format!("a similar {kind} exists: `{candidate}`"));
    }
    let mut list: Vec<String> =
        candidates.iter().take(20).map(|candidate| format!("`{candidate}`")).collect();
    if candidates.len() > list.len() {
        list.push(format!("… ({} in all)", candidates.len()));
    }
    match list.len() {
        0 => None,
        1 => Some(format!("the only {kind} here is {}", list[0])),
        _ => Some(format!("the {kind}s here are {}", list.join(", "))),
    }
}
