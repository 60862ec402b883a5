//! Random policies and request lists, with times that often fall exactly on the edge of a TTL.

use kvplan::coordinator::{
    Baseline, CachePolicy, Enumerate, Fanout, Invalidate, ModelsCompare, Policy, ReadPolicy,
    RouteIndex, When, WritePolicy,
};
use kvplan::program::Request;
use kvplan::words::{
    Instant, Interned, Layout, ModelsId, Record, ServiceId, ServiceList, ServicesId, Span, Status,
    WorkerId, WorkerState,
};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::{Index, select};
use proptest::test_runner::{RngSeed, TestRunner};

/// Isolates around one KV.
pub const ISOLATES: usize = 3;
/// Workers that may come; more than are read at once.
const WORKERS: u32 = 9;
/// Services that workers offer; clients ask for one more.
const SERVICES: u16 = 4;

thread_local! {
    static INTERNED: Interned = Interned::default();
}

/// The table of lists of services that all requests, records and coordinators of a test share.
pub fn interned() -> Interned {
    INTERNED.with(Interned::clone)
}

/// What happens next.
#[derive(Clone, Debug)]
pub enum Step {
    ColdStart { isolate: usize },
    Request { isolate: usize, request: Request },
}

/// A list of steps, each with its time, after some records that are there before.
#[derive(Clone, Debug)]
pub struct Traffic {
    pub existing: Vec<(WorkerId, Record)>,
    pub steps: Vec<(Instant, Step)>,
}

/// Random tests that draw the same cases each time.
pub fn runner(cases: u32, seed: u64) -> TestRunner {
    TestRunner::new(ProptestConfig {
        cases,
        failure_persistence: None,
        max_shrink_iters: 20_000,
        rng_seed: RngSeed::Fixed(seed),
        ..ProptestConfig::default()
    })
}

/// How far the clock goes on before the next step.
#[derive(Clone, Copy, Debug)]
enum Gap {
    By(u64),
    /// To the next multiple of so many milliseconds.
    UpTo(u64),
}

impl Gap {
    fn after(self, now: u64) -> u64 {
        match self {
            Self::By(ms) => now + ms,
            Self::UpTo(step) => (now / step + 1) * step,
        }
    }
}

fn gap() -> impl Strategy<Value = Gap> {
    prop_oneof![
        8 => Just(Gap::By(0)),
        6 => select(vec![1, 1_000, 5_000]).prop_map(Gap::By),
        3 => select(vec![10_000, 15_000, 25_000, 30_000]).prop_map(Gap::By),
        1 => select(vec![4_999, 5_001, 29_999, 30_001]).prop_map(Gap::By),
        3 => select(vec![5_000, 10_000, 30_000]).prop_map(Gap::UpTo),
        2 => (1_u64..20_000).prop_map(Gap::By),
        1 => select(vec![60_000, 300_000, 300_001, 600_000, 600_001]).prop_map(Gap::By),
    ]
}

fn span() -> impl Strategy<Value = Span> {
    prop_oneof![
        2 => Just(0),
        4 => select(vec![5_000, 10_000, 30_000, 60_000]),
        1 => 1_u64..100_000,
        2 => select(vec![300_000, 600_000]),
    ]
    .prop_map(Span::from_ms)
}

/// Settings at random, in every combination.
pub fn policy() -> impl Strategy<Value = Policy> {
    let write = (
        prop_oneof![1 => Just(When::Always), 6 => Just(When::Changed)],
        select(vec![Baseline::Persisted, Baseline::Cached, Baseline::Memory]),
        prop_oneof![4 => Just(ModelsCompare::Structural), 1 => Just(ModelsCompare::Identity)],
        select(vec![0.0, 0.1, 0.2, 0.25, 0.5, 1e9]),
        span(),
        select(vec![None, Some(Span::from_secs(60)), Some(Span::DAY)]),
        select(vec![None, None, Some(1), Some(3), Some(20)]),
        any::<bool>(),
    );
    let cache = (
        (span(), span(), span()),
        prop_oneof![2 => Just(None), 3 => (0_u32..6).prop_map(Some)],
        select(vec![Invalidate::All, Invalidate::Affected, Invalidate::None]),
        any::<bool>(),
        prop_oneof![3 => Just(false), 1 => Just(true)],
    );
    let reads = (
        select(vec![Fanout::Sequential, Fanout::Parallel]),
        any::<bool>(),
        select(vec![RouteIndex::Known, RouteIndex::Read]),
        select(vec![Enumerate::Known, Enumerate::Index, Enumerate::List]),
    );
    let health_timeout = prop_oneof![1 => span(), 2 => Just(Span::from_secs(600))];
    let layout = prop_oneof![
        6 => Just(Layout::PerWorker),
        2 => Just(Layout::Tiered),
        2 => Just(Layout::OneKey),
    ];
    let layout = (layout, span());
    let all = (layout, write, cache, reads, health_timeout);
    all.prop_map(|(layout, write, cache, reads, health_timeout)| Policy {
        layout: layout.0,
        capabilities_ttl: layout.1,
        write: WritePolicy {
            when: write.0,
            baseline: write.1,
            models_compare: write.2,
            load_delta: write.3,
            max_interval: write.4,
            record_ttl: write.5,
            max_per_day: write.6,
            best_effort: write.7,
        },
        cache: CachePolicy {
            worker_ttl: cache.0.0,
            service_ttl: cache.0.1,
            index_ttl: cache.0.2,
            max_entries: cache.1,
            invalidate: cache.2,
            admin: cache.3,
            prewarm: cache.4,
        },
        reads: ReadPolicy { fanout: reads.0, coalesce: reads.1, index: reads.2 },
        enumerate: reads.3,
        health_timeout,
    })
}

fn worker() -> impl Strategy<Value = WorkerId> {
    // Half of the traffic comes from two workers, so that entries are met again while fresh.
    prop_oneof![0..2_u32, 0..WORKERS].prop_map(WorkerId)
}

fn state() -> impl Strategy<Value = WorkerState> {
    let load = prop_oneof![
        6 => Just(0.3),
        4 => (0..=10_u32).prop_map(|tenths| f64::from(tenths) / 10.0),
        1 => select(vec![0.0, -0.0, 0.25, 0.5, 1e300, -1e300, 5e-324]),
    ];
    let status = prop_oneof![
        12 => Just(Status::Online),
        1 => Just(Status::Offline),
        1 => (0..2_u16).prop_map(Status::Other),
    ];
    let models = prop_oneof![9 => Just(0), 1 => 1..3_u32].prop_map(ModelsId);
    (load, models, status).prop_map(|(load, models, status)| WorkerState { load, models, status })
}

fn services() -> impl Strategy<Value = ServicesId> {
    let list = vec((0..SERVICES).prop_map(ServiceId), 0..4);
    list.prop_map(|list| interned().services(&ServiceList::new(list)))
}

fn request() -> impl Strategy<Value = Request> {
    prop_oneof![
        12 => (worker(), state())
            .prop_map(|(worker, state)| Request::Heartbeat { worker, state }),
        8 => (0..=SERVICES).prop_map(|service| Request::Route { service: ServiceId(service) }),
        2 => Just(Request::Admin),
        2 => (worker(), services(), state()).prop_map(|(worker, services, state)| {
            Request::Register { worker, services, state }
        }),
        1 => worker().prop_map(|worker| Request::Deregister { worker }),
        1 => Just(Request::Stats),
    ]
}

fn step() -> impl Strategy<Value = Step> {
    // One isolate gets most of the traffic.
    let isolate = || prop_oneof![2 => Just(0), 1 => 0..ISOLATES];
    prop_oneof![
        1 => isolate().prop_map(|isolate| Step::ColdStart { isolate }),
        60 => (isolate(), request())
            .prop_map(|(isolate, request)| Step::Request { isolate, request }),
    ]
}

/// So many steps and more.
pub fn traffic(steps: usize) -> impl Strategy<Value = Traffic> {
    (existing(), vec((gap(), step()), steps..steps + 50)).prop_map(|(existing, steps)| {
        let mut now = 0;
        let steps = steps.into_iter().map(|(gap, step)| {
            now = gap.after(now);
            (Instant::from_ms(now), step)
        });
        Traffic { existing, steps: steps.collect() }
    })
}

/// What the world does next while operations are in flight.
#[derive(Clone, Debug)]
pub enum Move {
    Begin(Request),
    /// One of the operations in flight is answered.
    Deliver(Index),
    /// One of the operations in flight is refused.
    Refuse(Index),
    ColdStart,
}

/// Requests that overlap: moves, each so many milliseconds after the one before.
pub fn moves(count: usize) -> impl Strategy<Value = Vec<(u64, Move)>> {
    let next = prop_oneof![
        8 => request().prop_map(Move::Begin),
        12 => any::<Index>().prop_map(Move::Deliver),
        2 => any::<Index>().prop_map(Move::Refuse),
        1 => Just(Move::ColdStart),
    ];
    vec((prop_oneof![3 => 0..20_u64, 1 => 0..10_000_u64], next), count..count + 50)
}

/// Records that are there before.
pub fn existing() -> impl Strategy<Value = Vec<(WorkerId, Record)>> {
    let one = (0..WORKERS, services(), state()).prop_map(|(worker, services, state)| {
        (WorkerId(worker), Record { last_heartbeat: Instant::START, services, state })
    });
    vec(one, 0..12)
}
