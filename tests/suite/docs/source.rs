//! Rust sources as tokens, and the paths that are named in them; comments and texts name nothing.

use std::fs;
use std::path::Path;

use proc_macro2::{TokenStream, TokenTree};

/// A module, as the names on the way to it from the root of the crate.
pub type Module = Vec<String>;

/// One source file.
pub struct Source {
    /// Its path from the crate's root, with slashes.
    pub file: String,
    /// What is named in it, in order.
    pub named: Vec<Named>,
}

/// A path such as `crate::words::Op`, or a single name.
pub struct Named {
    /// Its names.
    pub path: Vec<String>,
    /// Where it stands, from 1.
    pub line: usize,
    /// In a `use`: the name by which it is known from there on.
    pub alias: Option<String>,
    /// The modules of the same file that it stands in.
    inside: Module,
}

impl Source {
    /// Reads a text as Rust.
    pub fn new(file: &str, text: &str) -> Self {
        let tokens: TokenStream = text.parse().unwrap_or_else(|error| panic!("{file}: {error}"));
        let mut named = Vec::new();
        read(tokens, &[], &mut named);
        Self { file: file.into(), named }
    }

    /// Every Rust file below `src`, in order of its name.
    pub fn all() -> Vec<Self> {
        let mut sources = Vec::new();
        read_folder(Path::new(env!("CARGO_MANIFEST_DIR")), "src", &mut sources);
        sources
    }

    /// The module that it is.
    pub fn module(&self) -> Module {
        let inside = self.file.trim_start_matches("src/").trim_end_matches(".rs");
        let names = inside.split('/').map(str::to_owned).collect();
        if inside == "lib" { Module::new() } else { names }
    }

    /// The top-level module that it belongs to.
    pub fn part(&self) -> String {
        self.module().into_iter().next().unwrap_or_else(|| "lib".into())
    }

    /// The lines with this name in them.
    pub fn lines_with(&self, name: &str) -> Vec<usize> {
        self.lines(|it| it.path.iter().any(|part| part == name))
    }

    /// The lines with a path that begins so; a name alone is one in a `use`.
    pub fn lines_from(&self, start: &[&str]) -> Vec<usize> {
        self.lines(|it| {
            let is_path = it.path.len() > 1 || it.alias.is_some();
            is_path
                && it.path.len() >= start.len()
                && it.path.iter().zip(start).all(|(a, b)| a == b)
        })
    }

    fn lines(&self, is_meant: impl Fn(&Named) -> bool) -> Vec<usize> {
        let mut lines: Vec<_> =
            self.named.iter().filter(|it| is_meant(it)).map(|it| it.line).collect();
        lines.dedup();
        lines
    }

    /// What it names of this crate, as paths from the root.
    pub fn paths_from_the_root(&self) -> impl Iterator<Item = (Vec<String>, usize)> {
        let known = |it: &Named| Some((it.whole_path(self.module())?, it.line));
        self.named.iter().filter_map(known)
    }
}

impl Named {
    /// Does it stand in the tests of its file?
    pub fn is_in_tests(&self) -> bool {
        self.inside.iter().any(|module| module == "tests")
    }

    /// Its path from the root; `None`: it begins with a name of its own.
    pub fn whole_path(&self, mut module: Module) -> Option<Vec<String>> {
        module.extend_from_slice(&self.inside);
        let mut rest = self.path.as_slice();
        match rest.split_first()? {
            (first, behind) if ["crate", "kvplan"].contains(&first.as_str()) => {
                return Some(behind.to_vec());
            }
            (first, behind) if first == "self" => rest = behind,
            (first, _) if first == "super" => {}
            _ => return None,
        }
        while let Some((first, behind)) = rest.split_first()
            && first == "super"
        {
            module.pop()?;
            rest = behind;
        }
        module.extend_from_slice(rest);
        Some(module)
    }
}

fn read_folder(root: &Path, folder: &str, sources: &mut Vec<Source>) {
    let entries = fs::read_dir(root.join(folder)).expect("a folder");
    let names = entries.map(|it| it.expect("an entry").file_name().into_string().expect("UTF-8"));
    let mut names: Vec<_> = names.collect();
    names.sort_unstable();
    for name in names {
        let path = format!("{folder}/{name}");
        if root.join(&path).is_dir() {
            read_folder(root, &path, sources);
        } else if name.ends_with(".rs") {
            let text = fs::read_to_string(root.join(&path)).expect("a text");
            sources.push(Source::new(&path, &text));
        }
    }
}

/// Reads tokens that stand in these modules of a file.
fn read(tokens: TokenStream, inside: &[String], found: &mut Vec<Named>) {
    let tokens: Vec<TokenTree> = tokens.into_iter().collect();
    let mut rest = tokens.as_slice();
    while let Some((first, behind)) = rest.split_first() {
        rest = match (first, behind) {
            (TokenTree::Ident(word), _) if word == "use" => {
                let length = behind.iter().position(|it| is_sign(it, ';')).unwrap_or(behind.len());
                tree(&behind[..length], &[], inside, found);
                &behind[length..]
            }
            (
                TokenTree::Ident(word),
                [TokenTree::Ident(name), TokenTree::Group(body), rest @ ..],
            ) if word == "mod" => {
                read(body.stream(), &[inside, &[name.to_string()]].concat(), found);
                rest
            }
            (TokenTree::Ident(_), _) => {
                let (path, length) = path(rest);
                let line = first.span().start().line;
                found.push(Named { path, line, alias: None, inside: inside.to_vec() });
                &rest[length..]
            }
            (TokenTree::Group(group), _) => {
                read(group.stream(), inside, found);
                behind
            }
            _ => behind,
        };
    }
}

fn is_sign(token: &TokenTree, sign: char) -> bool {
    matches!(token, TokenTree::Punct(it) if it.as_char() == sign)
}

/// The names with `::` between them that stand here, and how many tokens they take; a `::` that
/// leads on to something else is among these.
fn path(tokens: &[TokenTree]) -> (Vec<String>, usize) {
    let (mut names, mut length) = (Vec::new(), 0);
    while let Some(TokenTree::Ident(name)) = tokens.get(length) {
        names.push(name.to_string());
        length += 1;
        match &tokens[length..] {
            [one, two, ..] if is_sign(one, ':') && is_sign(two, ':') => length += 2,
            _ => break,
        }
    }
    (names, length)
}

/// The paths of a `use`, groups in braces taken apart.
fn tree(tokens: &[TokenTree], before: &[String], inside: &[String], found: &mut Vec<Named>) {
    let Some(first) = tokens.first() else { return };
    let (names, length) = path(tokens);
    let mut path = [before, &names].concat();
    match &tokens[length..] {
        [TokenTree::Group(group)] => {
            let tokens: Vec<TokenTree> = group.stream().into_iter().collect();
            for one in tokens.split(|it| is_sign(it, ',')) {
                tree(one, &path, inside, found);
            }
        }
        // `::csv` is no module of this crate.
        [one, two, rest @ ..] if is_sign(one, ':') && is_sign(two, ':') => {
            tree(rest, &path, inside, found);
        }
        rest => {
            if path.last().is_some_and(|name| name == "self") && path.len() > 1 {
                path.pop();
            }
            let named = if let [_, TokenTree::Ident(alias)] = rest { Some(alias) } else { None };
            let alias = named.map(ToString::to_string).or_else(|| path.last().cloned());
            let line = first.span().start().line;
            found.push(Named { path, line, alias, inside: inside.to_vec() });
        }
    }
}
