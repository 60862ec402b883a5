//! How does a user's string become harmless to a terminal or a shell, and how does a line find its
//! width?
//!
//! It knows characters and columns, nothing of what the text says.

use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

use crate::words::is_invisible;

/// How wide and how colourful a text may be: decided once, at the edge, and passed to every
/// renderer.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Look {
    /// Columns of the terminal, or 80 where there is none.
    pub width: usize,
    /// May ANSI colours be used?
    pub color: bool,
}

/// Replaces what a terminal or a CI log would obey instead of print.
///
/// Line breaks and tabs become spaces. What is [invisible](is_invisible), such as other control
/// characters, becomes `�`. The two marks by which GitHub's runner knows a
/// command in a log, `::` and `##[`, are broken by a space.
pub fn clean(text: &str) -> String {
    let visible: String = text.chars().map(visible).collect();
    visible.replace("::", ": :").replace("::", ": :").replace("##[", "# #[")
}

fn visible(character: char) -> char {
    match character {
        '\n' | '\r' | '\t' => ' ',
        _ if is_invisible(character) => '\u{fffd}',
        _ => character,
    }
}

/// The columns that a text without control characters takes.
pub(super) fn width(text: &str) -> usize {
    text.width()
}

/// The text, cut to `columns` with `…` as its last sign where it is longer.
pub(super) fn fit(text: &str, columns: usize) -> String {
    if width(text) <= columns {
        return text.to_owned();
    }
    let (head, _) = split_at_column(text, columns.saturating_sub(1));
    if columns == 0 { String::new() } else { format!("{head}…") }
}

/// Cuts where the next character would go beyond `columns`.
fn split_at_column(text: &str, columns: usize) -> (&str, &str) {
    let mut taken = 0;
    for (at, character) in text.char_indices() {
        taken += character.width().unwrap_or(0);
        if taken > columns {
            return text.split_at(at);
        }
    }
    (text, "")
}

/// Breaks a text at its spaces into lines of at most `columns`; the first line begins with `first`,
/// the others with as many spaces. A word that is longer than a line is broken too.
pub fn wrap(text: &str, first: &str, columns: usize) -> Vec<String> {
    let indent = if width(first) + MIN_TEXT <= columns { width(first) } else { 0 };
    let mut lines = Vec::new();
    let mut line = if indent == 0 { String::new() } else { first.to_owned() };
    let mut is_empty = true;
    for mut word in text.split_whitespace() {
        if !is_empty && width(&line) + 1 + width(word) > columns {
            lines.push(std::mem::replace(&mut line, " ".repeat(indent)));
            is_empty = true;
        }
        while is_empty && width(&line) + width(word) > columns {
            let room = columns.saturating_sub(width(&line)).max(2);
            let (head, tail) = split_at_column(word, room);
            if tail.is_empty() {
                break;
            }
            line.push_str(head);
            lines.push(std::mem::replace(&mut line, " ".repeat(indent)));
            word = tail;
        }
        if !is_empty {
            line.push(' ');
        }
        line.push_str(word);
        is_empty = false;
    }
    lines.push(line);
    lines
}

/// An indent that leaves fewer columns than this for the text is dropped.
const MIN_TEXT: usize = 16;

/// A word as a POSIX shell takes it.
pub fn quoted(word: &str) -> String {
    let is_plain = |it: char| it.is_ascii_alphanumeric() || "_./@%+=:,-".contains(it);
    if !word.is_empty() && word.chars().all(is_plain) {
        return word.to_owned();
    }
    format!("'{}'", word.replace('\'', "'\\''"))
}

/// A path as a shell takes it, which no program takes for a flag.
pub fn quoted_path(path: &str) -> String {
    quoted(&file(path))
}

/// A path that no program takes for a flag.
pub(super) fn file(path: &str) -> String {
    if path.len() > 1 && path.starts_with('-') { format!("./{path}") } else { path.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cleaning_leaves_nothing_that_a_terminal_or_a_runner_obeys() {
        assert_eq!(clean("a\x1b[31mb\u{9b}c\nd\u{202e}e"), "a\u{fffd}[31mb\u{fffd}c d\u{fffd}e");
        assert_eq!(clean("::error::x"), ": :error: :x");
        assert!(!clean(":::::").contains("::"));
        assert_eq!(clean("##[error]"), "# #[error]");
        assert_eq!(clean("two workers, optimized"), "two workers, optimized");
    }

    #[test]
    fn wrapping_keeps_every_line_within_its_columns_and_every_word() {
        for columns in 2..60 {
            let text =
                "writes: passes 1,000 at 19:52 UTC averyveryverylongwordwithoutanyspace 日本語";
            let lines = wrap(text, "  - ", columns);
            assert!(lines.iter().all(|line| width(line) <= columns), "{columns}: {lines:?}");
            let joined: String = lines.concat().split_whitespace().collect();
            let expected: String = text.split_whitespace().collect();
            assert_eq!(joined.trim_start_matches('-'), expected);
        }
    }

    #[test]
    fn fitting_cuts_by_columns_not_by_characters() {
        assert_eq!(fit("abc", 3), "abc");
        assert_eq!(fit("abcd", 3), "ab…");
        assert_eq!(fit("日本語", 4), "日…");
        assert_eq!(fit("abc", 0), "");
    }
}
