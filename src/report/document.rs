//! What does an answer say? Sections of blocks, in the order in which they are read.
//!
//! Without width, colour and escaping: a user's string stands here as it was typed, a figure with
//! all its digits, and each format makes them harmless and short in its own way. It knows no
//! command.

mod finding;
mod matrix;
mod table;
mod value;
pub(crate) mod verdict;

pub(crate) use self::finding::{Conclusion, Finding, Findings, Unjudged};
pub(crate) use self::matrix::Matrix;
pub(crate) use self::table::{Cell, Column, Kind, Rows, Table, Tone};
pub(crate) use self::value::Value;

use crate::report::wording::{self, Remark};
use crate::study::Assumption;
use crate::words::Meter;

/// An answer for people.
pub struct Document {
    /// The command that gives it: `simulate`.
    pub(crate) command: &'static str,
    /// In the order of the command line.
    pub(crate) sections: Vec<Section>,
    /// What they come to, where they are judged.
    pub(crate) conclusion: Option<Conclusion>,
}

/// What is said of one scenario.
pub(crate) struct Section {
    /// What stands above it.
    pub(crate) heading: Heading,
    /// What was found; an empty block is not shown.
    pub(crate) blocks: Vec<Block>,
}

/// Which scenario it is, and how it was run.
pub(crate) struct Heading {
    /// Its name.
    pub(crate) title: String,
    /// `7 days, 20 runs, seed 42, cloudflare-free@2026-10`.
    pub(crate) facts: String,
    /// Where the facts stand, given the room.
    pub(crate) place: Place,
    /// Further lines, such as what the command line changed.
    pub(crate) below: Vec<String>,
}

/// Where the facts of a heading stand.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Place {
    /// Behind the title, where there is room.
    Beside,
    /// Below it in any case.
    Below,
}

/// A part of a section.
pub(crate) enum Block {
    /// Rows under titled columns.
    Table(Table),
    /// Figures that depend on two settings.
    Matrix(Matrix),
    /// The answer to a question, and what is to be said of it, a sentence each.
    Answer(String, Vec<String>),
    /// Sentences that stand for themselves.
    Paragraphs(Vec<String>),
    /// Sentences, each behind the word that it is about; the words take so many columns.
    Labelled(usize, Vec<(&'static str, String)>),
    /// Sentences of a list.
    Notes(Vec<Note>),
    /// How the day goes.
    Profile(Profile),
    /// What was judged together.
    Findings(Findings),
    /// Settings that differ.
    Changes(Vec<Change>),
    /// What the user should look at; a terminal has them on its other stream.
    Warnings(Vec<Remark>),
    /// What was done beside the answer; a terminal has it on its other stream.
    Asides(Vec<String>),
    /// What the figures rest on, under a title.
    Assumptions(Option<String>, Vec<String>),
}

/// A setting that differs.
pub(crate) struct Change {
    /// `~` changed, `+` added, `-` removed.
    pub(crate) sign: char,
    /// The setting and its values.
    pub(crate) said: String,
}

/// A sentence, and the command that it ends with.
pub(crate) struct Note {
    /// The sentence.
    pub(crate) said: String,
    /// The words of the command, not quoted yet.
    pub(crate) command: Vec<String>,
}

/// What a meter counts in each hour of a mean day.
pub(crate) struct Profile {
    /// Which.
    pub(crate) meter: Meter,
    /// From 00:00 UTC on.
    pub(crate) hours: Vec<f64>,
}

impl From<String> for Note {
    fn from(said: String) -> Self {
        Self { said, command: Vec::new() }
    }
}

impl Document {
    /// What is said of scenarios that are not judged.
    pub(crate) fn new(command: &'static str, sections: Vec<Section>) -> Self {
        Self { command, sections, conclusion: None }
    }
}

impl Block {
    /// A list of sentences.
    pub(crate) fn notes(said: impl IntoIterator<Item = String>) -> Self {
        Self::Notes(said.into_iter().map(Note::from).collect())
    }

    /// What the figures rest on.
    pub(crate) fn assumptions(all: &[Assumption]) -> Self {
        Self::Assumptions(Some("assumptions".to_owned()), wording::assumptions(all))
    }
}
