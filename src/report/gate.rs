//! How is the verdict of a gate shown?
//!
//! One renderer a format, all from the same rows (`rows`), failures first. What a check says in
//! words stands in one place, so that a table, a comment and an annotation never differ.

mod baseline;
mod csv;
mod github;
mod json;
mod junit;
mod markdown;
mod rows;
mod terminal;
mod unjudged;
mod words;
mod worlds;

use serde::Serialize;

use crate::study::gate::{Change, Gate, Update};

pub use baseline::{read_baseline, render_baseline, render_changes};
pub use csv::render_csv;
pub use github::{SUMMARY_BYTES, render_annotations};
pub use json::render_json;
pub use junit::render_junit;
pub use markdown::{GATE_TAG, render_brief, render_markdown};
pub use terminal::render_table;
pub use unjudged::{
    render_unjudged_csv, render_unjudged_json, render_unjudged_junit, render_unjudged_markdown,
};

/// A gate, with what became of its baseline.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct GateReport<'a> {
    /// What was found.
    pub gate: &'a Gate<'a>,
    /// The baseline; `None`: there is none.
    pub baseline: Option<BaselineUse<'a>>,
}

/// What became of a baseline.
#[derive(Clone, Copy, PartialEq, Debug, Serialize)]
pub struct BaselineUse<'a> {
    /// Its path as the user typed it.
    pub path: &'a str,
    /// Was it to be written?
    pub update: Update,
    /// How figures differ from it.
    pub changes: &'a [Change],
}
