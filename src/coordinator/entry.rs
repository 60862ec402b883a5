//! What the caches hold.

use super::policy::{Baseline, ModelsCompare, WritePolicy};
use crate::program::{Pick, Skip};
use crate::words::{Cause, Fleet, Instant, Record, WorkerId, WorkerState};

/// A worker as this isolate knows it.
#[derive(Clone, Copy, PartialEq, Debug)]
pub(super) struct WorkerEntry {
    /// What the last heartbeat said, or the last read returned.
    pub(super) record: Record,
    /// What this isolate last read from or wrote to KV; `None` until a first write has returned.
    pub(super) persisted: Option<Persisted>,
}

impl WorkerEntry {
    /// The entry of a record that stands in KV.
    pub(super) fn of(record: Record) -> Self {
        let persisted = Some(Persisted::of(&record));
        Self { record, persisted }
    }

    /// What a new heartbeat is compared with.
    #[inline]
    pub(super) fn baseline(&self, baseline: Baseline) -> Option<Persisted> {
        match baseline {
            Baseline::Cached => Some(Persisted::of(&self.record)),
            Baseline::Persisted | Baseline::Memory => self.persisted,
        }
    }
}

/// A record without its services, which no comparison looks at.
#[derive(Clone, Copy, PartialEq, Debug)]
pub(super) struct Persisted {
    pub(super) last_heartbeat: Instant,
    pub(super) state: WorkerState,
}

impl Persisted {
    #[inline]
    pub(super) fn of(record: &Record) -> Self {
        Self { last_heartbeat: record.last_heartbeat, state: record.state }
    }

    /// Must a heartbeat that says `state` be written? The first reason in the order status, load,
    /// models, interval is the cause.
    #[inline(always)]
    pub(super) fn compare(
        &self,
        state: &WorkerState,
        arrived: Instant,
        policy: &WritePolicy,
    ) -> Result<Skip, Cause> {
        let other_models = self.has_other_models(state, policy);
        self.compare_load((state, other_models), arrived, policy)
    }

    /// Are these other models than a heartbeat's?
    #[inline(always)]
    pub(super) fn has_other_models(&self, state: &WorkerState, policy: &WritePolicy) -> bool {
        policy.models_compare == ModelsCompare::Identity || self.state.models != state.models
    }

    /// As [`Self::compare`], where it is known whether the models are a reason.
    #[inline(always)]
    pub(super) fn compare_load(
        &self,
        (state, other_models): (&WorkerState, bool),
        arrived: Instant,
        policy: &WritePolicy,
    ) -> Result<Skip, Cause> {
        let moved = (self.state.load - state.load).abs();
        if self.state.status != state.status {
            Err(Cause::Status)
        } else if moved > policy.load_delta {
            Err(Cause::Load)
        } else if other_models {
            Err(Cause::Models)
        } else if arrived.since(self.last_heartbeat) > policy.max_interval {
            Err(Cause::Interval)
        } else if moved > 0.0 {
            Ok(Skip::SmallLoadChange)
        } else {
            Ok(Skip::Unchanged)
        }
    }
}

/// All workers as this isolate knows them, where one key holds them.
#[derive(Clone, PartialEq, Debug)]
pub(super) struct FleetEntry {
    /// What the last heartbeats said, or the last read returned.
    pub(super) said: Fleet,
    /// What this isolate last read from or wrote to KV.
    pub(super) persisted: Fleet,
}

impl FleetEntry {
    /// The entry of what stands in KV.
    pub(super) fn of(fleet: Fleet) -> Self {
        Self { said: fleet.clone(), persisted: fleet }
    }

    /// What a new heartbeat of a worker is compared with.
    pub(super) fn baseline(&self, worker: WorkerId, baseline: Baseline) -> Option<Persisted> {
        let fleet = match baseline {
            Baseline::Cached => &self.said,
            Baseline::Persisted | Baseline::Memory => &self.persisted,
        };
        fleet.get(worker).map(Persisted::of)
    }
}

/// A service's healthy workers, as far as a route needs them.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct ServiceEntry {
    /// The least loaded when the list was made; `None`: the list is empty.
    pub(super) pick: Option<Pick>,
}
