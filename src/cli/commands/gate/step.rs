//! What goes into the summary of a step on GitHub?

use std::fs::{File, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use crate::cli::process::{Failure, Output, shown, step_summary};
use crate::report::gate::{GateReport, render_brief};
use crate::report::{Depth, Format, SUMMARY_BYTES, Sheet, render};

/// The file that `GITHUB_STEP_SUMMARY` names, where the format is `github`.
pub(crate) struct StepSummary(Option<(File, String)>);

impl StepSummary {
    /// The file, where there is one and the format asks for it.
    pub(crate) fn path(format: Format) -> Option<PathBuf> {
        step_summary().filter(|_| format == Format::Github)
    }

    /// Opens it before the first run, so that a mistake is said at once.
    pub(crate) fn open(path: Option<&Path>) -> Result<Self, Failure> {
        let Some(path) = path else { return Ok(Self(None)) };
        let name = shown(path);
        match OpenOptions::new().create(true).append(true).open(path) {
            Ok(file) => Ok(Self(Some((file, name)))),
            Err(error) => Err(cannot(&name, &error)),
        }
    }

    /// Adds the report below what is there. Where it would not fit into what GitHub takes, the
    /// conclusion alone.
    pub(crate) fn append(self, report: &GateReport<'_>, output: &Output) -> Result<(), Failure> {
        let Some((mut file, name)) = self.0 else { return Ok(()) };
        let length = file.metadata().map_err(|error| cannot(&name, &error))?.len();
        let shown = (Depth::default(), output.look());
        let text = render(report, (Format::Markdown, Sheet::Rows), shown);
        let mut text = text.unwrap_or_default();
        if length + text.len() as u64 + 1 > SUMMARY_BYTES {
            output.remark("note: the step summary has no room (1 MiB): the conclusion alone\n");
            text = render_brief(report);
        }
        // Whatever was written before may lack its line feed.
        let gap = if length > 0 { "\n" } else { "" };
        let written = file.write_all(format!("{gap}{text}").as_bytes());
        written.map_err(|error| cannot(&name, &error))
    }
}

fn cannot(name: &str, error: &io::Error) -> Failure {
    Failure::could_not(format!("cannot write {name} (GITHUB_STEP_SUMMARY): {error}"))
}
