//! A replay in a terminal.

use super::{ReplayReport, grids};
use crate::report::Look;
use crate::report::terminal::{assumptions, changed, fit_plain, limits};
use crate::report::text::{clean, wrap};

/// The tables and remarks, every line within `look.width` columns.
pub fn render_replay_table(report: ReplayReport<'_>, look: Look) -> String {
    let run = report.as_run();
    let mut title = wrap(&clean(&report.trace.path), "", look.width);
    title.extend(wrap(&clean(&report.facts()), "  ", look.width));
    if let Some(changed) = changed(&run) {
        title.extend(wrap(&clean(&changed), "  ", look.width));
    }
    let mut parts = vec![title, grids::meters(&report).lines(look)];
    parts.extend(grids::requests(&report).map(|grid| grid.lines(look)));
    parts.extend(grids::causes(&report).map(|grid| grid.lines(look)));
    let said = limits::passed(run.summary).into_iter();
    let said = said.chain(limits::other(&run.summary.meters)).chain(report.remarks());
    parts.push(said.flat_map(|text| wrap(&text, "  ", look.width)).collect());
    if report.verbose {
        parts.push(assumptions(&run, look));
    }
    parts.retain(|part| !part.is_empty());
    let blocks: Vec<String> = parts
        .iter()
        .map(|part| part.iter().map(|line| fit_plain(line, look) + "\n").collect())
        .collect();
    blocks.join("\n")
}
