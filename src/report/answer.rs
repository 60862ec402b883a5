//! What can every answer be asked for?
//!
//! The one seam between commands and formats: a command makes an [`Answer`], [`render`] makes text
//! of it, and neither knows the other.

use super::format::csv::Header;
use super::format::{github, junit, markdown, terminal};
use super::rows::render_sheet;
use super::{
    Compared, Depth, Explained, Format, HeadroomReport, Look, ReplayReport, Report, Sheet,
    SweepReport, WorldsReport, compare, explain, gate, headroom, replay, simulate, sweep, worlds,
};

/// What a command found.
pub trait Answer {
    /// For a terminal, every line within the look's width.
    fn table(&self, depth: Depth, look: Look) -> String;

    /// For a comment.
    fn markdown(&self, depth: Depth) -> String;

    /// For programs.
    fn json(&self, depth: Depth) -> String;

    /// A sheet of rows; `None`: it has no such sheet, or the rows are out already.
    fn csv(&self, _sheet: Sheet) -> Option<String> {
        None
    }

    /// Annotations of a pull request; `None`: it judges nothing.
    fn github(&self) -> Option<String> {
        None
    }

    /// Test cases; `None`: it judges nothing.
    fn junit(&self) -> Option<String> {
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
        Format::Table => Some(answer.table(depth, look)),
        Format::Json => Some(answer.json(depth)),
        Format::Csv => answer.csv(sheet),
        Format::Markdown => Some(answer.markdown(depth)),
        Format::Github => answer.github(),
        Format::Junit => answer.junit(),
    }
}

/// Scenarios as written.
impl Answer for &[Report<'_>] {
    fn table(&self, depth: Depth, look: Look) -> String {
        terminal::render(&simulate::document(self, depth), look)
    }

    fn markdown(&self, depth: Depth) -> String {
        markdown::render(&simulate::document(self, depth))
    }

    fn json(&self, depth: Depth) -> String {
        super::render_json(self, depth)
    }

    fn csv(&self, sheet: Sheet) -> Option<String> {
        Some(render_sheet(self, sheet, Header::With))
    }
}

/// Scenarios in all their worlds.
impl Answer for &[WorldsReport<'_>] {
    fn table(&self, depth: Depth, look: Look) -> String {
        terminal::render(&worlds::document(self, depth), look)
    }

    fn markdown(&self, depth: Depth) -> String {
        markdown::render(&worlds::document(self, depth))
    }

    fn json(&self, depth: Depth) -> String {
        super::render_worlds_json(self, depth)
    }

    fn csv(&self, sheet: Sheet) -> Option<String> {
        Some(worlds::render_sheet(self, sheet))
    }
}

impl Answer for Explained<'_> {
    fn table(&self, depth: Depth, look: Look) -> String {
        terminal::render(&explain::document(*self, depth), look)
    }

    fn markdown(&self, depth: Depth) -> String {
        markdown::render(&explain::document(*self, depth))
    }

    fn json(&self, _depth: Depth) -> String {
        super::render_explained_json(*self)
    }
}

impl Answer for ReplayReport<'_> {
    fn table(&self, depth: Depth, look: Look) -> String {
        terminal::render(&replay::document(*self, depth), look)
    }

    fn markdown(&self, depth: Depth) -> String {
        markdown::render(&replay::document(*self, depth))
    }

    fn json(&self, _depth: Depth) -> String {
        super::render_replay_json(*self)
    }

    fn csv(&self, sheet: Sheet) -> Option<String> {
        Some(render_sheet(&[self.as_run()], sheet, Header::With))
    }
}

impl Answer for Compared<'_> {
    fn table(&self, depth: Depth, look: Look) -> String {
        terminal::render(&compare::document(*self, depth), look)
    }

    fn markdown(&self, depth: Depth) -> String {
        markdown::render(&compare::document(*self, depth))
    }

    fn json(&self, _depth: Depth) -> String {
        super::render_compared_json(*self)
    }

    fn csv(&self, sheet: Sheet) -> Option<String> {
        (sheet == Sheet::Rows).then(|| super::render_compared_csv(*self))
    }
}

/// The rows of a sweep go out as its points become complete.
impl Answer for SweepReport<'_> {
    fn table(&self, depth: Depth, look: Look) -> String {
        terminal::render(&sweep::document(self, depth), look)
    }

    fn markdown(&self, depth: Depth) -> String {
        markdown::render(&sweep::document(self, depth))
    }

    fn json(&self, _depth: Depth) -> String {
        super::render_sweep_json(self)
    }
}

impl Answer for HeadroomReport<'_> {
    fn table(&self, depth: Depth, look: Look) -> String {
        terminal::render(&headroom::document(self, depth), look)
    }

    fn markdown(&self, depth: Depth) -> String {
        markdown::render(&headroom::document(self, depth))
    }

    fn json(&self, _depth: Depth) -> String {
        super::render_headroom_json(self)
    }
}

impl Answer for gate::GateReport<'_> {
    fn table(&self, depth: Depth, look: Look) -> String {
        terminal::render(&gate::document(self, depth), look)
    }

    fn markdown(&self, depth: Depth) -> String {
        markdown::render(&gate::document(self, depth))
    }

    fn json(&self, _depth: Depth) -> String {
        gate::render_json(self)
    }

    fn csv(&self, sheet: Sheet) -> Option<String> {
        (sheet == Sheet::Rows).then(|| gate::render_csv(self))
    }

    fn github(&self) -> Option<String> {
        Some(github::render(&gate::document(self, Depth::default())))
    }

    fn junit(&self) -> Option<String> {
        Some(junit::render(&gate::document(self, Depth::default())))
    }
}

/// What is said on standard error, whole lines, where a gate could not judge.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Unjudged<'a>(pub &'a str);

impl Answer for Unjudged<'_> {
    fn table(&self, _depth: Depth, look: Look) -> String {
        terminal::render(&gate::unjudged(self.0), look)
    }

    fn markdown(&self, _depth: Depth) -> String {
        markdown::render(&gate::unjudged(self.0))
    }

    fn json(&self, _depth: Depth) -> String {
        gate::render_unjudged_json(self.0)
    }

    fn csv(&self, sheet: Sheet) -> Option<String> {
        (sheet == Sheet::Rows).then(gate::render_unjudged_csv)
    }

    fn junit(&self) -> Option<String> {
        Some(junit::render(&gate::unjudged(self.0)))
    }
}
