//! A world in which KV answers when the test says so, in any order.

use std::collections::BTreeMap;

use kvplan::coordinator::{
    Ask, Begun, Coordinator, Outcome, Policy, Preset, Reply, Request, TaskId,
};
use kvplan::words::{
    Instant, Key, ModelsId, Refusal, ServiceId, ServiceList, Status, WorkerId, WorkerState,
};

use super::instant_world::{InstantKv, key};

/// One isolate, its KV, and the operations that have not been answered.
pub struct DelayedWorld {
    pub coordinator: Coordinator,
    pub kv: InstantKv,
    pub now: Instant,
    pub in_flight: Vec<Ask>,
    /// Every operation so far: its key (a list has none).
    pub asked: Vec<Option<Key>>,
    /// Tasks that have not ended.
    pub open: Vec<TaskId>,
    /// How tasks ended that nobody has looked at.
    pub ended: Vec<(TaskId, Outcome)>,
}

impl DelayedWorld {
    pub fn new(policy: Policy) -> Self {
        Self {
            coordinator: Coordinator::new(policy),
            kv: InstantKv::default(),
            now: Instant::START,
            in_flight: Vec::new(),
            asked: Vec::new(),
            open: Vec::new(),
            ended: Vec::new(),
        }
    }

    pub fn at(&mut self, ms: u64) -> &mut Self {
        assert!(ms >= self.now.ms(), "time goes on");
        self.now = Instant::from_ms(ms);
        self
    }

    /// Begins a request; the outcome where it is over at once.
    pub fn begin(&mut self, request: &Request) -> Begun {
        let begun = self.coordinator.begin(request, self.now, &self.kv);
        if let Begun::Pending(task) = begun {
            assert!(!self.open.contains(&task), "{task:?} has not ended");
            self.open.push(task);
        }
        self.settle();
        begun
    }

    /// Lets KV do the operation at this place and answer.
    pub fn deliver(&mut self, place: usize) {
        let ask = self.in_flight.remove(place);
        let (_, reply) = self.kv.perform(ask.call);
        self.coordinator.answer(ask.id, reply, self.now, &self.kv);
        self.settle();
    }

    /// Refuses the operation at this place.
    pub fn refuse(&mut self, place: usize) -> TaskId {
        let ask = self.in_flight.remove(place);
        let reply = Reply::Refused(Refusal::DailyLimit);
        self.coordinator.answer(ask.id, reply, self.now, &self.kv);
        self.settle();
        ask.id.task
    }

    /// Answers what is in flight, and what comes of it, oldest first.
    pub fn deliver_all(&mut self) {
        while !self.in_flight.is_empty() {
            self.deliver(0);
        }
    }

    /// Runs a request to its end, with what else is in flight.
    pub fn run(&mut self, request: &Request) -> Outcome {
        match self.begin(request) {
            Begun::Done(outcome) => outcome,
            Begun::Pending(task) => {
                self.deliver_all();
                self.outcome(task)
            }
        }
    }

    /// How a task ended.
    pub fn outcome(&mut self, task: TaskId) -> Outcome {
        let place = self.ended.iter().position(|(ended, _)| *ended == task);
        self.ended.remove(place.unwrap_or_else(|| panic!("{task:?} has not ended"))).1
    }

    /// The most operations in flight that one task has.
    pub fn most_of_one_task(&self) -> usize {
        let mut tasks = BTreeMap::new();
        for ask in &self.in_flight {
            *tasks.entry(ask.id.task).or_insert(0) += 1;
        }
        tasks.into_values().max().unwrap_or(0)
    }

    /// Collects new operations and ended tasks, and holds what must always hold of them.
    fn settle(&mut self) {
        while let Some(ask) = self.coordinator.next_ask() {
            assert!(self.in_flight.iter().all(|other| other.id != ask.id), "{ask:?} twice");
            self.asked.push(key(&ask.call));
            self.in_flight.push(ask);
        }
        while let Some((task, outcome)) = self.coordinator.next_done() {
            let place = self.open.iter().position(|open| *open == task);
            self.open.remove(place.unwrap_or_else(|| panic!("{task:?} ends twice: {outcome:?}")));
            self.ended.push((task, outcome));
        }
        self.coordinator.validate();
    }
}

/// A client asks for service 0.
pub const ROUTE: Request = Request::Route { service: ServiceId(0) };

fn state(load: f64) -> WorkerState {
    WorkerState { load, models: ModelsId(0), status: Status::Online }
}

/// A heartbeat with this load.
pub fn beat(worker: u32, load: f64) -> Request {
    Request::Heartbeat { worker: WorkerId(worker), state: state(load) }
}

/// A registration for service 0 with a load of 0.5.
pub fn join(worker: u32) -> Request {
    let services = ServiceList::new([ServiceId(0)]);
    Request::Register { worker: WorkerId(worker), services, state: state(0.5) }
}

/// So many workers of service 0, in KV and in no cache.
pub fn world(policy: Policy, workers: u32) -> DelayedWorld {
    let mut world = DelayedWorld::new(policy);
    for worker in 0..workers {
        world.run(&join(worker));
    }
    world.coordinator.cold_start();
    world.asked.clear();
    world
}

/// The preset, to be changed.
pub fn optimized() -> Policy {
    Policy::preset(Preset::Optimized)
}

/// The task of a request that waits.
pub fn pending(begun: &Begun) -> TaskId {
    match begun {
        Begun::Pending(task) => *task,
        Begun::Done(outcome) => panic!("over at once: {outcome:?}"),
    }
}
