//! Where do the operations come from?

use super::arguments::{Explain, TreeFormat};
use super::exit::ExitCode;
use super::export::Exports;
use super::failure::Failure;
use super::make_runs::{Wanted, summaries};
use super::output::Output;
use super::simulate::remark;
use super::stopwatch::Stopwatch;
use super::target::{self, Kind, Offer};
use super::{interrupt, load};
use crate::report::{
    Explained, Report, render_explained_json, render_explained_markdown, render_explained_table,
};
use crate::study::{Consequences, Scope};

const OFFER: Offer = Offer { command: "explain", kinds: &[Kind::Json, Kind::Markdown] };

/// Load, study, render, write.
pub(super) fn run(flags: &Explain, output: &Output) -> Result<ExitCode, Failure> {
    let paths = std::slice::from_ref(&flags.scenario);
    let targets = target::plan(OFFER, &flags.export, paths)?;
    let precision = flags.exactness.precision(&flags.changes, Scope::Each);
    let precision = precision.map_err(Failure::wrong)?;
    let overrides = flags.changes.overrides(flags.policy.as_ref());
    let mut scenarios = load::these(paths, &overrides, output)?;
    let exports = Exports::create(targets)?;
    interrupt::watch();
    let stopwatch = Stopwatch::start();
    let (jobs, progress) = (flags.jobs, flags.progress);
    let consequences = Consequences::Skipped;
    let wanted = Wanted { jobs, progress, only_run: None, consequences, precision };
    let summaries = summaries(&mut scenarios, wanted, output)?;
    let report = Report { scenario: &scenarios[0], summary: &summaries[0], parameters: &[] };
    let explained = Explained { report, meter: flags.meter(), verbose: output.is_verbose };
    exports.write(|kind| match kind {
        Kind::Json => render_explained_json(explained),
        Kind::Markdown | Kind::Csv | Kind::CausesCsv | Kind::ColosCsv => {
            render_explained_markdown(explained)
        }
    })?;
    output.print(&match flags.format {
        TreeFormat::Table => render_explained_table(explained, output.look()),
        TreeFormat::Json => render_explained_json(explained),
        TreeFormat::Markdown => render_explained_markdown(explained),
    })?;
    remark(&[report], stopwatch, output);
    Ok(ExitCode::Done)
}
