//! A worker registers or deregisters: its record, and the indexes of its services.

use super::core::Coordinator;
use super::entry::WorkerEntry;
use super::reply::{ids_of, read, record_of};
use super::stage::{Stage, Token};
use crate::program::{Call, Outcome, Reply, Step};
use crate::words::{
    Cause, IdList, Instant, Key, Layout, Record, ServiceId, ServicesId, Value, WorkerId,
};

impl Coordinator {
    pub(super) fn register(&mut self, worker: WorkerId, record: Record) -> Step<Token> {
        if self.policy.layout == Layout::OneKey {
            return Self::register_in_fleet(worker, record);
        }
        let call = Call::Write(worker, record, self.policy.write.record_ttl);
        Step::Call(
            call,
            Cause::Registration.into(),
            Token::of(Stage::RegisterWrite, worker, record),
        )
    }

    /// The record stands in KV: goes on with what the worker can do where that has a key of its own, else
    /// with the first service.
    pub(super) fn record_was_written(&mut self, token: Token, now: Instant) -> Step<Token> {
        if self.policy.layout != Layout::Tiered {
            return self.register_next(token, 0, now);
        }
        let call = Call::Put(Key::Capabilities(token.worker), Value::Record(token.record), None);
        let token = token.at(Stage::RegisterCapabilitiesWrite, 0);
        Step::Call(call, Cause::Registration.into(), token)
    }

    /// Goes on with the service at a place of the record, or ends.
    pub(super) fn register_next(&mut self, token: Token, place: u16, now: Instant) -> Step<Token> {
        let Token { worker, record, .. } = token;
        if let Some(service) = self.service_at(record.services, place) {
            return read_index(service, token.at(Stage::RegisterIndexRead, place));
        }
        self.forget_indexes(record.services);
        self.invalidate_lists(record.services);
        self.workers.put(worker.0 as usize, WorkerEntry::of(record), now);
        if self.policy.layout == Layout::Tiered {
            self.capabilities.put(worker.0 as usize, WorkerEntry::of(record), now);
        }
        Step::Done(Outcome::Registered)
    }

    /// The index has been read that a worker may have to be put into.
    pub(super) fn register_in_index(
        &mut self,
        token: Token,
        reply: Reply,
        now: Instant,
    ) -> Step<Token> {
        let ids = ids_of(reply);
        match self.service_at(token.record.services, token.place) {
            Some(service) if !ids.contains(token.worker) => {
                let ids = ids.with(token.worker);
                write_index(service, ids, token.at(Stage::RegisterIndexWrite, token.place))
            }
            _ => self.register_next(token, token.place + 1, now),
        }
    }

    pub(super) fn deregister(&mut self, worker: WorkerId, now: Instant) -> Step<Token> {
        let token = Token { worker, ..Token::numbered(Stage::DeregisterRead, 0) };
        let key = match self.policy.layout {
            Layout::OneKey => return self.deregister_in_fleet(worker, now),
            Layout::PerWorker => Key::Worker(worker),
            Layout::Tiered => Key::Capabilities(worker),
        };
        match self.look_worker(key, now) {
            Ok(record) => delete(token, record),
            Err(cause) => Step::Call(read(key), cause.into(), token),
        }
    }

    pub(super) fn deregister_was_read(token: Token, reply: Reply) -> Step<Token> {
        match record_of(reply) {
            Some(record) => delete(token, record),
            None => Step::Done(Outcome::Deregistered { found: false }),
        }
    }

    /// The record is deleted: goes on with what the worker could do where that has a key of its own, else
    /// with the first service.
    pub(super) fn record_was_deleted(&mut self, token: Token) -> Step<Token> {
        if self.policy.layout != Layout::Tiered {
            return self.deregister_next(token, 0);
        }
        let call = Call::Delete(Key::Capabilities(token.worker));
        let token = token.at(Stage::DeregisterCapabilitiesDelete, 0);
        Step::Call(call, Cause::Registration.into(), token)
    }

    /// Goes on with the service at a place of the record, or ends.
    pub(super) fn deregister_next(&mut self, token: Token, place: u16) -> Step<Token> {
        let services = token.record.services;
        if let Some(service) = self.service_at(services, place) {
            return read_index(service, token.at(Stage::DeregisterIndexRead, place));
        }
        self.workers.invalidate(token.worker.0 as usize);
        self.capabilities.invalidate(token.worker.0 as usize);
        self.forget_indexes(services);
        self.invalidate_lists(services);
        Step::Done(Outcome::Deregistered { found: true })
    }

    /// The index has been read that a worker may have to be taken out of.
    pub(super) fn deregister_from_index(&mut self, token: Token, reply: Reply) -> Step<Token> {
        let ids = ids_of(reply);
        match self.service_at(token.record.services, token.place) {
            Some(service) if ids.contains(token.worker) => {
                let ids = ids.without(token.worker);
                write_index(service, ids, token.at(Stage::DeregisterIndexWrite, token.place))
            }
            _ => self.deregister_next(token, token.place + 1),
        }
    }

    fn service_at(&self, services: ServicesId, place: u16) -> Option<ServiceId> {
        self.interned.list(services).get(usize::from(place)).copied()
    }

    fn forget_indexes(&mut self, services: ServicesId) {
        for service in self.interned.list(services).iter() {
            self.index.invalidate(service.0.into());
        }
    }
}

/// Deletes a worker's record.
fn delete(token: Token, record: Record) -> Step<Token> {
    let call = Call::Delete(Key::Worker(token.worker));
    let stage = Stage::DeregisterDelete;
    Step::Call(call, Cause::Registration.into(), Token { stage, record, ..token })
}

/// Reads an index in order to change it: never from a cache, and never shared.
fn read_index(service: ServiceId, token: Token) -> Step<Token> {
    Step::Call(Call::Get(Key::Index(service), None), Cause::Index.into(), token)
}

fn write_index(service: ServiceId, ids: IdList, token: Token) -> Step<Token> {
    let call = Call::Put(Key::Index(service), Value::Ids(ids), None);
    Step::Call(call, Cause::Registration.into(), token)
}
