//! A heartbeat: is there anything in it that must be written?

use super::core::Coordinator;
use super::entry::{Persisted, WorkerEntry};
use super::policy::{Baseline, When};
use super::request::{Call, Outcome, Reply, Roster, Skip};
use super::task::{Stage, Step, Turn};
use crate::words::{Cause, Instant, Key, Record, Value, WorkerId, WorkerState};

/// What a heartbeat needs from KV.
#[derive(Debug)]
pub(super) enum Needed {
    /// Its record must be read, and why.
    Read(Cause),
    /// This record must be written, and why.
    Write(Record, Cause),
}

impl Coordinator {
    pub(super) fn beat<R: Roster>(
        &mut self,
        turn: &Turn<'_, R>,
        worker: WorkerId,
        state: &WorkerState,
    ) -> Step {
        let compared = match (self.policy.write.when, self.policy.write.baseline) {
            (When::Always, _) => Err(self.replace_unread(turn, worker, state)),
            (When::Changed, Baseline::Memory) => self.compare_with_memory(turn, worker, state),
            (When::Changed, Baseline::Persisted | Baseline::Cached) => {
                self.compare_with_cache(worker, state, turn.arrived, turn.now)
            }
        };
        match compared {
            Ok(skip) => Step::Done(Outcome::Skipped(skip)),
            Err(needed) => self.provide(turn, needed),
        }
    }

    /// Asks for what a heartbeat needs.
    pub(super) fn provide<R: Roster>(&mut self, turn: &Turn<'_, R>, needed: Needed) -> Step {
        match needed {
            Needed::Read(cause) => {
                self.ask_read(turn, 0, Key::Worker(turn.worker()), cause);
                Step::Wait(Stage::BeatRead)
            }
            Needed::Write(record, cause) => {
                let value = Value::Record(record.clone());
                let call =
                    Call::Put(Key::Worker(turn.worker()), value, self.policy.write.record_ttl);
                self.ask(turn, 0, call, cause);
                Step::Wait(Stage::BeatWrite { record, cause })
            }
        }
    }

    /// Compares with the fresh entry, and replaces it, whatever comes of it. Every heartbeat goes this
    /// way. The present is later than the arrival where the isolate was warmed in between.
    #[inline(always)]
    pub(super) fn compare_with_cache(
        &mut self,
        worker: WorkerId,
        state: &WorkerState,
        arrived: Instant,
        now: Instant,
    ) -> Result<Skip, Needed> {
        if self.workers.is_off() {
            return Err(Needed::Read(Cause::Uncached));
        }
        let fresh = match self.workers.look(worker.0 as usize, now) {
            Ok(fresh) => fresh,
            Err(miss) => return Err(Needed::Read(miss.cause())),
        };
        let policy = &self.policy.write;
        let compared = match fresh.value.baseline(policy.baseline) {
            Some(baseline) => baseline.compare(state, arrived, policy),
            None => Err(Cause::Cold),
        };
        fresh.value.record.state = *state;
        fresh.value.record.last_heartbeat = arrived;
        *fresh.cached_at = now;
        compared.map_err(|cause| Needed::Write(fresh.value.record.clone(), cause))
    }

    /// The throttle in module memory: the entry of any age is compared with, and none is read. A
    /// worker that this isolate has never seen is written at once.
    fn compare_with_memory<R: Roster>(
        &mut self,
        turn: &Turn<'_, R>,
        worker: WorkerId,
        state: &WorkerState,
    ) -> Result<Skip, Needed> {
        let Some(entry) = self.workers.peek(worker.0 as usize) else {
            let Needed::Write(record, _) = self.replace_unread(turn, worker, state) else {
                unreachable!("what is not read is written")
            };
            return Err(Needed::Write(record, Cause::Cold));
        };
        let policy = &self.policy.write;
        let persisted = entry.persisted;
        let compared =
            persisted.map_or(Err(Cause::Cold), |known| known.compare(state, turn.arrived, policy));
        let services = entry.record.services.clone();
        let record = Record { last_heartbeat: turn.arrived, services, state: *state };
        let entry = WorkerEntry { record: record.clone(), persisted };
        self.keep_worker(worker, entry, turn.now);
        compared.map_err(|cause| Needed::Write(record, cause))
    }

    /// Replaces what is known of the worker without a look at it. It keeps the services of the
    /// record that it will overwrite, which the roster knows for nothing.
    fn replace_unread<R: Roster>(
        &mut self,
        turn: &Turn<'_, R>,
        worker: WorkerId,
        state: &WorkerState,
    ) -> Needed {
        let services = turn.roster.services(worker);
        let record = Record { last_heartbeat: turn.arrived, services, state: *state };
        let persisted = self.workers.peek(worker.0 as usize).and_then(|entry| entry.persisted);
        let entry = WorkerEntry { record: record.clone(), persisted };
        self.keep_worker(worker, entry, turn.now);
        Needed::Write(record, Cause::EveryHeartbeat)
    }

    /// The record has come: compares with it, and keeps what the heartbeat makes of it.
    pub(super) fn beat_was_read<R: Roster>(&mut self, turn: &Turn<'_, R>, reply: Reply) -> Step {
        let Reply::Value(Some(Value::Record(read))) = reply else {
            return Step::Done(Outcome::Unknown);
        };
        let (worker, state) = (turn.worker(), turn.state());
        let persisted = Some(Persisted::of(&read));
        let compared = Persisted::of(&read).compare(&state, turn.arrived, &self.policy.write);
        let record = Record { last_heartbeat: turn.arrived, services: read.services, state };
        match compared {
            Ok(skip) => {
                self.keep_worker(worker, WorkerEntry { record, persisted }, turn.now);
                Step::Done(Outcome::Skipped(skip))
            }
            Err(cause) => {
                let entry = WorkerEntry { record: record.clone(), persisted };
                self.keep_worker(worker, entry, turn.now);
                self.provide(turn, Needed::Write(record, cause))
            }
        }
    }

    /// The write has returned: what was written is the new baseline.
    pub(super) fn beat_was_written<R: Roster>(
        &mut self,
        turn: &Turn<'_, R>,
        record: &Record,
        cause: Cause,
    ) -> Step {
        if let Some(entry) = self.workers.peek(turn.worker().0 as usize) {
            entry.persisted = Some(Persisted::of(record));
        }
        self.invalidate_lists(&record.services);
        Step::Done(Outcome::Written(cause))
    }
}
