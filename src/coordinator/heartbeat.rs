//! A heartbeat: is there anything in it that must be written?

use super::core::Coordinator;
use super::entry::{Persisted, WorkerEntry};
use super::policy::{Baseline, Policy, When};
use super::stage::{Stage, Token};
use crate::program::{Call, Outcome, Reply, Roster, Skip, Step};
use crate::words::{Cause, DAY_MS, Instant, Record, WorkerId};

/// What a heartbeat needs from KV.
#[derive(Debug)]
pub(super) enum Needed {
    /// Its record must be read, and why.
    Read(Cause),
    /// This record must be written, and why.
    Write(Record, Cause),
}

impl Coordinator {
    /// A heartbeat, looked at now: later than it arrived where the isolate was warmed in between. What
    /// it says comes as a record that knows no services.
    #[inline(always)]
    pub(super) fn beat(
        &mut self,
        worker: WorkerId,
        said: Record,
        (now, roster): (Instant, &impl Roster),
    ) -> Step<Token> {
        let compared = if self.beats_look_up {
            self.compare_with_cache(worker, &said, now)
        } else {
            self.compare_unread(worker, said, (now, roster))
        };
        match compared {
            Ok(skip) => Step::Done(Outcome::Skipped(skip)),
            Err(Needed::Read(cause)) => {
                let token = Token::of(Stage::BeatRead, worker, said);
                Step::Call(Call::Read(worker), cause.into(), token)
            }
            Err(Needed::Write(record, cause)) => self.write((worker, now), record, cause),
        }
    }

    #[inline(always)]
    fn write(
        &mut self,
        (worker, now): (WorkerId, Instant),
        record: Record,
        cause: Cause,
    ) -> Step<Token> {
        if !self.may_write(now) {
            return Step::Done(Outcome::Skipped(Skip::Dropped));
        }
        let call = Call::Write(worker, record, self.policy.write.record_ttl);
        Step::Call(
            call,
            cause.into(),
            Token { cause, ..Token::of(Stage::BeatWrite, worker, record) },
        )
    }

    /// Compares with the fresh entry, and replaces it, whatever comes of it.
    #[inline(always)]
    fn compare_with_cache(
        &mut self,
        worker: WorkerId,
        said: &Record,
        now: Instant,
    ) -> Result<Skip, Needed> {
        let fresh = self.workers.find(worker.0 as usize, now).map_err(Needed::Read)?;
        let policy = &self.policy.write;
        let compared = match fresh.value.baseline(policy.baseline) {
            Some(baseline) => baseline.compare(&said.state, said.last_heartbeat, policy),
            None => Err(Cause::Cold),
        };
        let services = fresh.value.record.services;
        fresh.value.record = Record { services, ..*said };
        *fresh.cached_at = now;
        compared.map_err(|cause| Needed::Write(fresh.value.record, cause))
    }

    /// The policies that never read. The naive one writes whatever comes. The throttle in module
    /// memory compares with an entry of any age; who has none in this isolate is written at once. A
    /// record that is overwritten unseen keeps its services, which the roster knows for nothing.
    #[inline(never)]
    fn compare_unread(
        &mut self,
        worker: WorkerId,
        said: Record,
        (now, roster): (Instant, &impl Roster),
    ) -> Result<Skip, Needed> {
        let known = self.workers.peek(worker.0 as usize).map(|entry| *entry);
        let persisted = known.and_then(|entry| entry.persisted);
        let throttles = self.policy.write.when == When::Changed;
        let services = match known {
            Some(entry) if throttles => entry.record.services,
            _ => roster.services(worker, now),
        };
        let compared = match persisted {
            _ if !throttles => Err(Cause::EveryHeartbeat),
            Some(persisted) => {
                persisted.compare(&said.state, said.last_heartbeat, &self.policy.write)
            }
            None => Err(Cause::Cold),
        };
        let record = Record { services, ..said };
        self.workers.put(worker.0 as usize, WorkerEntry { record, persisted }, now);
        compared.map_err(|cause| Needed::Write(record, cause))
    }

    /// The record has come: compares with it, and keeps what the heartbeat makes of it.
    #[inline(always)]
    pub(super) fn beat_was_read(
        &mut self,
        token: &Token,
        reply: &Reply,
        now: Instant,
    ) -> Step<Token> {
        let Reply::Record(Some(read)) = reply else { return Step::Done(Outcome::Unknown) };
        let (worker, said) = (token.worker, &token.record);
        let persisted = Persisted::of(read);
        let compared = persisted.compare(&said.state, said.last_heartbeat, &self.policy.write);
        let record = Record { services: read.services, ..*said };
        let entry = WorkerEntry { record, persisted: Some(persisted) };
        self.workers.put(worker.0 as usize, entry, now);
        match compared {
            Ok(skip) => Step::Done(Outcome::Skipped(skip)),
            Err(cause) => self.write((worker, now), record, cause),
        }
    }

    /// May a heartbeat write? Then that write is spent.
    #[inline(always)]
    pub(super) fn may_write(&mut self, now: Instant) -> bool {
        self.policy.write.max_per_day.is_none_or(|most| self.spends(most, now))
    }

    /// Is there a write left of this day? Then it is spent.
    #[cold]
    fn spends(&mut self, most: u32, now: Instant) -> bool {
        let day = now.ms() / DAY_MS;
        if self.spent.0 != day {
            self.spent = (day, 0);
        }
        let is_left = self.spent.1 < most;
        self.spent.1 += u32::from(is_left);
        is_left
    }

    /// The write has returned: what was written is the new baseline.
    #[inline(always)]
    pub(super) fn beat_was_written(&mut self, token: &Token) -> Step<Token> {
        if let Some(entry) = self.workers.peek(token.worker.0 as usize) {
            entry.persisted = Some(Persisted::of(&token.record));
        }
        self.invalidate_lists(token.record.services);
        Step::Done(Outcome::Written(token.cause))
    }
}

impl Policy {
    /// Do heartbeats compare with what a lookup finds?
    pub(super) fn beats_look_up(&self) -> bool {
        self.write.when == When::Changed && self.write.baseline != Baseline::Memory
    }
}
