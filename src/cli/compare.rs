//! What does a change do?

mod sides;

use self::sides::Loaded;
use super::arguments::Compare;
use super::exit::ExitCode;
use super::failure::Failure;
use super::job::{Files, Job, Plan};
use super::make_runs::summaries;
use super::output::Output;
use super::simulate::done;
use crate::report::{Compared, clean, render_warning};
use crate::scenario::Scenario;
use crate::study::{Comparison, Consequences, Options, Scope, Summary, compare};

/// Load, study, compare, render, write.
pub(super) fn run(flags: &Compare, output: &Output) -> Result<ExitCode, Failure> {
    let files = Files { read: &flags.sides, written: &[] };
    let plan = Plan::new(Compare::OFFER, (&flags.delivery, output), files)?;
    let precision = flags.exactness.precision(&flags.changes, Scope::Together);
    let precision = precision.map_err(Failure::wrong)?;
    let Loaded { mut scenarios, saved, order } = sides::load(flags, output)?;
    let mut job = plan.open(&scenarios)?;
    let (threads, consequences) = (flags.jobs.threads(), Consequences::Skipped);
    let options = Options { threads, only_run: None, consequences };
    let summaries = summaries(&mut scenarios, (options, precision), &job)?;
    let sides = order.join(&scenarios, &summaries, saved);
    let comparisons: Vec<Comparison> =
        sides[1..].iter().map(|after| compare(&sides[0], after)).collect();
    let assumptions = assumptions(&summaries);
    let compared = Compared {
        sides: &sides,
        comparisons: &comparisons,
        threshold: flags.threshold.unwrap_or(0.0),
        assumptions: &assumptions,
    };
    job.deliver(&compared, output.depth())?;
    remark(&scenarios, &summaries, output);
    say_done(&summaries, &job);
    Ok(ExitCode::Done)
}

/// Those of all sides, each once.
fn assumptions(summaries: &[Summary]) -> Vec<String> {
    let mut all: Vec<String> = Vec::new();
    for assumption in summaries.iter().flat_map(|summary| &summary.assumptions) {
        if !all.contains(assumption) {
            all.push(assumption.clone());
        }
    }
    all
}

/// What there is to look at on each side but the baseline, which is to be left behind.
fn remark(scenarios: &[Scenario], summaries: &[Summary], output: &Output) {
    for (scenario, summary) in scenarios.iter().zip(summaries).skip(1) {
        if scenarios.len() > 2 && !summary.warnings.is_empty() {
            let name = format!("{} ({})", scenario.name, scenario.policy_name);
            output.remark(&format!("{}:\n", clean(&name)));
        }
        for warning in &summary.warnings {
            output.remark(&render_warning(warning, output.message_look()));
        }
    }
}

fn say_done(summaries: &[Summary], job: &Job<'_>) {
    let days = summaries.iter().map(|it| u64::from(it.days) * u64::from(it.runs)).sum();
    let events = summaries.iter().map(|it| it.events).sum();
    job.output.remark(&done(days, events, job.stopwatch));
}
