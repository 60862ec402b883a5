//! What can every answer be asked for?
//!
//! The one seam between commands and formats: a command makes an [`Answer`], [`render`] makes text
//! of it, and neither knows the other.

mod advise;
mod compare;
mod explain;
pub mod gate;
mod headroom;
mod replay;
mod rows;
mod simulate;
mod sweep;
mod worlds;

pub use self::advise::AdviseReport;
pub use self::compare::Compared;
pub use self::explain::Explained;
pub use self::headroom::HeadroomReport;
pub use self::replay::{ReplayReport, TraceFacts};
pub use self::rows::render_sheet;
pub use self::sweep::{SweepReport, render_points};
pub use self::worlds::WorldsReport;

use super::document::Document;
use super::format::{Format, Sheet, github, junit, markdown, terminal};
use super::{Depth, Look};

/// What a command found.
pub trait Answer {
    /// For people.
    fn document(&self, depth: Depth) -> Document;

    /// For programs.
    fn json(&self, depth: Depth) -> String;

    /// A sheet of rows; `None`: it has no such sheet, or the rows are out already.
    fn csv(&self, _sheet: Sheet) -> Option<String> {
        None
    }
}

/// The answer in a format, of CSV in this sheet; `None`: there is nothing of that kind.
pub fn render(
    answer: &dyn Answer,
    (format, sheet): (Format, Sheet),
    (depth, look): (Depth, Look),
) -> Option<String> {
    match format {
        Format::Table => Some(terminal::render(&answer.document(depth), look)),
        Format::Json => Some(answer.json(depth)),
        Format::Csv => answer.csv(sheet),
        Format::Markdown => Some(markdown::render(&answer.document(depth))),
        Format::Github => github::render(&answer.document(depth)),
        Format::Junit => junit::render(&answer.document(depth)),
    }
}
