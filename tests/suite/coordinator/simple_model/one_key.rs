//! All workers in one key in the second model.

use kvplan::coordinator::{Baseline, When};
use kvplan::program::{Miss, Outcome, Skip};
use kvplan::words::{Cause, Key, Op, WorkerState};

use super::{Rec, SimpleModel};

/// Workers and their records, in the order in which they came.
pub type Rows = Vec<(u32, Rec)>;

/// What an isolate holds of the key.
#[derive(Clone)]
pub(super) struct HeldRows {
    pub(super) said: Rows,
    persisted: Rows,
}

pub fn set(rows: &mut Rows, id: u32, record: Rec) {
    match rows.iter_mut().find(|(other, _)| *other == id) {
        Some(row) => row.1 = record,
        None => rows.push((id, record)),
    }
}

fn get(rows: &Rows, id: u32) -> Option<&Rec> {
    rows.iter().find(|(other, _)| *other == id).map(|(_, record)| record)
}

impl SimpleModel {
    fn is_fleet_cached(&self) -> bool {
        !self.policy.cache.worker_ttl.is_zero()
    }

    fn keep_rows(&mut self, said: Rows, persisted: Rows) {
        let now = self.now;
        if self.is_fleet_cached() || self.policy.write.baseline == Baseline::Memory {
            self.here().fleet.put(0, HeldRows { said, persisted }, now);
        }
    }

    /// By a fresh entry, or by one read.
    fn look_rows(&mut self, cached: bool) -> Option<HeldRows> {
        let now = self.now;
        let looked = if cached && self.is_fleet_cached() {
            self.here().fleet.look(0, now, &mut |_| {}).map_err(Miss::cause)
        } else {
            Err(Cause::Uncached)
        };
        match looked {
            Ok(held) => Some(held),
            Err(cause) => self.fetch_rows(cause, cached),
        }
    }

    fn fetch_rows(&mut self, cause: Cause, cached: bool) -> Option<HeldRows> {
        self.operation(Op::Read, Some(Key::Fleet), cause);
        let rows = self.kv.fleet.clone()?;
        if cached {
            self.keep_rows(rows.clone(), rows.clone());
        }
        Some(HeldRows { said: rows.clone(), persisted: rows })
    }

    pub(super) fn heartbeat_in_rows(&mut self, id: u32, state: WorkerState) -> Outcome {
        let write = self.policy.write.clone();
        let in_memory = write.when == When::Changed && write.baseline == Baseline::Memory;
        let now = self.now;
        let known = self.here().fleet.peek(0, now);
        let held = match known {
            None if in_memory => self.fetch_rows(Cause::Cold, true),
            Some((held, age)) if in_memory => {
                if age >= self.policy.cache.worker_ttl.ms() {
                    self.rule("one key: memory keeps it at any age");
                }
                Some(held)
            }
            _ => self.look_rows(true),
        };
        let known = held.as_ref().and_then(|held| get(&held.said, id)).cloned();
        let (Some(mut held), Some(known)) = (held, known) else {
            self.rule("one key: a worker that is not in it");
            return Outcome::Unknown;
        };
        let record = Rec { beat: self.now, services: known.services.clone(), state };
        let persisted = get(&held.persisted, id).cloned();
        let base = if write.baseline == Baseline::Cached { Some(known) } else { persisted };
        let why = match &base {
            _ if write.when == When::Always => Some(Cause::EveryHeartbeat),
            None => Some(Cause::Cold),
            Some(base) => self.reason(base, &state, true),
        };
        set(&mut held.said, id, record.clone());
        let said = held.said.clone();
        self.here().fleet.amend(0, |held| held.said = said.clone());
        let Some(why) = why else {
            self.rule("one key: not written");
            let small = base.is_some_and(|base| base.state.load != state.load);
            return Outcome::Skipped(if small { Skip::SmallLoadChange } else { Skip::Unchanged });
        };
        if !self.spends() {
            return Outcome::Skipped(Skip::Dropped);
        }
        if said.iter().any(|(other, rec)| *other != id && get(&held.persisted, *other) != Some(rec))
        {
            self.rule("one key: what others said is written too");
        }
        self.write_rows(&said, why);
        if self.here().fleet.peek(0, now).is_some() {
            self.keep_rows(said.clone(), said);
        }
        self.invalidate(&record.services);
        Outcome::Written(why)
    }

    fn write_rows(&mut self, rows: &Rows, why: Cause) {
        let is_newer = |(id, rec): &&(u32, Rec)| get(rows, *id).is_none_or(|it| it.beat < rec.beat);
        if self.kv.fleet.iter().flatten().filter(is_newer).count() > 1 {
            self.rule("one key: updates of others are lost");
        }
        self.operation(Op::Write, Some(Key::Fleet), why);
        self.kv.fleet = Some(rows.clone());
    }

    /// All workers, for a route or the admin page.
    pub(super) fn walk_rows(&mut self, cached: bool) -> Rows {
        self.look_rows(cached).map(|held| held.said).unwrap_or_default()
    }

    pub(super) fn register_in_rows(&mut self, id: u32, record: Rec) -> Outcome {
        self.operation(Op::Read, Some(Key::Fleet), Cause::Index);
        let mut rows = self.kv.fleet.clone().unwrap_or_default();
        set(&mut rows, id, record.clone());
        self.change_rows(rows, &record.services);
        Outcome::Registered
    }

    pub(super) fn deregister_in_rows(&mut self, id: u32) -> Outcome {
        let mut rows = self.walk_rows(true);
        let Some(record) = get(&rows, id).cloned() else {
            self.rule("one key: a worker that is not in it leaves");
            return Outcome::Deregistered { found: false };
        };
        rows.retain(|(other, _)| *other != id);
        self.change_rows(rows, &record.services);
        Outcome::Deregistered { found: true }
    }

    fn change_rows(&mut self, rows: Rows, services: &[u16]) {
        self.write_rows(&rows, Cause::Registration);
        self.keep_rows(rows.clone(), rows);
        self.invalidate(services);
    }
}
