//! Two keys a worker in the second model: what it can do, and its load.

use kvplan::coordinator::{Baseline, Fanout, ModelsCompare, When};
use kvplan::program::{Miss, Outcome, Skip};
use kvplan::words::{Cause, Key, Op, WorkerId, WorkerState};

use super::cache::SimpleCache;
use super::{Held, Rec, SimpleModel};

/// One of the two keys.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum Part {
    Abilities,
    Load,
}

impl Part {
    fn key(self, id: u32) -> Key {
        match self {
            Self::Abilities => Key::Capabilities(WorkerId(id)),
            Self::Load => Key::Worker(WorkerId(id)),
        }
    }
}

impl SimpleModel {
    fn cache(&mut self, part: Part) -> &mut SimpleCache<Held> {
        match part {
            Part::Abilities => &mut self.isolates[self.at].capabilities,
            Part::Load => &mut self.isolates[self.at].workers,
        }
    }

    fn is_cached(&self, part: Part) -> bool {
        let policy = &self.policy;
        let load = part == Part::Load;
        let ttl = if load { policy.cache.worker_ttl } else { policy.capabilities_ttl };
        !ttl.is_zero()
    }

    pub(super) fn keep_part(&mut self, part: Part, id: u32, held: Held) {
        let now = self.now;
        if self.is_cached(part) || self.policy.write.baseline == Baseline::Memory {
            self.cache(part).put(id, held, now);
        }
    }

    pub(super) fn look_part(&mut self, part: Part, id: u32) -> Result<Held, Cause> {
        if !self.is_cached(part) {
            return Err(Cause::Uncached);
        }
        let now = self.now;
        self.cache(part).look(id, now, &mut |_| {}).map_err(Miss::cause)
    }

    /// Reads a key, into its cache where it is to be kept.
    pub(super) fn fetch_part(
        &mut self,
        part: Part,
        id: u32,
        (cause, keep): (Cause, bool),
    ) -> Option<Held> {
        self.operation(Op::Read, Some(part.key(id)), cause);
        let held = match part {
            Part::Abilities => self.kv.capabilities.get(&id).cloned().map(Held::of),
            Part::Load => self.kv.records.get(&id).cloned().map(Held::of),
        };
        if let Some(held) = held.clone().filter(|_| keep) {
            self.keep_part(part, id, held);
        }
        held
    }

    /// What a heartbeat compares a key with: `Err`: KV does not have it. `Ok(None)`: nobody knows.
    fn known(&mut self, part: Part, id: u32) -> Result<Option<Held>, ()> {
        let (write, now) = (self.policy.write.clone(), self.now);
        if write.when == When::Always || write.baseline == Baseline::Memory {
            return Ok(self.cache(part).peek(id, now).map(|(held, _)| held));
        }
        match self.look_part(part, id) {
            Ok(held) => Ok(Some(held)),
            Err(cause) => self.fetch_part(part, id, (cause, true)).map(Some).ok_or(()),
        }
    }

    pub(super) fn heartbeat_in_two(&mut self, id: u32, state: WorkerState) -> Outcome {
        let write = self.policy.write.clone();
        let overwritten = self.kv.records.get(&id).map_or(Vec::new(), |old| old.services.clone());
        let always = write.when == When::Always;
        let baseline = |held: &Option<Held>| {
            let held = held.as_ref()?;
            let said = write.baseline == Baseline::Cached;
            if said { Some(held.record.clone()) } else { held.persisted.clone() }
        };

        let Ok(abilities) = self.known(Part::Abilities, id) else {
            self.rule("two keys: what it can do is unknown");
            return Outcome::Unknown;
        };
        let services = match &abilities {
            Some(held) if !always => held.record.services.clone(),
            _ => overwritten,
        };
        let record = Rec { beat: self.now, services, state };
        let identity = write.models_compare == ModelsCompare::Identity;
        let also = match baseline(&abilities) {
            _ if always => Some(Cause::EveryHeartbeat),
            None => Some(Cause::Cold),
            Some(it) => (identity || it.state.models != state.models).then_some(Cause::Models),
        };
        let persisted = abilities.and_then(|held| held.persisted);
        self.keep_part(Part::Abilities, id, Held { record: record.clone(), persisted });

        let Ok(load) = self.known(Part::Load, id) else {
            self.rule("two keys: its load is unknown");
            return Outcome::Unknown;
        };
        let base = baseline(&load);
        let why = match &base {
            _ if always => Some(Cause::EveryHeartbeat),
            None => Some(Cause::Cold),
            Some(base) => self.reason(base, &state, false),
        };
        let small = base.is_some_and(|base| base.state.load != state.load);
        let persisted = load.and_then(|held| held.persisted);
        self.keep_part(Part::Load, id, Held { record: record.clone(), persisted });
        self.write_in_two(id, &record, (why, also), small)
    }

    fn write_in_two(
        &mut self,
        id: u32,
        record: &Rec,
        (why, also): (Option<Cause>, Option<Cause>),
        small: bool,
    ) -> Outcome {
        match (why, also) {
            (None, None) => {
                self.rule("two keys: neither is written");
                let skip = if small { Skip::SmallLoadChange } else { Skip::Unchanged };
                return Outcome::Skipped(skip);
            }
            (Some(_), Some(_)) => self.rule("two keys: both are to be written"),
            (Some(_), None) => self.rule("two keys: the load alone is to be written"),
            (None, Some(_)) => self.rule("two keys: what it can do alone is to be written"),
        }
        let mut first = None;
        for (part, cause) in [(Part::Load, why), (Part::Abilities, also)] {
            let Some(cause) = cause else { continue };
            if !self.spends() {
                if first.is_some() {
                    self.rule("two keys: the second write is dropped");
                }
                continue;
            }
            first = first.or(Some(cause));
            self.operation(Op::Write, Some(part.key(id)), cause);
            match part {
                Part::Load => self.kv.put(id, record.clone()),
                Part::Abilities => drop(self.kv.capabilities.insert(id, record.clone())),
            }
            let written = record.clone();
            self.cache(part).amend(id, |held| held.persisted = Some(written));
            self.invalidate(&record.services);
        }
        first.map_or(Outcome::Skipped(Skip::Dropped), Outcome::Written)
    }

    /// The records of these workers, of those that have both keys.
    pub(super) fn walk_in_two(
        &mut self,
        ids: &[u32],
        cached: bool,
        fanout: Fanout,
    ) -> Vec<(u32, Rec)> {
        let look = |model: &mut Self, part, id| {
            if cached { model.look_part(part, id) } else { Err(Cause::Uncached) }
        };
        let settle = |model: &mut Self, part, id, looked: Result<Held, Cause>| match looked {
            Ok(held) => Some(held),
            Err(cause) => model.fetch_part(part, id, (cause, cached)),
        };
        let mut pairs = Vec::new();
        if fanout == Fanout::Parallel {
            let looked: Vec<_> = ids
                .iter()
                .map(|id| (look(self, Part::Abilities, *id), look(self, Part::Load, *id)))
                .collect();
            for (&id, (abilities, load)) in ids.iter().zip(looked) {
                let abilities = settle(self, Part::Abilities, id, abilities);
                pairs.push((id, abilities, settle(self, Part::Load, id, load)));
            }
        } else {
            for &id in ids {
                let looked = look(self, Part::Abilities, id);
                let abilities = settle(self, Part::Abilities, id, looked);
                let load = abilities.is_some().then(|| look(self, Part::Load, id));
                let load = load.and_then(|looked| settle(self, Part::Load, id, looked));
                pairs.push((id, abilities, load));
            }
        }
        let mut found = Vec::new();
        for (id, abilities, load) in pairs {
            let (Some(abilities), Some(load)) = (abilities, load) else {
                self.rule("two keys: one of them is missing, skipped");
                continue;
            };
            let mut record = load.record;
            record.services = abilities.record.services;
            record.state.models = abilities.record.state.models;
            found.push((id, record));
        }
        found
    }
}
