//! A value put into a text, so that everything else of it stays: comments, order, spacing.
//!
//! It knows how most files are written, one key a line or maps between braces, and gives up on the
//! rest; whoever asks reads the new text again and sees whether it means what it should.

use super::places::{Mark, Places, Spelled};
use crate::scenario::path::{Path, Step};

/// The text with a value at a path; `None`: it is written in a way that cannot be kept.
pub(in crate::scenario) fn with_value(text: &str, path: &Path, value: &str) -> Option<String> {
    let places = Places::of(text).ok()?;
    let (here, rest) = places.nearest(path)?;
    let at = offset(text, here.mark)?;
    match (rest, here.spelled) {
        ([], Spelled::Scalar(seen)) => replaced(text, (at, seen), value),
        ([], Spelled::Map(_)) => None,
        // A policy by its name becomes one that extends it.
        (rest, Spelled::Scalar(name)) if is_policy(path, rest.len()) => {
            let inner = entry(rest, value)?;
            replaced(text, (at, name), &format!("{{ extends: {name}, {inner} }}"))
        }
        (rest, Spelled::Map(entries)) => {
            let inner = match rest {
                [Step::Key(key), more @ ..] if key == "policy" && !more.is_empty() => {
                    format!("policy: {{ extends: optimized, {} }}", entry(more, value)?)
                }
                rest => entry(rest, value)?,
            };
            if text[at..].starts_with('{') {
                let comma = if entries.is_empty() { "" } else { "," };
                return Some(inserted(text, at + 1, &format!(" {inner}{comma}")));
            }
            added_line(text, &entries, &inner)
        }
        _ => None,
    }
}

fn is_policy(path: &Path, left: usize) -> bool {
    let steps = path.steps();
    steps.len() - left == 1 && matches!(&steps[0], Step::Key(key) if key == "policy")
}

/// `write: { max_interval: 27m }`.
fn entry(steps: &[Step], value: &str) -> Option<String> {
    let [Step::Key(first), rest @ ..] = steps else { return None };
    if rest.is_empty() {
        return Some(format!("{first}: {value}"));
    }
    Some(format!("{first}: {{ {} }}", entry(rest, value)?))
}

/// A line more in a map that has one key a line: after the first entry that ends with its own line.
fn added_line(text: &str, entries: &[(Mark, Mark, bool)], inner: &str) -> Option<String> {
    let is_one_line =
        |(key, value, is_scalar): &&(Mark, Mark, bool)| *is_scalar && key.0 == value.0;
    let (key, ..) = entries.iter().find(is_one_line)?;
    let line_end = text.split_inclusive('\n').take(key.0).map(str::len).sum::<usize>();
    let indent = " ".repeat(key.1 - 1);
    let end = if text[..line_end].ends_with("\r\n") { "\r\n" } else { "\n" };
    let before = if text[..line_end].ends_with('\n') { "" } else { end };
    Some(inserted(text, line_end, &format!("{before}{indent}{inner}{end}")))
}

fn replaced(text: &str, (at, seen): (usize, &str), value: &str) -> Option<String> {
    let rest = &text[at..];
    let quote = rest.chars().next().filter(|it| matches!(it, '"' | '\''));
    let length = match quote {
        Some(quote) => rest[1..].find(quote)? + 2,
        None if rest.starts_with(seen) => seen.len(),
        None => return None,
    };
    Some(format!("{}{value}{}", &text[..at], &rest[length..]))
}

fn inserted(text: &str, at: usize, more: &str) -> String {
    format!("{}{more}{}", &text[..at], &text[at..])
}

/// Where a mark stands, in bytes.
fn offset(text: &str, (line, column): Mark) -> Option<usize> {
    let before: usize = text.split_inclusive('\n').take(line - 1).map(str::len).sum();
    let in_line = text.get(before..)?.char_indices().nth(column - 1);
    Some(before + in_line.map_or(text.len() - before, |(at, _)| at))
}
