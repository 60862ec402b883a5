//! Rust sources as text without comments and string literals, and the paths that stand in them.

/// One source file.
pub struct Source {
    /// Its path from the crate's root, with slashes.
    pub file: String,
    /// Its text; comments and the insides of string literals are blanks, lines stay where they were.
    code: String,
}

impl Source {
    pub fn new(file: &str, text: &str) -> Self {
        Self { file: file.into(), code: without_texts(text) }
    }

    /// The top-level module that it belongs to.
    pub fn part(&self) -> &str {
        let inside = self.file.trim_start_matches("src/").trim_end_matches(".rs");
        inside.split('/').next().expect("a first component")
    }

    /// How many modules deep it is; `src/words.rs` is one deep.
    fn depth(&self) -> usize {
        let inside = self.file.trim_start_matches("src/").trim_end_matches(".rs");
        inside.split('/').filter(|name| *name != "mod").count()
    }

    fn line(&self, at: usize) -> usize {
        self.code[..at].matches('\n').count() + 1
    }

    /// Where this text stands as whole words.
    fn places<'a>(&'a self, text: &'a str) -> impl Iterator<Item = usize> + 'a {
        let is_word = |c: char| c.is_alphanumeric() || c == '_';
        self.code.match_indices(text).map(|(at, _)| at).filter(move |at| {
            let before = self.code[..*at].chars().next_back();
            let after = self.code[at + text.len()..].chars().next();
            let open_end = text.ends_with("::") || !after.is_some_and(is_word);
            !before.is_some_and(is_word) && open_end
        })
    }

    /// The lines with this text in them, as whole words.
    pub fn lines_with(&self, text: &str) -> Vec<usize> {
        self.places(text).map(|at| self.line(at)).collect()
    }

    /// The lines that name this crate: in a path of it, or in a `use` of the crate itself.
    pub fn lines_that_use_crate(&self, name: &str) -> Vec<usize> {
        self.places(name)
            .filter(|at| {
                let (before, after) = (&self.code[..*at], &self.code[at + name.len()..]);
                let before = before.trim_end().trim_end_matches("::");
                let path = after.starts_with("::") && !self.code[..*at].ends_with("::");
                path || before.ends_with("use") || before.ends_with("extern crate")
            })
            .map(|at| self.line(at))
            .collect()
    }
}

/// The first names after a prefix such as `crate::`, groups in braces taken apart; each with its
/// line.
pub fn names_after(source: &Source, prefix: &str) -> Vec<(String, usize)> {
    let mut found = Vec::new();
    for at in source.places(prefix) {
        // A path that merely contains the prefix does not begin there.
        if source.code[..at].ends_with("::") {
            continue;
        }
        first_names(source, at + prefix.len(), &mut found);
    }
    found
}

/// The name that stands here, or the names of the group that opens here.
fn first_names(source: &Source, start: usize, found: &mut Vec<(String, usize)>) {
    let rest = &source.code[start..];
    let name = |at: usize| -> String {
        source.code[at..].chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect()
    };
    if !rest.starts_with('{') {
        found.push((name(start), source.line(start)));
        return;
    }
    let (mut depth, mut begins) = (0, false);
    for (at, c) in rest.char_indices().map(|(at, c)| (start + at, c)) {
        match c {
            '{' => {
                depth += 1;
                begins = depth == 1;
            }
            '}' => depth -= 1,
            ',' if depth == 1 => begins = true,
            c if begins && !c.is_whitespace() => {
                found.push((name(at), source.line(at)));
                begins = false;
            }
            _ => {}
        }
        if depth == 0 {
            return;
        }
    }
}

/// The top-level modules that a source names: after `crate::`, after the crate's own name in the
/// binary, and after as many `super::` as lead to the root.
pub fn paths_from_the_root(source: &Source) -> Vec<(String, usize)> {
    let mut found = names_after(source, "crate::");
    found.extend(names_after(source, "kvplan::"));
    found.extend(names_after(source, &"super::".repeat(source.depth())));
    found
}

/// The text with blanks for comments and for the insides of string literals.
fn without_texts(text: &str) -> String {
    let mut code = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        let skipped = if rest.starts_with("//") {
            rest.find('\n').unwrap_or(rest.len())
        } else if rest.starts_with("/*") {
            rest.find("*/").map_or(rest.len(), |end| end + 2)
        } else if let Some(raw) = rest.strip_prefix("r#\"") {
            raw.find("\"#").map_or(rest.len(), |end| end + 5)
        } else if c == '"' {
            end_of_string(rest)
        } else if let Some(quote) =
            ["'\"'", "'\\\"'"].iter().find(|quote| rest.starts_with(**quote))
        {
            quote.len()
        } else {
            code.push(c);
            rest = &rest[c.len_utf8()..];
            continue;
        };
        code.extend(rest[..skipped].chars().map(|c| if c == '\n' { '\n' } else { ' ' }));
        rest = &rest[skipped..];
    }
    code
}

/// How long the string literal is that begins here.
fn end_of_string(text: &str) -> usize {
    let mut escaped = false;
    for (at, c) in text.char_indices().skip(1) {
        match c {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            '"' => return at + 1,
            _ => {}
        }
    }
    text.len()
}
