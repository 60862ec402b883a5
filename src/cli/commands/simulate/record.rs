//! Writing the events of one run as a trace.
//!
//! The run is made for it once more: the same scenario, number and seed make the same run, and so
//! the runs that are counted are not held up by a file.

use std::path::PathBuf;

use super::Simulate;
use crate::cli::delivery::{Stream, cannot_write, check_is_a_file};
use crate::cli::inputs::Written;
use crate::cli::process::{Failure, interrupt};
use crate::platform::Mode;
use crate::scenario::Scenario;
use crate::simulation::{self, Recorder, RunId, Watch};
use crate::trace::Sink;

/// A file for a trace, and the run that it is for.
pub(crate) struct Asked {
    path: PathBuf,
    stream: Stream,
    run: u32,
}

/// A whole trace, not in place yet.
pub(crate) struct Recorded(Stream);

/// The file, where one was asked for.
pub(crate) fn written(flags: &Simulate) -> Vec<Written<'_>> {
    flags.trace.iter().map(|path| Written { by: "--trace", path }).collect()
}

/// Can the trace that was asked for be meant?
pub(crate) fn check(flags: &Simulate) -> Result<(), Failure> {
    let Some(trace) = &flags.trace else { return Ok(()) };
    check_is_a_file(trace)?;
    if flags.asked.scenarios.len() != 1 {
        return Err(Failure::wrong("--trace writes the events of one scenario: give just one"));
    }
    Ok(())
}

/// Creates the file, where one was asked for.
pub(crate) fn create(flags: &Simulate) -> Result<Option<Asked>, Failure> {
    let Some(path) = &flags.trace else { return Ok(None) };
    let run = flags.run.unwrap_or(0);
    Ok(Some(Asked { path: path.clone(), stream: Stream::create(path)?, run }))
}

/// Makes the run and writes what reaches its isolates.
pub(crate) fn record(scenario: &Scenario, asked: Asked) -> Result<Recorded, Failure> {
    let Asked { path, stream, run } = asked;
    let cannot = |error| cannot_write(&path, &error);
    let sink = Sink::new(&path, stream);
    let mut recorder = Recorder::new(scenario, run, sink).map_err(cannot)?;
    let id = RunId { run, mode: Mode::Measure };
    simulation::run_observed(scenario, id, (&scenario.policy, &mut recorder), &Stoppable);
    if interrupt::is_stopped() {
        return Err(Failure::interrupted());
    }
    let sink = recorder.finish().map_err(cannot)?;
    Ok(Recorded(sink.finish().map_err(cannot)?))
}

impl Recorded {
    /// Puts the file into place.
    pub(crate) fn finish(self) -> Result<(), Failure> {
        self.0.finish()
    }
}

/// Ctrl-C stops it.
struct Stoppable;

impl Watch for Stoppable {
    fn day_is_done(&self) {}

    fn goes_on(&self) -> bool {
        !interrupt::is_stopped()
    }
}
