//! How a request goes on from step to step: which part of the coordinator begins it, and which goes on
//! with each reply.

use super::core::Coordinator;
use super::reply::fleet_of;
use super::stage::{Purpose, Stage, Token};
use crate::program::{Outcome, Reply, Request, Roster, Skip, Step};
use crate::words::{Instant, Layout, Record, Refusal, ServicesId};

impl Coordinator {
    /// Begins the first request of a cold isolate, or one whose read others may share.
    #[inline(never)]
    pub(super) fn begin_otherwise(
        &mut self,
        request: &Request,
        (now, roster): (Instant, &impl Roster),
    ) -> Step<Token> {
        let was_cold = std::mem::replace(&mut self.cold, false);
        let step = if was_cold && self.policy.cache.prewarm {
            self.enumerate(Purpose::Prewarm(*request, now), (now, roster))
        } else {
            self.start(request, now, (now, roster))
        };
        self.shared(step)
    }

    /// Goes on with a request whose reply may be kept as it is, or with one whose next read others may
    /// share.
    #[inline(never)]
    pub(super) fn resume_otherwise(
        &mut self,
        token: Token,
        reply: Reply,
        at: (Instant, &impl Roster),
    ) -> Step<Token> {
        if let Some(key) = self.cached_key(&token) {
            self.keep(key, &reply, at.0);
        }
        let step = self.proceed(token, reply, at);
        self.shared(step)
    }

    /// Begins the request itself.
    #[inline(always)]
    pub(super) fn start(
        &mut self,
        request: &Request,
        arrived: Instant,
        (now, roster): (Instant, &impl Roster),
    ) -> Step<Token> {
        match *request {
            // The other layouts begin elsewhere: a choice among all three here costs each heartbeat 5 %.
            Request::Heartbeat { worker, state } if self.policy.layout == Layout::PerWorker => {
                let services = ServicesId::NONE;
                let said = Record { last_heartbeat: arrived, services, state };
                self.beat(worker, said, (now, roster))
            }
            _ => self.start_otherwise(request, arrived, (now, roster)),
        }
    }

    /// As [`Self::start`], for whatever is no heartbeat of a worker with one key.
    #[inline(never)]
    fn start_otherwise(
        &mut self,
        request: &Request,
        arrived: Instant,
        (now, roster): (Instant, &impl Roster),
    ) -> Step<Token> {
        match *request {
            Request::Heartbeat { worker, state } => {
                let services = ServicesId::NONE;
                let said = Record { last_heartbeat: arrived, services, state };
                match self.policy.layout {
                    Layout::PerWorker => self.beat(worker, said, (now, roster)),
                    Layout::Tiered => self.beat_in_two(worker, said, (now, roster)),
                    Layout::OneKey => self.beat_in_fleet(worker, said, now),
                }
            }
            Request::Register { worker, services, state } => {
                self.register(worker, Record { last_heartbeat: arrived, services, state })
            }
            Request::Route { service } => self.route(service, (now, roster)),
            Request::Admin => self.enumerate(Purpose::Admin, (now, roster)),
            Request::Deregister { worker } => self.deregister(worker, now),
            Request::Stats => Step::Done(Outcome::Stats(Box::new(self.cache_stats()))),
        }
    }

    /// Goes on with a request that waited.
    #[inline(always)]
    pub(super) fn proceed(
        &mut self,
        token: Token,
        reply: Reply,
        at: (Instant, &impl Roster),
    ) -> Step<Token> {
        match (token.stage, &reply) {
            (Stage::BeatWrite, Reply::Refused(_)) if self.policy.write.best_effort => {
                Step::Done(Outcome::Skipped(Skip::Dropped))
            }
            (Stage::BeatRead | Stage::BeatWrite, Reply::Refused(refusal)) => {
                Step::Done(Outcome::Failed(*refusal))
            }
            (Stage::BeatRead, _) => self.beat_was_read(&token, &reply, at.0),
            (Stage::BeatWrite, _) => self.beat_was_written(&token),
            _ => self.proceed_otherwise(token, reply, at),
        }
    }

    /// As [`Self::proceed`], for whatever is no heartbeat.
    #[inline(never)]
    fn proceed_otherwise(
        &mut self,
        token: Token,
        reply: Reply,
        at: (Instant, &impl Roster),
    ) -> Step<Token> {
        if let Reply::Refused(refusal) = reply {
            return self.was_refused(token, refusal, at.0);
        }
        match token.stage {
            Stage::BeatRead | Stage::BeatWrite => self.proceed(token, reply, at),
            Stage::BeatCapabilities => self.capabilities_were_read(token, reply, at.0),
            Stage::BeatLoad => self.load_was_read(token, &reply, at.0),
            Stage::BeatLoadWrite => self.load_was_written(token, true, at.0),
            Stage::BeatCapabilitiesWrite => self.capabilities_were_written(token),
            Stage::BeatFleet => self.beat_was_found(&token, Some(fleet_of(reply)), at.0),
            Stage::BeatFleetWrite => self.fleet_was_written(&token, at.0),
            Stage::WalkFleet => self.fleet_was_read(token.number, reply, at),
            Stage::RegisterFleet => self.register_was_read(token, reply),
            Stage::DeregisterFleet => self.leave_fleet(token, fleet_of(reply)),
            Stage::RegisterFleetWrite | Stage::DeregisterFleetWrite => {
                self.roster_was_written(&token, at.0)
            }
            Stage::RouteIndex => self.index_was_read(token.service(), reply, at),
            Stage::Ids => self.ids_were_read(token.number, reply, at),
            Stage::Walk => self.walk_on(token.number, reply, at),
            Stage::RegisterWrite => self.record_was_written(token, at.0),
            Stage::RegisterCapabilitiesWrite => self.register_next(token, 0, at.0),
            Stage::RegisterIndexRead => self.register_in_index(token, reply, at.0),
            Stage::RegisterIndexWrite => self.register_next(token, token.place + 1, at.0),
            Stage::DeregisterRead => Self::deregister_was_read(token, reply),
            Stage::DeregisterDelete => self.record_was_deleted(token),
            Stage::DeregisterCapabilitiesDelete => self.deregister_next(token, 0),
            Stage::DeregisterIndexRead => self.deregister_from_index(token, reply),
            Stage::DeregisterIndexWrite => self.deregister_next(token, token.place + 1),
        }
    }

    /// A request other than the heartbeat of a worker with one key has been refused an operation.
    fn was_refused(&mut self, token: Token, refusal: Refusal, now: Instant) -> Step<Token> {
        match token.stage {
            Stage::Ids | Stage::Walk | Stage::WalkFleet => drop(self.walks.take(token.number)),
            Stage::BeatFleetWrite | Stage::RegisterFleetWrite | Stage::DeregisterFleetWrite => {
                drop(self.written.take(token.number));
            }
            _ => {}
        }
        match token.stage {
            Stage::BeatLoadWrite if self.policy.write.best_effort => {
                self.load_was_written(token, false, now)
            }
            Stage::BeatCapabilitiesWrite if self.policy.write.best_effort => {
                Self::end_in_two(&token)
            }
            Stage::BeatFleetWrite if self.policy.write.best_effort => {
                Step::Done(Outcome::Skipped(Skip::Dropped))
            }
            _ => Step::Done(Outcome::Failed(refusal)),
        }
    }
}
