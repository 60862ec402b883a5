//! Two keys a worker ([`Layout::Tiered`](crate::words::Layout)): one for what it can do, and one for its
//! load, its status and its last heartbeat. A heartbeat looks both up, compares each with what it says,
//! and writes each for reasons of its own: the load first.

use super::core::Coordinator;
use super::entry::{Persisted, WorkerEntry};
use super::policy::When;
use super::reply::{read, record_of};
use super::stage::{Stage, Token};
use crate::program::{Call, Outcome, Reply, Roster, Skip, Step};
use crate::words::{Cause, Instant, Key, Record, Value, WorkerId};

impl Coordinator {
    pub(super) fn beat_in_two(
        &mut self,
        worker: WorkerId,
        said: Record,
        (now, roster): (Instant, &impl Roster),
    ) -> Step<Token> {
        if !self.beats_look_up {
            return self.beat_unread(worker, said, (now, roster));
        }
        let token = Token::of(Stage::BeatCapabilities, worker, said);
        match self.capabilities.find(worker.0 as usize, now).map(|fresh| *fresh.value) {
            Ok(entry) => self.capabilities_are_known(token, entry, now),
            Err(cause) => Step::Call(read(Key::Capabilities(worker)), cause.into(), token),
        }
    }

    /// What the worker can do has come: compares with it, keeps what the heartbeat makes of it, and
    /// goes on with the load.
    pub(super) fn capabilities_were_read(
        &mut self,
        token: Token,
        reply: Reply,
        now: Instant,
    ) -> Step<Token> {
        match record_of(reply) {
            Some(record) => self.capabilities_are_known(token, WorkerEntry::of(record), now),
            None => Step::Done(Outcome::Unknown),
        }
    }

    fn capabilities_are_known(
        &mut self,
        token: Token,
        entry: WorkerEntry,
        now: Instant,
    ) -> Step<Token> {
        let (worker, policy) = (token.worker, &self.policy.write);
        let record = Record { services: entry.record.services, ..token.record };
        let also = match entry.baseline(policy.baseline) {
            Some(it) => it.has_other_models(&record.state, policy).then_some(Cause::Models),
            None => Some(Cause::Cold),
        };
        self.capabilities.put(worker.0 as usize, WorkerEntry { record, ..entry }, now);
        let token = Token { stage: Stage::BeatLoad, record, also, ..token };
        match self.workers.find(worker.0 as usize, now).map(|fresh| *fresh.value) {
            Ok(entry) => self.load_is_known(token, entry, now),
            Err(cause) => Step::Call(Call::Read(worker), cause.into(), token),
        }
    }

    pub(super) fn load_was_read(
        &mut self,
        token: Token,
        reply: &Reply,
        now: Instant,
    ) -> Step<Token> {
        match reply {
            Reply::Record(Some(record)) => self.load_is_known(token, WorkerEntry::of(*record), now),
            _ => Step::Done(Outcome::Unknown),
        }
    }

    fn load_is_known(&mut self, token: Token, entry: WorkerEntry, now: Instant) -> Step<Token> {
        let Token { worker, record, .. } = token;
        let policy = &self.policy.write;
        let compared = match entry.baseline(policy.baseline) {
            Some(it) => it.compare_load((&record.state, false), record.last_heartbeat, policy),
            None => Err(Cause::Cold),
        };
        self.workers.put(worker.0 as usize, WorkerEntry { record, ..entry }, now);
        self.write_in_two(token, compared, now)
    }

    /// The policies that never read, as [`Coordinator::beat`] has them, key by key.
    fn beat_unread(
        &mut self,
        worker: WorkerId,
        said: Record,
        (now, roster): (Instant, &impl Roster),
    ) -> Step<Token> {
        let at = worker.0 as usize;
        let throttles = self.policy.write.when == When::Changed;
        let abilities = self.capabilities.peek(at).map(|entry| *entry);
        let load = self.workers.peek(at).and_then(|entry| entry.persisted);
        let services = match abilities {
            Some(entry) if throttles => entry.record.services,
            _ => roster.services(worker, now),
        };
        let abilities = abilities.and_then(|entry| entry.persisted);
        let record = Record { services, ..said };
        let policy = &self.policy.write;
        let compare =
            |it: Persisted| it.compare_load((&record.state, false), record.last_heartbeat, policy);
        let (compared, also) = if throttles {
            let differ = |it: Persisted| it.has_other_models(&record.state, policy);
            let also =
                abilities.map_or(Some(Cause::Cold), |it| differ(it).then_some(Cause::Models));
            (load.map_or(Err(Cause::Cold), compare), also)
        } else {
            (Err(Cause::EveryHeartbeat), Some(Cause::EveryHeartbeat))
        };
        self.capabilities.put(worker.0 as usize, WorkerEntry { record, persisted: abilities }, now);
        self.workers.put(worker.0 as usize, WorkerEntry { record, persisted: load }, now);
        let token = Token { also, ..Token::of(Stage::BeatLoad, worker, record) };
        self.write_in_two(token, compared, now)
    }

    /// Writes the load where there is a reason to, and goes on with what the worker can do.
    fn write_in_two(
        &mut self,
        token: Token,
        load: Result<Skip, Cause>,
        now: Instant,
    ) -> Step<Token> {
        match load {
            Ok(skip) if token.also.is_none() => Step::Done(Outcome::Skipped(skip)),
            Err(cause) if self.may_write(now) => {
                let call = Call::Write(token.worker, token.record, self.policy.write.record_ttl);
                let stage = Stage::BeatLoadWrite;
                Step::Call(call, cause.into(), Token { stage, cause, ..token })
            }
            _ => self.write_capabilities(token, now),
        }
    }

    /// The write of the load has returned, or its refusal is borne.
    pub(super) fn load_was_written(
        &mut self,
        token: Token,
        granted: bool,
        now: Instant,
    ) -> Step<Token> {
        if !granted {
            return self.write_capabilities(token, now);
        }
        if let Some(entry) = self.workers.peek(token.worker.0 as usize) {
            entry.persisted = Some(Persisted::of(&token.record));
        }
        self.invalidate_lists(token.record.services);
        self.write_capabilities(Token { number: 1, ..token }, now)
    }

    /// Writes what the worker can do, where there is a reason to, or ends.
    fn write_capabilities(&mut self, token: Token, now: Instant) -> Step<Token> {
        let Some(why) = token.also else { return Self::end_in_two(&token) };
        if !self.may_write(now) {
            return Self::end_in_two(&token);
        }
        let key = Key::Capabilities(token.worker);
        let call = Call::Put(key, Value::Record(token.record), None);
        // A heartbeat has written for the reason that came first.
        let cause = if token.number > 0 { token.cause } else { why };
        let stage = Stage::BeatCapabilitiesWrite;
        Step::Call(call, why.into(), Token { stage, cause, ..token })
    }

    pub(super) fn capabilities_were_written(&mut self, token: Token) -> Step<Token> {
        if let Some(entry) = self.capabilities.peek(token.worker.0 as usize) {
            entry.persisted = Some(Persisted::of(&token.record));
        }
        self.invalidate_lists(token.record.services);
        Self::end_in_two(&Token { number: token.number + 1, ..token })
    }

    /// The end of a heartbeat that was to be written: `number` says how often it was.
    pub(super) fn end_in_two(token: &Token) -> Step<Token> {
        Step::Done(if token.number > 0 {
            Outcome::Written(token.cause)
        } else {
            Outcome::Skipped(Skip::Dropped)
        })
    }
}
