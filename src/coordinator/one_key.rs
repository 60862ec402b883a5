//! All workers in one key ([`Layout::OneKey`](crate::words::Layout)): whoever changes one record writes
//! all of them, as this isolate knows them.
//!
//! A heartbeat changes its worker's record in the cached value, which stays as old as it was: only a
//! read or a granted write says what KV holds.

use super::core::Coordinator;
use super::entry::{FleetEntry, Persisted};
use super::policy::{Baseline, When};
use super::reply::{fleet_of, read};
use super::stage::{Purpose, Stage, Token, Walk};
use crate::program::{Call, Outcome, Reply, Roster, Skip, Step};
use crate::words::{Cause, Fleet, Instant, Key, Record, ServiceId, Value, WorkerId};

/// The place of the one value in its cache.
const ONE: usize = 0;

impl Coordinator {
    pub(super) fn beat_in_fleet(
        &mut self,
        worker: WorkerId,
        said: Record,
        now: Instant,
    ) -> Step<Token> {
        let token = Token::of(Stage::BeatFleet, worker, said);
        let write = &self.policy.write;
        let in_memory = write.when == When::Changed && write.baseline == Baseline::Memory;
        let looked = if in_memory {
            // Of any age.
            self.fleets.peek(ONE).map(drop).ok_or(Cause::Cold)
        } else {
            self.fleets.find(ONE, now).map(drop)
        };
        match looked {
            Ok(()) => self.beat_was_found(&token, None, now),
            Err(cause) => Step::Call(read(Key::Fleet), cause.into(), token),
        }
    }

    /// The value is known: as the cache holds it, or where nothing is cached, as it was read.
    pub(super) fn beat_was_found(
        &mut self,
        token: &Token,
        read: Option<Fleet>,
        now: Instant,
    ) -> Step<Token> {
        let (worker, said) = (token.worker, &token.record);
        if read.as_ref().is_some_and(|read| read.get(worker).is_none()) {
            return Step::Done(Outcome::Unknown);
        }
        let policy = &self.policy.write;
        let mut uncached = read.map(FleetEntry::of);
        let Some(entry) = self.fleets.peek(ONE).or(uncached.as_mut()) else {
            return Step::Done(Outcome::Unknown);
        };
        let Some(services) = entry.said.get(worker).map(|record| record.services) else {
            return Step::Done(Outcome::Unknown);
        };
        let baseline = entry.baseline(worker, policy.baseline);
        let compared = match (policy.when, baseline) {
            (When::Always, _) => Err(Cause::EveryHeartbeat),
            (When::Changed, None) => Err(Cause::Cold),
            (When::Changed, Some(baseline)) => {
                Persisted::compare(&baseline, &said.state, said.last_heartbeat, policy)
            }
        };
        let record = Record { services, ..*said };
        entry.said.set(worker, record);
        let cause = match compared {
            Ok(skip) => return Step::Done(Outcome::Skipped(skip)),
            Err(cause) => cause,
        };
        let fleet = entry.said.clone();
        if !self.may_write(now) {
            return Step::Done(Outcome::Skipped(Skip::Dropped));
        }
        let token = Token { cause, record, ..*token };
        self.write_fleet(Stage::BeatFleetWrite, fleet, token)
    }

    /// Writes all workers; keeps what was written until KV has said what it says to that.
    fn write_fleet(&mut self, stage: Stage, fleet: Fleet, token: Token) -> Step<Token> {
        let number = self.written.put(fleet.clone());
        let call = Call::Put(Key::Fleet, Value::Fleet(fleet), self.policy.write.record_ttl);
        Step::Call(call, token.cause.into(), Token { stage, number, ..token })
    }

    /// The write of a heartbeat has returned: what was written is the new baseline of all workers.
    pub(super) fn fleet_was_written(&mut self, token: &Token, now: Instant) -> Step<Token> {
        let written = self.written.take(token.number);
        if let Some(entry) = self.fleets.peek(ONE) {
            let said = entry.said.clone();
            self.fleets.put(ONE, FleetEntry { said, persisted: written }, now);
        }
        self.invalidate_lists(token.record.services);
        Step::Done(Outcome::Written(token.cause))
    }

    /// All workers by a fresh entry, or the cause of the read that is needed.
    fn look_fleet(&mut self, now: Instant) -> Result<Fleet, Cause> {
        self.fleets.find(ONE, now).map(|fresh| fresh.value.said.clone())
    }

    /// Caches all workers, as KV has them.
    pub(super) fn keep_fleet(&mut self, fleet: Fleet, now: Instant) {
        self.fleets.put(ONE, FleetEntry::of(fleet), now);
    }

    /// How many workers the cached value holds.
    pub(super) fn fleet_size(&self) -> usize {
        self.fleets.held_at(ONE).map_or(0, |entry| entry.said.len())
    }

    /// A request that looks many workers up: one lookup gives them all.
    pub(super) fn walk_fleet(
        &mut self,
        purpose: Purpose,
        at: (Instant, &impl Roster),
    ) -> Step<Token> {
        let looked =
            if self.uses_cache(purpose) { self.look_fleet(at.0) } else { Err(Cause::Uncached) };
        match looked {
            Ok(fleet) => self.walk(self.walk_through(&fleet, purpose), at),
            Err(cause) => {
                let walk = self.walks.put(Walk::empty(purpose));
                let token = Token::numbered(Stage::WalkFleet, walk);
                Step::Call(read(Key::Fleet), cause.into(), token)
            }
        }
    }

    pub(super) fn fleet_was_read(
        &mut self,
        walk: u32,
        reply: Reply,
        at: (Instant, &impl Roster),
    ) -> Step<Token> {
        let purpose = self.walks.take(walk).purpose;
        self.walk(self.walk_through(&fleet_of(reply), purpose), at)
    }

    /// A walk that has found all it looks for.
    fn walk_through(&self, fleet: &Fleet, purpose: Purpose) -> Box<Walk> {
        let is_asked_for = |record: &Record| match purpose {
            Purpose::Route(service) => self.offers(record, service),
            Purpose::Admin | Purpose::Prewarm(..) => true,
        };
        let rows = fleet.iter().filter(|(_, record)| is_asked_for(record));
        Walk::through(purpose, rows.map(|(worker, record)| (worker, *record)).collect())
    }

    fn offers(&self, record: &Record, service: ServiceId) -> bool {
        self.interned.list(record.services).contains(&service)
    }

    /// A worker that registers is put into what KV holds: read for that alone, past the caches.
    pub(super) fn register_in_fleet(worker: WorkerId, record: Record) -> Step<Token> {
        let token = Token::of(Stage::RegisterFleet, worker, record);
        Step::Call(read(Key::Fleet), Cause::Index.into(), token)
    }

    pub(super) fn register_was_read(&mut self, token: Token, reply: Reply) -> Step<Token> {
        let mut fleet = fleet_of(reply);
        fleet.set(token.worker, token.record);
        self.write_fleet(Stage::RegisterFleetWrite, fleet, token)
    }

    pub(super) fn deregister_in_fleet(&mut self, worker: WorkerId, now: Instant) -> Step<Token> {
        let token = Token { worker, ..Token::numbered(Stage::DeregisterFleet, 0) };
        match self.look_fleet(now) {
            Ok(fleet) => self.leave_fleet(token, fleet),
            Err(cause) => Step::Call(read(Key::Fleet), cause.into(), token),
        }
    }

    pub(super) fn leave_fleet(&mut self, token: Token, mut fleet: Fleet) -> Step<Token> {
        let Some(record) = fleet.get(token.worker).copied() else {
            return Step::Done(Outcome::Deregistered { found: false });
        };
        fleet.remove(token.worker);
        self.write_fleet(Stage::DeregisterFleetWrite, fleet, Token { record, ..token })
    }

    /// The write of a worker that has joined or left has returned.
    pub(super) fn roster_was_written(&mut self, token: &Token, now: Instant) -> Step<Token> {
        let written = self.written.take(token.number);
        self.keep_fleet(written, now);
        self.invalidate_lists(token.record.services);
        Step::Done(match token.stage {
            Stage::RegisterFleetWrite => Outcome::Registered,
            _ => Outcome::Deregistered { found: true },
        })
    }
}
