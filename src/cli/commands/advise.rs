//! What should be changed first, and when is it time to pay?

use std::path::{Path, PathBuf};

use clap::Args;
use clap::builder::PossibleValuesParser;

use crate::cli::delivery::{Job, Plan, Stream};
use crate::cli::flags::{Asked, Delivery, Jobs, Offer, numbers};
use crate::cli::inputs::{Written, is_stdin};
use crate::cli::load;
use crate::cli::process::{ExitCode, Failure, Output, shown};
use crate::report::{AdviseReport, Depth, Format, Report};
use crate::scenario::{Edit, File, Overrides, Read, Scenario, Until};
use crate::study::{
    Case, Change, Consequences, Effort, Goal, Limit, Options, Subject, Summary, Symptom, UNDER,
    simulate, wanted,
};
use crate::words::Measure;

/// Flags of `advise`.
#[derive(Args, Debug)]
#[command(before_long_help = EXAMPLES, mut_args(|flag| OFFER.narrowed(flag)))]
pub(crate) struct Advise {
    #[command(flatten)]
    asked: Asked,
    /// The share of each daily limit that the worst day may use [default: 80%]
    #[arg(long, value_name = "PCT", value_parser = numbers::some_percent, allow_negative_numbers = true)]
    under: Option<f64>,
    /// A figure that must stay within a bound, such as 'staleness_p99<=2m'
    #[arg(long, value_name = "COND")]
    keep: Vec<String>,
    /// A figure that is to be brought within a bound, such as 'cost_per_month<=5'
    #[arg(long, value_name = "COND")]
    until: Vec<String>,
    /// All parts, even where nothing needs to be changed: also the published do's, don'ts and checks
    #[arg(long)]
    all: bool,
    /// Something is wrong: which cause is behind it? Each suspected one is taken away in turn; of reads
    /// and memory also what the stats of one isolate show against the whole
    #[arg(long, value_name = "WHAT", conflicts_with = "all",
          value_parser = PossibleValuesParser::new(Symptom::ALL.map(Symptom::name)))]
    symptom: Option<String>,
    /// Write the scenario with the first change that is proposed, its comments kept, to a file (replaced where it exists)
    #[arg(long, value_name = "FILE", conflicts_with = "symptom")]
    write: Option<PathBuf>,
    #[command(flatten)]
    delivery: Delivery,
    #[command(flatten)]
    jobs: Jobs,
}

impl Advise {
    fn symptom(&self) -> Option<Symptom> {
        let name = self.symptom.as_deref()?;
        Symptom::ALL.into_iter().find(|it| it.name() == name)
    }
}

const OFFER: Offer = Offer { command: "advise", formats: Format::PLAIN, sheets: &[] };

const EXAMPLES: &str = "\
Examples:
  kvplan advise coordinator.yaml
  kvplan advise coordinator.yaml --symptom reads
  kvplan advise coordinator.yaml --write advised.yaml
  kvplan advise coordinator.yaml --under 50% --keep 'staleness_p99<=10m'
  kvplan advise coordinator.yaml --plan cloudflare-paid@2026-10 --until 'cost_per_month<=5'
  kvplan advise coordinator.yaml -f markdown -o advice.json";

/// Load, study, render, write.
pub(crate) fn run(flags: &Advise, output: &Output) -> Result<ExitCode, Failure> {
    if flags.write.as_deref().is_some_and(is_stdin) {
        return Err(Failure::wrong("--write needs the name of a file".to_owned()));
    }
    let written = flags.write.iter().map(|path| Written { by: "--write", path });
    let written: Vec<Written<'_>> = written.collect();
    let plan = Plan::new(OFFER, (&flags.delivery, output), &written)?;
    let source = load::one(&flags.asked, &plan.inputs)?;
    let overrides = flags.asked.overrides();
    let wrong = |wrong: Vec<_>| load::wrong(&wrong, output);
    let file = File::parse(&source).map_err(wrong)?;
    let inputs = plan.inputs.clone();
    let read = inputs.plans();
    let base = file.load(&overrides, &read).map_err(wrong)?;
    let subject = Subject { file: &file, overrides: &overrides, base: &base, read: &read };
    let bounds = |flag: &str, typed: &[String]| match typed {
        [] => Ok(Vec::new()),
        typed => Until::of_flag(flag, typed, &base).map_err(wrong),
    };
    let under = flags.under.unwrap_or(UNDER);
    let until = bounds("--until", &flags.until)?;
    let keep = bounds("--keep", &flags.keep)?;
    let mut job = plan.open(std::slice::from_ref(&base))?;
    let options = Options::demand(flags.jobs.threads());
    let shown = Options { consequences: Consequences::Shown, ..options };
    let written = job.engine.study(|(runner, watch)| {
        watch.expect(options.days_of([&base]));
        simulate(&base, shown, runner, watch)
    })?;
    // What is not kept as things stand has to be brought about.
    let (keep, broken) = kept_now(keep, &base, &written);
    let goal = wanted(&base, under, [until, broken].concat());
    let case = Case { subject, written: &written, goal: &goal, keep: &keep, options };
    let (as_written, kept) = (case.limits(), case.kept());
    let report = Report { scenario: &base, summary: &written, parameters: &[] };
    let advice = AdviseReport::begun(report, under, [&as_written, &kept]);
    match flags.symptom() {
        Some(symptom) => {
            let found = job.engine.study(|it| case.watched(it).diagnose(symptom))?;
            let advice = AdviseReport { diagnosis: Some(&found), ..advice };
            job.deliver(&advice, output.depth())?;
        }
        None => {
            let proposed = advise(flags, (case, advice), &mut job, output.depth())?;
            if let Some(path) = &flags.write {
                write(path, (&file, &overrides, &read), proposed.as_deref(), output)?;
            }
        }
    }
    written.warnings.iter().for_each(|it| output.warn(&it.into()));
    job.done(Effort::of([&written]));
    Ok(ExitCode::Done)
}

/// As written, the unknowns, the changes, when to pay, the lists, the checks.
const PARTS: usize = 6;

/// Finds one part after another, each printed when it is known. Returns the first change that is
/// proposed.
fn advise(
    flags: &Advise,
    (case, mut advice): (Case<'_>, AdviseReport<'_>),
    job: &mut Job<'_>,
    depth: Depth,
) -> Result<Option<Vec<Change>>, Failure> {
    let needs_change = Limit::any_passed(advice.as_written);
    job.print_so_far(&advice, depth)?;
    let unknowns = job.engine.study(|it| case.watched(it).unknowns());
    let unknowns = unknowns.map_err(|it| job.cut_short(it, (1, PARTS)))?;
    advice.unknowns = Some(&unknowns);
    let (fixes, pay);
    if needs_change {
        job.print_so_far(&advice, depth)?;
        let found = job.engine.study(|it| case.watched(it).fixes());
        fixes = found.map_err(|it| job.cut_short(it, (2, PARTS)))?;
        advice.fixes = Some(&fixes);
    }
    if needs_change || flags.all {
        job.print_so_far(&advice, depth)?;
        let first = proposed(&advice);
        let found = job.engine.study(|it| case.watched(it).pay(first.as_deref()));
        pay = found.map_err(|it| job.cut_short(it, (3, PARTS)))?;
        advice.pay = Some(&pay);
    }
    let (practices, checks);
    if flags.all {
        job.print_so_far(&advice, depth)?;
        let found = job.engine.study(|it| case.watched(it).practices());
        practices = found.map_err(|it| job.cut_short(it, (4, PARTS)))?;
        advice.practices = Some(&practices);
        let found = job.engine.study(|it| case.watched(it).checks());
        checks = found.map_err(|it| job.cut_short(it, (5, PARTS)))?;
        advice.checks = Some(&checks);
    }
    job.deliver(&advice, depth)?;
    Ok(proposed(&advice))
}

/// The changes of the first proposal.
fn proposed(advice: &AdviseReport<'_>) -> Option<Vec<Change>> {
    let first = advice.fixes?.proposed().next()?;
    Some(first.all_changes().cloned().collect())
}

/// What holds of these bounds as things stand, and what does not.
fn kept_now(all: Vec<Until>, base: &Scenario, written: &Summary) -> (Goal, Vec<Until>) {
    let holds = |it: &Until| {
        let alone = Goal { until: vec![it.clone()], tolerated: 0.0 };
        alone.is_met(base, written)
    };
    // Use and money shrink with what is changed; what else is broken rules out what leaves it so.
    let grows = |it: &Until| match it {
        Until::Limits => true,
        Until::Passes(figure, _) => {
            figure.meter().is_some() || figure.measure == Measure::CostPerMonth
        }
    };
    let (until, broken) = all.into_iter().partition(|it| holds(it) || !grows(it));
    (Goal { until, tolerated: 0.0 }, broken)
}

/// Writes the scenario with these changes.
fn write(
    path: &Path,
    (file, overrides, read): (&File<'_>, &Overrides, &Read<'_>),
    changes: Option<&[Change]>,
    output: &Output,
) -> Result<(), Failure> {
    let name = shown(path);
    let Some(changes) = changes else {
        output.remark(&format!("{name} is not written: no change is proposed\n"));
        return Ok(());
    };
    let edits: Result<Vec<Edit>, String> = changes.iter().map(Change::edit).collect();
    let text = edits
        .ok()
        .and_then(|edits| file.rewritten(overrides, &edits, (&path.to_string_lossy(), read)));
    let Some(text) = text else {
        let all: Vec<String> = changes.iter().map(Change::to_string).collect();
        return Err(Failure::could_not(format!(
            "{name} is not written: the text could not be changed so that it means this and keeps its \
             comments (a plan's path counts from the file's folder); set {} by hand",
            all.join(", ")
        )));
    };
    let mut stream = Stream::create(path)?;
    stream.put(&text)?;
    stream.finish()?;
    output.remark(&format!("Wrote {name}; try: kvplan simulate {name}\n"));
    Ok(())
}
