//! Where do the exports of a gate go, and in which format?

use std::path::Path;

use super::step::StepSummary;
use crate::cli::arguments::Gate as Flags;
use crate::cli::failure::{Failure, shown};
use crate::cli::target::{self, Target};
use crate::report::gate::{self as render, GateReport};

/// What a file will hold.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Kind {
    /// A row for each bound.
    Csv,
    /// Everything, for programs.
    Json,
    /// A table for a comment.
    Markdown,
    /// JUnit's XML.
    Junit,
}

impl Kind {
    /// The text of such a file where nothing could be judged, and this is said of it.
    pub(super) fn render_unjudged(self, said: &str) -> String {
        match self {
            Self::Csv => render::render_unjudged_csv(),
            Self::Json => render::render_unjudged_json(said),
            Self::Markdown => render::render_unjudged_markdown(said),
            Self::Junit => render::render_unjudged_junit(said),
        }
    }

    /// The text of such a file.
    pub(super) fn render(self, report: &GateReport<'_>) -> String {
        match self {
            Self::Csv => render::render_csv(report),
            Self::Json => render::render_json(report),
            Self::Markdown => render::render_markdown(report),
            Self::Junit => render::render_junit(report),
        }
    }

    fn of(path: &Path) -> Result<Self, Failure> {
        let ending = path.extension().map(|ending| ending.to_string_lossy().to_lowercase());
        match ending.as_deref() {
            Some("csv") => Ok(Self::Csv),
            Some("json") => Ok(Self::Json),
            Some("md") => Ok(Self::Markdown),
            Some("xml") => Ok(Self::Junit),
            _ => Err(Failure::wrong(format!(
                "cannot tell the format of the export {}: gate writes .csv, .json, .md and .xml",
                shown(path)
            ))),
        }
    }
}

/// The files for the exports. None may be a scenario, another export or the baseline.
pub(super) fn plan(flags: &Flags, baseline: &Path) -> Result<Vec<Target<Kind>>, Failure> {
    let targets = flags.export.iter().map(|path| {
        target::check_is_a_file(path)?;
        let kind = Kind::of(path)?;
        Ok(Target { path: path.clone(), kind })
    });
    let targets = targets.collect::<Result<Vec<_>, Failure>>()?;
    let mut paths: Vec<&Path> = targets.iter().map(|it| it.path.as_path()).collect();
    paths.push(baseline);
    let step = StepSummary::path(flags.format);
    paths.extend(step.as_deref());
    target::check_distinct(&paths, &flags.asked.scenarios)?;
    Ok(targets)
}
