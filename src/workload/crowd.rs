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
    Instant, ModelsId, Purpose, Record, ServiceList, Span, Status, WorkerId, WorkerState,
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
    pub fn new(groups: &[WorkerGroup], seed: u64, run: u32) -> Self {
        let mut crowd = Self {
            groups: groups.iter().map(Group::new).collect(),
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
                let worker = crowd.new_worker((number, group), phase, (seed, run, source));
                crowd.workers.push(worker);
                if clocked {
                    crowd.clocks.push(Clocks::new(group, seed, run, source));
                }
            }
        }
        for worker in 0..crowd.workers.len() {
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

    /// When each worker's first message arrives.
    pub fn first_arrivals(&mut self) -> Vec<Instant> {
        (0..self.workers.len()).map(|worker| self.arrival(worker)).collect()
    }

    /// The records that are in KV at the start: time 0, and what the first beat says.
    pub fn first_records(&self) -> impl Iterator<Item = (WorkerId, Record)> {
        self.workers.iter().enumerate().filter_map(|(id, worker)| {
            let group = &self.groups[usize::from(worker.group)];
            let state = WorkerState {
                load: first_load(&group.load, worker.due),
                models: ModelsId(0),
                status: Status::Online,
            };
            let services = group.services.clone();
            let record = Record { last_heartbeat: Instant::START, services, state };
            group.registered.then_some((WorkerId(id as u32), record))
        })
    }

    /// The services of a worker.
    pub fn services(&self, worker: usize) -> &ServiceList {
        &self.groups[usize::from(self.workers[worker].group)].services
    }

    /// The one-way delay between a worker and the coordinator.
    pub fn network(&self, worker: usize) -> Span {
        self.groups[usize::from(self.workers[worker].group)].heartbeat.network
    }

    /// The colo that a worker's requests reach.
    #[inline]
    pub fn colo(&self, worker: usize) -> usize {
        usize::from(self.groups[usize::from(self.workers[worker].group)].colo)
    }

    /// What a worker does about a request of its own that fails.
    pub fn retry(&self, worker: usize) -> Retry {
        self.groups[usize::from(self.workers[worker].group)].retry
    }

    /// Is the worker up?
    pub fn is_up(&self, worker: usize, now: Instant) -> bool {
        let outages = self.clocks.get(worker).and_then(|clocks| clocks.outages.as_ref());
        outages.is_none_or(|outages| !outages.is_down(now))
    }

    /// The load that a plain heartbeat of a worker reports, and when its next message arrives: for a
    /// worker that has loaded no other models and is neither going nor coming, which is what most are.
    /// `None` where its message takes [`Self::send`] to write.
    #[inline(always)]
    pub fn beat(&mut self, id: usize) -> Option<(f64, Next)> {
        let worker = &mut self.workers[id];
        let group = &self.groups[usize::from(worker.group)];
        if worker.has_clocks || worker.mode != Mode::Beats {
            return None;
        }
        let load = load_at(&group.load, worker.walked, worker.due);
        Some((load, worker.plan_beat(group)))
    }

    /// The message of a worker that arrives now, and when its next one will. Any worker's, and the
    /// same as [`Self::beat`] says of a plain heartbeat.
    pub fn send(&mut self, id: usize) -> (Message, Next) {
        let sent = self.workers[id].due;
        let mode = self.workers[id].mode;
        let mut state = self.state(id, sent);
        if mode == Mode::GoesOffline {
            state.status = Status::Offline;
            self.workers[id].mode = Mode::Registers;
            self.workers[id].due = self.outages(id).map_or(Instant::NEVER, |clock| clock.up_at);
            let next = Next::At(self.arrival(id));
            return (Message { state, is_registration: false }, next);
        }
        let message = Message { state, is_registration: mode == Mode::Registers };
        if let Some(clock) = self.clocks.get_mut(id).and_then(|clocks| clocks.outages.as_mut())
            && mode == Mode::Registers
            && clock.up_at <= sent
        {
            clock.plan_next();
        }
        let worker = &mut self.workers[id];
        worker.mode = Mode::Beats;
        let next = worker.plan_beat(&self.groups[usize::from(worker.group)]);
        if next == Next::AfterReply {
            return (message, next);
        }
        self.bow_to_outage(id, sent);
        (message, Next::At(self.arrival(id)))
    }

    /// The reply to a worker's message came back: when its next one arrives.
    pub fn replied(&mut self, id: usize, reply: Instant) -> Instant {
        let worker = &mut self.workers[id];
        let group = &self.groups[usize::from(worker.group)];
        let draw = worker.draw(group);
        worker.walked = walk(&group.load, worker.walked, draw);
        worker.due = reply.plus(group.heartbeat.every).plus(jitter(&group.heartbeat, draw));
        self.bow_to_outage(id, reply);
        self.arrival(id)
    }

    /// A worker waits before it sends a request once more, and goes down before it does: when its
    /// registration arrives after that.
    pub fn goes_down(&mut self, id: usize, not_before: Instant) -> Instant {
        let up_at = self.outages(id).map_or(not_before, |clock| clock.up_at.max(not_before));
        let worker = &mut self.workers[id];
        (worker.due, worker.mode) = (up_at, Mode::Registers);
        self.arrival(id)
    }

    /// Does a worker that is told that it is unknown register anew?
    pub fn reregisters(&self, worker: usize) -> bool {
        self.groups[usize::from(self.workers[worker].group)].reregisters
    }

    /// Is the worker up without a break from `since` until after `until`?
    pub fn is_up_through(&self, worker: usize, since: Instant, until: Instant) -> bool {
        self.outages(worker).is_none_or(|outages| outages.is_up_through(since, until))
    }

    /// What a worker says of itself in a message beside its planned ones: a registration because the
    /// coordinator does not know it, a request sent once more.
    pub fn state(&mut self, id: usize, sent: Instant) -> WorkerState {
        let worker = &self.workers[id];
        let load = load_at(&self.groups[usize::from(worker.group)].load, worker.walked, sent);
        let models = self.clocks.get_mut(id).and_then(|clocks| clocks.models.as_mut());
        let changes = models.map_or(0, |clock| clock.changes(sent));
        WorkerState { load, models: ModelsId(changes), status: Status::Online }
    }

    fn outages(&self, id: usize) -> Option<&OutageClock> {
        self.clocks.get(id).and_then(|clocks| clocks.outages.as_ref())
    }

    fn arrival(&self, id: usize) -> Instant {
        self.workers[id].due.plus(self.network(id))
    }

    /// Where an outage begins before the next message is sent, that message is another one.
    fn bow_to_outage(&mut self, id: usize, not_before: Instant) {
        let Some(clock) = self.outages(id) else { return };
        let (down_from, up_at, is_graceful) = (clock.down_from, clock.up_at, clock.says_goodbye);
        let worker = &mut self.workers[id];
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
