//! Which tree of values does a text hold? The one file that knows the library that says so.

use serde::de::DeserializeSeed;

use super::node::Node;
use super::problem::{Problem, Spot};
use super::reader::{Reader, State};

/// The tree of a text that passed [`super::guard`].
///
/// # Errors
/// The first thing that is wrong with it, with line and column where the library knows them.
pub(super) fn parse(text: &str) -> Result<Node, Problem> {
    let state = State::default();
    Reader::new(&state).deserialize(serde_yaml::Deserializer::from_str(text)).map_err(|error| {
        let spot = error.location().map_or(Spot::Whole, |at| Spot::Mark(at.line(), at.column()));
        match state.refusal() {
            Some(problem) => Problem { spot, ..problem },
            None => foreign(text, &error, spot),
        }
    })
}

/// An error of the library, in words that fit ours.
fn foreign(text: &str, error: &serde_yaml::Error, spot: Spot) -> Problem {
    let message = error.to_string();
    if message.contains("more than one document") {
        let content = |line: &&str| !line.trim().is_empty() && !line.starts_with('#');
        let first = text.lines().position(|line| content(&line)).unwrap_or(0);
        let second = text.lines().skip(first + 1).position(|line| line.starts_with("---"));
        let spot = second.map_or(Spot::Whole, |line| Spot::Mark(first + line + 2, 1));
        return Problem::new("two-documents", spot, "the file holds more than one document")
            .help("give each scenario a file of its own");
    }
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
