//! How does `simulate --worlds` look?
//!
//! Below what the scenario as written uses: each meter from the least to the most of all worlds,
//! what each unknown does on its own, and the worlds in which a limit is passed. The same rows make
//! the Markdown; CSV has the rows of every world, its choices as parameters.

mod grids;
mod words;

pub(super) use self::words::verdict;

use super::markdown::{self, MARKDOWN_TAG, escape, list, paragraph};
use super::table::Grid;
use super::terminal;
use super::text::{clean, wrap};
use super::{
    Depth, Look, Parameter, Report, render_causes_csv, render_colos_csv, render_csv, render_table,
};
use crate::study::Explored;

/// One scenario as written, and in all its worlds.
#[derive(Clone, Copy, Debug)]
pub struct WorldsReport<'a> {
    /// As written.
    pub report: Report<'a>,
    /// In all worlds.
    pub explored: &'a Explored<'a>,
}

/// The tables of each report, every line within `look.width` columns. Every world's figures, and
/// why each unknown is one, with `depth.verbose` only.
pub fn render_worlds(reports: &[WorldsReport<'_>], depth: Depth, look: Look) -> String {
    let blocks = reports.iter().map(|report| {
        let written = render_table(&[report.report], depth, look);
        format!("{written}\n{}", block(report.explored, depth, look))
    });
    blocks.collect::<Vec<_>>().join("\n")
}

fn block(explored: &Explored<'_>, depth: Depth, look: Look) -> String {
    let wrapped = |text: &String| wrap(&clean(text), "  ", look.width);
    let mut parts: Vec<Vec<String>> = vec![wrapped(&words::title(explored.worlds))];
    parts.extend(grids::all(explored, depth).iter().map(|grid| grid.lines(look)));
    parts.push(words::texts(explored).iter().flat_map(wrapped).collect());
    if depth.verbose {
        parts.push(words::unknowns(explored.worlds).iter().flat_map(wrapped).collect());
    }
    parts.retain(|part| !part.is_empty());
    let parts = parts.iter().map(|part| {
        part.iter().map(|line| terminal::fit_plain(line, look) + "\n").collect::<String>()
    });
    parts.collect::<Vec<_>>().join("\n")
}

/// What the terminal shows, below each scenario's own tables.
pub fn render_worlds_markdown(reports: &[WorldsReport<'_>], depth: Depth) -> String {
    let mut text = format!("{MARKDOWN_TAG}\n");
    for WorldsReport { report, explored } in reports {
        text.push_str(&markdown::body(report, depth));
        text.push_str(&paragraph(&words::title(explored.worlds)));
        let grids: Vec<Grid> = grids::all(explored, depth);
        text.extend(grids.iter().map(markdown::table));
        let mut texts = words::texts(explored);
        if depth.verbose {
            texts.extend(words::unknowns(explored.worlds));
        }
        text.push_str(&list(texts.iter().map(|it| escape(it))));
    }
    text
}

/// The rows of [`render_csv`] for every world, with a parameter for each unknown.
pub fn render_worlds_csv(reports: &[WorldsReport<'_>]) -> String {
    with_each_world(reports, render_csv)
}

/// The rows of [`render_causes_csv`] for every world, with a parameter for each unknown.
pub fn render_worlds_causes_csv(reports: &[WorldsReport<'_>]) -> String {
    with_each_world(reports, render_causes_csv)
}

/// The rows of [`render_colos_csv`] for every world, with a parameter for each unknown.
pub fn render_worlds_colos_csv(reports: &[WorldsReport<'_>]) -> String {
    with_each_world(reports, render_colos_csv)
}

fn with_each_world(reports: &[WorldsReport<'_>], render: fn(&[Report<'_>]) -> String) -> String {
    let parameters = |report: &WorldsReport<'_>| -> Vec<Vec<Parameter>> {
        let worlds = report.explored.worlds;
        let choices = worlds.worlds.iter().map(|world| {
            let choices = worlds.unknowns.iter().zip(&world.choices);
            let parameter = choices.map(|(unknown, &choice)| Parameter {
                path: unknown.name.to_owned(),
                value: unknown.choices[choice].name.to_owned(),
            });
            parameter.collect()
        });
        choices.collect()
    };
    let parameters: Vec<Vec<Vec<Parameter>>> = reports.iter().map(parameters).collect();
    let mut rows = Vec::new();
    for (WorldsReport { explored, .. }, parameters) in reports.iter().zip(&parameters) {
        let worlds = explored.worlds.worlds.iter().zip(&explored.summaries).zip(parameters);
        rows.extend(worlds.map(|((world, summary), parameters)| Report {
            scenario: &world.scenario,
            summary,
            parameters,
        }));
    }
    render(&rows)
}
