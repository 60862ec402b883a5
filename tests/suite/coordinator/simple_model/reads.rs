//! How the second model learns records and ids: lookups, walks, routes.

use kvplan::coordinator::{Enumerate, Fanout, RouteIndex};
use kvplan::program::{Miss, Outcome, Pick};
use kvplan::words::{Cause, Instant, Key, Layout, Op, ServiceId, Status, WorkerId};

use super::{Baseline, Held, Rec, SimpleModel};

impl SimpleModel {
    /// Is there a place for worker entries at all?
    fn keeps_workers(&self) -> bool {
        !self.policy.cache.worker_ttl.is_zero() || self.policy.write.baseline == Baseline::Memory
    }

    pub(super) fn keep(&mut self, id: u32, record: Rec, persisted: Option<Rec>) {
        if self.keeps_workers() {
            let now = self.now;
            if self.here().workers.put(id, Held { record, persisted }, now) {
                self.rule("a worker evicted");
            }
        }
    }

    /// Looks a worker up in the cache; where it is not there, why a read is due.
    pub(super) fn look(&mut self, id: u32) -> Result<Held, Cause> {
        if self.policy.cache.worker_ttl.is_zero() {
            return Err(Cause::Uncached);
        }
        let (rules, isolate) = (&mut self.rules, &mut self.isolates[self.at]);
        let mut rule = |name| *rules.entry(name).or_default() += 1;
        isolate.workers.look(id, self.now, &mut rule).map_err(|miss| match miss {
            Miss::Cold => Cause::Cold,
            Miss::Expired => Cause::Expired,
            Miss::Invalidated => Cause::Invalidated,
            Miss::Evicted => Cause::Evicted,
        })
    }

    /// Reads a worker's record from KV, into the cache where it is to be kept.
    pub(super) fn fetch(&mut self, id: u32, cause: Cause, keep: bool) -> Option<Rec> {
        self.operation(Op::Read, Some(Key::Worker(WorkerId(id))), cause);
        let record = self.kv.records.get(&id).cloned()?;
        if keep {
            self.keep(id, record.clone(), Some(record.clone()));
        }
        Some(record)
    }

    /// The ids of all workers, as the policy learns them.
    pub(super) fn enumerate(&mut self) -> Vec<u32> {
        let mut everyone = self.kv.order.clone();
        match self.policy.enumerate {
            Enumerate::Known => self.rule("everyone is known"),
            Enumerate::Index => self.operation(Op::Read, Some(Key::Everyone), Cause::Index),
            Enumerate::List => {
                for _ in 0..everyone.len().div_ceil(1_000).max(1) {
                    self.operation(Op::List, None, Cause::Index);
                }
                // By the bytes of their names, which for numbers are their digits.
                everyone.sort_by_cached_key(u32::to_string);
                if everyone != self.kv.order {
                    self.rule("a list comes in another order");
                }
            }
        }
        everyone
    }

    /// Looks everybody up, one after another; how many there are.
    pub(super) fn walk_everyone(&mut self, cached: bool) -> usize {
        if self.policy.layout == Layout::OneKey {
            return self.walk_rows(cached).len();
        }
        let ids = self.enumerate();
        self.walk(&ids, cached, Fanout::Sequential).len()
    }

    /// The records of these workers; who has none is left out.
    pub(super) fn walk(&mut self, ids: &[u32], cached: bool, fanout: Fanout) -> Vec<(u32, Rec)> {
        if self.policy.layout == Layout::Tiered {
            return self.walk_in_two(ids, cached, fanout);
        }
        let mut found = Vec::new();
        let look = |model: &mut Self, id| {
            if cached { model.look(id) } else { Err(Cause::Uncached) }
        };
        let mut settle = |model: &mut Self, id, looked: Result<Held, Cause>| match looked {
            Ok(held) => found.push((id, held.record)),
            Err(cause) => match model.fetch(id, cause, cached) {
                Some(record) => found.push((id, record)),
                None => model.rule("a missing record is skipped"),
            },
        };
        match fanout {
            Fanout::Sequential => {
                for &id in ids {
                    let looked = look(self, id);
                    settle(self, id, looked);
                }
            }
            Fanout::Parallel => {
                let looked: Vec<_> = ids.iter().map(|id| look(self, *id)).collect();
                if looked.iter().filter(|looked| looked.is_err()).count() > 1 {
                    self.rule("several reads at once");
                }
                for (&id, looked) in ids.iter().zip(looked) {
                    settle(self, id, looked);
                }
            }
        }
        found
    }

    /// The ids of a service's workers, as the policy learns them.
    fn members(&mut self, service: u16) -> Vec<u32> {
        let (key, now) = (u32::from(service), self.now);
        let ids = self.kv.indexes.get(&service).cloned();
        if self.policy.reads.index == RouteIndex::Known {
            self.rule("the index is known");
            return ids.unwrap_or_default();
        }
        let caches = !self.policy.cache.index_ttl.is_zero();
        if caches {
            let (rules, isolate) = (&mut self.rules, &mut self.isolates[self.at]);
            let mut rule = |name| *rules.entry(name).or_default() += 1;
            if let Ok(ids) = isolate.indexes.look(key, now, &mut rule) {
                rule("an index entry serves");
                return ids;
            }
        }
        self.operation(Op::Read, Some(Key::Index(ServiceId(service))), Cause::Index);
        if ids.is_none() {
            self.rule("an index that is not in KV is empty");
        }
        let ids = ids.unwrap_or_default();
        if caches && self.here().indexes.put(key, ids.clone(), now) {
            self.rule("an index evicted");
        }
        ids
    }

    pub(super) fn route(&mut self, service: u16) -> Outcome {
        let (key, now) = (u32::from(service), self.now);
        let caches_lists = !self.policy.cache.service_ttl.is_zero();
        if caches_lists {
            let (rules, isolate) = (&mut self.rules, &mut self.isolates[self.at]);
            let mut rule = |name| *rules.entry(name).or_default() += 1;
            if let Ok(list) = isolate.services.look(key, now, &mut rule) {
                self.rule(if list.is_empty() { "an empty list serves" } else { "a list serves" });
                return self.routed(&list, Vec::new());
            }
        }
        let walked = if self.policy.layout == Layout::OneKey {
            let mut rows = self.walk_rows(true);
            rows.retain(|(_, record)| record.services.contains(&service));
            rows
        } else {
            let ids = self.members(service);
            self.walk(&ids, true, self.policy.reads.fanout)
        };
        let (mut list, mut left_out) = (Vec::new(), Vec::new());
        for (id, record) in walked {
            let age = now - record.beat;
            let timeout = self.policy.health_timeout.ms();
            if record.state.status == Status::Offline {
                self.rule("offline left out");
                left_out.push(WorkerId(id));
            } else if age > timeout {
                self.rule("quiet too long left out");
                left_out.push(WorkerId(id));
            } else {
                if age == timeout {
                    self.rule("quiet for exactly health_timeout is healthy");
                }
                list.push((id, record.state.load, record.beat));
            }
        }
        if caches_lists && self.here().services.put(key, list.clone(), now) {
            self.rule("a list evicted");
        }
        self.routed(&list, left_out)
    }

    /// The least loaded of a list; of equals the first.
    fn routed(&mut self, list: &[(u32, f64, u64)], left_out: Vec<WorkerId>) -> Outcome {
        let least = list.iter().map(|(_, load, _)| *load).fold(f64::INFINITY, f64::min);
        let mut best = list.iter().filter(|(_, load, _)| *load <= least);
        let to = best.next().map(|(id, _, beat)| Pick {
            worker: WorkerId(*id),
            last_heartbeat: Instant::from_ms(*beat),
        });
        if to.is_none() {
            self.rule("unroutable");
        }
        if best.next().is_some() {
            self.rule("of equals the first");
        }
        Outcome::Routed { to, left_out }
    }
}
