//! How workers join and leave in the second model.

use kvplan::program::Outcome;
use kvplan::words::{Cause, Key, Layout, Op, ServiceId, WorkerId};

use super::tiered::Part;
use super::{Held, Rec, SimpleModel};

impl SimpleModel {
    pub(super) fn register(&mut self, id: u32, record: Rec) -> Outcome {
        self.operation(Op::Write, Some(Key::Worker(WorkerId(id))), Cause::Registration);
        self.kv.put(id, record.clone());
        let tiered = self.policy.layout == Layout::Tiered;
        if tiered {
            let key = Key::Capabilities(WorkerId(id));
            self.operation(Op::Write, Some(key), Cause::Registration);
            self.kv.capabilities.insert(id, record.clone());
        }
        for &service in &record.services {
            self.operation(Op::Read, Some(Key::Index(ServiceId(service))), Cause::Index);
            let mut ids = self.kv.indexes.get(&service).cloned().unwrap_or_default();
            if ids.contains(&id) {
                self.rule("already in the index");
            } else {
                ids.push(id);
                self.write_index(service, ids);
            }
        }
        self.keep(id, record.clone(), Some(record.clone()));
        if tiered {
            self.keep_part(Part::Abilities, id, Held::of(record.clone()));
        }
        self.drop_indexes(&record.services);
        self.invalidate(&record.services);
        Outcome::Registered
    }

    pub(super) fn deregister(&mut self, id: u32) -> Outcome {
        let tiered = self.policy.layout == Layout::Tiered;
        let looked = if tiered { self.look_part(Part::Abilities, id) } else { self.look(id) };
        let record = match looked {
            Ok(held) => {
                if !self.kv.records.contains_key(&id) {
                    self.rule("a fresh entry serves a deregistration of what is gone");
                }
                held.record
            }
            Err(cause) => match self.fetch_either(id, cause) {
                Some(record) => record,
                None => {
                    self.rule("deregister of an unknown worker");
                    return Outcome::Deregistered { found: false };
                }
            },
        };
        self.operation(Op::Delete, Some(Key::Worker(WorkerId(id))), Cause::Registration);
        self.kv.remove(id);
        if tiered {
            let key = Key::Capabilities(WorkerId(id));
            self.operation(Op::Delete, Some(key), Cause::Registration);
            self.kv.capabilities.remove(&id);
        }
        for &service in &record.services {
            self.operation(Op::Read, Some(Key::Index(ServiceId(service))), Cause::Index);
            let mut ids = self.kv.indexes.get(&service).cloned().unwrap_or_default();
            if ids.contains(&id) {
                ids.retain(|other| *other != id);
                self.write_index(service, ids);
            } else {
                self.rule("no longer in the index");
            }
        }
        self.here().workers.invalidate(id);
        self.here().capabilities.invalidate(id);
        self.drop_indexes(&record.services);
        self.invalidate(&record.services);
        Outcome::Deregistered { found: true }
    }

    /// Reads the key that knows a worker's services.
    fn fetch_either(&mut self, id: u32, cause: Cause) -> Option<Rec> {
        if self.policy.layout == Layout::Tiered {
            return self.fetch_part(Part::Abilities, id, (cause, true)).map(|held| held.record);
        }
        self.fetch(id, cause, true)
    }

    fn write_index(&mut self, service: u16, ids: Vec<u32>) {
        self.operation(Op::Write, Some(Key::Index(ServiceId(service))), Cause::Registration);
        self.kv.indexes.insert(service, ids);
    }

    fn drop_indexes(&mut self, services: &[u16]) {
        for &service in services {
            self.here().indexes.invalidate(service.into());
        }
    }
}
