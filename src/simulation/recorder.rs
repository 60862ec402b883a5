//! Writes down what reaches the isolates of a run, as a trace that can be replayed.

use std::fmt::Write as _;
use std::io::{self, Write};

use super::cloud::Reached;
use super::observer::Observer;
use crate::program::Request;
use crate::scenario::Scenario;
use crate::trace::{RowKind, Words, Writer};
use crate::words::{
    Instant, Interned, ModelsId, RequestKind, ServiceList, Status, WorkerId, WorkerState,
};
use crate::workload::Crowd;

/// An [`Observer`] that writes. Isolates are called `COLO/n`, workers `<group>-<n>`.
pub struct Recorder<'s, W: Write> {
    scenario: &'s Scenario,
    output: Writer<W>,
    /// By group: the number of its first worker.
    groups: Vec<u32>,
    /// By colo: the place of its first isolate.
    colos: Vec<usize>,
    /// By group: its services.
    services: Vec<ServiceList>,
    text: Text,
    failed: Option<io::Error>,
}

/// The words of a row, written over for each.
#[derive(Default)]
struct Text {
    isolate: String,
    worker: String,
    models: String,
    services: String,
}

impl<'s, W: Write> Recorder<'s, W> {
    /// Writes the header, and the records that are in KV at the start of that run.
    ///
    /// # Errors
    /// The output cannot be written.
    pub fn new(scenario: &'s Scenario, run: u32, output: W) -> io::Result<Self> {
        let mut recorder = Self {
            scenario,
            output: Writer::new(output)?,
            groups: firsts(scenario.workers.iter().map(|group| group.count)),
            services: scenario
                .workers
                .iter()
                .map(|group| ServiceList::new(group.services.iter().copied()))
                .collect(),
            colos: firsts(scenario.isolates.colos.iter().map(|colo| colo.isolates as usize)),
            text: Text::default(),
            failed: None,
        };
        let id = (scenario.seed, run);
        let crowd = Crowd::new(&scenario.workers, id, &Interned::default());
        for (worker, record) in crowd.first_records() {
            recorder.place(0);
            let said = (worker, Some(&record.state));
            recorder.worker(record.last_heartbeat, RowKind::Existing, said)?;
        }
        Ok(recorder)
    }

    /// Writes what is left, and gives the output back.
    ///
    /// # Errors
    /// A row could not be written.
    pub fn finish(self) -> io::Result<W> {
        match self.failed {
            Some(error) => Err(error),
            None => self.output.finish(),
        }
    }

    fn write(&mut self, reached: Reached, request: &Request, now: Instant) -> io::Result<()> {
        self.place(reached.place);
        if reached.replaces {
            self.output.write(&Words::new(now, &self.text.isolate, RowKind::ColdStart))?;
        }
        let kind = RowKind::Request(request.kind());
        match request {
            Request::Heartbeat { worker, state } | Request::Register { worker, state, .. } => {
                self.worker(now, kind, (*worker, Some(state)))
            }
            Request::Deregister { worker } => self.worker(now, kind, (*worker, None)),
            Request::Route { service } => {
                let target = self.scenario.service_name(*service);
                let row = Words { target, ..Words::new(now, &self.text.isolate, kind) };
                self.output.write(&row)
            }
            Request::Admin | Request::Stats => {
                self.output.write(&Words::new(now, &self.text.isolate, kind))
            }
        }
    }

    /// A row about a worker.
    fn worker(
        &mut self,
        now: Instant,
        kind: RowKind,
        (worker, state): (WorkerId, Option<&WorkerState>),
    ) -> io::Result<()> {
        self.name_worker(worker, state.map(|state| state.models));
        let offers = match kind {
            RowKind::Existing | RowKind::Request(RequestKind::Register) => {
                self.services[self.group_of(worker)].as_slice()
            }
            _ => &[],
        };
        let Text { isolate, worker, models, services: offered } = &mut self.text;
        offered.clear();
        for service in offers {
            if !offered.is_empty() {
                offered.push(';');
            }
            offered.push_str(self.scenario.service_name(*service));
        }
        let status = state.map_or("", |state| match state.status {
            Status::Online => "online",
            Status::Offline => "offline",
            Status::Other(_) => unreachable!("no simulated worker says anything else"),
        });
        let load = state.map(|state| state.load);
        let (target, services) = (worker.as_str(), offered.as_str());
        let row =
            Words { target, status, load, models, services, ..Words::new(now, isolate, kind) };
        self.output.write(&row)
    }

    fn group_of(&self, worker: WorkerId) -> usize {
        self.groups.partition_point(|first| *first <= worker.0) - 1
    }

    /// Its name, and those of its models: after `k` changes `m<k>` and those that follow it, so that
    /// each change exchanges one.
    fn name_worker(&mut self, worker: WorkerId, models: Option<ModelsId>) {
        let group = self.group_of(worker);
        let (name, loaded) =
            (&self.scenario.workers[group].name, self.scenario.workers[group].models.loaded);
        let text = &mut self.text;
        text.worker.clear();
        say(&mut text.worker, format_args!("{name}-{}", worker.0 - self.groups[group]));
        text.models.clear();
        let Some(ModelsId(changes)) = models else { return };
        for number in 0..u64::from(loaded) {
            let separator = if number == 0 { "" } else { ";" };
            say(&mut text.models, format_args!("{separator}m{}", u64::from(changes) + number));
        }
    }

    fn place(&mut self, place: usize) {
        let colo = self.colos.partition_point(|first| *first <= place) - 1;
        let name = &self.scenario.isolates.colos[colo].name;
        self.text.isolate.clear();
        say(&mut self.text.isolate, format_args!("{name}/{}", place - self.colos[colo]));
    }
}

/// Adds words to a text, which takes any.
fn say(text: &mut String, words: std::fmt::Arguments<'_>) {
    let written = text.write_fmt(words);
    assert!(written.is_ok(), "a text takes any words");
}

/// The number of the first member of each group.
fn firsts<T: Copy + Default + std::ops::AddAssign>(counts: impl Iterator<Item = T>) -> Vec<T> {
    let mut next = T::default();
    counts
        .map(|count| {
            let first = next;
            next += count;
            first
        })
        .collect()
}

impl<W: Write> Observer for Recorder<'_, W> {
    fn request(&mut self, reached: Reached, request: &Request, now: Instant) {
        if self.failed.is_none() {
            self.failed = self.write(reached, request, now).err();
        }
    }

    fn goes_on(&self) -> bool {
        self.failed.is_none()
    }
}
