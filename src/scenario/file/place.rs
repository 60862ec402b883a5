//! From a path to a line and column.
//!
//! A mistake is known by its path while a file is decoded. Here it gets its place: the flag that
//! set the value, or else the line of the file, or else the nearest thing around it with a line.

use super::edits::Edit;
use crate::scenario::diagnostic::{Diagnostic, Place, Severity, Snippet, clean};
use crate::scenario::node::Node;
use crate::scenario::path::{Path, Step};
use crate::scenario::places::{Mark, Places};
use crate::scenario::problem::{Part, Problem, Problems, Spot};
use crate::scenario::{guard, yaml};

/// A file as its user knows it.
pub(in crate::scenario) struct Origin<'a> {
    /// The path as typed.
    pub(in crate::scenario) file: &'a str,
    /// What the command line set in it.
    pub(in crate::scenario) edits: &'a [Edit],
    text: &'a str,
    /// What it holds; `None`: it could not be parsed.
    parsed: Option<&'a Parsed<'a>>,
}

/// A text with its tree, and the places of its values.
pub(in crate::scenario) struct Parsed<'t> {
    text: &'t str,
    pub(in crate::scenario) tree: Node,
    places: Places,
}

impl<'t> Parsed<'t> {
    /// A file.
    ///
    /// # Errors
    /// The first reason why it cannot be read.
    pub(in crate::scenario) fn of(file: &'t str, bytes: &'t [u8]) -> Result<Self, Vec<Diagnostic>> {
        let refused = |text: &str, problem| {
            Origin { file, text, parsed: None, edits: &[] }.diagnostics(vec![problem])
        };
        let text = guard::text(bytes).map_err(|problem| refused(&guard::lossy(bytes), problem))?;
        let (tree, places) = yaml::parse(text).map_err(|problem| refused(text, problem))?;
        Ok(Self { text, tree, places })
    }

    /// The same as its user knows it, with what the command line set in it.
    pub(in crate::scenario) fn origin<'a>(
        &'a self,
        file: &'a str,
        edits: &'a [Edit],
    ) -> Origin<'a> {
        Origin { file, text: self.text, parsed: Some(self), edits }
    }

    /// The mistakes that were found while it was read.
    pub(in crate::scenario) fn problems(&self) -> Problems {
        let problems = Problems::default();
        self.places.repeated.iter().for_each(|it| problems.push(it.clone()));
        problems
    }
}

impl Origin<'_> {
    /// All messages, each with its place.
    pub(in crate::scenario) fn diagnostics(&self, problems: Vec<Problem>) -> Vec<Diagnostic> {
        let lines: Vec<&str> = self.text.split('\n').collect();
        let mut all: Vec<Diagnostic> =
            problems.into_iter().map(|problem| self.diagnostic(problem, &lines)).collect();
        // In the order of the file; what has no line comes first, as found.
        all.sort_by_key(|one| {
            let snippet = one.place.as_ref().and_then(|place| place.snippet.as_ref());
            snippet.map_or((0, 0), |snippet| (snippet.line, snippet.column))
        });
        all
    }

    /// The line of a value, from 1; `None` where the command line set it.
    pub(in crate::scenario) fn line(&self, path: &Path) -> Option<usize> {
        let is_set = self.edits.iter().any(|edit| edit.path.contains(path));
        self.locate(path, Part::Value).filter(|_| !is_set).map(|(line, _)| line)
    }

    fn locate(&self, path: &Path, part: Part) -> Option<Mark> {
        self.parsed?.places.find(path, part)
    }

    fn diagnostic(&self, problem: Problem, lines: &[&str]) -> Diagnostic {
        let all = |texts: &[String]| texts.iter().map(|text| clean(text)).collect();
        Diagnostic {
            code: problem.code,
            severity: Severity::Error,
            message: clean(&problem.message),
            place: Some(self.place(&problem.spot, lines)),
            notes: all(&problem.notes),
            helps: all(&problem.helps),
        }
    }

    fn place(&self, spot: &Spot, lines: &[&str]) -> Place {
        let snippet = match spot {
            Spot::Whole => None,
            Spot::Mark(line, column) => snippet(lines, (*line, *column), None),
            Spot::CommandLine(flag) => return Place { file: clean(flag), snippet: None },
            Spot::At(path, part) => {
                if let Some(flag) = self.flag(path) {
                    return Place { file: clean(flag), snippet: None };
                }
                self.find(path, *part, lines)
            }
        };
        Place { file: clean(self.file), snippet }
    }

    /// The last flag that set the value, or all that stands there.
    fn flag(&self, path: &Path) -> Option<&str> {
        let set = |edit: &&Edit| edit.path.contains(path);
        let made = |edit: &&Edit| {
            path.contains(&edit.path) && !path.is_root() && self.locate(path, Part::Value).is_none()
        };
        let edits = || self.edits.iter().rev();
        edits().find(set).or_else(|| edits().find(made)).map(|edit| edit.flag.as_str())
    }

    /// The place of a value, or of the nearest thing around it.
    fn find(&self, path: &Path, part: Part, lines: &[&str]) -> Option<Snippet> {
        if path.is_root() {
            // A mistake of the whole file needs no excerpt.
            return None;
        }
        if let Some(mark) = self.locate(path, part) {
            let key = match (part, path.steps().last()) {
                (Part::Key, Some(Step::Key(name))) => Some(name.as_str()),
                _ => None,
            };
            return snippet(lines, mark, key);
        }
        self.find(&path.parent(), part, lines)
    }
}

/// What stands at a place of these lines.
fn snippet(lines: &[&str], (line, column): Mark, key: Option<&str>) -> Option<Snippet> {
    let nth = |line: usize| lines.get(line).map(|text| text.trim_end_matches('\r'));
    let text = nth(line.checked_sub(1)?)?;
    let before = line.checked_sub(2).and_then(nth).filter(|text| !text.trim().is_empty());
    let skipped = if column > AROUND { column - 1 - AROUND / 2 } else { 0 };
    let near = |text: &str| clean(&text.chars().take(2 * AROUND).collect::<String>());
    let shown = behind(text, skipped);
    let rest: Vec<char> = behind(shown, column - 1 - skipped).chars().take(AROUND).collect();
    Some(Snippet {
        line,
        column,
        length: token_length(&rest, key).max(1),
        skipped,
        before: before.map(|text| near(behind(text, skipped))),
        text: near(shown),
    })
}

/// Characters around a column that an excerpt has: more than any terminal is wide. Two hundred
/// mistakes in a line of a million characters are still told in a moment.
const AROUND: usize = 2_000;

/// What stands behind the first characters of a text.
fn behind(text: &str, skipped: usize) -> &str {
    let mut rest = text.chars();
    if skipped > 0 {
        rest.nth(skipped - 1);
    }
    rest.as_str()
}

/// How many characters of the rest of a line belong to the key or value that begins it.
fn token_length(rest: &[char], key: Option<&str>) -> usize {
    let Some(&first) = rest.first() else { return 1 };
    if matches!(first, '"' | '\'') {
        let close = rest.iter().skip(1).position(|c| *c == first);
        return close.map_or(rest.len(), |close| close + 2);
    }
    if let Some(key) = key {
        return key.chars().count().min(rest.len());
    }
    if matches!(first, '[' | '{' | '|' | '>') || (first == '-' && rest.get(1) == Some(&' ')) {
        return 1;
    }
    let ends = |(at, c): (usize, &char)| match c {
        ',' | ']' | '}' => true,
        ':' => rest.get(at + 1).is_none_or(|next| next.is_whitespace()),
        '#' => at > 0 && rest[at - 1].is_whitespace(),
        _ => false,
    };
    let end = rest.iter().enumerate().position(ends).unwrap_or(rest.len());
    rest[..end].iter().rposition(|c| !c.is_whitespace()).map_or(1, |last| last + 1)
}
