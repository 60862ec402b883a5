//! What is to be seen of a registry of workers, and is nothing of the platform's: where clients were
//! sent to, how old the router's view was, whose index entries were undone, and whom no route finds.
//!
//! It looks on, and decides nothing.

use std::collections::BTreeMap;

use super::cloud::{Origin, Visit};
use super::ledger::{Ledger, RoutingCounts};
use crate::platform::Namespace;
use crate::program::{Call, Outcome, Pick};
use crate::words::{
    Fleet, IdList, Instant, Interned, Key, Record, RequestKind, ServiceId, Value, WorkerId,
};
use crate::workload::Crowd;

/// The observer of a registry.
#[derive(Debug)]
pub(super) struct Registry {
    interned: Interned,
}

impl Registry {
    pub(super) const fn new(interned: Interned) -> Self {
        Self { interned }
    }

    /// How many entries of an index, or records of the key that holds all workers, a call would undo,
    /// were it granted: it is made from a value that another write has changed since, and puts back or
    /// takes out what it knows nothing of.
    #[inline(always)]
    pub(super) fn would_undo(
        &self,
        call: &Call,
        (visit, now): (Visit, Instant),
        namespace: &Namespace,
    ) -> u64 {
        match call {
            Call::Put(Key::Index(service), Value::Ids(ids), _) => {
                undone(&namespace.members(*service, now), ids, visit)
            }
            Call::Put(Key::Fleet, Value::Fleet(new), _) => {
                namespace.fleet(now).map_or(0, |old| put_back(old, new, visit))
            }
            _ => 0,
        }
    }

    /// A request has ended.
    #[inline(always)]
    pub(super) fn ended(
        &self,
        (visit, outcome): (Visit, &Outcome),
        (crowd, now): (&Crowd, Instant),
        ledger: &mut Ledger,
    ) {
        if let Outcome::Routed { to, left_out } = outcome {
            self.routed((visit, to.as_ref(), left_out), (crowd, now), ledger);
        }
    }

    #[inline(never)]
    fn routed(
        &self,
        (visit, to, left_out): (Visit, Option<&Pick>, &[WorkerId]),
        (crowd, now): (&Crowd, Instant),
        ledger: &mut Ledger,
    ) {
        // Of a trace nobody knows who was up: whoever was sent to any worker counts as served.
        let is_recorded = matches!(visit.origin, Origin::Recorded(_));
        let is_up = |worker: WorkerId| is_recorded || crowd.is_up(worker, now);
        let mut counts = RoutingCounts::default();
        match to {
            None => counts.unroutable = 1,
            Some(pick) if is_up(pick.worker) => counts.ok = 1,
            Some(_) => counts.misrouted = 1,
        }
        if !is_recorded {
            counts.false_dead = left_out.iter().filter(|id| is_up(**id)).count() as u64;
        }
        let colo = visit.colo as usize;
        ledger.route(colo, &counts);
        if let Some(Pick { last_heartbeat, .. }) = to {
            ledger.choose(colo, now.since(*last_heartbeat).ms());
        }
    }

    /// Somebody gave up on a request that failed.
    pub(super) fn given_up(&self, visit: Visit, kind: RequestKind, ledger: &mut Ledger) {
        if kind == RequestKind::Route {
            let failed = RoutingCounts { failed: 1, ..RoutingCounts::default() };
            ledger.route(visit.colo as usize, &failed);
        }
    }

    /// Looks, once an hour, for live workers that no route can find: whose entry an index has lost, or
    /// never got, hears nothing of it. Its record is there, its heartbeats are accepted. Before the
    /// first registration nobody has changed any index, and there is nothing to look for.
    pub(super) fn look(
        &self,
        namespace: &Namespace,
        (crowd, now): (&Crowd, Instant),
        ledger: &mut Ledger,
    ) {
        if ledger.requests[RequestKind::Register.index()].count == 0 {
            return;
        }
        let mut indexes: BTreeMap<ServiceId, IdList> = BTreeMap::new();
        let mut is_missing = |worker: WorkerId| {
            let services = self.interned.list(crowd.services(worker));
            services.iter().any(|service| {
                let members = || namespace.members(*service, now);
                let ids = indexes.entry(*service).or_insert_with(members);
                !ids.contains(worker)
            })
        };
        let up = crowd.ids().filter(|worker| crowd.is_up(*worker, now));
        let unlisted = up.filter(|worker| is_missing(*worker)).count() as u64;
        ledger.unlisted.look(unlisted);
    }
}

/// The entries of others in which an index and what is to replace it differ.
#[inline(never)]
fn undone(old: &IdList, new: &IdList, visit: Visit) -> u64 {
    let writer = writer(visit);
    old.differing(new).into_iter().filter(|id| Some(*id) != writer).count() as u64
}

/// The records of others that would be older than they are, would be gone, or would be back.
#[inline(never)]
fn put_back(old: &Fleet, new: &Fleet, visit: Visit) -> u64 {
    let writer = writer(visit);
    let is_newer = |worker: WorkerId, record: &Record| {
        new.get(worker).is_none_or(|it| it.last_heartbeat < record.last_heartbeat)
    };
    let lost = old.iter().filter(|(worker, record)| is_newer(*worker, record));
    let back = new.iter().filter(|(worker, _)| old.get(*worker).is_none());
    lost.chain(back).filter(|(worker, _)| Some(*worker) != writer).count() as u64
}

/// Whose message a write comes from.
fn writer(visit: Visit) -> Option<WorkerId> {
    match visit.origin {
        Origin::Worker { id, .. } => Some(id),
        Origin::Client(_) => None,
        Origin::Recorded(worker) => worker,
    }
}
