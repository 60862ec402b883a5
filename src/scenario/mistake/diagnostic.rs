//! A message for people: what is wrong, where, why, and what to do.
//!
//! Plain data without layout; [`crate::report`] draws it. Whatever comes from a file is cleaned
//! here, so that no name can move the cursor, turn the text around or fake a line.

use crate::words::is_invisible;

/// How bad it is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Severity {
    /// Nothing can be simulated.
    Error,
    /// It can, and should be looked at.
    Warning,
}

/// A message.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Diagnostic {
    /// Its kind, in kebab case: `unknown-field`.
    pub code: &'static str,
    /// How bad it is.
    pub severity: Severity,
    /// What is wrong, in one sentence without a full stop.
    pub message: String,
    /// Where; `None`: nowhere in particular.
    pub place: Option<Place>,
    /// Why it is so.
    pub notes: Vec<String>,
    /// What to do.
    pub helps: Vec<String>,
}

/// A file, or a flag of the command line.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Place {
    /// The path as the user typed it, or `--set workers[0].count=x`.
    pub file: String,
    /// The place in it; `None`: the whole.
    pub snippet: Option<Snippet>,
}

/// A part of a file.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Snippet {
    /// The line, from 1.
    pub line: usize,
    /// The column, from 1, in characters.
    pub column: usize,
    /// How many characters are meant, 1 at least.
    pub length: usize,
    /// Characters of both lines that are left out before the texts: of a very long line, the part
    /// around the column stands here.
    pub skipped: usize,
    /// The text of the line before, where it helps.
    pub before: Option<String>,
    /// The text of the line.
    pub text: String,
}

impl Diagnostic {
    /// An error without a place.
    pub fn error(code: &'static str, message: &str) -> Self {
        Self {
            code,
            severity: Severity::Error,
            message: clean(message),
            place: None,
            notes: Vec::new(),
            helps: Vec::new(),
        }
    }

    /// With a help.
    #[must_use]
    pub fn help(mut self, text: &str) -> Self {
        self.helps.push(clean(text));
        self
    }

    /// With a note.
    #[must_use]
    pub fn note(mut self, text: &str) -> Self {
        self.notes.push(clean(text));
        self
    }

    /// With a place that has no lines.
    #[must_use]
    pub fn at(mut self, file: &str) -> Self {
        self.place = Some(Place { file: clean(file), snippet: None });
        self
    }
}

/// The text with every character replaced that a terminal would obey instead of showing it:
/// control characters, line ends, marks that turn the direction, invisible ones. One for one, so
/// that columns stay where they are; a tab becomes a space.
pub fn clean(text: &str) -> String {
    text.chars()
        .map(|c| {
            if c == '\t' {
                ' '
            } else if is_invisible(c) {
                '\u{fffd}'
            } else {
                c
            }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::clean;

    #[test]
    fn harmful_characters_are_replaced_one_for_one() {
        assert_eq!(clean("a\x1b[31m\tb\r\n"), "a\u{fffd}[31m b\u{fffd}\u{fffd}");
        assert_eq!(clean("\u{202e}é中\u{200b}"), "\u{fffd}é中\u{fffd}");
    }
}
