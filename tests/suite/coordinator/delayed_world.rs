//! A world in which KV answers when the test says so, in any order.
//!
//! Requests have numbers of the test's own: it is nothing to them whether the coordinator gives a token
//! or a task.

use std::collections::BTreeMap;

use kvplan::coordinator::{Coordinator, Policy, Preset, Token};
use kvplan::program::{AskId, Call, Outcome, Program, Reply, Request, Step, TaskId};
use kvplan::words::{
    Instant, Key, ModelsId, Refusal, RequestKind, ServiceId, ServiceList, Status, WorkerId,
    WorkerState,
};

use super::instant_world::{InstantKv, key};
use crate::support::random_traffic::interned;

/// A request that has begun, by its number.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Number(usize);

/// What came of beginning a request.
#[derive(Clone, PartialEq, Debug)]
pub enum Begun {
    Done(Outcome),
    Pending(Number),
}

/// An operation that has not been answered.
#[derive(Debug)]
pub struct InFlight {
    pub of: Number,
    pub kind: RequestKind,
    pub call: Call,
    waits: Waits,
}

/// Who goes on with the reply.
#[derive(Clone, Copy, PartialEq, Debug)]
enum Waits {
    Request(Token),
    Task(AskId),
}

/// One isolate, its KV, and the operations that have not been answered.
pub struct DelayedWorld {
    pub coordinator: Coordinator,
    pub kv: InstantKv,
    pub now: Instant,
    pub in_flight: Vec<InFlight>,
    /// Every operation so far: its key (a list has none).
    pub asked: Vec<Option<Key>>,
    /// Requests that have not ended.
    pub open: Vec<Number>,
    /// How requests ended that nobody has looked at.
    pub ended: Vec<(Number, Outcome)>,
    /// Of all that have begun.
    kinds: Vec<RequestKind>,
    /// Whose task it is, or was last.
    tasks: BTreeMap<TaskId, Number>,
}

impl DelayedWorld {
    pub fn new(policy: Policy) -> Self {
        Self {
            coordinator: Coordinator::new(policy, interned()),
            kv: InstantKv::default(),
            now: Instant::START,
            in_flight: Vec::new(),
            asked: Vec::new(),
            open: Vec::new(),
            ended: Vec::new(),
            kinds: Vec::new(),
            tasks: BTreeMap::new(),
        }
    }

    pub fn at(&mut self, ms: u64) -> &mut Self {
        assert!(ms >= self.now.ms(), "time goes on");
        self.now = Instant::from_ms(ms);
        self
    }

    /// Begins a request; the outcome where it is over at once.
    pub fn begin(&mut self, request: &Request) -> Begun {
        let number = Number(self.kinds.len());
        self.kinds.push(request.kind());
        let step = self.coordinator.begin(request, self.now, &self.kv);
        if let Step::Done(outcome) = step {
            self.settle();
            return Begun::Done(outcome);
        }
        self.open.push(number);
        self.go_on(number, step);
        Begun::Pending(number)
    }

    /// Lets KV do the operation at this place and answer.
    pub fn deliver(&mut self, place: usize) {
        let asked = self.in_flight.remove(place);
        let (_, reply) = self.kv.perform(asked.call);
        self.answer(asked.of, asked.waits, reply);
    }

    /// Refuses the operation at this place.
    pub fn refuse(&mut self, place: usize) -> Number {
        let asked = self.in_flight.remove(place);
        self.answer(asked.of, asked.waits, Reply::Refused(Refusal::DailyLimit));
        asked.of
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
            Begun::Pending(number) => {
                self.deliver_all();
                self.outcome(number)
            }
        }
    }

    /// How a request ended.
    pub fn outcome(&mut self, number: Number) -> Outcome {
        let place = self.ended.iter().position(|(ended, _)| *ended == number);
        self.ended.remove(place.unwrap_or_else(|| panic!("{number:?} has not ended"))).1
    }

    /// The most operations in flight that one request has.
    pub fn most_of_one_request(&self) -> usize {
        let mut requests = BTreeMap::new();
        for asked in &self.in_flight {
            *requests.entry(asked.of).or_insert(0) += 1;
        }
        requests.into_values().max().unwrap_or(0)
    }

    fn answer(&mut self, number: Number, waits: Waits, reply: Reply) {
        let at = (self.now, &self.kv);
        match waits {
            Waits::Request(token) => {
                let step = self.coordinator.resume(token, reply, at);
                self.go_on(number, step);
            }
            Waits::Task(ask) => {
                self.coordinator.answer(ask, reply, at);
                self.settle();
            }
        }
    }

    /// A request has made a step.
    fn go_on(&mut self, number: Number, step: Step<Token>) {
        match step {
            Step::Done(outcome) => self.end(number, outcome),
            Step::Call(call, _, token) => self.ask(number, call, Waits::Request(token)),
            Step::Task(task) => {
                let before = self.tasks.insert(task, number);
                assert!(
                    before.is_none_or(|before| !self.waits(before)),
                    "{task:?} is of {before:?}, which has not ended"
                );
            }
        }
        self.settle();
    }

    /// Does a request wait for anything?
    fn waits(&self, number: Number) -> bool {
        self.open.contains(&number) || self.in_flight.iter().any(|asked| asked.of == number)
    }

    fn ask(&mut self, of: Number, call: Call, waits: Waits) {
        assert!(
            matches!(waits, Waits::Request(_)) || self.in_flight.iter().all(|it| it.waits != waits),
            "{waits:?} twice"
        );
        self.asked.push(key(&call));
        self.in_flight.push(InFlight { of, kind: self.kinds[of.0], call, waits });
    }

    fn end(&mut self, number: Number, outcome: Outcome) {
        let place = self.open.iter().position(|open| *open == number);
        self.open.remove(place.unwrap_or_else(|| panic!("{number:?} ends twice: {outcome:?}")));
        self.ended.push((number, outcome));
    }

    /// Collects new operations and ended tasks, and holds what must always hold of them.
    fn settle(&mut self) {
        while let Some(ask) = self.coordinator.next_ask() {
            self.ask(self.tasks[&ask.id.task], ask.call, Waits::Task(ask.id));
        }
        while let Some((task, outcome)) = self.coordinator.next_done() {
            self.end(self.tasks[&task], outcome);
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
    let services = interned().services(&ServiceList::new([ServiceId(0)]));
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

/// The number of a request that waits.
pub fn pending(begun: &Begun) -> Number {
    match begun {
        Begun::Pending(number) => *number,
        Begun::Done(outcome) => panic!("over at once: {outcome:?}"),
    }
}
