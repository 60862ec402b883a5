//! A worker's heartbeats one after another, as long as a cache answers them.

use crate::program::{Deployed, Outcome, Program, Request, Skip, Step};
use crate::simulation::cloud::InFlight;
use crate::simulation::due::{pack, unpack};
use crate::simulation::observer::Observer;
use crate::simulation::world::{TokenOf, World};
use crate::words::{Instant, Meter, RequestKind, WorkerId};

/// What is counted once for all of them.
#[derive(Default)]
struct Sent {
    beats: u64,
    unchanged: u64,
    small_changes: u64,
}

/// A heartbeat that no cache answers: when it came, and whether its worker waits for it.
type Missed = (Instant, bool);

impl<D: Deployed, O: Observer> World<'_, D, O> {
    /// Sends a worker's heartbeats up to the end of the stretch, or to one that leaves something under
    /// way. `false`: none was sent, since each has to be looked at by itself.
    #[inline(always)]
    pub(super) fn beat_on(&mut self, worker: WorkerId) -> bool {
        let colo = self.senders.crowd.colo(worker);
        let source = self.senders.worker(worker);
        if self.cloud.quota.counts_singly(Meter::Requests) {
            return false;
        }
        let Some(isolate) = self.cloud.fleet.stands(source, colo) else { return false };
        let mut sent = Sent::default();
        let mut step = Step::NOTHING;
        while let Some((now, awaited)) =
            self.beat_while_hit(worker, isolate, (&mut sent, &mut step))
        {
            let visit = self.first_visit(worker, awaited);
            self.settle(isolate, InFlight::new(visit, RequestKind::Heartbeat, now), &step, now);
            if !self.alone.under_way.is_empty() {
                break;
            }
        }
        self.cloud.quota.take_many(Meter::Requests, sent.beats);
        let hour = self.clock.hour;
        self.ledger.arrive_many(RequestKind::Heartbeat, sent.beats, (colo, hour));
        self.ledger.skip_many(RequestKind::Heartbeat, Skip::Unchanged, sent.unchanged);
        self.ledger.skip_many(RequestKind::Heartbeat, Skip::SmallLoadChange, sent.small_changes);
        true
    }

    /// Up to the end of the stretch, or to the first heartbeat that no cache answers: what that waits for
    /// is written in place, since to move it costs more than a heartbeat that hits.
    #[inline(always)]
    fn beat_while_hit(
        &mut self,
        worker: WorkerId,
        isolate: usize,
        (sent, step): (&mut Sent, &mut Step<TokenOf<D>>),
    ) -> Option<Missed> {
        let until = self.alone.packed_until();
        let source = self.senders.worker(worker);
        let entry = &mut self.due.sources.entries()[source.index()];
        let crowd = &mut self.senders.crowd;
        let stays_up = crowd.stays_up();
        let (living, namespace) = (self.cloud.fleet.isolate(isolate), &self.cloud.namespace);
        while *entry < until {
            let (now, _) = unpack(*entry);
            if !(stays_up || crowd.just_beats(worker, now)) {
                break;
            }
            let (state, next) = crowd.beat(worker)?;
            living.last_used = living.last_used.max(now);
            sent.beats += 1;
            let (at, awaited) = next.known();
            *entry = pack(at, source.index());
            match living.program.begin(&Request::Heartbeat { worker, state }, now, namespace) {
                Step::Done(Outcome::Skipped(Skip::Unchanged)) => sent.unchanged += 1,
                Step::Done(Outcome::Skipped(Skip::SmallLoadChange)) => sent.small_changes += 1,
                other => {
                    *step = other;
                    return Some((now, awaited));
                }
            }
            if awaited {
                let next = crowd.replied(worker, now.plus(crowd.network(worker)));
                *entry = pack(next, source.index());
            }
        }
        None
    }
}
