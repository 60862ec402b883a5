//! Which formats are there, and what is known once about each?
//!
//! A format that is added stands here, has a renderer of its own below, which knows no command, and
//! is named in [`render`](super::render). Commands offer one of the lists below. In the renderers
//! alone a user's string is cleaned and escaped, each time it is shown.

pub(super) mod csv;
pub(super) mod github;
pub(super) mod junit;
pub(super) mod markdown;
mod profile;
pub(super) mod terminal;
#[cfg(test)]
mod tests;

use super::document::Note;
use super::text::{clean, quoted};
use crate::scenario::Scenario;

/// A format of an answer.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Format {
    /// For a terminal.
    Table,
    /// For programs.
    Json,
    /// For spreadsheets.
    Csv,
    /// For comments.
    Markdown,
    /// For GitHub Actions.
    Github,
    /// For Jenkins and its like.
    Junit,
}

impl Format {
    /// All of them, in the order of the help: what an answer with budgets has.
    pub const ALL: &[Self] =
        &[Self::Table, Self::Json, Self::Csv, Self::Markdown, Self::Github, Self::Junit];
    /// What an answer with rows has.
    pub const WITH_ROWS: &[Self] = &[Self::Table, Self::Json, Self::Csv, Self::Markdown];
    /// What every answer has.
    pub const PLAIN: &[Self] = &[Self::Table, Self::Json, Self::Markdown];

    /// Its name on the command line.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Table => "table",
            Self::Json => "json",
            Self::Csv => "csv",
            Self::Markdown => "markdown",
            Self::Github => "github",
            Self::Junit => "junit",
        }
    }

    /// What it is, for the help.
    pub const fn about(self) -> &'static str {
        match self {
            Self::Table => "For a terminal",
            Self::Json => "Everything, for programs",
            Self::Csv => "Rows for a spreadsheet",
            Self::Markdown => "For a comment",
            Self::Github => "Annotations for GitHub Actions",
            Self::Junit => "JUnit's XML, as Jenkins reads it",
        }
    }

    /// How a file ends that holds it, without the dot; `None`: no file is asked for in it.
    pub const fn ending(self) -> Option<&'static str> {
        match self {
            Self::Table | Self::Github => None,
            Self::Json => Some("json"),
            Self::Csv => Some("csv"),
            Self::Markdown => Some("md"),
            Self::Junit => Some("xml"),
        }
    }
}

/// One table of CSV. The first that an answer has is printed; a file gets each of the others beside
/// it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Sheet {
    /// The rows that a command is about.
    Rows,
    /// A row for each cause of each run.
    Causes,
    /// A row for each figure of each colo.
    Colos,
}

impl Sheet {
    /// How a file ends that holds it, without the first dot.
    pub const fn ending(self) -> &'static str {
        match self {
            Self::Rows => "csv",
            Self::Causes => "causes.csv",
            Self::Colos => "colos.csv",
        }
    }

    /// Have these scenarios anything for it?
    pub fn is_about(self, scenarios: &[Scenario]) -> bool {
        let has_several_colos = |it: &Scenario| it.isolates.colos.len() > 1;
        self != Self::Colos || scenarios.iter().any(has_several_colos)
    }
}

/// The words of a command as a shell takes them.
fn command(words: &[String]) -> String {
    let words: Vec<String> = words.iter().map(|word| quoted(&clean(word))).collect();
    words.join(" ")
}

/// A sentence with its command.
fn whole(note: &Note) -> String {
    format!("{} {}", note.said, command(&note.command)).trim_end().to_owned()
}
