//! Workers that go on by themselves.
//!
//! Between two events that look at several workers (a client's request, the admin page, a registration,
//! something of theirs under way, the end of an hour, of an isolate, of the time for which one may be
//! idle, of a worker's time up) no heartbeat changes what becomes of another worker's. So each worker goes on alone up to the next such event, with
//! its state at hand and no queue. What is counted has no order, but for the moment at which a limit
//! is passed: where one may be, the times of the operations say when it was.

mod beats;
mod coupling;

pub use coupling::coupling;

use std::collections::{BTreeSet, VecDeque};

use super::clock::EVENTS_PER_LOOK;
use super::pending::Pending;
use super::{Watch, World};
use crate::program::Deployed;
use crate::scenario::Scenario;
use crate::simulation::due::{Due, SourceId, Turn, UnderWay, pack, unpack};
use crate::simulation::observer::Observer;
use crate::simulation::senders::Sender;
use crate::words::{Instant, Layout, Span, WorkerId};

/// The shortest stretch that is taken where a limit is near.
const SHORTEST_STRETCH: Span = Span::from_secs(8);
/// Operations whose times are kept at once, about.
const MOST_KEPT: u64 = 2_000_000;

/// How far workers that go alone have come.
#[derive(Debug)]
pub(super) struct Alone<T> {
    /// Do they go alone at all in this run?
    pub(super) is_chosen: bool,
    /// Does one go on right now?
    pub(super) goes: bool,
    /// What that one has under way.
    pub(super) under_way: UnderWay<Pending<T>>,
    /// It goes on up to here.
    until: Turn,
    /// What the others have under way, in the order of the workers from the present one on.
    carried: VecDeque<(SourceId, Turn, Pending<T>)>,
    /// The first that any of them will do; nothing is earlier.
    first: Turn,
    /// Messages that are no plain heartbeats: when, and whose.
    planned: BTreeSet<(Instant, SourceId)>,
    /// The first time after which some worker is not up; nothing is earlier.
    goes_down: Instant,
    /// The least time between two heartbeats of a worker.
    least_gap: Span,
    /// The most operations on one meter of one, with all of its attempts.
    operations: u64,
}

impl<T> Alone<T> {
    pub(super) fn new(scenario: &Scenario, layout: Layout, is_chosen: bool) -> Self {
        let gaps = scenario.workers.iter().map(|group| {
            let heartbeat = &group.heartbeat;
            heartbeat.every.ms().saturating_sub(heartbeat.jitter.ms())
        });
        let attempts = scenario.workers.iter().map(|group| u64::from(group.retry.attempts));
        // A heartbeat looks each key of its worker up once, and writes each once.
        let keys = if layout == Layout::Tiered { 2 } else { 1 };
        Self {
            is_chosen,
            goes: false,
            under_way: UnderWay::new(),
            until: Turn::before(Instant::START),
            carried: VecDeque::new(),
            first: Turn::NEVER,
            planned: BTreeSet::new(),
            goes_down: Instant::NEVER,
            least_gap: Span::from_ms(gaps.min().unwrap_or(1).max(1)),
            operations: attempts.max().unwrap_or(1).max(1) * keys,
        }
    }

    /// The end of the stretch, beside packed entries of sources.
    #[inline(always)]
    fn packed_until(&self) -> u64 {
        let Turn { at, since, source } = self.until;
        pack(at, if since == Instant::NEVER { source.index() } else { 0 })
    }

    /// Does the one that goes alone wait for this reply, and nothing else happens to it before?
    #[inline(always)]
    pub(super) fn waits_for(
        &self,
        back: Instant,
        (now, source): (Instant, SourceId),
        due: &mut Due<Pending<T>>,
    ) -> bool {
        self.goes
            && self.under_way.is_empty()
            && Turn { at: back, since: now, source } < self.until
            && due.sources.entries().get(source.index()).is_some_and(|e| pack(back, 0) <= *e)
    }
}

impl<D: Deployed, O: Observer> World<'_, D, O> {
    /// Each worker alone, as far as it goes. `false`: somebody asked to stop.
    pub(super) fn go_apart(&mut self, horizon: Instant, watch: &impl Watch) -> bool {
        self.senders.crowd.ids().for_each(|worker| self.look_ahead(worker));
        loop {
            let shared = self.next_shared();
            let now = shared.at.min(self.alone.first.at);
            if now >= horizon {
                return true;
            }
            if self.part_with_who_is_down(now) {
                // What it had under way is looked at with the others from here on.
                continue;
            }
            if !self.advance(now, watch) {
                return false;
            }
            // Of one worker two may be due at once, one of them looked at with the others.
            if shared <= self.alone.first {
                self.happen_shared(shared);
            } else {
                let until = self.end_of_stretch(now, shared.min(Turn::before(horizon)));
                if !self.take_stretch(until, watch) {
                    return false;
                }
            }
        }
    }

    /// The next event that looks at several workers.
    fn next_shared(&mut self) -> Turn {
        let workers = self.senders.crowd.len();
        let clients = self.due.sources.entries()[workers..].iter().copied().min();
        let sent = clients.map_or(Turn::NEVER, |client| {
            let (at, source) = unpack(client);
            Turn::sent(at, SourceId(source as u32))
        });
        let planned = self.alone.planned.first();
        let planned = planned.map_or(Turn::NEVER, |(at, source)| Turn::sent(*at, *source));
        let under_way = self.due.under_way.first().unwrap_or(Turn::NEVER);
        sent.min(planned).min(under_way)
    }

    fn happen_shared(&mut self, place: Turn) {
        let Turn { at: now, since, source } = place;
        if since == Instant::NEVER {
            self.alone.planned.remove(&(now, source));
            self.send(source, now);
        } else {
            self.arrive_first(now);
        }
        if let Sender::Worker(worker) = self.senders.who(source) {
            self.look_ahead(worker);
        }
    }

    /// What a worker will do next is noted: alone, or as an event that others look at.
    #[inline(always)]
    fn look_ahead(&mut self, worker: WorkerId) {
        let source = self.senders.worker(worker);
        let (at, _) = unpack(self.due.sources.entries()[source.index()]);
        let crowd = &self.senders.crowd;
        if crowd.just_beats(worker, at) {
            self.alone.first = self.alone.first.min(Turn::sent(at, source));
        } else {
            self.alone.planned.insert((at, source));
        }
        let goes_down = crowd.goes_down_at(worker);
        // Who is down by now has been parted with.
        if goes_down >= self.alone.until.at {
            self.alone.goes_down = self.alone.goes_down.min(goes_down);
        }
    }

    /// How far the workers go alone from now on, at most to `until`.
    fn end_of_stretch(&mut self, now: Instant, until: Turn) -> Turn {
        let fleet = &mut self.cloud.fleet;
        let over = fleet.next_end(now).min(fleet.next_idle(now));
        let ends = [self.clock.hour_ends, over, self.alone.goes_down];
        let end = ends.into_iter().fold(until, |until, end| until.min(Turn::before(end)));
        // Near a limit the times of operations are kept, so that stretches are small.
        let mut stretch = end.at.since(now);
        while stretch > SHORTEST_STRETCH
            && self.most_operations(stretch) > MOST_KEPT
            && self.cloud.quota.may_pass(self.most_operations(stretch))
        {
            stretch = Span::from_ms(stretch.ms() / 4);
        }
        if now.plus(stretch) < end.at { Turn::before(now.plus(stretch)) } else { end }
    }

    /// The most operations on one meter that heartbeats make within a stretch.
    fn most_operations(&self, stretch: Span) -> u64 {
        let beats = stretch.ms() / self.alone.least_gap.ms() + 2;
        let workers = self.senders.crowd.len() as u64;
        let requests =
            workers.saturating_mul(beats).saturating_add(self.alone.carried.len() as u64);
        requests.saturating_mul(self.alone.operations)
    }

    /// What a worker has under way when it goes down is looked at with the others: it may come back
    /// with a registration. Then it is known who goes down next. `true`: somebody has gone down.
    fn part_with_who_is_down(&mut self, now: Instant) -> bool {
        if self.alone.goes_down > now {
            return false;
        }
        for (source, place, what) in std::mem::take(&mut self.alone.carried) {
            let is_down = match self.senders.who(source) {
                Sender::Worker(worker) => self.senders.crowd.goes_down_at(worker) <= now,
                Sender::Client(_) => false,
            };
            if is_down {
                self.due.under_way.push(place.at, (place.since, source), what);
            } else {
                self.alone.carried.push_back((source, place, what));
            }
        }
        let crowd = &self.senders.crowd;
        let later = crowd.ids().map(|worker| crowd.goes_down_at(worker)).filter(|at| *at > now);
        self.alone.goes_down = later.min().unwrap_or(Instant::NEVER);
        true
    }

    /// All workers go on alone, one after another. `false`: somebody asked to stop.
    fn take_stretch(&mut self, until: Turn, watch: &impl Watch) -> bool {
        assert!(self.alone.first < until, "a stretch to {until:?} would leave all where it is");
        let now = self.alone.first.at;
        let most = self.most_operations(until.at.since(now));
        self.cloud.quota.begin_stretch(most);
        self.alone.goes = true;
        self.alone.until = until;
        self.alone.first = Turn::NEVER;
        let packed_until = self.alone.packed_until();
        let mut asked = self.ledger.events;
        for worker in self.senders.crowd.ids() {
            if self.ledger.events - asked > EVENTS_PER_LOOK {
                asked = self.ledger.events;
                if !watch.goes_on() {
                    return false;
                }
            }
            let source = self.senders.worker(worker);
            while self.alone.carried.front().is_some_and(|(of, ..)| *of == source)
                && let Some((_, place, what)) = self.alone.carried.pop_front()
            {
                self.alone.under_way.push(place.at, (place.since, source), what);
            }
            let entry = self.due.sources.entries()[source.index()];
            let moves = entry < packed_until || !self.alone.under_way.is_empty();
            if moves {
                self.go_alone(worker);
            }
            // Of who has not moved all is known but whether it is the first: most are not even looked at.
            if moves || unpack(entry).0 <= self.alone.first.at {
                self.look_ahead(worker);
            }
        }
        self.alone.goes = false;
        self.cloud.quota.end_stretch();
        true
    }

    /// One worker's messages, and what it has under way, up to the end of the stretch.
    fn go_alone(&mut self, worker: WorkerId) {
        let source = self.senders.worker(worker);
        let until = self.alone.until;
        loop {
            let (at, _) = unpack(self.due.sources.entries()[source.index()]);
            let sends = Turn::sent(at, source);
            let arrives = self.alone.under_way.first().unwrap_or(Turn::NEVER);
            if sends.min(arrives) >= until {
                break;
            }
            if arrives < sends {
                if let Some((place, what)) = self.alone.under_way.pop() {
                    self.arrive(what, place.at);
                }
            } else if !self.senders.crowd.just_beats(worker, at) {
                break;
            } else if !(self.alone.under_way.is_empty() && self.beat_on(worker)) {
                self.send(source, at);
            }
        }
        while let Some((place, what)) = self.alone.under_way.pop() {
            self.alone.first = self.alone.first.min(place);
            self.alone.carried.push_back((source, place, what));
        }
    }
}
