//! What would a policy have done with recorded traffic?

mod input;
mod once;
mod pipe;
mod platform;

use std::path::PathBuf;

use clap::Args;

use self::once::replay_once;
use crate::cli::delivery::{Job, Plan};
use crate::cli::flags::{Delivery, Offer, numbers};
use crate::cli::process::{ExitCode, Failure, Output, shown};
use crate::platform::Mode;
use crate::report::{Format, ReplayReport, Sheet, clean, count, wording, wrap};
use crate::scenario::Overrides;
use crate::study::{Platform, passes_a_limit, replayed};

/// Flags of `replay`.
#[derive(Args, Debug)]
#[command(before_long_help = EXAMPLES, mut_args(|flag| OFFER.narrowed(flag)))]
pub(crate) struct Replay {
    /// A trace, CSV as `simulate --trace` writes it, .gz too; - is standard input
    #[arg(value_name = "TRACE")]
    trace: PathBuf,
    /// The policy, plan, latencies, limits, expiry and caches of this scenario; its own workload
    /// stays out. Without it every operation is instantaneous and nothing is refused
    #[arg(value_name = "SCENARIO")]
    scenario: Option<PathBuf>,
    /// A preset, or a policy of the scenario [default: the scenario's own, else optimized]
    #[arg(long, value_name = "NAME")]
    policy: Option<String>,
    /// Change one value, as in --set policy.cache.worker_ttl=60s; may be given again
    #[arg(long, value_name = "PATH=VALUE")]
    set: Vec<String>,
    /// The limits: a plan's name or a YAML file [default: the scenario's, else
    /// cloudflare-free@2026-10]
    #[arg(long, value_name = "NAME")]
    plan: Option<String>,
    /// The seed of the latencies [default: the scenario's, else 42]
    #[arg(long, value_name = "N", value_parser = numbers::seed, allow_negative_numbers = true)]
    seed: Option<u64>,
    /// Count bad rows and go on, instead of ending with the first
    #[arg(long)]
    skip_bad: bool,
    #[command(flatten)]
    delivery: Delivery,
}

const OFFER: Offer =
    Offer { command: "replay", formats: Format::WITH_ROWS, sheets: &[Sheet::Rows, Sheet::Causes] };

impl Replay {
    /// The changes, without clap.
    pub(crate) fn overrides(&self) -> Overrides {
        Overrides {
            set: self.set.clone(),
            policy: self.policy.clone(),
            plan: self.plan.clone(),
            days: None,
            runs: None,
            seed: self.seed,
        }
    }
}

const EXAMPLES: &str = "\
A trace is CSV, one event a row, in the order of time_ms: whole milliseconds since 00:00 UTC of \
the first day. Lists are separated by `;`. Columns in brackets may be empty; those that a request \
does not use are passed over, with a note.

  request     isolate  target   status    load  models    services
  existing    -        worker   (status)  load  (models)  (services)
  register    isolate  worker   (status)  load  (models)  (services)
  heartbeat   isolate  worker   (status)  load  (models)  -
  deregister  isolate  worker   -         -     -         -
  route       isolate  service  -         -     -         -
  admin       isolate  -        -         -     -         -
  stats       isolate  -        -         -     -         -
  cold_start  isolate  -        -         -     -         -

`existing` is a record in KV before the trace begins; these rows come first. `cold_start`: that \
isolate loses its caches. A heartbeat needs no services: the record keeps its own. With a \
scenario an isolate LHR/0 is in the colo LHR.

Examples:
  kvplan simulate coordinator.yaml --trace day.csv.gz
  kvplan replay day.csv.gz --policy naive
  kvplan replay day.csv.gz --set policy.cache.worker_ttl=60s -f json
  kvplan replay day.csv.gz coordinator.yaml -o day.md
  zcat logs/*.gz | kvplan replay - --skip-bad";

/// Load, replay, deliver.
pub(crate) fn run(flags: &Replay, output: &Output) -> Result<ExitCode, Failure> {
    let plan = Plan::new(OFFER, (&flags.delivery, output), &[])?;
    let scenario = platform::load(flags, &plan.inputs, output)?;
    plan.inputs.note(&flags.trace);
    let mut job = plan.open(std::slice::from_ref(&scenario))?;
    let platform = flags.scenario.as_ref().map_or(Platform::Ideal, |_| Platform::Given);
    let measured = replay_once(&scenario, Mode::Measure, flags, output)?;
    // What enforcing a limit does is asked of a scenario that has some.
    let passes = platform == Platform::Given && passes_a_limit(&measured.ledger);
    let enforces = passes && measured.can_be_read_again;
    let enforced = enforces.then(|| replay_once(&scenario, Mode::Enforce, flags, output));
    let enforced = enforced.transpose()?.map(|once| once.ledger);
    let found = replayed(&scenario, (measured.ledger, enforced.as_ref()), platform);
    let report =
        ReplayReport { trace: &measured.facts, scenario: &scenario, platform, found: &found };
    job.deliver(&report, output.depth())?;
    remark(report, measured.first_mistake.as_deref(), &job);
    if passes && !enforces {
        output.remark("A limit is passed; what enforcing it does needs a file to read again.\n");
    }
    Ok(ExitCode::Done)
}

/// The warnings, what was skipped, and what was done in which time.
fn remark(report: ReplayReport<'_>, first_mistake: Option<&str>, job: &Job<'_>) {
    let (output, trace) = (job.output, report.trace);
    report.found.summary.warnings.iter().for_each(|warning| output.warn(&warning.into()));
    for note in &trace.notes {
        let note = wording::trace_note(note);
        let lines = wrap(&clean(&note), "note: ", output.message_look().width);
        output.remark(&(lines.join("\n") + "\n"));
    }
    let path = shown(trace.path.as_ref());
    if let Some(first) = first_mistake {
        let (skipped, all) = (count(trace.skipped), count(trace.rows + trace.skipped));
        let first = clean(first);
        output.say(&format!("warning: {skipped} of {all} rows skipped; {path}, {first}\n"));
    }
    if trace.rows == 0 {
        let why = if trace.skipped == 0 { "it has none" } else { "all are bad" };
        output.say(&format!("warning: no row of {path} was replayed: {why}\n"));
    }
    let (rows, seconds) = (count(trace.rows), job.stopwatch.seconds());
    output.remark(&format!("Replayed {rows} rows in {seconds:.2} s.\n"));
}
