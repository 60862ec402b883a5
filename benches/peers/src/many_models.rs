//! nexosim with a model for each worker and one for the clients, which send to the coordinator's.

use std::time::Duration;

use nexosim::model::{Context, Model, schedulable};
use nexosim::ports::{Output, QuerySource};
use nexosim::simulation::{Mailbox, SimInit, SimulationError};
use nexosim::time::MonotonicTime;
use rand::rngs::Xoshiro256PlusPlus;
use rand::{RngExt, SeedableRng};
use serde::{Deserialize, Serialize};

use crate::Timed;
use crate::machine::Stopwatch;
use crate::service::{
    Counts, EVERY_MS, JITTER_MS, LOAD_STEP, START_LOAD, Service, Work, client_gap_ms,
};

#[derive(Clone, Copy)]
struct Beat {
    worker: u32,
    load: f64,
    at: u64,
}

#[derive(Serialize, Deserialize)]
struct Worker {
    id: u32,
    on_grid: u64,
    beats_at: u64,
    load: f64,
    random: Xoshiro256PlusPlus,
    service: Output<Beat>,
}

#[Model]
impl Worker {
    fn new(id: u32) -> Self {
        let mut random = Xoshiro256PlusPlus::seed_from_u64(u64::from(id));
        let on_grid = random.random_range(0..EVERY_MS);
        let beats_at = (on_grid + random.random_range(0..JITTER_MS)).max(1);
        Self { id, on_grid, beats_at, load: START_LOAD, random, service: Output::default() }
    }

    #[nexosim(init)]
    async fn init(&mut self, cx: &Context<Self>) {
        let wait = Duration::from_millis(self.beats_at);
        cx.schedule_event(wait, schedulable!(Self::beat), ()).expect("a later time");
    }

    #[nexosim(schedulable)]
    async fn beat(&mut self, _: (), cx: &Context<Self>) {
        let beat = Beat { worker: self.id, load: self.load, at: self.beats_at };
        let step = self.random.random_range(-LOAD_STEP..LOAD_STEP);
        self.load = (self.load + step).clamp(0.0, 1.0);
        self.on_grid += EVERY_MS;
        self.beats_at = self.on_grid + self.random.random_range(0..JITTER_MS);
        let wait = Duration::from_millis(self.beats_at - beat.at);
        cx.schedule_event(wait, schedulable!(Self::beat), ()).expect("a later time");
        self.service.send(beat).await;
    }
}

#[derive(Serialize, Deserialize)]
struct Clients {
    at: u64,
    random: Xoshiro256PlusPlus,
    service: Output<u64>,
}

#[Model]
impl Clients {
    #[nexosim(init)]
    async fn init(&mut self, cx: &Context<Self>) {
        self.await_next(cx);
    }

    #[nexosim(schedulable)]
    async fn ask(&mut self, _: (), cx: &Context<Self>) {
        self.service.send(self.at).await;
        self.await_next(cx);
    }

    fn await_next(&mut self, cx: &Context<Self>) {
        let gap = client_gap_ms(&mut self.random);
        self.at += gap;
        let wait = Duration::from_millis(gap);
        cx.schedule_event(wait, schedulable!(Self::ask), ()).expect("a later time");
    }
}

#[derive(Serialize, Deserialize)]
struct Coordinator(Service);

#[Model]
impl Coordinator {
    fn beat(&mut self, beat: Beat) {
        self.0.beat(beat.worker, beat.load, beat.at);
    }

    fn route(&mut self, now: u64) {
        self.0.route(now);
    }

    async fn counts(&mut self, _: ()) -> Counts {
        self.0.counts()
    }
}

/// Does the work on one thread.
pub(crate) fn run(work: &Work) -> Result<Timed, SimulationError> {
    let mailbox = Mailbox::new();
    let mut bench = SimInit::with_num_threads(1);
    let counts = QuerySource::new().connect(Coordinator::counts, &mailbox).register(&mut bench);
    for id in 0..work.workers {
        let mut worker = Worker::new(id);
        worker.service.connect(Coordinator::beat, &mailbox);
        bench = bench.add_model(worker, Mailbox::new(), &format!("worker {id}"));
    }
    let random = Xoshiro256PlusPlus::seed_from_u64(u64::MAX);
    let mut clients = Clients { at: 0, random, service: Output::default() };
    clients.service.connect(Coordinator::route, &mailbox);
    bench = bench.add_model(clients, Mailbox::new(), "clients");
    let start = MonotonicTime::EPOCH;
    let coordinator = Coordinator(Service::new(work));
    let mut simulation = bench.add_model(coordinator, mailbox, "coordinator").init(start)?;
    let watch = Stopwatch::start();
    // A beat at the horizon itself belongs to the next day.
    simulation.step_until(start + Duration::from_millis(work.horizon_ms() - 1))?;
    let took = watch.elapsed();
    Ok(Timed { took, counts: simulation.process_query(&counts, ())? })
}
