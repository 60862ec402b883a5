//! All workers of a run: who they are, when they are up, and when each comes next.
//!
//! A worker is one source with at most one request on its way. Its state fits a cache line, and the
//! workers of a group are numbered in the order of their phases, so that requests that follow one
//! another touch neighbouring memory. Which worker is which makes no difference otherwise: those of
//! a group are alike.

use rand::SeedableRng;
use rand::rngs::Xoshiro256PlusPlus;

use super::clocks::OutageClock;
use super::load::first_load;
use super::settings::{Retry, WorkerGroup};
use super::worker::{Clocks, Group, Mode, Worker, jitter};
use crate::words::{
    Instant, Interned, ModelsId, Purpose, Record, ServicesId, Span, Status, WorkerId, WorkerState,
    source_of, stream_seed,
};

/// All workers of a run.
#[derive(Clone, Debug)]
pub struct Crowd {
    pub(super) groups: Vec<Group>,
    pub(super) workers: Vec<Worker>,
    /// Of all workers, or of none where no group has models that change or outages.
    pub(super) clocks: Vec<Clocks>,
    stays_up: bool,
}

impl Crowd {
    /// The workers of one run, before their first message.
    pub fn new(groups: &[WorkerGroup], (seed, run): (u64, u32), interned: &Interned) -> Self {
        let mut crowd = Self {
            groups: groups.iter().map(|group| Group::new(group, interned)).collect(),
            workers: Vec::new(),
            clocks: Vec::new(),
            stays_up: !groups.iter().any(|group| group.outages.happen()),
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
    pub(super) fn group(&self, WorkerId(worker): WorkerId) -> &Group {
        &self.groups[usize::from(self.workers[worker as usize].group)]
    }

    #[inline]
    pub(super) fn worker(&mut self, WorkerId(worker): WorkerId) -> &mut Worker {
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
    #[inline]
    pub fn stays_up(&self) -> bool {
        self.stays_up
    }

    /// Does a worker that is told that it is unknown register anew?
    pub fn reregisters(&self, worker: WorkerId) -> bool {
        self.group(worker).reregisters
    }

    /// Is the worker up without a break from `since` until after `until`?
    pub fn is_up_through(&self, worker: WorkerId, since: Instant, until: Instant) -> bool {
        self.outages(worker).is_none_or(|outages| outages.is_up_through(since, until))
    }

    #[inline]
    pub(super) fn outages(&self, id: WorkerId) -> Option<&OutageClock> {
        self.clocks.get(id.0 as usize).and_then(|clocks| clocks.outages.as_ref())
    }

    pub(super) fn arrival(&self, id: WorkerId) -> Instant {
        self.workers[id.0 as usize].due.plus(self.network(id))
    }
}
