//! What does a change do?

mod sides;

use self::sides::Loaded;
use super::arguments::{Compare, Format};
use super::exit::ExitCode;
use super::export::Exports;
use super::failure::Failure;
use super::interrupt;
use super::make_runs::{Wanted, summaries};
use super::output::Output;
use super::simulate::done;
use super::stopwatch::Stopwatch;
use super::target::{self, Kind, Offer};
use crate::report::{
    Compared, clean, render_compared_csv, render_compared_json, render_compared_markdown,
    render_compared_table, render_warning,
};
use crate::scenario::Scenario;
use crate::study::{Comparison, Consequences, Scope, Summary, compare};

const OFFER: Offer = Offer { command: "compare", kinds: &[Kind::Csv, Kind::Json, Kind::Markdown] };

/// Load, study, compare, render, write.
pub(super) fn run(flags: &Compare, output: &Output) -> Result<ExitCode, Failure> {
    let targets = target::plan(OFFER, &flags.export, &flags.sides)?;
    let precision = flags.exactness.precision(&flags.changes, Scope::Together);
    let precision = precision.map_err(Failure::wrong)?;
    let Loaded { mut scenarios, saved, order } = sides::load(flags, output)?;
    let exports = Exports::create(targets)?;
    interrupt::watch();
    let stopwatch = Stopwatch::start();
    let (jobs, progress) = (flags.jobs, flags.progress);
    let consequences = Consequences::Skipped;
    let wanted = Wanted { jobs, progress, only_run: None, consequences, precision };
    let summaries = summaries(&mut scenarios, wanted, output)?;
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
    exports.write(|kind| render_export(kind, compared))?;
    output.print(&render(flags.format, compared, output))?;
    remark(&scenarios, &summaries, output);
    say_done(&summaries, stopwatch, output);
    Ok(ExitCode::Done)
}

fn render(format: Format, compared: Compared<'_>, output: &Output) -> String {
    match format {
        Format::Table => render_compared_table(compared, output.is_verbose, output.look()),
        Format::Json => render_compared_json(compared),
        Format::Csv => render_compared_csv(compared),
        Format::Markdown => render_compared_markdown(compared),
    }
}

fn render_export(kind: Kind, compared: Compared<'_>) -> String {
    match kind {
        Kind::Csv | Kind::CausesCsv | Kind::ColosCsv => render_compared_csv(compared),
        Kind::Json => render_compared_json(compared),
        Kind::Markdown => render_compared_markdown(compared),
    }
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

fn say_done(summaries: &[Summary], stopwatch: Stopwatch, output: &Output) {
    let days = summaries.iter().map(|it| u64::from(it.days) * u64::from(it.runs)).sum();
    let events = summaries.iter().map(|it| it.events).sum();
    output.remark(&done(days, events, stopwatch));
}
