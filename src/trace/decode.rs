//! A row's fields to an event: what belongs where, within which bounds.

use super::columns::{Column, RowKind};
use super::dictionary::{Caps, Dictionary, not_text};
use super::event::{Event, IsolateId, Row};
use super::fields::Fields;
use super::mistake::{Fault, counted_columns, quoted};
use super::names::Known;
use super::notes::Notes;
use crate::words::{
    DAY_MS, Instant, RequestKind, ServiceList, Status, WorkerId, WorkerState, count,
};

/// Digits of a time at most: so many fit into 64 bits, and no trace is as long as that.
const DIGITS: usize = 19;

/// Turns rows into events, and keeps what earlier rows decide.
#[derive(Debug)]
pub(super) struct Decoder {
    days: u64,
    names: Dictionary,
    last: Instant,
    has_begun: bool,
    /// By worker: was there an `existing` row?
    existing: Vec<bool>,
    notes: Notes,
}

impl Decoder {
    pub(super) fn new(caps: Caps) -> Self {
        Self {
            days: caps.days,
            names: Dictionary::new(caps),
            last: Instant::START,
            has_begun: false,
            existing: Vec::new(),
            notes: Notes::default(),
        }
    }

    pub(super) fn known(&self) -> &Known {
        self.names.known()
    }

    pub(super) fn kept_bytes(&self) -> usize {
        self.names.kept_bytes()
    }

    pub(super) fn notes(&self) -> &Notes {
        &self.notes
    }

    /// The event of a row, which begins on this line.
    #[inline]
    pub(super) fn decode(&mut self, row: &Fields, line: u64) -> Result<Row, Fault> {
        if row.count() != Column::COUNT {
            return Err(columns(row));
        }
        if !row.is_ascii() {
            check_text(row)?;
        }
        let at = self.time(row)?;
        let event = if row.get(Column::Request) == b"heartbeat" {
            let worker = self.worker(row)?;
            let state = self.state(row, worker)?;
            let isolate = self.isolate(row)?;
            self.notes.look(RowKind::Request(RequestKind::Heartbeat), line, row);
            Event::Heartbeat(isolate, worker, state)
        } else {
            self.other(row, line)?
        };
        self.last = at;
        self.has_begun |= !matches!(event, Event::Existing { .. });
        Ok(Row { at, event })
    }

    #[inline(never)]
    fn other(&mut self, row: &Fields, line: u64) -> Result<Event, Fault> {
        let word = row.get(Column::Request);
        let Some(kind) = RowKind::of(word) else { return Err(unknown(word)) };
        let event = if kind == RowKind::Existing { self.record(row) } else { self.rare(kind, row) };
        let event = event?;
        self.notes.look(kind, line, row);
        match &event {
            Event::Existing { services, .. } | Event::Register { services, .. } => {
                self.notes.name(services);
            }
            Event::Route(_, service) => self.notes.ask(*service, line, row),
            _ => {}
        }
        Ok(event)
    }

    fn rare(&mut self, kind: RowKind, row: &Fields) -> Result<Event, Fault> {
        let isolate = self.isolate(row)?;
        let kind = match kind {
            RowKind::Request(kind) => kind,
            RowKind::ColdStart | RowKind::Existing => return Ok(Event::ColdStart(isolate)),
        };
        Ok(match kind {
            RequestKind::Heartbeat => {
                let worker = self.worker(row)?;
                Event::Heartbeat(isolate, worker, self.state(row, worker)?)
            }
            RequestKind::Route => {
                let service = target(row, "service")?;
                Event::Route(isolate, self.names.service(service, Column::Target)?)
            }
            RequestKind::Admin => Event::Admin(isolate),
            RequestKind::Register => {
                let worker = self.worker(row)?;
                let state = self.state(row, worker)?;
                Event::Register { isolate, worker, services: self.services(row)?, state }
            }
            RequestKind::Deregister => Event::Deregister(isolate, self.worker(row)?),
            RequestKind::Stats => Event::Stats(isolate),
        })
    }

    fn record(&mut self, row: &Fields) -> Result<Event, Fault> {
        if self.has_begun {
            let message = "`existing` rows come before all others: they tell what is in KV before \
                           the trace begins";
            return Err(Fault::at(Column::Request, message));
        }
        let worker = self.worker(row)?;
        let state = self.state(row, worker)?;
        let services = self.services(row)?;
        let place = worker.0 as usize;
        if self.existing[place] {
            let name = quoted(row.get(Column::Target));
            let message = format!("the worker {name} has an `existing` row already");
            return Err(Fault::at(Column::Target, message));
        }
        self.existing[place] = true;
        Ok(Event::Existing { worker, services, state })
    }

    #[inline]
    fn time(&self, row: &Fields) -> Result<Instant, Fault> {
        let field = row.get(Column::TimeMs);
        let digits = (1..=DIGITS).contains(&field.len()) && field.iter().all(u8::is_ascii_digit);
        if !digits {
            return Err(self.no_time(field));
        }
        let ms = field.iter().fold(0, |sum, digit| sum * 10 + u64::from(digit - b'0'));
        if ms < self.last.ms() {
            let message = format!("{ms} is before {}, the time of the row before", self.last.ms());
            return Err(Fault::at(Column::TimeMs, message));
        }
        if ms / DAY_MS >= self.days {
            return Err(self.too_late(ms));
        }
        Ok(Instant::from_ms(ms))
    }

    /// What is no number at all, or one of more digits than any time has.
    #[cold]
    fn no_time(&self, field: &[u8]) -> Fault {
        let number = quoted(field);
        let message = if field.len() > DIGITS && field.iter().all(u8::is_ascii_digit) {
            let (days, last) = (count(self.days), count(self.days * DAY_MS - 1));
            format!("{number} is too large: a trace has at most {days} days, up to {last} ms")
        } else {
            format!("{number} is no whole number of milliseconds")
        };
        Fault::at(Column::TimeMs, message)
    }

    #[cold]
    fn too_late(&self, ms: u64) -> Fault {
        let (day, most) = (count(ms / DAY_MS + 1), count(self.days));
        let message = format!(
            "{ms} is on day {day}; a trace has at most {most} days and counts from 0, which is \
             00:00 UTC of the first"
        );
        Fault::at(Column::TimeMs, message)
    }

    #[inline]
    fn isolate(&mut self, row: &Fields) -> Result<IsolateId, Fault> {
        let name = row.get(Column::Isolate);
        if name.is_empty() {
            return Err(Fault::at(Column::Isolate, "the name of the isolate is missing"));
        }
        self.names.isolate(name)
    }

    #[inline]
    fn worker(&mut self, row: &Fields) -> Result<WorkerId, Fault> {
        let id = self.names.worker(target(row, "worker")?)?;
        if id.0 as usize >= self.existing.len() {
            self.existing.push(false);
        }
        Ok(id)
    }

    fn services(&mut self, row: &Fields) -> Result<ServiceList, Fault> {
        let names = row.get(Column::Services).split(|byte| *byte == b';');
        let mut services = Vec::new();
        for name in names.filter(|name| !name.is_empty()) {
            services.push(self.names.service(name, Column::Services)?);
        }
        Ok(ServiceList::new(services))
    }

    #[inline]
    fn state(&mut self, row: &Fields, worker: WorkerId) -> Result<WorkerState, Fault> {
        let status = match row.get(Column::Status) {
            b"online" => Status::Online,
            b"offline" => Status::Offline,
            other => Status::Other(self.names.status(other)?),
        };
        let load = load(row.get(Column::Load))?;
        let models = self.names.models(row.get(Column::Models), worker)?;
        Ok(WorkerState { load, models, status })
    }
}

fn target<'r>(row: &'r Fields, what: &str) -> Result<&'r [u8], Fault> {
    let name = row.get(Column::Target);
    if name.is_empty() {
        return Err(Fault::at(Column::Target, format!("the name of the {what} is missing")));
    }
    Ok(name)
}

#[inline]
fn load(field: &[u8]) -> Result<f64, Fault> {
    let number = std::str::from_utf8(field).ok().and_then(|text| text.parse::<f64>().ok());
    match number {
        Some(load) if load.is_finite() => Ok(load),
        _ if field.is_empty() => Err(Fault::at(Column::Load, "the load is missing")),
        _ => Err(Fault::at(Column::Load, format!("{} is no finite number", quoted(field)))),
    }
}

#[cold]
fn columns(row: &Fields) -> Fault {
    Fault::row(format!("{} instead of {}", counted_columns(row.count()), Column::COUNT))
}

#[cold]
fn unknown(word: &[u8]) -> Fault {
    let known = RowKind::ALL.map(RowKind::name).join(", ");
    Fault::at(Column::Request, format!("{} is none of {known}", quoted(word)))
}

#[cold]
fn check_text(row: &Fields) -> Result<(), Fault> {
    let mut columns = Column::ALL.into_iter();
    match columns.find(|column| std::str::from_utf8(row.get(*column)).is_err()) {
        Some(column) => Err(not_text(column)),
        None => Ok(()),
    }
}
