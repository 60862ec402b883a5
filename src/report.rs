//! How is it shown?
//!
//! One renderer a format, each a function from data to text. Where the text goes, how wide it may
//! be and whether it may be coloured is decided in [`crate::cli`] and passed in as a [`Look`].
//!
//! Every string of a user's file is cleaned here ([`clean`]) and then escaped for its format, so
//! that a name with an escape code, a newline or `::error` stays harmless wherever it is printed.

mod answer;
mod diagnostic;
mod document;
mod figures;
mod format;
mod json;
mod text;
pub mod wording;

use crate::scenario::{Edit, Scenario};
use crate::study::Summary;

pub use answer::{
    AdviseReport, Answer, Compared, Explained, HeadroomReport, ReplayReport, SweepReport,
    TraceFacts, WorldsReport, gate, render, render_points, render_sheet,
};
pub use diagnostic::{render as render_diagnostics, render_remark};
pub use document::Document;
pub use figures::{amount, count};
pub use format::csv::Header;
pub use format::github::SUMMARY_BYTES;
pub use format::{Format, Sheet};
pub use json::{MODEL_VERSION, SCHEMA_VERSION, read_results};
pub use text::{Look, clean, quoted, quoted_path, wrap};

/// One scenario with what its study found.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Report<'a> {
    /// What was asked for.
    pub scenario: &'a Scenario,
    /// What was found.
    pub summary: &'a Summary,
    /// The settings that were varied to make it, in the order of the command line.
    pub parameters: &'a [Parameter],
}

impl Report<'_> {
    /// What the command line changed, `runs=3`, in its order.
    fn changes(&self) -> impl Iterator<Item = String> {
        let parameters = self.parameters.iter().map(|it| format!("{}={}", it.path, it.value));
        self.scenario.overrides.iter().cloned().chain(parameters)
    }
}

/// A setting that was varied.
#[derive(Clone, PartialEq, Eq, Debug, serde::Serialize)]
pub struct Parameter {
    /// Its path, `workers[0].count`.
    pub path: String,
    /// Its value in this report, as a scenario file writes it.
    pub value: String,
}

impl Parameter {
    /// What is set at a point of a sweep.
    pub fn of(point: &[&Edit]) -> Vec<Self> {
        let parameter = |it: &&Edit| Self { path: it.path.to_string(), value: it.value.clone() };
        point.iter().map(parameter).collect()
    }
}

/// How much is shown beside the means.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Depth {
    /// Every assumption and the rows of each run?
    pub verbose: bool,
    /// The run whose days are shown one by one; `None`: no days.
    pub days_of_run: Option<u32>,
}
