//! All workers of a run: what each sends next, and when it arrives.
//!
//! A worker is one source with at most one request on its way. Its state fits a cache line, and the
//! workers of a group are numbered in the order of their phases, so that requests that follow one
//! another touch neighbouring memory. Which worker is which makes no difference otherwise: those of
//! a group are alike.

use rand::SeedableRng;
use rand::rngs::Xoshiro256PlusPlus;

use super::clocks::OutageClock;
use super::load::{first_load, load_at, walk};
use super::settings::{Retry, WorkerGroup};
use super::worker::{Clocks, Group, Mode, Next, Worker, jitter};
use crate::words::{
    Instant, Interned, ModelsId, Purpose, Record, ServicesId, Span, Status, WorkerId, WorkerState,
    source_of, stream_seed,
};

/// What a worker sends.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Message {
    /// What it says of itself.
    pub state: WorkerState,
    /// Is it a registration? Otherwise it is a heartbeat.
    pub is_registration: bool,
}

/// All workers of a run.
#[derive(Clone, Debug)]
pub struct Crowd {
    groups: Vec<Group>,
    workers: Vec<Worker>,
    /// Of all workers, or of none where no group has models that change or outages.
    clocks: Vec<Clocks>,
}

impl Crowd {
    /// The workers of one run, before their first message.
    pub fn new(groups: &[WorkerGroup], (seed, run): (u64, u32), interned: &Interned) -> Self {
        let mut crowd = Self {
            groups: groups.iter().map(|group| Group::new(group, interned)).collect(),
            workers: Vec::new(),
            clocks: Vec::new(),
        };
        let clocked = groups.iter().any(WorkerGroup::has_clocks);
        for (number, group) in groups.iter().enumerate() {
            let mut phased: Vec<(Span, u32)> =
                (0..group.count).map(|index| (group.phase_of(index, seed, run), index)).collect();
            phased.sort_unstable();
            for (phase, index) in phased {
                let source = source_of(&group.name, index);
                let mut worker = crowd.new_worker((number, group), phase, (seed, run, source));
                worker.index = index;
                crowd.workers.push(worker);
                if clocked {
                    crowd.clocks.push(Clocks::new(group, seed, run, source));
                }
            }
        }
        for worker in crowd.ids() {
            crowd.bow_to_outage(worker, Instant::START);
        }
        crowd
    }

    fn new_worker(
        &self,
        (number, group): (usize, &WorkerGroup),
        phase: Span,
        (seed, run, source): (u64, u32, u64),
    ) -> Worker {
        let seed = stream_seed(seed, run, Purpose::Beat, source);
        let stream = Xoshiro256PlusPlus::from_seed(seed);
        let start = Instant::START.plus(phase);
        let mut worker = Worker {
            stream,
            walked: 0.0,
            due: start,
            on_grid: start,
            group: number as u16,
            mode: if group.registered { Mode::Beats } else { Mode::Registers },
            has_clocks: group.has_clocks(),
            index: 0,
        };
        if group.registered {
            let draw = worker.draw(&self.groups[number]);
            worker.due = start.plus(jitter(&group.heartbeat, draw));
        }
        worker.walked = first_load(&group.load, worker.due);
        worker
    }

    /// How many workers there are.
    pub fn len(&self) -> usize {
        self.workers.len()
    }

    /// Are there none?
    pub fn is_empty(&self) -> bool {
        self.workers.is_empty()
    }

    /// All workers, in order.
    pub fn ids(&self) -> impl Iterator<Item = WorkerId> + use<> {
        (0..self.workers.len() as u32).map(WorkerId)
    }

    /// When each worker's first message arrives.
    pub fn first_arrivals(&self) -> Vec<Instant> {
        self.ids().map(|worker| self.arrival(worker)).collect()
    }

    /// The records that are in KV at the start: time 0, and what the first beat says.
    pub fn first_records(&self) -> impl Iterator<Item = (WorkerId, Record)> {
        self.ids().zip(&self.workers).filter_map(|(id, worker)| {
            let group = self.group(id);
            let state = WorkerState {
                load: first_load(&group.load, worker.due),
                models: ModelsId(0),
                status: Status::Online,
            };
            let services = group.services;
            let record = Record { last_heartbeat: Instant::START, services, state };
            group.registered.then_some((id, record))
        })
    }

    #[inline]
    fn group(&self, WorkerId(worker): WorkerId) -> &Group {
        &self.groups[usize::from(self.workers[worker as usize].group)]
    }

    #[inline]
    fn worker(&mut self, WorkerId(worker): WorkerId) -> &mut Worker {
        &mut self.workers[worker as usize]
    }

    /// Names a worker among all sources of a run, whatever other workers there are.
    #[inline]
    pub fn name(&self, worker: WorkerId) -> u64 {
        let index = u64::from(self.workers[worker.0 as usize].index);
        self.group(worker).source.wrapping_add(index.wrapping_mul(0xd1b5_4a32_d192_ed03))
    }

    /// The services of a worker.
    pub fn services(&self, worker: WorkerId) -> ServicesId {
        self.group(worker).services
    }

    /// The one-way delay between a worker and the coordinator.
    #[inline]
    pub fn network(&self, worker: WorkerId) -> Span {
        self.group(worker).heartbeat.network
    }

    /// The colo that a worker's requests reach.
    #[inline]
    pub fn colo(&self, worker: WorkerId) -> usize {
        usize::from(self.group(worker).colo)
    }

    /// What a worker does about a request of its own that fails.
    pub fn retry(&self, worker: WorkerId) -> Retry {
        self.group(worker).retry
    }

    /// Is the worker up?
    pub fn is_up(&self, worker: WorkerId, now: Instant) -> bool {
        self.outages(worker).is_none_or(|outages| !outages.is_down(now))
    }

    /// Will a worker's next message, which arrives then, be a heartbeat that leaves it up?
    #[inline]
    pub fn just_beats(&self, worker: WorkerId, arrival: Instant) -> bool {
        self.workers[worker.0 as usize].mode == Mode::Beats && arrival < self.goes_down_at(worker)
    }

    /// When a worker goes down next, or went down where it has not come back yet.
    #[inline]
    pub fn goes_down_at(&self, worker: WorkerId) -> Instant {
        self.outages(worker).map_or(Instant::NEVER, |outages| outages.down_from)
    }

    /// Does no worker ever go down?
    pub fn stays_up(&self) -> bool {
        self.clocks.iter().all(|clocks| clocks.outages.is_none())
    }

    /// What a plain heartbeat of a worker says, and when its next message arrives: for a worker that
    /// neither goes nor comes, which is what most are. `None` where its message takes [`Self::send`]
    /// to write.
    #[inline(always)]
    pub fn beat(&mut self, id: WorkerId) -> Option<(WorkerState, Next)> {
        let worker = &mut self.workers[id.0 as usize];
        let group = &self.groups[usize::from(worker.group)];
        if worker.mode != Mode::Beats {
            return None;
        }
        let sent = worker.due;
        let load = load_at(&group.load, worker.walked, sent);
        let next = worker.plan_beat(group);
        let mut state = WorkerState { load, models: ModelsId(0), status: Status::Online };
        if worker.has_clocks {
            state.models = self.models(id, sent);
            return Some((state, self.bow(id, sent, next)));
        }
        Some((state, next))
    }

    /// What becomes of the message that is planned next, where an outage comes before it.
    #[inline(never)]
    fn bow(&mut self, id: WorkerId, sent: Instant, next: Next) -> Next {
        if next == Next::AfterReply {
            return next;
        }
        self.bow_to_outage(id, sent);
        Next::At(self.arrival(id))
    }

    fn models(&mut self, id: WorkerId, sent: Instant) -> ModelsId {
        let clocks = self.clocks.get_mut(id.0 as usize);
        let models = clocks.and_then(|clocks| clocks.models.as_mut());
        ModelsId(models.map_or(0, |clock| clock.changes(sent)))
    }

    /// The message of a worker that arrives now, and when its next one will. Any worker's, and the
    /// same as [`Self::beat`] says of a plain heartbeat.
    pub fn send(&mut self, id: WorkerId) -> (Message, Next) {
        let Worker { due: sent, mode, .. } = *self.worker(id);
        let mut state = self.state(id, sent);
        if mode == Mode::GoesOffline {
            state.status = Status::Offline;
            let up_at = self.outages(id).map_or(Instant::NEVER, |clock| clock.up_at);
            let worker = self.worker(id);
            (worker.mode, worker.due) = (Mode::Registers, up_at);
            let next = Next::At(self.arrival(id));
            return (Message { state, is_registration: false }, next);
        }
        let message = Message { state, is_registration: mode == Mode::Registers };
        let clocks = self.clocks.get_mut(id.0 as usize);
        if let Some(clock) = clocks.and_then(|clocks| clocks.outages.as_mut())
            && mode == Mode::Registers
            && clock.up_at <= sent
        {
            clock.plan_next();
        }
        let worker = &mut self.workers[id.0 as usize];
        worker.mode = Mode::Beats;
        let next = worker.plan_beat(&self.groups[usize::from(worker.group)]);
        (message, self.bow(id, sent, next))
    }

    /// The reply to a worker's message came back: when its next one arrives.
    pub fn replied(&mut self, id: WorkerId, reply: Instant) -> Instant {
        let worker = &mut self.workers[id.0 as usize];
        let group = &self.groups[usize::from(worker.group)];
        let draw = worker.draw(group);
        worker.walked = walk(&group.load, worker.walked, draw);
        worker.due = reply.plus(group.heartbeat.every).plus(jitter(&group.heartbeat, draw));
        self.bow_to_outage(id, reply);
        self.arrival(id)
    }

    /// A worker waits before it sends a request once more, and goes down before it does: when its
    /// registration arrives after that.
    pub fn goes_down(&mut self, id: WorkerId, not_before: Instant) -> Instant {
        let up_at = self.outages(id).map_or(not_before, |clock| clock.up_at.max(not_before));
        let worker = self.worker(id);
        (worker.due, worker.mode) = (up_at, Mode::Registers);
        self.arrival(id)
    }

    /// Does a worker that is told that it is unknown register anew?
    pub fn reregisters(&self, worker: WorkerId) -> bool {
        self.group(worker).reregisters
    }

    /// Is the worker up without a break from `since` until after `until`?
    pub fn is_up_through(&self, worker: WorkerId, since: Instant, until: Instant) -> bool {
        self.outages(worker).is_none_or(|outages| outages.is_up_through(since, until))
    }

    /// What a worker says of itself in a message beside its planned ones: a registration because the
    /// coordinator does not know it, a request sent once more.
    pub fn state(&mut self, id: WorkerId, sent: Instant) -> WorkerState {
        let load = load_at(&self.group(id).load, self.workers[id.0 as usize].walked, sent);
        WorkerState { load, models: self.models(id, sent), status: Status::Online }
    }

    #[inline]
    fn outages(&self, id: WorkerId) -> Option<&OutageClock> {
        self.clocks.get(id.0 as usize).and_then(|clocks| clocks.outages.as_ref())
    }

    fn arrival(&self, id: WorkerId) -> Instant {
        self.workers[id.0 as usize].due.plus(self.network(id))
    }

    /// Where an outage begins before the next message is sent, that message is another one.
    fn bow_to_outage(&mut self, id: WorkerId, not_before: Instant) {
        let Some(clock) = self.outages(id) else { return };
        let (down_from, up_at, is_graceful) = (clock.down_from, clock.up_at, clock.says_goodbye);
        let worker = self.worker(id);
        if worker.due < down_from {
            return;
        }
        // Who is not there yet, or waits for a reply while it goes down, says no goodbye.
        let says_so = is_graceful && worker.mode == Mode::Beats && not_before <= down_from;
        (worker.due, worker.mode) = if says_so {
            (down_from, Mode::GoesOffline)
        } else {
            (up_at.max(not_before), Mode::Registers)
        };
    }
}
