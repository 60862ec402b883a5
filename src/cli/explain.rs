//! Where do the operations come from?

use super::arguments::Explain;
use super::exit::ExitCode;
use super::failure::Failure;
use super::job::{Files, Plan};
use super::load;
use super::make_runs::summaries;
use super::output::Output;
use super::simulate::remark;
use crate::report::{Explained, Report};
use crate::study::{Consequences, Options, Scope};

/// Load, study, render, write.
pub(super) fn run(flags: &Explain, output: &Output) -> Result<ExitCode, Failure> {
    let paths = std::slice::from_ref(&flags.scenario);
    let files = Files { read: paths, written: &[] };
    let plan = Plan::new(Explain::OFFER, (&flags.delivery, output), files)?;
    let precision = flags.exactness.precision(&flags.changes, Scope::Each);
    let precision = precision.map_err(Failure::wrong)?;
    let overrides = flags.changes.overrides(flags.policy.as_ref());
    let mut scenarios = load::these(paths, &overrides, output)?;
    let mut job = plan.open(&scenarios)?;
    let (threads, consequences) = (flags.jobs.threads(), Consequences::Skipped);
    let options = Options { threads, only_run: None, consequences };
    let summaries = summaries(&mut scenarios, (options, precision), &job)?;
    let report = Report { scenario: &scenarios[0], summary: &summaries[0], parameters: &[] };
    let explained = Explained { report, meter: flags.meter(), verbose: output.is_verbose };
    job.deliver(&explained, output.depth())?;
    remark(&[report], &job);
    Ok(ExitCode::Done)
}
