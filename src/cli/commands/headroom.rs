//! How far can it grow, which limit binds, and which next?

use clap::Args;

use crate::cli::delivery::{Job, Plan};
use crate::cli::flags::{Asked, Delivery, Jobs, More, Offer, beside, numbers};
use crate::cli::load;
use crate::cli::process::{ExitCode, Failure, Output};
use crate::report::{Format, HeadroomReport, wording};
use crate::scenario::{Diagnostic, File, Scenario, Until, Worlds};
use crate::study::{
    AskedBeside, Asking, Beside, Direction, Goal, Options, Subject, Watched, simulate,
};
use crate::words::many;

/// Flags of `headroom`.
#[derive(Args, Debug)]
#[command(before_long_help = EXAMPLES, mut_args(|flag| OFFER.narrowed(flag)))]
pub(crate) struct Headroom {
    #[command(flatten)]
    asked: Asked,
    /// What is made harder [default: workers, requests a day, heartbeat and write interval]
    #[arg(long, value_name = "PATH")]
    vary: Vec<String>,
    /// Less is harder, as for an interval [default: that way in which the use grows]
    #[arg(long)]
    down: bool,
    /// More is harder
    #[arg(long, conflicts_with = "down")]
    up: bool,
    /// Until when: `limits`, `budgets`, or a figure with a bound such as 'misrouted_ratio<=1%';
    /// given twice, until the first of them [default: limits; on a plan without daily limits each of 5,
    /// 10 and 20 of its currency a month]
    #[arg(long, value_name = "COND")]
    until: Vec<String>,
    /// The share of days on which a limit may be passed, such as 1%
    #[arg(long, value_name = "PCT", default_value = "0%", value_parser = numbers::percent, allow_negative_numbers = true)]
    tolerate: f64,
    /// Also the answer under every combination of three things that nobody can know: beat timing,
    /// affinity, latency; `--worlds load` adds that under other loads
    #[arg(long, value_name = "MORE", num_args = 0..=1, require_equals = true)]
    worlds: Option<Option<More>>,
    /// List the questions, and simulate nothing
    #[arg(long)]
    dry_run: bool,
    #[command(flatten)]
    delivery: Delivery,
    #[command(flatten)]
    jobs: Jobs,
}

const OFFER: Offer = Offer { command: "headroom", formats: Format::PLAIN, sheets: &[] };

const EXAMPLES: &str = "\
Examples:
  kvplan headroom coordinator.yaml
  kvplan headroom coordinator.yaml --vary 'workers[0].count' --tolerate 1%
  kvplan headroom coordinator.yaml --vary 'workers[0].heartbeat.every' --down
  kvplan headroom coordinator.yaml --vary 'workers[0].count' --worlds
  kvplan headroom coordinator.yaml --until limits --until 'staleness_p99<=5m'
  kvplan headroom coordinator.yaml --until budgets
  kvplan headroom coordinator.yaml -f markdown -o headroom.json";

/// Load, study, render, write.
pub(crate) fn run(flags: &Headroom, output: &Output) -> Result<ExitCode, Failure> {
    let plan = Plan::new(OFFER, (&flags.delivery, output), &[])?;
    let source = load::one(&flags.asked, &plan.inputs)?;
    let overrides = flags.asked.overrides();
    let wrong = |wrong: Vec<_>| load::wrong(&wrong, output);
    let file = File::parse(&source).map_err(wrong)?;
    let inputs = plan.inputs.clone();
    let read = inputs.plans();
    let base = file.load(&overrides, &read).map_err(wrong)?;
    let subject = Subject { file: &file, overrides: &overrides, base: &base, read: &read };
    let up = flags.up.then_some(Direction::Up);
    let direction = flags.down.then_some(Direction::Down).or(up);
    let mut asked = Vec::new();
    let (paths, goals) = asked_about(flags, &base).map_err(wrong)?;
    for goal in &goals {
        let asking = Asking { direction, goal: goal.clone() };
        asked.extend(subject.questions(&paths, &asking).map_err(wrong)?);
    }
    let worlds = flags.worlds.map(|_| Worlds::of(&base));
    if flags.dry_run {
        let worlds = worlds.map(|it| it.worlds.len());
        output.print(&wording::questions(&asked, worlds))?;
        return Ok(ExitCode::Done);
    }
    let mut job = plan.open(std::slice::from_ref(&base))?;
    let how = Options::demand(flags.jobs.threads());
    let written = job.engine.study(|(runner, watch)| {
        watch.expect(how.days_of([&base]));
        simulate(&base, how, runner, watch)
    })?;
    let loads = beside(flags.worlds).unwrap_or(Beside::Worlds);
    let beside = AskedBeside { worlds: worlds.as_ref(), loads };
    let mut found = Vec::new();
    for one in &asked {
        let answer = |it: Watched<'_>| subject.answer(one, (&written, beside), (how, it));
        let answer = job.engine.study(answer);
        found.push(answer.map_err(|it| job.cut_short(it, (found.len(), asked.len())))?);
        let report = HeadroomReport {
            scenario: &base,
            found: &found,
            asked: asked.len(),
            goal: &goals[0],
            worlds: worlds.as_ref(),
        };
        if found.len() < asked.len() {
            job.print_so_far(&report, output.depth())?;
        } else {
            job.deliver(&report, output.depth())?;
            remark(&report, &job);
        }
    }
    Ok(ExitCode::Done)
}

/// Which settings, and until when: as typed; else those that are published until a limit is passed, or
/// on a plan that has none the number of workers until each of some costs.
fn asked_about(
    flags: &Headroom,
    base: &Scenario,
) -> Result<(Vec<String>, Vec<Goal>), Vec<Diagnostic>> {
    let mut paths = flags.vary.clone();
    let each = match Until::costs(base).filter(|_| flags.until.is_empty()) {
        Some(costs) => {
            if paths.is_empty() {
                paths.push("workers[0].count".to_owned());
            }
            costs.map(|it| vec![it]).to_vec()
        }
        None => vec![Until::of(&flags.until, base)?],
    };
    let goal = |until| Goal { until, tolerated: flags.tolerate };
    Ok((paths, each.into_iter().map(goal).collect()))
}

/// What is to be mistrusted, then what was done, in which time.
fn remark(report: &HeadroomReport<'_>, job: &Job<'_>) {
    report.remarks().iter().for_each(|remark| job.output.warn(remark));
    let searched = report.found.iter().filter_map(|it| it.answered.searched());
    let searched = searched.chain(report.searched_in_worlds());
    let tried: Vec<_> = searched.flat_map(|it| &it.tried).collect();
    let values = many(tried.len() as u64, "value");
    let days = many(tried.iter().map(|it| it.days_tried).sum(), "day");
    let seconds = job.stopwatch.seconds();
    job.output.remark(&format!("Tried {values}, {days} in {seconds:.2} s.\n"));
}
