//! A worker joins or leaves: its record, and the indexes of its services.

use std::rc::Rc;

use super::core::Coordinator;
use super::entry::WorkerEntry;
use super::request::{Call, Outcome, Reply, Roster};
use super::task::{IndexStep, Stage, Step, Turn};
use super::walk::ids_of;
use crate::words::{Cause, Key, Record, ServiceId, ServiceList, Value, WorkerId, WorkerState};

impl Coordinator {
    pub(super) fn join<R: Roster>(
        &mut self,
        turn: &Turn<'_, R>,
        worker: WorkerId,
        services: &ServiceList,
        state: &WorkerState,
    ) -> Step {
        let services = services.clone();
        let record = Record { last_heartbeat: turn.arrived, services, state: *state };
        let value = Value::Record(record.clone());
        let call = Call::Put(Key::Worker(worker), value, self.policy.write.record_ttl);
        self.ask(turn, 0, call, Cause::Registration);
        Step::Wait(Stage::JoinRecord { record })
    }

    /// Goes on with the service at this place of the record, or ends.
    pub(super) fn join_next<R: Roster>(
        &mut self,
        turn: &Turn<'_, R>,
        record: Record,
        at: usize,
    ) -> Step {
        if let Some(&service) = record.services.as_slice().get(at) {
            self.read_index(turn, service);
            return Step::Wait(Stage::JoinIndex { record, at, step: IndexStep::Read });
        }
        self.forget_indexes(&record.services);
        self.invalidate_lists(&record.services);
        self.keep_worker(turn.worker(), WorkerEntry::of(record), turn.now);
        Step::Done(Outcome::Registered)
    }

    pub(super) fn join_index<R: Roster>(
        &mut self,
        turn: &Turn<'_, R>,
        (record, at, step): (Record, usize, IndexStep),
        reply: Reply,
    ) -> Step {
        let worker = turn.worker();
        if step == IndexStep::Read {
            let ids = ids_of(reply);
            if !ids.contains(&worker) {
                let mut ids = Rc::unwrap_or_clone(ids);
                ids.push(worker);
                self.write_index(turn, record.services.as_slice()[at], ids);
                return Step::Wait(Stage::JoinIndex { record, at, step: IndexStep::Write });
            }
        }
        self.join_next(turn, record, at + 1)
    }

    pub(super) fn leave<R: Roster>(&mut self, turn: &Turn<'_, R>, worker: WorkerId) -> Step {
        match self.look_worker(worker, turn.now) {
            Ok(record) => self.delete(turn, record.services),
            Err(cause) => {
                self.ask_read(turn, 0, Key::Worker(worker), cause);
                Step::Wait(Stage::LeaveRead)
            }
        }
    }

    pub(super) fn leave_was_read<R: Roster>(&mut self, turn: &Turn<'_, R>, reply: Reply) -> Step {
        match reply {
            Reply::Value(Some(Value::Record(record))) => self.delete(turn, record.services),
            _ => Step::Done(Outcome::Deregistered { found: false }),
        }
    }

    fn delete<R: Roster>(&mut self, turn: &Turn<'_, R>, services: ServiceList) -> Step {
        self.ask(turn, 0, Call::Delete(Key::Worker(turn.worker())), Cause::Registration);
        Step::Wait(Stage::LeaveDelete { services })
    }

    /// Goes on with the service at this place of the list, or ends.
    pub(super) fn leave_next<R: Roster>(
        &mut self,
        turn: &Turn<'_, R>,
        services: ServiceList,
        at: usize,
    ) -> Step {
        if let Some(&service) = services.as_slice().get(at) {
            self.read_index(turn, service);
            return Step::Wait(Stage::LeaveIndex { services, at, step: IndexStep::Read });
        }
        self.workers.invalidate(turn.worker().0 as usize);
        self.forget_indexes(&services);
        self.invalidate_lists(&services);
        Step::Done(Outcome::Deregistered { found: true })
    }

    pub(super) fn leave_index<R: Roster>(
        &mut self,
        turn: &Turn<'_, R>,
        (services, at, step): (ServiceList, usize, IndexStep),
        reply: Reply,
    ) -> Step {
        let worker = turn.worker();
        if step == IndexStep::Read {
            let ids = ids_of(reply);
            if ids.contains(&worker) {
                let mut ids = Rc::unwrap_or_clone(ids);
                ids.retain(|id| *id != worker);
                self.write_index(turn, services.as_slice()[at], ids);
                return Step::Wait(Stage::LeaveIndex { services, at, step: IndexStep::Write });
            }
        }
        self.leave_next(turn, services, at + 1)
    }

    /// Reads an index in order to change it: never from a cache, and never shared.
    fn read_index<R: Roster>(&mut self, turn: &Turn<'_, R>, service: ServiceId) {
        self.ask(turn, 0, Call::Get(Key::Index(service)), Cause::Index);
    }

    fn write_index<R: Roster>(
        &mut self,
        turn: &Turn<'_, R>,
        service: ServiceId,
        ids: Vec<WorkerId>,
    ) {
        let call = Call::Put(Key::Index(service), Value::Ids(Rc::new(ids)), None);
        self.ask(turn, 0, call, Cause::Registration);
    }

    fn forget_indexes(&mut self, services: &ServiceList) {
        for service in services.as_slice() {
            self.index.invalidate(service.0.into());
        }
    }
}
