//! How does an answer reach its files and standard output?
//!
//! Planned before anything is read, opened before the first run, delivered at the end: whatever
//! cannot be written is said before anybody waits for it.

use std::path::{Path, PathBuf};

use super::arguments::Delivery;
use super::export::Exports;
use super::failure::Failure;
use super::interrupt;
use super::offer::Offer;
use super::output::Output;
use super::progress::Progress;
use super::stopwatch::Stopwatch;
use super::target::{self, Target};
use crate::report::{Answer, Depth, Format, Sheet, render};
use crate::scenario::Scenario;

/// Where the answer of a command is to go.
pub(super) struct Plan<'a> {
    delivery: &'a Delivery,
    output: &'a Output,
    targets: Vec<Target>,
}

/// What a command reads, and what it writes beside its answer: no export may be one of them.
#[derive(Clone, Copy, Default)]
pub(super) struct Files<'a> {
    /// Scenarios.
    pub(super) read: &'a [PathBuf],
    /// Other files.
    pub(super) written: &'a [&'a Path],
}

impl<'a> Plan<'a> {
    /// Refuses what cannot be meant.
    pub(super) fn new(
        offer: Offer,
        (delivery, output): (&'a Delivery, &'a Output),
        files: Files<'_>,
    ) -> Result<Self, Failure> {
        let targets = target::plan(offer, &delivery.export)?;
        let exports = targets.iter().map(|target| target.path.as_path());
        let written: Vec<&Path> = exports.chain(files.written.iter().copied()).collect();
        target::check_distinct(&written, files.read)?;
        Ok(Self { delivery, output, targets })
    }

    /// None of the exports may be this file, which is read.
    pub(super) fn check_not_read(&self, path: &Path, what: &str) -> Result<(), Failure> {
        target::check_not_read(&self.targets, path, what)
    }

    /// Opens every file that these scenarios need. From here on Ctrl-C ends the command in order.
    pub(super) fn open(mut self, scenarios: &[Scenario]) -> Result<Job<'a>, Failure> {
        self.targets.retain(|target| target.sheet.is_about(scenarios));
        let exports = Exports::create(self.targets)?;
        interrupt::watch();
        let Self { delivery, output, .. } = self;
        Ok(Job { delivery, output, exports, stopwatch: Stopwatch::start() })
    }
}

/// An answer that is being found.
pub(super) struct Job<'a> {
    delivery: &'a Delivery,
    /// Where messages go.
    pub(super) output: &'a Output,
    exports: Exports,
    /// Since everything was open.
    pub(super) stopwatch: Stopwatch,
}

impl Job<'_> {
    /// Nothing of so many days is done yet.
    pub(super) fn progress(&self, days: u64) -> Progress {
        Progress::new(self.delivery.progress, days, self.output)
    }

    /// Sends rows out before the answer is complete.
    pub(super) fn send(&mut self, rows: impl Fn(Sheet) -> String) -> Result<(), Failure> {
        if self.delivery.format == Format::Csv {
            self.output.print(&rows(Sheet::Rows))?;
        }
        self.exports.append(|it| (it.format == Format::Csv).then(|| rows(it.sheet)))
    }

    /// Puts every file into place.
    pub(super) fn export(&mut self, answer: &dyn Answer, depth: Depth) -> Result<(), Failure> {
        let shown = (depth, self.output.look());
        self.exports.append(|it| render(answer, (it.format, it.sheet), shown))?;
        self.exports.finish()
    }

    /// Prints it.
    pub(super) fn print(&self, answer: &dyn Answer, depth: Depth) -> Result<(), Failure> {
        let format = (self.delivery.format, Sheet::Rows);
        match render(answer, format, (depth, self.output.look())) {
            Some(text) => self.output.print(&text),
            None => Ok(()),
        }
    }

    /// Puts every file into place, then prints it.
    pub(super) fn deliver(&mut self, answer: &dyn Answer, depth: Depth) -> Result<(), Failure> {
        self.export(answer, depth)?;
        self.print(answer, depth)
    }
}
