//! Which tree of values does a text hold? The one file that knows the library that says so.

use serde::de::DeserializeSeed;

use super::places::Places;
use super::reader::{Reader, State};
use crate::scenario::node::Node;
use crate::scenario::problem::{Problem, Spot};

/// The tree of a text that passed [`super::guard`], and its places.
///
/// # Errors
/// The first thing that is wrong with it, with line and column where they are known. A repeated field
/// is left to [`Places::repeated`].
pub(in crate::scenario) fn parse(text: &str) -> Result<(Node, Places), Problem> {
    let places = match Places::of(text) {
        Err(Some(problem)) => return Err(problem),
        places => places,
    };
    let state = State::default();
    let tree = Reader::new(&state).deserialize(serde_yaml::Deserializer::from_str(text));
    let tree = tree.map_err(|error| {
        let spot = error.location().map_or(Spot::Whole, |at| Spot::Mark(at.line(), at.column()));
        match state.refusal() {
            Some(problem) => Problem { spot, ..problem },
            None => foreign(text, &error, spot),
        }
    })?;
    let message = "the YAML cannot be read: two libraries disagree about it";
    let problem = || Problem::new("yaml-syntax", Spot::Whole, message);
    let places = places.map_err(|_| problem().help("write it without tags such as `!name`"))?;
    let places = places.held_against(&tree);
    Ok((tree, places))
}

/// The tree of a text that holds one value.
///
/// # Errors
/// As [`parse`]; the first repeated field, too.
pub(in crate::scenario) fn value(text: &str) -> Result<Node, Problem> {
    let (tree, mut places) = parse(text)?;
    if places.repeated.is_empty() { Ok(tree) } else { Err(places.repeated.swap_remove(0)) }
}

/// An error of the library, in words that fit ours.
fn foreign(text: &str, error: &serde_yaml::Error, spot: Spot) -> Problem {
    let message = error.to_string();
    if message.contains("repetition limit") || message.contains("recursion limit") {
        return Problem::new("too-deep", spot, "aliases repeat too much, or nesting is too deep");
    }
    let message = match spot {
        Spot::Mark(line, column) => {
            message.replacen(&format!(" at line {line} column {column}"), "", 1)
        }
        _ => message,
    };
    let spot = before_the_end(text, spot);
    Problem::new("yaml-syntax", spot, format!("the YAML cannot be read: {message}"))
}

/// A place behind the last line is moved to the end of the last line that says something.
fn before_the_end(text: &str, spot: Spot) -> Spot {
    let Spot::Mark(line, _) = spot else { return spot };
    let lines: Vec<&str> = text.trim_end().split('\n').collect();
    let (count, last) = (lines.len(), lines[lines.len() - 1]);
    if line > count { Spot::Mark(count, last.chars().count() + 1) } else { spot }
}

#[cfg(test)]
#[path = "yaml_tests.rs"]
mod tests;
