//! nexosim with one model, which schedules the beats of all workers and the clients.

use std::time::Duration;

use nexosim::model::{Context, Model, schedulable};
use nexosim::ports::QuerySource;
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

/// A worker outside the coordinator.
#[derive(Clone, Serialize, Deserialize)]
struct Sender {
    on_grid: u64,
    beats_at: u64,
    load: f64,
}

#[derive(Serialize, Deserialize)]
struct World {
    service: Service,
    senders: Vec<Sender>,
    client_at: u64,
    random: Xoshiro256PlusPlus,
}

#[Model]
impl World {
    fn new(work: &Work) -> Self {
        let mut random = Xoshiro256PlusPlus::seed_from_u64(42);
        let senders = (0..work.workers).map(|_| {
            let on_grid = random.random_range(0..EVERY_MS);
            let beats_at = on_grid + random.random_range(0..JITTER_MS);
            Sender { on_grid, beats_at, load: START_LOAD }
        });
        Self { senders: senders.collect(), service: Service::new(work), client_at: 0, random }
    }

    #[nexosim(init)]
    async fn init(&mut self, cx: &Context<Self>) {
        for (worker, sender) in (0..).zip(&self.senders) {
            // It may not be now.
            let wait = Duration::from_millis(sender.beats_at.max(1));
            cx.schedule_event(wait, schedulable!(Self::beat), worker).expect("a later time");
        }
        self.await_client(cx);
    }

    #[nexosim(schedulable)]
    fn beat(&mut self, worker: u32, cx: &Context<Self>) {
        let sender = &mut self.senders[worker as usize];
        let (now, load) = (sender.beats_at, sender.load);
        sender.load = (load + self.random.random_range(-LOAD_STEP..LOAD_STEP)).clamp(0.0, 1.0);
        sender.on_grid += EVERY_MS;
        sender.beats_at = sender.on_grid + self.random.random_range(0..JITTER_MS);
        let wait = Duration::from_millis(sender.beats_at - now);
        cx.schedule_event(wait, schedulable!(Self::beat), worker).expect("a later time");
        self.service.beat(worker, load, now);
    }

    #[nexosim(schedulable)]
    fn route(&mut self, _: (), cx: &Context<Self>) {
        self.service.route(self.client_at);
        self.await_client(cx);
    }

    fn await_client(&mut self, cx: &Context<Self>) {
        let gap = client_gap_ms(&mut self.random);
        self.client_at += gap;
        let wait = Duration::from_millis(gap);
        cx.schedule_event(wait, schedulable!(Self::route), ()).expect("a later time");
    }

    async fn counts(&mut self, _: ()) -> Counts {
        self.service.counts()
    }
}

/// Does the work on one thread.
pub(crate) fn run(work: &Work) -> Result<Timed, SimulationError> {
    let mailbox = Mailbox::new();
    let mut bench = SimInit::with_num_threads(1);
    let counts = QuerySource::new().connect(World::counts, &mailbox).register(&mut bench);
    let start = MonotonicTime::EPOCH;
    let mut simulation = bench.add_model(World::new(work), mailbox, "world").init(start)?;
    let watch = Stopwatch::start();
    // A beat at the horizon itself belongs to the next day.
    simulation.step_until(start + Duration::from_millis(work.horizon_ms() - 1))?;
    let took = watch.elapsed();
    Ok(Timed { took, counts: simulation.process_query(&counts, ())? })
}
