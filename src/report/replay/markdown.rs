//! A replay in a comment.

use super::{ReplayReport, grids};
use crate::report::markdown::{escape, list, paragraph, table, warning};
use crate::report::terminal::{changed, limits};

/// The first line of a replay in Markdown.
pub const REPLAY_TAG: &str = "<!-- kvplan:replay -->";

/// What the terminal shows, and the warnings.
pub fn render_replay_markdown(report: ReplayReport<'_>) -> String {
    let run = report.as_run();
    let mut text = format!("{REPLAY_TAG}\n\n### {}\n", escape(&report.trace.path));
    text.push_str(&paragraph(&report.facts()));
    text.push_str(&changed(&run).map_or_else(String::new, |it| paragraph(&it)));
    let grids = [grids::requests(&report), grids::causes(&report)].into_iter().flatten();
    for grid in [grids::meters(&report)].into_iter().chain(grids) {
        text.push_str(&table(&grid));
    }
    let said = limits::passed(run.summary).into_iter();
    let said = said.chain(limits::other(&run.summary.meters)).chain(report.remarks());
    let warnings = run.summary.warnings.iter().map(warning);
    text.push_str(&list(said.map(|it| escape(&it)).chain(warnings)));
    if report.verbose {
        text.push_str(&list(run.summary.assumptions.iter().map(|it| escape(it))));
    }
    text
}
