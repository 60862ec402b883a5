//! Requests that look many workers up: route, the admin page, the warming of a cold isolate.

use super::core::Coordinator;
use super::entry::ServiceEntry;
use super::policy::{Enumerate, Fanout, RouteIndex};
use super::reply::{ids_of, read, record_of};
use super::stage::{Purpose, Stage, Token, Walk};
use crate::program::{Call, Outcome, Page, Pick, Reply, Roster, Step};
use crate::words::{Cause, IdList, Instant, Key, Layout, Record, ServiceId, Status};

/// What the names of workers' keys begin with.
const WORKERS: &str = "worker:";

impl Coordinator {
    pub(super) fn route(
        &mut self,
        service: ServiceId,
        (now, roster): (Instant, &impl Roster),
    ) -> Step<Token> {
        if let Ok(list) = self.services.find(service.0.into(), now) {
            return Step::Done(Outcome::Routed { to: list.value.pick, left_out: Vec::new() });
        }
        let purpose = Purpose::Route(service);
        if self.policy.layout == Layout::OneKey {
            return self.walk_fleet(purpose, (now, roster));
        }
        if self.policy.reads.index == RouteIndex::Known {
            return self.look_up(purpose, roster.members(service, now), (now, roster));
        }
        if let Ok(ids) = self.index.find(service.0.into(), now) {
            let ids = ids.value.clone();
            return self.look_up(purpose, ids, (now, roster));
        }
        let call = Call::Get(Key::Index(service), None);
        let token = Token::numbered(Stage::RouteIndex, service.0.into());
        Step::Call(call, Cause::Index.into(), token)
    }

    pub(super) fn index_was_read(
        &mut self,
        service: ServiceId,
        reply: Reply,
        at: (Instant, &impl Roster),
    ) -> Step<Token> {
        self.look_up(Purpose::Route(service), ids_of(reply), at)
    }

    /// Learns which workers there are, for the admin page or to warm a cold isolate.
    pub(super) fn enumerate(
        &mut self,
        purpose: Purpose,
        (now, roster): (Instant, &impl Roster),
    ) -> Step<Token> {
        if self.policy.layout == Layout::OneKey {
            return self.walk_fleet(purpose, (now, roster));
        }
        let call = match self.policy.enumerate {
            Enumerate::Known => {
                return self.look_up(purpose, roster.everyone(now), (now, roster));
            }
            Enumerate::Index => Call::Get(Key::Everyone, None),
            Enumerate::List => {
                Call::List(Box::new(Page { prefix: WORKERS.into(), ..Page::default() }))
            }
        };
        let walk = self.walks.put(Walk::empty(purpose));
        Step::Call(call, Cause::Index.into(), Token::numbered(Stage::Ids, walk))
    }

    pub(super) fn ids_were_read(
        &mut self,
        walk: u32,
        reply: Reply,
        at: (Instant, &impl Roster),
    ) -> Step<Token> {
        let mut walk = self.walks.take(walk);
        let (keys, cursor) = match reply {
            Reply::Page { keys, cursor } => (keys, cursor),
            reply => return self.look_up(walk.purpose, ids_of(reply), at),
        };
        let more = keys.into_iter().filter_map(|key| match key {
            Key::Worker(worker) => Some(worker),
            _ => None,
        });
        walk.learn(more);
        if cursor.is_none() {
            return self.look_up(walk.purpose, walk.ids, at);
        }
        let next = Page { prefix: WORKERS.into(), cursor, limit: None };
        let token = Token::numbered(Stage::Ids, self.walks.put(walk));
        Step::Call(Call::List(Box::new(next)), Cause::Index.into(), token)
    }

    /// Looks the keys of these workers up.
    fn look_up(
        &mut self,
        purpose: Purpose,
        ids: IdList,
        at: (Instant, &impl Roster),
    ) -> Step<Token> {
        self.walk(Walk::new(purpose, ids, self.policy.layout), at)
    }

    /// Looks up what can be looked up by now, and ends the request where nothing is awaited.
    /// Sequential: no lookup before the one before it has ended. Parallel: all of them first.
    pub(super) fn walk(&mut self, mut walk: Box<Walk>, at: (Instant, &impl Roster)) -> Step<Token> {
        if matches!(walk.purpose, Purpose::Route(_)) && self.policy.reads.fanout == Fanout::Parallel
        {
            return self.fan_out(walk, at.0);
        }
        while let Some(key) = walk.key(walk.next) {
            walk.next += 1;
            if walk.is_in_vain(walk.next - 1) {
                continue;
            }
            match self.look_for(walk.purpose, key, at.0) {
                Ok(record) => walk.found[walk.next - 1] = Some(record),
                Err(cause) => {
                    let token = Token::numbered(Stage::Walk, self.walks.put(walk));
                    return Step::Call(read(key), cause.into(), token);
                }
            }
        }
        match walk.purpose {
            Purpose::Prewarm(request, arrived) => self.start(&request, arrived, at),
            _ => Step::Done(self.end_of_walk(&walk, at.0)),
        }
    }

    /// What a request that has looked all of its workers up makes of them.
    pub(super) fn end_of_walk(&mut self, walk: &Walk, now: Instant) -> Outcome {
        match walk.purpose {
            Purpose::Route(service) => self.choose(service, walk, now),
            Purpose::Admin | Purpose::Prewarm(..) => Outcome::Listed(walk.found().count() as u32),
        }
    }

    /// A lookup of a walk.
    pub(super) fn look_for(
        &mut self,
        purpose: Purpose,
        key: Key,
        now: Instant,
    ) -> Result<Record, Cause> {
        if self.uses_cache(purpose) { self.look_worker(key, now) } else { Err(Cause::Uncached) }
    }

    /// The read that a walk waited for has returned.
    pub(super) fn walk_on(
        &mut self,
        walk: u32,
        reply: Reply,
        at: (Instant, &impl Roster),
    ) -> Step<Token> {
        let mut walk = self.walks.take(walk);
        walk.found[walk.next - 1] = record_of(reply);
        self.walk(walk, at)
    }

    /// Filters the healthy, caches the list and picks the least loaded, the first of equals.
    fn choose(&mut self, service: ServiceId, walk: &Walk, now: Instant) -> Outcome {
        let mut pick: Option<(Pick, f64)> = None;
        let mut left_out = Vec::new();
        for (worker, record) in walk.found() {
            if !self.is_healthy(&record, now) {
                left_out.push(worker);
            } else if pick.is_none_or(|(_, load)| record.state.load < load) {
                let last_heartbeat = record.last_heartbeat;
                pick = Some((Pick { worker, last_heartbeat }, record.state.load));
            }
        }
        let to = pick.map(|(pick, _)| pick);
        self.services.put(service.0.into(), ServiceEntry { pick: to }, now);
        Outcome::Routed { to, left_out }
    }

    fn is_healthy(&self, record: &Record, now: Instant) -> bool {
        record.state.status != Status::Offline
            && now.since(record.last_heartbeat) <= self.policy.health_timeout
    }
}
