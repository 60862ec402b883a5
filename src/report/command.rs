//! How is a command printed that the user is to copy?

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
    quoted(&file(path))
}

/// A path that no program takes for a flag.
pub(super) fn file(path: &str) -> String {
    if path.len() > 1 && path.starts_with('-') { format!("./{path}") } else { path.to_owned() }
}
