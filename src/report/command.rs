//! How is a command printed that the user is to copy?

use super::text::wrap;

/// A word as a POSIX shell takes it.
pub fn quoted(word: &str) -> String {
    let is_plain = |it: char| it.is_ascii_alphanumeric() || "_./@%+=:,-".contains(it);
    if !word.is_empty() && word.chars().all(is_plain) {
        return word.to_owned();
    }
    format!("'{}'", word.replace('\'', "'\\''"))
}

/// A path as a shell takes it, which no program takes for a flag.
pub fn path(path: &str) -> String {
    if path.len() > 1 && path.starts_with('-') {
        return quoted(&format!("./{path}"));
    }
    quoted(path)
}

/// A text that ends with a command, as lines. Where it needs several, they can still be copied as
/// they stand.
pub(super) fn lines(text: &str, first: &str, columns: usize) -> Vec<String> {
    let lines = wrap(text, first, columns);
    if lines.len() == 1 {
        return lines;
    }
    let mut lines = wrap(text, first, columns.saturating_sub(2));
    let last = lines.len() - 1;
    lines[..last].iter_mut().for_each(|line| line.push_str(" \\"));
    lines
}
