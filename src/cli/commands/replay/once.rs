//! One replay of the whole trace.

use std::io::BufRead;

use super::Replay;
use super::input::Opened;
use crate::cli::load;
use crate::cli::process::{Failure, Output, Progress, interrupt, shown};
use crate::platform::Mode;
use crate::report::TraceFacts;
use crate::scenario::{Diagnostic, Scenario, caps};
use crate::simulation::{self, Ledger, Rows, RunId};
use crate::study::{Seen, TraceNote, elsewhere};
use crate::trace::{Mistake, Noted, Reader, Row, TraceError};

/// What one replay gave.
pub(crate) struct Once {
    pub(crate) ledger: Ledger,
    pub(crate) facts: TraceFacts,
    /// The first bad row of those that were skipped.
    pub(crate) first_mistake: Option<String>,
    pub(crate) can_be_read_again: bool,
}

/// Replays the trace.
pub(crate) fn replay_once(
    scenario: &Scenario,
    mode: Mode,
    flags: &Replay,
    output: &Output,
) -> Result<Once, Failure> {
    let cannot =
        |error| Failure::could_not(format!("cannot read {}: {error}", shown(&flags.trace)));
    let opened = Opened::new(&flags.trace).map_err(cannot)?;
    let bytes = opened.bytes;
    let progress = Progress::of_bytes(flags.delivery.progress, bytes, output);
    let wrong = |error| explain(error, flags, output);
    let reader = Reader::new(opened.rows(&progress), caps::TRACE).map_err(wrong)?;
    let mut feed =
        Feed { reader, skips: flags.skip_bad, facts: TraceFacts::default(), first: None };
    feed.facts.path = flags.trace.to_string_lossy().into_owned();
    let id = RunId { run: 0, mode };
    let made = simulation::replay(scenario, id, (&scenario.policy, &mut feed), &Unstopped);
    progress.finish();
    let Some(ledger) = made.map_err(wrong)? else { return Err(Failure::interrupted()) };
    let known = feed.reader.known();
    let (isolates, workers) = (known.isolates.len() as u64, known.workers.len() as u64);
    let notes = notes(&feed.reader, flags.scenario.as_ref().map(|_| scenario));
    let facts = TraceFacts { isolates, workers, notes, ..feed.facts };
    Ok(Once { ledger, facts, first_mistake: feed.first, can_be_read_again: bytes.is_some() })
}

/// What is probably a slip; colos matter where a scenario was given.
fn notes<R: BufRead>(reader: &Reader<R>, given: Option<&Scenario>) -> Vec<TraceNote> {
    let (notes, known) = (reader.notes(), reader.known());
    let seen = |it: &Noted| Seen { rows: it.rows, line: it.line, what: it.what.clone() };
    let statuses: Vec<String> = known.statuses.iter().map(str::to_owned).collect();
    let isolates: Vec<&str> = known.isolates.iter().collect();
    let found = [
        notes.unused.as_ref().map(|it| TraceNote::Unused(seen(it))),
        notes.unnamed.as_ref().map(|it| TraceNote::Unnamed(seen(it))),
        (!statuses.is_empty()).then_some(TraceNote::Statuses(statuses)),
        given.and_then(|scenario| elsewhere(&isolates, scenario)),
    ];
    found.into_iter().flatten().collect()
}

/// Rows as they are read, counted; bad ones are left out where that was asked for.
struct Feed<R> {
    reader: Reader<R>,
    skips: bool,
    facts: TraceFacts,
    first: Option<String>,
}

impl<R: BufRead> Rows for Feed<R> {
    type Error = TraceError;

    #[inline]
    fn next(&mut self) -> Result<Option<Row>, TraceError> {
        loop {
            // A row may take its time, and so may many bad ones; to look costs next to nothing.
            if interrupt::is_stopped() {
                return Err(TraceError::Unreadable(interrupt::error()));
            }
            match self.reader.read() {
                Ok(Some(row)) => {
                    let at = row.at.ms();
                    self.facts.rows += 1;
                    self.facts.first_ms.get_or_insert(at);
                    self.facts.last_ms = Some(at);
                    return Ok(Some(row));
                }
                Err(TraceError::Row(mistake)) if self.skips => {
                    self.facts.skipped += 1;
                    self.first.get_or_insert_with(|| mistake.to_string());
                }
                other => return other,
            }
        }
    }

    fn isolate_name(&self, isolate: u32) -> &str {
        self.reader.isolate_name(isolate)
    }

    fn worker_name(&self, worker: u32) -> &str {
        self.reader.worker_name(worker)
    }
}

/// Why no further row came.
fn explain(error: TraceError, flags: &Replay, output: &Output) -> Failure {
    if interrupt::is_stopped() {
        return Failure::interrupted();
    }
    let path = shown(&flags.trace);
    let wrong = |code, Mistake { line, column, message }: Mistake, help: Option<&str>| {
        let column = column.map_or_else(String::new, |column| format!("{}: ", column.name()));
        let diagnostic = Diagnostic::error(code, &format!("{column}{message}"));
        let diagnostic = diagnostic.at(&format!("{}:{line}", flags.trace.to_string_lossy()));
        load::wrong(&[help.map_or(diagnostic.clone(), |help| diagnostic.help(help))], output)
    };
    match error {
        TraceError::Row(mistake) => {
            wrong("bad-row", mistake, Some("--skip-bad counts bad rows and goes on"))
        }
        TraceError::Header(mistake) => wrong("bad-header", mistake, None),
        TraceError::Endless(mistake) => wrong("bad-row", mistake, None),
        TraceError::Damaged(0, error) => Failure::wrong(format!("{path} is damaged: {error}")),
        TraceError::Damaged(line, error) => {
            Failure::wrong(format!("{path} is damaged after line {line}: {error}"))
        }
        TraceError::Unreadable(error) => Failure::could_not(format!("cannot read {path}: {error}")),
    }
}

/// Ctrl-C stops it.
struct Unstopped;

impl simulation::Watch for Unstopped {
    fn day_is_done(&self) {}

    fn goes_on(&self) -> bool {
        !interrupt::is_stopped()
    }
}
