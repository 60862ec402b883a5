//! Requests that look many workers up: route, the admin page, the warming of a cold isolate.

use std::rc::Rc;

use super::core::Coordinator;
use super::entry::ServiceEntry;
use super::policy::{Enumerate, Fanout, PARALLEL_READS, RouteIndex};
use super::request::{Call, Outcome, Pick, Reply, Request, Roster};
use super::task::{Stage, Step, Turn, Walk, WalkPurpose};
use crate::words::{Cause, Key, Record, ServiceId, Status, Value, WorkerId};

impl Coordinator {
    pub(super) fn route<R: Roster>(&mut self, turn: &Turn<'_, R>, service: ServiceId) -> Step {
        if !self.services.is_off()
            && let Ok(list) = self.services.look(service.0.into(), turn.now)
        {
            return Step::Done(Outcome::Routed { to: list.value.pick, left_out: Vec::new() });
        }
        if self.policy.reads.index == RouteIndex::Known {
            let ids = turn.roster.members(service);
            return self.walk(turn, Walk::new(ids), WalkPurpose::Route);
        }
        if !self.index.is_off()
            && let Ok(ids) = self.index.look(service.0.into(), turn.now)
        {
            let ids = ids.value.clone();
            return self.walk(turn, Walk::new(ids), WalkPurpose::Route);
        }
        self.ask_read(turn, 0, Key::Index(service), Cause::Index);
        Step::Wait(Stage::RouteIndex)
    }

    pub(super) fn index_was_read<R: Roster>(&mut self, turn: &Turn<'_, R>, reply: Reply) -> Step {
        let ids = ids_of(reply);
        self.walk(turn, Walk::new(ids), WalkPurpose::Route)
    }

    /// Learns which workers there are, for the admin page or to warm a cold isolate.
    pub(super) fn enumerate<R: Roster>(&mut self, turn: &Turn<'_, R>, then: WalkPurpose) -> Step {
        let call = match self.policy.enumerate {
            Enumerate::Known => {
                let ids = turn.roster.everyone();
                return self.walk(turn, Walk::new(ids), then);
            }
            Enumerate::Index => Call::Get(Key::Everyone),
            Enumerate::List => Call::List { page: 0 },
        };
        self.ask(turn, 0, call, Cause::Index);
        Step::Wait(Stage::Enumerate { ids: Vec::new(), page: 0, then })
    }

    pub(super) fn page_was_read<R: Roster>(
        &mut self,
        turn: &Turn<'_, R>,
        (mut ids, page, then): (Vec<WorkerId>, u32, WalkPurpose),
        reply: Reply,
    ) -> Step {
        match reply {
            Reply::Page { ids: more, complete } => {
                ids.extend(more);
                if !complete {
                    let page = page + 1;
                    self.ask(turn, 0, Call::List { page }, Cause::Index);
                    return Step::Wait(Stage::Enumerate { ids, page, then });
                }
                self.walk(turn, Walk::new(Rc::new(ids)), then)
            }
            reply => self.walk(turn, Walk::new(ids_of(reply)), then),
        }
    }

    /// Looks up what can be looked up by now, and ends the request where nothing is awaited.
    fn walk<R: Roster>(
        &mut self,
        turn: &Turn<'_, R>,
        mut walk: Box<Walk>,
        purpose: WalkPurpose,
    ) -> Step {
        let at_once = self.at_once(purpose);
        let uses_cache = purpose != WalkPurpose::Admin || self.policy.cache.admin;
        // Sequential: no lookup before the one before it has ended. Parallel: all of them first.
        while walk.next < walk.ids.len() && (at_once > 1 || walk.in_flight == 0) {
            let place = walk.next;
            let worker = walk.ids[place];
            walk.next += 1;
            let looked =
                if uses_cache { self.look_worker(worker, turn.now) } else { Err(Cause::Uncached) };
            match looked {
                Ok(record) => walk.found[place] = Some(record),
                Err(cause) => walk.missed.push_back((place, cause)),
            }
            if at_once == 1 {
                self.issue(turn, &mut walk, at_once);
            }
        }
        self.issue(turn, &mut walk, at_once);
        if walk.in_flight > 0 {
            return Step::Wait(Stage::Walk { walk, purpose });
        }
        self.walk_is_over(turn, walk, purpose)
    }

    /// How many reads may be in flight: several for a route alone.
    fn at_once(&self, purpose: WalkPurpose) -> usize {
        match (purpose, self.policy.reads.fanout) {
            (WalkPurpose::Route, Fanout::Parallel) => PARALLEL_READS,
            _ => 1,
        }
    }

    /// Issues the reads of lookups that missed, as many as may be in flight.
    fn issue<R: Roster>(&mut self, turn: &Turn<'_, R>, walk: &mut Walk, at_once: usize) {
        while walk.in_flight < at_once
            && let Some((place, cause)) = walk.missed.pop_front()
        {
            walk.in_flight += 1;
            self.ask_read(turn, place, Key::Worker(walk.ids[place]), cause);
        }
    }

    /// One of the walk's reads has returned.
    pub(super) fn walk_on<R: Roster>(
        &mut self,
        turn: &Turn<'_, R>,
        (mut walk, purpose): (Box<Walk>, WalkPurpose),
        slot: u32,
        reply: Reply,
    ) -> Step {
        walk.in_flight -= 1;
        match reply {
            Reply::Refused(refusal) if self.at_once(purpose) == 1 => {
                Step::Done(Outcome::Failed(refusal))
            }
            Reply::Refused(refusal) => {
                // All were issued together: those behind the platform's bound still follow.
                self.issue(turn, &mut walk, PARALLEL_READS);
                let failed = Outcome::Failed(refusal);
                if walk.in_flight == 0 {
                    Step::Done(failed)
                } else {
                    Step::DoneEarly(failed, walk, purpose)
                }
            }
            Reply::Value(Some(Value::Record(record))) => {
                walk.found[slot as usize] = Some(record);
                self.walk(turn, walk, purpose)
            }
            _ => self.walk(turn, walk, purpose),
        }
    }

    /// A read of a walk that has failed already has returned.
    pub(super) fn drain<R: Roster>(
        &mut self,
        turn: &Turn<'_, R>,
        mut walk: Box<Walk>,
        purpose: WalkPurpose,
    ) -> Step {
        walk.in_flight -= 1;
        self.issue(turn, &mut walk, PARALLEL_READS);
        if walk.in_flight == 0 {
            // Told already; what is said here is not heard.
            return Step::Done(Outcome::Unknown);
        }
        Step::Wait(Stage::Drain { walk, purpose })
    }

    fn walk_is_over<R: Roster>(
        &mut self,
        turn: &Turn<'_, R>,
        walk: Box<Walk>,
        purpose: WalkPurpose,
    ) -> Step {
        match purpose {
            WalkPurpose::Route => Step::Done(self.choose(turn, &walk)),
            WalkPurpose::Admin => {
                Step::Done(Outcome::Listed(walk.found.iter().flatten().count() as u32))
            }
            WalkPurpose::Prewarm => self.start(turn),
        }
    }

    /// Filters the healthy, caches the list and picks the least loaded, the first of equals.
    fn choose<R: Roster>(&mut self, turn: &Turn<'_, R>, walk: &Walk) -> Outcome {
        let mut pick: Option<(Pick, f64)> = None;
        let mut left_out = Vec::new();
        let found = walk.ids.iter().zip(&walk.found);
        for (&worker, record) in found.filter_map(|(id, record)| Some((id, record.as_ref()?))) {
            if !self.is_healthy(record, turn) {
                left_out.push(worker);
            } else if pick.is_none_or(|(_, load)| record.state.load < load) {
                let last_heartbeat = record.last_heartbeat;
                pick = Some((Pick { worker, last_heartbeat }, record.state.load));
            }
        }
        let to = pick.map(|(pick, _)| pick);
        if let (Request::Route { service }, false) = (turn.request, self.services.is_off()) {
            self.services.put(service.0.into(), ServiceEntry { pick: to }, turn.now);
        }
        Outcome::Routed { to, left_out }
    }

    fn is_healthy<R>(&self, record: &Record, turn: &Turn<'_, R>) -> bool {
        record.state.status != Status::Offline
            && turn.now.since(record.last_heartbeat) <= self.policy.health_timeout
    }
}

/// The ids that an index key holds; none where there is no such key.
pub(super) fn ids_of(reply: Reply) -> Rc<Vec<WorkerId>> {
    match reply {
        Reply::Value(Some(Value::Ids(ids))) => ids,
        _ => Rc::default(),
    }
}
