//! The same work written by hand: one loop, one kind of worker, one policy.
//!
//! It draws the same numbers from the same streams in the same order as kvplan does and keeps the
//! same counts, and knows all that this work needs not: no tasks, no namespace apart from what the
//! one isolate knows of it, no other settings. What is generic here is where the state of a worker
//! lies and which queue it is taken from.

use std::collections::HashMap;
use std::time::Instant as Moment;

use kvplan::words::{Cause, DAY_MS, HOUR_MS, Instant, Meter, Purpose, source_of, stream_seed};
use kvplan::workload::ArrivalSource;
use rand::rngs::Xoshiro256PlusPlus;
use rand::{Rng, SeedableRng};

use crate::queues::Queue;
use crate::tally::{Tally, Timed};
use crate::work::{EVERY_MS, JITTER_MS, LOAD_STEP, ROUTED, START_LOAD, Work};

const LOAD_DELTA: f64 = 0.2;
const MAX_INTERVAL_MS: u32 = 300_000;
const SERVICE_TTL_MS: u64 = 30_000;
const BEAT: usize = 0;
const ROUTE: usize = 1;
const REQUESTS: usize = 0;
const READS: usize = 1;
const WRITES: usize = 2;

/// One worker: what the world knows of it and what the isolate does, in one cache line. Times of the
/// isolate are the low 32 bits of milliseconds: differences are exact up to 49 days.
#[derive(Clone, Debug)]
#[repr(align(64))]
pub(crate) struct Worker {
    stream: Xoshiro256PlusPlus,
    walked: f64,
    on_grid: u64,
    /// The load that KV holds; not a number until the isolate has read it.
    persisted_load: f64,
    persisted_at: u32,
    cached_at: u32,
}

/// Where the workers lie.
pub(crate) trait Workers {
    fn new(workers: Vec<Worker>) -> Self;
    fn at(&mut self, id: usize) -> &mut Worker;
}

/// In a vector.
pub(crate) struct Dense(Vec<Worker>);

impl Workers for Dense {
    fn new(workers: Vec<Worker>) -> Self {
        Self(workers)
    }

    #[inline]
    fn at(&mut self, id: usize) -> &mut Worker {
        &mut self.0[id]
    }
}

/// By name, as a program that keeps the keys of KV would have them.
pub(crate) struct Named {
    names: Vec<String>,
    by_key: HashMap<String, Worker>,
}

impl Workers for Named {
    fn new(workers: Vec<Worker>) -> Self {
        let names: Vec<_> = (0..workers.len()).map(|id| format!("gpu-{id}")).collect();
        let keys = names.iter().map(|name| format!("worker:{name}"));
        Self { by_key: keys.zip(workers).collect(), names }
    }

    fn at(&mut self, id: usize) -> &mut Worker {
        let key = format!("worker:{}", self.names[id]);
        self.by_key.get_mut(&key).expect("all are there")
    }
}

struct Loop<W> {
    workers: W,
    /// Since when the isolate holds the list of the routed service.
    listed_at: Option<u64>,
    ttl_ms: u32,
    tally: Tally,
    today: [u64; 3],
    passed_at: [Option<u32>; 3],
    limits: [u64; 3],
    hour: usize,
    hour_ends: u64,
    day_ends: u64,
}

/// Runs it.
pub(crate) fn run<Q: Queue, W: Workers>(work: &Work) -> Timed {
    let (workers, first) = born(work);
    let mut queue = Q::new(&first);
    let seed = work.scenario.seed;
    let traffic = &work.scenario.traffic[0];
    let source = source_of(work.scenario.service_name(traffic.service), 0);
    let mut clients =
        ArrivalSource::new(&traffic.arrivals, traffic.requests_per_day, (seed, 0, source));
    let mut client = clients.next_arrival().ms();
    let mut this = Loop::new(work, W::new(workers));
    let horizon = work.horizon.ms();
    let begin = Moment::now();
    loop {
        let (now, id) = queue.take();
        // A worker goes before a client that comes at the same time.
        while client < now.min(horizon) {
            this.turn(client);
            this.route(client);
            client = clients.next_arrival().ms();
        }
        if now >= horizon {
            break;
        }
        this.turn(now);
        let next = this.beat(id, now);
        queue.put(next, id);
    }
    this.finish(horizon);
    let took = begin.elapsed();
    Timed { tally: this.tally, took }
}

/// The workers as kvplan numbers them, by group and phase, and when each beats first.
fn born(work: &Work) -> (Vec<Worker>, Vec<u64>) {
    let seed = work.scenario.seed;
    let (mut workers, mut first) = (Vec::new(), Vec::new());
    for group in &work.scenario.workers {
        let phase = |index| {
            let seed = stream_seed(seed, 0, Purpose::Phase, source_of(&group.name, index));
            ((Xoshiro256PlusPlus::from_seed(seed).next_u64() >> 32) * EVERY_MS) >> 32
        };
        let mut phased: Vec<_> = (0..group.count).map(|index| (phase(index), index)).collect();
        phased.sort_unstable();
        for (phase, index) in phased {
            let seed = stream_seed(seed, 0, Purpose::Beat, source_of(&group.name, index));
            let mut stream = Xoshiro256PlusPlus::from_seed(seed);
            first.push(phase + jitter(stream.next_u64()));
            workers.push(Worker {
                stream,
                walked: START_LOAD,
                on_grid: phase,
                persisted_load: f64::NAN,
                persisted_at: 0,
                cached_at: 1 << 31,
            });
        }
    }
    (workers, first)
}

#[inline]
fn jitter(draw: u64) -> u64 {
    ((draw >> 32) * JITTER_MS) >> 32
}

impl<W: Workers> Loop<W> {
    fn new(work: &Work, workers: W) -> Self {
        let meters = [Meter::Requests, Meter::Reads, Meter::Writes];
        Self {
            workers,
            listed_at: None,
            ttl_ms: work.setting.worker_ttl_ms() as u32,
            tally: Tally::new(),
            today: [0; 3],
            passed_at: [None; 3],
            limits: meters.map(|meter| work.scenario.plan.limit(meter).unwrap_or(u64::MAX)),
            hour: 0,
            hour_ends: HOUR_MS,
            day_ends: DAY_MS,
        }
    }

    #[inline]
    fn turn(&mut self, now: u64) {
        if now >= self.hour_ends {
            self.turn_hour(now);
        }
    }

    #[cold]
    fn turn_hour(&mut self, now: u64) {
        self.close_days(now);
        self.hour = Instant::from_ms(now).hour_of_day();
        self.hour_ends = now - now % HOUR_MS + HOUR_MS;
    }

    fn close_days(&mut self, now: u64) {
        while self.day_ends <= now {
            self.close_day();
        }
    }

    fn close_day(&mut self) {
        self.tally.days.push([0, 1, 2].map(|meter| (self.today[meter], self.passed_at[meter])));
        self.today = [0; 3];
        self.passed_at = [None; 3];
        self.day_ends += DAY_MS;
    }

    fn finish(&mut self, horizon: u64) {
        self.close_days(horizon);
        if !horizon.is_multiple_of(DAY_MS) {
            self.close_day();
        }
    }

    #[inline]
    fn count(&mut self, meter: usize, now: u64) {
        if self.today[meter] == self.limits[meter] {
            self.passed_at[meter] = Some(Instant::from_ms(now).ms_of_day());
        }
        self.today[meter] += 1;
        self.tally.hours[self.hour][meter] += 1;
    }

    #[inline]
    fn operate(&mut self, op: usize, (kind, cause): (usize, Cause), now: u64) {
        self.count(op, now);
        self.tally.causes[kind][cause.index()][op - READS] += 1;
    }

    /// A heartbeat arrives; when the next one of this worker will.
    #[inline]
    fn beat(&mut self, id: usize, now: u64) -> u64 {
        self.count(REQUESTS, now);
        self.tally.requests[BEAT] += 1;
        self.tally.lookups[1] += 1;
        let worker = self.workers.at(id);
        let load = worker.walked;
        let draw = worker.stream.next_u64();
        let step = f64::from(draw as u32 as i32) * (1.0 / 2_147_483_648.0) * LOAD_STEP;
        worker.walked = (load + step).clamp(0.0, 1.0);
        worker.on_grid += EVERY_MS;
        let next = worker.on_grid + jitter(draw);
        let hit = (now as u32).wrapping_sub(worker.cached_at) < self.ttl_ms;
        worker.cached_at = now as u32;
        if !hit {
            let cause = worker.read();
            self.operate(READS, (BEAT, cause), now);
        } else {
            self.tally.lookups[0] += 1;
        }
        let worker = self.workers.at(id);
        let moved = (worker.persisted_load - load).abs();
        let cause = if moved > LOAD_DELTA {
            Cause::Load
        } else if (now as u32).wrapping_sub(worker.persisted_at) > MAX_INTERVAL_MS {
            Cause::Interval
        } else {
            self.tally.hits[BEAT] += u64::from(hit);
            self.tally.skipped[usize::from(moved > 0.0)] += 1;
            return next;
        };
        worker.persisted_load = load;
        worker.persisted_at = now as u32;
        self.operate(WRITES, (BEAT, cause), now);
        self.listed_at = None;
        next
    }

    /// A client's request.
    #[cold]
    fn route(&mut self, now: u64) {
        self.count(REQUESTS, now);
        self.tally.requests[ROUTE] += 1;
        self.tally.routed += 1;
        if self.listed_at.is_some_and(|at| now - at < SERVICE_TTL_MS) {
            self.tally.hits[ROUTE] += 1;
            return;
        }
        self.operate(READS, (ROUTE, Cause::Index), now);
        for id in 0..ROUTED as usize {
            self.tally.lookups[1] += 1;
            let worker = self.workers.at(id);
            if (now as u32).wrapping_sub(worker.cached_at) < self.ttl_ms {
                self.tally.lookups[0] += 1;
            } else {
                worker.cached_at = now as u32;
                let cause = worker.read();
                self.operate(READS, (ROUTE, cause), now);
            }
        }
        self.listed_at = Some(now);
    }
}

impl Worker {
    /// Reads what KV holds: what this isolate wrote last, or the record of the start.
    #[inline]
    fn read(&mut self) -> Cause {
        if self.persisted_load.is_nan() {
            self.persisted_load = START_LOAD;
            Cause::Cold
        } else {
            Cause::Expired
        }
    }
}
