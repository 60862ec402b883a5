//! How does an answer reach its files and standard output?
//!
//! Planned before anything is read, opened before the first run, delivered at the end: whatever
//! cannot be written is said before anybody waits for it.

mod export;
mod target;

use std::path::PathBuf;

use self::export::Exports;
use self::target::Target;
use super::flags::{Delivery, Offer};
use super::inputs::{Inputs, Written};
use super::load;
use super::process::{Failure, Output, Progress, Stopwatch, When, interrupt};
use crate::report::{Answer, Depth, Format, Report, Sheet, clean, render};
use crate::scenario::Scenario;
use crate::simulation::{self, Ledger, RunId};
use crate::study::{AllWorlds, Beside, Days, Effort, Watched};
use crate::words::many;

pub(crate) use self::export::{Stream, cannot_write};
pub(crate) use self::target::check_is_a_file;

/// Where the answer of a command is to go.
pub(crate) struct Plan<'a> {
    delivery: &'a Delivery,
    output: &'a Output,
    targets: Vec<Target>,
    /// What is written beside the answer.
    more: &'a [Written<'a>],
    /// What the command reads; nothing of it may be written.
    pub(crate) inputs: Inputs,
}

impl<'a> Plan<'a> {
    /// Refuses what cannot be meant. `more` is written beside the answer.
    pub(crate) fn new(
        offer: Offer,
        (delivery, output): (&'a Delivery, &'a Output),
        more: &'a [Written<'a>],
    ) -> Result<Self, Failure> {
        let targets = target::plan(offer, &delivery.export)?;
        let plan = Self { delivery, output, targets, more, inputs: Inputs::default() };
        target::check_distinct(&plan.written())?;
        Ok(plan)
    }

    /// Is it asked for as JSON, printed or as a file?
    pub(crate) fn has_json(&self) -> bool {
        let formats = self.targets.iter().map(|it| it.format).chain([self.delivery.format]);
        formats.into_iter().any(|format| format == Format::Json)
    }

    /// All that will be written.
    fn written(&self) -> Vec<Written<'_>> {
        let exports = self.targets.iter().map(|it| Written { by: "-o", path: &it.path });
        exports.chain(self.more.iter().copied()).collect()
    }

    /// Everything is read. Opens every file that these scenarios need. From here on Ctrl-C ends the command in order.
    pub(crate) fn open(mut self, scenarios: &[Scenario]) -> Result<Job<'a>, Failure> {
        self.targets.retain(|target| target.sheet.is_about(scenarios));
        self.inputs.check_not_written(&self.written())?;
        // Before the first file is there that a signal could leave behind.
        interrupt::watch()?;
        let exports = Exports::create(self.targets)?;
        let (format, output) = (self.delivery.format, self.output);
        let engine = Engine { progress: self.delivery.progress, output };
        let (placed, stopwatch) = (Vec::new(), Stopwatch::start());
        Ok(Job { format, output, engine, exports, printed: String::new(), placed, stopwatch })
    }
}

/// What makes the runs, with a bar meanwhile; Ctrl-C ends them.
#[derive(Clone, Copy)]
pub(crate) struct Engine<'a> {
    progress: When,
    output: &'a Output,
}

impl Engine<'_> {
    /// Studies the coordinator of this crate.
    pub(crate) fn study<T>(
        self,
        study: impl FnOnce(Watched<'_>) -> Option<T>,
    ) -> Result<T, Failure> {
        let progress = Progress::of_days(self.progress, self.output);
        let found = study((&run_coordinator, &progress));
        progress.finish();
        found.ok_or_else(Failure::interrupted)
    }

    /// The scenarios in every other world, and what is asked for beside, on so many threads.
    pub(crate) fn worlds(
        self,
        scenarios: &[Scenario],
        how: (Beside, usize),
    ) -> Result<AllWorlds, Failure> {
        // Their number of runs may have been found out meanwhile.
        load::check_worlds(scenarios)?;
        self.study(|watched| AllWorlds::study(scenarios, how, watched))
    }
}

/// An answer that is being found.
pub(crate) struct Job<'a> {
    format: Format,
    /// Where messages go.
    pub(crate) output: &'a Output,
    /// What finds it.
    pub(crate) engine: Engine<'a>,
    exports: Exports,
    /// As much of the answer as is printed.
    printed: String,
    /// The files that are complete and in place.
    pub(crate) placed: Vec<PathBuf>,
    /// Since everything was open.
    pub(crate) stopwatch: Stopwatch,
}

impl Job<'_> {
    /// Sends rows out before the answer is complete.
    pub(crate) fn send(&mut self, rows: impl Fn(Sheet) -> String) -> Result<(), Failure> {
        if self.format == Format::Csv {
            self.output.print(&rows(Sheet::Rows))?;
        }
        self.exports.append(|it| (it.format == Format::Csv).then(|| rows(it.sheet)))
    }

    /// Puts every file into place.
    pub(crate) fn export(&mut self, answer: &dyn Answer, depth: Depth) -> Result<(), Failure> {
        let shown = (depth, self.output.look());
        self.exports.append(|it| render(answer, (it.format, it.sheet), shown))?;
        self.placed = self.exports.finish()?;
        Ok(())
    }

    /// Prints it.
    pub(crate) fn print(&mut self, answer: &dyn Answer, depth: Depth) -> Result<(), Failure> {
        let format = (self.format, Sheet::Rows);
        let Some(text) = render(answer, format, (depth, self.output.look())) else { return Ok(()) };
        let left = text.strip_prefix(&self.printed);
        self.output.print(left.expect("what was printed is how the whole begins"))?;
        self.printed = text;
        Ok(())
    }

    /// Prints an answer to people as far as it is known: what of it is not printed yet. Files wait
    /// until it is complete, and so do programs.
    pub(crate) fn print_so_far(
        &mut self,
        answer: &dyn Answer,
        depth: Depth,
    ) -> Result<(), Failure> {
        if self.format == Format::Table { self.print(answer, depth) } else { Ok(()) }
    }

    /// What is said of an interruption after so many answers of so many.
    pub(crate) fn cut_short(&self, interrupted: Failure, answers: (usize, usize)) -> Failure {
        if self.printed.is_empty() { interrupted } else { Failure::interrupted_amid(answers) }
    }

    /// Puts every file into place, then prints it.
    pub(crate) fn deliver(&mut self, answer: &dyn Answer, depth: Depth) -> Result<(), Failure> {
        self.export(answer, depth)?;
        self.print(answer, depth)
    }

    /// The warnings, with names where there are several scenarios; then what was done.
    pub(crate) fn remark(&self, reports: &[Report<'_>], effort: Effort) {
        for Report { scenario, summary, .. } in reports {
            if reports.len() > 1 && !summary.warnings.is_empty() {
                self.output.remark(&format!("{}:\n", clean(&scenario.name)));
            }
            summary.warnings.iter().for_each(|warning| self.output.warn(&warning.into()));
        }
        self.done(effort);
    }

    /// The last line: what was done, in which time.
    pub(crate) fn done(&self, effort: Effort) {
        let (days, events) = (many(effort.days, "day"), many(effort.events, "event"));
        let seconds = self.stopwatch.seconds();
        self.output.remark(&format!("Simulated {days}, {events} in {seconds:.2} s.\n"));
    }
}

/// One run of the coordinator of this crate.
fn run_coordinator(scenario: &Scenario, id: RunId, days: &Days<'_>) -> Option<Ledger> {
    simulation::run(scenario, id, &scenario.policy, days)
}
